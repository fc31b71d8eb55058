"""The row of explaining: until the first page of what an invoice line was counted from is there."""

from __future__ import annotations

import datetime as dt
import json
import time
from decimal import Decimal
from typing import Any

from ..failure import Failure
from ..ui import say
from .ingest import WITHOUT_QUOTAS, serving
from .months import DRAFT, add_months
from .rows import Beside, Figure
from .sql import Sql
from .waits import Caller, percentile
from .world import World

_ASKED = 200  # times in each run
_ISSUER = {"code": "bench", "legal_name": "Bench", "address": {"country": "DE"}, "invoice_prefix": "B-", "credit_note_prefix": "BC-"}
_PRICE = {"code": "months", "currency": "USD", "model": "per_unit", "unit_amount": "0.01", "meter": "months"}


def first_page_row(world: World, runs: int, row: Figure) -> None:
    """A line of usage that a month of hours for five series was counted for, out of 16,000 cells."""
    log = world.log("w1", 1000, 1)
    beside = Beside()
    row.equal = True
    with world.database(log) as database, serving(world, log, database, "0,1", **WITHOUT_QUOTAS) as (url, _):
        weir = world.weir(log.prefix, database)
        worker = world.start(weir, "worker", ["worker"])
        caller = Caller(url, world.key)
        caller.call("POST", "/api/v1/meters", DRAFT)
        inside = Sql(world.postgres.superuser_url(database))
        add_months(inside, tenants=4)
        inside.close()
        path = _billed(caller, lambda: weir.must("invoice", "run"))
        whole, first = Decimal(0), json.loads(caller.read("GET", path))
        page = first
        while page is not None:
            whole += sum((Decimal(cell["value"]) for cell in page["items"]), Decimal(0))
            page = json.loads(caller.read("GET", f"{path}?cursor={page['next_cursor']}")) if page["next_cursor"] else None
        row.equal = first["usage"]["is_as_billed"] and whole == Decimal(first["line"]["detail"]["quantity"])
        for i in range(runs):
            waits = []
            for _ in range(_ASKED):
                began = time.monotonic()
                caller.read("GET", path)
                waits.append((time.monotonic() - began) * 1000)
            row.values.append(percentile(waits, 0.99))
            beside.add(p50_ms=percentile(waits, 0.5), cells=first["usage"]["counted"]["cells"])
            say(f"{row.name} {i + 1}/{runs}: p50 {percentile(waits, 0.5):.1f} ms, p99 {row.values[-1]:.1f} ms, {'equal' if row.equal else 'NOT EQUAL'}")
        world.end(worker)
    row.beside = beside.medians()


def _billed(caller: Caller, run: Any) -> str:
    """The address that explains the longest line of the month that ends today."""
    today = dt.datetime.now(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    caller.call("POST", "/api/v1/issuers", _ISSUER)
    caller.call("POST", "/api/v1/plans", {"code": "bench", "prices": [_PRICE]})
    caller.call("PUT", "/api/v1/tenants/tenant-00/billing-profile", {"billing_day": today.day, "grace_hours": 0})
    caller.call("POST", "/api/v1/tenants/tenant-00/subscriptions", {"plan": "bench", "at": (today - dt.timedelta(days=30)).strftime("%Y-%m-%dT%H:%M:%SZ")})
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        run()
        lines = [
            (line["detail"]["events"], f"/api/v1/invoices/{invoice['id']}/lines/{line['number']}/explain")
            for invoice in caller.call("GET", "/api/v1/tenants/tenant-00/invoices")["items"]
            for line in caller.call("GET", f"/api/v1/invoices/{invoice['id']}/lines")["items"]
        ]
        if lines and max(lines)[0] > 0:
            return max(lines)[1]
        time.sleep(0.5)
    raise Failure("the month is not billed")
