"""Tenants that were billed: invoices with lines of each kind, one that is parked; made within seconds."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .billing import Billing, late_last_month, month_start, stamp
from .stack import Stack
from .usage import wait_counted

SELLER = {
    "code": "main", "legal_name": "Seller GmbH", "address": {"line1": "Street 1", "city": "Berlin", "postal_code": "10115", "country": "DE"},
    "invoice_prefix": "INV-", "credit_note_prefix": "CN-", "payment_terms_days": 14,
}  # fmt: skip


@dataclass(frozen=True)
class Biller(Billing):
    """Makes tenants of a platform that has a plan, and waits for what they are billed."""

    plan: str

    def tenant(self, key: str, **profile: Any) -> str:
        made = str(self.must("POST", "/api/v1/tenants", {"key": key, "name": key.title()})["id"])
        if profile:
            self.must("PUT", f"/api/v1/tenants/{made}/billing-profile", profile, 200)
        return made

    def use(self, key: str, at: datetime, count: int, event_type: str, **data: Any) -> None:
        """As late as usage may be, and counted when this returns."""
        events = [
            {"specversion": "1.0", "id": secrets.token_hex(8), "source": "billed", "type": event_type, "subject": key, "time": stamp(at), "data": data}
            for _ in range(count)
        ]
        assert self.platform.send(events).status == 202
        wait_counted(self.platform)

    def subscribe(self, tenant: str, at: datetime) -> None:
        self.must("POST", f"/api/v1/tenants/{tenant}/subscriptions", {"plan": self.plan, "trial": False, "at": stamp(at)})

    def wait_parked(self, tenant: str) -> None:
        deadline = time.monotonic() + 60
        while not self.platform.get(f"/api/v1/tenants/{tenant}/billing-state").json()["parked"]:
            assert time.monotonic() < deadline
            time.sleep(0.2)


def set_up(stack: Stack, biller: Biller) -> None:
    """A seller and a tax; whoever was subscribed before is billed as well."""
    biller.must("POST", "/api/v1/issuers", SELLER)
    biller.must("POST", "/api/v1/tax-rates", {"code": "vat", "name": "VAT", "jurisdiction": "DE", "rate": "0.19"})
    assert stack.cli("invoice", "run").returncode == 0


def make_used(biller: Biller, key: str, event_type: str, **data: Any) -> dict[str, Any]:
    """Two invoices with VAT, of which the second bills usage of last month."""
    tenant = biller.tenant(key, tax_rates=["vat"])
    biller.use(key, late_last_month(), 5, event_type, **data)
    biller.subscribe(tenant, month_start(1))
    first, second = biller.wait_for(tenant, 2)
    return {"tenant": tenant, "first": first["number"], "second": second["number"], "id": second["id"]}


def make_open(biller: Biller, key: str, parked: str) -> dict[str, Any]:
    """A tenant with two open invoices, and one that is parked."""
    tenant = biller.tenant(key)
    biller.subscribe(tenant, month_start(1))
    waits = biller.tenant(parked, most_amount_minor=100)
    biller.subscribe(waits, month_start())
    first, second = biller.wait_for(tenant, 2)
    biller.wait_parked(waits)
    names = {"tenant": tenant, "name": key.title(), "parked": parked.title()}
    return {**names, "paid": first["number"], "voided": second["id"], "voidedNumber": second["number"]}
