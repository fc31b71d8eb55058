"""Rows of waiting: until an event is visible, until a killed worker's partitions move, until a query answers."""

from __future__ import annotations

import http.client
import json
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlsplit

from ..failure import Failure
from ..ui import say
from . import load
from .catchup import cells_are_equal, wait_for_end
from .ingest import WITHOUT_QUOTAS, serving
from .months import DRAFT, add_months, span_of_months
from .rows import Beside, Figure
from .sql import Sql
from .world import World

_LEASE_SECONDS = 10  # the product's default
_PROBERS = 4
_PROBES = 40  # of each prober, in one run
_CONNECTIONS = 256


class Caller:
    """One keep-alive connection with a key."""

    def __init__(self, url: str, key: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=15)
        self._headers = {"Authorization": f"Bearer {key}"}

    def call(self, method: str, path: str, body: Any = None, kind: str = "application/json") -> Any:
        """The answer's document."""
        text = self.read(method, path, body, kind)
        return json.loads(text) if text else None

    def read(self, method: str, path: str, body: Any = None, kind: str = "application/json") -> bytes:
        """The answer's bytes."""
        sent = None if body is None else json.dumps(body)
        self._connection.request(method, path, sent, self._headers | ({"Content-Type": kind} if sent else {}))
        answer = self._connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise Failure(f"{method} {path} answered {answer.status}: {text[:300]!r}")
        return text


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def visible_row(world: World, runs: int, row: Figure) -> None:
    """Open clients at half of what the API takes; probers post an event and ask until the query shows it."""
    log = world.log("w1", 1000, 1)
    beside = Beside()
    row.equal = True
    with world.database(log) as database, serving(world, log, database, "0,1", **WITHOUT_QUOTAS) as (url, _):
        worker = world.start(world.weir(log.prefix, database), "worker", ["worker", "usage"])
        caller = Caller(url, world.key)
        caller.call("POST", "/api/v1/meters", {"slug": "probes", "name": "Probes", "event_type": "probe", "aggregation": "COUNT"})
        most = load.end(load.begin(url, world.key, connections=_CONNECTIONS, seconds=4, per_request=1)).rate
        time.sleep(2)
        for i in range(runs):
            with load.half(url, world.key, most, _CONNECTIONS):
                before, began = world.ends(log.topic), time.monotonic()
                with ThreadPoolExecutor(_PROBERS) as probers:
                    waits = [ms for found in probers.map(lambda n, i=i: _probe(url, world.key, f"r{i}-p{n}"), range(_PROBERS)) for ms in found]
                rate = (world.ends(log.topic) - before) / (time.monotonic() - began)
            row.values.append(percentile(waits, 0.99))
            beside.add(p50_ms=percentile(waits, 0.5), load_per_s=rate, most_per_s=most)
            say(f"{row.name} {i + 1}/{runs}: p50 {percentile(waits, 0.5):.0f} ms, p99 {row.values[-1]:.0f} ms at {rate:,.0f} of {most:,.0f} requests/s")
        world.end(worker)
    row.beside = beside.medians()


def _probe(url: str, key: str, tenant: str) -> list[float]:
    """Milliseconds from each acknowledgement until the sum shows the event."""
    caller = Caller(url, key)
    waits = []
    for n in range(1, _PROBES + 1):
        event = {"specversion": "1.0", "id": f"{tenant}-{n}", "source": "probe", "type": "probe", "subject": tenant}
        caller.call("POST", "/api/v1/events", event, "application/cloudevents+json")
        acknowledged = time.monotonic()
        while _counted(caller, tenant) < n:
            if time.monotonic() > acknowledged + 30:
                raise Failure(f"an event of {tenant} was not visible within 30 s")
            time.sleep(0.01)
        waits.append((time.monotonic() - acknowledged) * 1000)
    return waits


