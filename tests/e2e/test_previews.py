"""What a change of a subscription would be billed, and what another plan would have been: what previews say comes true, and they write nothing."""

from __future__ import annotations

import datetime as dt
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from tests.support import people
from tests.support.billing import WAIT, Billing, month_start, stamp
from tests.support.client import Answer, Client
from tests.support.hostile import Database, differing
from tests.support.people import sign_in
from tests.support.stack import Stack

# What only commands, the catalogue and runs of invoices write; workers go on meanwhile.
TABLES = {
    "subscriptions", "subscription_changes", "billing_states", "invoices", "invoice_lines", "invoice_inputs", "invoice_series", "plans", "plan_versions", "tenants",
    "tenant_coupons", "credit_accounts", "credit_grants", "credit_entries", "command_results", "idempotency_keys",
}  # fmt: skip


def month(at: dt.datetime) -> str:
    return at.strftime("%Y-%m")


def prices(fee: str, call: str, currency: str = "USD") -> list[dict[str, Any]]:
    return [
        {"code": "base", "currency": currency, "model": "flat", "amount": fee},
        {"code": "calls", "currency": currency, "model": "per_unit", "unit_amount": call, "meter": "pre_calls"},
    ]


@dataclass(frozen=True)
class World(Billing):
    stack: Stack
    url: str
    database: Database

    def ask(self, path: str, body: Any) -> Answer:
        return self.platform.request("POST", path, body)

    def preview(self, path: str, body: Any) -> dict[str, Any]:
        """And nothing was written for it."""
        before = self.database.tables()
        seen = self.must("POST", path, body, 200)
        after = self.database.tables()
        assert seen["is_preview"] is True and not differing(before, after) & TABLES and before["outbox"][0] == after["outbox"][0]
        return seen

    def tenant(self) -> str:
        return str(self.must("POST", "/api/v1/tenants", {"key": secrets.token_hex(6)})["id"])

    def subscribe(self, tenant: str, plan: str, at: dt.datetime) -> str:
        """And everything until now is billed, by the run that the start asks for."""
        started = self.must("POST", f"/api/v1/tenants/{tenant}/subscriptions", {"plan": plan, "at": stamp(at)})
        deadline = time.monotonic() + 60
        while self.must("GET", f"/api/v1/tenants/{tenant}/billing-state", None, 200)["next_at"] < stamp(dt.datetime.now(dt.UTC)):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        return str(started["resource"]["id"])

    def count(self, tenant: str, at: dt.datetime, events: int) -> None:
        """As the usage worker counts; events of last month may be too late to be sent."""
        self.stack.sql(
            "INSERT INTO usage_cells (tenant_number, meter_number, generation, hour, subject, dimensions, events, first_offset, last_offset, id_sum) "
            f"SELECT t.number, m.number, 1, '{stamp(at)}', 's', '{{}}', {events}, 0, 0, 7 FROM tenants t, meters m WHERE t.id = '{tenant}' AND m.slug = 'pre_calls'"
        )

    def upcoming(self, tenant: str) -> list[dict[str, Any]]:
        return list(self.must("GET", f"/api/v1/tenants/{tenant}/upcoming-invoices", None, 200)["invoices"])


@pytest.fixture(scope="module")
def world(module_stack: Stack) -> Iterator[World]:
    served = module_stack.serve({"RATE_INTERACTIVE_PER_MINUTE": "0", "RATE_ADDRESS_PER_MINUTE": "0", **people.BEHIND_A_PROXY})
    made = World(module_stack.client(served), module_stack, served.url, Database(module_stack))
    made.must("POST", "/api/v1/meters", {"slug": "pre_calls", "event_type": "pre_call", "aggregation": "COUNT"})
    seller = {"code": "main", "legal_name": "Seller GmbH", "address": {"country": "DE"}, "invoice_prefix": "P-", "credit_note_prefix": "PC-"}
    made.must("POST", "/api/v1/issuers", seller)
    for code, fee, call in (("pre_team", "20", "0.5"), ("pre_scale", "50", "0.75")):
        made.must("POST", "/api/v1/plans", {"code": code, "prices": prices(fee, call)})
    made.must("POST", "/api/v1/plans", {"code": "pre_yen", "prices": prices("500", "1", "JPY")})
    yield made
    made.database.close()


