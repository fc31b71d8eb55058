"""Redrive and discard as commands: waited for, repeated, refused, and seen to count the event."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.client import Client
from tests.support.stack import Stack

METER = {"slug": "mended", "event_type": "mend", "aggregation": "SUM", "value_property": "$.v"}
FOREIGN = "rej_01ARZ3NDEKTSV4RRFFQ69G5FAV"


@pytest.fixture(scope="module")
def platform(module_stack: Stack) -> Iterator[Client]:
    client = module_stack.client(module_stack.serve())
    assert client.request("POST", "/api/v1/meters", METER).status == 201
    assert client.request("POST", "/api/v1/tenants", {"key": "theirs"}).status == 201
    yield client


@pytest.fixture(scope="module")
def theirs(platform: Client) -> Client:
    identity = platform.get("/api/v1/tenants/theirs").json()["id"]
    body = {"name": "k", "scopes": ["ingest", "query", "manage"], "tenant_id": identity}
    return Client(platform.url, platform.request("POST", "/api/v1/api-keys", body).json()["secret"])


def reject(client: Client, identity: str, subject: str = "theirs") -> str:
    """An event that no meter can use; the id of its rejection."""
    event = {"specversion": "1.0", "id": identity, "source": "commands", "type": "mend", "subject": subject, "data": {"v": "none"}}
    sent = client.send([event])
    assert sent.status == 202, sent.body
    receipt = sent.json()["receipts"][0]["receipt"]
    found = client.get(f"/api/v1/rejected?source=commands&id={identity}&after={receipt}").json()["items"]
    assert len(found) == 1
    return str(found[0]["id"])


def decide(client: Client, verb: str, ids: list[str], **headers: str) -> Any:
    return client.request("POST", f"/api/v1/rejected/{verb}", {"rejected_ids": ids}, {k.replace("_", "-"): v for k, v in headers.items()})


def finished(client: Client, command: str) -> dict[str, Any]:
    deadline = time.monotonic() + 20
    while True:
        found: dict[str, Any] = client.get(f"/api/v1/commands/{command}").json()
        if found["job"] and found["job"]["state"] not in ("queued", "running"):
            return found
        assert time.monotonic() < deadline, found
        time.sleep(0.05)


def test_a_redrive_is_answered_at_once_and_its_command_tells_how_far_it_is(platform: Client) -> None:
    rejection = reject(platform, "redriven")
    answer = decide(platform, "redrive", [rejection])
    assert answer.status == 202 and answer.json()["status"] in ("accepted", "succeeded")
    command = answer.json()["id"]
    assert answer.headers["location"] == f"/api/v1/commands/{command}" and answer.headers["weir-receipt"]
    done = finished(platform, command)
    assert done["job"]["state"] == "succeeded" and done["job"]["result"] == {"redriven": 1, "left": []}
    assert platform.get(f"/api/v1/rejected/{rejection}").json()["state"] == "redriven"


def test_who_waits_for_a_discard_is_told_that_it_is_done(platform: Client, theirs: Client) -> None:
    rejection = reject(theirs, "discarded")
    answer = decide(theirs, "discard", [rejection], prefer="wait=60, return=minimal")
    assert (answer.status, answer.json()["status"], answer.json()["resource"]) == (200, "succeeded", {"discarded": 1, "left_as_they_were": 0})
    assert answer.headers["preference-applied"] == "wait=10"
    assert theirs.get(f"/api/v1/rejected/{rejection}").json()["state"] == "discarded"
    again = decide(theirs, "discard", [rejection], prefer="wait=10")
    assert (again.status, again.json()["code"]) == (409, "rejected_state")


def test_the_same_idempotency_key_is_the_same_command(theirs: Client) -> None:
    rejection = reject(theirs, "repeated")
    first = decide(theirs, "discard", [rejection], prefer="wait=10", idempotency_key="one")
    second = decide(theirs, "discard", [rejection], prefer="wait=10", idempotency_key="one")
    assert (first.status, second.status) == (200, 200)
    assert first.json()["id"] == second.json()["id"] and first.json()["resource"] == second.json()["resource"]
    other = decide(theirs, "discard", [FOREIGN], idempotency_key="one")
    assert (other.status, other.json()["code"]) == (422, "idempotency_key_reused")


def test_what_belongs_to_others_is_not_there(platform: Client, theirs: Client) -> None:
    ours = reject(platform, "ours", subject="somebody_else")
    answer = decide(theirs, "redrive", [ours], prefer="wait=10")
    assert (answer.status, answer.json()["code"]) == (404, "rejected_not_found")
    command = decide(platform, "discard", [ours], prefer="wait=10").json()["id"]
    hidden = theirs.get(f"/api/v1/commands/{command}")
    assert (hidden.status, hidden.json()["code"]) == (404, "command_not_found")


def test_bodies_that_make_no_sense_are_refused_before_anything_is_sent(platform: Client) -> None:
    for body in ({}, {"rejected_ids": []}, {"rejected_ids": ["rej_x"]}, {"rejected_ids": [FOREIGN, FOREIGN]}, {"ids": [FOREIGN]}):
        answer = platform.request("POST", "/api/v1/rejected/redrive", body)
        assert (answer.status, answer.json()["code"]) == (400, "validation_failed"), body


def test_without_a_worker_the_wait_ends_and_the_command_is_done_later(stack: Stack) -> None:
    api = stack.client(stack.launch("api"))
    answer = decide(api, "discard", [FOREIGN], prefer="wait=1")
    assert (answer.status, answer.json()["status"]) == (202, "accepted")
    stack.launch("worker", "operations")
    deadline = time.monotonic() + 20
    while (found := api.get(f"/api/v1/commands/{answer.json()['id']}").json())["status"] == "accepted":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert (found["status"], found["problem"]["code"]) == ("failed", "rejected_not_found")
