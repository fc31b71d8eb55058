"""What the tables must say, computed slowly and plainly from the log. Shares no code with the product."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from decimal import Decimal, localcontext
from typing import Any

from .hashes import IdentityHash, bucket_of, ulid_bytes
from .log_reader import Record
from .world import METERS, Meter, Tenant

DAY_MS = 86_400_000
MASK = (1 << 62) - 1
_MISSING = object()


@dataclass
class Cell:
    events: int = 0
    first_offset: int = 0
    last_offset: int = 0
    id_sum: int = 0
    values: list[tuple[int, int, Decimal]] = field(default_factory=list)  # (time in ns, low bits of identity, value)
    distinct: set[str] = field(default_factory=set)


@dataclass
class Tables:
    cells: dict[tuple[Any, ...], Cell] = field(default_factory=dict)  # (tenant, meter, hour in s, subject, dimensions)
    conservation: dict[tuple[int, int, int], dict[str, int]] = field(default_factory=dict)  # (partition, tenant, hour)
    meter_conservation: dict[tuple[int, int, int, int], list[int]] = field(default_factory=dict)  # (meter, partition, tenant, hour)
    claims: dict[tuple[int, int, int], int] = field(default_factory=dict)  # (partition, high, low) → offset
    rejected: list[tuple[int, int, int, int, int, str]] = field(default_factory=list)  # tenant, partition, offset, index, meter, code
    conflicts: set[tuple[int, int, int, int]] = field(default_factory=set)  # tenant, partition, offset, index
    seen: dict[tuple[str, str, str, str], int] = field(default_factory=lambda: defaultdict(int))  # (tenant, source, id, n) → times
    ends: dict[int, int] = field(default_factory=dict)


class Malformed(Exception):
    pass


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out = dict(pairs)
    if len(out) != len(pairs):
        raise Malformed
    return out


def _parse(value: bytes) -> list[dict[str, Any]]:
    try:
        events = json.loads(value.decode(), parse_float=Decimal, parse_int=Decimal, object_pairs_hook=_no_twins)
    except ValueError as error:
        raise Malformed from error
    if not isinstance(events, list) or not all(isinstance(e, dict) and {"id", "source", "type", "time"} <= e.keys() for e in events):
        raise Malformed
    return events


def _ns(text: str) -> int:
    stamp, _, zone = text.partition("Z")
    assert zone == "" and text.endswith("Z"), text
    whole, _, fraction = stamp.partition(".")
    seconds = int(datetime.fromisoformat(whole).replace(tzinfo=timezone.utc).timestamp())
    return seconds * 1_000_000_000 + int((fraction + "000000000")[:9])


def _number(value: Any) -> Decimal | str:
    """The exact number, or the code of why it is none."""
    if isinstance(value, str):
        try:
            number = Decimal(value) if value and value[-1].isdigit() and value[0] in "-0123456789" else None
        except ArithmeticError:
            number = None
        if number is None:
            return "value_type"
    elif isinstance(value, Decimal):
        number = value
    else:
        return "value_type"
    with localcontext() as exact:
        exact.prec = 200
        if abs(number) >= Decimal(10) ** 18:
            return "decimal_too_large"
        if number != number.quantize(Decimal("1e-9")):
            return "decimal_too_precise"
    return number


def _judge(meter: Meter, data: dict[str, Any]) -> tuple[str | None, Any, str]:
    """(code of invalidity, value, dimensions)"""
    value = None
    if meter.value:
        value = data.get(meter.value, _MISSING)
        if value is _MISSING or value is None:
            return "value_missing", None, ""
        if meter.aggregation == "UNIQUE_COUNT":
            if isinstance(value, (dict, list)):
                return "value_type", None, ""
            value = _scalar(value)
        else:
            value = _number(value)
            if isinstance(value, str):
                return value, None, ""
    dimensions = {}
    for group in meter.groups:
        if group in data:
            if isinstance(data[group], (dict, list)):
                return "group_value_type", None, ""
            dimensions[group] = data[group]
    text = ",".join(f"{json.dumps(name)}:{_scalar(dimensions[name])}" for name in sorted(dimensions))
    return None, value, "{" + text + "}"


def _scalar(value: Any) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)


def compute(log: Iterable[Record], tenants: tuple[Tenant, ...], partitions: int, claim_key: bytes, quarantined: set[tuple[int, int]]) -> Tables:
    """quarantined: (partition, offset) of records that were set aside in the open."""
    out = Tables()
    identity = IdentityHash(claim_key)
    by_id = {t.id: t for t in tenants}
    claimed: dict[tuple[str, str, str], Any] = {}

    def count(record: Record, tenant: int, result: str) -> None:
        row = out.conservation.setdefault(
            (record.partition, tenant, record.timestamp_ms // 3_600_000), {"first_offset": record.offset, "last_offset": record.offset}
        )
        row["last_offset"] = record.offset
        row[result] = row.get(result, 0) + 1

    def reject(record: Record, tenant: int, index: int, code: str, meter: int = 0, result: str | None = "rejected") -> None:
        if result:
            count(record, tenant, result)
        out.rejected.append((tenant, record.partition, record.offset, index, meter, code))

    for record in log:
        assert record.offset == out.ends.get(record.partition, 0), f"the log has a gap before {record.partition}/{record.offset}"
        out.ends[record.partition] = record.offset + 1
        tenant = by_id.get(record.headers.get("weir-tenant", ""))
        if (record.partition, record.offset) in quarantined:
            reject(record, tenant.number if tenant else 0, 0, "record_quarantined", result="quarantined")
            _see_quarantined(out, record, tenant)
            continue
        if record.headers.get("weir-frame") != "1":
            reject(record, 0, 0, "record_frame_unknown")
            continue
        if tenant is None:
            reject(record, 0, 0, "record_tenant_unknown")
            continue
        if bucket_of(tenant.id) % partitions != record.partition:
            reject(record, tenant.number, 0, "record_bucket_mismatch")
            continue
        try:
            events = _parse(record.value)
        except Malformed:
            reject(record, tenant.number, 0, "record_malformed")
            continue
        for index, event in enumerate(events):
            _count_event(out, record, tenant, event, index, identity, claimed, count, reject)
    return out


def _see_quarantined(out: Tables, record: Record, tenant: Tenant | None) -> None:
    """Nobody looked into it, but what was acknowledged stands there: it is set aside in the open, not lost."""
    if tenant is None or record.headers.get("weir-frame") != "1":
        return
    try:
        events = _parse(record.value)
    except Malformed:
        return
    for event in events:
        _see(out, tenant, event)


def _see(out: Tables, tenant: Tenant, event: dict[str, Any]) -> None:
    data = event.get("data") or {}
    out.seen[(tenant.id, event["source"], event["id"], str(data.get("n", "")))] += 1


def _count_event(out: Tables, record: Record, tenant: Tenant, event: dict[str, Any], index: int, identity: IdentityHash, claimed: Any, count: Any, reject: Any) -> None:  # pylint: disable=too-many-arguments,too-many-locals
    data = event.get("data") or {}
    _see(out, tenant, event)
    time_ns = _ns(event["time"])
    age_ms = record.timestamp_ms - time_ns // 1_000_000
    if age_ms > 35 * DAY_MS or age_ms < -300_000:
        reject(record, tenant.number, index, "event_too_old" if age_ms > 0 else "event_in_future")
        return
    wanted = [m for m in METERS if m.type == event["type"]]
    if not wanted:
        count(record, tenant.number, "unmatched")
        return
    verdicts = [(m, *_judge(m, data)) for m in wanted]
    arrived = record.timestamp_ms // 3_600_000

    def of_meter(m: Meter) -> list[int]:
        return out.meter_conservation.setdefault((m.number, record.partition, tenant.number, arrived), [0, 0])

    if all(code for _, code, _, _ in verdicts):
        for m, *_ in verdicts:
            of_meter(m)[1] += 1
        reject(record, tenant.number, index, verdicts[0][1])
        return
    content = (event["type"], event.get("subject", ""), data)
    key = (tenant.id, event["source"], event["id"])
    if key in claimed:
        same = claimed[key] == content
        count(record, tenant.number, "duplicate" if same else "conflict")
        if not same:
            out.conflicts.add((tenant.number, record.partition, record.offset, index))
        return
    claimed[key] = content
    count(record, tenant.number, "counted")
    high, low = identity(ulid_bytes(tenant.id), event["source"], event["id"])
    out.claims[(record.partition, high, low)] = record.offset
    shift = tenant.minute_offset * 60
    seconds = time_ns // 1_000_000_000
    hour = (seconds + shift) // 3600 * 3600 - shift
    for m, code, value, dimensions in verdicts:
        if code:
            of_meter(m)[1] += 1
            reject(record, tenant.number, index, code, m.number, None)
            continue
        of_meter(m)[0] += 1
        cell = out.cells.setdefault((tenant.number, m.number, hour, event.get("subject", ""), dimensions), Cell(first_offset=record.offset))
        cell.events += 1
        cell.last_offset = record.offset
        cell.id_sum = (cell.id_sum + (low & MASK)) & MASK
        if m.aggregation == "UNIQUE_COUNT":
            cell.distinct.add(value)
        elif m.value:
            cell.values.append((time_ns, low & MASK, value))
