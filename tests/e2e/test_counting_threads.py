"""One usage worker counts on several threads, each the owner of partitions of its own; what it shows is of all of them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest

from tests.support.client import Client
from tests.support.stack import Stack
from tests.support.usage import wait_counted

EVENTS = 200


@pytest.mark.parametrize("threads", [1, 3])
def test_threads_share_the_partitions_and_add_up(private_stack: Stack, threads: int) -> None:
    serving = private_stack.serve({"USAGE_THREADS": str(threads)})
    client = private_stack.client(serving)
    owners = "SELECT count(DISTINCT owner), max(n) FROM (SELECT owner, count(*) OVER (PARTITION BY owner) AS n FROM leases WHERE consumer = 'usage' AND owner IS NOT NULL) AS o"
    partitions = int(private_stack.sql("SELECT count(*) FROM leases WHERE consumer = 'usage'"))
    _until(lambda: private_stack.sql(owners).strip() == f"{threads}|{-(-partitions // threads)}", lambda: private_stack.sql(owners))

    assert client.request("POST", "/api/v1/meters", {"slug": "m", "event_type": "t", "aggregation": "COUNT"}).status == 201
    sent = client.send([{"specversion": "1.0", "id": str(n), "source": "s", "type": "t", "subject": f"customer-{n % 25}"} for n in range(EVENTS)])
    assert sent.status == 202
    assert wait_counted(client)["totals"]["counted"] == EVENTS
    wanted = {'weir_worker_partitions{state="owned",worker="usage"}': partitions, 'weir_events_counted_total{result="counted"}': EVENTS, 'weir_claims_remembered{tier="hot"}': EVENTS}
    _until(lambda: _shown(client, wanted) == wanted, lambda: f"{_shown(client, wanted)} is not {wanted}")

    serving.stop()
    assert private_stack.sql("SELECT count(*) FROM leases WHERE consumer = 'usage' AND owner IS NOT NULL").strip() == "0"


def _shown(client: Client, names: dict[str, int]) -> dict[str, int]:
    text = client.get("/metrics").body.decode()
    found = {name: re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE) for name in names}
    return {name: int(float(match[1])) for name, match in found.items() if match}


def _until(done: Callable[[], bool], why: Callable[[], str], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, why()
        time.sleep(0.1)
