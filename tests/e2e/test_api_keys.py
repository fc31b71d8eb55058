"""Keys of machines: from where, for how long, replaced without a gap, and when they deserve a look."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support import people
from tests.support.client import Answer, Client
from tests.support.factors import FREE
from tests.support.stack import Running, Stack

KEYS = "/api/v1/api-keys"


@pytest.fixture(scope="module")
def served(module_stack: Stack) -> Iterator[Running]:
    yield module_stack.serve(people.BEHIND_A_PROXY)


@pytest.fixture(scope="module")
def platform(module_stack: Stack, served: Running) -> Client:
    return module_stack.client(served)


def make(platform: Client, **more: Any) -> dict[str, Any]:
    answer = platform.request("POST", KEYS, {"name": "k", "scopes": ["ingest", "query"], **more})
    assert answer.status == 201, answer.body
    return dict(answer.json())


def ask(platform: Client, key: dict[str, Any], address: str = "", path: str = "/api/v1/meters") -> Answer:
    return Client(platform.url, key["secret"]).request("GET", path, headers={"x-forwarded-for": address} if address else {})


def listed(platform: Client, key: dict[str, Any]) -> dict[str, Any]:
    items, cursor = [], ""
    while True:
        page = platform.get(f"{KEYS}?limit=100{cursor}").json()
        items += page["items"]
        if page["next_cursor"] is None:
            return dict(next(item for item in items if item["id"] == key["id"]))
        cursor = f"&cursor={page['next_cursor']}"


def test_a_key_is_good_from_its_networks_alone(platform: Client) -> None:
    key = make(platform, allowed_cidrs=["192.0.2.0/24", "198.51.100.7", "2001:db8:7::/48"])
    assert key["allowed_cidrs"] == ["192.0.2.0/24", "198.51.100.7", "2001:db8:7::/48"]
    for address in ("192.0.2.1", "192.0.2.255", "198.51.100.7", "2001:db8:7::1", "2001:db8:7:ffff::1", "::ffff:192.0.2.9"):
        assert ask(platform, key, address).status == 200, address
    for address in ("192.0.3.1", "198.51.100.8", "2001:db8:8::1", "::1", ""):
        refused = ask(platform, key, address)
        assert (refused.status, refused.json()["code"]) == (403, "address_not_allowed"), address
    event = {"specversion": "1.0", "id": "1", "source": "s", "type": "t", "subject": "acme"}
    body = {"content-type": "application/cloudevents+json"}
    client = Client(platform.url, key["secret"])
    assert client.request("POST", "/api/v1/events", event, {**body, "x-forwarded-for": "192.0.3.1"}).json()["code"] == "address_not_allowed"
    assert client.request("POST", "/api/v1/events", event, {**body, "x-forwarded-for": "192.0.2.1"}).status < 300
    # What a client says in front of the last proxy's word is not believed.
    assert client.request("GET", "/api/v1/meters", headers={"x-forwarded-for": "192.0.2.1, 203.0.113.5"}).status == 403
    assert ask(platform, make(platform), "203.0.113.5").status == 200


@pytest.mark.parametrize("cidr", ["10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "::/129", "10.0.0.1:80", "example.com", "", "*", "10.0.0.0/8 ", "10.0.0.0/"])
def test_what_is_no_network_is_refused_with_its_place(platform: Client, cidr: str) -> None:
    answer = platform.request("POST", KEYS, {"name": "k", "scopes": ["query"], "allowed_cidrs": ["192.0.2.1", cidr]})
    assert (answer.status, answer.json()["code"]) == (400, "validation_failed")
    assert answer.json()["errors"][0]["pointer"] == "/allowed_cidrs/1"


def test_a_key_is_replaced_without_a_gap(module_stack: Stack, platform: Client) -> None:
    old = make(platform, allowed_cidrs=["192.0.2.0/24"])
    path = f"{KEYS}/{old['id']}/rotate"
    made = platform.request("POST", path, {"overlap_seconds": 3600}, {"idempotency-key": "once"})
    assert made.status == 201 and made.headers["cache-control"] == "no-store", made.body
    new = made.json()
    assert new["id"] != old["id"] and made.headers["location"] == f"{KEYS}/{new['id']}"
    assert (new["name"], new["scopes"], new["allowed_cidrs"], new["tenant_id"], new["expires_at"]) == (old["name"], old["scopes"], old["allowed_cidrs"], None, None)
    assert [ask(platform, key, "192.0.2.1").status for key in (old, new)] == [200, 200]
    assert ask(platform, new, "192.0.3.1").status == 403
    shown = listed(platform, old)
    assert shown["replaced_by"] == new["id"] and shown["expires_at"] is not None
    again = platform.request("POST", path, {"overlap_seconds": 3600}, {"idempotency-key": "once"})
    assert again.headers["idempotent-replayed"] == "true" and again.json()["id"] == new["id"] and "secret" not in again.json()
    assert platform.request("POST", path, {}).json()["code"] == "api_key_not_active"
    module_stack.sql(f"UPDATE api_keys SET expires_at = now() WHERE id = '{old['id']}'")
    other = module_stack.launch("api", settings=people.BEHIND_A_PROXY)
    assert [ask(Client(other.url), key, "192.0.2.1").status for key in (old, new)] == [401, 200]
    other.stop()
    told = module_stack.sql(f"SELECT count(*) FROM outbox WHERE type = 'api_key.rotated' AND payload LIKE '%{old['id']}%'")
    assert told.strip() == "1" and old["secret"] not in module_stack.sql("SELECT payload FROM outbox")


def test_an_overlap_ends_when_it_was_said(platform: Client) -> None:
    old = make(platform)
    new = platform.request("POST", f"{KEYS}/{old['id']}/rotate", {"overlap_seconds": 2}).json()
    assert ask(platform, old).status == 200
    deadline = time.monotonic() + 10
    while ask(platform, old).status == 200:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert (ask(platform, old).status, ask(platform, new).status) == (401, 200)
    none = make(platform)
    assert platform.request("POST", f"{KEYS}/{none['id']}/rotate", {"overlap_seconds": 0}).status == 201
    assert ask(platform, none).status == 401


def test_what_is_over_or_nobodys_is_not_replaced(module_stack: Stack, platform: Client) -> None:
    revoked = make(platform)
    platform.request("DELETE", f"{KEYS}/{revoked['id']}")
    answer = platform.request("POST", f"{KEYS}/{revoked['id']}/rotate", {})
    assert (answer.status, answer.json()["code"]) == (409, "api_key_not_active")
    assert platform.request("POST", f"{KEYS}/key_01ARZ3NDEKTSV4RRFFQ69G5FAV/rotate", {}).json()["code"] == "api_key_not_found"
    key = make(platform)
    for bad in ({"overlap_seconds": -1}, {"overlap_seconds": 2592001}, {"overlap_seconds": "1"}, {"scopes": ["manage"]}, {"expires_at": "2020-01-01T00:00:00Z"}, {"expires_at": "soon"}):
        assert platform.request("POST", f"{KEYS}/{key['id']}/rotate", bad).status == 400, bad
    # A tenant's key sees its own alone.
    tenant = platform.request("POST", "/api/v1/tenants", {"key": secrets.token_hex(4)}).json()["id"]
    theirs = make(platform, tenant_id=tenant, scopes=["manage"])
    assert Client(platform.url, theirs["secret"]).request("POST", f"{KEYS}/{key['id']}/rotate", {}).json()["code"] == "api_key_not_found"
    own = Client(platform.url, theirs["secret"]).request("POST", f"{KEYS}/{theirs['id']}/rotate", {})
    assert own.status == 201 and own.json()["tenant_id"] == tenant


def test_a_new_key_lasts_as_long_as_the_old_one_did(module_stack: Stack, platform: Client) -> None:
    old = make(platform, expires_at="2099-01-01T00:00:00Z")
    module_stack.sql(f"UPDATE api_keys SET created_at = now() - interval '80 days', expires_at = now() + interval '10 days' WHERE id = '{old['id']}'")
    new = platform.request("POST", f"{KEYS}/{old['id']}/rotate", {}).json()
    days = module_stack.sql(f"SELECT round(extract(epoch FROM expires_at - created_at) / 86400) FROM api_keys WHERE id = '{new['id']}'")
    assert days.strip() == "90"


def test_keys_that_deserve_a_look_say_why(module_stack: Stack, platform: Client) -> None:
    fresh, soon, unused, old = (make(platform) for _ in range(4))
    module_stack.sql(f"UPDATE api_keys SET expires_at = now() + interval '13 days' WHERE id = '{soon['id']}'")
    module_stack.sql(f"UPDATE api_keys SET created_at = now() - interval '91 days' WHERE id IN ('{unused['id']}', '{old['id']}')")
    module_stack.sql(f"UPDATE api_keys SET last_used_at = now() - interval '2 days' WHERE id = '{old['id']}'")
    assert [listed(platform, key)["warning"] for key in (fresh, soon, unused, old)] == [None, "expires_soon", "unused", "old"]


def test_a_tenants_policy_ends_its_keys(module_stack: Stack, served: Running, platform: Client) -> None:
    key = secrets.token_hex(4)
    tenant = platform.request("POST", "/api/v1/tenants", {"key": key}).json()["id"]
    email = f"{key}@example.com"
    people.make(module_stack, email, "--tenant", key, "--role", "owner")
    owner = people.sign_in(served.url, email)
    forever, elsewhere = make(platform, tenant_id=tenant), make(platform)
    for one in (forever, elsewhere):
        module_stack.sql(f"UPDATE api_keys SET created_at = now() - interval '31 days' WHERE id = '{one['id']}'")
    assert ask(platform, forever).status == 200
    assert owner.request("PUT", f"/api/v1/tenants/{tenant}/policies", {**FREE, "api_key_max_age_days": 30}, tenant).status == 200
    assert (ask(platform, forever).status, ask(platform, elsewhere).status) == (401, 200)
    bounded = make(platform, tenant_id=tenant)
    days = module_stack.sql(f"SELECT round(extract(epoch FROM '{bounded['expires_at']}'::timestamptz - now()) / 86400)")
    assert days.strip() == "30"
    refused = platform.request("POST", KEYS, {"name": "k", "scopes": ["query"], "tenant_id": tenant, "expires_at": "2099-01-01T00:00:00Z"})
    assert refused.status == 400 and refused.json()["errors"][0]["pointer"] == "/expires_at"
