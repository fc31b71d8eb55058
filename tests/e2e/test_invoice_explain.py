"""A line of an invoice down to the events it was counted from, and from an event back to the lines that bill it."""

from __future__ import annotations

import datetime as dt
import json
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import jsonschema_rs
import pytest
from weirkit.place import TOP

from tests.support import people
from tests.support.billing import Billing, month_start, stamp
from tests.support.client import Client
from tests.support.factors import someone
from tests.support.people import sign_in
from tests.support.stack import Running, Stack

HOUR = dt.timedelta(hours=1)


def today() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def checked(schema: str, answer: Any) -> dict[str, Any]:
    jsonschema_rs.validate(json.loads((TOP / f"schemas/json/{schema}.json").read_text()), answer)
    return dict(answer)


@dataclass(frozen=True)
class Tenant:
    id: str
    key: str
    alias: str


@dataclass(frozen=True)
class World(Billing):
    stack: Stack
    served: Running
    first_hour: dt.datetime  # of last month's usage that is not too old
    tenant: Tenant
    events: dict[str, tuple[str, str, int]]  # id → subject, region, n
    invoice: dict[str, Any]
    lines: dict[str, int]  # price → number

    def explain(self, line: int, more: str = "", invoice: str = "") -> dict[str, Any]:
        answer = self.platform.get(f"/api/v1/invoices/{invoice or self.invoice['id']}/lines/{line}/explain{more}")
        assert answer.status == 200, answer.body
        return checked("invoice_line_explanation", answer.json())

    def fate(self, event: str, client: Client | None = None, **headers: str) -> dict[str, Any]:
        answer = (client or self.platform).get(f"/api/v1/events?tenant={self.tenant.id}&source=s&id={event}", **headers)
        assert answer.status == 200, answer.body
        return checked("event_fate", answer.json()["items"][0])


def send(platform: Client, events: list[dict[str, Any]]) -> None:
    sent = platform.send(events)
    assert sent.status == 202, sent.body
    last = sent.json()["receipts"][-1]["receipt"]
    assert platform.get(f"/api/v1/rejected?after={last}").json()["items"] == []


def event(identity: str, at: dt.datetime, subject: str, region: str, n: int) -> dict[str, Any]:
    data = {"n": n, "region": region}
    return {"specversion": "1.0", "id": identity, "source": "s", "type": "exp_call", "subject": subject, "time": stamp(at), "data": data}


@pytest.fixture(scope="module")
def world(module_stack: Stack) -> Iterator[World]:
    served = module_stack.serve(people.BEHIND_A_PROXY)
    platform = module_stack.client(served)
    asked = Billing(platform)
    asked.must("POST", "/api/v1/meters", {
        "slug": "exp_calls", "event_type": "exp_call", "aggregation": "SUM", "value_property": "$.n", "group_by": {"region": "$.region"},
    })  # fmt: skip
    asked.must("POST", "/api/v1/issuers", {"code": "main", "legal_name": "Seller", "address": {"country": "DE"}, "invoice_prefix": "INV-", "credit_note_prefix": "CN-"})
    calls = {"currency": "USD", "meter": "exp_calls"}
    prices = [
        {"code": "base", "currency": "USD", "model": "flat", "amount": "20"},
        {**calls, "code": "eu", "model": "graduated", "filters": {"region": ["eu"]}, "tiers": [{"up_to": "100", "unit_amount": "0.5"}, {"up_to": None, "unit_amount": "0.1"}]},
        {**calls, "code": "rest", "model": "per_unit", "unit_amount": "0.01"},
    ]
    asked.must("POST", "/api/v1/plans", {"code": "exp_plan", "late_usage": "adjustment", "prices": prices})
    key = secrets.token_hex(6)
    tenant = Tenant(str(asked.must("POST", "/api/v1/tenants", {"key": key})["id"]), key, f"{key}-b")
    asked.must("POST", f"/api/v1/tenants/{tenant.id}/aliases", {"alias": tenant.alias})
    asked.must("PUT", f"/api/v1/tenants/{tenant.id}/billing-profile", {"grace_hours": 0}, 200)
    last = month_start(1)
    # Late enough to be accepted, early enough to be last month's.
    first_hour = max(last, (today() - dt.timedelta(days=34)).replace(minute=0, second=0, microsecond=0) + HOUR)
    events: dict[str, tuple[str, str, int]] = {}
    sent = []
    for hour in range(3):
        for subject in (tenant.key, tenant.alias):
            for region in ("eu", "us"):
                for n in (7, 13 + hour):
                    identity = f"e{len(events)}"
                    events[identity] = (subject, region, n)
                    sent.append(event(identity, first_hour + hour * HOUR + dt.timedelta(minutes=n), subject, region, n))
    send(platform, [*sent, sent[0]])  # one is sent twice
    asked.must("POST", f"/api/v1/tenants/{tenant.id}/subscriptions", {"plan": "exp_plan", "at": stamp(last)})
    invoice = asked.wait_for(tenant.id, 2)[1]
    lines = platform.get(f"/api/v1/invoices/{invoice['id']}/lines").json()["items"]
    yield World(platform, module_stack, served, first_hour, tenant, events, invoice, {line["price"]: line["number"] for line in lines})


