"""Catching up with a log from its first record: rows of speed, CPU, WAL and memory."""

from __future__ import annotations

import subprocess
import time
from dataclasses import dataclass

from ..failure import Failure
from ..process import Process
from ..ui import say
from . import cpu
from .rows import Beside, Figure
from .sql import Sql
from .world import PARTITIONS, Log, World

_SECONDS_MOST = 300
_NEAR_THE_END = 0.7
_WARM_UP = 3
_CELLS = (
    "COPY (SELECT t.id, c.subject, extract(epoch FROM c.hour)::bigint, c.events, trim_scale(c.sum) FROM usage_cells AS c"
    " JOIN tenants AS t ON t.number = c.tenant_number ORDER BY 1, 2, 3) TO STDOUT (FORMAT csv)"
)
_SAME = (
    "SELECT coalesce(sum(events), 0) = {events} AND coalesce(sum(counted), 0) = {counted} AND"
    " coalesce(sum(duplicate + conflict + unmatched + rejected), 0) = {events} - {counted} FROM usage_conservation"
)


@dataclass
class Run:
    """One catch-up. seconds: from the worker's start to its last commit, as another connection sees it."""

    seconds: float
    cpu: dict[str, float]  # seconds, by process
    wal_bytes: int
    equal: bool

    def micros(self, events: int) -> float:
        return sum(self.cpu.values()) / events * 1e6


@dataclass
class Ceiling:
    """Events per second of librdkafka and simdjson alone, two threads, and their CPU µs per event."""

    rate: float
    micros: float


def ceiling(world: World, log: Log) -> Ceiling:
    world.warm(log)
    said = world.tool("ceiling", "read", world.kafka.brokers, log.topic, str(PARTITIONS), "2")
    if said["events"] != log.events:
        raise Failure(f"the ceiling read {said['events']} events of {log.events}")
    return Ceiling(said["events"] / said["seconds"], said["cpu_seconds"] / said["events"] * 1e6)


def catch_up(world: World, log: Log, **settings: str) -> Run:
    """A worker with a fresh database, from offset 0 to the end. settings: of the worker's environment."""
    world.warm(log)
    with world.database(log) as database:
        seen = Sql(world.postgres.superuser_url(database))
        wal = seen.ask("SELECT pg_current_wal_lsn()")[0]
        meter = world.meter()
        began = time.monotonic()
        worker = world.start(world.weir(log.prefix, database, **settings), "worker", ["worker", "usage"])
        wait_for_end(seen, log, worker)
        took = time.monotonic() - began
        used = meter.seconds() | {"worker": cpu.of_process(worker.pid)}
        world.end(worker)
        wal_bytes = seen.number(f"SELECT pg_current_wal_insert_lsn() - '{wal}'::pg_lsn")
        equal = cells_are_equal(world, database, log) and seen.ask(_SAME.format(events=log.events, counted=log.counted)) == ["t"]
        seen.close()
    return Run(took, used, wal_bytes, equal)


def wait_for_end(seen: Sql, log: Log, worker: Process) -> None:
    """Until every record is behind the committed offsets."""
    deadline = time.monotonic() + _SECONDS_MOST
    while (done := seen.number("SELECT coalesce(sum(next_offset), 0) FROM leases WHERE consumer = 'usage'")) < log.records:
        if not worker.alive():
            raise Failure("the worker ended; see the log beside the bench's data")
        if time.monotonic() > deadline:
            raise Failure(f"the worker was not done with {log.topic} within {_SECONDS_MOST} s")
        # Asking takes processor time from what is measured: rarely while the end is far.
        time.sleep(0.02 if done > _NEAR_THE_END * log.records else 0.2)


def cells_are_equal(world: World, database: str, log: Log) -> bool:
    """Every cell against what the log's maker added up, byte for byte."""
    with subprocess.Popen(["psql", "-XqAt", world.postgres.superuser_url(database), "-c", _CELLS], stdout=subprocess.PIPE) as psql:
        assert psql.stdout
        with log.expected.open("rb") as expected:
            same = all(line == expected.readline() for line in psql.stdout) and not expected.readline()
        psql.stdout.close()
    return same and psql.returncode == 0


def speed_rows(world: World, runs: int, log: Log, speed: Figure, more: Figure | None = None, wal: Figure | None = None) -> None:
    """One row of speed, interleaved with its ceiling, each going first every other time."""
    beside = Beside()
    speed.equal = True
    for _ in range(_WARM_UP):  # not counted: a broker that has just started compiles its code first
        ceiling(world, log)
        catch_up(world, log)
    for i in range(runs):
        top = ceiling(world, log) if i % 2 == 0 else None
        run = catch_up(world, log)
        top = top or ceiling(world, log)
        rate = log.events / run.seconds
        speed.values.append(rate / top.rate)
        speed.equal = speed.equal and run.equal
        beside.add(events_per_s=rate, ceiling=top.rate, ceiling_us=top.micros, **{f"{name}_us": used / log.events * 1e6 for name, used in run.cpu.items()})
        if more:
            more.values.append(run.micros(log.events))
        if wal:
            wal.values.append(run.wal_bytes / log.counted)
        say(
            f"{speed.name} {i + 1}/{runs}: {rate:,.0f} of {top.rate:,.0f} events/s, {run.micros(log.events):.2f} µs/event ("
            + ", ".join(f"{name} {used / log.events * 1e6:.2f}" for name, used in run.cpu.items())
            + f"), WAL {run.wal_bytes / log.counted:.0f} B/event, cells {'equal' if run.equal else 'NOT EQUAL'}"
        )
    speed.beside = beside.medians()
    for figure in (more, wal):
        if figure:
            figure.equal = speed.equal


def hot_tenant_row(world: World, runs: int, even: Log, hot: Log, row: Figure) -> None:
    """The same number of events, one tenant against fifty."""
    beside = Beside()
    row.equal = True
    for i in range(runs):
        order = (even, hot) if i % 2 == 0 else (hot, even)
        done = {log.template: catch_up(world, log) for log in order}
        seconds = {name: run.seconds for name, run in done.items()}
        row.equal = row.equal and all(run.equal for run in done.values())
        row.values.append((hot.events / seconds[hot.template]) / (even.events / seconds[even.template]))
        beside.add(w1=even.events / seconds[even.template], w2=hot.events / seconds[hot.template], w2_cpu_us=done[hot.template].micros(hot.events))
        say(f"{row.name} {i + 1}/{runs}: {row.values[-1]:.2f}, cells {'equal' if row.equal else 'NOT EQUAL'}")
    row.beside = beside.medians()
