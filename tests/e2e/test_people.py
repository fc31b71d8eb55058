"""Users as they see themselves and as others see them: profile, preferences, sessions, password, members, staff."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.support import people
from tests.support.client import Client
from tests.support.people import PASSWORD, SignedIn, ask_token, sign_in
from tests.support.stack import Running, Stack


@pytest.fixture(scope="module")
def served(module_stack: Stack) -> Iterator[Running]:
    yield module_stack.serve(people.BEHIND_A_PROXY)


@pytest.fixture(scope="module")
def platform(module_stack: Stack, served: Running) -> Client:
    return module_stack.client(served)


@pytest.fixture(scope="module")
def tenants(platform: Client) -> dict[str, str]:
    return {key: platform.request("POST", "/api/v1/tenants", {"key": key}).json()["id"] for key in ("acme", "globex")}


@pytest.fixture(scope="module")
def crowd(module_stack: Stack, served: Running, tenants: dict[str, str]) -> dict[str, tuple[str, SignedIn]]:
    """Name → id and session of: owner and viewer of acme, stranger (owner of globex), operator, support, loner."""
    made = {
        "owner": ("--tenant", "acme", "--role", "owner"),
        "viewer": ("--tenant", "acme", "--role", "viewer"),
        "stranger": ("--tenant", "globex", "--role", "owner"),
        "operator": ("--platform", "operator"),
        "support": ("--platform", "support"),
        "loner": (),
    }
    out = {}
    for name, options in made.items():
        user = people.make(module_stack, f"{name}@example.com", "--name", name.title(), *options)
        out[name] = (user["id"], sign_in(served.url, f"{name}@example.com"))
    return out


def events(stack: Stack, kind: str) -> list[dict[str, object]]:
    rows = stack.sql(f"SELECT payload FROM outbox WHERE type = '{kind}' ORDER BY number")
    return [json.loads(line) for line in rows.splitlines() if line]


def test_a_user_is_read_with_exact_statuses_and_cached_privately(crowd: dict[str, tuple[str, SignedIn]], tenants: dict[str, str], platform: Client) -> None:
    loner, me = crowd["loner"]
    mine = me.get(f"/api/v1/users/{loner}")
    assert mine.status == 200 and mine.json()["email"] == "loner@example.com"
    assert set(mine.json()) == {"id", "email", "name", "is_active", "email_verified", "platform_role", "created_at", "updated_at"}
    assert mine.headers["cache-control"] == "private, max-age=300" and "Weir-Tenant" in mine.headers["vary"]
    same = me.request("GET", f"/api/v1/users/{loner}", **{"if-none-match": mine.headers["etag"]})
    assert (same.status, same.body, same.headers["etag"]) == (304, b"", mine.headers["etag"])
    assert Client(platform.url).get(f"/api/v1/users/{loner}").status == 401
    assert me.get(f"/api/v1/users/{crowd['owner'][0]}").json()["code"] == "forbidden"
    operator = crowd["operator"][1]
    assert operator.get(f"/api/v1/users/{loner}").status == 200
    for missing in ("usr_01ARZ3NDEKTSV4RRFFQ69G5FAV", "nobody", "usr_", "%00"[:2] + "x"):
        assert operator.get(f"/api/v1/users/{missing}").status in (400, 404), missing
    assert operator.get("/api/v1/users/usr_01ARZ3NDEKTSV4RRFFQ69G5FAV").json()["code"] == "user_not_found"
    # In a tenant: its members and nobody else.
    owner = crowd["owner"][1]
    assert owner.get(f"/api/v1/users/{crowd['viewer'][0]}", tenants["acme"]).status == 200
    assert owner.get(f"/api/v1/users/{crowd['stranger'][0]}", tenants["acme"]).json()["code"] == "user_not_found"
    assert crowd["viewer"][1].get(f"/api/v1/users/{crowd['owner'][0]}", tenants["acme"]).status == 403
    assert platform.get(f"/api/v1/users/{loner}").status == 200


def test_users_are_listed_for_staff_and_for_admins_of_their_tenant(crowd: dict[str, tuple[str, SignedIn]], tenants: dict[str, str]) -> None:
    def ids(answer: object) -> set[str]:
        return {item["id"] for item in answer.json()["items"]}  # type: ignore[attr-defined]

    everybody = crowd["support"][1].get("/api/v1/users?limit=100")
    assert ids(everybody) >= {user for user, _ in crowd.values()}
    assert everybody.headers["cache-control"] == "private, max-age=300"
    assert crowd["support"][1].request("GET", "/api/v1/users?limit=100", **{"if-none-match": everybody.headers["etag"]}).status == 304
    mine = crowd["owner"][1].get("/api/v1/users", tenants["acme"])
    assert ids(mine) == {crowd["owner"][0], crowd["viewer"][0]}
    assert crowd["viewer"][1].get("/api/v1/users", tenants["acme"]).json()["code"] == "forbidden"
    assert crowd["loner"][1].get("/api/v1/users").json()["code"] == "tenant_required"
    page = crowd["operator"][1].get("/api/v1/users?limit=2").json()
    rest = crowd["operator"][1].get(f"/api/v1/users?limit=100&cursor={page['next_cursor']}").json()
    assert not {item["id"] for item in page["items"]} & {item["id"] for item in rest["items"]}


def test_the_tenant_is_said_in_each_request_and_checked(crowd: dict[str, tuple[str, SignedIn]], tenants: dict[str, str]) -> None:
    _, owner = crowd["owner"]
    assert owner.get("/api/v1/meters").json()["code"] == "tenant_required"
    assert owner.get("/api/v1/meters", tenants["acme"]).status == 200
    for foreign in (tenants["globex"], "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV", "acme", "1", "*"):
        assert owner.get("/api/v1/meters", foreign).json()["code"] == "tenant_not_found", foreign
    assert [item["key"] for item in owner.get("/api/v1/tenants", tenants["acme"]).json()["items"]] == ["acme"]
    me = owner.get("/api/v1/users/me", tenants["acme"]).json()
    assert me["acting"]["role"] == "owner" and "members_write" in me["acting"]["permissions"]
    assert [m["tenant_key"] for m in me["memberships"]] == ["acme"]
    viewer = crowd["viewer"][1].get("/api/v1/users/me", tenants["acme"]).json()
    assert viewer["acting"]["role"] == "viewer" and "members_write" not in viewer["acting"]["permissions"]


def test_staff_who_enter_a_tenant_are_seen_there_once_for_each_session(module_stack: Stack, crowd: dict[str, tuple[str, SignedIn]], tenants: dict[str, str]) -> None:
    user, support = crowd["support"]
    assert support.get("/api/v1/tenants").status == 200
    assert not events(module_stack, "tenant.staff_entered")
    for _ in range(3):
        assert support.get("/api/v1/meters", tenants["globex"]).status == 200
    (entered,) = events(module_stack, "tenant.staff_entered")
    assert entered["tenant"] == tenants["globex"] and entered["principal"] == f"staff:{user}"
    assert entered["data"]["role"] == "support"  # type: ignore[index]
    # What staff do there is limited to the tenant and signed as theirs.
    operator = crowd["operator"][1]
    assert operator.get("/api/v1/tenants/acme", tenants["globex"]).status == 404
    made = operator.request("POST", "/api/v1/api-keys", {"name": "by staff", "scopes": ["query"]}, tenants["globex"])
    assert made.status == 201 and made.json()["tenant_id"] == tenants["globex"]
    assert events(module_stack, "api_key.created")[-1]["principal"] == f"staff:{crowd['operator'][0]}"


def test_existing_endpoints_work_for_people_by_their_role(crowd: dict[str, tuple[str, SignedIn]], tenants: dict[str, str]) -> None:
    _, operator = crowd["operator"]
    meter = {"slug": "people", "event_type": "e", "aggregation": "COUNT"}
    assert operator.request("POST", "/api/v1/meters", meter).status == 201
    _, owner = crowd["owner"]
    assert owner.request("POST", "/api/v1/meters", meter, tenants["acme"]).status == 403
    key = owner.request("POST", "/api/v1/api-keys", {"name": "mine", "scopes": ["ingest"]}, tenants["acme"])
    assert key.status == 201 and key.json()["tenant_id"] == tenants["acme"]
    event = {"specversion": "1.0", "id": "1", "source": "p", "type": "e", "subject": "s"}
    sent = owner.request("POST", "/api/v1/events", json.dumps(event).encode(), tenants["acme"], **{"content-type": "application/cloudevents+json"})
    assert sent.status == 202
    receipt = sent.json()["receipts"][0]["receipt"]
    asked = crowd["viewer"][1].get(f"/api/v1/meters/people/query?after={receipt}", tenants["acme"])
    assert asked.status == 200 and asked.json()["data"][0]["value"] == "1"
    assert crowd["viewer"][1].request("POST", "/api/v1/api-keys", {"name": "x", "scopes": ["query"]}, tenants["acme"]).status == 403


def test_nobody_gives_themselves_more(crowd: dict[str, tuple[str, SignedIn]]) -> None:
    _, me = crowd["loner"]
    for more in ({"platform_role": "operator"}, {"is_active": True}, {"email": "root@example.com"}, {"session_epoch": 9}, {"id": "usr_x"}, {"memberships": []}):
        refused = me.request("PATCH", "/api/v1/users/me", {"name": "Loner", **more})
        assert (refused.status, refused.json()["code"]) == (400, "validation_failed"), more
        assert me.request("PUT", "/api/v1/users/me/preferences", {"theme": "dark", **more}).status == 400
    smuggled = ask_token(me.client.url, "loner@example.com", platform_role="operator", role="owner", scope="manage")
    acting = Client(me.client.url, smuggled.json()["access_token"]).get("/api/v1/users/me").json()
    assert acting["platform_role"] is None and acting["acting"]["role"] == "person"


def test_a_profile_is_changed_by_its_owner(module_stack: Stack, crowd: dict[str, tuple[str, SignedIn]]) -> None:
    user, me = crowd["loner"]
    before = me.get("/api/v1/users/me")
    changed = me.request("PATCH", "/api/v1/users/me", {"name": "Løner 'x'"}, **{"if-match": before.headers["etag"]})
    assert changed.status == 200 and changed.json()["name"] == "Løner 'x'"
    late = me.request("PATCH", "/api/v1/users/me", {"name": "late"}, **{"if-match": before.headers["etag"]})
    assert late.json()["code"] == "precondition_failed"
    assert events(module_stack, "user.updated")[-1]["subject"] == user
    for wrong in ("x" * 101, "tab\tin it", "nul\u0000"):
        assert me.request("PATCH", "/api/v1/users/me", {"name": wrong}).status == 400, wrong


def test_preferences_follow_a_person(served: Running, crowd: dict[str, tuple[str, SignedIn]]) -> None:
    _, me = crowd["viewer"]
    path = "/api/v1/users/me/preferences"
    assert me.get(path).json() == {"theme": "system", "time_zone": None, "locale": "en", "notifications": {}, "shortcuts": True}
    wanted = {"theme": "dark", "time_zone": "Europe/Berlin", "locale": "de-DE", "notifications": {"new_device": False}, "shortcuts": False}
    assert me.request("PUT", path, wanted).json() == wanted
    assert sign_in(served.url, "viewer@example.com").get(path).json() == wanted
    assert crowd["owner"][1].get(path).json()["theme"] == "system"
    assert me.request("PUT", path, {**wanted, "time_zone": "Mars/Olympus"}).json()["code"] == "time_zone_unknown"
    assert me.request("PUT", path, {"theme": "light"}).json()["notifications"] == {}


def test_sessions_are_listed_and_ended(module_stack: Stack, served: Running) -> None:
    people.make(module_stack, "devices@example.com")
    people.make(module_stack, "other@example.com")
    desk, phone, other = (sign_in(served.url, f"{name}@example.com") for name in ("devices", "devices", "other"))
    items = desk.get("/api/v1/users/me/sessions").json()["items"]
    assert [item["current"] for item in items] == [False, True]
    assert items[0]["address"] and items[0]["expires_at"] > items[0]["created_at"]
    theirs = other.get("/api/v1/users/me/sessions").json()["items"][0]["id"]
    assert desk.request("DELETE", f"/api/v1/users/me/sessions/{theirs}").json()["code"] == "session_not_found"
    assert other.get("/api/v1/users/me").status == 200
    assert phone.get("/api/v1/users/me").status == 200
    assert desk.request("DELETE", f"/api/v1/users/me/sessions/{items[0]['id']}").status == 204
    assert phone.get("/api/v1/users/me").status == 401 and desk.get("/api/v1/users/me").status == 200
    assert people.refresh(served.url, phone.refresh).status == 400
    assert desk.request("DELETE", "/api/v1/users/me/sessions").status == 204
    assert desk.get("/api/v1/users/me").status == 401
    assert len(events(module_stack, "session.revoked")) >= 2


def test_a_password_is_changed_and_the_other_sessions_end(module_stack: Stack, served: Running) -> None:
    people.make(module_stack, "change@example.com")
    desk, phone = (sign_in(served.url, "change@example.com") for _ in range(2))
    assert phone.get("/api/v1/users/me").status == 200
    path, new = "/api/v1/users/me/password", "staple battery horse"
    wrong = desk.request("POST", path, {"current_password": "wrong horse battery", "new_password": new})
    assert (wrong.status, wrong.json()["code"]) == (403, "password_wrong")
    for weak in ("short", "change@example.com", "CHANGE@example.com"):
        refused = desk.request("POST", path, {"current_password": PASSWORD, "new_password": weak})
        assert (refused.status, refused.json()["code"]) == (400, "password_weak"), weak
    assert desk.request("POST", path, {"current_password": PASSWORD, "new_password": new}).status == 204
    assert desk.get("/api/v1/users/me").status == 200 and phone.get("/api/v1/users/me").status == 401
    assert ask_token(served.url, "change@example.com").status == 400
    sign_in(served.url, "change@example.com", new)
    changed = events(module_stack, "password.changed")[-1]
    assert changed["data"]["sessions_ended"] == 1 and new not in json.dumps(changed)  # type: ignore[index]


def test_members_change_and_the_last_owner_stays(module_stack: Stack, served: Running, platform: Client, tenants: dict[str, str]) -> None:
    team = platform.request("POST", "/api/v1/tenants", {"key": "team"}).json()["id"]
    ids = {name: people.make(module_stack, f"{name}@team.example", "--tenant", "team", "--role", name)["id"] for name in ("owner", "admin", "viewer")}
    owner, admin, viewer = (sign_in(served.url, f"{name}@team.example") for name in ids)
    path = "/api/v1/tenants/team/members"
    assert {m["user_id"]: m["role"] for m in viewer.get(path, team).json()["items"]} == {user: name for name, user in ids.items()}
    assert platform.get(path).status == 200
    assert viewer.request("PATCH", f"{path}/{ids['viewer']}", {"role": "owner"}, team).json()["code"] == "forbidden"
    for method, body in (("PATCH", {"role": "viewer"}), ("DELETE", None)):
        last = owner.request(method, f"{path}/{ids['owner']}", body, team)
        assert (last.status, last.json()["code"]) == (409, "last_owner")
        assert admin.request(method, f"{path}/{ids['owner']}", body, team).json()["code"] == "forbidden"
    assert admin.request("PATCH", f"{path}/{ids['viewer']}", {"role": "owner"}, team).json()["code"] == "forbidden"
    assert admin.request("PATCH", f"{path}/{ids['viewer']}", {"role": "operator"}, team).json()["code"] == "validation_failed"
    promoted = admin.request("PATCH", f"{path}/{ids['viewer']}", {"role": "billing"}, team)
    assert promoted.status == 200 and promoted.json()["role"] == "billing"
    assert viewer.get("/api/v1/users/me", team).json()["acting"]["role"] == "billing"
    assert owner.request("PATCH", f"{path}/{ids['admin']}", {"role": "owner"}, team).status == 200
    assert owner.request("DELETE", f"{path}/{ids['owner']}", tenant=team).status == 204
    assert owner.get("/api/v1/meters", team).json()["code"] == "tenant_not_found"
    assert owner.request("DELETE", f"{path}/{ids['viewer']}", tenant=team).json()["code"] == "tenant_not_found"
    assert admin.request("DELETE", f"{path}/{ids['owner']}", tenant=team).json()["code"] == "member_not_found"
    assert admin.request("PATCH", "/api/v1/tenants/globex/members/" + ids["viewer"], {"role": "viewer"}, team).json()["code"] == "tenant_not_found"
    kinds = [e["type"] for kind in ("membership.created", "membership.updated", "membership.deleted") for e in events(module_stack, kind) if e["tenant"] == team]
    assert kinds == ["membership.created"] * 3 + ["membership.updated"] * 2 + ["membership.deleted"]
    changes = [(e["data"]["previous"]["role"], e["data"]["role"]) for e in events(module_stack, "membership.updated") if e["tenant"] == team]
    assert changes == [("viewer", "billing"), ("admin", "owner")]


def test_the_command_line_makes_lists_and_disables(module_stack: Stack, served: Running) -> None:
    made = module_stack.cli("user", "create", "--email", "CLI@Example.com", "--name", "Cli", "--platform", "finance")
    password = made.stdout.strip()
    assert made.returncode == 0 and len(password) == 20
    mine = sign_in(served.url, "cli@example.com", password)
    assert mine.get("/api/v1/users/me").json()["platform_role"] == "finance"
    again = module_stack.cli("user", "create", "--email", "cli@example.com")
    assert again.returncode == 1 and "email_taken" in again.stderr and not again.stdout
    there = module_stack.cli("user", "create", "--email", "cli@example.com", "--if-missing", "--json", "--password-stdin", given="another password\n")
    assert there.returncode == 0 and json.loads(there.stdout)["created"] is False
    assert ask_token(served.url, "cli@example.com", "another password").status == 400
    weak = module_stack.cli("user", "create", "--email", "weak@example.com", "--password-stdin", given="short\n")
    assert weak.returncode == 1 and "password_weak" in weak.stderr
    assert module_stack.cli("user", "create", "--email", "no address").returncode == 1
    assert module_stack.cli("user", "create", "--email", "x@example.com", "--platform", "root").returncode == 2
    nowhere = module_stack.cli("user", "create", "--email", "x@example.com", "--tenant", "nowhere")
    assert nowhere.returncode == 1 and "tenant_not_found" in nowhere.stderr
    listed = {u["email"]: u for u in json.loads(module_stack.cli("user", "list", "--json").stdout)}
    assert listed["cli@example.com"]["is_active"] and "x@example.com" not in listed
    assert module_stack.cli("user", "disable", "cli@example.com").returncode == 0
    assert module_stack.cli("user", "disable", "cli@example.com").returncode == 0
    assert len([e for e in events(module_stack, "user.disabled") if e["subject"] == listed["cli@example.com"]["id"]]) == 1
    assert ask_token(served.url, "cli@example.com", password).status == 400
    assert people.refresh(served.url, mine.refresh).status == 400
