"""SQL, markup, controls and nonsense in every field, address and header of every operation; members that nobody may set. Generated from the served descriptions."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import pytest
from weirkit.place import TOP

from tests.support import people
from tests.support.client import Answer, Client, NoAnswer
from tests.support.factors import FREE
from tests.support.hostile import ADDRESSES, ENCODED, HEADERS, MEMBERS, RAW_BODIES, RAW_SHAPES, RAW_TEXTS, TEXTS, Database, differing
from tests.support.operations import FORM, Body, Operation, Place, look, operations, places, put
from tests.support.people import SignedIn, new_address, sign_in
from tests.support.stack import Running, Stack

CODES = {row["name"] for row in json.loads((TOP / "schemas/catalogues/errors.json").read_text())}
ROLES = {row["name"]: row["roles"] for row in json.loads((TOP / "schemas/catalogues/permissions.json").read_text())}
OF_THE_RFC = {"invalid_request", "invalid_grant", "invalid_client", "unsupported_grant_type", "invalid_scope", "unsupported_token_type"}
# An attempt is counted, and told, though it is refused; a session was seen, a key was used.
ANY_REQUEST_CHANGES = {"login_attempts", "outbox", "outbox_sequences", "sessions", "api_keys"}
# Where the example would lock its asker out, be somebody else's, or is refused before its texts are looked at.
INSTEAD: dict[str, dict[str, Any]] = {
    "change_password": {"current_password": "wrong horse battery"},
    "put_policies": FREE,
    "update_tenant": {"name": "Acme"},
    "put_preferences": {"notifications": {"new_device": True}},
}
READS_THE_LOG = {"list_events", "openmeter_list_events"}
LOCKS_OUT = {(("mfa_required",), b"true")}
UNIQUE = {"key", "slug", "alias", "email", "id"}
# Comes back as it is kept, which is not as it was written.
FOLDED = {"email", "time", "expires_at"}
# A document that must not name what only the database knows, nor say what it said.
LEAKS = re.compile(rb"\$argon2id|syntax error|SQLSTATE|ERROR: |pg_catalog|libpq|weir_api|std::")


@dataclass
class World:
    database: Database
    served: Running
    operations: list[Operation]
    owner: SignedIn
    operator: SignedIn
    tenant: str
    values: dict[str, str]  # of path parameters
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def ask(self, operation: Operation, path: str, body: bytes | None = None, media: str = "", **headers: str) -> Answer:
        """As who may: the owner in their tenant, else an operator; to what is everybody's, somebody new each time, whom nothing slows down."""
        sent = {"content-type": media} if media else {}
        if operation.permission == "anyone":
            return Client(self.served.url).request(operation.method.upper(), path, body, {**sent, "x-forwarded-for": new_address(), **headers})
        if "owner" in ROLES[operation.permission]:
            return self.owner.client.request(operation.method.upper(), path, body, {**sent, "weir-tenant": self.tenant, **headers})
        return self.operator.client.request(operation.method.upper(), path, body, {**sent, **headers})

    def body(self, operation: Operation, body: Body, keep: Place = ()) -> Any:
        """One that is taken, with names of its own where they have to be."""
        made = json.loads(json.dumps(body.example))
        for name, value in INSTEAD.get(operation.id, {}).items():
            made = put(made, (name,), value)
        if isinstance(made, dict):
            made.pop("state", None)
            made.pop("tenant_id", None)
        for place, _ in places(body.schema):
            if place[-1] in UNIQUE and place != keep and look(made, place)[0]:
                number = next(self.numbers)
                made = put(made, place, f"n{number}@example.com" if place[-1] == "email" else f"n{number}")
        return made

    def at(self, operation: Operation) -> str:
        return operation.at(self.values)