def test_the_cells_of_a_line_sum_to_its_quantity(world: World) -> None:
    whole = world.explain(world.lines["eu"])
    wanted = sum(n for _, region, n in world.events.values() if region == "eu")
    usage, cells = whole["usage"], whole["items"]
    assert usage["is_as_billed"] and usage["billed"] == usage["counted"] == {"quantity": str(wanted), "events": 12, "cells": 6}
    assert whole["line"]["detail"]["quantity"] == str(wanted) and sum(Decimal(cell["value"]) for cell in cells) == wanted
    assert {cell["subject"] for cell in cells} == {world.tenant.key, world.tenant.alias} and all(cell["group_by"] == {"region": "eu"} for cell in cells)
    assert whole["price"]["code"] == "eu" and len(whole["price"]["tiers"]) == 2 and whole["billed_before"] == []
    assert sum(Decimal(step["amount"]) for step in whole["line"]["detail"]["steps"]) == Decimal(whole["line"]["amount"])
    assert [(line["invoice_number"], line["line"]) for line in whole["issued"]] == [(world.invoice["number"], world.lines["eu"])]
    assert whole["invoice"]["inputs_hash"] == world.invoice["inputs_hash"] and whole["next_cursor"] is None

    paged, cursor = [], ""
    while True:
        page = world.explain(world.lines["eu"], f"?limit=2{cursor}")
        assert (page["usage"]["counted"] is None) == bool(cursor) and len(page["items"]) == 2
        paged += page["items"]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert paged == cells
    foreign = world.platform.get(f"/api/v1/invoices/{world.invoice['id']}/lines/{world.lines['rest']}/explain?limit=2{cursor}")
    assert foreign.status == 400 and foreign.json()["code"] == "cursor_invalid"
    rest = world.explain(world.lines["rest"])
    assert all(cell["group_by"] == {"region": "us"} for cell in rest["items"]) and rest["usage"]["is_as_billed"]


def test_a_cell_leads_to_its_events_and_they_lead_back(world: World) -> None:
    seen: dict[str, int] = {}
    for cell in world.explain(world.lines["eu"])["items"]:
        answer = world.platform.get(cell["events_url"])
        assert answer.status == 200, answer.body
        found = checked("cell_events", answer.json())
        assert found["is_in_log"] and found["cell"]["events"] == len(found["items"]) == cell["events"] == 2 and found["next_cursor"] is None
        assert sum(one["event"]["data"]["n"] for one in found["items"]) == Decimal(cell["value"])
        for one in found["items"]:
            subject, region, n = world.events[one["id"]]
            assert (one["outcome"], one["event"]["subject"], one["event"]["data"]) == ("counted", cell["subject"], {"n": n, "region": region})
            assert cell["first_offset"] <= one["position"]["offset"] <= cell["last_offset"]
            seen[one["id"]] = seen.get(one["id"], 0) + 1
        paged, cursor = [], ""
        while cursor is not None:  # a page that met a resend is empty, and goes on
            page = checked("cell_events", world.platform.get(f"{cell['events_url']}&limit=1{cursor}").json())
            paged += page["items"]
            cursor = page["next_cursor"] and f"&cursor={page['next_cursor']}"
        assert paged == found["items"]
    assert seen == {identity: 1 for identity, (_, region, _) in world.events.items() if region == "eu"}

    for identity, (_, region, _) in world.events.items():
        (counted,) = world.fate(identity)["meters"]
        assert [(line["invoice_id"], line["invoice_number"], line["line"]) for line in counted["invoice_lines"]] == [
            (world.invoice["id"], world.invoice["number"], world.lines["eu" if region == "eu" else "rest"])
        ]
    address = "/api/v1/meters/exp_calls/events"
    nothing = checked("cell_events", world.platform.get(f"{address}?tenant={world.tenant.id}&hour={stamp(world.first_hour - HOUR)}").json())
    assert nothing["items"] == [] and nothing["cell"]["events"] == 0 and nothing["next_cursor"] is None
    for query, code in (
        (f"tenant={world.tenant.id}", "query_parameter_missing"),
        (f"hour={stamp(world.first_hour)}", "tenant_required"),
        (f"tenant={world.tenant.id}&hour=noon", "time_malformed"),
        (f"tenant={world.tenant.id}&hour={stamp(world.first_hour)}&group_values=[]", "query_parameter_invalid"),
    ):
        refused = world.platform.get(f"{address}?{query}")
        assert refused.status == 400 and refused.json()["code"] == code, refused.body


