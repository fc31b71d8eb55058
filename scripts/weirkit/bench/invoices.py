"""Rows of the run of invoices: beside one GROUP BY over the same cells, and what ingest feels of it."""

from __future__ import annotations

import json
import resource
import statistics
import time

from ..failure import Failure
from ..program import Weir
from ..ui import say, span
from . import ingest, load
from .ingest import WITHOUT_QUOTAS, serving
from .months import DRAFT, ISSUER
from .rows import Beside, Figure
from .sql import Sql
from .waits import Caller
from .world import Log, World

_METERS = 4
_SERIES = 5  # of each meter; each is a line
_HOURS = 30  # cells of each line, one every 23 hours
_SECONDS_MOST = 3600
_BEGIN = "((date_trunc('month', now() AT TIME ZONE 'UTC') - interval '1 month') AT TIME ZONE 'UTC')"
_END = "(date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC')"
_SUMS = (
    "SELECT tenant_number, meter_number, dimensions, sum(sum) AS amount FROM usage_cells"
    f" WHERE hour >= {_BEGIN} AND hour < {_END} GROUP BY tenant_number, meter_number, dimensions"
)
# A unit costs a cent, so a sum of usage is a line's amount.
_UNEQUAL = (
    "SELECT count(*) FROM (SELECT s.tenant_number, (m.slug || '_' || (s.dimensions::json ->> 'series')) COLLATE \"C\" AS price, s.amount"
    f" FROM ({_SUMS}) AS s JOIN meters AS m ON m.number = s.meter_number) AS g"
    ' FULL JOIN (SELECT tenant_number, price_code COLLATE "C" AS price, sum(amount) AS amount FROM invoice_lines GROUP BY tenant_number, price_code) AS l USING (tenant_number, price)'
    " WHERE g.amount IS DISTINCT FROM l.amount"
)
_TURNS = 3
_TURN_SECONDS = 8
_CONNECTIONS = 256


def month(world: World, tenants: int) -> Log:
    """So many tenants whose last month is to be billed, in a database that runs copy. Their log is empty."""
    began = time.monotonic()
    made = world.empty("invoices")
    with serving(world, made, made.template, "0,1") as (url, _):
        caller = Caller(url, world.key)
        slugs = [f"line_{m}" for m in range(_METERS)]
        for slug in slugs:
            caller.call("POST", "/api/v1/meters", DRAFT | {"slug": slug, "name": slug, "event_type": slug})
        caller.call("POST", "/api/v1/issuers", ISSUER)
        caller.call("POST", "/api/v1/plans", {"code": "bench", "prices": [_price(slug, f"s{s}") for slug in slugs for s in range(1, _SERIES + 1)]})
    inside = Sql(world.postgres.superuser_url(made.template))
    _subscribe(inside, tenants)
    for hour in range(_HOURS):  # in the order of time, as usage comes
        inside.ask(
            "INSERT INTO usage_cells (tenant_number, meter_number, generation, hour, subject, dimensions, events, first_offset, last_offset, id_sum, sum)"
            f" SELECT t.number, m.number, 1, {_BEGIN} + {hour} * interval '23 hours', t.key, '{{\"series\":\"s' || s || '\"}}', 10, 0, 9, 1, {hour} + s + t.number % 7"
            f" FROM tenants AS t, meters AS m, generate_series(1, {_SERIES}) AS s"
        )
    inside.ask("VACUUM (ANALYZE)")
    inside.close()
    say(f"invoices: {tenants:,} tenants, {tenants * _METERS * _SERIES * _HOURS:,} cells ({span(time.monotonic() - began)})")
    return made


def _price(slug: str, series: str) -> dict[str, object]:
    return {"code": f"{slug}_{series}", "currency": "USD", "model": "per_unit", "unit_amount": "0.01", "meter": slug, "filters": {"series": [series]}}


def _subscribe(inside: Sql, tenants: int) -> None:
    """Since the beginning of last month, as of which they are billed."""
    inside.ask(
        "INSERT INTO tenants (id, bucket, key, name) SELECT 'ten_' || lpad(n::text, 26, '0'), n % 1024, 'tenant-' || CASE WHEN n < 10 THEN '0' ELSE '' END || n, 'Tenant ' || n"
        f" FROM generate_series(0, {tenants - 1}) AS n"
    )
    inside.ask("INSERT INTO subject_aliases (subject, tenant_number, is_key) SELECT key, number, true FROM tenants")
    inside.ask("INSERT INTO billing_profiles (tenant_number, grace_hours) SELECT number, 0 FROM tenants")
    inside.ask("INSERT INTO subscriptions (id, tenant_number, currency) SELECT 'sub_' || lpad(number::text, 26, '0'), number, 'USD' FROM tenants")
    inside.ask(
        "INSERT INTO subscription_changes (subscription_id, sequence, tenant_number, kind, at, day, plan_number, plan_version, made_by, command_id)"
        f" SELECT s.id, 1, s.tenant_number, 'start', {_BEGIN}, ({_BEGIN} AT TIME ZONE 'UTC')::date, p.number, 1, 'bench', 'cmd_' || lpad(s.tenant_number::text, 26, '0') FROM subscriptions AS s, plans AS p"
    )
    inside.ask(f"INSERT INTO billing_states (tenant_number, next_at, billed_until, looked_at) SELECT number, {_END}, {_BEGIN}, clock_timestamp() FROM tenants")
    # What a worker that has read everything says.
    inside.ask(
        "INSERT INTO leases (consumer, topic, partition, data_through) SELECT 'usage', 'weir.usage', p, clock_timestamp() FROM generate_series(0, 7) AS p"
        " ON CONFLICT (consumer, topic, partition) DO UPDATE SET data_through = EXCLUDED.data_through"
    )


