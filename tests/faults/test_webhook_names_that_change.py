"""Names that stand for another address whenever they are asked for: what was looked at is what is connected to, and nothing inside is ever reached."""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.client import Client
from tests.support.name_server import NameServer
from tests.support.services import Services
from tests.support.stack import Stack
from tests.support.webhook_receiver import WebhookReceiver

URL = "/api/v1/webhook-endpoints"
OUTSIDE, INSIDE = "127.0.0.2", "127.0.0.3"  # that webhooks may go to, and that they may not
NOWHERE = "no address that webhooks may be sent to"


class Trap:
    """Something inside: it counts who connects, whatever they say."""

    def __init__(self, port: int) -> None:
        self.reached = 0
        self._socket = socket.create_server((INSIDE, port))
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.reached += 1
            connection.close()

    def close(self) -> None:
        self._socket.close()


@dataclass
class World:
    stack: Stack
    by: Client
    receiver: WebhookReceiver
    trap: Trap
    names: NameServer
    stands_for: dict[str, Callable[[int], list[str]]]

    def endpoint(self, addresses: Callable[[int], list[str]]) -> tuple[str, str]:
        """Of a name of its own; its id, and its path."""
        label = secrets.token_hex(4)
        self.stands_for[f"{label}.weir.example"] = addresses
        port = self.receiver.url.rsplit(":", 1)[1]
        answer = self.by.request("POST", URL, {"url": f"http://{label}.weir.example:{port}/{label}", "event_types": ["budget.*"]})
        assert answer.status == 201, answer.body
        return str(answer.json()["id"]), f"/{label}"

    def attempt(self, endpoint: str) -> dict[str, Any]:
        """What came of the first attempt of a test event."""
        answer = self.by.request("POST", f"{URL}/{endpoint}/tests", {})
        assert answer.status == 202, answer.body
        message = answer.json()["message_id"]
        deadline = time.monotonic() + 60
        while True:
            found = self.by.get(f"{URL}/{endpoint}/deliveries?message_id={message}").json()["items"]
            if found and found[0]["attempts"] and (found[0]["state"] != "waiting" or found[0]["last_status"] is not None or self._failed(endpoint, found[0])):
                shown = self.by.get(f"{URL}/{endpoint}/deliveries/{found[0]['id']}").json()
                return dict(shown["attempt_log"][-1])
            assert time.monotonic() < deadline, found
            time.sleep(0.1)

    def _failed(self, endpoint: str, delivery: dict[str, Any]) -> bool:
        return bool(self.by.get(f"{URL}/{endpoint}/deliveries/{delivery['id']}").json()["attempt_log"])


@pytest.fixture
def world(services: Services, tmp_path: Path) -> Iterator[World]:
    if os.geteuid() != 0:
        pytest.skip("only root may answer for names")
    stands_for: dict[str, Callable[[int], list[str]]] = {}
    tmp_path.chmod(0o755)
    with WebhookReceiver(address=OUTSIDE) as receiver, NameServer(tmp_path, lambda name, asked: stands_for.get(name, lambda _: [])(asked)) as names:
        trap = Trap(int(receiver.url.rsplit(":", 1)[1]))
        with Stack(services, "names") as stack:
            served = stack.serve({"WEBHOOK_ALLOWED_NETWORKS": f"{OUTSIDE}/32", "WEBHOOK_PORTS": "any"})
            yield World(stack, stack.client(served), receiver, trap, names, stands_for)
        trap.close()


def test_what_was_looked_at_is_what_is_connected_to(world: World) -> None:
    # Good at the first question and inside at the second: who looks once and connects after asking again is caught.
    for _ in range(3):
        endpoint, path = world.endpoint(lambda asked: [OUTSIDE if asked == 0 else INSIDE])
        assert world.attempt(endpoint)["status"] == 204
        assert len(world.receiver.got(path)) == 1
        assert world.names.count(f"{path[1:]}.weir.example") == 1, "one question, whose answer is looked at and used"
    # The other way round: what is inside is refused, though the next question would be answered well.
    endpoint, path = world.endpoint(lambda asked: [INSIDE if asked == 0 else OUTSIDE])
    refused = world.attempt(endpoint)
    assert refused["status"] is None and NOWHERE in refused["error"] and INSIDE not in refused["error"]
    assert not world.receiver.got(path)
    # Among several the one that may be is taken, wherever it stands.
    for addresses in ([INSIDE, OUTSIDE], [OUTSIDE, INSIDE], ["169.254.169.254", INSIDE, OUTSIDE], ["10.0.0.1", OUTSIDE]):
        endpoint, path = world.endpoint(lambda _, addresses=addresses: addresses)
        assert world.attempt(endpoint)["status"] == 204, addresses
        assert len(world.receiver.got(path)) == 1
    # Addresses in disguise, the metadata services of clouds, this machine and networks inside.
    for addresses in ([f"::ffff:{INSIDE}"], ["::ffff:169.254.169.254"], ["169.254.169.254"], ["fd00:ec2::254"], ["::1"], ["127.0.0.1"], ["64:ff9b::7f00:3"], ["0.0.0.0"], ["10.0.0.1", "192.168.0.1"]):
        endpoint, path = world.endpoint(lambda _, addresses=addresses: addresses)
        refused = world.attempt(endpoint)
        assert refused["status"] is None and refused["error"], addresses
        # Where there is no IPv6 the resolver does not even ask for such.
        assert NOWHERE in refused["error"] or ":" in addresses[0], refused
        assert not world.receiver.got(path)
    assert world.trap.reached == 0, "nothing inside was ever connected to"
