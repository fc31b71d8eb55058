"""Add-ons: subscriptions beside another one, that rest and end with it, and what is refused."""

from __future__ import annotations

import datetime as dt
import secrets
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from tests.support.billing import Billing, month_start, stamp
from tests.support.client import Client
from tests.support.stack import Stack


def fee(amount: str, currency: str = "USD") -> dict[str, str]:
    return {"code": f"fee_{currency.lower()}", "currency": currency, "model": "flat", "amount": amount, "timing": "in_arrears"}


@pytest.fixture(scope="module")
def billing(module_stack: Stack) -> Iterator[Billing]:
    made = Billing(module_stack.client(module_stack.serve()))
    made.must("POST", "/api/v1/issuers", {
        "code": "house", "invoice_prefix": "ADD-", "credit_note_prefix": "ADC-",
        "legal_name": "House", "address": {"country": "DE"},
    })
    made.must("POST", "/api/v1/plans", {"code": "base", "proration": "by_day", "prices": [fee("31"), fee("9", "EUR")]})
    for code in ("support", "backup"):
        made.must("POST", "/api/v1/plans", {"code": code, "proration": "by_day", "prices": [fee("62")], "is_add_on": True})
    yield made


def tenant(billing: Billing) -> str:
    return str(billing.must("POST", "/api/v1/tenants", {"key": secrets.token_hex(6), "currency": "USD"})["id"])


def start(billing: Billing, owner: str, **what: Any) -> dict[str, Any]:
    return dict(billing.must("POST", f"/api/v1/tenants/{owner}/subscriptions", what)["resource"])


def change(billing: Billing, subscription: dict[str, Any], **what: Any) -> dict[str, Any]:
    return dict(billing.must("POST", f"/api/v1/subscriptions/{subscription['id']}/changes", what, status=200)["resource"])


def refused(platform: Client, path: str, body: dict[str, Any]) -> tuple[int, str, str]:
    answer = platform.request("POST", path, body, {"prefer": "wait=10"})
    problem = answer.json()
    return answer.status, problem["code"], problem.get("pointer", problem.get("errors", [{}])[0].get("pointer", ""))


def test_an_add_on_is_billed_with_what_it_is_added_to_and_no_longer(billing: Billing) -> None:
    owner = tenant(billing)
    first = month_start(1)
    base = start(billing, owner, plan="base", at=stamp(first))
    added = start(billing, owner, plan="support", add_on_to=base["id"], at=stamp(first))
    assert (added["add_on_to"], base["add_on_to"], added["state"]) == (base["id"], None, "active")
    paused = change(billing, base, change="pause", at=stamp(first + dt.timedelta(days=10)))
    assert paused["state"] == "paused"
    seen = billing.platform.get(f"/api/v1/subscriptions/{added['id']}").json()
    assert (seen["state"], seen["changes"]) == ("paused", added["changes"])
    change(billing, base, change="cancel", at=stamp(first + dt.timedelta(days=20)))
    seen = billing.platform.get(f"/api/v1/subscriptions/{added['id']}").json()
    assert (seen["state"], seen["canceled_at"]) == ("canceled", stamp(first + dt.timedelta(days=20)))

    # Ten days of the month, whatever it was billed as before it was known that there would be no more.
    days = Decimal((month_start() - first).days)
    wanted = {base["id"]: round(31 * 10 / days, 2), added["id"]: round(62 * 10 / days, 2)}
    deadline = time.monotonic() + 60
    while (billed := amounts(billing, owner)) != wanted:
        assert time.monotonic() < deadline, (billed, wanted)
        time.sleep(0.2)


def amounts(billing: Billing, owner: str) -> dict[str, Decimal]:
    """What was billed of each subscription, and what would be as of now."""
    platform = billing.platform
    lines = [line for invoice in platform.get(f"/api/v1/tenants/{owner}/upcoming-invoices").json()["invoices"] for line in invoice["lines"]]
    for invoice in platform.get(f"/api/v1/tenants/{owner}/invoices").json()["items"]:
        lines += platform.get(f"/api/v1/invoices/{invoice['id']}/lines").json()["items"]
    out: dict[str, Decimal] = {}
    for line in lines:
        out[line["subscription_id"]] = out.get(line["subscription_id"], Decimal()) + Decimal(line["amount"])
    return out


def test_what_does_not_fit_an_add_on_is_refused(billing: Billing) -> None:
    owner, other = tenant(billing), tenant(billing)
    yesterday = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    base = start(billing, owner, plan="base", at=stamp(yesterday))
    foreign = start(billing, other, plan="base")
    path = f"/api/v1/tenants/{owner}/subscriptions"
    platform = billing.platform
    assert refused(platform, path, {"plan": "support"})[:2] == (400, "add_on_refused")
    assert refused(platform, path, {"plan": "base", "add_on_to": base["id"]})[:2] == (400, "add_on_refused")
    assert refused(platform, path, {"plan": "support", "add_on_to": foreign["id"]})[:2] == (404, "subscription_not_found")
    early = {"plan": "support", "add_on_to": base["id"], "at": stamp(yesterday - dt.timedelta(days=1))}
    assert refused(platform, path, early)[:2] == (409, "subscription_change_refused")
    assert refused(platform, path, {"plan": "support", "add_on_to": owner})[:2] == (400, "validation_failed")

    added = start(billing, owner, plan="support", add_on_to=base["id"])
    assert refused(platform, path, {"plan": "backup", "add_on_to": added["id"]})[:2] == (400, "add_on_refused")
    changes = f"/api/v1/subscriptions/{added['id']}/changes"
    assert refused(platform, changes, {"change": "change_plan", "plan": "base"})[:2] == (400, "add_on_refused")
    assert change(billing, added, change="change_plan", plan="backup")["plan"]["code"] == "backup"
    of_base = f"/api/v1/subscriptions/{base['id']}/changes"
    assert refused(platform, of_base, {"change": "change_plan", "plan": "support"})[:2] == (400, "add_on_refused")
    # What is added would never have been there.
    back = {"change": "cancel", "at": stamp(yesterday + dt.timedelta(hours=2))}
    assert refused(platform, of_base, back)[:2] == (409, "subscription_change_refused")
    # In another currency it would be on another invoice.
    euro = start(billing, owner, plan="base", currency="EUR")
    assert refused(platform, path, {"plan": "support", "add_on_to": euro["id"], "currency": "USD"})[:2] == (400, "add_on_refused")
    assert refused(platform, path, {"plan": "support", "add_on_to": euro["id"], "currency": "EUR"})[:2] == (409, "plan_currency_missing")
