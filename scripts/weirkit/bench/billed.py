"""Rows of a month that is billed: until a line of its invoice is explained, until what came too late is in the amounts."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from ..failure import Failure
from ..ui import say
from .ingest import WITHOUT_QUOTAS, serving
from .months import DRAFT, ISSUER, add_months
from .rows import Beside, Figure
from .sql import Sql
from .waits import Caller, percentile
from .world import World

_PRICE = {"code": "months", "currency": "USD", "model": "per_unit", "unit_amount": "0.01", "meter": "months"}
_ASKED = 200  # times in each run
_LATE = 10_000  # events in each run
_PER_REQUEST = 1000
_HOURS = 700  # of the month, that late events are spread over
_SECONDS_MOST = 60
_SETTLE_SECONDS = 1


def explain_row(world: World, runs: int, row: Figure) -> None:
    """The first page of a line that a month of hours for five series was counted for, out of 16,000 cells; all its pages are summed up first."""
    beside = Beside()
    with _billed(world, tenants=4) as (caller, path):
        first = json.loads(caller.read("GET", path))
        row.equal = first["usage"]["is_as_billed"] and _all_pages(caller, path) == Decimal(first["line"]["detail"]["quantity"])
        for i in range(runs):
            waits = []
            for _ in range(_ASKED):
                began = time.monotonic()
                text = caller.read("GET", path)
                waits.append((time.monotonic() - began) * 1000)
            row.equal = row.equal and json.loads(text) == first
            row.values.append(percentile(waits, 0.99))
            beside.add(p50_ms=percentile(waits, 0.5), cells=first["usage"]["counted"]["cells"], page=len(first["items"]))
            say(f"{row.name} {i + 1}/{runs}: p50 {percentile(waits, 0.5):.1f} ms, p99 {row.values[-1]:.1f} ms, {'equal' if row.equal else 'NOT EQUAL'}")
    row.beside = beside.medians()


def late_row(world: World, runs: int, row: Figure) -> None:
    """From the first request with late events to a preview of the next invoice that has all of them, to the cent; asked every 10 ms."""
    beside = Beside()
    row.equal = True
    with _billed(world, tenants=1) as (caller, _):
        for i in range(runs):
            expected = Decimal(_LATE * (i + 1)) / 100
            batches = _late_batches(i)
            began = time.monotonic()
            for batch in batches:
                caller.read("POST", "/api/v1/events", batch, "application/cloudevents-batch+json")
            acknowledged = time.monotonic() - began
            asked = 1
            while (found := _corrections(caller)) != expected:
                if time.monotonic() > began + _SECONDS_MOST:
                    raise Failure(f"late events correct {found} and not {expected} after {_SECONDS_MOST} s")
                time.sleep(0.01)
                asked += 1
            row.values.append(time.monotonic() - began)
            time.sleep(_SETTLE_SECONDS)
            row.equal = row.equal and _corrections(caller) == expected
            beside.add(acknowledged_s=acknowledged, previews=asked)
            say(f"{row.name} {i + 1}/{runs}: {row.values[-1]:.2f} s, acknowledged after {acknowledged:.2f} s, {asked} previews, {'equal' if row.equal else 'NOT EQUAL'}")
    row.beside = beside.medians()


@contextmanager
def _billed(world: World, tenants: int) -> Iterator[tuple[Caller, str]]:
    """A service with all workers; the first tenant's month that ended today is billed. The address that explains its line of usage."""
    log = world.empty("billed")  # of its own: late events stay in it
    with serving(world, log, log.template, "0,1", **WITHOUT_QUOTAS) as (url, _):
        weir = world.weir(log.prefix, log.template)
        worker = world.start(weir, "worker", ["worker"])
        caller = Caller(url, world.key)
        caller.call("POST", "/api/v1/meters", DRAFT)
        for number in range(tenants):
            caller.call("POST", "/api/v1/tenants", {"key": f"tenant-{number:02}"})
        inside = Sql(world.postgres.superuser_url(log.template))
        add_months(inside, tenants)
        inside.close()
        yield caller, _bill(caller, lambda: weir.must("invoice", "run"))
        world.end(worker)


def _bill(caller: Caller, run: Callable[[], Any]) -> str:
    today = _today()
    caller.call("POST", "/api/v1/issuers", ISSUER)
    caller.call("POST", "/api/v1/plans", {"code": "bench", "prices": [_PRICE]})
    caller.call("PUT", "/api/v1/tenants/tenant-00/billing-profile", {"billing_day": today.day, "grace_hours": 0})
    caller.call("POST", "/api/v1/tenants/tenant-00/subscriptions", {"plan": "bench", "at": _text(today - dt.timedelta(days=30))})
    deadline = time.monotonic() + _SECONDS_MOST
    while time.monotonic() < deadline:
        run()
        for invoice in caller.call("GET", "/api/v1/tenants/tenant-00/invoices")["items"]:
            for line in caller.call("GET", f"/api/v1/invoices/{invoice['id']}/lines")["items"]:
                if line["detail"]["events"] > 0:
                    return f"/api/v1/invoices/{invoice['id']}/lines/{line['number']}/explain"
        time.sleep(0.5)
    raise Failure(f"the month is not billed after {_SECONDS_MOST} s")


def _all_pages(caller: Caller, path: str) -> Decimal:
    """The sum of a line's cells."""
    whole, cursor = Decimal(0), ""
    while True:
        page = json.loads(caller.read("GET", f"{path}?limit=100{cursor}"))
        whole += sum((Decimal(cell["value"]) for cell in page["items"]), Decimal(0))
        if page["next_cursor"] is None:
            return whole
        cursor = f"&cursor={page['next_cursor']}"


def _late_batches(run: int) -> list[list[dict[str, Any]]]:
    """Events of one unit each, of hours and series that are billed."""
    first = _today() - dt.timedelta(days=30)
    events = [
        {
            "specversion": "1.0",
            "id": f"late-{run}-{n}",
            "source": "bench",
            "type": DRAFT["event_type"],
            "subject": "tenant-00",
            "time": _text(first + dt.timedelta(hours=n // 5 % _HOURS)),
            "data": {"v": 1, "s": f"s{n % 5 + 1}"},
        }
        for n in range(_LATE)
    ]
    return [events[at : at + _PER_REQUEST] for at in range(0, _LATE, _PER_REQUEST)]


def _corrections(caller: Caller) -> Decimal:
    """What the next invoice charges for hours that were billed before."""
    preview, today = caller.call("GET", "/api/v1/tenants/tenant-00/upcoming-invoices"), _text(_today())
    return sum((Decimal(line["net"]) for invoice in preview["invoices"] for line in invoice["lines"] if line["from"] < today), Decimal(0))


def _today() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _text(at: dt.datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