def total(invoices: list[dict[str, Any]]) -> Decimal:
    return sum((Decimal(one["total"]) for one in invoices), Decimal(0))


@pytest.mark.parametrize(
    ("plan", "body"),
    [
        ("pre_team", {"change": "change_plan", "plan": "pre_scale", "at": "now"}),
        ("pre_scale", {"change": "change_plan", "plan": "pre_team", "when": "period_end"}),
        ("pre_team", {"change": "cancel", "at": "now"}),
        ("pre_team", {"change": "pause", "at": "now"}),
    ],
    ids=["upgrade", "downgrade", "cancel", "pause"],
)


def test_what_the_preview_says_is_upcoming_once_the_command_was_carried_out(world: World, plan: str, body: dict[str, Any]) -> None:
    tenant = world.tenant()
    subscription = world.subscribe(tenant, plan, month_start())
    world.count(tenant, month_start(), 30)
    # The hour may change between the preview and the command: it is named.
    asked = {**body, "at": stamp(dt.datetime.now(dt.UTC))} if body.get("at") else body
    path = f"/api/v1/subscriptions/{subscription}/changes"
    before = world.upcoming(tenant)
    seen = world.preview(f"{path}/preview", asked)
    assert (seen["tenant_id"], seen["subscription_id"], seen["change"]["kind"]) == (tenant, subscription, body["change"])
    assert seen["without"] == {"parks": None, "invoices": before} and world.upcoming(tenant) == before
    done = world.must("POST", path, asked, 200)
    assert done["resource"]["changes"][-1]["at"] == seen["change"]["at"]
    after = world.upcoming(tenant)
    assert seen["with"] == {"parks": None, "invoices": after} and after != before
    (amounts,) = seen["amounts"]
    assert (Decimal(amounts["without"]), Decimal(amounts["with"])) == (total(before), total(after))
    assert Decimal(amounts["difference"]) == total(after) - total(before)


def test_a_start_is_previewed_and_then_billed_so(world: World) -> None:
    tenant = world.tenant()
    body = {"plan": "pre_team", "at": stamp(month_start())}
    seen = world.preview(f"/api/v1/tenants/{tenant}/subscriptions/preview", body)
    assert seen["subscription_id"] is None and seen["without"]["invoices"] == []
    assert seen["amounts"] == [{"currency": "USD", "without": "0.00", "with": "40.00", "difference": "40.00"}]
    assert world.platform.get(f"/api/v1/tenants/{tenant}/subscriptions").json()["items"] == []
    world.subscribe(tenant, "pre_team", month_start())
    billed = world.platform.get(f"/api/v1/tenants/{tenant}/invoices").json()["items"]
    assert total(billed) + total(world.upcoming(tenant)) == Decimal("40.00")


def test_what_the_command_refuses_its_preview_refuses(world: World) -> None:
    tenant = world.tenant()
    subscription = world.subscribe(tenant, "pre_team", month_start())
    changes, starts = f"/api/v1/subscriptions/{subscription}/changes", f"/api/v1/tenants/{tenant}/subscriptions"
    for path, body, code in (
        (changes, {"change": "resume"}, "subscription_change_refused"),
        (changes, {"change": "change_plan", "plan": "nothing"}, "plan_not_found"),
        (changes, {"change": "change_plan", "plan": "pre_yen"}, "plan_currency_missing"),
        (changes, {"change": "cancel", "at": "2020-01-01T00:00:00Z"}, "subscription_time_refused"),
        (changes, {"change": "cancel", "plan": "pre_team"}, "validation_failed"),
        (changes, {"change": "cancel", "when": "now", "at": "2026-01-01T00:00:00Z"}, "validation_failed"),
        (changes, {"change": "fly"}, "validation_failed"),
        (starts, {"plan": "pre_scale"}, "subscription_overlaps"),
        (starts, {"plan": "pre_team", "currency": "XXX"}, "currency_unknown"),
        ("/api/v1/subscriptions/sub_01ARZ3NDEKTSV4RRFFQ69G5FAV/changes", {"change": "cancel"}, "subscription_not_found"),
        ("/api/v1/tenants/nobodys/subscriptions", {"plan": "pre_team"}, "tenant_not_found"),
    ):
        previewed = world.ask(f"{path}/preview", body)
        done = world.platform.request("POST", path, body, WAIT)
        assert previewed.json()["code"] == done.json()["code"] == code, (path, body, previewed.body, done.body)
        assert previewed.status == done.status


