"""Rows of what people see: answers to dashboards beside ingest, and while passwords are guessed."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

from .. import program
from ..ui import say
from . import ingest, load
from .ingest import WITHOUT_QUOTAS, serving
from .months import DRAFT, add_months, span_of_months
from .rows import Beside, Figure
from .sql import Sql
from .waits import Caller
from .world import Log, World

_PEOPLE = 50
_CONNECTIONS = 200  # each asks once a second
_SECONDS = 20
# Calm and stormy in turn, so that an hour of the host that is slow is slow for both.
_TURNS = 3
_TURN_SECONDS = 8
_SETTLE_SECONDS = 3
_INGEST_CONNECTIONS = 256
_STORM_CONNECTIONS = 16
_PASSWORD = "correct horse battery"
_SETTINGS = WITHOUT_QUOTAS | {"TRUSTED_PROXIES": "127.0.0.0/8"}


@dataclass(frozen=True)
class _Scene:
    url: str
    log: Log
    people: Path  # of load.reads


def reads_row(world: World, runs: int, row: Figure) -> None:
    """p95 of 200 dashboards while half of the most that the API takes comes in."""
    beside = Beside()
    row.equal = True
    ingest.warm_up(world, world.log("w1", 1000, 1))
    with _scene(world) as scene:
        for i in range(runs):
            # Beside each run: the host's speed changes within the hour.
            most = load.end(load.begin(scene.url, world.key, connections=_INGEST_CONNECTIONS, seconds=4, per_request=1)).rate
            with load.half(scene.url, world.key, most, _INGEST_CONNECTIONS):
                _look(scene, _SETTLE_SECONDS)
                before, began = world.ends(scene.log.topic), time.monotonic()
                seen = _look(scene, _SECONDS)
                rate = (world.ends(scene.log.topic) - before) / (time.monotonic() - began)
            row.equal = row.equal and seen.failed == 0
            row.values.append(seen.p95_ms)
            beside.add(p50_ms=seen.p50_ms, p99_ms=seen.p99_ms, reads_per_s=seen.rate, load_per_s=rate, most_per_s=most)
            say(f"{row.name} {i + 1}/{runs}: p50 {seen.p50_ms:.1f} ms, p95 {seen.p95_ms:.1f} ms, {seen.rate:.0f} reads/s, {seen.failed} failed, beside {rate:,.0f} of {most:,.0f} events/s")
    row.beside = beside.medians()


def storm_row(world: World, runs: int, row: Figure) -> None:
    """The same dashboards while passwords are guessed as fast as they are refused, against nobody guessing, in turn; medians of the turns."""
    beside = Beside()
    row.equal = True
    with _scene(world) as scene:
        for i in range(runs):
            calm, stormy, guessed = list[float](), list[float](), list[float]()
            for turn in range(_TURNS):
                for storms in (False, True) if (i + turn) % 2 else (True, False):
                    seen, guesses = _in_storm(scene) if storms else (_look(scene, _TURN_SECONDS), 0.0)
                    row.equal = row.equal and seen.failed == 0
                    (stormy if storms else calm).append(seen.p95_ms)
                    if storms:
                        guessed.append(guesses)
            shown, beside_storm, logins = (statistics.median(values) for values in (calm, stormy, guessed))
            row.values.append(beside_storm / shown)
            beside.add(calm_p95_ms=shown, storm_p95_ms=beside_storm, logins_per_s=logins)
            say(f"{row.name} {i + 1}/{runs}: p95 {_listed(calm)} ms, {_listed(stormy)} ms beside {logins:.0f} sign-ins/s")
    row.beside = beside.medians()


def _in_storm(scene: _Scene) -> tuple[load.Answers, float]:
    """What dashboards saw, and sign-ins per second. Returns when the last sign-in was answered."""
    storm = load.logins(scene.url, connections=_STORM_CONNECTIONS, seconds=_SETTLE_SECONDS + _TURN_SECONDS)
    time.sleep(_SETTLE_SECONDS / 2)  # until every place of the passwords' pool is taken
    seen = _look(scene, _TURN_SECONDS)
    return seen, load.end_logins(storm)


def _listed(values: list[float]) -> str:
    return " ".join(f"{value:.1f}" for value in values)


@contextmanager
def _scene(world: World) -> Iterator[_Scene]:
    """A service with a worker, fifty tenants with a month of cells and an owner each."""
    log = world.log("w1", 1000, 1)
    with world.database(log) as database, serving(world, log, database, "0,1", **_SETTINGS) as (url, _):
        worker = world.start(world.weir(log.prefix, database), "worker", ["worker", "usage"])
        Caller(url, world.key).call("POST", "/api/v1/meters", DRAFT)
        inside = Sql(world.postgres.superuser_url(database))
        add_months(inside, tenants=_PEOPLE)
        span = span_of_months(inside)
        tenants = dict(line.split("|") for line in inside.ask("SELECT key, id FROM tenants"))
        inside.close()
        weir = world.weir(log.prefix, database)
        lines = []
        for number in range(_PEOPLE):
            email, key = f"person-{number:02}@example.com", f"tenant-{number:02}"
            weir.must("user", "create", "--email", email, "--tenant", key, "--role", "owner", "--password-stdin", given=_PASSWORD + "\n")
            token = _sign_in(url, email, number)
            lines.append([f"{token} {tenants[key]} {path}" for path in _paths(tenants[key], span)])
        people = world.place.state / "people"
        people.write_text("\n".join(line for turn in zip(*lines, strict=True) for line in turn) + "\n")
        _look(_Scene(url, log, people), _SETTLE_SECONDS)  # what is cached is cached
        yield _Scene(url, log, people)
        people.unlink()
        world.end(worker)


def _paths(tenant: str, span: tuple[str, str]) -> list[str]:
    """What the pages of a dashboard ask for."""
    first, last = (quote(instant) for instant in span)
    return [
        f"/api/v1/meters/months/query?from={first}&to={last}&window=DAY",
        f"/api/v1/meters/months/query?from={first}&to={last}&window=DAY&group_by=series",
        "/api/v1/meters?limit=100",
        f"/api/v1/tenants/{tenant}/members?limit=100",
        "/api/v1/api-keys?limit=100",
        "/api/v1/rejected?limit=50",
        "/api/v1/conflicts?limit=50",
        "/api/v1/audit?limit=50",
    ]


def _sign_in(url: str, email: str, number: int) -> str:
    form = urlencode({"grant_type": "password", "username": email, "password": _PASSWORD}).encode()
    request = Request(f"{url}/api/v1/auth/token", form, {"X-Forwarded-For": f"10.0.0.{number + 1}"})
    with urlopen(request, timeout=30) as answer:
        return str(program.document(answer.read().decode())["access_token"])


def _look(scene: _Scene, seconds: int) -> load.Answers:
    return load.end(load.reads(scene.url, scene.people, connections=_CONNECTIONS, seconds=seconds, delay_ms=1000))