@pytest.fixture(scope="module")
def world(module_stack: Stack) -> Iterator[World]:
    # Without workers: only requests change tables.
    served = module_stack.launch("api", settings={"RATE_INTERACTIVE_PER_MINUTE": "0", "RATE_ADDRESS_PER_MINUTE": "0", **people.BEHIND_A_PROXY})
    platform = module_stack.client(served)
    tenant, other = (platform.request("POST", "/api/v1/tenants", {"key": key}).json()["id"] for key in ("ours", "other"))
    assert platform.request("POST", "/api/v1/meters", {"slug": "used", "event_type": "t", "aggregation": "COUNT"}).status == 201
    people.make(module_stack, "owner@ours.example", "--tenant", "ours", "--role", "owner")
    member = people.make(module_stack, "viewer@ours.example", "--tenant", "ours", "--role", "viewer")["id"]
    people.make(module_stack, "operator@staff.example", "--platform", "operator")
    owner, operator = (sign_in(served.url, email) for email in ("owner@ours.example", "operator@staff.example"))
    key = owner.request("POST", "/api/v1/api-keys", {"name": "k", "scopes": ["query"]}, tenant).json()["id"]
    values = {"tenant": tenant, "user": member, "meter": "used", "meterIdOrSlug": "used", "key": key, "flag": "usage_stream", "other": other}
    database = Database(module_stack)
    yield World(database, served, operations(platform), owner, operator, tenant, values)
    database.close()


class Watch:
    """Collects what was wrong with answers; afterwards the tables must be as the answers say."""

    def __init__(self, world: World) -> None:
        self.world, self.wrong = world, list[tuple[object, ...]]()
        self.asked = self.taken = self.compared = 0

    def operation(self, operation: Operation) -> Iterator[Operation]:
        """Around all requests of one operation."""
        before, taken = self.world.database.tables(), self.taken
        yield operation
        after, taken = self.world.database.tables(), self.taken - taken
        if before.keys() != after.keys():
            self.wrong.append((operation.id, "tables", before.keys() ^ after.keys()))
        for name in differing(before, after):
            grown = after[name][0] - before[name][0]
            # What was taken may have made two rows of a kind (a meter and its version are of two kinds), and deletes nothing.
            if (not taken and name not in ANY_REQUEST_CHANGES) or grown < 0 or (name not in ANY_REQUEST_CHANGES and grown > 2 * taken):
                self.wrong.append((operation.id, name, f"{before[name][0]} rows before and {after[name][0]} after {taken} answers 2xx"))

    def look(self, operation: Operation, what: object, ask: Any) -> Answer | None:
        self.asked += 1
        try:
            answer: Answer = ask()
        except NoAnswer as error:
            self.wrong.append((operation.id, what, str(error)[:200]))
            return None
        self.taken += 200 <= answer.status < 300
        if problem := _problem(operation, answer):
            self.wrong.append((operation.id, what, answer.status, problem, answer.body[:200]))
        return answer

    def end(self) -> None:
        assert not self.wrong, f"{len(self.wrong)} of {self.asked}:\n" + "\n".join(str(one)[:400] for one in self.wrong[:60])


def _problem(operation: Operation, answer: Answer) -> str:
    media = answer.headers.get("content-type", "")
    if answer.status == 303 and answer.headers.get("location") == "/app/unsubscribe":
        return ""  # the portal's page, which says what is wrong with the link
    if not (200 <= answer.status < 300 or 400 <= answer.status < 500 or answer.status == 304):
        return "status"
    if "x-injected" in answer.headers or b"X-Injected" in "\n".join(answer.cookies).encode():
        return "a header of the asker's"
    if answer.body and (answer.headers.get("x-content-type-options") != "nosniff" or "html" in media):
        return "content that a browser may take for something else"
    if LEAKS.search(answer.body) and operation.id not in ("openapi", "metrics", "openmeter_openapi"):
        return "what nobody should read"
    if answer.status < 400:
        return ""
    try:
        said = answer.json()
    except ValueError:
        return "no JSON"
    if operation.form and media == "application/json":
        return "" if said.get("error") in OF_THE_RFC | {"mfa_required"} else "error"
    return "" if media == "application/problem+json" and said.get("code") in CODES and said.get("status") == answer.status else "no problem document with a code"


def _raw(body: Any, place: Place, value: bytes) -> bytes:
    """The text of a body with a value at a place that json.dumps would not write."""
    return json.dumps(put(body, place, "@@here@@")).encode().replace(b'"@@here@@"', value)


def _comes_back(world: World, watch: Watch, operation: Operation, place: Place, value: bytes, answer: Answer) -> None:
    """What was taken is what is shown, by this answer and where it says that the thing is."""
    wanted = json.loads(value)
    shown = [answer]
    if "location" in answer.headers:
        shown.append(world.ask(Operation("", "get", "", operation.permission, (), (), ()), answer.headers["location"]))
    for one in shown:
        if not one.body or one.headers["content-type"] != "application/json" or place[-1] in FOLDED:
            continue
        there, got = look(one.json(), place)
        if there:
            watch.compared += 1
            if got != wanted:
                watch.wrong.append((operation.id, place, "came back as", got, "and was", wanted))


