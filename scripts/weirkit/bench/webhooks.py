"""Rows of webhooks: what it costs to find what is due, how many are sent, how soon, and beside receivers that hang."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ..failure import Failure
from ..process import Process
from ..ui import say
from . import load
from .ingest import WITHOUT_QUOTAS, no_op, serving
from .rows import Beside, Figure
from .sql import Sql
from .waits import Caller, percentile
from .world import Log, World

_URL = "/api/v1/webhook-endpoints"
_SETTINGS = WITHOUT_QUOTAS | {"WEBHOOK_ALLOWED_NETWORKS": "127.0.0.0/8", "WEBHOOK_PORTS": "any"}
_RECEIVERS = 20  # as many as an owner may have
_HANGING = 4
_MESSAGES = 1_000  # of the rate, to each receiver
_CHANGES = 300  # that are announced, one each _CHANGE_EACH_S
_CHANGE_EACH_S = 0.04
_LOOP_SECONDS = 4
_ENDPOINTS = 1_000
_CLAIMS = 500
_CHURN = 100_000  # deliveries that were taken and ended before

# Of a thousand endpoints, a hundred are sent to; four hundred are paused with all that waits, and five hundred have
# only what is due later.
_FILL = """
SET session_replication_role = replica;
INSERT INTO webhook_endpoints (id, url, event_types)
  SELECT 'whe_' || upper(lpad(to_hex(n), 26, '0')), 'https://example.com/hook', '{{*}}' FROM generate_series(1, {endpoints}) AS n;
INSERT INTO webhook_messages (id, type, body)
  SELECT 'msg_' || upper(lpad(to_hex(n), 26, '0')), 'invoice.paid', '{{"type":"invoice.paid"}}' FROM generate_series(1, {messages}) AS n;
INSERT INTO webhook_deliveries (id, endpoint_number, message_number, due_at)
  SELECT 'whd_' || upper(lpad(to_hex(m.number * {endpoints} + e.number), 26, '0')), e.number, m.number,
    CASE WHEN e.number <= {endpoints} / 2 THEN now() - make_interval(secs => {messages} - m.number) ELSE now() + interval '1 day' END
  FROM webhook_messages AS m CROSS JOIN webhook_endpoints AS e;
INSERT INTO webhook_lanes (endpoint_number, first_due, due_at, closed_until)
  SELECT number, '-infinity',
    CASE WHEN number <= {endpoints} / 10 THEN now() WHEN number <= {endpoints} / 2 THEN now() + interval '5 minutes' ELSE now() + interval '1 day' END,
    CASE WHEN number > {endpoints} / 10 AND number <= {endpoints} / 2 THEN now() + interval '5 minutes' ELSE '-infinity' END
  FROM webhook_endpoints;
