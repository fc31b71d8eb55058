"""What a copy shows from its first start on: a customer with two months of usage, two invoices, and a third one to come. Made by the API as anybody
would, each step only while it is missing: whoever was killed half-way goes on at the next start, and a start after that adds nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from . import demo_usage
from .api import Api
from .failure import Failure

# Two months and the one that goes on: 92 days at most.
ACCEPT_DAYS = 100
_TENANT = "/api/v1/tenants/demo"
_BATCH = 500
_SECONDS = 60.0

ISSUER = {
    "code": "demo",
    "legal_name": "Lakeside Models GmbH",
    "address": {"line1": "Uferstraße 12", "city": "Konstanz", "postal_code": "78462", "country": "DE"},
    "tax_id": "DE123456789",
    "email": "billing@lakeside.example",
    "invoice_prefix": "LM-",
    "credit_note_prefix": "LMC-",
    "payment_terms_days": 14,
    "note": "Thank you. Please give the number of the invoice with your transfer.",
}
TAX_RATE = {"code": "demo_vat", "name": "VAT", "jurisdiction": "DE", "rate": "0.19"}
PROFILE = {
    "issuer": ISSUER["code"],
    "buyer": {
        "legal_name": "Demo Apps AG",
        "address": {"line1": "Marktplatz 3", "city": "Leipzig", "postal_code": "04109", "country": "DE"},
        "tax_id": "DE987654321",
        "email": "accounts@demo.example",
    },
    "tax_rates": [TAX_RATE["code"]],
    "grace_hours": 0,
}
_TOKENS = {"currency": "EUR", "meter": "tokens_total"}
PLAN = {
    "code": "demo_growth",
    "name": "Growth",
    "prices": [
        {"code": "fee", "name": "Monthly fee", "currency": "EUR", "model": "flat", "amount": "79", "timing": "in_arrears"},
        {"code": "requests", "name": "API requests", "currency": "EUR", "model": "per_unit", "meter": "api_requests", "unit_amount": "0.03", "included": "1000"},
        {**_TOKENS, "code": "large", "name": "Tokens, large model", "model": "per_unit", "filters": {"model": ["large"]}, "unit_amount": "0.00006"},
        {**_TOKENS, "code": "vision", "name": "Tokens, vision model", "model": "package", "filters": {"model": ["vision"]}, "package_size": "100000", "package_amount": "4.5"},
        {
            **_TOKENS,
            "code": "tokens",
            "name": "Tokens, other models",
            "model": "graduated",
            "included": "50000",
            "tiers": [{"up_to": "500000", "unit_amount": "0.00003"}, {"up_to": None, "unit_amount": "0.00002"}],
        },
    ],
}
CREDIT = {"amount": "50", "currency": "EUR", "reason": "Welcome"}
COUPON = {"code": "demo_loyal", "name": "Loyal customer", "percentage": "0.1", "duration": "months", "months": 12, "prices": ["fee"]}


def is_shown(settings: Mapping[str, str]) -> bool:
    """Nobody wants an example's invoices where business is done."""
    return settings.get("APP_ENV", "development") == "development"


def with_window(given: Mapping[str, str]) -> dict[str, str]:
    """Settings with which the usage of two months is accepted, unless the caller says what is."""
    made = dict(given)
    if is_shown(made):
        made.setdefault("ACCEPT_DAYS", str(ACCEPT_DAYS))
    return made


class Demo:
    """The steps on one copy. accept_days: its setting; with fewer than two months usage begins as far back as is accepted."""

    def __init__(self, api: Api, now: datetime, accept_days: int = ACCEPT_DAYS) -> None:
        self._api = api
        self._now = now.astimezone(UTC)
        self.starts = demo_usage.month_start(self._now, 2)
        accepted = (self._now - timedelta(days=accept_days)).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        self.first = max(self.starts, accepted)

    def complete(self, tell: Callable[[str], None]) -> None:
        """Returns at once when nothing is missing, or when the tenant is subscribed to something else. Failure: what did not work."""
        plans = [one["plan"]["code"] for one in self._items("/subscriptions")]
        if plans and PLAN["code"] not in plans:
            return
        if plans and any(one["state"] == "paid" for one in self._items("/invoices")):
            return
        tell("making the demo: usage of two months, and their invoices")
        if not plans:
            self.make_facts()
            self.send_usage()
            self.subscribe()
        self.pay_first()

    def make_facts(self) -> None:
        """Who bills whom for what."""
        self._api.post("/api/v1/issuers", ISSUER, known="issuer_code_taken")
        self._api.post("/api/v1/tax-rates", TAX_RATE, known="tax_rate_code_taken")
        self._api.post("/api/v1/plans", PLAN, known="plan_code_taken")
        self._api.post("/api/v1/coupons", COUPON, known="coupon_code_taken")
        if not self._api.get(f"{_TENANT}/billing-profile")["buyer"]["legal_name"]:
            self._api.put(f"{_TENANT}/billing-profile", PROFILE)
        for alias in demo_usage.SUBJECTS[1:]:
            self._api.post(f"{_TENANT}/aliases", {"alias": alias})
        if not self._items("/credits"):
            self._api.post(f"{_TENANT}/credits", CREDIT, key="demo-credit")
        self._api.post(f"{_TENANT}/coupons", {"coupon": COUPON["code"]}, known="coupon_held")

    def send_usage(self) -> None:
        """All of it is counted when this returns. What was sent before is a duplicate."""
        batch: list[dict[str, Any]] = []
        for event in demo_usage.usage(self.first, self._now):
            batch.append(event)
            if len(batch) == _BATCH:
                self._api.send(batch)
                batch = []
        if batch:
            self._api.send(batch)
        sent = datetime.now(UTC)
        self._wait("usage to be counted", lambda: self._counted_through() > sent)

    def subscribe(self) -> None:
        """From the first of two months ago on: the months that have ended are billed at once."""
        at = f"{self.starts:%Y-%m-%dT%H:%M:%SZ}"
        self._api.post(f"{_TENANT}/subscriptions", {"plan": PLAN["code"], "currency": "EUR", "at": at}, key=f"demo-subscription-{at}")

    def pay_first(self) -> None:
        """The later one stays open until it is due."""
        self._wait("two invoices", lambda: len(self._items("/invoices")) > 1)
        first = self._items("/invoices")[-1]
        payment = {"amount": first["due"], "method": "bank transfer", "reference": first["number"]}
        self._api.post(f"/api/v1/invoices/{first['id']}/payments", payment, key=f"demo-payment-{first['id']}", known="invoice_payment_known")

    def _items(self, path: str) -> list[dict[str, Any]]:
        return list(self._api.get(f"{_TENANT}{path}?limit=100")["items"])

    def _counted_through(self) -> datetime:
        through = self._api.get("/api/v1/usage/conservation")["data_through"]
        return datetime.fromisoformat(through.replace("Z", "+00:00")) if through else datetime.min.replace(tzinfo=UTC)

    @staticmethod
    def _wait(what: str, done: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _SECONDS
        while not done():
            if time.monotonic() > deadline:
                raise Failure(f"still no {what} after {_SECONDS:.0f} s")
            time.sleep(0.1)
