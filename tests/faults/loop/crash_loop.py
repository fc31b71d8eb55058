"""scripts/faults crash-loop: a load, a nemesis, and at the end the question whether every event was counted exactly once."""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support import services as servers
from tests.support.services import Services
from tests.support.stack import Stack

from .checker import Finding, check, wait_lag_zero
from .loader import HttpSender, Ledger, Load, LogSender, Sender
from .log_reader import records
from .nemesis import Nemesis
from .parts import FILE_POINTS, WORKER_POINTS, Part, counts, logged, wait
from .world import make_tenants, world_sql

LEASE_SECONDS = 2
PARTITIONS = 8
SEAL_COUNT = 1000  # the least there is: claims leave memory all the time
LONG_SECONDS = 600.0  # enough for every place where they do


@dataclass
class Outcome:
    seed: int
    seconds: float
    how: str  # events came by HTTP or straight into the log
    differences: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)  # required witnesses that are zero
    witness: dict[str, int] = field(default_factory=dict)
    load: dict[str, int] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    heal_seconds: float = 0.0
    logs: str = ""

    @property
    def passed(self) -> bool:
        return not self.differences and not self.missing

    def document(self) -> dict[str, Any]:
        return {"passed": self.passed} | self.__dict__


def has_api(stack: Stack) -> bool:
    return re.search(r"^  api\b", stack.cli("--help").stdout, re.MULTILINE) is not None


def crash_loop(services: Services, seconds: float, seed: int, required_least: int = 1, workers: int = 3, apis: int = 2) -> Outcome:
    """services: private ones. required_least: how often each witness must have been seen."""
    rng = random.Random(f"{seed}/world")
    settings = {"LEASE_SECONDS": str(LEASE_SECONDS), "KAFKA_PARTITIONS": str(PARTITIONS), "CLAIM_SEAL_COUNT": str(SEAL_COUNT)}
    with Stack(services, "loop", settings) as stack:
        tenants = make_tenants(rng)
        _record_installation(stack)
        stack.sql(world_sql(tenants))
        ledger = Ledger(stack.place.logs / "ledger.jsonl")
        topic = stack.topic("weir.usage")
        poison = LogSender(services.kafka_brokers, topic, PARTITIONS)
        use_api = has_api(stack)
        worker_parts = [Part(stack, f"worker-{i}", ("worker", "usage")) for i in range(workers)]
        api_parts = [Part(stack, f"api-{i}", ("api",)) for i in range(apis)] if use_api else []
        senders: list[Sender] = []
        if use_api:
            for i in range(4):
                senders.append(HttpSender(lambda: [p.url for p in api_parts], stack.platform_key, random.Random(f"{seed}/url/{i}")))
        else:
            senders = [LogSender(services.kafka_brokers, topic, PARTITIONS) for _ in range(3)]
        outcome = Outcome(seed, seconds, "http" if use_api else "log", logs=str(stack.place.logs))
        try:
            for part in worker_parts + api_parts:
                part.start()
            load = Load(seed, tenants, PARTITIONS, ledger, senders, poison)
            if not wait(60, lambda: ledger.counts["acknowledged"] > 0):
                raise AssertionError(f"nothing was acknowledged within a minute; see {stack.place.logs}")
            points = WORKER_POINTS + (FILE_POINTS if seconds >= LONG_SECONDS else ())
            nemesis = Nemesis(seed, services, worker_parts, api_parts, ledger, LEASE_SECONDS, points)
            nemesis.run(seconds, required_least)
            load.stop()
            outcome.load = counts(load.tally() | ledger.counts)
            services.keeps_data = True  # until it is known to be right
            finding, outcome.heal_seconds = _heal_and_check(stack, services, worker_parts + api_parts, topic, tenants, ledger)
            outcome.differences = nemesis.errors + finding.differences
            services.keeps_data = bool(outcome.differences)
            outcome.sizes = finding.sizes
            outcome.witness = counts(_witnesses(nemesis, worker_parts) | {"quarantined records": finding.quarantined})
            outcome.missing = _missing(outcome, nemesis, required_least)
            (stack.place.logs / "story.txt").write_text("\n".join(nemesis.story) + "\n")
        finally:
            for part in worker_parts + api_parts:
                part.resume()
                part.stop()
    return outcome


def _record_installation(stack: Stack) -> None:
    """The installation's row, which holds the claim key, is made by whichever verb comes first."""
    if stack.sql("SELECT count(*) FROM installation;").strip() == "1":
        return
    first = stack.launch("worker", "usage", name="first")
    assert wait(30, lambda: stack.sql("SELECT count(*) FROM installation;").strip() == "1"), first.text()
    first.stop()


