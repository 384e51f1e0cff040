"""Receives deliveries: standardwebhooks verifies each, cloudevents reads it. Prints one line for each; ends with its input."""
import http.server
import os
import sys
import threading

from cloudevents.core.bindings.http import HTTPMessage, from_http_event
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

# Its first line is the secret: it is known only after the subscription was made, which tries this receiver out.
secret = {"text": None}
refused = []


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        status, text = 204, ""
        if secret["text"] is not None:
            try:
                Webhook(secret["text"]).verify(body, headers)
                event = from_http_event(HTTPMessage(headers=headers, body=body))
                text = f"{event.get_id()} {event.get_type()} {event.get_attributes().get('sequence', '')}"
                assert event.get_id() == headers["webhook-id"]
                changed = dict(headers, **{"webhook-timestamp": str(int(headers["webhook-timestamp"]) + 1)})
                try:
                    Webhook(secret["text"]).verify(body, changed)
                    status, text = 500, "a changed time was believed"
                except WebhookVerificationError:
                    pass
            except Exception as error:
                status, text = 401, f"refused {type(error).__name__} {error}"
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()
        if text:
            print(text, flush=True)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Receiver)
threading.Thread(target=server.serve_forever, daemon=True).start()
print("siap", flush=True)
for line in sys.stdin:
    secret["text"] = line.strip()
    print("rahasia", flush=True)
