"""What an endpoint asks for beside event types: filters, headers of its own, a rate, an order by object, Ed25519."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support import node
from tests.support.client import Answer, Client
from tests.support.stack import Stack
from tests.support.webhook_receiver import Delivery, Reply, WebhookReceiver
from tests.support.webhook_world import URL, WebhookWorld

TOLD = "webhook_endpoint.updated"


@dataclass(frozen=True)
class World(WebhookWorld):
    def endpoint(self, by: Client, path: str, types: tuple[str, ...] = (TOLD,), **more: Any) -> dict[str, Any]:
        return super().endpoint(by, path, types, **more)


@pytest.fixture(scope="module")
def world(module_stack: Stack) -> Iterator[World]:
    with WebhookReceiver() as receiver:
        served = module_stack.serve(receiver.settings())
        yield World(module_stack.client(served), module_stack, served, receiver)


@pytest.fixture
def path(world: World) -> str:
    """Of this test alone."""
    return "/" + secrets.token_hex(6)


def change(by: Client, of: dict[str, Any], body: dict[str, Any], match: str | None = None) -> Answer:
    return by.request("PATCH", f"{URL}/{of['id']}", body, {"if-match": match} if match else {})


def said(deliveries: list[Delivery]) -> list[str]:
    """The descriptions that were told, in the order in which they came."""
    return [json.loads(one.body)["data"]["description"] for one in deliveries]


def until(ask: Callable[[], Any], seconds: float = 30) -> Any:
    deadline = time.monotonic() + seconds
    while not (found := ask()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return found


def test_only_what_fits_the_filters_is_told(world: World, path: str) -> None:
    tenant, by = world.tenant()
    filters = [{"path": "data.description", "in": ["yes", "perhaps"]}, {"path": "data.enabled", "in": ["true"]}, {"path": "data.event_types", "in": ["invoice.*"]}]
    made = world.endpoint(by, path, filters=filters)
    told = world.endpoint(by, path + "/all", filters=[{"path": "tenant_id", "in": [tenant]}])
    assert made["filters"] == filters
    about = world.endpoint(by, path + "/nobody", event_types=["invoice.*"])
    for description in ("no", "yes", "maybe", "perhaps"):
        assert change(by, about, {"description": description}).status == 200
    assert change(by, about, {"description": "yes", "enabled": False}).status == 200
    assert said(world.receiver.wait(path + "/all", 5)) == ["no", "yes", "maybe", "perhaps", "yes"] or len(world.receiver.got(path + "/all")) == 5
    assert sorted(said(world.receiver.wait(path, 2))) == ["perhaps", "yes"]
    # What is cleared is cleared, with the version that was seen.
    assert change(by, made, {"filters": []}, '"9"').status == 412
    cleared = change(by, made, {"filters": []}, '"1"')
    assert cleared.status == 200 and cleared.json()["filters"] == [] and cleared.json()["version"] == 2
    until(lambda: len(world.receiver.got(path + "/all")) == 6)
    assert by.request("DELETE", f"{URL}/{told['id']}").status == 204


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"filters": [{"path": "currency", "in": ["EUR"]}]}, "/filters/0/path"),
        ({"filters": [{"path": "data", "in": ["EUR"]}]}, "/filters/0/path"),
        ({"filters": [{"path": "data.a.b.c.d.e.f.g.h.i", "in": ["EUR"]}]}, "/filters/0/path"),
        ({"filters": [{"path": "subject", "in": ["a"]}, {"path": "subject", "in": ["b"]}]}, "/filters/1/path"),
        ({"filters": [{"path": "subject", "in": []}]}, "/filters/0/in"),
        ({"filters": [{"path": "subject", "in": [str(n) for n in range(21)]}]}, "/filters/0/in"),
        ({"filters": [{"path": "subject", "in": ["x" * 201]}]}, "/filters/0/in/0"),
        ({"filters": [{"path": "subject", "in": [7]}]}, "/filters/0/in/0"),
        ({"filters": [{"path": f"data.a{n}", "in": ["x"]} for n in range(11)]}, "/filters"),
        ({"headers": [{"name": "Webhook-Id", "value": "x"}]}, "/headers/0/name"),
        ({"headers": [{"name": "x", "value": "1"}, {"name": "Host", "value": "x"}]}, "/headers/1/name"),
        ({"headers": [{"name": "content-type", "value": "x"}]}, "/headers/0/name"),
        ({"headers": [{"name": "transfer-encoding", "value": "x"}]}, "/headers/0/name"),
        ({"headers": [{"name": "connection", "value": "x"}]}, "/headers/0/name"),
        ({"headers": [{"name": "x y", "value": "x"}]}, "/headers/0/name"),
        ({"headers": [{"name": "x\r\nhost", "value": "x"}]}, "/headers/0/name"),
        ({"headers": [{"name": "x", "value": "a\r\nhost: b"}]}, "/headers/0/value"),
        ({"headers": [{"name": "x", "value": " a"}]}, "/headers/0/value"),
        ({"headers": [{"name": "x", "value": "a" * 1025}]}, "/headers/0/value"),
        ({"headers": [{"name": "x"}]}, "/headers/0/value"),
        ({"headers": [{"name": "x-a", "value": "1"}, {"name": "X-A", "value": "2"}]}, "/headers/1/name"),
        ({"headers": [{"name": f"x{n}", "value": "1"} for n in range(11)]}, "/headers"),
        ({"deliveries_per_second": 0}, "/deliveries_per_second"),
        ({"deliveries_per_second": 1001}, "/deliveries_per_second"),
        ({"deliveries_per_second": 1.5}, "/deliveries_per_second"),
        ({"ordered": 1}, "/ordered"),
        ({"ed25519": "yes"}, "/ed25519"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_where_it_stands(world: World, body: dict[str, Any], pointer: str) -> None:
    answer = world.platform.request("POST", URL, {"url": world.receiver.url, "event_types": ["*"], **body})
    assert (answer.status, answer.json()["code"]) == (400, "validation_failed"), answer.body
    assert pointer in [one["pointer"] for one in answer.json()["errors"]], answer.body


def test_headers_of_its_own_come_with_each_delivery_and_are_told_to_nobody_else(world: World, path: str) -> None:
    _, by = world.tenant()
    token, second = secrets.token_hex(16), secrets.token_hex(16)
    once = {"idempotency-key": secrets.token_hex(8)}
    made = by.request("POST", URL, {"url": world.receiver.url + path, "event_types": ["budget.*"], "headers": [{"name": "Authorization", "value": f"Bearer {token}"}, {"name": "x-team", "value": "a b"}]}, once).json()
    assert made["headers"] == [{"name": "Authorization"}, {"name": "x-team"}]

    def come(number: int) -> dict[str, str]:
        assert by.request("POST", f"{URL}/{made['id']}/tests", {}).status == 202
        return next(one for one in world.receiver.wait(path, number)[number - 1 :]).headers

    first = come(1)
    assert (first["authorization"], first["x-team"], first["content-type"]) == (f"Bearer {token}", "a b", "application/json")
    # One stays, one is another, one is new; the same once more changes nothing.
    kept = {"headers": [{"name": "authorization"}, {"name": "x-team", "value": second}, {"name": "x-more", "value": "1"}]}
    changed = change(by, made, kept, '"1"')
    assert changed.status == 200 and changed.json()["version"] == 2, changed.body
    assert changed.json()["headers"] == [{"name": "authorization"}, {"name": "x-team"}, {"name": "x-more"}]
    assert change(by, made, kept).json()["version"] == 2
    later = come(2)
    assert (later["authorization"], later["x-team"], later["x-more"]) == (f"Bearer {token}", second, "1")
    assert change(by, made, {"headers": [{"name": "x-team", "value": "c"}]}).json()["version"] == 3
    assert change(by, made, {"headers": [{"name": "x-team", "value": "d"}]}).json()["version"] == 4, "the value alone"
    last = come(3)
    assert last["x-team"] == "d" and "authorization" not in last
    deliveries = by.get(f"{URL}/{made['id']}/deliveries").json()["items"]
    shown = [by.get(f"{URL}/{made['id']}/deliveries/{one['id']}").body.decode() for one in deliveries]
    audit = until(lambda: len((seen := by.get(f"/api/v1/audit?subject={made['id']}&limit=100")).json()["items"]) >= 7 and seen)
    rows = world.stack.sql("SELECT * FROM webhook_sealed_parts; SELECT * FROM outbox; SELECT * FROM idempotency_keys; SELECT * FROM webhook_endpoints; SELECT * FROM webhook_attempts")
    for text in (by.get(URL).body.decode(), audit.body.decode(), rows, world.served.text(), *shown):
        assert token not in text and second not in text and token.encode().hex() not in text


def test_what_no_key_opens_is_not_sent_and_must_be_given_once_more(world: World, path: str) -> None:
    _, by = world.tenant()
    made = world.endpoint(by, path, event_types=["budget.*"], headers=[{"name": "x-token", "value": "secret"}])
    world.stack.sql(f"UPDATE webhook_sealed_parts SET sealed = decode('00', 'hex') || sealed WHERE id LIKE '{made['id']}%'")
    assert by.request("POST", f"{URL}/{made['id']}/tests", {}).status == 202
    (delivery,) = until(lambda: [d for d in by.get(f"{URL}/{made['id']}/deliveries").json()["items"] if d["attempts"]])
    log = until(lambda: by.get(f"{URL}/{made['id']}/deliveries/{delivery['id']}").json()["attempt_log"])
    assert "headers" in log[0]["error"] and not world.receiver.got(path)
    lost = change(by, made, {"headers": [{"name": "x-token"}, {"name": "x-more", "value": "1"}]})
    assert lost.status == 400 and lost.json()["errors"][0]["pointer"] == "/headers/0/value", lost.body
    assert change(by, made, {"headers": [{"name": "x-token", "value": "again"}]}).status == 200
    assert by.request("POST", f"{URL}/{made['id']}/tests", {}).status == 202
    assert world.receiver.wait(path)[0].headers["x-token"] == "again"


def test_a_key_signs_beside_the_secret_and_rotates_with_an_overlap(world: World, path: str, tmp_path: Path) -> None:
    _, by = world.tenant()
    made = world.endpoint(by, path, event_types=["budget.*"])
    rotations = f"{URL}/{made['id']}/key-rotations"
    refused = by.request("POST", rotations, {})
    assert (refused.status, refused.json()["code"]) == (422, "webhook_secret_refused")
    assert not made["ed25519"] and made["public_keys"] == []
    on = change(by, made, {"ed25519": True}, '"1"').json()
    (first,) = on["public_keys"]
    assert on["ed25519"] and on["version"] == 2 and first["expires_at"] is None
    assert change(by, made, {"ed25519": True}).json() == on

    once = {"idempotency-key": secrets.token_hex(8)}
    rotated, again = (by.request("POST", rotations, {"overlap_seconds": 3600}, once) for _ in range(2))
    assert rotated.status == 201 and again.json() == rotated.json()
    second, old = rotated.json()["public_keys"]
    assert old["public_key"] == first["public_key"] != second["public_key"] and old["expires_at"]
    assert by.request("POST", f"{URL}/{made['id']}/tests", {}).status == 202
    (both,) = world.receiver.wait(path)
    assert [one.split(",")[0] for one in both.headers["webhook-signature"].split(" ")] == ["v1", "v1a", "v1a"]
    assert both.verified(made["secret"])["type"] == "webhook_endpoint.tested", "the official library passes over what it does not know"

    last = by.request("POST", rotations, {"overlap_seconds": 0}).json()["public_keys"]
    assert [one["public_key"] for one in last][1:] == [first["public_key"]] and by.request("POST", rotations, {"overlap_seconds": 60}).status == 201
    assert by.request("POST", rotations, {"overlap_seconds": 60}).json()["code"] == "webhook_secret_refused"
    by.request("POST", f"{URL}/{made['id']}/tests", {})
    later = world.receiver.wait(path, 2)[1]
    altered = both.body.replace(b"tested", b"tasted", 1)
    given = [{"key": key["public_key"], "headers": one.headers, "body": body.decode()} for key, one, body in ((first, both, both.body), (second, both, both.body), (first, both, altered), (second, later, later.body), (last[0], later, later.body), (last[0], both, both.body))]
    assert node.run("verify_v1a.mjs", folder=tmp_path, standard_input=given) == [True, True, False, False, True, False]

    off = change(by, made, {"ed25519": False}).json()
    assert not off["ed25519"] and off["public_keys"] == []
    by.request("POST", f"{URL}/{made['id']}/tests", {})
    assert "v1a" not in world.receiver.wait(path, 3)[2].headers["webhook-signature"]
    assert world.endpoint(by, path + "/new", event_types=["budget.*"], ed25519=True)["public_keys"][0]["public_key"].startswith("whpk_")


def test_a_rate_spreads_what_comes_and_delays_nobody_else(world: World, path: str) -> None:
    _, by = world.tenant()
    slow = world.endpoint(by, path + "/slow", deliveries_per_second=4)
    assert slow["deliveries_per_second"] == 4
    world.endpoint(by, path + "/other")
    about = world.endpoint(by, path + "/nobody", event_types=["invoice.*"])
    for number in range(12):
        assert change(by, about, {"description": str(number)}).status == 200
    world.receiver.wait(path + "/other", 12)
    came = [one.at for one in world.receiver.wait(path + "/slow", 12)]
    # Of twelve at four a second the last begins 2.75 s after the first, however slow the machine is.
    assert came[-1] - came[0] > 2.5
    off = change(by, slow, {"deliveries_per_second": None})
    assert off.json()["deliveries_per_second"] is None


def test_of_one_object_one_comes_after_the_other_though_the_first_fails(world: World, path: str) -> None:
    _, by = world.tenant()
    made = world.endpoint(by, path, ordered=True)
    assert made["ordered"]
    one, other = (world.endpoint(by, f"{path}/{name}", event_types=["invoice.*"]) for name in ("one", "other"))
    fails = [True]

    def reply(delivery: Delivery) -> Reply:
        if delivery.path == path and json.loads(delivery.body)["data"].get("description") == "one 0" and fails[0]:
            return Reply(500)
        return Reply(wait_s=0.05)

    world.receiver.reply = reply
    for number in range(4):
        for name, of in (("one", one), ("other", other)):
            assert change(by, of, {"description": f"{name} {number}"}).status == 200

    def told(name: str) -> list[str]:
        return [text for text in said(world.receiver.got(path)) if text.startswith(name + " ")]

    until(lambda: told("other") == [f"other {n}" for n in range(4)])
    assert set(told("one")) == {"one 0"}, "the others of it wait"

    def waiting() -> list[bool]:
        return [one["next_attempt_at"] is None for one in by.get(f"{URL}/{made['id']}/deliveries?state=waiting").json()["items"]]

    until(lambda: sorted(waiting()) == [False, True, True, True])
    fails[0] = False

    def told_in_the_end() -> bool:
        world.stack.sql("UPDATE webhook_deliveries SET due_at = now() WHERE state = 'waiting' AND leased_until IS NULL AND due_at < 'infinity'; UPDATE webhook_lanes SET due_at = now(), first_due = '-infinity', closed_until = '-infinity'")
        return told("one")[-3:] == ["one 1", "one 2", "one 3"]

    until(told_in_the_end)
    assert told("one")[-4] == "one 0", "once it is delivered, in its order"
    # What is sent once more by hand waits for nobody when nothing waits.
    delivered = by.get(f"{URL}/{made['id']}/deliveries?state=delivered").json()["items"][-1]
    assert by.request("POST", f"{URL}/{made['id']}/deliveries/{delivered['id']}/resends").status == 202
    until(lambda: len(world.receiver.got(path)) >= 10)
    world.receiver.reply = lambda _: Reply()
