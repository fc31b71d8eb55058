"""Webhooks from the change to the receiver: verified by the official libraries, repeated under the same id, and nobody waits for somebody who hangs."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import WebhookVerificationError

from tests.support import node
from tests.support.certificate import Certificate
from tests.support.client import Answer, Client
from tests.support.stack import Stack
from tests.support.webhook_receiver import Delivery, Reply, WebhookReceiver
from tests.support.webhook_world import URL, WebhookWorld

LEASE_SECONDS = "2"


@dataclass(frozen=True)
class World(WebhookWorld):
    def read(self, by: Client, made: dict[str, Any], below: str = "") -> Any:
        answer = by.get(f"{URL}/{made['id']}{below}")
        assert answer.status == 200, answer.body
        return answer.json()

    def test(self, by: Client, made: dict[str, Any]) -> None:
        answer = by.request("POST", f"{URL}/{made['id']}/tests", {})
        assert answer.status == 202, answer.body

    def deliveries(self, by: Client, made: dict[str, Any]) -> list[dict[str, Any]]:
        """The newest first."""
        return list(self.read(by, made, "/deliveries")["items"])

    def hurry(self) -> None:
        """What waits for its next attempt is due."""
        self.stack.sql(
            "UPDATE webhook_deliveries SET due_at = now() WHERE state = 'waiting' AND leased_until IS NULL;"
            "UPDATE webhook_lanes SET due_at = now(), first_due = '-infinity', closed_until = '-infinity'"
        )


@pytest.fixture(scope="module")
def world(module_stack: Stack) -> Iterator[World]:
    with WebhookReceiver() as receiver:
        served = module_stack.serve(receiver.settings())
        yield World(module_stack.client(served), module_stack, served, receiver)


@pytest.fixture
def path(world: World) -> str:
    """Of this test alone."""
    return "/" + secrets.token_hex(6)


def until(ask: Callable[[], Any], seconds: float = 30) -> Any:
    deadline = time.monotonic() + seconds
    while not (found := ask()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return found


def code(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json()["code"]


def test_a_change_is_told_and_both_official_libraries_believe_it(world: World, path: str, tmp_path: Path) -> None:
    tenant, by = world.tenant()
    made = world.endpoint(by, path, ("tenant.updated",))
    assert made["secret"].startswith("whsec_")
    assert world.platform.request("PATCH", f"/api/v1/tenants/{tenant}", {"name": "Acme & Daughters"}).status == 200
    (delivery,) = world.receiver.wait(path)
    told = delivery.verified(made["secret"])
    assert (told["type"], told["tenant_id"], told["subject"]) == ("tenant.updated", tenant, tenant)
    assert "name" not in told["data"], "what can tell who somebody is stays here"
    assert delivery.headers["content-type"] == "application/json" and delivery.headers["user-agent"].startswith("Weir-Webhooks/")
    altered = Delivery(delivery.path, delivery.headers, delivery.body.replace(b"tenant", b"tenent", 1), 0)
    with pytest.raises(WebhookVerificationError):
        altered.verified(made["secret"])
    with pytest.raises(WebhookVerificationError):
        delivery.verified("whsec_" + "A" * 43 + "=")
    given = [{"secret": made["secret"], "headers": one.headers, "body": one.body.decode()} for one in (delivery, altered)]
    believed = node.run("standardwebhooks.mjs", folder=tmp_path, standard_input=given)
    assert believed[0] == told and "error" in believed[1]


def test_of_another_tenant_nothing_is_told_and_the_platform_is_told_of_all(world: World, path: str) -> None:
    tenant, _ = world.tenant()
    _, stranger = world.tenant()
    theirs = world.endpoint(stranger, path + "/stranger", ("tenant.updated",))
    own = world.endpoint(world.platform, path + "/platform", ("tenant.updated",))
    world.platform.request("PATCH", f"/api/v1/tenants/{tenant}", {"name": "Other"})
    assert world.receiver.wait(path + "/platform")[0].verified(own["secret"])["tenant_id"] == tenant
    world.test(stranger, theirs)
    (test,) = world.receiver.wait(path + "/stranger")
    assert test.verified(theirs["secret"])["type"] == "webhook_endpoint.tested"
    assert len(world.receiver.got(path + "/platform")) == 1, "a test is its endpoint's alone"
    assert world.platform.request("DELETE", f"{URL}/{own['id']}").status == 204


def test_what_fails_is_tried_again_under_the_same_id_and_shown(world: World, path: str) -> None:
    _, by = world.tenant()
    made = world.endpoint(by, path, ("budget.*",))
    replies = [Reply(500, body=b"out of order"), Reply(301, (("location", world.receiver.url + path + "/elsewhere"),)), Reply(200, body=b"ok")]
    world.receiver.reply = lambda d: replies[min(len(world.receiver.got(path)) - 1, 2)] if d.path == path else Reply()
    world.test(by, made)
    first, second = world.receiver.wait(path, 2)
    assert 4 <= second.at - first.at < 20, "five seconds, and some"
    assert first.id == second.id and first.body == second.body
    until(lambda: world.deliveries(by, made)[0]["attempts"] == 2 and world.deliveries(by, made)[0]["last_status"] == 301)
    waiting = world.deliveries(by, made)[0]
    assert waiting["state"] == "waiting" and waiting["next_attempt_at"]
    world.hurry()
    world.receiver.wait(path, 3)[2].verified(made["secret"])
    (delivery,) = until(lambda: [d for d in world.deliveries(by, made) if d["state"] == "delivered"])
    shown = world.read(by, made, f"/deliveries/{delivery['id']}")
    assert shown["message_id"] == first.id and shown["body"].encode() == first.body
    log = sorted(shown["attempt_log"], key=lambda a: a["attempt"])
    assert [(a["attempt"], a["status"], a["response"]) for a in log] == [(1, 500, "out of order"), (2, 301, ""), (3, 200, "ok")]
    assert not world.receiver.got(path + "/elsewhere"), "nobody is followed"


def test_who_says_gone_is_disabled_and_told_no_more_until_enabled(world: World, path: str) -> None:
    _, by = world.tenant()
    made = world.endpoint(by, path, ("budget.*",))
    world.receiver.reply = lambda d: Reply(410) if d.path == path else Reply()
    world.test(by, made)
    until(lambda: world.read(by, made)["disabled_reason"] == "gone")
    assert world.deliveries(by, made)[0]["failed_reason"] == "disabled"
    assert code(by.request("POST", f"{URL}/{made['id']}/tests", {})) == (409, "webhook_endpoint_disabled")
    failed = world.deliveries(by, made)[0]
    assert code(by.request("POST", f"{URL}/{made['id']}/deliveries/{failed['id']}/resends", {})) == (409, "webhook_endpoint_disabled")
    kinds = world.stack.sql(f"SELECT type FROM outbox WHERE payload::json ->> 'subject' = '{made['id']}' ORDER BY number").split()
    assert kinds == ["webhook_endpoint.created", "webhook_endpoint.tested", "webhook_endpoint.disabled"]
    world.receiver.reply = lambda _: Reply()
    assert by.request("PATCH", f"{URL}/{made['id']}", {"enabled": True}).json()["enabled"]
    assert by.request("POST", f"{URL}/{made['id']}/resends", {"since": made["created_at"]}).json() == {"count": 1}
    again = until(lambda: [d for d in world.receiver.got(path)[1:] if d.id == failed["message_id"]])
    again[0].verified(made["secret"])


def test_a_rotated_secret_signs_beside_the_new_one_for_its_while(world: World, path: str) -> None:
    _, by = world.tenant()
    made = world.endpoint(by, path, ("invoice.*",))
    rotated = by.request("POST", f"{URL}/{made['id']}/secret-rotations", {"overlap_seconds": 3600}).json()
    assert rotated["secret"] != made["secret"]
    world.test(by, made)
    (both,) = world.receiver.wait(path)
    assert both.verified(made["secret"]) == both.verified(rotated["secret"])
    last = by.request("POST", f"{URL}/{made['id']}/secret-rotations", {"overlap_seconds": 0}).json()
    world.test(by, made)
    only = world.receiver.wait(path, 2)[1]
    only.verified(last["secret"])
    with pytest.raises(WebhookVerificationError):
        only.verified(rotated["secret"])


def test_an_endpoint_that_hangs_delays_nobody(world: World, path: str) -> None:
    _, by = world.tenant()
    hangs = world.endpoint(by, path + "/hangs", ("webhook_endpoint.created", "webhook_endpoint.updated"))
    well = world.endpoint(by, path + "/well", ("webhook_endpoint.updated",))
    world.receiver.reply = lambda d: Reply(wait_s=12) if d.path.endswith("/hangs") else Reply()
    for number in range(30):
        assert by.request("PATCH", f"{URL}/{well['id']}", {"description": str(number)}).status == 200
    began = time.monotonic()
    world.receiver.wait(path + "/well", 30, 10)
    assert time.monotonic() - began < 10, "while the other one holds its eight"
    assert len(world.receiver.got(path + "/hangs")) <= 9
    assert by.request("DELETE", f"{URL}/{hangs['id']}").status == 204


def test_where_webhooks_may_not_go_they_do_not(module_stack: Stack, world: World, path: str) -> None:
    """What was allowed at its making and is not any more: the sender looks at each address that it connects to."""
    _, by = world.tenant()
    made = world.endpoint(by, path, ("budget.*",))
    world.served.stop()
    world.served.start_again({"WEBHOOK_ALLOWED_NETWORKS": ""})
    world.test(by, made)
    (failed,) = until(lambda: [d for d in world.deliveries(by, made) if d["state"] == "failed"])
    assert failed["failed_reason"] == "refused"
    shown = world.read(by, made, f"/deliveries/{failed['id']}")
    assert shown["attempt_log"][0]["status"] is None and "127.0.0.1" not in json.dumps(shown["attempt_log"][0]["response"])
    assert not world.receiver.got(path)
    assert code(by.request("POST", URL, {"url": world.receiver.url + path, "event_types": ["*"]})) == (422, "webhook_url_refused")
    world.served.stop()
    world.served.start_again(world.receiver.settings())


def test_a_sender_killed_before_it_could_note_repeats_under_the_same_id(world: World, path: str) -> None:
    _, by = world.tenant()
    made = world.endpoint(by, path, ("budget.*",))
    world.served.stop()
    world.served.start_again({"WEIR_FAILPOINTS": "webhooks.before_note=kill"})
    world.test(by, made)
    world.receiver.wait(path)
    assert world.served.process.wait(10), "answered, and nobody has noted it"
    world.served.start_again({"WEIR_FAILPOINTS": ""})
    assert [(d["state"], d["attempts"], d["last_status"]) for d in world.deliveries(by, made)] == [("waiting", 1, None)]
    world.stack.sql("UPDATE webhook_deliveries SET leased_until = now(), due_at = now() WHERE leased_until IS NOT NULL; UPDATE webhook_lanes SET due_at = now(), first_due = '-infinity', lease_ends = now()")
    first, second = world.receiver.wait(path, 2)
    assert first.id == second.id
    until(lambda: world.deliveries(by, made)[0]["state"] == "delivered")
    assert world.deliveries(by, made)[0]["attempts"] == 2


def test_a_receiver_is_believed_by_the_certificates_that_are_named(world: World, path: str) -> None:
    _, by = world.tenant()
    certificate = Certificate(world.stack.place.service_folder("weir"), "receiver")
    with WebhookReceiver(certificate) as receiver:
        made = by.request("POST", URL, {"url": receiver.url + path, "event_types": ["budget.*"]}).json()
        world.test(by, made)
        (stranger,) = until(lambda: [d for d in world.deliveries(by, made) if world.read(by, made, f"/deliveries/{d['id']}")["attempt_log"]])
        (attempt,) = world.read(by, made, f"/deliveries/{stranger['id']}")["attempt_log"]
        assert attempt["status"] is None and "certificate" in attempt["error"] and not receiver.got(path)
        world.served.stop()
        world.served.start_again({"WEBHOOK_CA_FILE": str(certificate.path)})
        world.hurry()
        receiver.wait(path)[0].verified(made["secret"])
    world.served.stop()
    world.served.start_again({"WEBHOOK_CA_FILE": ""})


def test_metrics_count_what_was_made_and_what_came_of_it(world: World, path: str) -> None:
    _, by = world.tenant()
    made = world.endpoint(by, path, ("budget.*",))
    replies = [Reply(500), Reply()]
    world.receiver.reply = lambda d: replies[min(len(world.receiver.got(path)) - 1, 1)] if d.path == path else Reply()

    def count(series: str) -> float:
        text = Client(world.served.url).get("/metrics").body.decode()
        return sum(float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if line.startswith(series + " "))

    series = ("weir_webhook_deliveries_total", 'weir_webhook_attempts_total{outcome="again"}', 'weir_webhook_attempts_total{outcome="delivered"}')
    before = [count(one) for one in series]
    world.test(by, made)
    until(lambda: world.deliveries(by, made) and world.deliveries(by, made)[0]["last_status"] == 500)
    world.hurry()
    until(lambda: world.deliveries(by, made)[0]["state"] == "delivered")
    until(lambda: [count(one) for one in series] == [one + 1 for one in before])
