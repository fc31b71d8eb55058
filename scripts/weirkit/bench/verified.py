"""The row of an invoice that is counted and reckoned again from the log."""

from __future__ import annotations

import datetime as dt
import json
import time
from typing import Any

from ..failure import Failure
from ..program import Weir
from ..ui import say
from .catchup import wait_for_end
from .ingest import WITHOUT_QUOTAS, serving
from .months import ISSUER
from .rows import Beside, Figure
from .sql import Sql
from .waits import Caller
from .world import Log, World

_PRICE = {"code": "usage", "currency": "USD", "model": "per_unit", "unit_amount": "0.01", "meter": "v"}
_TENANT = "/api/v1/tenants/tenant-00"
_EVENTS = 1_000_000
_PER_RECORD = 100
_SECONDS_MOST = 120


def verify_row(world: World, runs: int, row: Figure) -> None:
    """Nine of ten events are the tenant's; each run reads all of its partition from the archive, and once more from the log alone."""
    log = world.log("w2", _EVENTS, _PER_RECORD)
    beside = Beside()
    row.equal = True
    with world.database(log) as database:
        number = _bill(world, log, database)
        inside = Sql(world.postgres.superuser_url(database))
        events = inside.number("SELECT max(u.events) FROM (SELECT (json_array_elements(document::json -> 'usage') ->> 'events')::bigint AS events FROM invoice_inputs) AS u")
        inside.close()
        weir, without = world.weir(log.prefix, database), world.weir(log.prefix, database, ARCHIVE_URL="off")
        for i in range(runs):
            took, verdict = _verify(weir, number)
            log_alone, again = _verify(without, number)
            (read,) = verdict["read"]
            row.equal = row.equal and verdict["is_good"] and again == verdict and events > 0
            row.values.append(took)
            beside.add(log_alone_s=log_alone, records=read["records"], billed_events=events)
            say(f"{row.name} {i + 1}/{runs}: {took:.2f} s from the archive, {log_alone:.2f} s from the log, {read['records']:,} records, {events:,} events billed")
    row.beside = beside.medians()


def _verify(weir: Weir, number: str) -> tuple[float, dict[str, Any]]:
    began = time.monotonic()
    done = weir.run("invoice", "verify", number, "--json")
    took = time.monotonic() - began
    if not done.stdout:
        raise Failure(f"weir invoice verify ended with status {done.returncode}: {done.stderr.strip()[-500:]}")
    return took, dict(json.loads(done.stdout))


def _bill(world: World, log: Log, database: str) -> str:
    """Counts and archives the log, and ends a subscription with the last full hour, so that what came before is billed. The invoice's number."""
    inside = Sql(world.postgres.superuser_url(database))
    weir = world.weir(log.prefix, database)
    hour = dt.datetime.now(dt.UTC).replace(minute=0, second=0, microsecond=0)
    with serving(world, log, database, "0,1", **WITHOUT_QUOTAS) as (url, _):
        worker = world.start(weir, "worker", ["worker"])
        wait_for_end(inside, log, worker)
        caller = Caller(url, world.key)
        caller.call("POST", "/api/v1/issuers", ISSUER)
        caller.call("POST", "/api/v1/plans", {"code": "bench", "prices": [_PRICE]})
        caller.call("PUT", f"{_TENANT}/billing-profile", {"grace_hours": 0})
        caller.call("POST", f"{_TENANT}/subscriptions", {"plan": "bench", "at": _text(hour - dt.timedelta(days=2))})
        deadline = time.monotonic() + _SECONDS_MOST
        while not (found := caller.call("GET", f"{_TENANT}/subscriptions")["items"]):
            if time.monotonic() > deadline:
                raise Failure("the subscription was not made")
            time.sleep(0.1)
        caller.call("POST", f"/api/v1/subscriptions/{found[0]['id']}/changes", {"change": "cancel", "at": _text(hour)})
        number = _await_invoice(caller, weir, deadline)
        world.end(worker)  # which closes the archive's segments
    inside.close()
    return number


def _await_invoice(caller: Caller, weir: Weir, deadline: float) -> str:
    while time.monotonic() < deadline:
        weir.must("invoice", "run")
        for invoice in caller.call("GET", f"{_TENANT}/invoices")["items"]:
            lines = caller.call("GET", f"/api/v1/invoices/{invoice['id']}/lines")["items"]
            if any(line["detail"]["events"] > 0 for line in lines):
                return str(invoice["number"])
        time.sleep(0.5)
    raise Failure("the usage was not billed")


def _text(at: dt.datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
