# pip install standardwebhooks
import os
from collections.abc import Mapping
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError

webhook = Webhook(os.environ["WEIR_WEBHOOK_SECRET"])  # whsec_…


def event_of(body: bytes, headers: Mapping[str, str]) -> dict[str, Any] | None:
    """The event. None: Weir has not signed it, answer 401. The body is as it arrived, not parsed and written again."""
    try:
        return dict(webhook.verify(body, dict(headers)))
    except WebhookVerificationError:
        return None