def test_every_field_of_every_body_takes_anything_and_gives_it_back_or_refuses_it(world: World) -> None:
    watch, tried = Watch(world), 0
    for operation in world.operations:
        body = operation.json
        if body is None:
            continue
        for _ in watch.operation(operation):
            for place, text in places(body.schema):
                tried += 1
                # What is no text is tried in turn where a text is wanted, and whole elsewhere.
                for value in (*RAW_TEXTS, *RAW_SHAPES[tried % 2 :: 2]) if text else RAW_SHAPES + RAW_TEXTS[:2]:
                    if (place, value) in LOCKS_OUT:
                        continue
                    sent = _raw(world.body(operation, body, place), place, value)
                    answer = watch.look(operation, (place, value[:60]), lambda o=operation, s=sent, m=body.media: world.ask(o, world.at(o), s, m))
                    if answer and 200 <= answer.status < 300 and value.startswith(b'"'):
                        _comes_back(world, watch, operation, place, value, answer)
    assert tried > 60 and watch.taken > 100 and watch.compared > 100, (tried, watch.taken, watch.compared)
    watch.end()


def test_every_name_in_a_body_that_may_be_any_is_kept_or_refused(world: World) -> None:
    watch, tried = Watch(world), 0
    for operation in world.operations:
        if (body := operation.json) is None:
            continue
        for _ in watch.operation(operation):
            for place, _text in places(body.schema):
                if place[-1] != "anything":
                    continue
                tried += 1
                for name in TEXTS:
                    sent = json.dumps(put(world.body(operation, body), (*place[:-1], name), "x")).encode()
                    watch.look(operation, (place, name), lambda o=operation, s=sent, m=body.media: world.ask(o, world.at(o), s, m))
    assert tried >= 4
    watch.end()


def test_what_is_no_body_is_refused(world: World) -> None:
    watch = Watch(world)
    for operation in world.operations:
        for body in operation.bodies:
            for _ in watch.operation(operation):
                for raw in RAW_BODIES:
                    watch.look(operation, raw[:40], lambda o=operation, r=raw, m=body.media: world.ask(o, world.at(o), r, m))
                for media in ("text/plain", "multipart/form-data; boundary=x", "application/xml", "application/json; charset=utf-16", "a" * 300, "/", "application/json;;="):
                    watch.look(operation, media, lambda o=operation, m=media: world.ask(o, world.at(o), b"{}", m))
                packed = {"content-encoding": "gzip"}
                watch.look(operation, "no gzip", lambda o=operation, m=body.media: world.ask(o, world.at(o), b"{}", m, **packed))
    watch.end()


def test_every_field_of_every_form_takes_anything(world: World) -> None:
    watch, tried = Watch(world), 0
    for operation in world.operations:
        if operation.form is None:
            continue
        for _ in watch.operation(operation):
            for name in operation.form.schema["properties"]:
                tried += 1
                for value in (*map(quote, ADDRESSES), *ENCODED):
                    fields = {key: quote(text) for key, text in operation.form.example.items()} | {name: value}
                    sent = "&".join(f"{key}={text}" for key, text in fields.items()).encode()
                    watch.look(operation, (name, value[:60]), lambda o=operation, s=sent: world.ask(o, world.at(o), s, FORM))
    assert tried >= 12 and watch.taken
    watch.end()


def test_every_part_of_every_address_takes_anything(world: World) -> None:
    watch, tried = Watch(world), 0
    values = (*(quote(f"{text}~", safe="") for text in ADDRESSES), *ENCODED)
    for operation in world.operations:
        body = operation.json
        sent = (json.dumps(world.body(operation, body)).encode(), body.media) if body else (None, "")
        for _ in watch.operation(operation):
            for name, value in itertools.product(operation.path_names, values):
                tried += 1
                path = operation.at({**world.values, name: "@@"}).replace(quote("@@"), value)
                answer = watch.look(operation, (name, value[:60]), lambda o=operation, p=path: world.ask(o, p, *sent))
                if answer and answer.status < 300 and operation.method != "get":
                    watch.wrong.append((operation.id, name, value[:60], "was taken for something that is there"))
            # Every value in turn where an answer costs a look at the log, and every value of every parameter elsewhere.
            asked = [(name, value) for i, name in enumerate(operation.query) for value in (values[i % 4 :: 4] if operation.id in READS_THE_LOG else values)]
            for name, value in (*asked, ("unheard-of", values[0]), ("role", "owner")):
                tried += 1
                path = f"{world.at(operation)}?{quote(name)}={value}"
                answer = watch.look(operation, (name, value[:60]), lambda o=operation, p=path: world.ask(o, p, *sent))
                if answer and answer.status < 300 and name not in operation.query:
                    watch.wrong.append((operation.id, name, "an unknown parameter was taken"))
    assert tried > 1000
    watch.end()