def simulate(world: World, **body: Any) -> dict[str, Any]:
    return world.preview("/api/v1/price-simulations", {"month": month(month_start(1)), **body})


def test_the_same_plan_makes_no_difference_and_a_dearer_one_its_own(world: World) -> None:
    first, second = world.tenant(), world.tenant()
    for tenant, calls in ((first, 10), (second, 3)):
        world.subscribe(tenant, "pre_team", month_start(1))
        world.count(tenant, month_start(1) + dt.timedelta(days=3), calls)
        world.count(tenant, month_start(), 1000)
    both = [first, second]
    same = simulate(world, plan="pre_team", tenants=both)
    assert same["totals"] == [{"currency": "USD", "current": "46.50", "simulated": "46.50", "difference": "0.00"}]
    assert [(one["from"], one["to"]) for one in same["tenants"]] == [(stamp(month_start(1)), stamp(month_start()))] * 2

    # 30.00 more for each, and 0.25 more for each call.
    dearer = simulate(world, plan="pre_scale", tenants=both)
    assert [one["amounts"][0]["difference"] for one in dearer["tenants"]] == ["32.50", "30.75"]
    assert dearer["totals"] == [{"currency": "USD", "current": "46.50", "simulated": "109.75", "difference": "63.25"}]
    assert dearer["plan"] == {"code": "pre_scale", "version": 1} and dearer["of_plan"] is None

    draft = simulate(world, draft={"code": "pre_team", "prices": prices("21", "0.5")}, tenants=both)
    assert draft["totals"][0]["difference"] == "2.00" and draft["plan"] == {"code": "pre_team", "version": None}
    assert world.platform.get("/api/v1/plans/pre_team").json()["latest_version"] == 1


def test_a_plan_takes_the_place_of_another_for_all_who_have_it(world: World) -> None:
    code = f"pre_{secrets.token_hex(4)}"
    world.must("POST", "/api/v1/plans", {"code": code, "prices": prices("5", "0")})
    mine, theirs = world.tenant(), world.tenant()
    world.subscribe(mine, code, month_start(1))
    world.subscribe(theirs, "pre_team", month_start(1))
    seen = simulate(world, plan="pre_team", of_plan=code)
    assert [one["tenant_id"] for one in seen["tenants"]] == [mine] and seen["of_plan"] == code
    assert seen["totals"] == [{"currency": "USD", "current": "5.00", "simulated": "20.00", "difference": "15.00"}]
    named = simulate(world, plan="pre_scale", of_plan=code, tenants=[theirs])
    assert not named["tenants"][0]["is_concerned"] and named["totals"][0]["difference"] == "0.00"
    earlier = world.preview("/api/v1/price-simulations", {"month": month(month_start(2)), "plan": "pre_team", "of_plan": code})
    assert earlier["tenants"] == [] and earlier["totals"] == []
    longer = simulate(world, plan="pre_team", of_plan=code, months=2)
    assert longer["totals"][0]["difference"] == "30.00"
    refused = simulate(world, plan="pre_yen", tenants=[mine])
    assert refused["tenants"][0]["refused"]["code"] == "plan_currency_missing" and refused["totals"] == []


