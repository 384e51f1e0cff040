// npm install standardwebhooks
import { Webhook } from "standardwebhooks";

export function terima(headers, body) {
  const event = new Webhook("whsec_…").verify(body, headers);
  // Peristiwa yang sama dapat datang dua kali: kenali dari id-nya.
  return [event.id, event.type, event.data];
}
