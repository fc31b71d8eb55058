"""The catalogue: plans, their versions, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.client import Client
from tests.support.factors import announced
from tests.support.stack import Stack

FEE = {"code": "fee", "currency": "USD", "model": "flat", "amount": "20"}
CALLS = {
    "code": "calls", "currency": "USD", "model": "graduated", "meter": "plan_calls", "included": "1000",
    "tiers": [{"up_to": "1000000", "unit_amount": "0.0004"}, {"up_to": None, "unit_amount": "0.0002", "flat_amount": "5.00"}],
}


@pytest.fixture(scope="module")
def platform(module_stack: Stack) -> Iterator[Client]:
    client = module_stack.client(module_stack.serve())
    meter = {"slug": "plan_calls", "event_type": "call", "aggregation": "COUNT", "group_by": {"region": "$.region"}}
    assert client.request("POST", "/api/v1/meters", meter).status == 201
    yield client


def refused(client: Client, path: str, body: dict[str, Any]) -> set[tuple[str, str]]:
    answer = client.request("POST", path, body)
    assert answer.status == 400, answer.body
    problem = answer.json()
    return {(e["pointer"], e["code"]) for e in problem.get("errors", [])} or {("", problem["code"])}


def test_a_plan_is_made_read_and_gets_versions(module_stack: Stack, platform: Client) -> None:
    made = platform.request("POST", "/api/v1/plans", {"code": "growth", "name": "Growth", "prices": [FEE, CALLS]})
    assert made.status == 201, made.body
    first = made.json()
    assert (first["version"], first["latest_version"], first["state"], first["name"]) == (1, 1, "active", "Growth")
    assert first["prices"][0] == {**FEE, "name": "fee", "timing": "in_advance", "rounding": "half_up", "digits": 2}
    assert first["prices"][1]["tiers"][0] == {"up_to": "1000000", "unit_amount": "0.0004", "flat_amount": "0"}
    assert first["prices"][1]["tiers"][1] == {"up_to": None, "unit_amount": "0.0002", "flat_amount": "5"}
    assert made.headers["location"] == f"/api/v1/plans/{first['id']}?version=1"
    assert platform.request("GET", made.headers["location"]).json() == first

    dearer = {"prices": [{**FEE, "amount": "25"}]}
    again = platform.request("POST", "/api/v1/plans/growth/versions", dearer, {"if-match": made.headers["etag"]})
    assert again.status == 201, again.body
    second = again.json()
    assert (second["code"], second["version"], second["prices"][0]["amount"]) == ("growth", 2, "25")
    late = platform.request("POST", "/api/v1/plans/growth/versions", dearer, {"if-match": made.headers["etag"]})
    assert (late.status, late.json()["code"]) == (412, "precondition_failed")

    assert platform.request("GET", "/api/v1/plans/growth").json() == second
    old = platform.request("GET", "/api/v1/plans/growth?version=1").json()
    assert old == {**first, "latest_version": 2, "updated_at": second["updated_at"]}
    assert [p["version"] for p in platform.request("GET", "/api/v1/plans/growth/versions").json()["items"]] == [2, 1]
    assert platform.request("GET", "/api/v1/plans/growth?version=3").json()["code"] == "plan_not_found"
    assert platform.request("GET", "/api/v1/plans/growth?version=0").json()["code"] == "query_parameter_invalid"
    assert len(announced(module_stack, "plan.created", first["id"])) == 1
    assert len(announced(module_stack, "plan.version_created", first["id"])) == 1


def test_what_a_plan_gets_wrong_comes_at_once_with_its_pointers(platform: Client) -> None:
    prices = [
        {**FEE, "amount": "-1"},
        {**CALLS, "tiers": [{"up_to": "10"}, {"up_to": "10"}]},
        {"code": "mails", "currency": "XXX", "model": "package", "package_size": "0", "package_amount": "1", "meter": "plan_calls"},
        {**FEE, "code": "other", "unit_amount": "1"},
    ]
    assert refused(platform, "/api/v1/plans", {"code": "wrong", "prices": prices}) >= {
        ("/prices/0/amount", "price_negative"),
        ("/prices/1/tiers/1/up_to", "validation_failed"),
        ("/prices/2/currency", "currency_unknown"),
        ("/prices/3/unit_amount", "price_member_unexpected"),
    }
    assert platform.request("GET", "/api/v1/plans/wrong").status == 404


def test_a_price_measures_a_meter_and_groups_that_there_are(platform: Client) -> None:
    unit = {"code": "calls", "currency": "USD", "model": "per_unit", "unit_amount": "1"}
    assert refused(platform, "/api/v1/plans", {"code": "lost", "prices": [{**unit, "meter": "nobodys"}]}) == {("/prices/0/meter", "plan_meter_unknown")}
    elsewhere = {**unit, "meter": "plan_calls", "filters": {"planet": ["mars"]}}
    assert refused(platform, "/api/v1/plans", {"code": "lost", "prices": [elsewhere]}) == {("/prices/0/filters/planet", "plan_group_unknown")}
    hidden = {**unit, "code": "eu", "meter": "plan_calls", "filters": {"region": ["eu"]}}
    behind = [{**unit, "meter": "plan_calls"}, hidden]
    assert refused(platform, "/api/v1/plans", {"code": "lost", "prices": behind}) == {("/prices/1", "price_unreachable")}
    assert platform.request("POST", "/api/v1/plans", {"code": "found", "prices": [hidden, {**unit, "meter": "plan_calls"}]}).status == 201


def test_a_code_is_one_plans_and_a_repetition_makes_one(module_stack: Stack, platform: Client) -> None:
    body = {"code": "once", "prices": [FEE]}
    first, second = (platform.request("POST", "/api/v1/plans", body, {"idempotency-key": "plan-once"}) for _ in range(2))
    assert (first.status, second.status, second.json()) == (201, 201, first.json())
    taken = platform.request("POST", "/api/v1/plans", body)
    assert (taken.status, taken.json()["code"]) == (409, "plan_code_taken")
    assert len(announced(module_stack, "plan.created", first.json()["id"])) == 1


def test_an_archived_plan_stays_readable_and_gets_no_versions(module_stack: Stack, platform: Client) -> None:
    made = platform.request("POST", "/api/v1/plans", {"code": "past", "prices": [FEE]})
    assert platform.request("DELETE", "/api/v1/plans/past", headers={"if-match": '"9"'}).status == 412
    for _ in range(2):
        assert platform.request("DELETE", "/api/v1/plans/past").status == 204
    assert platform.request("GET", "/api/v1/plans/past").json()["state"] == "archived"
    more = platform.request("POST", "/api/v1/plans/past/versions", {"prices": [FEE]})
    assert (more.status, more.json()["code"]) == (409, "plan_archived")
    assert len(announced(module_stack, "plan.archived", made.json()["id"])) == 1


def test_versions_are_never_edited_in_place(module_stack: Stack, platform: Client) -> None:
    platform.request("POST", "/api/v1/plans", {"code": "fixed", "prices": [FEE]})
    with pytest.raises(AssertionError, match="only grows"):
        module_stack.sql("UPDATE plan_versions SET definition = '{}'")


def test_a_tenants_key_sees_no_catalogue(module_stack: Stack, platform: Client) -> None:
    tenant = platform.request("POST", "/api/v1/tenants", {"key": "plan-reader"}).json()["id"]
    key = platform.request("POST", "/api/v1/api-keys", {"name": "k", "scopes": ["query", "manage"], "tenant_id": tenant}).json()["secret"]
    theirs = Client(platform.url, key)
    assert theirs.request("GET", "/api/v1/plans").status == 403
    assert theirs.request("POST", "/api/v1/plans", {"code": "own", "prices": [FEE]}).status == 403
