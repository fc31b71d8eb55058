"""The official CloudEvents SDKs, npm and PyPI, send to POST /api/v1/events in every mode; what they sent is counted exactly."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
from cloudevents.conversion import to_binary, to_structured
from cloudevents.http import CloudEvent

from tests.support import node
from tests.support.client import Client
from tests.support.stack import Stack
from tests.support.usage import wait_counted


@pytest.fixture(scope="module")
def platform(module_stack: Stack) -> Iterator[Client]:
    client = module_stack.client(module_stack.serve())
    body = {"slug": "sdk_bytes", "event_type": "sdk.sent", "aggregation": "SUM", "value_property": "$.bytes", "group_by": {"mode": "$.mode"}}
    assert client.request("POST", "/api/v1/meters", body).status == 201
    yield client


def counted(platform: Client, tenant: str) -> dict[str, tuple[str, int]]:
    """Mode → exact sum and number of events."""
    wait_counted(platform)
    answer = platform.get(f"/api/v1/meters/sdk_bytes/query?tenant={tenant}&group_by=mode").json()
    return {row["group_by"]["mode"]: (row["value"], row["events"]) for row in answer["data"]}


def test_the_npm_sdk(platform: Client, tmp_path: Path) -> None:
    def event(number: int, mode: str, **more: Any) -> dict[str, Any]:
        return {"id": f"js-{mode}-{number}", "source": "/sdk/js", "type": "sdk.sent", "subject": "ce-js", "data": {"bytes": "0.1", "mode": mode}} | more

    given = {
        "binary": [event(0, "binary"), event(1, "binary", datacontenttype="application/json"), event(2, "binary", partitionkey="zoë 100%")],
        "structured": [event(0, "structured"), event(1, "structured", datacontenttype="application/json", retries=3, replayed=True)],
        "batch": [event(number, "batch") for number in range(30)],
    }
    answers = node.run("cloudevents.mjs", f"{platform.url}/api/v1/events", platform.key, folder=tmp_path, standard_input=given)
    assert [answer.get("accepted") for answer in answers] == [1, 1, 1, 1, 1, 30], answers
    assert counted(platform, "ce-js") == {"binary": ("0.3", 3), "structured": ("0.2", 2), "batch": ("3", 30)}


def test_the_python_sdk(platform: Client) -> None:
    def event(number: int, mode: str, **more: str) -> CloudEvent:
        attributes = {"id": f"py-{mode}-{number}", "source": "/sdk/py", "type": "sdk.sent", "subject": "ce-py", "time": datetime.now(UTC).isoformat()}
        return CloudEvent(attributes | more, {"bytes": "0.1", "mode": mode})

    def send(message: tuple[Any, bytes]) -> None:
        headers, body = message
        answer = requests.post(
            f"{platform.url}/api/v1/events", data=body, headers=dict(headers) | {"authorization": f"Bearer {platform.key}"}, timeout=20
        )
        assert answer.status_code == 202 and answer.json()["accepted"] == 1, answer.text

    for number in range(3):
        send(to_binary(event(number, "binary")))
        send(to_binary(event(number, "typed", datacontenttype="application/json")))
        send(to_structured(event(number, "structured")))
    again = event(0, "binary")
    send(to_binary(again))
    assert counted(platform, "ce-py") == {"binary": ("0.3", 3), "typed": ("0.3", 3), "structured": ("0.3", 3)}
