"""Usage that crosses the threshold of its plan in the middle of a month is invoiced by itself, and the month's own invoice bills the rest."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from tests.support.billed import SELLER, Biller
from tests.support.stack import Stack

# In whole days of the running month, however early in a calendar month this runs: the billing month began ten days ago.
BEGUN = (datetime.now(UTC) - timedelta(days=10)).replace(hour=0, minute=0, second=0, microsecond=0)


def test_usage_that_crosses_a_threshold_is_invoiced_at_once_and_the_month_bills_the_rest(module_stack: Stack) -> None:
    world = Biller(module_stack.client(module_stack.serve({"ARCHIVE_URL": "off"})), "watched")
    world.must("POST", "/api/v1/meters", {"slug": "watched_calls", "event_type": "watched_call", "aggregation": "COUNT"})
    world.must("POST", "/api/v1/issuers", SELLER)
    prices = [
        {"code": "base", "currency": "USD", "model": "flat", "amount": "20"},
        {"code": "calls", "currency": "USD", "model": "per_unit", "unit_amount": "0.5", "meter": "watched_calls", "included": "3", "minimum_amount": "1"},
    ]
    plan = {"code": "watched", "name": "Watched", "prices": prices, "usage_thresholds": {"USD": "5"}}
    refused = world.platform.request("POST", "/api/v1/plans", {**plan, "usage_thresholds": {"EUR": "5"}})
    assert refused.status == 400 and refused.json()["errors"][0]["pointer"] == "/usage_thresholds/EUR", refused.body
    assert world.must("POST", "/api/v1/plans", plan)["usage_thresholds"] == {"USD": "5.00"}

    begun = min(BEGUN.day, 28)
    day = BEGUN.replace(day=begun)
    key = secrets.token_hex(6)
    tenant = world.tenant(key, billing_day=begun)
    world.use(key, day + timedelta(hours=3), 14, "watched_call")
    world.subscribe(tenant, day)
    fee, interim = world.wait_for(tenant, 2)
    assert (fee["kind"], fee["total"]) == ("regular", "20.00")
    # 14 calls, of which 3 are included.
    assert (interim["kind"], interim["total"], interim["state"], interim["lines_count"]) == ("threshold", "5.50", "finalized", 1)
    assert interim["number"] > fee["number"] and interim["period"]["from"] == day.date().isoformat()

    # Four calls more are below it: they wait for the month's own invoice, which has the month's fee and nothing twice.
    world.use(key, day + timedelta(hours=5), 4, "watched_call")
    assert module_stack.cli("invoice", "run").returncode == 0
    assert len(world.platform.get(f"/api/v1/tenants/{tenant}/invoices").json()["items"]) == 2
    (upcoming,) = world.platform.get(f"/api/v1/tenants/{tenant}/upcoming-invoices").json()["invoices"]
    (rest,) = [line for line in upcoming["lines"] if line["kind"] == "usage"]
    assert upcoming["kind"] == "regular" and rest["amount"] == "2.00" and rest["corrects"] == {"invoice_id": interim["id"], "line": 1}
    assert Decimal(interim["total"]) + Decimal(rest["amount"]) == Decimal(rest["detail"]["charge"]) == (14 + 4 - 3) * Decimal("0.5")

    verified = module_stack.cli("invoice", "verify", "--all", "--json")
    assert verified.returncode == 0, verified.stdout
    assert json.loads(verified.stdout)["verified"] == 2
