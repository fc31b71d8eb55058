"""What a tenant asks of its people: a second factor, and sessions that end earlier."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.support import people
from tests.support.client import Client
from tests.support.factors import announced, grow_old, someone
from tests.support.people import SignedIn, sign_in, totp
from tests.support.stack import Running, Stack


@pytest.fixture(scope="module")
def served(module_stack: Stack) -> Iterator[Running]:
    yield module_stack.serve(people.BEHIND_A_PROXY)


FREE = {"mfa_required": False, "session_idle_seconds": None, "session_absolute_seconds": None, "api_key_max_age_days": None}


@dataclass(frozen=True)
class Place:
    id: str
    path: str
    owner: SignedIn
    viewer: SignedIn
    viewer_email: str


def place(stack: Stack, url: str) -> Place:
    key = secrets.token_hex(4)
    identity = Client(url, stack.platform_key).request("POST", "/api/v1/tenants", {"key": key}).json()["id"]
    owner, viewer = (someone(stack, "--tenant", key, "--role", role)[0] for role in ("owner", "viewer"))
    return Place(identity, f"/api/v1/tenants/{identity}/policies", sign_in(url, owner), sign_in(url, viewer), viewer)


def test_policies_are_set_by_owners_with_versions_and_told(module_stack: Stack, served: Running) -> None:
    at = place(module_stack, served.url)
    first = at.owner.get(at.path, at.id)
    assert (first.status, first.json()) == (200, FREE)
    assert at.viewer.get(at.path, at.id).status == 403
    assert at.viewer.request("PUT", at.path, FREE, at.id).status == 403
    wanted = {"mfa_required": False, "session_idle_seconds": 3600, "session_absolute_seconds": 86400, "api_key_max_age_days": 90}
    done = at.owner.request("PUT", at.path, wanted, at.id, **{"if-match": first.headers["etag"]})
    assert (done.status, done.json()) == (200, wanted)
    assert at.owner.request("PUT", at.path, FREE, at.id, **{"if-match": first.headers["etag"]}).json()["code"] == "precondition_failed"
    assert at.owner.get(at.path, at.id).json() == wanted
    told = announced(module_stack, "tenant.policies_updated", at.id)
    assert len(told) == 1
    for bad in ({**wanted, "session_idle_seconds": 60}, {**wanted, "mfa_required": 1}, {"mfa_required": True}, {**wanted, "more": 1}, []):
        assert at.owner.request("PUT", at.path, bad, at.id).status == 400, bad
    key = module_stack.client(served).request("POST", "/api/v1/api-keys", {"name": "k", "scopes": ["manage"], "tenant_id": at.id}).json()["secret"]
    assert Client(served.url, key).get(at.path).status == 200
    assert Client(served.url, key).request("PUT", at.path, FREE).status == 403
    grow_old(module_stack, at.owner)
    other = module_stack.launch("api")
    assert Client(other.url, at.owner.access).request("PUT", at.path, FREE, {"weir-tenant": at.id}).json()["code"] == "step_up_required"
    other.stop()


def test_a_tenant_that_asks_for_a_second_factor_keeps_others_out_until_they_have_one(module_stack: Stack, served: Running) -> None:
    at, elsewhere = place(module_stack, served.url), place(module_stack, served.url)
    operator = sign_in(served.url, someone(module_stack, "--platform", "operator")[0])
    assert at.owner.request("PUT", at.path, {**FREE, "mfa_required": True}, at.id).status == 200
    for who in (at.viewer, at.owner, operator):
        refused = who.get("/api/v1/meters", at.id)
        assert (refused.status, refused.json()["code"]) == (403, "mfa_enrollment_required")
    # Tenants that do not ask, and what is one's own, stay open.
    assert elsewhere.viewer.get("/api/v1/meters", elsewhere.id).status == 200
    assert operator.get("/api/v1/meters").status == 200
    assert at.viewer.get("/api/v1/users/me", at.id).json()["acting"]["tenant_id"] == at.id
    secret = at.viewer.request("POST", "/api/v1/users/me/mfa/totp", tenant=at.id).json()["secret"]
    assert at.viewer.get("/api/v1/meters", at.id).status == 403
    assert at.viewer.request("POST", "/api/v1/users/me/mfa/totp/confirm", {"code": totp(secret)}, at.id).status == 200
    assert at.viewer.get("/api/v1/meters", at.id).status == 200
    assert at.viewer.request("DELETE", "/api/v1/users/me/mfa/totp").status == 204
    assert at.viewer.get("/api/v1/meters", at.id).status == 403
    # Machines have no second factor.
    key = module_stack.client(served).request("POST", "/api/v1/api-keys", {"name": "k", "scopes": ["query"], "tenant_id": at.id}).json()["secret"]
    assert Client(served.url, key).get("/api/v1/meters").status == 200


def test_sessions_end_by_the_strictest_policy_of_ones_tenants(module_stack: Stack, served: Running) -> None:
    at = place(module_stack, served.url)
    session = people.part(at.viewer.access.split(".")[1])["sid"]
    assert at.owner.request("PUT", at.path, {**FREE, "session_idle_seconds": 600, "session_absolute_seconds": 3600}, at.id).status == 200
    module_stack.sql(f"UPDATE sessions SET last_seen_at = now() - interval '590 seconds' WHERE id = '{session}'")
    other = module_stack.launch("api")
    assert Client(other.url, at.viewer.access).get("/api/v1/users/me").status == 200
    # Being used moves its end, within the second in which uses are written down.
    deadline = time.monotonic() + 10
    while True:
        ends = at.viewer.get("/api/v1/users/me/sessions").json()["items"][0]["expires_at"]
        rest = int(module_stack.sql(f"SELECT extract(epoch FROM '{ends}'::timestamptz - now())::int"))
        assert 0 < rest <= 600
        if rest > 580:
            break
        assert time.monotonic() < deadline
        time.sleep(0.2)
    other.stop()
    idle = sign_in(served.url, at.viewer_email)
    idle_session = people.part(idle.access.split(".")[1])["sid"]
    module_stack.sql(f"UPDATE sessions SET last_seen_at = now() - interval '601 seconds' WHERE id = '{idle_session}'")
    assert people.refresh(served.url, idle.refresh).json()["error"] == "invalid_grant"
    assert idle.get("/api/v1/users/me").status == 401
    old = sign_in(served.url, at.viewer_email)
    old_session = people.part(old.access.split(".")[1])["sid"]
    module_stack.sql(f"UPDATE sessions SET created_at = now() - interval '3601 seconds' WHERE id = '{old_session}'")
    assert people.refresh(served.url, old.refresh).json()["error"] == "invalid_grant"
    assert old.get("/api/v1/users/me").status == 401
    listed = {item["id"] for item in sign_in(served.url, at.viewer_email).get("/api/v1/users/me/sessions").json()["items"]}
    assert not listed & {idle_session, old_session}
    # Who is in no such tenant keeps the usual times.
    free = place(module_stack, served.url)
    free_session = people.part(free.viewer.access.split(".")[1])["sid"]
    module_stack.sql(f"UPDATE sessions SET last_seen_at = now() - interval '2 days' WHERE id = '{free_session}'")
    assert people.refresh(served.url, free.viewer.refresh).status == 200
