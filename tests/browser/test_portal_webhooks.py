"""The portal's pages of webhooks in Debian's Chromium, with a receiver that is told. The journey is in frontend/browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support import people
from tests.support.journey import run, screens
from tests.support.stack import Stack
from tests.support.webhook_receiver import Delivery, Reply, WebhookReceiver


@dataclass(frozen=True)
class World:
    given: dict[str, Any]
    receiver: WebhookReceiver


def reply(delivery: Delivery) -> Reply:
    return Reply(500, body=b"Out of order") if delivery.path == "/failing" else Reply()


@pytest.fixture(scope="module")
def world(module_stack: Stack) -> Iterator[World]:
    with WebhookReceiver() as receiver:
        receiver.reply = reply
        served = module_stack.serve(receiver.settings())
        platform = module_stack.client(served)
        assert platform.request("POST", "/api/v1/tenants", {"key": "acme", "name": "Acme"}).status == 201
        given = {
            "url": platform.url,
            "receiver": f"{receiver.url}/own",
            "failing": f"{receiver.url}/failing",
            "people": {
                "owner": people.who_signs_in(module_stack, "ada@example.com", "--tenant", "acme", "--role", "owner"),
                "operator": people.who_signs_in(module_stack, "olga@example.com", "--platform", "operator"),
            },
            "folder": screens(module_stack),
        }
        yield World(given, receiver)


def test_an_owner_makes_an_endpoint_whose_test_arrives(world: World, tmp_path: Path) -> None:
    shown = tmp_path / "secret"
    run("webhooks.mjs", {**world.given, "journeys": ["own"], "shown": str(shown)})
    first, again = world.receiver.wait("/own", 2)
    assert first.verified(shown.read_text())["type"] == "webhook_endpoint.tested"
    assert again.id == first.id and again.body == first.body


def test_staff_see_what_a_receiver_that_fails_has_answered(world: World) -> None:
    run("webhooks.mjs", {**world.given, "journeys": ["staff"]})
    assert world.receiver.got("/failing")
