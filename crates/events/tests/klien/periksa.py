"""Reads deliveries as a receiver would, with the published libraries alone: a secret, then one delivery a line."""
import json
import sys
from datetime import datetime, timezone
from unittest import mock

from cloudevents.core.bindings.http import HTTPMessage, from_http_event
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

task = json.load(sys.stdin)
hook = Webhook(task["secret"])
now = datetime.fromtimestamp(task["now"], tz=timezone.utc)
with mock.patch("standardwebhooks.webhooks.datetime") as clock:
    clock.now.return_value = now
    clock.fromtimestamp = datetime.fromtimestamp
    for one in task["deliveries"]:
        body = one["body"]
        hook.verify(body, one["headers"])
        try:
            hook.verify(body.replace("PGD", "PGE"), one["headers"])
            sys.exit("an altered body was believed")
        except WebhookVerificationError:
            pass
        if not one["headers"]["content-type"].startswith("application/cloudevents-batch"):
            event = from_http_event(HTTPMessage(headers=one["headers"], body=body.encode()))
            print(event.get_id(), event.get_type(), event.get_subject(), event.get_data()["number"])
