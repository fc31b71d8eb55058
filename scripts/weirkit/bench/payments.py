"""Webhooks of payment providers, proved and acknowledged, beside events of the same size."""

from __future__ import annotations

import hashlib
import hmac
import json
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from ..api import Api
from ..ui import say
from . import load
from .ingest import SERVER, WITHOUT_QUOTAS, pinned, serving, warm_up
from .rows import Beside, Figure
from .world import World

_SECONDS = 4
_CONNECTIONS = 64
_BODY = 3_000  # a payment intent of Stripe has about as many bytes
_SLUG = "bench"
_SECRET = "whsec_bench"


@dataclass(frozen=True)
class _Post:
    path: str
    topic: str
    body: bytes
    headers: tuple[str, ...]


def _stripe() -> _Post:
    event = {"id": "evt_bench", "object": "event", "api_version": "2026-10-28.endive", "created": int(time.time()), "livemode": False, "type": "customer.updated",
             "data": {"object": {"id": "cus_bench", "object": "customer", "metadata": {}}}}  # fmt: skip
    event["data"]["object"]["metadata"] = {f"key_{number}": "x" * 40 for number in range((_BODY - len(json.dumps(event))) // 55)}
    body = json.dumps(event).encode().ljust(_BODY)
    at = int(time.time())
    tag = hmac.new(_SECRET.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return _Post(f"/api/v1/webhooks/stripe/{_SLUG}", "weir.payments", body, (f"Stripe-Signature: t={at},v1={tag}", "Content-Type: application/json"))


def _event(key: str) -> _Post:
    event = {"specversion": "1.0", "id": "bench", "source": "bench", "type": "request", "subject": "tenant-00", "data": {"v": 1}}
    event["data"] |= {f"key_{number}": "x" * 40 for number in range((_BODY - len(json.dumps(event))) // 55)}
    body = json.dumps(event).encode().ljust(_BODY)
    return _Post("/api/v1/events", "weir.usage", body, (f"Authorization: Bearer {key}", "Content-Type: application/cloudevents+json"))


def inbox_row(world: World, runs: int, figure: Figure) -> None:
    """The door's rate ÷ the ingest endpoint's, in turn; the log has what was acknowledged."""
    log = world.log("w1", 1000, 1)  # for its tenants and its meter
    warm_up(world, log)
    beside = Beside()
    figure.equal = True
    with tempfile.TemporaryDirectory() as folder, pinned(world), world.database(log) as database, serving(world, log, database, SERVER, **WITHOUT_QUOTAS) as (url, _):
        Api(url, world.key).post("/api/v1/payment-providers", {"slug": _SLUG, "provider": "stripe", "name": "Bench", "live": False, "signing_secret": _SECRET})
        for i in range(runs + 1):
            rates = {}
            for post in (_stripe(), _event(world.key)) if i % 2 else (_event(world.key), _stripe()):
                file = Path(folder) / "body"
                file.write_bytes(post.body)
                topic = f"{log.prefix}{post.topic}"
                before = world.ends(topic)
                got = load.end(load.post(url, post.path, file, post.headers, connections=_CONNECTIONS, seconds=_SECONDS))
                grown = world.ends(topic) - before
                figure.equal = figure.equal and got.failed == 0 and got.requests <= grown <= got.requests + _CONNECTIONS
                rates[post.topic] = got
            if i == 0:
                continue  # caches
            door, ingest = rates["weir.payments"], rates["weir.usage"]
            figure.values.append(door.rate / ingest.rate)
            beside.add(webhooks_per_s=door.rate, events_per_s=ingest.rate, p99_ms=door.p99_ms)
            say(f"{figure.name} {i}/{runs}: {door.rate:,.0f} webhooks of {ingest.rate:,.0f} events/s, p99 {door.p99_ms:.1f} ms, {door.failed + ingest.failed} failed")
    figure.beside = beside.medians()