def run_row(world: World, runs: int, made: Log, tenants: int, row: Figure) -> None:
    """`weir invoice run` and the GROUP BY in one database, each first every other time; every line equals its sum."""
    beside = Beside()
    row.equal = True
    for i in range(runs):
        with world.database(made) as database:
            inside = Sql(world.postgres.superuser_url(database))
            weir = world.weir(made.prefix, database)
            grouped = _group(inside) if i % 2 == 0 else 0.0
            before, meter = resource.getrusage(resource.RUSAGE_CHILDREN), world.meter()
            began = time.monotonic()
            report = _run(weir)
            took = time.monotonic() - began
            postgres, after = meter.seconds()["postgres"], resource.getrusage(resource.RUSAGE_CHILDREN)
            grouped = grouped or _group(inside)
            lines, unequal = inside.number("SELECT count(*) FROM invoice_lines"), inside.number(_UNEQUAL)
            inside.close()
        own = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        row.equal = row.equal and report["invoices"] == tenants and lines == tenants * _METERS * _SERIES and unequal == 0
        row.values.append(took / grouped)
        beside.add(run_s=took, group_by_s=grouped, tenant_ms=took / tenants * 1000, weir_cpu_s=own, postgres_cpu_s=postgres)
        say(
            f"{row.name} {i + 1}/{runs}: {took:.1f} s ({took / tenants * 1000:.1f} ms a tenant; CPU weir {own:.1f} s, PostgreSQL {postgres:.1f} s), GROUP BY {grouped:.2f} s,"
            f" {lines:,} lines, {'equal' if row.equal else 'NOT EQUAL'}"
        )
    row.beside = beside.medians()


def _group(inside: Sql) -> float:
    """Seconds."""
    began = time.monotonic()
    inside.ask(f"SELECT count(*), sum(amount) FROM ({_SUMS}) AS s")
    return time.monotonic() - began


def _run(weir: Weir) -> dict[str, int]:
    done = weir.run("invoice", "run", "--json", seconds=_SECONDS_MOST)
    if done.returncode != 0:
        raise Failure(f"weir invoice run ended with status {done.returncode}: {done.stderr.strip()[-500:]}")
    return dict(json.loads(done.stdout))


def ingest_row(world: World, runs: int, made: Log, row: Figure) -> None:
    """p99 of single events at half of the most that the API takes, with a run of invoices beside and without, in turn; medians of the turns."""
    beside = Beside()
    row.equal = True
    ingest.warm_up(world, world.log("w1", 1000, 1))
    for i in range(runs):
        with world.database(made) as database, serving(world, made, database, "0,1", **WITHOUT_QUOTAS) as (url, _):
            weir = world.weir(made.prefix, database)
            most = load.end(load.begin(url, world.key, connections=_CONNECTIONS, seconds=4, per_request=1)).rate
            calm, busy = list[load.Answers](), list[load.Answers]()
            before = world.ends(made.topic)
            for turn in range(_TURNS):
                for bills in (False, True) if (i + turn) % 2 else (True, False):
                    (busy if bills else calm).append(_beside_run(world, weir, url, most) if bills else _send(world, url, most))
            grown = world.ends(made.topic) - before
        sent = sum(seen.requests for seen in calm + busy)
        row.equal = row.equal and sum(seen.failed for seen in calm + busy) == 0 and sent <= grown <= sent + 2 * _TURNS * _CONNECTIONS
        without, beside_run = (statistics.median(seen.p99_ms for seen in turns) for turns in (calm, busy))
        row.values.append(beside_run / without)
        beside.add(without_p99_ms=without, run_p99_ms=beside_run, without_p50_ms=_p50(calm), run_p50_ms=_p50(busy), load_per_s=sent / (2 * _TURNS * _TURN_SECONDS), most_per_s=most)
        say(f"{row.name} {i + 1}/{runs}: p99 {without:.1f} ms, {beside_run:.1f} ms beside a run, at {sent / (2 * _TURNS * _TURN_SECONDS):,.0f} of {most:,.0f} events/s")
    row.beside = beside.medians()


def _p50(turns: list[load.Answers]) -> float:
    return statistics.median(seen.p50_ms for seen in turns)


def _beside_run(world: World, weir: Weir, url: str, most: float) -> load.Answers:
    """The run begins before and goes on after; who is billed then is left to the next one."""
    run = world.start(weir, "invoice-run", ["invoice", "run"])
    try:
        time.sleep(1)
        seen = _send(world, url, most)
        if not run.alive():
            raise Failure("the run of invoices ended before the load did: it takes more tenants")
    finally:
        run.kill()
        world.running.remove(run)
    return seen


def _send(world: World, url: str, most: float) -> load.Answers:
    delay_ms = max(1, round(_CONNECTIONS / (most / 2) * 1000))
    return load.end(load.begin(url, world.key, connections=_CONNECTIONS, seconds=_TURN_SECONDS, per_request=1, delay_ms=delay_ms))
