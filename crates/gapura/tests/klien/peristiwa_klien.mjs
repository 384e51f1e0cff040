// Receives deliveries: standardwebhooks verifies each, cloudevents reads it. Prints one line for each; ends with its input.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { HTTP } from "cloudevents";
import { Webhook } from "standardwebhooks";

// Its first line is the secret: it is known only after the subscription was made, which tries this receiver out.
let secret;

function read(body, headers) {
  new Webhook(secret).verify(body, headers);
  const event = HTTP.toEvent({ headers, body });
  if (event.id !== headers["webhook-id"]) throw new Error("two ids");
  event.validate();
  let believed = true;
  try {
    new Webhook(secret).verify(body + " ", headers);
  } catch {
    believed = false;
  }
  if (believed) throw new Error("a changed body was believed");
  return `${event.id} ${event.type} ${event.sequence}`;
}

const server = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  let [status, text] = [204, ""];
  if (secret) {
    try {
      text = read(Buffer.concat(parts).toString("utf8"), request.headers);
    } catch (error) {
      [status, text] = [401, `refused ${error.name} ${error.message}`];
    }
  }
  response.writeHead(status).end();
  if (text) console.log(text);
});
server.listen(Number(process.env.PORT), "127.0.0.1", () => console.log("siap"));
createInterface({ input: process.stdin })
  .on("line", (line) => {
    secret = line.trim();
    console.log("rahasia");
  })
  .on("close", () => process.exit());
