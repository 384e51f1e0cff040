# pip install standardwebhooks
from standardwebhooks.webhooks import Webhook

def terima(headers, body):
    """Isi peristiwa, atau WebhookVerificationError bila bukan dari kami."""
    event = Webhook("whsec_…").verify(body, headers)
    # Peristiwa yang sama dapat datang dua kali: kenali dari id-nya.
    return event["id"], event["type"], event["data"]
