"""Credits and coupons of tenants: by commands, in a ledger, and what is refused."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.client import Answer, Client
from tests.support.factors import announced
from tests.support.stack import Stack

WAIT = {"prefer": "wait=10"}


@pytest.fixture(scope="module")
def platform(module_stack: Stack) -> Iterator[Client]:
    yield module_stack.client(module_stack.serve())


def tenant(client: Client) -> str:
    made = client.request("POST", "/api/v1/tenants", {"key": secrets.token_hex(6), "currency": "EUR"})
    assert made.status == 201, made.body
    return str(made.json()["id"])


def key_of(client: Client, owner: str) -> Client:
    made = client.request("POST", "/api/v1/api-keys", {"name": "k", "scopes": ["query", "manage"], "tenant_id": owner})
    return Client(client.url, made.json()["secret"])


def grant(client: Client, owner: str, body: dict[str, Any], **headers: str) -> Answer:
    return client.request("POST", f"/api/v1/tenants/{owner}/credits", body, {**WAIT, **headers})


def granted(client: Client, owner: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = grant(client, owner, body)
    assert answer.status == 201, answer.body
    return dict(answer.json()["resource"])


def void(client: Client, credit: str) -> Answer:
    return client.request("POST", f"/api/v1/credits/{credit}/void", headers=WAIT)


def coupon(client: Client, body: dict[str, Any]) -> dict[str, Any]:
    made = client.request("POST", "/api/v1/coupons", {"code": "c" + secrets.token_hex(6), "name": "C", "percentage": "0.2", "duration": "once", **body})
    assert made.status == 201, made.body
    return dict(made.json())


def give(client: Client, owner: str, which: str) -> Answer:
    return client.request("POST", f"/api/v1/tenants/{owner}/coupons", {"coupon": which}, WAIT)


def shifted(**by: int) -> str:
    return (dt.datetime.now(dt.UTC) + dt.timedelta(**by)).strftime("%Y-%m-%dT%H:%M:%SZ")


def listed(client: Client, path: str) -> list[dict[str, Any]]:
    return list(client.request("GET", path).json()["items"])


def test_credits_are_granted_and_voided_and_the_ledger_tells_it(module_stack: Stack, platform: Client) -> None:
    owner = tenant(platform)
    until = shifted(days=400)
    paid = granted(platform, owner, {"amount": "100.50", "currency": "EUR", "is_paid": True, "expires_at": until, "priority": 10, "reason": "Prepaid"})
    assert (paid["amount"], paid["remaining"], paid["is_open"], paid["priority"], paid["expires_at"], paid["invoice_id"]) == ("100.50", "100.50", True, 10, until, None)
    gift = granted(platform, owner, {"amount": "5", "currency": "EUR"})
    yen = granted(platform, owner, {"amount": "700", "currency": "JPY"})
    assert (gift["priority"], gift["is_paid"], gift["expires_at"], gift["reason"]) == (100, False, None, "")
    assert platform.request("GET", f"/api/v1/credits/{paid['id']}").json() == paid
    assert listed(platform, f"/api/v1/tenants/{owner}/credits") == [paid, gift, yen]
    assert [b["balance"] for b in listed(platform, f"/api/v1/tenants/{owner}/credit-balances")] == ["105.50", "700"]

    gone = void(platform, paid["id"])
    assert gone.status == 200, gone.body
    assert (gone.json()["resource"]["remaining"], gone.json()["resource"]["is_open"]) == ("0.00", False)
    again = void(platform, paid["id"])
    assert (again.status, again.json()["code"]) == (409, "credit_used_up")
    assert void(platform, gift["id"]).status == 200
    entries = listed(platform, f"/api/v1/tenants/{owner}/credit-entries")
    assert [(e["sequence"], e["kind"], e["amount"], e["balance_after"]) for e in entries] == [
        (4, "voided", "-5.00", "0.00"), (3, "refunded", "-100.50", "5.00"), (2, "granted", "5.00", "105.50"), (1, "granted", "100.50", "100.50"),
    ]  # fmt: skip
    assert all(e["command_id"].startswith("cmd_") and e["invoice_id"] is None for e in entries)
    first = platform.request("GET", f"/api/v1/tenants/{owner}/credit-entries?limit=3").json()
    rest = platform.request("GET", f"/api/v1/tenants/{owner}/credit-entries?limit=3&cursor={first['next_cursor']}").json()
    assert first["items"] + rest["items"] == entries and rest["next_cursor"] is None
    assert [e["amount"] for e in listed(platform, f"/api/v1/tenants/{owner}/credit-entries?currency=JPY")] == ["700"]
    assert listed(platform, f"/api/v1/tenants/{owner}/credit-entries?currency=USD") == []
    unknown = platform.request("GET", f"/api/v1/tenants/{owner}/credit-entries?currency=XXX")
    assert (unknown.status, unknown.json()["code"]) == (400, "query_parameter_invalid")
    assert len(announced(module_stack, "credit.granted", paid["id"])) == len(announced(module_stack, "credit.voided", paid["id"])) == 1


def test_what_is_no_credit(platform: Client) -> None:
    owner = tenant(platform)
    good = {"amount": "1", "currency": "EUR"}
    for change, code in (
        ({"amount": "0"}, "validation_failed"), ({"amount": "-1"}, "validation_failed"), ({"amount": "0.001"}, "decimal_too_precise"), ({"amount": "x"}, "decimal_malformed"),
        ({"amount": "92233720368547758.08"}, "decimal_too_large"), ({"amount": 1}, "validation_failed"), ({"currency": "XXX"}, "currency_unknown"),
        ({"currency": "eur"}, "validation_failed"), ({"priority": -1}, "validation_failed"), ({"priority": 1000001}, "validation_failed"),
        ({"expires_at": "2026-13-01T00:00:00Z"}, "time_malformed"), ({"expires_at": "soon"}, "validation_failed"), ({"expires_at": shifted(hours=-1)}, "credit_expiry_refused"),
        ({"is_paid": "yes"}, "validation_failed"), ({"reason": "x" * 256}, "validation_failed"), ({"id": "crg_01ARZ3NDEKTSV4RRFFQ69G5FAV"}, "validation_failed"),
    ):  # fmt: skip
        answer = grant(platform, owner, {**good, **change})
        assert answer.status == 400, (change, answer.body)
        problem = answer.json()
        assert code in {problem["code"], *(e["code"] for e in problem.get("errors", []))}, (change, answer.body)
    assert grant(platform, owner, {"amount": "1"}).status == 400
    assert grant(platform, "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV", good).json()["code"] == "tenant_not_found"
    for lost in ("crg_01ARZ3NDEKTSV4RRFFQ69G5FAV", "nothing"):
        assert void(platform, lost).json()["code"] == "credit_not_found"
        assert platform.request("GET", f"/api/v1/credits/{lost}").json()["code"] == "credit_not_found"
    assert listed(platform, f"/api/v1/tenants/{owner}/credits") == []
    granted(platform, owner, {"amount": "92233720368547758.07", "currency": "EUR"})
    too_much = grant(platform, owner, good)
    assert (too_much.status, too_much.json()["code"]) == (422, "amount_overflow")


def test_a_repetition_grants_once(module_stack: Stack, platform: Client) -> None:
    owner = tenant(platform)
    key = {"idempotency-key": secrets.token_hex(8)}
    first, second = (grant(platform, owner, {"amount": "1", "currency": "EUR"}, **key) for _ in range(2))
    assert first.json()["resource"] == second.json()["resource"]
    other = grant(platform, owner, {"amount": "2", "currency": "EUR"}, **key)
    assert (other.status, other.json()["code"]) == (422, "idempotency_key_reused")
    assert len(listed(platform, f"/api/v1/tenants/{owner}/credits")) == 1
    without_waiting = platform.request("POST", f"/api/v1/tenants/{owner}/credits", {"amount": "1", "currency": "EUR"})
    assert without_waiting.status == 202 and without_waiting.headers["weir-receipt"]
    assert without_waiting.headers["location"].startswith("/api/v1/commands/cmd_")


def test_coupons_are_made_given_and_taken_away(module_stack: Stack, platform: Client) -> None:
    owner = tenant(platform)
    made = coupon(platform, {"duration": "months", "months": 3, "prices": ["fee"], "most_redemptions": 2, "redeem_by": shifted(days=1)})
    assert (made["percentage"], made["amount"], made["redemptions"], made["archived_at"]) == ("0.2", None, 0, None)
    read = platform.request("GET", f"/api/v1/coupons/{made['code']}")
    assert read.json() == made and made in listed(platform, "/api/v1/coupons?limit=100")
    given = give(platform, owner, made["code"])
    assert given.status == 201, given.body
    held = given.json()["resource"]
    assert (held["state"], held["months_used"], held["amount_left"], held["ended_at"]) == ("active", 0, None, None)
    assert held["coupon"] == {k: made[k] for k in held["coupon"]}
    assert listed(platform, f"/api/v1/tenants/{owner}/coupons") == [held]
    counted = platform.request("GET", f"/api/v1/coupons/{made['code']}")
    assert counted.json()["redemptions"] == 1 and counted.headers["etag"] != read.headers["etag"]
    assert give(platform, owner, made["id"]).json()["code"] == "coupon_held"

    path = f"/api/v1/tenants/{owner}/coupons/{held['id']}"
    assert platform.request("DELETE", f"/api/v1/tenants/{tenant(platform)}/coupons/{held['id']}", headers=WAIT).json()["code"] == "tenant_coupon_not_found"
    taken = platform.request("DELETE", path, headers=WAIT)
    assert taken.status == 200 and taken.json()["resource"]["state"] == "removed" and taken.json()["resource"]["ended_at"]
    assert platform.request("DELETE", path, headers=WAIT).json()["code"] == "tenant_coupon_not_found"
    assert platform.request("DELETE", f"/api/v1/tenants/{owner}/coupons/nothing", headers=WAIT).json()["code"] == "tenant_coupon_not_found"
    euros = coupon(platform, {"percentage": None, "amount": "12.50", "currency": "EUR"})
    assert (euros["percentage"], euros["amount"], euros["currency"], euros["months"]) == (None, "12.50", "EUR", None)
    assert give(platform, owner, euros["code"]).json()["resource"]["amount_left"] == "12.50"
    assert len(announced(module_stack, "coupon.applied", held["id"])) == len(announced(module_stack, "coupon.removed", held["id"])) == 1


def test_what_is_no_coupon(platform: Client) -> None:
    good = {"code": "wrong", "name": "W", "percentage": "0.2", "duration": "once"}
    for change, pointer, code in (
        ({"code": "No"}, "/code", "validation_failed"), ({"name": ""}, "/name", "validation_failed"), ({"percentage": "1.01"}, "/percentage", "rate_too_large"),
        ({"percentage": "0"}, "/percentage", "validation_failed"), ({"percentage": 0.2}, "/percentage", "validation_failed"), ({"percentage": None}, "/percentage", "validation_failed"),
        ({"amount": "5", "currency": "EUR"}, "/percentage", "validation_failed"), ({"currency": "EUR"}, "/currency", "validation_failed"),
        ({"percentage": None, "amount": "5"}, "/currency", "currency_unknown"), ({"percentage": None, "amount": "0.001", "currency": "EUR"}, "/amount", "decimal_too_precise"),
        ({"duration": "twice"}, "/duration", "validation_failed"), ({"months": 3}, "/months", "validation_failed"), ({"duration": "months"}, "/months", "validation_failed"),
        ({"duration": "months", "months": 121}, "/months", "validation_failed"), ({"prices": ["a", "a"]}, "/prices/1", "validation_failed"), ({"prices": ["A"]}, "/prices/0", "validation_failed"),
        ({"most_redemptions": 0}, "/most_redemptions", "validation_failed"), ({"redeem_by": "2026-13-01T00:00:00Z"}, "/redeem_by", "time_malformed"), ({"stackable": True}, "", "validation_failed"),
    ):  # fmt: skip
        answer = platform.request("POST", "/api/v1/coupons", {**good, **change})
        assert answer.status == 400, (change, answer.body)
        problem = answer.json()
        found = {(e["pointer"], e["code"]) for e in problem.get("errors", [])} or {(problem.get("pointer", ""), problem["code"])}
        assert (pointer, code) in found, (change, answer.body)
    taken = coupon(platform, {})
    assert platform.request("POST", "/api/v1/coupons", {**good, "code": taken["code"]}).json()["code"] == "coupon_code_taken"


def test_coupons_that_nobody_gets_any_more(module_stack: Stack, platform: Client) -> None:
    owner = tenant(platform)
    assert give(platform, owner, "nowhere").json()["code"] == "coupon_not_found"
    archived = coupon(platform, {})
    assert platform.request("DELETE", f"/api/v1/coupons/{archived['code']}").status == 204
    assert give(platform, owner, archived["code"]).json()["code"] == "coupon_archived"
    past = coupon(platform, {"redeem_by": shifted(hours=-1)})
    assert give(platform, owner, past["code"]).json()["code"] == "coupon_expired"
    few = coupon(platform, {"most_redemptions": 1})
    assert give(platform, tenant(platform), few["code"]).status == 201
    last = give(platform, owner, few["code"])
    assert (last.status, last.json()["code"]) == (409, "coupon_exhausted")
    assert listed(platform, f"/api/v1/tenants/{owner}/coupons") == []
    assert len(announced(module_stack, "coupon.archived", archived["id"])) == 1


def test_a_tenant_reads_its_own_and_changes_none(platform: Client) -> None:
    owner, other = tenant(platform), tenant(platform)
    mine, theirs = (granted(platform, who, {"amount": "5", "currency": "EUR"}) for who in (owner, other))
    launch = coupon(platform, {})
    held = give(platform, owner, launch["code"]).json()["resource"]
    own = key_of(platform, owner)
    assert own.request("GET", f"/api/v1/credits/{mine['id']}").json() == mine
    assert listed(own, f"/api/v1/tenants/{owner}/coupons") == [held]
    assert len(listed(own, f"/api/v1/tenants/{owner}/credit-entries")) == 1
    assert own.request("GET", f"/api/v1/credits/{theirs['id']}").json()["code"] == "credit_not_found"
    for path in ("credits", "credit-entries", "credit-balances", "coupons"):
        assert own.request("GET", f"/api/v1/tenants/{other}/{path}").json()["code"] == "tenant_not_found"
    assert grant(own, owner, {"amount": "5", "currency": "EUR"}).status == 403
    assert void(own, mine["id"]).status == 403
    assert give(own, owner, launch["code"]).status == 403
    assert own.request("DELETE", f"/api/v1/tenants/{owner}/coupons/{held['id']}", headers=WAIT).status == 403
    assert platform.request("GET", f"/api/v1/credits/{mine['id']}").json() == mine