"""


def claim_row(world: World, runs: int, waiting: int, figure: Figure) -> None:
    """p99 of one sender's claims, in a table in which so many deliveries wait; each run on what the one before left."""
    log = world.log("w1", 1000, 1)
    beside = Beside()
    figure.equal = True
    with world.database(log) as database:
        url = world.postgres.superuser_url(database)
        inside = Sql(url)
        inside.ask(_FILL.format(endpoints=_ENDPOINTS, messages=max(1, waiting // _ENDPOINTS)))
        inside.ask("VACUUM ANALYZE webhook_deliveries")
        for i in range(runs):
            before = inside.number("SELECT count(*) FROM webhook_deliveries WHERE state = 'delivered'")
            inside.ask("UPDATE webhook_lanes SET closed_until = now() + interval '1 hour', due_at = now() + interval '1 hour' WHERE closed_until > '-infinity'")
            said = world.tool("webhook_claims", url, str(_CHURN if i == 0 else 0), str(_CLAIMS))
            ended = inside.number("SELECT count(*) FROM webhook_deliveries WHERE state = 'delivered'") - before
            figure.equal = figure.equal and ended == said["ended"] and said["taken"] == _CLAIMS * 64
            figure.values.append(said["p99_ms"])
            beside.add(p50_ms=said["p50_ms"], max_ms=said["max_ms"])
            say(f"{figure.name} {i + 1}/{runs}: p50 {said['p50_ms']:.1f} ms, p99 {said['p99_ms']:.1f} ms, {said['taken']:,} taken in {_CLAIMS} claims")
        inside.close()
    figure.beside = beside.medians()


@dataclass(frozen=True)
class _Scene:
    """Of one run: an API, receivers' endpoints, the worker of webhooks and the relay."""

    world: World
    log: Log
    database: str
    caller: Caller
    inside: Sql

    def endpoint(self, url: str, event_type: str) -> str:
        return str(self.caller.call("POST", _URL, {"url": url, "event_types": [event_type]})["id"])

    def start_workers(self) -> Process:
        return self.world.start(self.world.weir(self.log.prefix, self.database, **_SETTINGS), "worker", ["worker", "relay", "webhooks"])

    def await_sent(self, where: str = "true") -> None:
        deadline = time.monotonic() + 120
        while self.inside.number(f"SELECT count(*) FROM webhook_deliveries WHERE state = 'waiting' AND {where}") > 0:
            if time.monotonic() > deadline:
                raise Failure("webhooks were not sent within 120 s")
            time.sleep(0.1)


@contextmanager
def _scene(world: World) -> Iterator[_Scene]:
    log = world.empty("webhooks")  # with topics of its own: what was announced before is told to nobody
    with serving(world, log, log.template, "0,1", **_SETTINGS) as (url, _):
        inside = Sql(world.postgres.superuser_url(log.template))
        try:
            yield _Scene(world, log, log.template, Caller(url, world.key), inside)
        finally:
            inside.close()


def rate_row(world: World, runs: int, figure: Figure) -> None:
    """Webhooks that wait for 20 receivers, from the first attempt to the last note ÷ one keep-alive connection that posts the same to the same server."""
    beside = Beside()
    figure.equal = True
    for i in range(runs):
        with no_op("beast", "0,1") as sink, _scene(world) as scene:
            loop = load.end(load.begin(sink, world.key, connections=1, seconds=_LOOP_SECONDS, per_request=1)).rate
            for number in range(_RECEIVERS):
                scene.endpoint(f"{sink}/{number}", "invoice.paid")
            body = '{"type":"invoice.paid","data":{"text":"' + "x" * 400 + '"}}'
            scene.inside.ask(f"INSERT INTO webhook_messages (id, type, body) SELECT 'msg_' || upper(lpad(to_hex(n), 26, '0')), 'invoice.paid', '{body}' FROM generate_series(1, {_MESSAGES}) AS n")
            scene.inside.ask(
                "INSERT INTO webhook_deliveries (id, endpoint_number, message_number) SELECT 'whd_' || upper(lpad(to_hex(m.number * 1000 + e.number), 26, '0')), e.number, m.number "
                "FROM webhook_messages AS m CROSS JOIN webhook_endpoints AS e WHERE m.type = 'invoice.paid'"
            )
            scene.inside.ask("UPDATE webhook_lanes SET due_at = now(), first_due = '-infinity'")
            worker = scene.start_workers()
            scene.await_sent()
            world.end(worker)
            sent, attempts, seconds = scene.inside.ask(
                "SELECT count(*) FILTER (WHERE state = 'delivered'), sum(attempts), extract(epoch FROM max(ended_at) - (SELECT min(started_at) FROM webhook_attempts)) FROM webhook_deliveries"
            )[0].split("|")
        rate = int(sent) / float(seconds)
        figure.equal = figure.equal and int(sent) == int(attempts) == _MESSAGES * _RECEIVERS
        figure.values.append(rate / loop)
        beside.add(webhooks_per_s=rate, loop_per_s=loop)
        say(f"{figure.name} {i + 1}/{runs}: {rate:,.0f} of {loop:,.0f}/s, {sent} sent in {attempts} attempts")
    figure.beside = beside.medians()


def first_attempt_row(world: World, runs: int, figure: Figure) -> None:
    """p99 from a change's announcement to the beginning of its first attempt."""
    beside = Beside()
    figure.equal = True
    with no_op("beast", "0,1") as sink, _scene(world) as scene:
        changed = scene.endpoint(f"{sink}/changed", "webhook_endpoint.updated")
        worker = scene.start_workers()
        for i in range(runs):
            waits = _change(scene, changed, f"r{i}")
            figure.equal = figure.equal and len(waits) == _CHANGES
            figure.values.append(percentile(waits, 0.99))
            beside.add(p50_ms=percentile(waits, 0.5))
            say(f"{figure.name} {i + 1}/{runs}: p50 {percentile(waits, 0.5):.0f} ms, p99 {figure.values[-1]:.0f} ms of {len(waits)}")
        world.end(worker)
    figure.beside = beside.medians()


def hanging_row(world: World, runs: int, figure: Figure) -> None:
    """p99 of receivers that answer, until they are sent to, while a fifth of all hangs ÷ while none does, in turn."""
    beside = Beside()
    figure.equal = True
    for i in range(runs):
        p99 = {}
        for hangs in (False, True) if i % 2 else (True, False):
            with no_op("beast", "0,1") as sink, _hanging_server() as silent, _scene(world) as scene:
                for number in range(1, _RECEIVERS):
                    scene.endpoint(f"{silent if hangs and number <= _HANGING else sink}/{number}", "webhook_endpoint.updated")
                changed = scene.endpoint(f"{sink}/changed", "webhook_endpoint.updated")
                worker = scene.start_workers()
                waits = _change(scene, changed, "r")
                figure.equal = figure.equal and len(waits) == _CHANGES * (_RECEIVERS - (_HANGING if hangs else 0))
                p99[hangs] = percentile(waits, 0.99)
                worker.kill()
                world.running.remove(worker)
        figure.values.append(p99[True] / p99[False])
        beside.add(alone_p99_ms=p99[False], beside_p99_ms=p99[True])
        say(f"{figure.name} {i + 1}/{runs}: p99 {p99[True]:.0f} ms beside {_HANGING} of {_RECEIVERS} that hang, {p99[False]:.0f} ms without")
    figure.beside = beside.medians()


def _change(scene: _Scene, endpoint: str, mark: str) -> list[float]:
    """Changes an endpoint again and again; milliseconds until each that answers was first sent to."""
    before = scene.inside.number("SELECT coalesce(max(number), 0) FROM webhook_messages")
    for number in range(_CHANGES):
        scene.caller.call("PATCH", f"{_URL}/{endpoint}", {"description": f"{mark}-{number}"})
        time.sleep(_CHANGE_EACH_S)
    deadline = time.monotonic() + 60
    while scene.inside.number(f"SELECT count(*) FROM webhook_messages WHERE number > {before}") < _CHANGES:
        if time.monotonic() > deadline:
            raise Failure("changes were not announced within 60 s")
        time.sleep(0.1)
    silent = "endpoint_number IN (SELECT endpoint_number FROM webhook_deliveries GROUP BY endpoint_number HAVING count(*) FILTER (WHERE state = 'delivered') = 0)"
    scene.await_sent(f"message_number > {before} AND attempts = 0 AND NOT {silent}")
    time.sleep(0.5)
    rows = scene.inside.ask(
        "SELECT extract(epoch FROM a.started_at - (m.body::json ->> 'timestamp')::timestamptz) * 1000 FROM webhook_attempts AS a "
        "JOIN webhook_deliveries AS d ON d.number = a.delivery_number JOIN webhook_messages AS m ON m.number = d.message_number "
        f"WHERE a.attempt = 1 AND a.status = 204 AND m.number > {before}"
    )
    return [float(row) for row in rows]


@contextmanager
def _hanging_server() -> Iterator[str]:
    """Takes connections and never answers."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    held: list[socket.socket] = []

    def accept() -> None:
        while True:
            try:
                held.append(listener.accept()[0])
            except OSError:
                return

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for one in held:
            one.close()