def test_every_header_takes_anything(world: World) -> None:
    watch, tried = Watch(world), 0
    everybodys = ("x-request-id", "traceparent", "accept", "accept-language", "cookie", "authorization", "user-agent", "x-forwarded-for", "origin", "sec-fetch-site", "host", "expect", "range")
    for operation in world.operations:
        body = operation.json
        names = operation.headers + (everybodys if operation.id in ("get_me", "token", "update_me") else ())
        if not names:
            continue
        for _ in watch.operation(operation):
            for name, value in itertools.product(names, HEADERS):
                tried += 1
                sent = (json.dumps(world.body(operation, body)).encode(), body.media) if body else (None, "")
                watch.look(operation, (name, value[:60]), lambda o=operation, n=name, v=value, s=sent: world.ask(o, world.at(o), *s, **{n.lower(): v}))
    assert tried > 500
    watch.end()


def test_members_that_nobody_may_set_are_refused_and_change_nothing(world: World) -> None:
    watch, tried = Watch(world), 0
    for operation in world.operations:
        if (body := operation.json) is None or not isinstance(body.example, dict):
            continue
        closed = body.schema.get("additionalProperties") is False
        for _ in watch.operation(operation) if closed else (operation,):
            # One that is taken without them, so that it is they that are refused.
            for name, value in MEMBERS.items():
                if name in body.schema["properties"]:
                    continue
                tried += 1
                sent = json.dumps(world.body(operation, body) | {name: value}).encode()
                answer = watch.look(operation, name, lambda o=operation, s=sent, m=body.media: world.ask(o, world.at(o), s, m))
                if answer and closed and (answer.status, answer.json().get("code")) != (400, "validation_failed"):
                    watch.wrong.append((operation.id, name, answer.status, answer.body[:200]))
            for name in sorted(body.schema.get("required", ())):
                # Twice: whoever validates the one and applies the other is fooled.
                text = json.dumps(world.body(operation, body))
                sent = (text[:-1] + f', "{name}": {{}}}}').encode()
                answer = watch.look(operation, (name, "twice"), lambda o=operation, s=sent, m=body.media: world.ask(o, world.at(o), s, m))
                if answer and answer.status < 300:
                    watch.wrong.append((operation.id, name, "was taken twice", answer.status))
    assert tried > 400
    watch.end()


def test_forms_give_nothing_more_than_they_say(world: World) -> None:
    before = world.database.tables()
    fields = {"grant_type": "password", "username": "viewer@ours.example", "password": people.PASSWORD}
    more = {name: json.dumps(value) for name, value in MEMBERS.items()}
    answer = people.post_form(world.served.url, "/api/v1/auth/token", fields | more, address=new_address())
    assert answer.status == 200, answer.body
    me = Client(world.served.url, answer.json()["access_token"]).request("GET", "/api/v1/users/me", headers={"weir-tenant": world.tenant}).json()
    assert (me["acting"]["role"], me["platform_role"], me["email"]) == ("viewer", None, "viewer@ours.example")
    assert differing(before, world.database.tables()) <= {"sessions", "refresh_tokens", "login_attempts", "outbox", "outbox_sequences", "users"}


def test_nothing_of_all_this_was_an_error_or_forged_a_line_of_the_log(world: World) -> None:
    assert world.served.process.alive() and world.owner.get("/api/v1/users/me").status == 200
    lines = [json.loads(line) for line in world.served.text().splitlines()]
    assert any(line["message"] == "serving" for line in lines)
    bad = [line for line in lines if line["level"] in ("error", "critical", "fatal")]
    assert not bad, bad[:10]
