"""Being told of new usage as it is counted, and the switch for it."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.support.client import Client, first_event
from tests.support.stack import Running, Stack

PATH = "/api/v1/usage/stream?tenant=live"


@pytest.fixture(scope="module")
def running(module_stack: Stack) -> Running:
    return module_stack.serve({"FEATURE_USAGE_STREAM": "true", "FEATURE_NEW_PAGE": "false"})


@pytest.fixture(scope="module")
def platform(module_stack: Stack, running: Running) -> Iterator[Client]:
    client = module_stack.client(running)
    assert client.request("POST", "/api/v1/tenants", {"key": "live"}).status == 201
    assert client.request("POST", "/api/v1/meters", {"slug": "live", "event_type": "live", "aggregation": "COUNT"}).status == 201
    yield client


class Listening:
    def __init__(self, client: Client, seconds: float = 25.0) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(client.url).netloc, timeout=seconds)
        self.connection.request("GET", PATH, headers={"authorization": f"Bearer {client.key}"})
        self.answer = self.connection.getresponse()
        assert self.answer.status == 200 and self.answer.getheader("content-type") == "text/event-stream"

    def next(self) -> tuple[str, Any]:
        """Its name and data; ("", None) at the end."""
        fields = dict(line.split(": ", 1) for line in first_event(self.answer).decode().splitlines() if line)
        return fields.get("event", ""), json.loads(fields.get("data", "null"))


def event(identity: str) -> dict[str, object]:
    return {"specversion": "1.0", "id": identity, "source": "stream", "type": "live", "subject": "live"}


def count(client: Client) -> int:
    return sum(int(row["value"]) for row in client.get("/api/v1/meters/live/query?tenant=live").json()["data"])


def test_a_reader_is_told_when_an_event_was_counted(platform: Client) -> None:
    stream = Listening(platform)
    name, first = stream.next()
    assert name == "usage" and set(first) == {"data_through"}
    for number in range(3):
        assert platform.send([event(str(number))]).status == 202
        deadline = time.monotonic() + 15
        while count(platform) != number + 1:
            assert time.monotonic() < deadline
            name, told = stream.next()
            assert name in ("usage", "progress")
        while name != "usage":  # counted is not told yet
            name, told = stream.next()
        assert (told["data_through"] or "") >= (first["data_through"] or "")  # nothing until every partition has said so


def test_a_tenant_hears_of_itself_only_and_the_platform_says_of_whom(platform: Client) -> None:
    assert platform.get("/api/v1/usage/stream").json()["code"] == "tenant_required"
    identity = platform.request("POST", "/api/v1/tenants", {"key": "deaf"}).json()["id"]
    made = platform.request("POST", "/api/v1/api-keys", {"name": "k", "scopes": ["query"], "tenant_id": identity}).json()
    refused = Client(platform.url, made["secret"]).get(PATH)
    assert (refused.status, refused.json()["code"]) == (404, "tenant_not_found")
    assert Client(platform.url, made["secret"]).get("/api/v1/usage/stream").body.startswith(b"event: usage\n")


def test_flags_are_seeded_listed_and_switched_with_an_announcement(module_stack: Stack, platform: Client) -> None:
    flags = {flag["name"]: flag for flag in platform.get("/api/v1/feature-flags").json()["items"]}
    assert (flags["usage_stream"]["enabled"], flags["new_page"]["enabled"]) == (True, False) and flags["usage_stream"]["description"]
    missing = platform.request("PUT", "/api/v1/feature-flags/usage_steam", {"enabled": False})
    assert (missing.status, missing.json()["code"]) == (404, "feature_flag_not_found")
    for _ in range(2):  # the second changes nothing and tells nothing
        off = platform.request("PUT", "/api/v1/feature-flags/usage_stream", {"enabled": False})
        assert (off.status, off.json()["enabled"]) == (200, False)
    told = module_stack.sql("SELECT string_agg(payload::json ->> 'data', ' ') FROM outbox WHERE type = 'feature_flag.changed'")
    assert json.loads(str(told)) == {"name": "usage_stream", "enabled": False, "previous": {"name": "usage_stream", "enabled": True}}
    refused = platform.get(PATH)
    assert (refused.status, refused.json()["code"]) == (404, "feature_disabled")


def test_a_flag_switched_elsewhere_is_seen_within_seconds(module_stack: Stack, platform: Client) -> None:
    module_stack.sql("UPDATE feature_flags SET enabled = true WHERE name = 'usage_stream' RETURNING name")
    deadline = time.monotonic() + 10
    while platform.get(PATH).status != 200:
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_a_server_that_stops_ends_its_streams(module_stack: Stack, running: Running, platform: Client) -> None:
    stream = Listening(platform)
    stream.next()
    began = time.monotonic()
    running.stop()
    while stream.next()[0]:
        pass
    assert time.monotonic() - began < 9, "streams hold the server up"
