// Reads deliveries as a receiver would, with the published libraries alone.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.env.KLIEN}/`);
const { Webhook } = require("standardwebhooks");
const { HTTP } = require("cloudevents");

const task = JSON.parse(readFileSync(0, "utf8"));
Date.now = () => task.now * 1000;
const hook = new Webhook(task.secret);
for (const { headers, body } of task.deliveries) {
  hook.verify(body, headers);
  try {
    hook.verify(body.replaceAll("PGD", "PGE"), headers);
    process.exit(1);
  } catch {}
  const events = [HTTP.toEvent({ headers, body })].flat();
  for (const event of events) {
    event.validate();
    console.log(event.id, event.type, event.subject, event.data.number);
  }
}
