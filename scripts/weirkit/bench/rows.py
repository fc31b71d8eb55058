"""The rows of scripts/bench, their floors and aims: the one table."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Row:
    """more: greater is better. unit: what the figure counts."""

    name: str
    what: str
    floor: float
    aim: float
    more: bool
    unit: str = ""


ROWS = (
    Row("catchup_single", "counted once per second ÷ the ceiling, one event per record", 0.30, 0.60, True),
    Row("catchup_single_cpu", "CPU of worker + PostgreSQL + broker per event of it", 1.9, 1.0, False, "µs"),
    Row("catchup_batch100", "counted once per second ÷ the ceiling, records of 100 events", 0.25, 0.60, True),
    Row("catchup_batch100_cpu", "CPU of worker + PostgreSQL + broker per event of it", 1.6, 0.8, False, "µs"),
    Row("w3", "every event its own cell ÷ the ceiling, one event per record", 0.05, 0.15, True),
    Row("w2_over_w1", "one tenant sends 90 % ÷ fifty tenants send alike", 0.5, 0.8, True),
    Row("ingest_c256", "acknowledged single-event requests/s ÷ a no-op Beast server, 256 connections", 0.40, 0.62, True),
    Row("ingest_c64", "the same, 64 connections", 0.28, 0.42, True),
    Row("ingest_batch100_c64", "acknowledged events/s in batches of 100 ÷ a no-op server that reads them", 0.40, 0.60, True),
    Row("visible_p99", "p99 from acknowledgement to visible in a query, at half of maximum load", 1500, 500, False, "ms"),
    Row("claim_bytes_hot", "memory of a remembered event id, newest", 34, 30, False, "B"),
    Row("claim_bytes_sealed", "memory of a remembered event id, sealed", 4, 2.5, False, "B"),
    Row("wal_bytes_per_event", "WAL of a counted event, compaction included", 80, 45, False, "B"),
    Row("takeover_over_lease", "until a killed worker's partitions move again ÷ lease time", 2, 1.2, False),
    Row("reads_p95", "p95 of 200 dashboards, a request a second each, beside half of the most ingest", 50, 20, False, "ms"),
    Row("login_storm", "p95 of the same dashboards while passwords are guessed ÷ while none are", 1.5, 1.2, False),
    Row("authentication_cost", "CPU of finding out who asks (key in the cache) ÷ CPU of the API for a one-event request", 0.10, 0.05, False),
    Row("forgot_timing", "median time of password/forgot, known ÷ unknown address, the longer over the shorter", 1.05, 1.02, False),
    Row("sign_in_timing", "the same of sign-ins: wrong password, no account", 1.05, 1.02, False),
    Row("query_31d", "p99 of a query of 31 days by hour, 5 series, 16,000 cells", 100, 10, False, "ms"),
    Row("invoice_run_over_group_by", "a run of invoices, 10,000 tenants of 20 lines ÷ one GROUP BY over the same cells", 6, 2, False),
    Row("ingest_p99_during_run", "p99 of single events at half of maximum load during a run of invoices ÷ without", 1.5, 1.1, False),
    Row("late_events_corrected", "10,000 late events, from the first request to corrected amounts in a preview", 2, 0.5, False, "s"),
    Row("explain_first_page", "p99 of explaining a line of 3,600 cells, first page", 200, 50, False, "ms"),
    Row("invoice_verify_million", "`weir invoice verify` of one invoice, a log of 1,000,000 events of which nine tenths are its tenant's", 10, 2, False, "s"),
    Row("invoice_pdf_20_lines", "the PDF of an invoice of 20 lines, on a thread that has written one before", 150, 20, False, "ms"),
    Row("webhook_first_attempt", "p99 from a change to the beginning of its webhook's first attempt, 20 changes a second", 500, 100, False, "ms"),
    Row("webhook_rate", "webhooks sent per second to 20 receivers ÷ a keep-alive loop to the same server", 0.2, 0.5, True),
    Row("webhook_hanging", "p99 of receivers that answer while a fifth hangs ÷ while none does", 1.5, 1.1, False),
    Row("inbox_over_ingest", "verified, acknowledged webhooks of Stripe per second ÷ single events of the same 3,000 bytes, 64 connections", 0.7, 0.95, True),
    Row("webhook_claim", "p99 of taking 64 webhooks that are due, 10,000,000 waiting, after 100,000 were sent", 50, 5, False, "ms"),
)


@dataclass
class Figure:
    """What was measured for one row. equal: whether the results were compared and equal; None: nothing to compare."""

    name: str
    values: list[float] = field(default_factory=list)
    equal: bool | None = None
    beside: dict[str, float] = field(default_factory=dict)  # medians of what stands beside: CPU, events/s
    note: str = ""

    @property
    def value(self) -> float | None:
        return statistics.median(self.values) if self.values else None


class Beside:
    """Figures that stand beside a row, one for each run; their medians are shown."""

    def __init__(self) -> None:
        self._values: dict[str, list[float]] = {}

    def add(self, **values: float) -> None:
        for name, value in values.items():
            self._values.setdefault(name, []).append(value)

    def medians(self) -> dict[str, float]:
        return {name: statistics.median(values) for name, values in self._values.items()}


def row(name: str) -> Row:
    return next(r for r in ROWS if r.name == name)


def met(r: Row, value: float | None) -> str:
    """aim, floor or missed."""
    if value is None:
        return "not measured"
    within = (lambda bound: value >= bound) if r.more else (lambda bound: value <= bound)
    return "aim" if within(r.aim) else "floor" if within(r.floor) else "missed"


def document(figures: Sequence[Figure]) -> list[dict[str, Any]]:
    """The rows of --json."""
    out: list[dict[str, Any]] = []
    for f in figures:
        r = row(f.name)
        out.append(
            {
                "name": f.name,
                "value": f.value,
                "floor": r.floor,
                "aim": r.aim,
                "met": met(r, f.value),
                "runs": len(f.values),
                "min": min(f.values, default=None),
                "median": f.value,
                "max": max(f.values, default=None),
                "equal": f.equal,
                "what": r.what,
                "unit": r.unit,
                "beside": f.beside,
                "note": f.note,
            }
        )
    return out


def table(figures: Sequence[Figure]) -> str:
    """For a terminal: one line for each row, and what stands beside it."""
    lines = [f"{'row':<26}{'median':>10}{'min':>10}{'max':>10}{'floor':>8}{'aim':>8}  met"]
    for f in figures:
        r = row(f.name)
        numbers = [f.value, min(f.values, default=None), max(f.values, default=None)]
        shown = "".join(f"{_short(n):>10}" for n in numbers)
        equal = "" if f.equal is None else "" if f.equal else "  RESULT NOT EQUAL"
        lines.append(f"{f.name:<26}{shown}{_short(r.floor):>8}{_short(r.aim):>8}  {met(r, f.value)}{equal}  {r.unit}")
        if f.beside:
            lines.append("    " + ", ".join(f"{name} {_short(value)}" for name, value in f.beside.items()))
        if f.note:
            lines.append(f"    {f.note}")
    return "\n".join(lines)


def _short(number: float | None) -> str:
    if number is None:
        return "–"
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.3g}"
