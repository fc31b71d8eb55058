"""From an event to an invoice: a subscription that began last month is billed by itself, and everything about it can be read, paid, voided and verified."""

from __future__ import annotations

import datetime as dt
import json
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from tests.support.billing import WAIT, Billing, late_last_month, month_start, stamp
from tests.support.client import Answer
from tests.support.factors import announced
from tests.support.stack import Stack


def today() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True)
class World(Billing):
    stack: Stack

    def tenant(self) -> str:
        return str(self.must("POST", "/api/v1/tenants", {"key": secrets.token_hex(6)})["id"])

    def send(self, tenant: str, at: dt.datetime, count: int) -> None:
        key = str(self.platform.get(f"/api/v1/tenants/{tenant}").json()["key"])
        events = [
            {"specversion": "1.0", "id": secrets.token_hex(8), "source": "s", "type": "inv_call", "subject": key, "time": stamp(at), "data": {}}
            for _ in range(count)
        ]
        sent = self.platform.request("POST", "/api/v1/events", json.dumps(events).encode(), {"content-type": "application/cloudevents-batch+json"})
        assert sent.status == 202 or sent.status == 200, sent.body
        for one in sent.json()["receipts"]:
            assert self.platform.get(f"/api/v1/rejected?after={one['receipt']}").status == 200

    def subscribe(self, tenant: str, at: dt.datetime, plan: str = "inv_team") -> str:
        started = self.must("POST", f"/api/v1/tenants/{tenant}/subscriptions", {"plan": plan, "at": stamp(at)})
        return str(started["resource"]["id"])

    def invoices(self, tenant: str, more: str = "") -> list[dict[str, Any]]:
        return list(self.platform.get(f"/api/v1/tenants/{tenant}/invoices{more}").json()["items"])


@pytest.fixture(scope="module")
def world(module_stack: Stack) -> Iterator[World]:
    made = World(module_stack.client(module_stack.serve({"ARCHIVE_URL": "off"})), module_stack)
    made.must("POST", "/api/v1/meters", {"slug": "inv_calls", "event_type": "inv_call", "aggregation": "COUNT"})
    made.must("POST", "/api/v1/issuers", {
        "code": "main", "legal_name": "Seller GmbH", "address": {"line1": "Street 1", "city": "Berlin", "postal_code": "10115", "country": "DE"},
        "invoice_prefix": "INV-", "credit_note_prefix": "CN-", "payment_terms_days": 14,
    })
    prices = [
        {"code": "base", "name": "Base fee", "currency": "USD", "model": "flat", "amount": "20"},
        {"code": "calls", "name": "Calls", "currency": "USD", "model": "per_unit", "unit_amount": "0.5", "meter": "inv_calls", "included": "3"},
    ]
    made.must("POST", "/api/v1/plans", {"code": "inv_team", "name": "Team", "prices": prices})
    yield made


def test_last_month_is_billed_by_itself_and_explains_each_amount(world: World) -> None:
    tenant = world.tenant()
    last = month_start(1)
    world.send(tenant, late_last_month(), 10)
    world.subscribe(tenant, last)
    first, second = world.wait_for(tenant, 2)
    assert (first["total"], first["lines_count"], first["state"], first["kind"]) == ("20.00", 1, "finalized", "regular")
    in_last_month = today() - dt.timedelta(days=34) < month_start()
    assert second["total"] == ("23.50" if in_last_month else "20.00")
    assert second["period"]["from"] == last.strftime("%Y-%m-%d")
    assert second["number"] > first["number"] and second["seller"]["legal_name"] == "Seller GmbH"
    due = dt.date.fromisoformat(second["issued_on"]) + dt.timedelta(days=14)
    assert second["due_on"] == due.isoformat()

    lines = world.platform.get(f"/api/v1/invoices/{second['id']}/lines").json()["items"]
    assert sum(Decimal(line["net"]) for line in lines) == Decimal(second["net"])
    (usage,) = [line for line in lines if line["kind"] == "usage"]
    steps = usage["detail"]["steps"]
    assert [step["kind"] for step in steps] == ["included", "units"] and Decimal(usage["detail"]["quantity"]) == 10
    assert sum(Decimal(step["amount"]) for step in steps) == Decimal(usage["amount"])

    read = world.platform.get(f"/api/v1/invoices/{second['id']}")
    assert read.json() == second and world.platform.request("GET", f"/api/v1/invoices/{second['id']}", None, {"if-none-match": read.headers["etag"]}).status == 304
    assert [one["id"] for one in world.invoices(tenant, f"?search={second['number']}")] == [second["id"]]
    assert world.invoices(tenant, "?state=draft") == []
    assert len(announced(world.stack, "invoice.finalized", second["id"])) == 1

    upcoming = world.platform.get(f"/api/v1/tenants/{tenant}/upcoming-invoices").json()
    assert upcoming["is_preview"] and len(upcoming["invoices"]) == 1 and upcoming["parks"] is None
    state = world.platform.get(f"/api/v1/tenants/{tenant}/billing-state").json()
    assert state["billed_until"] == stamp(month_start()) and state["next_at"] > state["billed_until"]


