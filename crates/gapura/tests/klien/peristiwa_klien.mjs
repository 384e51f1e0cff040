// Receives deliveries: standardwebhooks verifies each, cloudevents reads it. Prints one line for each.
import { createServer } from "node:http";
import { HTTP } from "cloudevents";
import { Webhook } from "standardwebhooks";

const hook = new Webhook(process.env.GAPURA_WEBHOOK_SECRET);

function read(body, headers) {
  hook.verify(body, headers);
  const event = HTTP.toEvent({ headers, body });
  if (event.id !== headers["webhook-id"]) throw new Error("two ids");
  event.validate();
  let believed = true;
  try {
    hook.verify(body + " ", headers);
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
  try {
    text = read(Buffer.concat(parts).toString("utf8"), request.headers);
  } catch (error) {
    [status, text] = [401, `refused ${error.name} ${error.message}`];
  }
  response.writeHead(status).end();
  console.log(text);
});
server.listen(Number(process.env.PORT), "127.0.0.1");
