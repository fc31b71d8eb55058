"""The events feed, for those who cannot receive: the messages of webhooks under their ids, polls that are held open, and the stream."""

from __future__ import annotations

import http.client
import json
import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from tests.support.client import Client, first_event
from tests.support.stack import Running, Stack
from tests.support.webhook_receiver import WebhookReceiver

FEED = "/api/v1/events-feed"


@dataclass(frozen=True)
class World:
    stack: Stack
    served: Running
    platform: Client
    receiver: WebhookReceiver

    def tenant(self) -> tuple[str, Client]:
        made = self.platform.request("POST", "/api/v1/tenants", {"key": secrets.token_hex(6), "name": "Acme"}).json()["id"]
        key = self.platform.request("POST", "/api/v1/api-keys", {"name": "k", "scopes": ["manage"], "tenant_id": made})
        return str(made), Client(self.platform.url, key.json()["secret"])

    def rename(self, tenant: str, name: str) -> None:
        assert self.platform.request("PATCH", f"/api/v1/tenants/{tenant}", {"name": name}).status == 200


@pytest.fixture(scope="module")
def world(module_stack: Stack) -> Iterator[World]:
    with WebhookReceiver() as receiver:
        served = module_stack.serve(receiver.settings())
        yield World(module_stack, served, module_stack.client(served), receiver)


def page(by: Client, cursor: str | None = None, types: str = "tenant.updated", wait: int = 0) -> dict[str, Any]:
    place = f"&cursor={quote(cursor)}" if cursor else ""
    answer = by.get(f"{FEED}?types={types}&wait_seconds={wait}{place}")
    assert answer.status == 200, answer.body
    return dict(answer.json())


def follow(by: Client, cursor: str | None, wanted: int, types: str = "tenant.updated") -> tuple[list[dict[str, Any]], str]:
    """As many messages, and where to go on."""
    found: list[dict[str, Any]] = []
    deadline = time.monotonic() + 60
    while len(found) < wanted:
        assert time.monotonic() < deadline, found
        one = page(by, cursor, types, wait=10)
        found += one["items"]
        cursor = one["next_cursor"]
    return found, str(cursor)


def test_the_feed_has_what_a_webhook_has_and_a_tenant_needs_no_endpoint_for_it(world: World) -> None:
    tenant, by = world.tenant()
    _, stranger = world.tenant()
    path = "/" + secrets.token_hex(6)
    url = {"url": world.receiver.url + path, "event_types": ["tenant.updated"]}
    made = world.platform.request("POST", "/api/v1/webhook-endpoints", url).json()
    begin = page(world.platform, "now")["next_cursor"]
    world.rename(tenant, "Feed")
    (delivery,) = world.receiver.wait(path)
    (own,), _ = follow(by, None, 1)
    (of_all,), cursor = follow(world.platform, begin, 1)
    assert own == of_all == {"id": delivery.headers["webhook-id"], "body": delivery.verified(made["secret"])}
    assert page(stranger)["items"] == [] and page(world.platform, cursor)["items"] == []
    assert page(by, types="invoice.*,budget.threshold_crossed")["items"] == []
    assert [one["body"]["type"] for one in page(by, types="*")["items"]][-1] == "tenant.updated"
    refused = stranger.get(f"{FEED}?cursor={quote(cursor)}")
    assert (refused.status, refused.json()["code"]) == (400, "cursor_invalid"), "a cursor is its reader's"
    assert world.platform.request("DELETE", f"/api/v1/webhook-endpoints/{made['id']}").status == 204


def test_polls_that_wait_hold_up_nobody_and_each_is_told_once(world: World) -> None:
    tenants = [world.tenant() for _ in range(40)]  # more than there are worker threads and connections
    cursors = [page(by, "now")["next_cursor"] for _, by in tenants]
    with ThreadPoolExecutor(len(tenants)) as pool:
        waiting = [pool.submit(page, by, cursor, "tenant.updated", 25) for (_, by), cursor in zip(tenants, cursors, strict=True)]
        for number, (tenant, _) in enumerate(tenants):
            world.rename(tenant, f"Waited {number}")
        answers = [w.result() for w in waiting]
    for (tenant, _), answer in zip(tenants, answers, strict=True):
        assert [one["body"]["subject"] for one in answer["items"]] == [tenant]


