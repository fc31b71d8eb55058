"""Meters, tenants, aliases and API keys: versions, repetitions, lists."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.client import Client
from tests.support.stack import Stack

METER = {"slug": "tokens", "event_type": "prompt", "aggregation": "SUM", "value_property": "$.tokens", "group_by": {"model": "$.model"}}


@pytest.fixture(scope="module")
def platform(module_stack: Stack) -> Iterator[Client]:
    yield module_stack.client(module_stack.serve())


def make(client: Client, path: str, body: object, key: str = "") -> tuple[int, dict[str, object], dict[str, str]]:
    answer = client.request("POST", path, body, {"idempotency-key": key} if key else {})
    return answer.status, answer.json(), answer.headers


def outbox(stack: Stack, kind: str) -> int:
    return int(stack.sql(f"SELECT count(*) FROM outbox WHERE type = '{kind}'"))


def test_a_repeated_post_makes_one_meter_and_gets_the_first_answer(module_stack: Stack, platform: Client) -> None:
    before = outbox(module_stack, "meter.created")
    status, first, headers = make(platform, "/api/v1/meters", METER, "once")
    assert status == 201 and headers["location"] == f"/api/v1/meters/{first['id']}" and headers["etag"] == '"1"'
    status, second, again = make(platform, "/api/v1/meters", METER, "once")
    assert (status, second) == (201, first) and again["idempotent-replayed"] == "true"
    assert outbox(module_stack, "meter.created") == before + 1
    status, problem, _ = make(platform, "/api/v1/meters", METER | {"slug": "other"}, "once")
    assert (status, problem["code"]) == (422, "idempotency_key_reused")
    status, problem, _ = make(platform, "/api/v1/meters", METER)
    assert (status, problem["code"]) == (409, "meter_slug_taken")


def test_a_failed_post_leaves_its_idempotency_key_free(platform: Client) -> None:
    status, _, _ = make(platform, "/api/v1/meters", METER | {"slug": "Bad Slug"}, "mended")
    assert status == 400
    status, _, _ = make(platform, "/api/v1/meters", METER | {"slug": "mended"}, "mended")
    assert status == 201


def test_every_problem_of_a_meter_comes_at_once_with_its_pointer(platform: Client) -> None:
    status, problem, _ = make(
        platform, "/api/v1/meters", {"slug": "two_problems", "event_type": "t", "aggregation": "COUNT", "value_property": "$.x", "group_by": {"g": "x"}}
    )
    assert status == 400
    assert {(e["pointer"], e["code"]) for e in problem["errors"]} == {  # type: ignore[index,union-attr]
        ("/value_property", "meter_value_property_forbidden"),
        ("/group_by/g", "json_path_invalid"),
    }


def test_what_decides_numbers_cannot_change_and_versions_guard_the_rest(platform: Client) -> None:
    _, made, _ = make(platform, "/api/v1/meters", METER | {"slug": "guarded"})
    path = f"/api/v1/meters/{made['id']}"
    for field in ("slug", "event_type", "aggregation", "value_property", "group_by"):
        refused = platform.request("PATCH", path, {field: METER[field]})
        assert (refused.status, refused.json()["code"]) == (400, "meter_immutable_field"), field
    read = platform.get("/api/v1/meters/guarded")
    changed = platform.request("PATCH", path, {"name": "Guarded"}, {"if-match": read.headers["etag"]})
    assert changed.status == 200 and changed.json()["name"] == "Guarded"
    late = platform.request("PATCH", path, {"name": "Late"}, {"if-match": read.headers["etag"]})
    assert (late.status, late.json()["code"]) == (412, "precondition_failed")
    assert platform.request("GET", path, headers={"if-none-match": changed.headers["etag"]}).status == 304
    assert platform.request("DELETE", path, headers={"if-match": read.headers["etag"]}).status == 412
    assert platform.request("DELETE", path).status == 204
    assert platform.get(path).status == 404


def test_lists_go_on_with_a_cursor_and_refuse_a_forged_one(platform: Client) -> None:
    for number in range(5):
        assert make(platform, "/api/v1/tenants", {"key": f"listed-{number}"})[0] == 201
    seen: list[str] = []
    cursor = ""
    while True:
        page = platform.get(f"/api/v1/tenants?limit=2{cursor}").json()
        assert len(page["items"]) <= 2
        seen += [item["key"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert [key for key in seen if key.startswith("listed-")] == [f"listed-{number}" for number in range(5)]
    assert platform.get("/api/v1/tenants?cursor=x").json()["code"] == "cursor_invalid"
    assert platform.get(f"/api/v1/meters?{cursor[1:]}").json()["code"] == "cursor_invalid"
    for wrong in ("limit=0", "limit=101", "limit=x", "limit="):
        assert platform.get(f"/api/v1/tenants?{wrong}").json()["code"] == "query_parameter_invalid", wrong


def test_a_tenant_keeps_its_hours_and_its_key(platform: Client) -> None:
    status, made, _ = make(platform, "/api/v1/tenants", {"key": "kolkata", "time_zone": "Asia/Kolkata", "currency": "INR"})
    assert status == 201 and made["minute_offset"] == 30
    path = f"/api/v1/tenants/{made['id']}"
    moved = platform.request("PATCH", path, {"time_zone": "Europe/Berlin"})
    assert (moved.status, moved.json()["code"]) == (400, "tenant_immutable_field")
    assert platform.request("PATCH", path, {"time_zone": "Asia/Colombo"}).json()["time_zone"] == "Asia/Colombo"
    assert make(platform, "/api/v1/tenants", {"key": "kolkata"})[1]["code"] == "tenant_key_taken"
    assert make(platform, "/api/v1/tenants", {"key": "mars", "time_zone": "Mars/Olympus"})[1]["code"] == "time_zone_unknown"


def test_an_alias_belongs_to_one_tenant(platform: Client) -> None:
    for key in ("alias-a", "alias-b"):
        assert make(platform, "/api/v1/tenants", {"key": key})[0] == 201
    path = "/api/v1/tenants/alias-a/aliases"
    assert make(platform, path, {"alias": "a/ö"})[0] == 201
    assert make(platform, path, {"alias": "a/ö"})[0] == 201
    assert make(platform, "/api/v1/tenants/alias-b/aliases", {"alias": "a/ö"})[1]["code"] == "alias_taken"
    assert [item["alias"] for item in platform.get(path).json()["items"]] == ["a/ö"]
    assert platform.request("DELETE", f"{path}/a%2F%C3%B6").status == 204
    assert platform.request("DELETE", f"{path}/a%2F%C3%B6").json()["code"] == "alias_not_found"
    assert platform.request("DELETE", f"{path}/alias-a").json()["code"] == "alias_not_found"


def test_a_key_is_shown_once_and_ends_when_revoked(module_stack: Stack, platform: Client) -> None:
    status, made, headers = make(platform, "/api/v1/api-keys", {"name": "once", "scopes": ["query"]}, "key-once")
    assert status == 201 and headers["cache-control"] == "no-store"
    secret = str(made["secret"])
    assert secret.startswith("weir_sk_") and len(secret) == 8 + 43
    _, again, _ = make(platform, "/api/v1/api-keys", {"name": "once", "scopes": ["query"]}, "key-once")
    assert again["id"] == made["id"] and "secret" not in again
    assert secret.encode() not in platform.get("/api/v1/api-keys").body
    assert secret not in module_stack.sql("SELECT payload FROM outbox; SELECT body FROM idempotency_keys")
    holder = Client(platform.url, secret)
    assert holder.get("/api/v1/meters").status == 200
    assert platform.request("DELETE", f"/api/v1/api-keys/{made['id']}").status == 204
    assert holder.get("/api/v1/meters").status == 401
    listed = {item["id"]: item for item in platform.get("/api/v1/api-keys").json()["items"]}
    assert listed[made["id"]]["revoked_at"]