def test_what_measures_nothing_and_what_is_not_there(world: World) -> None:
    fee = world.explain(world.lines["base"])
    assert fee["usage"] is None and fee["items"] == [] and fee["price"]["amount"] == "20"
    path = f"/api/v1/invoices/{world.invoice['id']}/lines"
    for line in ("99", "0", "-1", "first", "1e0", "99999999999"):
        missing = world.platform.get(f"{path}/{line}/explain")
        assert missing.status == 404 and missing.json()["code"] == "invoice_line_not_found", missing.body
    other = world.must("POST", "/api/v1/tenants", {"key": secrets.token_hex(6)})["id"]
    theirs = Client(world.served.url, str(world.must("POST", "/api/v1/api-keys", {"name": "q", "scopes": ["query"], "tenant_id": other})["secret"]))
    ours = Client(world.served.url, str(world.must("POST", "/api/v1/api-keys", {"name": "q", "scopes": ["query"], "tenant_id": world.tenant.id})["secret"]))
    foreign = theirs.get(f"{path}/{world.lines['eu']}/explain")
    assert foreign.status == 404 and foreign.json()["code"] == "invoice_not_found"
    assert ours.get(f"{path}/{world.lines['eu']}/explain").json() == world.explain(world.lines["eu"])
    cell = world.explain(world.lines["eu"])["items"][0]
    assert theirs.get(cell["events_url"]).status == 404 and ours.get(cell["events_url"]).json()["items"]

    # Who may read events but no invoices is told of the cell and not of who pays for it.
    email, _ = someone(world.stack, "--tenant", world.tenant.key, "--role", "viewer")
    viewer = sign_in(world.served.url, email)
    (counted,) = viewer.get("/api/v1/events?source=s&id=e0", world.tenant.id).json()["items"][0]["meters"]
    assert counted["slug"] == "exp_calls" and "invoice_lines" not in counted


def test_the_command_line_explains(world: World) -> None:
    line = str(world.lines["eu"])
    shown = world.stack.cli("invoice", "explain", world.invoice["number"], line, "--json")
    assert json.loads(shown.stdout) == world.explain(world.lines["eu"])
    text = world.stack.cli("invoice", "explain", world.invoice["id"], line, "--limit", "2").stdout
    assert "graduated" not in text and "tier" in text and world.tenant.alias in text and "and more" in text and "as is counted now" in text, text
    missing = world.stack.cli("invoice", "explain", world.invoice["number"], "99")
    assert missing.returncode == 1 and "no such line" in missing.stderr, missing.stderr


def test_late_usage_is_explained_by_its_adjustment(world: World) -> None:
    before = world.explain(world.lines["eu"])
    send(world.platform, [event("late", world.first_hour + dt.timedelta(minutes=1), world.tenant.key, "eu", 100)])
    world.stack.sql("UPDATE billing_states SET next_at = date_trunc('hour', now())")
    deadline = time.monotonic() + 60
    while len(world.platform.get(f"/api/v1/tenants/{world.tenant.id}/invoices").json()["items"]) < 3:
        assert time.monotonic() < deadline
        assert world.stack.cli("invoice", "run").returncode == 0
    adjustment = world.wait_for(world.tenant.id, 3)[2]
    assert (adjustment["kind"], adjustment["corrects"], adjustment["lines_count"]) == ("adjustment", world.invoice["id"], 1)
    late = world.explain(1, invoice=adjustment["id"])
    original = {"invoice_id": world.invoice["id"], "line": world.lines["eu"]}
    quantity = Decimal(before["usage"]["billed"]["quantity"]) + 100
    assert late["line"]["corrects"] == original and Decimal(late["usage"]["billed"]["quantity"]) == quantity and late["usage"]["is_as_billed"]
    assert late["billed_before"] == [{**original, "amount": before["line"]["amount"], "net": before["line"]["net"]}]
    assert sum(Decimal(cell["value"]) for cell in late["items"]) == quantity
    after = world.explain(world.lines["eu"])
    assert not after["usage"]["is_as_billed"] and after["usage"]["billed"] == before["usage"]["billed"]
    assert [line["invoice_id"] for line in after["issued"]] == [world.invoice["id"], adjustment["id"]] and after["issued"][1]["corrects"] == original
    (counted,) = world.fate("late")["meters"]
    assert [line["invoice_number"] for line in counted["invoice_lines"]] == [world.invoice["number"], adjustment["number"]]