def test_a_poll_without_an_event_ends_with_where_to_go_on(world: World) -> None:
    tenant, by = world.tenant()
    begin = page(by, "now")["next_cursor"]
    began = time.monotonic()
    empty = page(by, begin, wait=1)
    assert empty["items"] == [] and not empty["has_more"] and time.monotonic() - began >= 1
    world.rename(tenant, "After")
    assert len(follow(by, empty["next_cursor"], 1)[0]) == 1


@pytest.mark.parametrize("query", ["wait_seconds=31", "wait_seconds=x", "types=Invoice", "types=a,,b", "limit=101", "cursor=nothing"])
def test_what_makes_no_sense_is_refused(world: World, query: str) -> None:
    answer = world.platform.get(f"{FEED}?{query}")
    assert answer.status == 400 and answer.json()["code"] in ("query_parameter_invalid", "cursor_invalid")


class Listening:
    def __init__(self, client: Client, query: str, last: str = "") -> None:
        self.connection = http.client.HTTPConnection(urlsplit(client.url).netloc, timeout=30)
        headers = {"authorization": f"Bearer {client.key}"} | ({"last-event-id": last} if last else {})
        self.connection.request("GET", f"{FEED}/stream?{query}", headers=headers)
        self.answer = self.connection.getresponse()
        assert self.answer.status == 200 and self.answer.getheader("content-type") == "text/event-stream"

    def next(self) -> tuple[str, Any]:
        """Its id and data; ("", None) at the end. Ids without data are passed over."""
        while fields := dict(line.split(": ", 1) for line in first_event(self.answer).decode().splitlines() if line):
            if "data" in fields:
                return fields["id"], json.loads(fields["data"])
        return "", None


def test_a_stream_tells_as_it_comes_and_goes_on_where_it_was_cut(world: World) -> None:
    tenant, by = world.tenant()
    stream = Listening(by, "types=tenant.updated&cursor=now")
    world.rename(tenant, "One")
    last, one = stream.next()
    assert one["body"]["type"] == "tenant.updated" and one == page(by)["items"][0]
    stream.connection.close()
    for name in ("Two", "Three"):
        world.rename(tenant, name)
    both, _ = follow(by, last, 2)
    again = Listening(by, "types=tenant.updated&cursor=now", last)
    assert [again.next()[1] for _ in range(2)] == both
    again.connection.close()


def test_a_cursor_that_retention_has_passed_is_refused_and_a_new_reader_begins_at_what_is_kept(world: World) -> None:
    tenant, by = world.tenant()
    begin = page(by, "now")["next_cursor"]
    world.rename(tenant, "Old")
    follow(by, begin, 1)
    world.stack.sql("INSERT INTO webhook_feed_passed SELECT partition, max(number) FROM webhook_messages WHERE partition IS NOT NULL GROUP BY 1")
    for answer in (by.get(f"{FEED}?cursor={quote(begin)}"), by.get(f"{FEED}/stream?cursor={quote(begin)}")):
        assert (answer.status, answer.json()["code"]) == (410, "feed_cursor_passed")
    world.rename(tenant, "New")
    assert len(follow(by, None, 1)[0]) == 1


def test_a_server_that_stops_ends_what_waits(world: World) -> None:
    _, by = world.tenant()
    begin = page(by, "now")["next_cursor"]
    stream = Listening(by, "cursor=now")
    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(page, by, begin, "tenant.updated", 30)
        time.sleep(1)
        began = time.monotonic()
        world.served.stop()
        assert held.result()["items"] == [] and time.monotonic() - began < 9
    while stream.next()[0]:
        pass
