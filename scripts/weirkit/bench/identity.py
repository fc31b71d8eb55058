"""Rows about who asks: what it costs to know, and whether the time of an answer tells who has an account."""

from __future__ import annotations

import http.client
import json
import statistics
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlencode, urlsplit

from ..ui import say
from . import ingest
from .rows import Beside, Figure
from .sql import Sql
from .world import World

_BLOCKS = "400"
_SECONDS = 4
_CONNECTIONS = 64
_ACCOUNTS = 20
_FORGOT_ROUNDS = 25
_SIGN_IN_ROUNDS = 8
_PASSWORD = "correct horse battery"


def authentication_row(world: World, runs: int, figure: Figure) -> None:
    """CPU of the steps that find out who asks ÷ CPU of the API for a whole request, both of the same core in the same run."""
    log = world.log("w1", 1000, 1)  # for its tenants and its meter
    ingest.warm_up(world, log)
    beside = Beside()
    figure.equal = True
    with ingest.pinned(world), world.database(log) as database, ingest.serving(world, log, database, ingest.SERVER) as (url, api):
        ingest.ask(world, url, _CONNECTIONS, 1, _SECONDS)  # tenants into the cache
        for i in range(runs):
            before = world.ends(log.topic)
            meter = world.meter(api=api.pid)
            got = ingest.ask(world, url, _CONNECTIONS, 1, _SECONDS)
            request_us = meter.seconds()["api"] / got.requests * 1e6
            grown = world.ends(log.topic) - before
            steps = world.tool("authenticate", _BLOCKS, pinned=ingest.SERVER)
            authenticated_us, known_us = steps["authenticated_ns"] / 1000, steps["known_ns"] / 1000
            figure.equal = figure.equal and steps["equal"] and got.failed == 0 and got.requests <= grown <= got.requests + _CONNECTIONS
            figure.values.append((authenticated_us - known_us) / request_us)
            beside.add(authenticated_us=authenticated_us, known_us=known_us, request_us=request_us, requests_per_s=got.rate)
            say(f"{figure.name} {i + 1}/{runs}: {authenticated_us - known_us:.2f} µs ({authenticated_us:.2f} with, {known_us:.2f} without) of {request_us:.1f} µs a request")
    figure.beside = beside.medians()


def timing_rows(world: World, runs: int, forgot: Figure, sign_in: Figure) -> None:
    """Known and unknown addresses in turn on one connection: how much longer one takes than the other, whichever it is."""
    log = world.log("w1", 1000, 1)
    besides = {forgot.name: Beside(), sign_in.name: Beside()}
    forgot.equal = sign_in.equal = True
    settings = ingest.WITHOUT_QUOTAS | {"TRUSTED_PROXIES": "127.0.0.0/8"}
    with world.database(log) as database, ingest.serving(world, log, database, "0,1", **settings) as (url, _):
        weir = world.weir(log.prefix, database)
        for number in range(_ACCOUNTS):
            weir.must("user", "create", "--email", f"known-{number:02}@example.com", "--password-stdin", given=_PASSWORD + "\n")
        inside = Sql(world.postgres.superuser_url(database))
        asker = _Asker(url)
        for i in range(runs):
            for figure, ask, rounds in ((forgot, asker.forgot, _FORGOT_ROUNDS), (sign_in, asker.sign_in, _SIGN_IN_ROUNDS)):
                known, unknown = _in_turn(inside, ask, rounds, figure)
                ratio = known / unknown
                figure.values.append(max(ratio, 1 / ratio))
                besides[figure.name].add(known_ms=known, unknown_ms=unknown)
                say(f"{figure.name} {i + 1}/{runs}: known {known:.3f} ms, unknown {unknown:.3f} ms, {ratio:.3f}")
        inside.close()
    for figure in (forgot, sign_in):
        figure.beside = besides[figure.name].medians()


def _in_turn(inside: Sql, ask: Callable[[str], tuple[float, object]], rounds: int, figure: Figure) -> tuple[float, float]:
    """Median ms of known and of unknown addresses, which go first every other time; every answer has to be the same."""
    took: dict[str, list[float]] = {"known": [], "unknown": []}
    for turn in range(rounds + 1):
        # Nobody is slowed down by what was measured before.
        inside.ask("DELETE FROM login_attempts")
        inside.ask("DELETE FROM password_reset_requests")
        for number in range(_ACCOUNTS):
            order = ("known", "unknown") if (turn + number) % 2 else ("unknown", "known")
            answers = {kind: ask(f"{kind}-{number:02}@example.com") for kind in order}
            figure.equal = bool(figure.equal) and answers["known"][1] == answers["unknown"][1]
            if turn > 0:  # the first round brings everything in
                for kind, (ms, _) in answers.items():
                    took[kind].append(ms)
    return statistics.median(took["known"]), statistics.median(took["unknown"])


class _Asker:
    """One connection that stays open; each request from an address of its own, so that none is slowed down by others."""

    def __init__(self, url: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
        self._addresses = _addresses()

    def forgot(self, email: str) -> tuple[float, object]:
        return self._post("/api/v1/auth/password/forgot", json.dumps({"email": email}), "application/json")

    def sign_in(self, email: str) -> tuple[float, object]:
        form = urlencode({"grant_type": "password", "username": email, "password": "wrong horse battery"})
        return self._post("/api/v1/auth/token", form, "application/x-www-form-urlencoded")

    def _post(self, path: str, body: str, media: str) -> tuple[float, object]:
        """How many ms it took, and what was answered."""
        headers = {"Content-Type": media, "X-Forwarded-For": next(self._addresses)}
        began = time.perf_counter()
        self._connection.request("POST", path, body, headers)
        answer = self._connection.getresponse()
        said = answer.read()
        return (time.perf_counter() - began) * 1000, (answer.status, said)


def _addresses() -> Iterator[str]:
    for number in range(1 << 24):
        yield f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"
