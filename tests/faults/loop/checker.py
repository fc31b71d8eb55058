"""Compares what was acknowledged, what is in the log and what the tables say: three independent witnesses, exactly."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal, Inexact, localcontext
from typing import Any

from .log_reader import Record, ends
from .model import Cell, Tables, compute
from .world import METERS, Tenant

_KINDS = ("counted", "duplicate", "conflict", "unmatched", "rejected", "quarantined", "lost")


@dataclass
class Finding:
    """differences: empty means exact. sizes: how much was compared; a check of nothing proves nothing."""

    differences: list[str] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)
    quarantined: int = 0

    def say(self, text: str) -> None:
        self.differences.append(text)


Sql = Callable[[str], str]


def _rows(sql: Sql, query: str) -> list[dict[str, Any]]:
    text = sql(f"SELECT row_to_json(q) FROM ({query}) AS q;")
    return [json.loads(line, parse_float=Decimal) for line in text.splitlines()]


def claim_key(sql: Sql) -> bytes:
    return bytes.fromhex(sql("SELECT encode(claim_key, 'hex') FROM installation;").strip())


def wait_lag_zero(sql: Sql, brokers: str, topic: str, partitions: int) -> str | None:
    """What still lags behind, or nothing."""
    wanted = ends(brokers, topic, partitions)
    have = {r["partition"]: r for r in _rows(sql, "SELECT partition, next_offset, halt IS NOT NULL AS halted FROM leases WHERE consumer = 'usage'")}
    behind = [f"{p}: {have.get(p, {}).get('next_offset')} of {end}" for p, end in sorted(wanted.items()) if have.get(p, {}).get("next_offset") != end]
    return ", ".join(behind) or None


def check(
    sql: Sql,
    log: Iterable[Record],
    tenants: tuple[Tenant, ...],
    partitions: int,
    *,
    ledger: Mapping[tuple[str, str, str, str], tuple[int, int]] | None = None,
    healed_at: float | None = None,
    until: Mapping[int, int] | None = None,
) -> Finding:
    """ledger: (tenant, source, id, n) → (acknowledged sends, sends that may have arrived besides).
    healed_at: seconds since 1970, since when nothing was wrong. until: offsets at which halted partitions stand."""
    out = Finding()
    aside = {
        (r["partition"], r["first_offset"])
        for r in _rows(sql, "SELECT partition, first_offset FROM rejected WHERE code = 'record_quarantined'")
    }
    out.quarantined = len(aside)
    whole = list(log)
    counted = [r for r in whole if until is None or r.offset < until.get(r.partition, 1 << 62)]
    model = compute(counted, tenants, partitions, claim_key(sql), aside)
    if ledger is not None:
        seen = model.seen if until is None else compute(whole, tenants, partitions, claim_key(sql), aside).seen
        _ledger(out, seen, ledger)
    _progress(out, sql, model, partitions, healed_at, until)
    _cells(out, sql, model)
    _unique_values(out, sql, model)
    _conservation(out, sql, model)
    _claims(out, sql, model)
    _rejected(out, sql, model)
    out.sizes |= {"records": len(whole), "events": sum(model.seen.values()), "identities": len(model.claims)}
    return out


def _ledger(out: Finding, seen: Mapping[tuple[str, str, str, str], int], ledger: Mapping[tuple[str, str, str, str], tuple[int, int]]) -> None:
    again = 0
    for key, (sure, maybe) in ledger.items():
        times = seen.get(key, 0)
        again += max(0, times - sure - maybe)
        if times < sure:
            out.say(f"LOST before the log: {key} was acknowledged {sure} times and stands there {times} times")
        elif times > sure + 2 * maybe:
            # What was acknowledged stands there once for each time. A request whose outcome its client never learned was seen to stand
            # there twice around a killed broker: the producer's session cannot tell what the dead broker had written. Counting is what
            # makes that harmless, and what the tables are held to below.
            out.say(f"DOUBLE in the log: {key} was acknowledged {sure} times, {maybe} outcomes are unknown, and it stands there {times} times")
    for key in seen:
        if key not in ledger:
            out.say(f"NEVER SENT, but in the log: {key}")
    out.sizes["acknowledged"] = sum(sure for sure, _ in ledger.values())
    out.sizes["unknown"] = sum(maybe for _, maybe in ledger.values())
    out.sizes["written once more than sent"] = again


def _progress(out: Finding, sql: Sql, model: Tables, partitions: int, healed_at: float | None, until: Mapping[int, int] | None) -> None:
    query = (
        "SELECT partition, next_offset, halt, extract(epoch FROM data_through)::float8 AS through, "
        "extract(epoch FROM clock_timestamp())::float8 AS now FROM leases WHERE consumer = 'usage' ORDER BY partition"
    )
    rows = _rows(sql, query)
    if [r["partition"] for r in rows] != list(range(partitions)):
        out.say(f"leases: partitions {[r['partition'] for r in rows]}, should be 0 to {partitions - 1}")
    for r in rows:
        p = r["partition"]
        end = model.ends.get(p, 0)
        if r["next_offset"] != end:
            out.say(f"leases: partition {p} stands at {r['next_offset']}, should be {end}")
        if bool(r["halt"]) != (until is not None and p in until):
            out.say(f"leases: partition {p} halted: {r['halt']}")
        if r["halt"]:
            continue
        if r["through"] is not None and r["through"] > r["now"]:
            out.say(f"data_through of partition {p} lies in the future")
        if healed_at is not None and (r["through"] is None or r["through"] < healed_at):
            out.say(f"data_through of partition {p} is {r['through']}, before everything was healed at {healed_at}")


def _expected_cell(cell: Cell, aggregation: str) -> dict[str, Any]:
    wanted: dict[str, Any] = {
        "events": cell.events,
        "first_offset": cell.first_offset,
        "last_offset": cell.last_offset,
        "id_sum": cell.id_sum,
    } | dict.fromkeys(("sum", "min", "max", "latest", "latest_ns", "latest_hash", "unique_values"))
    numbers = [value for _, _, value in cell.values]
    match aggregation:
        case "SUM" | "AVG":
            # Python's own context would round to 28 digits, which a sum outgrows within the hour.
            with localcontext(Context(prec=200, traps=[Inexact])):
                wanted["sum"] = sum(numbers, Decimal(0))
        case "MIN":
            wanted["min"] = min(numbers)
        case "MAX":
            wanted["max"] = max(numbers)
        case "LATEST":
            wanted["latest_ns"], wanted["latest_hash"], wanted["latest"] = max(cell.values)
        case "UNIQUE_COUNT":
            wanted["unique_values"] = len(cell.distinct)
    return wanted


def _cells(out: Finding, sql: Sql, model: Tables) -> None:
    query = (
        "SELECT tenant_number, meter_number, generation, extract(epoch FROM hour)::bigint AS hour, subject, dimensions, events, first_offset, "
        "last_offset, id_sum, sum::text, min::text, max::text, latest::text, latest_ns, latest_hash, unique_values FROM usage_cells"
    )
    stored = {(r["tenant_number"], r["meter_number"], r["hour"], r["subject"], r["dimensions"]): r for r in _rows(sql, query)}
    out.sizes["cells"] = len(stored)
    aggregation = {m.number: m.aggregation for m in METERS}
    for key in stored.keys() - model.cells.keys():
        out.say(f"cell {key} has {stored[key]['events']} events, and the log has none")
    for key, cell in model.cells.items():
        row = stored.get(key)
        if row is None:
            out.say(f"cell {key} is missing: {cell.events} events from offset {cell.first_offset}")
            continue
        for name, wanted in _expected_cell(cell, aggregation[key[1]]).items():
            have = row[name]
            if isinstance(wanted, Decimal) and have is not None:
                have = Decimal(have)
            if have != wanted:
                out.say(f"cell {key} {aggregation[key[1]]}: {name} is {have}, should be {wanted}")


def _unique_values(out: Finding, sql: Sql, model: Tables) -> None:
    query = (
        "SELECT tenant_number, meter_number, extract(epoch FROM hour)::bigint AS hour, subject, dimensions, count(*) AS n "
        "FROM usage_unique_values GROUP BY 1, 2, 3, 4, 5"
    )
    stored = {(r["tenant_number"], r["meter_number"], r["hour"], r["subject"], r["dimensions"]): r["n"] for r in _rows(sql, query)}
    wanted = {key: len(cell.distinct) for key, cell in model.cells.items() if cell.distinct}
    for key in stored.keys() | wanted.keys():
        if stored.get(key) != wanted.get(key):
            out.say(f"distinct values of cell {key}: {stored.get(key)}, should be {wanted.get(key)}")
    out.sizes["distinct values"] = sum(wanted.values())


def _conservation(out: Finding, sql: Sql, model: Tables) -> None:
    columns = ", ".join(_KINDS)
    query = (
        f"SELECT partition, tenant_number, extract(epoch FROM arrival_hour)::bigint / 3600 AS hour, first_offset, last_offset, {columns} "
        "FROM usage_conservation"
    )
    stored = {(r["partition"], r["tenant_number"], r["hour"]): r for r in _rows(sql, query)}
    for key in stored.keys() | model.conservation.keys():
        wanted, row = model.conservation.get(key), stored.get(key)
        if wanted is None or row is None:
            out.say(f"conservation {key}: {row}, should be {wanted}")
            continue
        for name in ("first_offset", "last_offset", *_KINDS):
            if row[name] != wanted.get(name, 0):
                out.say(f"conservation {key}: {name} is {row[name]}, should be {wanted.get(name, 0)}")
    for name in _KINDS:
        out.sizes[name] = sum(row.get(name, 0) for row in model.conservation.values())
    query = (
        "SELECT meter_number, partition, tenant_number, extract(epoch FROM arrival_hour)::bigint / 3600 AS hour, matched, counted, invalid "
        "FROM usage_meter_conservation"
    )
    meters = {(r["meter_number"], r["partition"], r["tenant_number"], r["hour"]): [r["counted"], r["invalid"]] for r in _rows(sql, query)}
    for meter_key in meters.keys() | model.meter_conservation.keys():
        if meters.get(meter_key) != model.meter_conservation.get(meter_key):
            out.say(f"meter conservation {meter_key}: {meters.get(meter_key)}, should be {model.meter_conservation.get(meter_key)}")


def _claims(out: Finding, sql: Sql, model: Tables) -> None:
    query = "SELECT partition, first_offset, encode(entries, 'hex') AS entries FROM usage_claim_runs WHERE scope = 0"
    stored: dict[tuple[int, int, int], int] = {}
    for run in _rows(sql, query):
        entries = bytes.fromhex(run["entries"])
        for at in range(0, len(entries), 24):
            one = entries[at : at + 24]
            key = (run["partition"], int.from_bytes(one[:8], "big"), int.from_bytes(one[8:16], "big"))
            if key in stored:
                out.say(f"claim {key} stands twice: the event was counted twice")
            stored[key] = run["first_offset"] + int.from_bytes(one[20:], "big")
    for key in stored.keys() - model.claims.keys():
        out.say(f"claim {key} at offset {stored[key]} belongs to no counted event")
    for key, offset in model.claims.items():
        if stored.get(key) != offset:
            out.say(f"claim {key} is at {stored.get(key)}, should be at {offset}")


def _rejected(out: Finding, sql: Sql, model: Tables) -> None:
    query = "SELECT tenant_number, partition, first_offset, event_index, coalesce(meter_number, 0) AS meter, code, count FROM rejected"
    wanted_rows = set(model.rejected)
    totals: Counter[tuple[int, int, str]] = Counter()
    for r in _rows(sql, query):
        totals[(r["tenant_number"], r["partition"], r["code"])] += r["count"]
        row = (r["tenant_number"], r["partition"], r["first_offset"], r["event_index"], r["meter"], r["code"])
        if r["event_index"] >= 0 and row not in wanted_rows:
            out.say(f"rejected: {row} is listed, and should not be")
    wanted = Counter((tenant, partition, code) for tenant, partition, _, _, _, code in model.rejected)
    for key in totals.keys() | wanted.keys():
        if totals[key] != wanted[key]:
            out.say(f"rejected {key}: {totals[key]}, should be {wanted[key]}")
    conflicts = {
        (r["tenant_number"], r["partition"], r["log_offset"], r["event_index"])
        for r in _rows(sql, "SELECT tenant_number, partition, log_offset, event_index FROM conflicts")
    }
    for place in conflicts ^ model.conflicts:
        out.say(f"conflict {place}: {'not in the log' if place in conflicts else 'is missing'}")
