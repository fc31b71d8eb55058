"""scripts/bench: the command line."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import time
from pathlib import Path

from .. import build
from ..failure import Failure, guarded, interrupt
from ..ui import say, span
from . import billed, catchup, files, identity, ingest, invoices, memory, payments, reads, rows, verified, waits, webhooks
from .rows import Figure
from .world import World

_RUNS = 5
_EVENTS = 8_000_000
_TENANTS = 10_000
_WAITING = 10_000_000
_TARGETS = ("bin/weir", "bench_ceiling", "bench_load", "bench_http_noop", "bench_authenticate", "bench_invoice_pdf", "bench_webhook_claims")


class Bench:
    """The chosen rows, those that share runs together."""

    def __init__(self, names: list[str], runs: int, events: int, tenants: int, waiting: int) -> None:
        self._names = names
        self._runs = runs
        self._events = events
        self._tenants = tenants
        self._waiting = waiting
        self.figures: list[Figure] = []

    def run(self, world: World) -> None:
        single, batch, cells = self._events, self._events, max(1, self._events // 4)
        if speed := self._any("catchup_single", "catchup_single_cpu", "wal_bytes_per_event"):
            catchup.speed_rows(world, self._runs, world.log("w1", single, 1), *speed)
        if speed := self._any("catchup_batch100", "catchup_batch100_cpu"):
            catchup.speed_rows(world, self._runs, world.log("w1", batch, 100), *speed)
        if figure := self._one("w3"):
            catchup.speed_rows(world, self._runs, world.log("w3", cells, 1), figure)
        if figure := self._one("w2_over_w1"):
            catchup.hot_tenant_row(world, self._runs, world.log("w1", single, 1), world.log("w2", single, 1), figure)
        for name, connections, per_request in (("ingest_c256", 256, 1), ("ingest_c64", 64, 1), ("ingest_batch100_c64", 64, 100)):
            if figure := self._one(name):
                ingest.row(world, self._runs, figure, connections, per_request)
        if figure := self._one("visible_p99"):
            waits.visible_row(world, self._runs, figure)
        if both := self._any("claim_bytes_hot", "claim_bytes_sealed"):
            memory.claim_rows(world, self._runs, world.log("w1", single, 1), *both)
        if figure := self._one("takeover_over_lease"):
            waits.takeover_row(world, self._runs, single, figure)
        if figure := self._one("reads_p95"):
            reads.reads_row(world, self._runs, figure)
        if figure := self._one("login_storm"):
            reads.storm_row(world, self._runs, figure)
        if figure := self._one("authentication_cost"):
            identity.authentication_row(world, self._runs, figure)
        if timing := self._any("forgot_timing", "sign_in_timing"):
            identity.timing_rows(world, self._runs, *timing)
        if figure := self._one("query_31d"):
            waits.query_row(world, self._runs, figure)
        self._run_billing(world)
        self.figures.sort(key=lambda f: [r.name for r in rows.ROWS].index(f.name))

    def _run_billing(self, world: World) -> None:
        run, beside = self._one("invoice_run_over_group_by"), self._one("ingest_p99_during_run")
        if run or beside:
            month = invoices.month(world, self._tenants)
            if run:
                invoices.run_row(world, self._runs, month, self._tenants, run)
            if beside:
                invoices.ingest_row(world, self._runs, month, beside)
        if figure := self._one("late_events_corrected"):
            billed.late_row(world, self._runs, figure)
        if figure := self._one("explain_first_page"):
            billed.explain_row(world, self._runs, figure)
        if figure := self._one("invoice_verify_million"):
            verified.verify_row(world, self._runs, figure)
        if figure := self._one("invoice_pdf_20_lines"):
            files.pdf_row(world, self._runs, figure)
        if figure := self._one("webhook_first_attempt"):
            webhooks.first_attempt_row(world, self._runs, figure)
        if figure := self._one("webhook_rate"):
            webhooks.rate_row(world, self._runs, figure)
        if figure := self._one("webhook_hanging"):
            webhooks.hanging_row(world, self._runs, figure)
        if figure := self._one("inbox_over_ingest"):
            payments.inbox_row(world, self._runs, figure)
        if figure := self._one("webhook_claim"):
            webhooks.claim_row(world, self._runs, self._waiting, figure)

    def _one(self, name: str) -> Figure | None:
        if name not in self._names:
            return None
        figure = Figure(name)
        self.figures.append(figure)
        return figure

    def _any(self, *names: str) -> list[Figure]:
        """Rows that come of the same runs: all of them when one is wanted."""
        made = [Figure(name) for name in names]
        if not set(names) & set(self._names):
            return []
        self.figures += made
        return made


def _arguments() -> argparse.Namespace:
    names = [r.name for r in rows.ROWS]
    parser = argparse.ArgumentParser(prog="scripts/bench", description="Measures Weir beside ceilings of the same run; results are compared before a speed counts.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one or more of {' '.join(names)} (default: all)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="writes the rows as JSON")
    parser.add_argument("--runs", type=int, default=_RUNS, help=f"interleaved runs of each row (default {_RUNS})")
    parser.add_argument("--events", type=int, default=_EVENTS, help=f"events of a log to catch up with (default {_EVENTS:,})")
    parser.add_argument("--tenants", type=int, default=_TENANTS, help=f"tenants that a run of invoices bills (default {_TENANTS:,})")
    parser.add_argument("--waiting", type=int, default=_WAITING, help=f"webhooks that wait while some are due (default {_WAITING:,})")
    parser.add_argument("--keep", action="store_true", help="keeps the logs for the next run")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.names if name not in names]
    if unknown:
        parser.error(f"there is no row {unknown[0]!r}: {' '.join(names)}")
    if arguments.runs < 1 or arguments.events < 1000 or arguments.tenants < 50 or arguments.waiting < 1_000_000:
        parser.error("--runs is at least 1, --events at least 1000, --tenants at least 50, --waiting at least 1000000")
    return arguments


def _main() -> int:
    arguments = _arguments()
    signal.signal(signal.SIGTERM, interrupt)
    began = time.monotonic()
    build.build("release", _TARGETS)
    bench = Bench(arguments.names or [r.name for r in rows.ROWS], arguments.runs, arguments.events, arguments.tenants, arguments.waiting)
    world = World(arguments.keep)
    try:
        bench.run(world)
    finally:
        world.close()
    reduced = "" if (arguments.runs, arguments.events, arguments.tenants, arguments.waiting) == (_RUNS, _EVENTS, _TENANTS, _WAITING) else "reduced for a quick look: "
    print(f"{reduced}{arguments.runs} runs, {arguments.events:,} events, {os.cpu_count()} cores, {span(time.monotonic() - began)}")
    print(rows.table(bench.figures), flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(rows.document(bench.figures), indent=2, ensure_ascii=False) + "\n")
        say(f"written to {arguments.json}")
    bad = [f.name for f in bench.figures if f.equal is False or rows.met(rows.row(f.name), f.value) == "missed"]
    if bad:
        raise Failure(f"a floor is missed, or results are not equal: {', '.join(bad)}")
    return 0


if __name__ == "__main__":
    sys.exit(guarded("scripts/bench", _main))