def _counted(caller: Caller, tenant: str) -> int:
    rows = caller.call("GET", f"/api/v1/meters/probes/query?tenant={tenant}")["data"]
    return sum(int(r["value"]) for r in rows)


def takeover_row(world: World, runs: int, events: int, row: Figure) -> None:
    """Two workers in the middle of a log; one is killed. Until each of its partitions has moved."""
    log = world.log("w1", events, 1)
    row.equal = True
    for i in range(runs):
        world.warm(log)
        with world.database(log) as database:
            seen = Sql(world.postgres.superuser_url(database))
            weir = world.weir(log.prefix, database)
            first = world.start(weir, "worker", ["worker", "usage"])
            other = world.start(weir, "worker-2", ["worker", "usage"])
            deadline = time.monotonic() + 60
            while seen.number("SELECT count(*) FROM (SELECT owner FROM leases WHERE consumer = 'usage' AND next_offset > 0 GROUP BY owner HAVING count(*) = 4) AS o") < 2:
                if time.monotonic() > deadline:
                    raise Failure("two workers did not share the partitions within 60 s")
                time.sleep(0.02)
            first.kill()
            world.running.remove(first)
            killed = time.monotonic()
            before = dict(r.split("|") for r in seen.ask(f"SELECT partition, next_offset FROM leases WHERE consumer = 'usage' AND owner LIKE '%:{first.pid}:%'"))
            behind = " OR ".join(f"(partition = {p} AND next_offset <= {at})" for p, at in before.items())
            while seen.number(f"SELECT count(*) FROM leases WHERE consumer = 'usage' AND ({behind})") > 0:
                if time.monotonic() > killed + 120:
                    raise Failure("the killed worker's partitions did not move within 120 s")
                time.sleep(0.02)
            took = time.monotonic() - killed
            wait_for_end(seen, log, other)
            world.end(other)
            equal = cells_are_equal(world, database, log)
            seen.close()
        row.equal = row.equal and equal
        row.values.append(took / _LEASE_SECONDS)
        say(f"{row.name} {i + 1}/{runs}: {took:.1f} s for {len(before)} partitions, cells {'equal' if equal else 'NOT EQUAL'}")


def query_row(world: World, runs: int, row: Figure) -> None:
    """A month of hours for five series, out of 16,000 cells."""
    log = world.log("w1", 1000, 1)
    beside = Beside()
    row.equal = True
    with world.database(log) as database, serving(world, log, database, "0,1", **WITHOUT_QUOTAS) as (url, _):
        caller = Caller(url, world.key)
        caller.call("POST", "/api/v1/meters", DRAFT)
        inside = Sql(world.postgres.superuser_url(database))
        add_months(inside, tenants=4)
        first, last = (quote(t) for t in span_of_months(inside))
        expected = inside.ask("SELECT count(*), sum(sum) FROM usage_cells AS c JOIN tenants AS t ON t.number = c.tenant_number JOIN meters AS m ON m.number = c.meter_number WHERE t.key = 'tenant-00' AND m.slug = 'months'")[0]
        inside.close()
        path = f"/api/v1/meters/months/query?tenant=tenant-00&from={first}&to={last}&window=HOUR&group_by=series"
        for i in range(runs):
            waits = []
            for _ in range(200):
                began = time.monotonic()
                text = caller.read("GET", path)
                waits.append((time.monotonic() - began) * 1000)
            rows = json.loads(text)["data"]
            row.equal = row.equal and expected == f"{len(rows)}|{sum((Decimal(r['value']) for r in rows), Decimal(0)):.9f}"
            row.values.append(percentile(waits, 0.99))
            beside.add(p50_ms=percentile(waits, 0.5), rows=len(rows))
            say(f"{row.name} {i + 1}/{runs}: p50 {percentile(waits, 0.5):.1f} ms, p99 {row.values[-1]:.1f} ms, {len(rows)} rows, {'equal' if row.equal else 'NOT EQUAL'}")
    row.beside = beside.medians()
