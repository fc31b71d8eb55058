"""One situation at a time: records in the log, workers hurt at one place, and the same checker as the crash loop at the end."""

from __future__ import annotations

import json
import random
import re
import time
from types import TracebackType

from tests.support.services import Services
from tests.support.stack import Stack

from .loop.checker import check, wait_lag_zero
from .loop.loader import ACKNOWLEDGED, Ledger, LogSender, Maker, Sender
from .loop.log_reader import records
from .loop.parts import Part, hits, wait
from .loop.world import make_tenants, world_sql

LEASE_SECONDS = 2
PARTITIONS = 4


class Situation:
    """`with Situation(services) as s:`; records are written straight into the log, since the API is not what is hurt here."""

    def __init__(self, services: Services) -> None:
        self.services = services
        # One thread: what is hurt, and how often, is said for each process.
        self.stack = Stack(services, "situation", {"LEASE_SECONDS": str(LEASE_SECONDS), "KAFKA_PARTITIONS": str(PARTITIONS), "USAGE_THREADS": "1"})
        self.tenants = make_tenants(random.Random("situation"))
        self.topic = self.stack.topic("weir.usage")
        self.sender = LogSender(services.kafka_brokers, self.topic, PARTITIONS)
        self.ledger = Ledger(self.stack.place.logs / "ledger.jsonl")
        self.parts: list[Part] = []
        self._maker = Maker(random.Random("situation/load"), self.tenants, "s")
        self._prepared = False

    def worker(self, failpoints: str = "") -> Part:
        """A new worker process, started."""
        part = Part(self.stack, f"worker-{len(self.parts)}", ("worker", "usage"))
        self.parts.append(part)
        part.start(failpoints)
        self._prepare()
        return part

    def send(self, batches: int = 20) -> None:
        """Events of all kinds for every tenant, until so many batches were acknowledged."""
        deadline = time.monotonic() + 60
        while batches > 0:
            events, times = self._maker.batch()
            outcome = self.sender(events, times)
            self.ledger.write(outcome, events)
            batches -= outcome == ACKNOWLEDGED
            assert time.monotonic() < deadline, "the broker takes no records"

    def send_once(self, sender: Sender) -> str:
        """One batch by another way; its outcome."""
        events, times = self._maker.batch()
        outcome = sender(events, times)
        self.ledger.write(outcome, events)
        return outcome

    def catch_up(self, seconds: float = 60) -> float:
        """Until nothing lags; how long it took."""
        begun = time.monotonic()
        behind = ["not asked yet"]

        def done() -> bool:
            behind[0] = wait_lag_zero(self.stack.sql, self.services.kafka_brokers, self.topic, PARTITIONS) or ""
            return not behind[0]

        assert wait(seconds, done, 0.1), f"no progress for {seconds} s: {behind[0]}"
        return time.monotonic() - begun

    def exact(self, until: dict[int, int] | None = None) -> None:
        """Ledger, log and tables agree. until: where halted partitions stand, when the log lost what came before."""
        whole = records(self.services.kafka_brokers, self.topic)
        found = check(self.stack.sql, whole, self.tenants, PARTITIONS, ledger=self.ledger.bounds(), until=until)
        assert not found.differences, "\n".join(found.differences[:20])
        assert found.sizes["counted"] > 0 and found.sizes["cells"] > 0

    def hit(self, failpoint: str) -> int:
        """How often "name action" was reached, in all processes so far."""
        return hits(self.parts)[failpoint]

    def await_hit(self, failpoint: str, seconds: float = 30) -> None:
        assert wait(seconds, lambda: self.hit(failpoint) > 0), f"{failpoint} was not reached within {seconds} s"

    def await_log(self, part: Part, pattern: str, seconds: float = 30) -> None:
        def seen() -> bool:
            return part.log.exists() and re.search(pattern, part.log.read_text(errors="replace")) is not None

        assert wait(seconds, seen), f"{part.name} logged nothing like {pattern!r} within {seconds} s; see {part.log}"

    def await_end(self, part: Part, seconds: float = 30) -> None:
        assert wait(seconds, lambda: not part.alive()), f"{part.name} still runs; see {part.log}"

    def halts(self) -> dict[int, dict[str, object]]:
        """Why each halted partition stands still."""
        text = self.stack.sql("SELECT partition || ' ' || halt::text FROM leases WHERE halt IS NOT NULL;")
        return {int(line.split(" ", 1)[0]): json.loads(line.split(" ", 1)[1]) for line in text.splitlines()}

    def await_halt(self, seconds: float = 30) -> dict[int, dict[str, object]]:
        assert wait(seconds, self.halts), f"no partition was halted within {seconds} s"
        return self.halts()

    def offsets(self) -> dict[int, int]:
        text = self.stack.sql("SELECT partition || ' ' || next_offset FROM leases ORDER BY partition;")
        return {int(line.split()[0]): int(line.split()[1]) for line in text.splitlines()}

    def _prepare(self) -> None:
        """Tenants and meters, as soon as the first worker has recorded the installation."""
        if self._prepared:
            return
        assert wait(30, lambda: self.stack.sql("SELECT count(*) FROM installation;").strip() == "1"), "no installation was recorded"
        self.stack.sql(world_sql(self.tenants))
        self._prepared = True

    def __enter__(self) -> Situation:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for part in self.parts:
            part.resume()
            part.stop()
        self.stack.close()
