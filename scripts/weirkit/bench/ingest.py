"""Acknowledged requests per second beside a server that does nothing, under the same load: server on core 0, all else on core 1."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from .. import build, program
from ..failure import Failure
from ..ports import answers, pick
from ..process import Process
from ..ui import say
from . import load
from .rows import Beside, Figure
from .world import Log, World

_SECONDS = 4
# A broker that was just started compiles its own code for a minute under load; until then it costs three times as much.
_WARM_UP_SECONDS = 60
_SETTLE_SECONDS = 5
SERVER, _OTHERS = "0", "1"
# Many people in one: no key asks so often.
WITHOUT_QUOTAS = {"RATE_ADDRESS_PER_MINUTE": "0", "RATE_INTERACTIVE_PER_MINUTE": "0"}


@contextmanager
def pinned(world: World) -> Iterator[None]:
    """The broker and PostgreSQL on the core that is not the server's."""
    for core in (_OTHERS, f"{SERVER},{_OTHERS}"):
        for pid in (world.kafka_pid, world.postgres_pid):
            subprocess.run(["taskset", "-acp", core, str(pid)], check=True, stdout=subprocess.DEVNULL)
        if core == _OTHERS:
            yield


@contextmanager
def no_op(mode: str, core: str = SERVER) -> Iterator[str]:
    """URL of the no-op server in one of its modes."""
    port = pick()
    command = ["taskset", "-c", core, str(build.tree("release") / "bench/bench_http_noop"), mode, str(port)]
    with subprocess.Popen(command) as server:
        try:
            deadline = time.monotonic() + 10
            while not answers(port):
                if time.monotonic() > deadline:
                    raise Failure("bench_http_noop does not listen")
                time.sleep(0.02)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.kill()


@contextmanager
def serving(world: World, log: Log, database: str, core: str, **settings: str) -> Iterator[tuple[str, Process]]:
    """`weir api` with fifty tenants, ready."""
    weir = world.weir(log.prefix, database, **settings)
    api = world.start(weir, "api", ["api"])
    subprocess.run(["taskset", "-acp", core, str(api.pid)], check=True, stdout=subprocess.DEVNULL)
    url = program.url(weir.settings)
    program.wait_ready(api, url, world.place.logs / "api.log")
    try:
        yield url, api
    finally:
        world.end(api)


def row(world: World, runs: int, figure: Figure, connections: int, per_request: int) -> None:
    """One row: Weir and the no-op server in turn."""
    log = world.log("w1", 1000, 1)  # for its tenants and its meter
    warm_up(world, log)
    beside = Beside()
    figure.equal = True
    with pinned(world), world.database(log) as database, serving(world, log, database, SERVER) as (url, api):
        ask(world, url, connections, per_request, _SETTLE_SECONDS)  # tenants into the cache
        for i in range(runs):
            with no_op("beast") as nothing:
                top = ask(world, nothing, connections, per_request, _SECONDS)
            with no_op("raw") as nothing:
                tuned = ask(world, nothing, connections, per_request, _SECONDS)
            before = world.ends(log.topic)
            meter = world.meter(api=api.pid)
            got = ask(world, url, connections, per_request, _SECONDS)
            used = meter.seconds()
            grown = world.ends(log.topic) - before
            # A request that was cut off at the end may be in the log without an answer.
            figure.equal = figure.equal and got.failed == 0 and got.requests <= grown <= got.requests + connections
            figure.values.append(got.rate / top.rate)
            events = got.requests * per_request
            beside.add(
                events_per_s=got.rate * per_request,
                noop=top.rate * per_request,
                noop_tuned=tuned.rate * per_request,
                p50_ms=got.p50_ms,
                p99_ms=got.p99_ms,
                **{f"{name}_us": seconds / events * 1e6 for name, seconds in used.items()},
            )
            say(
                f"{figure.name} {i + 1}/{runs}: {got.rate:,.0f} of {top.rate:,.0f} (tuned {tuned.rate:,.0f}) requests/s, p99 {got.p99_ms:.1f} ms, {got.failed} failed, log grew by {grown} of {got.requests}, "
                + ", ".join(f"{name} {seconds / _SECONDS:.2f} cores" for name, seconds in used.items())
            )
    figure.beside = beside.medians()


def ask(world: World, url: str, connections: int, per_request: int, seconds: int) -> load.Answers:
    """Events, as fast as they are acknowledged."""
    wrk = load.begin(url, world.key, connections=connections, seconds=seconds, per_request=per_request, pinned=_OTHERS)
    return load.end(wrk)


def warm_up(world: World, log: Log) -> None:
    """Once for a broker: singly and in batches, on both cores."""
    if world.compiled:
        return
    say(f"warming the broker up for {_WARM_UP_SECONDS} s")
    with world.database(log) as database, serving(world, log, database, f"{SERVER},{_OTHERS}") as (url, _):
        for per_request in (1, 100):
            ask(world, url, 256, per_request, _WARM_UP_SECONDS // 2)
    world.compiled = True
