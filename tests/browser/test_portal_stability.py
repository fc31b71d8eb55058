"""The portal stands still: Chromium's own count of layout shifts while pages come, and while what they show is asked for again."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from weirkit import environments
from weirkit.account import service_account
from weirkit.place import TOP, shared_cache

from tests.support.client import Client
from tests.support.stack import Stack
from tests.support.usage import wait_counted

METER = {"slug": "tokens", "event_type": "completion", "aggregation": "SUM", "value_property": "$.tokens", "group_by": {"model": "$.model"}, "unit": "tokens"}
_turns = itertools.count()


def event(number: int, time: datetime, **data: Any) -> dict[str, Any]:
    at = time.isoformat().replace("+00:00", "Z")
    data = {"model": ("large", "small")[number % 2], "tokens": str(number % 97), **data}
    return {"specversion": "1.0", "id": f"event-{number}", "source": "checkout", "type": "completion", "subject": f"team-{number % 12}", "time": at, "data": data}


@pytest.fixture(scope="module")
def given(module_stack: Stack) -> Iterator[dict[str, Any]]:
    platform = module_stack.client(module_stack.serve())
    tenant = platform.request("POST", "/api/v1/tenants", {"key": "acme", "name": "Acme"}).json()["id"]
    assert platform.request("POST", "/api/v1/meters", METER).status == 201
    made = platform.request("POST", "/api/v1/api-keys", {"name": "shop", "scopes": ["ingest", "query"], "tenant_id": tenant}).json()
    shop = Client(platform.url, made["secret"])
    now = datetime.now(UTC).replace(microsecond=0)
    usage = [event(number, now - timedelta(minutes=61 * number)) for number in range(1, 600)]
    # Something for each list: rejected, in conflict.
    usage += [event(9_001, now, tokens="many"), event(9_002, now - timedelta(days=200)), event(2, now - timedelta(minutes=122), tokens="777")]
    for first in range(0, len(usage), 100):
        assert shop.send(usage[first : first + 100]).status == 202
    wait_counted(platform)
    yield {"url": platform.url, "key": platform.key, "shop": made["secret"], "tenant": "acme", "meter": "tokens"}


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("journey", ["live", "polled", "listed"])
def test_nothing_moves_when_what_is_shown_is_asked_for_again(given: dict[str, Any], journey: str, width: int) -> None:
    node = os.environ.get("WEIR_TEST_NODE") or environments.node(shared_cache(service_account())) / "node"
    more = {"journey": journey, "width": width, "turn": next(_turns)}
    done = subprocess.run(
        [node, TOP / "frontend/browser/steady.mjs"], input=json.dumps({**given, **more}), capture_output=True, text=True, timeout=110, check=False
    )
    assert done.returncode == 0, done.stderr[-6000:]