def _heal_and_check(stack: Stack, services: Services, parts: list[Part], topic: str, tenants: Any, ledger: Ledger) -> tuple[Finding, float]:
    services.start()
    for part in parts:
        part.resume()
        part.kill()
    for part in parts:
        part.start()
    begun, healed_at = time.monotonic(), time.time()
    behind = ["not asked yet"]

    def caught_up() -> bool:
        behind[0] = wait_lag_zero(stack.sql, services.kafka_brokers, topic, PARTITIONS) or ""
        return not behind[0]

    finding = Finding()
    if not wait(90, caught_up, 0.25):
        finding.say(f"no progress for 90 s after everything was healed: {behind[0]}")
    took = time.monotonic() - begun
    # data_through of idle partitions moves with the renewals.
    query = f"SELECT count(*) FROM leases WHERE halt IS NULL AND (data_through IS NULL OR extract(epoch FROM data_through) < {healed_at});"
    wait(15, lambda: stack.sql(query).strip() == "0", 0.25)
    whole = list(records(services.kafka_brokers, topic))
    checked = check(stack.sql, whole, tenants, PARTITIONS, ledger=ledger.bounds(), healed_at=healed_at)
    checked.differences[:0] = finding.differences
    return checked, took


def _witnesses(nemesis: Nemesis, workers: list[Part]) -> dict[str, int]:
    out = dict(nemesis.seen())
    out["lease taken over"] = logged(workers, '"taken_over":true')
    out["partition lost"] = logged(workers, "partition lost")
    return out


def _missing(outcome: Outcome, nemesis: Nemesis, least: int) -> list[str]:
    required = [*nemesis.faults(), "within 100 ms after an acknowledgement", "lease taken over", "partition lost"]
    missing = [f"{name}: {outcome.witness.get(name, 0)}" for name in required if outcome.witness.get(name, 0) < least]
    for name in ("resent", "late", "too old", "poison", "same id with other content", "invalid for a meter", "acknowledged"):
        if not outcome.load.get(name):
            missing.append(f"{name}: 0")
    for name in ("counted", "duplicate", "conflict", "unmatched", "rejected", "cells", "distinct values"):
        if not outcome.sizes.get(name):
            missing.append(f"{name}: 0")
    return missing


def report(outcome: Outcome) -> None:
    for title, values in (("load", outcome.load), ("compared", outcome.sizes), ("witnesses", outcome.witness)):
        print(f"{title}: " + ", ".join(f"{name} {value}" for name, value in values.items()))
    print(f"caught up {outcome.heal_seconds:.1f} s after everything was healed")
    if outcome.passed:
        print(f"seed {outcome.seed}, {outcome.seconds:g} s by {outcome.how}: every event counted exactly once")
        return
    for text in outcome.differences[:20]:
        print(f"  DIFFERENCE {text}")
    if len(outcome.differences) > 20:
        print(f"  … and {len(outcome.differences) - 20} more")
    for text in outcome.missing:
        print(f"  NEVER HAPPENED (or too seldom) {text}")
    print(f"logs, ledger and story: {outcome.logs}; after a difference what the services wrote is kept too")
    print(f"repeat with: scripts/faults crash-loop --seconds {outcome.seconds:g} --seed {outcome.seed}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/faults", description="Kills Weir again and again under load, and checks that nothing was lost or counted twice.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    loop = verbs.add_parser("crash-loop", help="a private PostgreSQL and broker, workers, API, load, nemesis, checker")
    loop.add_argument("--seconds", type=float, default=120, help="of faults; start, healing and checking come besides (default 120)")
    loop.add_argument("--seed", type=int, default=None, help="of load and faults (default: from the clock)")
    loop.add_argument("--least", type=int, default=1, help="how often each fault and failpoint must have happened (default 1)")
    loop.add_argument("--json", type=Path, default=None, metavar="FILE", help="writes the outcome there")
    given = parser.parse_args()
    seed = given.seed if given.seed is not None else int(time.time())
    found = servers.private("faults")
    try:
        outcome = crash_loop(found, given.seconds, seed, given.least)
    finally:
        found.close()
    report(outcome)
    if given.json:
        given.json.write_text(json.dumps(outcome.document(), indent=2) + "\n")
    return 0 if outcome.passed else 1


if __name__ == "__main__":
    sys.exit(main())
