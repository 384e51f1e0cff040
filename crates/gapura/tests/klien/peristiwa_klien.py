"""Receives deliveries: standardwebhooks verifies each, cloudevents reads it. Prints one line for each."""
import http.server
import os

from cloudevents.core.bindings.http import HTTPMessage, from_http_event
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

hook = Webhook(os.environ["GAPURA_WEBHOOK_SECRET"])


def read(headers, body):
    hook.verify(body, headers)
    event = from_http_event(HTTPMessage(headers=headers, body=body))
    assert event.get_id() == headers["webhook-id"], "two ids"
    changed = dict(headers, **{"webhook-timestamp": str(int(headers["webhook-timestamp"]) + 1)})
    try:
        hook.verify(body, changed)
    except WebhookVerificationError:
        return f"{event.get_id()} {event.get_type()} {event.get_attributes().get('sequence', '')}"
    raise AssertionError("a changed time was believed")


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            status, text = 204, read(headers, body)
        except Exception as error:
            status, text = 401, f"refused {type(error).__name__} {error}"
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()
        print(text, flush=True)

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Receiver).serve_forever()
