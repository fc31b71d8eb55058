"""The demo's test account at Stripe: whoever has its signing secret can send events as Stripe does."""

from __future__ import annotations

from .api import Api

SLUG = "demo"
PATH = f"/api/v1/webhooks/stripe/{SLUG}"


def connect(api: Api, signing_secret: str) -> None:
    """Makes it while it is missing."""
    account = {"slug": SLUG, "provider": "stripe", "name": "Demo account", "live": False, "signing_secret": signing_secret}
    api.post("/api/v1/payment-providers", account, known="payment_provider_slug_taken")
