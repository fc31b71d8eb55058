"""A person's data: all of it handed out, all of it overwritten, and the audit trail as valid as before."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Iterator

import pytest

from tests.support import people
from tests.support.client import Client
from tests.support.people import PASSWORD, SignedIn, ask_token, sign_in
from tests.support.stack import Running, Stack


@pytest.fixture(scope="module")
def served(module_stack: Stack) -> Iterator[Running]:
    yield module_stack.serve({"AUDIT_CHECKPOINT_ENTRIES": "5", "AUDIT_CHECKPOINT_SECONDS": "1", **people.BEHIND_A_PROXY})


@pytest.fixture(scope="module")
def operator(module_stack: Stack, served: Running) -> SignedIn:
    people.make(module_stack, "operator@example.com", "--platform", "operator")
    return sign_in(served.url, "operator@example.com")


def wait_chained(stack: Stack) -> None:
    open_ends = """SELECT (SELECT count(*) FROM outbox AS o WHERE NOT EXISTS (SELECT FROM audit_entries AS e WHERE e.event_id = o.id))
                 + (SELECT count(*) FROM audit_heads WHERE sequence > signed_sequence)"""
    deadline = time.monotonic() + 60
    while stack.sql(open_ends).strip() != "0":
        assert time.monotonic() < deadline, "not everything was chained and signed"
        time.sleep(0.05)


def until(true: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)


def verified(stack: Stack) -> bool:
    done = stack.cli("audit", "verify", "--database", "--json")
    return done.returncode == 0 and bool(json.loads(done.stdout)["ok"])


def tenant(stack: Stack, served: Running) -> tuple[str, str]:
    key = secrets.token_hex(4)
    return key, stack.client(served).request("POST", "/api/v1/tenants", {"key": key}).json()["id"]


def everywhere(stack: Stack, text: str) -> list[str]:
    """Tables with a row that shows the text; what is on its way out, kept for a repetition or counted is deleted in days."""
    tables = stack.sql("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition").split()
    found = [table for table in tables if stack.sql(f"SELECT count(*) FROM {table} AS t WHERE t::text ILIKE '%{text}%'").strip() != "0"]
    return sorted(set(found) - {"outbox", "idempotency_keys", "login_attempts"})


def test_a_person_takes_all_that_is_kept_of_them_along(module_stack: Stack, served: Running, operator: SignedIn) -> None:
    key, identity = tenant(module_stack, served)
    user = people.make(module_stack, "ada@takes.example", "--name", "Ada Lovelace", "--tenant", key, "--role", "owner")
    mine = sign_in(served.url, "ada@takes.example", address="203.0.113.7")
    other = people.make(module_stack, "bob@takes.example", "--name", "Bob", "--tenant", key, "--role", "viewer")
    assert mine.request("PATCH", f"/api/v1/tenants/{identity}/members/{other['id']}", {"role": "analyst"}, identity).status == 200
    wait_chained(module_stack)
    answer = mine.get("/api/v1/users/me/export")
    assert answer.status == 200 and answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == f'attachment; filename="{user["id"]}.json"'
    everything = answer.json()
    assert set(everything) == {"user", "preferences", "memberships", "mfa", "devices", "identities", "sessions", "staff_visits", "audit_entries", "audit_entries_left_out"}
    assert everything["user"]["email"] == "ada@takes.example"
    assert [(m["tenant_id"], m["role"]) for m in everything["memberships"]] == [(identity, "owner")]
    assert [s["address"] for s in everything["sessions"]] == ["203.0.113.7"]
    kinds = {entry["type"] for entry in everything["audit_entries"]}
    assert {"user.created", "membership.created", "session.started", "membership.updated"} <= kinds
    assert any((entry["after"] or {}).get("email") == "ada@takes.example" for entry in everything["audit_entries"])
    # What they did to somebody else is theirs; who that is is not.
    assert b"bob@takes.example" not in answer.body
    by_staff = operator.get(f"/api/v1/users/{user['id']}/export")
    assert by_staff.status == 200 and by_staff.json()["user"] == everything["user"]
    assert int(module_stack.sql(f"SELECT count(*) FROM outbox WHERE type = 'user.exported' AND payload LIKE '%{user['id']}%'")) == 2
    for refused, status in ((mine.get(f"/api/v1/users/{other['id']}/export", identity), 403), (operator.get(f"/api/v1/users/{user['id']}/export", identity), 403), (operator.get("/api/v1/users/usr_01ARZ3NDEKTSV4RRFFQ69G5FAV/export"), 404)):
        assert refused.status == status, refused.body


def test_who_is_erased_is_nowhere_and_the_trail_is_valid(module_stack: Stack, served: Running, operator: SignedIn) -> None:
    key, identity = tenant(module_stack, served)
    people.make(module_stack, "keeper@example.com", "--tenant", key, "--role", "owner")
    user = people.make(module_stack, "eve.gone@example.org", "--name", "Eve Gone", "--tenant", key, "--role", "owner")
    mine = sign_in(served.url, "eve.gone@example.org", address="203.0.113.99")
    again = sign_in(served.url, "eve.gone@example.org", address="203.0.113.99")
    elsewhere = tenant(module_stack, served)[1]
    invited = operator.request("POST", f"/api/v1/tenants/{elsewhere}/invitations", {"email": "eve.gone@example.org", "role": "viewer"}, elsewhere)
    assert invited.status == 201, invited.body
    assert mine.request("POST", "/api/v1/users/me/email/verify").status == 202
    assert mine.request("PATCH", "/api/v1/users/me", {"name": "Eve Long-Gone"}).status == 200
    assert mine.request("PUT", "/api/v1/users/me/preferences", {"theme": "dark", "locale": "en", "time_zone": "Europe/Berlin", "notifications": {}, "shortcuts": True}).status == 200
    secret = mine.request("POST", "/api/v1/users/me/mfa/totp").json()["secret"]
    assert mine.request("POST", "/api/v1/users/me/mfa/totp/confirm", {"code": people.totp(secret)}).status == 200
    token = ask_token(served.url, "eve.gone@example.org").json()["mfa_token"]
    trusted = people.ask_code(served.url, token, people.totp(secret, 1), trust_device="1", device_name="Eves Gone phone")
    assert trusted.status == 200
    wait_chained(module_stack)
    until(lambda: {"users", "mails", "mail_tokens", "invitations"} <= set(everywhere(module_stack, "eve.gone@example.org")), "mails were written")
    assert "audit_personal" in everywhere(module_stack, "Gone")
    # The last thing is on its way to the trail in the moment of the erasure.
    done = mine.request("DELETE", "/api/v1/users/me")
    assert done.status == 204, done.body
    assert {line.split("=")[0] for line in done.cookies} == {"__Host-weir_refresh", "__Host-weir_device"}
    for session in (mine, again):
        assert session.get("/api/v1/users/me").status == 401
        assert people.refresh(served.url, session.refresh).status == 400
    assert ask_token(served.url, "eve.gone@example.org").json()["error"] == "invalid_grant"
    assert operator.get(f"/api/v1/users/{user['id']}").json()["code"] == "user_not_found"
    members = Client(served.url, module_stack.platform_key).get(f"/api/v1/tenants/{identity}/members").json()["items"]
    assert [m["email"] for m in members] == ["keeper@example.com"]
    wait_chained(module_stack)
    for trace in ("eve.gone", "Gone", "203.0.113.99"):
        assert everywhere(module_stack, trace) == [], trace
    assert verified(module_stack)
    trail = module_stack.client(served).get(f"/api/v1/audit?limit=100&actor={user['id']}").json()["items"]
    erased = next(entry for entry in trail if entry["type"] == "user.erased")
    assert erased["address"] is None and erased["erased"] == ["address"]
    theirs = module_stack.sql(f"SELECT count(*) FROM outbox WHERE type = 'membership.deleted' AND payload LIKE '%{user['id']}%'")
    assert theirs.strip() == "1"
    # The address is free again, for somebody else.
    assert people.make(module_stack, "eve.gone@example.org")["id"] != user["id"]
    # Nobody takes it back, not even by hand.
    undone = module_stack.sql_as_owner
    with pytest.raises(Exception, match="erased"):
        undone(f"SET ROLE weir_api; SELECT set_config('weir.tenant', '*', false); UPDATE users SET erased_at = NULL WHERE id = '{user['id']}'")


def test_the_last_owner_stays_and_nothing_is_half_done(module_stack: Stack, served: Running, operator: SignedIn) -> None:
    key, _ = tenant(module_stack, served)
    user = people.make(module_stack, "only@example.com", "--tenant", key, "--role", "owner")
    mine = sign_in(served.url, "only@example.com")
    for refused in (mine.request("DELETE", "/api/v1/users/me"), operator.request("DELETE", f"/api/v1/users/{user['id']}")):
        assert (refused.status, refused.json()["code"]) == (409, "last_owner")
    assert mine.get("/api/v1/users/me").json()["memberships"][0]["role"] == "owner"
    people.make(module_stack, "second@example.com", "--tenant", key, "--role", "owner")
    assert operator.request("DELETE", f"/api/v1/users/{user['id']}").status == 204
    assert operator.request("DELETE", f"/api/v1/users/{user['id']}").json()["code"] == "user_not_found"


def test_erasing_is_for_oneself_and_for_operators_who_give_everything_again(module_stack: Stack, served: Running, operator: SignedIn) -> None:
    key, identity = tenant(module_stack, served)
    owner_id = people.make(module_stack, "boss@example.com", "--tenant", key, "--role", "owner")["id"]
    victim = people.make(module_stack, "victim@example.com", "--tenant", key, "--role", "viewer")["id"]
    owner, viewer = sign_in(served.url, "boss@example.com"), sign_in(served.url, "victim@example.com")
    people.make(module_stack, "helper@example.com", "--platform", "support")
    support = sign_in(served.url, "helper@example.com")
    for who, at in ((owner, identity), (viewer, identity), (support, ""), (operator, identity)):
        assert who.request("DELETE", f"/api/v1/users/{victim}", tenant=at).status == 403
        assert who.request("DELETE", f"/api/v1/users/{owner_id}", tenant=at).status == 403
    assert module_stack.client(served).request("DELETE", f"/api/v1/users/{victim}").status == 403
    for path in ("/api/v1/users/usr_x", "/api/v1/users/' OR 1=1 --".replace(" ", "%20"), "/api/v1/users/usr_01ARZ3NDEKTSV4RRFFQ69G5FAV"):
        assert operator.request("DELETE", path).json()["code"] == "user_not_found"
    module_stack.sql(f"UPDATE sessions SET stepped_up_at = now() - interval '11 minutes' WHERE user_id = '{victim}'")
    other = module_stack.launch("api")
    mine = Client(other.url, viewer.access)
    assert mine.request("DELETE", "/api/v1/users/me").json()["code"] == "step_up_required"
    assert mine.request("POST", "/api/v1/auth/step-up", {"password": PASSWORD}).status == 200
    assert mine.request("DELETE", "/api/v1/users/me").status == 204
    other.stop()
