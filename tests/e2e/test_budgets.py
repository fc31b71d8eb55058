"""Budgets from the interface to the mail: made, watched while events come, crossed once, changed and deleted; and a worker that is killed meanwhile."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from tests.support import people
from tests.support.billing import Billing
from tests.support.client import Answer, Client
from tests.support.mail_server import MailServer
from tests.support.people import sign_in
from tests.support.stack import Running, Stack

LEASE_SECONDS = "2"

SECONDS = 120  # a minute is promised, on a machine that does nothing else
METER = "bud_calls"


@dataclass(frozen=True)
class World(Billing):
    stack: Stack
    served: Running
    mails: MailServer

    def tenant(self) -> str:
        return str(self.must("POST", "/api/v1/tenants", {"key": secrets.token_hex(6), "name": "Acme", "currency": "EUR"})["id"])

    def send(self, tenant: str, events: int) -> None:
        key = self.must("POST", "/api/v1/api-keys", {"name": "k", "scopes": ["ingest"], "tenant_id": tenant})["secret"]
        batch = [{"specversion": "1.0", "id": secrets.token_hex(8), "source": "s", "type": "bud_call", "subject": "x"} for _ in range(events)]
        sent = Client(self.served.url, key).request("POST", "/api/v1/events", json.dumps(batch).encode(), {"content-type": "application/cloudevents-batch+json"})
        assert sent.status == 202, sent.body

    def announced(self, budget: str) -> list[dict[str, Any]]:
        rows = self.stack.sql("SELECT payload FROM outbox WHERE type LIKE 'budget.%' ORDER BY number").splitlines()
        return [event for event in map(json.loads, filter(None, rows)) if event["subject"] == budget]


@pytest.fixture(scope="module")
def world(module_stack: Stack) -> Iterator[World]:
    mails = MailServer(module_stack.place.service_folder("weir"))
    served = module_stack.serve({**people.BEHIND_A_PROXY, **mails.settings()})
    made = World(module_stack.client(served), module_stack, served, mails)
    made.must("POST", "/api/v1/meters", {"slug": METER, "event_type": "bud_call", "aggregation": "COUNT"})
    yield made
    mails.stop()


def until(ask: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + SECONDS
    while not (found := ask()):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    return found


def code(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json()["code"]


def usage(name: str = "Calls", amount: str = "10", thresholds: tuple[int, ...] = (50, 100)) -> dict[str, Any]:
    return {"name": name, "measures": "usage", "meter": METER, "amount": amount, "thresholds": list(thresholds)}


def test_usage_crosses_each_threshold_once_and_who_pays_gets_a_mail(world: World) -> None:
    tenant = world.tenant()
    key = world.must("GET", f"/api/v1/tenants/{tenant}", status=200)["key"]
    for name, role in (("bill", "billing"), ("vera", "viewer")):
        people.make(world.stack, f"{name}@budgets.example", "--tenant", key, "--role", role)
    bill = sign_in(world.served.url, "bill@budgets.example")
    made = bill.request("POST", f"/api/v1/tenants/{tenant}/budgets", usage(), tenant, **{"idempotency-key": "one"})
    assert made.status == 201 and made.headers["etag"] == '"1"', made.body
    again = bill.request("POST", f"/api/v1/tenants/{tenant}/budgets", usage(), tenant, **{"idempotency-key": "one"})
    assert (again.body, again.headers["idempotent-replayed"]) == (made.body, "true")
    place = made.headers["location"]
    budget = made.json()["id"]
    assert made.json()["state"] is None and made.json()["thresholds"] == [50, 100]
    shown = until(lambda: (now := bill.get(place, tenant).json())["state"] and now)
    assert (shown["state"]["used"], shown["state"]["percent"], shown["state"]["crossings"]) == ("0", 0, [])

    world.send(tenant, 6)
    state = until(lambda: (now := bill.get(place, tenant).json()["state"])["crossings"] and now)
    assert (state["used"], state["percent"]) == ("6", 60)
    (crossing,) = state["crossings"]
    assert (crossing["threshold"], crossing["used"], crossing["amount"], crossing["occurrence"]) == (50, "6", "10", 1)
    mail = world.mails.wait("bill@budgets.example", "Budget")
    assert mail.subject == "Budget “Calls” has reached 50 %"
    assert f"6 of 10 {METER} are used since" in " ".join(mail.part("plain").split())

    world.send(tenant, 5)
    until(lambda: len(bill.get(place, tenant).json()["state"]["crossings"]) == 2)
    history = bill.get(f"{place}/crossings?limit=1", tenant).json()
    assert [one["threshold"] for one in history["items"]] == [100]
    rest = bill.get(f"{place}/crossings?limit=1&cursor={history['next_cursor']}", tenant).json()
    assert [one["threshold"] for one in rest["items"]] == [50] and rest["next_cursor"] is None
    said = [(event["type"], event["data"].get("threshold")) for event in world.announced(budget)]
    assert said == [("budget.created", None), ("budget.threshold_crossed", 50), ("budget.threshold_crossed", 100)]
    until(lambda: len(world.mails.to("bill@budgets.example", "Budget")) == 2)
    assert world.mails.to("vera@budgets.example", "Budget") == []
    until(lambda: "budget.threshold_crossed" in {entry["type"] for entry in world.must("GET", f"/api/v1/audit?tenant={tenant}", status=200)["items"]})


def test_a_meter_that_a_budget_watches_is_not_deleted(world: World) -> None:
    slug = "bud_watched"
    world.must("POST", "/api/v1/meters", {"slug": slug, "event_type": "bud_watched", "aggregation": "COUNT"})
    tenant = world.tenant()
    made = world.must("POST", f"/api/v1/tenants/{tenant}/budgets", {**usage(), "meter": slug})
    refused = world.platform.request("DELETE", f"/api/v1/meters/{slug}")
    assert code(refused) == (409, "meter_in_use") and "1 tenant" in refused.json()["detail"]
    world.must("DELETE", f"/api/v1/tenants/{tenant}/budgets/{made['id']}", status=204)
    world.must("DELETE", f"/api/v1/meters/{slug}", status=204)


def test_a_budget_of_money_follows_the_upcoming_invoice(world: World) -> None:
    seller = {"code": "bud", "legal_name": "Seller", "address": {"country": "DE"}, "invoice_prefix": "B-", "credit_note_prefix": "BC-"}
    world.must("POST", "/api/v1/issuers", seller)
    prices = [
        {"code": "fee", "currency": "EUR", "model": "flat", "amount": "20"},
        {"code": "calls", "currency": "EUR", "model": "per_unit", "unit_amount": "0.5", "meter": METER},
    ]
    world.must("POST", "/api/v1/plans", {"code": "bud", "prices": prices})
    tenant = world.tenant()
    made = world.must("POST", f"/api/v1/tenants/{tenant}/budgets", {"name": "Spend", "measures": "spend", "amount": "100", "thresholds": [30, 80]})
    assert (made["currency"], made["amount"], made["meter"]) == ("EUR", "100.00", None)
    place = f"/api/v1/tenants/{tenant}/budgets/{made['id']}"

    def state() -> dict[str, Any]:
        return world.must("GET", place, status=200)["state"] or {}

    until(lambda: state().get("used") == "0.00")
    world.must("POST", f"/api/v1/tenants/{tenant}/subscriptions", {"plan": "bud"})
    world.wait_for(tenant)
    world.send(tenant, 10)

    def expected() -> str:
        month = world.must("GET", f"/api/v1/tenants/{tenant}/upcoming-invoices", status=200)["invoices"]
        issued = world.must("GET", f"/api/v1/tenants/{tenant}/invoices", status=200)["items"]
        return str(sum((Decimal(one["total"]) for one in month + issued), Decimal("0.00")))

    # Two fees at the most, and 5.00 of usage.
    until(lambda: Decimal(state()["used"]) >= 25 and state()["used"] == expected())
    crossed = [one["threshold"] for one in state()["crossings"]]
    assert crossed == [30] if Decimal(state()["used"]) >= 30 else not crossed


def test_changes_want_the_version_at_hand_and_what_was_crossed_stays_so(world: World) -> None:
    tenant = world.tenant()
    budgets = f"/api/v1/tenants/{tenant}/budgets"
    made = world.must("POST", budgets, usage(thresholds=(50,)))
    place = f"{budgets}/{made['id']}"
    world.send(tenant, 6)
    until(lambda: (world.must("GET", place, status=200)["state"] or {}).get("crossings"))
    change = {"name": "More", "amount": "11", "thresholds": [50, 55]}
    assert code(world.platform.request("PUT", place, change, {"if-match": '"7"'})) == (412, "precondition_failed")
    changed = world.platform.request("PUT", place, change, {"if-match": '"1"'})
    assert changed.status == 200 and changed.headers["etag"] == '"2"', changed.body
    assert (changed.json()["name"], changed.json()["state"]["percent"]) == ("More", 54)
    # 54 % of it: 50 was crossed, 55 is not.
    until(lambda: world.must("GET", place, status=200)["state"]["percent"] == 54)
    world.must("PUT", place, {**change, "amount": "10"}, 200)
    until(lambda: [one["threshold"] for one in world.must("GET", place, status=200)["state"]["crossings"]] == [55, 50])
    assert code(world.platform.request("DELETE", place, headers={"if-match": '"1"'})) == (412, "precondition_failed")
    world.must("DELETE", place, None, 204)
    assert code(world.platform.get(place)) == (404, "budget_not_found")
    assert [event["type"] for event in world.announced(made["id"])][-1] == "budget.deleted"
    updated = [event for event in world.announced(made["id"]) if event["type"] == "budget.updated"]
    assert (updated[0]["data"]["amount"], updated[0]["data"]["previous"]["amount"]) == ("11", "10")


@pytest.mark.parametrize(
    ("body", "problem", "pointer"),
    [
        ({**usage(), "amount": "0"}, (400, "validation_failed"), "/amount"),
        ({**usage(), "amount": "1.0000000001"}, (400, "decimal_too_precise"), "/amount"),
        ({**usage(), "meter": "nothing"}, (404, "meter_not_found"), "/meter"),
        ({**usage(), "meter": None}, (400, "validation_failed"), "/meter"),
        ({**usage(), "currency": "EUR"}, (400, "validation_failed"), "/currency"),
        ({**usage(), "measures": "spend"}, (400, "validation_failed"), "/meter"),
        ({"name": "x", "measures": "spend", "currency": "XXX", "amount": "1", "thresholds": [1]}, (400, "currency_unknown"), "/currency"),
        ({"name": "x", "measures": "spend", "amount": "1.005", "thresholds": [1]}, (400, "decimal_too_precise"), "/amount"),
        ({**usage(), "thresholds": [1001]}, (400, "validation_failed"), "/thresholds/0"),
        ({**usage(), "name": "a\nb"}, (400, "validation_failed"), "/name"),
    ],
)
def test_what_makes_no_sense_is_refused_where_it_stands(world: World, body: dict[str, Any], problem: tuple[int, str], pointer: str) -> None:
    answer = world.platform.request("POST", f"/api/v1/tenants/{world.tenant()}/budgets", body)
    assert code(answer) == problem, answer.body
    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]


def test_names_are_one_budgets_and_tenants_do_not_meet(world: World) -> None:
    tenant, other = world.tenant(), world.tenant()
    made = world.must("POST", f"/api/v1/tenants/{tenant}/budgets", usage())
    assert code(world.platform.request("POST", f"/api/v1/tenants/{tenant}/budgets", usage())) == (409, "budget_name_taken")
    assert code(world.platform.get(f"/api/v1/tenants/{other}/budgets/{made['id']}")) == (404, "budget_not_found")
    assert world.must("GET", f"/api/v1/tenants/{other}/budgets", status=200)["items"] == []
    assert [one["id"] for one in world.must("GET", f"/api/v1/tenants/{tenant}/budgets", status=200)["items"]] == [made["id"]]


def test_a_worker_that_is_killed_again_and_again_tells_each_threshold_once(world: World) -> None:
    tenant = world.tenant()
    made = world.must("POST", f"/api/v1/tenants/{tenant}/budgets", usage(amount="100", thresholds=(10, 20, 30, 40, 50)))
    place = f"/api/v1/tenants/{tenant}/budgets/{made['id']}"
    for _ in range(5):
        world.send(tenant, 10)
        time.sleep(1)
        world.served.kill()
        world.served.start_again()
    until(lambda: len((world.must("GET", place, status=200)["state"] or {"crossings": []})["crossings"]) == 5)
    said = [event["data"]["threshold"] for event in world.announced(made["id"]) if event["type"] == "budget.threshold_crossed"]
    assert sorted(said) == [10, 20, 30, 40, 50]