def test_what_a_simulation_refuses(world: World) -> None:
    tenant, last = world.tenant(), month(month_start(1))
    unknown_meter = {"code": "x", "prices": [{"code": "c", "currency": "USD", "model": "per_unit", "unit_amount": "1", "meter": "nothing"}]}
    negative = {"code": "x", "prices": [{"code": "c", "currency": "USD", "model": "flat", "amount": "-1"}]}
    for body, code, pointer in (
        ({"plan": "pre_team", "tenants": [tenant, "nobodys"]}, "tenant_not_found", "/tenants/1"),
        ({"plan": "pre_team", "tenants": [tenant, tenant]}, "validation_failed", "/tenants"),
        ({"plan": "nothing", "tenants": [tenant]}, "plan_not_found", "/plan"),
        ({"plan": "pre_team", "plan_version": 7, "tenants": [tenant]}, "plan_not_found", "/plan"),
        ({"plan": "pre_team", "of_plan": "nothing"}, "plan_not_found", "/of_plan"),
        ({"plan": "pre_team"}, "validation_failed", "/tenants"),
        ({"tenants": [tenant]}, "validation_failed", "/plan"),
        ({"plan": "pre_team", "draft": negative, "tenants": [tenant]}, "validation_failed", "/plan"),
        ({"draft": unknown_meter, "tenants": [tenant]}, "plan_meter_unknown", "/draft/prices/0/meter"),
        ({"draft": negative, "tenants": [tenant]}, "price_negative", "/draft/prices/0/amount"),
        ({"plan": "pre_team", "tenants": [str(n) for n in range(101)]}, "validation_failed", "/tenants"),
        ({"plan": "pre_team", "tenants": [tenant], "months": 13}, "validation_failed", "/months"),
    ):
        answer = world.ask("/api/v1/price-simulations", {"month": last, **body})
        assert answer.status in (400, 404) and answer.json()["code"] == code, (body, answer.body)
        assert answer.json()["errors"][0]["pointer"] == pointer, (body, answer.body)


def hours(first: str, last: str) -> int:
    return (dt.datetime.fromisoformat(last) - dt.datetime.fromisoformat(first)) // dt.timedelta(hours=1)


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_a_month_is_forecast_by_its_begin_with_the_error_of_the_one_before(world: World) -> None:
    tenant = world.tenant()
    path = f"/api/v1/tenants/{tenant}/upcoming-invoices/forecast"
    assert world.must("GET", path, None, 200)["currencies"] == []
    world.subscribe(tenant, "pre_team", month_start(1))
    world.count(tenant, month_start(1), 60)
    world.count(tenant, month_start(), 30)
    before = world.database.tables()
    seen = world.must("GET", path, None, 200)
    assert seen["is_preview"] is True and not differing(before, world.database.tables()) & TABLES
    assert (seen["from"], seen["tenant_id"]) == (stamp(month_start()), tenant)
    counted, whole = hours(seen["from"], seen["seen_until"]), hours(seen["from"], seen["to"])
    if counted == 0:  # of a month that has just begun
        assert seen["currencies"] == []
        return
    (of,) = seen["currencies"]
    at_end = cents(20 + Decimal(30) * whole / counted / 2)
    assert (of["currency"], of["so_far"], of["at_end"]) == ("USD", "35.00", str(at_end))
    (last,) = of["past"]
    assert last["from"] == f"{month_start(1):%Y-%m-%d}" and last["actual"] == "50.00"
    off = (Decimal(50) - Decimal(last["forecast"])) / Decimal(last["forecast"])
    assert Decimal(last["off_by"]) == off.quantize(Decimal("0.001"), ROUND_HALF_UP)
    low, high = Decimal(of["band"]["low"]), Decimal(of["band"]["high"])
    as_wrong = at_end * 50 / Decimal(last["forecast"])
    assert low <= min(at_end, as_wrong) < low + Decimal("0.01") and high - Decimal("0.01") < max(at_end, as_wrong) <= high