def test_payments_voids_and_what_is_refused(world: World) -> None:
    tenant = world.tenant()
    world.subscribe(tenant, month_start())
    (first,) = world.wait_for(tenant, 1)
    path = f"/api/v1/invoices/{first['id']}"

    def pay(**body: Any) -> Answer:
        return world.platform.request("POST", f"{path}/payments", {"method": "bank transfer", **body}, WAIT)

    assert pay(amount="20.01").json()["code"] == "invoice_payment_exceeds_due"
    assert pay(amount="0").json()["code"] == "validation_failed"
    assert pay(amount="1.001").json()["code"] == "decimal_too_precise"
    assert pay(amount="x").json()["code"] == "decimal_malformed"
    part = pay(amount="5", reference="r1")
    assert part.status == 200 and part.json()["resource"]["paid"] == "5.00"
    assert pay(amount="5", reference="r1").json()["code"] == "invoice_payment_known"
    refused = world.platform.request("POST", f"{path}/changes", {"change": "void"}, WAIT)
    assert refused.status == 409 and refused.json()["code"] == "invoice_state_refused"
    paid = pay(amount="15")
    assert paid.json()["resource"]["state"] == "paid"
    assert [one["amount"] for one in world.platform.get(f"{path}/payments").json()["items"]] == ["5.00", "15.00"]
    assert len(announced(world.stack, "invoice.paid", first["id"])) == 1

    other = world.tenant()
    world.subscribe(other, month_start())
    (wrong,) = world.wait_for(other, 1)
    voided = world.must("POST", f"/api/v1/invoices/{wrong['id']}/changes", {"change": "void"}, 200)
    assert voided["resource"]["state"] == "void"
    again = world.wait_for(other, 2)[1]
    assert again["total"] == wrong["total"] and again["number"] != wrong["number"] and again["state"] == "finalized"


def test_a_tenant_that_exceeds_its_bounds_is_parked_until_somebody_releases_it(world: World) -> None:
    tenant = world.tenant()
    world.must("PUT", f"/api/v1/tenants/{tenant}/billing-profile", {"most_amount_minor": 1000}, 200)
    world.subscribe(tenant, month_start())
    deadline = time.monotonic() + 60
    while not (parked := world.platform.get(f"/api/v1/tenants/{tenant}/billing-state").json()["parked"]):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert parked["code"] == "invoice_bounds_exceeded"
    assert tenant in [one["tenant_id"] for one in world.platform.get("/api/v1/parked-tenants").json()["items"]]
    assert world.must("POST", f"/api/v1/tenants/{tenant}/billing-state/release", None, 200)["resource"]["parked"] is None
    assert world.wait_for(tenant, 1)[0]["total"] == "20.00"
    again = world.platform.request("POST", f"/api/v1/tenants/{tenant}/billing-state/release", None, WAIT)
    assert again.status == 409 and again.json()["code"] == "billing_not_parked"


def test_the_command_line_lists_shows_and_verifies(world: World) -> None:
    tenant = world.tenant()
    world.subscribe(tenant, month_start())
    (invoice,) = world.wait_for(tenant, 1)
    cli = world.stack.cli
    listed = cli("invoice", "list", "--json")
    assert invoice["id"] in [one["id"] for one in json.loads(listed.stdout)]
    assert invoice["number"] in cli("invoice", "list").stdout
    shown = json.loads(cli("invoice", "show", invoice["number"], "--json").stdout)
    assert shown["invoice"]["id"] == invoice["id"] and len(shown["lines"]) == invoice["lines_count"]
    assert "Base" not in cli("invoice", "show", "INV-999999").stdout and cli("invoice", "show", "INV-999999").returncode == 1
    assert json.loads(cli("invoice", "run", "--json").stdout)["failed"] == 0
    good = cli("invoice", "verify", "--all", "--json")
    assert good.returncode == 0 and json.loads(good.stdout)["is_good"], good.stdout
    assert cli("invoice", "verify").returncode == 2
    world.stack.sql(
        f"SET session_replication_role = replica; UPDATE invoice_lines SET amount = amount + 1, net = net + 1 WHERE invoice_id = '{invoice['id']}' AND number = 1"
    )
    bad = cli("invoice", "verify", invoice["number"])
    assert bad.returncode == 1 and "line 1" in bad.stdout, bad.stdout
    world.stack.sql(
        f"SET session_replication_role = replica; UPDATE invoice_lines SET amount = amount - 1, net = net - 1 WHERE invoice_id = '{invoice['id']}' AND number = 1"
    )
    assert cli("invoice", "verify", invoice["number"]).returncode == 0
