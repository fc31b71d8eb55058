"""/openmeter/api/v1 as bytes: codes, shapes, and whose rows each key sees. The SDKs themselves are run in test_openmeter_sdks.py."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.support.client import BATCH, EVENT, Answer, Client
from tests.support.stack import Stack
from tests.support.usage import wait_counted

BASE = "/openmeter/api/v1"
METER = {"slug": "facade_calls", "eventType": "facade.call", "aggregation": "UNIQUE_COUNT", "valueProperty": "$.user", "groupBy": {"model": "$.model"}}
ULID = re.compile(r"^[0-9A-HJKMNP-TV-Z]{26}$")


@pytest.fixture(scope="module")
def platform(module_stack: Stack) -> Iterator[Client]:
    client = module_stack.client(module_stack.serve())
    assert client.request("POST", f"{BASE}/meters", METER).status == 201
    yield client


@pytest.fixture(scope="module")
def tenants(platform: Client) -> dict[str, Client]:
    """Two tenants, each with a client that holds a key of its own."""
    out = {}
    for key in ("facade-ours", "facade-theirs"):
        made = platform.request("POST", f"{BASE}/subjects", [{"key": key}])
        assert made.status == 200, made.body
        body = {"name": key, "scopes": ["ingest", "query", "manage"], "tenant_id": "ten_" + made.json()[0]["id"]}
        out[key] = Client(platform.url, platform.request("POST", "/api/v1/api-keys", body).json()["secret"])
    return out


def event(identity: str, subject: str, model: object = "small", user: str = "u", **more: object) -> dict[str, object]:
    return {"specversion": "1.0", "id": identity, "source": "facade", "type": "facade.call", "subject": subject, "data": {"model": model, "user": user}} | more


def send(client: Client, *events: dict[str, object]) -> Answer:
    return client.request("POST", f"{BASE}/events", json.dumps(events).encode(), {"content-type": BATCH})


def check_problem(answer: Answer, status: int, code: str) -> None:
    assert answer.status == status, answer
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["code"] == code and problem["status"] == status
    assert problem["type"] and problem["title"] and problem["detail"] and problem.get("instance", BASE).startswith(BASE)
    assert ("retry-after" in answer.headers) == (status in (429, 503))


def test_every_mode_of_events_is_answered_204_without_a_body(platform: Client) -> None:
    one = event("m1", "facade-modes")
    for body, headers in (
        (json.dumps(one).encode(), {"content-type": EVENT}),
        (json.dumps(one).encode(), {"content-type": f"{EVENT}; charset=utf-8"}),
        (json.dumps([one]).encode(), {"content-type": BATCH}),
        (json.dumps(one).encode(), {"content-type": "application/json"}),
        (json.dumps([one]).encode(), {"content-type": "application/json"}),
        (b"{}", {"ce-specversion": "1.0", "ce-id": "m2", "ce-source": "facade", "ce-type": "facade.call", "ce-subject": "facade-modes"}),
    ):
        answer = platform.request("POST", f"{BASE}/events", body, headers)
        assert (answer.status, answer.body) == (204, b""), answer
        assert answer.headers["weir-receipt"]
    # Written, and found again by the receipt that the SDKs do not look at.
    receipt = answer.headers["weir-receipt"]
    assert platform.get(f"/api/v1/usage/conservation?tenant=facade-modes&after={receipt}").json()["totals"]["events"] == 6


def test_refusals_are_problems_that_the_sdks_can_read(platform: Client) -> None:
    check_problem(send(platform, event("", "facade-modes")), 400, "event_attribute_empty")
    check_problem(platform.request("POST", f"{BASE}/events", b"x", {"content-type": "text/plain"}), 415, "media_type_unsupported")
    check_problem(Client(platform.url).get(f"{BASE}/meters"), 401, "unauthenticated")
    check_problem(platform.get(f"{BASE}/nothing"), 404, "not_found")
    check_problem(platform.get(f"{BASE}/meters/nothing"), 404, "meter_not_found")
    check_problem(platform.request("POST", f"{BASE}/meters", METER), 409, "meter_slug_taken")
    check_problem(platform.get(f"{BASE}/meters/facade_calls/query?windowSize=MINUTE"), 400, "query_window_inexact")
    check_problem(platform.get(f"{BASE}/meters/facade_calls/query?from=2026-11-20T10:30:00Z"), 400, "query_window_inexact")
    check_problem(platform.get(f"{BASE}/meters/facade_calls/query?filterCustomerId=a&filterCustomerId=b"), 400, "query_parameter_invalid")
    check_problem(platform.get(f"{BASE}/meters?includeDeleted=true"), 400, "query_parameter_invalid")
    for wrong in ("page=0", "pageSize=1001", "order=up", "orderBy=slug"):
        check_problem(platform.get(f"{BASE}/meters?{wrong}"), 400, "query_parameter_invalid")
    for wrong in ("limit=101", "limit=x"):
        check_problem(platform.get(f"{BASE}/events?{wrong}"), 400, "query_parameter_invalid")
    check_problem(platform.get(f"{BASE}/meters/facade_calls/group-by/nothing/values"), 400, "query_parameter_invalid")


def test_problems_of_a_meter_point_to_the_fields_as_they_were_spelled(platform: Client) -> None:
    answer = platform.request("POST", f"{BASE}/meters", METER | {"slug": "wrong", "aggregation": "COUNT", "groupBy": {"g": "x"}})
    assert {(e["pointer"], e["code"]) for e in answer.json()["errors"]} == {
        ("/valueProperty", "meter_value_property_forbidden"),
        ("/groupBy/g", "json_path_invalid"),
    }
    for field, value in (("metadata", {"a": "b"}), ("eventFrom", "2026-11-20T10:00:00Z"), ("event_type", "x")):
        refused = platform.request("POST", f"{BASE}/meters", METER | {"slug": "unkept", field: value})
        check_problem(refused, 400, "validation_failed")
    changed = platform.request("PUT", f"{BASE}/meters/facade_calls", {"groupBy": {"model": "$.other"}})
    check_problem(changed, 400, "meter_immutable_field")


def test_a_meter_is_found_by_its_bare_ulid_in_either_case_and_a_slug_may_look_like_one(platform: Client) -> None:
    made = platform.get(f"{BASE}/meters/facade_calls").json()
    assert ULID.match(made["id"]) and made["groupBy"] == METER["groupBy"] and "description" not in made
    assert platform.get(f"{BASE}/meters/{made['id'].lower()}").json() == made
    assert platform.get(f"/api/v1/meters/mtr_{made['id']}").json()["slug"] == "facade_calls"
    like = made["id"].lower()
    other = platform.request("POST", f"{BASE}/meters", {"slug": like, "eventType": "t", "aggregation": "COUNT"})
    assert other.status == 201 and "valueProperty" not in other.json()
    assert platform.get(f"{BASE}/meters/{like}").json()["id"] == other.json()["id"]
    assert platform.get(f"{BASE}/meters/{made['id']}").json()["slug"] == "facade_calls"
    assert platform.request("DELETE", f"{BASE}/meters/{like}").status == 204


def test_meters_are_a_bare_array_in_pages_and_in_order(platform: Client) -> None:
    for slug in ("sorted_b", "sorted_a"):
        assert platform.request("POST", f"{BASE}/meters", {"slug": slug, "eventType": "t", "aggregation": "COUNT"}).status == 201
    slugs = [one["slug"] for one in platform.get(f"{BASE}/meters?orderBy=key&order=DESC").json()]
    assert slugs == sorted(slugs, reverse=True) and {"sorted_a", "sorted_b"} <= set(slugs)
    paged = [platform.get(f"{BASE}/meters?orderBy=key&pageSize=1&page={page}").json() for page in range(1, len(slugs) + 2)]
    assert [page[0]["slug"] for page in paged[:-1]] == slugs[::-1] and paged[-1] == []


def test_groups_are_texts_and_distinct_values_are_counted_over_them(platform: Client) -> None:
    events = [
        event("g1", "facade-groups", 5, "ann"),
        event("g2", "facade-groups", "5", "ann"),
        event("g3", "facade-groups", "5", "bob"),
        event("g4", "facade-groups", None, "ann"),
        event("g5", "facade-groups", "a b&c", "ann"),
    ]
    events.append(event("g6", "facade-groups") | {"data": {"user": "bob"}})
    assert send(platform, *events).status == 204
    wait_counted(platform)
    query = f"{BASE}/meters/facade_calls/query?subject=facade-groups"
    rows = platform.get(f"{query}&groupBy=model").json()["data"]
    assert {row["groupBy"]["model"]: (row["value"], row["valueExact"]) for row in rows} == {"5": (2, "2"), None: (2, "2"), "a b&c": (1, "1")}
    assert {row["subject"] for row in rows} == {"facade-groups"}
    for text, value in (("filterGroupBy[model]=5", 2), ("filterGroupBy[model]=a%20b%26c", 1), ("filterGroupBy%5Bmodel%5D=", 2)):
        assert [row["value"] for row in platform.get(f"{query}&{text}").json()["data"]] == [value], text
    assert platform.get(f"{BASE}/meters/facade_calls/group-by/model/values").json() == ["5", "a b&c", "small"]
    asked = platform.request("POST", f"{BASE}/meters/facade_calls/query", {"subject": ["facade-groups"], "groupBy": ["customer_id"]}).json()
    assert set(asked) == {"data", "dataThrough"} and ULID.match(asked["data"][0]["customerId"])
    customer = asked["data"][0]["customerId"]
    assert platform.get(f"{query}&filterCustomerId={customer}").json()["data"] == asked["data"]
    assert platform.get(f"{BASE}/subjects/{customer}").json()["key"] == "facade-groups"


def test_a_subject_that_names_a_tenant_is_asked_about_by_that_tenants_own_hours(platform: Client) -> None:
    assert platform.request("POST", f"{BASE}/meters", {"slug": "facade_zones", "eventType": "facade.zone", "aggregation": "COUNT"}).status == 201
    assert platform.request("POST", "/api/v1/tenants", {"key": "facade-kolkata", "time_zone": "Asia/Kolkata"}).status == 201
    assert platform.request("POST", "/api/v1/tenants/facade-kolkata/aliases", {"alias": "facade-calcutta"}).status == 201
    for identity, subject in (("z1", "facade-kolkata"), ("z2", "facade-utc"), ("z3", "facade-calcutta")):
        assert send(platform, event(identity, subject, type="facade.zone")).status == 204
    wait_counted(platform)
    days = f"{BASE}/meters/facade_zones/query?windowSize=DAY&windowTimeZone=Asia/Kolkata"
    for subject in ("facade-kolkata", "facade-calcutta"):
        (row,) = platform.get(f"{days}&subject={subject}").json()["data"]
        assert row["value"] == 1 and row["subject"] == subject and row["windowStart"].endswith("T18:30:00Z")
    # An hour of the other tenant lies on both sides of that midnight.
    check_problem(platform.get(days), 400, "query_window_inexact")
    rows = platform.get(f"{BASE}/meters/facade_zones/query?subject=facade-kolkata&subject=facade-utc").json()["data"]
    assert {row["subject"]: row["value"] for row in rows} == {"facade-kolkata": 1, "facade-utc": 1}


def test_the_list_of_events_is_newest_first_over_all_tenants_and_says_what_does_not_count(platform: Client) -> None:
    # One request each: the order of records is the log's.
    for identity, subject, more in (
        ("l1", "facade-list-a", {}),
        ("l2", "facade-list-b", {"type": "facade.nobody"}),
        ("l3", "facade-list-a", {"time": "2020-01-01T00:00:00Z"}),
        ("l4", "facade-list-b", {"data": {"model": "small"}}),
    ):
        assert send(platform, event(identity, subject) | more).status == 204
    wait_counted(platform)
    listed = platform.get(f"{BASE}/events?limit=4")
    assert listed.status == 200 and [one["event"]["id"] for one in listed.json()] == ["l4", "l3", "l2", "l1"]
    problems = {one["event"]["id"]: one.get("validationError") for one in listed.json()}
    assert problems["l1"] is None and problems["l2"] == "no meter found for event type: facade.nobody"
    assert problems["l3"] and problems["l4"]
    assert all(ULID.match(one["customerId"]) and one["ingestedAt"] == one["storedAt"] for one in listed.json())

    def ids(parameters: str) -> list[str]:
        return [one["event"]["id"] for one in platform.get(f"{BASE}/events?{parameters}").json()]

    assert ids("subject=facade-list-b") == ["l4", "l2"]
    assert ids("subject=facade-list") == ["l4", "l3", "l2", "l1"]
    assert ids("id=l3") == ["l3"]
    assert ids(f"customerId={listed.json()[0]['customerId']}") == ["l4", "l2"]
    assert ids("to=2020-01-02T00:00:00.000Z") == ["l3"]
    assert ids("from=2026-01-01T00:00:00Z&subject=facade-list-a") == ["l1"]
    assert ids("ingestedAtTo=2020-01-02T00:00:00Z") == []


def test_a_tenants_key_sees_its_own_and_changes_nothing_of_the_platform(platform: Client, tenants: dict[str, Client]) -> None:
    ours, theirs = tenants["facade-ours"], tenants["facade-theirs"]
    assert send(ours, event("t1", "any user")).status == send(theirs, event("t2", "another")).status == 204
    wait_counted(platform)
    assert [one["event"]["id"] for one in ours.get(f"{BASE}/events").json()] == ["t1"]
    assert ours.get(f"{BASE}/events?subject=another").json() == []
    assert ours.get(f"{BASE}/meters/facade_calls/subjects").json() == ["any user"]
    assert [row["value"] for row in ours.get(f"{BASE}/meters/facade_calls/query").json()["data"]] == [1]
    assert [one["key"] for one in ours.get(f"{BASE}/subjects").json()] == ["facade-ours"]
    foreign = theirs.get(f"{BASE}/subjects").json()[0]["id"]
    check_problem(ours.get(f"{BASE}/subjects/{foreign}"), 404, "tenant_not_found")
    check_problem(ours.get(f"{BASE}/events?customerId={foreign}"), 404, "tenant_not_found")
    check_problem(ours.get(f"{BASE}/meters/facade_calls/query?filterCustomerId={foreign}"), 404, "tenant_not_found")
    check_problem(ours.request("DELETE", f"{BASE}/subjects/{foreign}"), 404, "tenant_not_found")
    check_problem(ours.request("DELETE", f"{BASE}/subjects/facade-ours"), 403, "forbidden")
    check_problem(ours.request("POST", f"{BASE}/subjects", [{"key": "x"}]), 403, "forbidden")
    check_problem(ours.request("POST", f"{BASE}/meters", METER | {"slug": "x"}), 403, "forbidden")
    check_problem(ours.request("PUT", f"{BASE}/meters/facade_calls", {}), 403, "forbidden")
    check_problem(ours.request("DELETE", f"{BASE}/meters/facade_calls"), 403, "forbidden")


def test_subjects_are_made_all_or_nothing_and_a_deleted_one_stays_deleted(module_stack: Stack, platform: Client) -> None:
    path = f"{BASE}/subjects"
    made = platform.request("POST", path, [{"key": "upsert-a", "displayName": "A"}, {"key": "upsert-b"}])
    assert made.status == 200 and [one["displayName"] for one in made.json()] == ["A", "upsert-b"]
    again = platform.request("POST", path, [{"key": "upsert-a"}, {"key": "upsert-b", "displayName": "B"}])
    assert [(one["id"], one["displayName"]) for one in again.json()] == [(made.json()[0]["id"], "A"), (made.json()[1]["id"], "B")]
    assert module_stack.sql("SELECT count(*) FROM outbox WHERE type LIKE 'tenant.%' AND payload::text LIKE '%upsert-%'").strip() == "3"
    assert platform.request("POST", "/api/v1/tenants/upsert-a/aliases", {"alias": "upsert-alias"}).status == 201
    for wrong, code in (({"key": "upsert-alias"}, "alias_taken"), ({"key": "x", "metadata": {"a": 1}}, "validation_failed"), ({"key": "a\u0007"}, "validation_failed")):
        refused = platform.request("POST", path, [{"key": "upsert-never"}, wrong])
        assert refused.json()["code"] == code and refused.json()["errors"][0]["pointer"].startswith("/1/"), refused.body
        assert platform.get(f"{path}/upsert-never").status == 404
    assert platform.request("DELETE", f"{path}/upsert-a").status == 204
    check_problem(platform.request("POST", path, [{"key": "upsert-a"}]), 409, "tenant_key_taken")
    check_problem(send(platform, event("u1", "upsert-a")), 400, "event_subject_unknown")


def test_its_description_is_served_and_needs_no_key(platform: Client) -> None:
    document = Client(platform.url).get(f"{BASE}/openapi.json").json()
    assert document["openapi"] == "3.1.1" and all(path.startswith(BASE) for path in document["paths"])
    assert "event" in document["components"]["schemas"] and "openmeter_meter" in document["components"]["schemas"]
    assert not any(name.startswith("openmeter_") for name in platform.get("/api/v1/openapi.json").json()["components"]["schemas"])


@pytest.mark.parametrize("target", ["/meters/%00", "/meters/%ff", "/meters/facade_calls/query?filterGroupBy[=1", "/meters/facade_calls/query?filterGroupBy=%7B%27dim%27", "/events?id=%ed%a0%80"])
@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE", "PATCH", "X"])
def test_nonsense_is_a_4xx(platform: Client, method: str, target: str) -> None:
    address = urlsplit(platform.url)
    for body in (b"", b"{", b"[]", b"null", b'{"slug":"\xff"}', b'{"a":1e400}', b"[" * 100):
        head = f"{method} {BASE}{target} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {platform.key}\r\nContent-Type: application/json\r\n"
        with socket.create_connection((address.hostname, address.port), timeout=20) as connection:
            connection.sendall(f"{head}Connection: close\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
            got = b""
            while piece := connection.recv(65536):
                got += piece
        assert got.split(b" ", 2)[1].startswith(b"4"), (body, got)