def test_runs_tell_what_they_did_and_who_is_due(world: World) -> None:
    tenant = world.tenant()
    world.subscribe(tenant, "pre_team", month_start(1))
    seen = world.must("GET", "/api/v1/invoice-runs", None, 200)
    assert seen["tenants"] >= 1 and seen["next_at"] > stamp(month_start()) and seen["data_through"]
    made = [run for run in seen["runs"] if run["state"] == "succeeded" and run["report"]["invoices"]]
    assert made and all(run["done"] <= run["total"] and run["problem"] is None and run["finished_at"] for run in made)
    assert [run["id"] for run in seen["runs"]] == sorted((run["id"] for run in seen["runs"]), reverse=True)
    # Parked is who waits for a person.
    parks = world.tenant()
    world.must("PUT", f"/api/v1/tenants/{parks}/billing-profile", {"most_amount_minor": 1}, 200)
    world.must("POST", f"/api/v1/tenants/{parks}/subscriptions", {"plan": "pre_team", "at": stamp(month_start(1))})
    deadline = time.monotonic() + 60
    while world.must("GET", "/api/v1/invoice-runs", None, 200)["parked"] != seen["parked"] + 1:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_previews_are_the_platforms(world: World) -> None:
    tenant = world.tenant()
    subscription = world.subscribe(tenant, "pre_team", month_start())
    email = f"{secrets.token_hex(4)}@example.com"
    key = world.platform.get(f"/api/v1/tenants/{tenant}").json()["key"]
    people.make(world.stack, email, "--tenant", key, "--role", "owner")
    owner = sign_in(world.url, email)
    theirs = Client(world.url, str(world.must("POST", "/api/v1/api-keys", {"name": "k", "scopes": ["manage", "query"], "tenant_id": world.tenant()})["secret"]))
    for path, body in (
        (f"/api/v1/subscriptions/{subscription}/changes/preview", {"change": "cancel"}),
        (f"/api/v1/tenants/{tenant}/subscriptions/preview", {"plan": "pre_team"}),
        ("/api/v1/price-simulations", {"plan": "pre_team", "tenants": [tenant], "month": month(month_start(1))}),
    ):
        assert owner.request("POST", path, body, tenant).status == 403
        assert theirs.request("POST", path, body).status == 403
    assert owner.request("GET", "/api/v1/invoice-runs", None, tenant).status == theirs.get("/api/v1/invoice-runs").status == 403
    # What the month may come to is its own people's to know, and nobody else's.
    forecast = f"/api/v1/tenants/{tenant}/upcoming-invoices/forecast"
    assert owner.request("GET", forecast, None, tenant).status == 200 and theirs.get(forecast).status == 404


def test_more_subscribers_than_are_answered_at_once_are_to_be_named(world: World) -> None:
    code = f"pre_{secrets.token_hex(4)}"
    world.must("POST", "/api/v1/plans", {"code": code, "prices": prices("5", "0")})
    ids = [f"01ARZ3NDEKTSV4RRFFQ6{number:06d}" for number in range(101)]
    world.stack.sql(
        "INSERT INTO tenants (id, bucket, key, name) SELECT 'ten_' || u, 1, 'many-' || u, u FROM unnest(string_to_array('" + ",".join(ids) + "', ',')) AS u;"
        "INSERT INTO subscriptions (id, tenant_number, currency) SELECT 'sub_' || name, number, 'USD' FROM tenants WHERE key LIKE 'many-%';"
        "INSERT INTO subscription_changes (subscription_id, sequence, tenant_number, kind, at, day, plan_number, plan_version, made_by, command_id) "
        f"SELECT 'sub_' || t.name, 1, t.number, 'start', '{stamp(month_start(1))}', '{month_start(1):%Y-%m-%d}', p.number, 1, 'system', 'cmd_' || t.name "
        f"FROM tenants t, plans p WHERE t.key LIKE 'many-%' AND p.code = '{code}'"
    )
    asked = {"month": month(month_start(1)), "plan": "pre_team", "of_plan": code}
    refused = world.ask("/api/v1/price-simulations", asked)
    assert (refused.status, refused.json()["code"]) == (400, "validation_failed") and refused.json()["errors"][0]["pointer"] == "/of_plan", refused.body
    world.stack.sql("UPDATE tenants SET state = 'deleted' WHERE key LIKE 'many-%000'")
    seen = world.preview("/api/v1/price-simulations", asked)
    assert len(seen["tenants"]) == 100 and seen["totals"] == [{"currency": "USD", "current": "500.00", "simulated": "2000.00", "difference": "1500.00"}]
