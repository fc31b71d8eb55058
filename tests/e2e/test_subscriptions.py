"""What tenants pay for: dated changes by commands, and what is refused."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.support.client import Answer, Client
from tests.support.factors import announced
from tests.support.stack import Stack

WAIT = {"prefer": "wait=10"}


def fee(amount: str, currency: str = "USD") -> dict[str, str]:
    return {"code": "fee", "currency": currency, "model": "flat", "amount": amount}


def usage(code: str, meter: str) -> dict[str, str]:
    return {"code": code, "currency": "USD", "model": "per_unit", "unit_amount": "0.01", "meter": meter}


@pytest.fixture(scope="module")
def platform(module_stack: Stack) -> Iterator[Client]:
    client = module_stack.client(module_stack.serve())
    for slug in ("sub_calls", "sub_mails"):
        assert client.request("POST", "/api/v1/meters", {"slug": slug, "event_type": slug, "aggregation": "COUNT"}).status == 201
    plans = {
        "sub_small": [fee("10"), usage("calls", "sub_calls")],
        "sub_large": [fee("100"), usage("calls", "sub_calls")],
        "sub_mailing": [usage("mails", "sub_mails")],
        "sub_euro": [fee("9", "EUR")],
    }
    for code, prices in plans.items():
        trial = {"trial_days": 14} if code == "sub_large" else {}
        assert client.request("POST", "/api/v1/plans", {"code": code, "prices": prices, **trial}).status == 201
    yield client


def tenant(client: Client, zone: str = "UTC") -> str:
    made = client.request("POST", "/api/v1/tenants", {"key": secrets.token_hex(6), "time_zone": zone})
    assert made.status == 201, made.body
    return str(made.json()["id"])


def start(client: Client, owner: str, body: dict[str, Any], **headers: str) -> Answer:
    return client.request("POST", f"/api/v1/tenants/{owner}/subscriptions", body, {**WAIT, **headers})


def started(client: Client, owner: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = start(client, owner, body)
    assert answer.status == 201, answer.body
    return dict(answer.json()["resource"])


def change(client: Client, subscription: str, body: dict[str, Any]) -> Answer:
    return client.request("POST", f"/api/v1/subscriptions/{subscription}/changes", body, WAIT)


def hour(at: dt.datetime) -> str:
    return at.replace(minute=0, second=0, microsecond=0).strftime("%Y-%m-%dT%H:%M:%SZ")


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def test_a_tenant_subscribes_changes_pauses_and_cancels(module_stack: Stack, platform: Client) -> None:
    owner = tenant(platform)
    first = started(platform, owner, {"plan": "sub_small"})
    assert (first["state"], first["plan"], first["currency"]) == ("active", {"code": "sub_small", "version": 1}, "USD")
    assert first["started_at"] == hour(now()) and first["canceled_at"] is None
    assert first["current_period"]["from"].endswith("-01T00:00:00Z")
    identity = first["id"]
    assert platform.request("GET", f"/api/v1/subscriptions/{identity}").json() == first
    assert platform.request("GET", f"/api/v1/tenants/{owner}/subscriptions").json()["items"] == [first]

    larger = change(platform, identity, {"change": "change_plan", "plan": "sub_large"})
    assert larger.status == 200, larger.body
    assert larger.json()["resource"]["plan"]["code"] == "sub_large"
    same = change(platform, identity, {"change": "change_plan", "plan": "sub_large"})
    assert (same.status, same.json()["code"]) == (409, "subscription_change_refused")
    ending = change(platform, identity, {"change": "cancel", "when": "period_end"}).json()["resource"]
    assert ending["state"] == "active" and ending["canceled_at"] == first["current_period"]["to"]
    assert [c["is_scheduled"] for c in ending["changes"]] == [False, False, True]

    sequence = ending["changes"][-1]["sequence"]
    kept = platform.request("DELETE", f"/api/v1/subscriptions/{identity}/changes/{sequence}", headers=WAIT)
    assert kept.status == 200 and kept.json()["resource"]["canceled_at"] is None
    gone = platform.request("DELETE", f"/api/v1/subscriptions/{identity}/changes/{sequence}", headers=WAIT)
    assert (gone.status, gone.json()["code"]) == (404, "subscription_change_not_found")

    assert change(platform, identity, {"change": "pause"}).json()["resource"]["state"] == "paused"
    assert change(platform, identity, {"change": "pause"}).status == 409
    assert change(platform, identity, {"change": "resume"}).json()["resource"]["state"] == "active"
    assert change(platform, identity, {"change": "cancel"}).status == 409  # it would never have begun
    later = (now() + dt.timedelta(hours=2)).isoformat().replace("+00:00", "Z")
    assert change(platform, identity, {"change": "cancel", "at": later}).json()["resource"]["canceled_at"] == hour(now() + dt.timedelta(hours=2))
    assert len(announced(module_stack, "subscription.started", identity)) == 1
    assert len(announced(module_stack, "subscription.changed", identity)) == 6


def test_trials_and_starts_dated_back_and_ahead(platform: Client) -> None:
    owner = tenant(platform, "America/New_York")
    back = now() - dt.timedelta(days=40)
    trial = started(platform, owner, {"plan": "sub_large", "at": back.isoformat().replace("+00:00", "Z")})
    assert trial["state"] == "active" and trial["started_at"] == hour(back)
    until = dt.datetime.fromisoformat(trial["changes"][0]["trial_until"])
    zone = ZoneInfo("America/New_York")
    # Its days are the tenant's, of which one or two a year have 23 or 25 hours.
    assert until.astimezone(zone).replace(tzinfo=None) == dt.datetime.combine(back.astimezone(zone).date() + dt.timedelta(days=14), dt.time())
    other = tenant(platform)
    ahead = started(platform, other, {"plan": "sub_small", "at": (now() + dt.timedelta(days=3)).isoformat().replace("+00:00", "Z")})
    assert (ahead["state"], ahead["current_period"], ahead["changes"][0]["is_scheduled"]) == ("pending", None, True)
    fresh = started(platform, tenant(platform), {"plan": "sub_large"})
    assert fresh["state"] == "trialing"
    assert started(platform, tenant(platform), {"plan": "sub_large", "trial": False})["state"] == "active"


def test_what_cannot_be_subscribed_to(platform: Client) -> None:
    owner = tenant(platform)
    first = started(platform, owner, {"plan": "sub_small"})
    for body, status, code in (
        ({"plan": "sub_large"}, 409, "subscription_overlaps"),
        ({"plan": "nowhere"}, 404, "plan_not_found"),
        ({"plan": "sub_small", "plan_version": 7}, 404, "plan_not_found"),
        ({"plan": "sub_euro"}, 409, "plan_currency_missing"),
        ({"plan": "sub_mailing", "currency": "XXX"}, 400, "currency_unknown"),
        ({"plan": "sub_mailing", "at": "2020-01-01T00:00:00Z"}, 400, "subscription_time_refused"),
        ({"plan": "sub_mailing", "at": "2026-13-01T00:00:00Z"}, 400, "time_malformed"),
    ):
        answer = start(platform, owner, body)
        assert (answer.status, answer.json()["code"]) == (status, code), body
    assert start(platform, owner, {"plan": "sub_mailing"}).status == 201
    assert start(platform, owner, {"plan": "sub_euro", "currency": "EUR"}).status == 201
    assert start(platform, "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV", {"plan": "sub_small"}).json()["code"] == "tenant_not_found"
    platform.request("POST", "/api/v1/plans", {"code": "sub_past", "prices": [fee("1")]})
    platform.request("DELETE", "/api/v1/plans/sub_past")
    assert start(platform, owner, {"plan": "sub_past"}).json()["code"] == "plan_archived"
    assert change(platform, first["id"], {"change": "change_plan"}).status == 400
    assert change(platform, first["id"], {"change": "cancel", "plan": "sub_small"}).status == 400
    assert change(platform, first["id"], {"change": "cancel", "when": "now", "at": hour(now())}).status == 400
    assert change(platform, "sub_01ARZ3NDEKTSV4RRFFQ69G5FAV", {"change": "cancel"}).json()["code"] == "subscription_not_found"
    after = platform.request("GET", f"/api/v1/subscriptions/{first['id']}").json()
    assert after == first


def test_a_repetition_subscribes_once(module_stack: Stack, platform: Client) -> None:
    owner = tenant(platform)
    key = {"idempotency-key": secrets.token_hex(8)}
    first, second = (start(platform, owner, {"plan": "sub_small"}, **key) for _ in range(2))
    assert first.json()["resource"] == second.json()["resource"]
    assert len(platform.request("GET", f"/api/v1/tenants/{owner}/subscriptions").json()["items"]) == 1
    assert len(announced(module_stack, "subscription.started", owner)) == 1


def test_a_tenant_reads_its_own_and_changes_none(platform: Client) -> None:
    owner, other = tenant(platform), tenant(platform)
    mine = started(platform, owner, {"plan": "sub_small"})
    theirs = started(platform, other, {"plan": "sub_small"})
    key = platform.request("POST", "/api/v1/api-keys", {"name": "k", "scopes": ["query", "manage"], "tenant_id": owner}).json()["secret"]
    own = Client(platform.url, key)
    assert own.request("GET", f"/api/v1/subscriptions/{mine['id']}").json() == mine
    assert own.request("GET", f"/api/v1/subscriptions/{theirs['id']}").json()["code"] == "subscription_not_found"
    assert own.request("GET", f"/api/v1/tenants/{other}/subscriptions").status == 404
    assert own.request("POST", f"/api/v1/tenants/{owner}/subscriptions", {"plan": "sub_small"}).status == 403
    assert own.request("POST", f"/api/v1/subscriptions/{mine['id']}/changes", {"change": "cancel"}).status == 403


def test_a_meter_that_somebody_pays_by_is_not_deleted(platform: Client) -> None:
    meter = {"slug": "sub_rare", "event_type": "rare", "aggregation": "COUNT"}
    assert platform.request("POST", "/api/v1/meters", meter).status == 201
    for code in ("sub_rare", "sub_rarer"):
        assert platform.request("POST", "/api/v1/plans", {"code": code, "prices": [fee("1"), usage("rare", "sub_rare")]}).status == 201
    identity = started(platform, tenant(platform), {"plan": "sub_rare", "at": hour(now() - dt.timedelta(days=2))})["id"]

    def still_priced_by(plan: str) -> None:
        answer = platform.request("DELETE", "/api/v1/meters/sub_rare")
        assert (answer.status, answer.json()["code"]) == (409, "meter_in_use")
        assert f" {plan}." in answer.json()["detail"]

    still_priced_by("sub_rare")
    # Nobody can subscribe to it any more, but somebody is.
    assert platform.request("DELETE", "/api/v1/plans/sub_rare").status == 204
    assert platform.request("POST", "/api/v1/plans/sub_rarer/versions", {"prices": [fee("1")]}).status == 201
    still_priced_by("sub_rare")
    yesterday = hour(now() - dt.timedelta(days=1))
    assert change(platform, identity, {"change": "change_plan", "plan": "sub_rarer", "at": yesterday}).status == 200
    assert platform.request("DELETE", "/api/v1/meters/sub_rare").status == 204
    missing = platform.request("POST", "/api/v1/plans/sub_rarer/versions", {"prices": [usage("rare", "sub_rare")]})
    assert missing.json()["errors"][0]["code"] == "plan_meter_unknown"
