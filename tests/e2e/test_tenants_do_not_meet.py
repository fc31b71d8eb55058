"""Every endpoint with the key of a foreign tenant: 404 across tenants, 403 inside one's own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.client import Client
from tests.support.stack import Stack


@pytest.fixture(scope="module")
def platform(module_stack: Stack) -> Iterator[Client]:
    yield module_stack.client(module_stack.serve())


@pytest.fixture(scope="module")
def tenants(platform: Client) -> dict[str, tuple[str, Client, str]]:
    """Key of the tenant → its id, a client with all scopes, the id of that client's key."""
    out = {}
    for key in ("ours", "theirs"):
        identity = platform.request("POST", "/api/v1/tenants", {"key": key}).json()["id"]
        body = {"name": key, "scopes": ["ingest", "query", "manage"], "tenant_id": identity}
        made = platform.request("POST", "/api/v1/api-keys", body).json()
        out[key] = (identity, Client(platform.url, made["secret"]), made["id"])
    return out


def test_a_foreign_tenant_is_not_there(tenants: dict[str, tuple[str, Client, str]]) -> None:
    _, ours, _ = tenants["ours"]
    identity, _, key = tenants["theirs"]
    for name in (identity, "theirs", "nobody", "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV"):
        path = f"/api/v1/tenants/{name}"
        for method, where, body in (
            ("GET", path, None),
            ("PATCH", path, {"name": "x"}),
            ("DELETE", path, None),
            ("GET", f"{path}/aliases", None),
            ("POST", f"{path}/aliases", {"alias": "x"}),
            ("DELETE", f"{path}/aliases/x", None),
        ):
            answer = ours.request(method, where, body)
            assert (answer.status, answer.json()["code"]) == (404, "tenant_not_found"), (method, where)
    assert ours.request("DELETE", f"/api/v1/api-keys/{key}").json()["code"] == "api_key_not_found"
    made = ours.request("POST", "/api/v1/api-keys", {"name": "x", "scopes": ["query"], "tenant_id": identity})
    assert (made.status, made.json()["code"]) == (404, "tenant_not_found")


def test_ones_own_tenant_can_be_read_and_not_changed(tenants: dict[str, tuple[str, Client, str]]) -> None:
    identity, ours, _ = tenants["ours"]
    assert ours.get("/api/v1/tenants/ours").json()["id"] == identity
    assert [item["id"] for item in ours.get("/api/v1/tenants").json()["items"]] == [identity]
    for method, where, body in (
        ("PATCH", "/api/v1/tenants/ours", {"name": "x"}),
        ("DELETE", "/api/v1/tenants/ours", None),
        ("POST", "/api/v1/tenants/ours/aliases", {"alias": "x"}),
        ("POST", "/api/v1/tenants", {"key": "x"}),
        ("POST", "/api/v1/meters", {"slug": "x", "event_type": "x", "aggregation": "COUNT"}),
        ("PATCH", "/api/v1/meters/x", {"name": "x"}),
        ("DELETE", "/api/v1/meters/x", None),
    ):
        answer = ours.request(method, where, body)
        assert (answer.status, answer.json()["code"]) == (403, "forbidden"), (method, where)


def test_a_tenant_makes_and_sees_its_own_keys_only(tenants: dict[str, tuple[str, Client, str]]) -> None:
    identity, ours, _ = tenants["ours"]
    made = ours.request("POST", "/api/v1/api-keys", {"name": "second", "scopes": ["query"]})
    assert made.status == 201 and made.json()["tenant_id"] == identity
    assert {item["tenant_id"] for item in ours.get("/api/v1/api-keys").json()["items"]} == {identity}
    second = Client(ours.url, made.json()["secret"])
    assert second.get("/api/v1/tenants/theirs").status == 404
    refused = second.request("POST", "/api/v1/api-keys", {"name": "x", "scopes": ["manage"]})
    assert (refused.status, refused.json()["code"]) == (403, "forbidden")
    assert 'scope="manage"' in refused.headers["www-authenticate"]
    assert second.send([{"specversion": "1.0", "id": "1", "source": "s", "type": "t"}]).status == 403


def test_a_suspended_tenants_key_is_refused(platform: Client) -> None:
    identity = platform.request("POST", "/api/v1/tenants", {"key": "late-payer"}).json()["id"]
    made = platform.request("POST", "/api/v1/api-keys", {"name": "k", "scopes": ["query"], "tenant_id": identity}).json()
    holder = Client(platform.url, made["secret"])
    assert holder.get("/api/v1/meters").status == 200
    assert platform.request("PATCH", "/api/v1/tenants/late-payer", {"state": "suspended"}).status == 200
    refused = holder.get("/api/v1/meters")
    assert (refused.status, refused.json()["code"]) == (403, "tenant_suspended")
    assert platform.request("PATCH", "/api/v1/tenants/late-payer", {"state": "active"}).status == 200
    assert holder.get("/api/v1/meters").status == 200


def test_no_key_or_a_wrong_one_is_401_and_unknown_parameters_are_400(platform: Client) -> None:
    for key in ("", "weir_sk_wrong"):
        refused = Client(platform.url, key).get("/api/v1/meters")
        assert (refused.status, refused.json()["code"]) == (401, "unauthenticated")
        assert refused.headers["www-authenticate"].startswith("Bearer")
    assert platform.get("/api/v1/meters?page=2").json()["code"] == "query_parameter_unknown"
