"""Hurts a running Weir: one fault after another, drawn at random, and the likelier the less often it has happened."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence

from tests.support.services import Services

from .loader import Ledger
from .parts import API_POINTS, Part, hits

_EXTRA_SECONDS = 150.0
_EXTRA_SHARE = 1 / 6  # of an hour: ten minutes


class Nemesis:
    """run() until the time is over; its own threads heal what it broke. A fault counts when it really happened."""

    def __init__(
        self, seed: int, services: Services, workers: list[Part], apis: list[Part], ledger: Ledger, lease_seconds: float, points: Sequence[str]
    ) -> None:
        """points: the failpoints of workers."""
        self._rng = random.Random(f"{seed}/nemesis")
        self._supervisors_rng = random.Random(f"{seed}/supervisor")
        self._services, self._workers, self._apis, self._ledger, self._lease = services, workers, apis, ledger, lease_seconds
        self._over = threading.Event()
        self._healers: list[threading.Thread] = []
        self._services_busy = threading.Lock()
        self.errors: list[str] = []
        self.witness: Counter[str] = Counter()
        self.story: list[str] = []
        self._begun = time.monotonic()
        self._tried: Counter[str] = Counter()
        # What must be reached, by the name of its witness. Two starts that wait for the same would tell nothing more than one.
        self._worker_arms = {f"failpoint {point} kill": f"{point}=kill" for point in points}
        self._worker_arms["failpoint copy.first_buffer stop"] = "copy.first_buffer=stop"
        self._api_arms = {f"failpoint {point} kill": f"{point}=kill@0.2" for point in API_POINTS} if apis else {}
        self._to_arm: list[str] = []
        self._api_to_arm: list[str] = []
        self._arm_lock = threading.Lock()

    # What may happen, by the name of its witness.
    def faults(self) -> dict[str, Callable[[], None]]:
        out = {
            "worker killed": lambda: self._kill(self._workers, "worker killed"),
            "worker stopped and resumed": lambda: self._pause(self._workers, 0.3, self._lease * 0.7),
            "worker stopped beyond its lease": lambda: self._pause(self._workers, self._lease * 1.5, self._lease * 3),
            "backend terminated": lambda: self._backend("backend terminated", hard=False),
            "backend killed": lambda: self._backend("backend killed", hard=True),
            "backend killed in COPY": self._backend_in_copy,
            "failpoint flush.before_resolve pass": self._backend_before_commit,
            "postmaster killed": self._kill_postmaster,
            "broker killed": self._kill_broker,
            "broker stopped and resumed": self._pause_broker,
            "all workers killed": self._kill_all_workers,
        }
        for name, failpoint in self._worker_arms.items():
            out[name] = lambda failpoint=failpoint: self._arm(self._workers, self._to_arm, failpoint)
        if self._apis:
            out["api killed"] = lambda: self._kill(self._apis, "api killed")
            out["api stopped and resumed"] = lambda: self._pause(self._apis, 0.3, 3)
            for name, failpoint in self._api_arms.items():
                out[name] = lambda failpoint=failpoint: self._arm(self._apis, self._api_to_arm, failpoint)
        return out

    def seen(self) -> Counter[str]:
        """How often everything has happened so far."""
        return self.witness + Counter({f"failpoint {what}": times for what, times in hits(self._workers + self._apis).items()})

    def run(self, seconds: float, least: int) -> None:
        """Afterwards it goes on, for a while, with what happened less often than `least`: a slow machine gets through less."""
        supervisor = threading.Thread(target=self._supervise, daemon=True)
        supervisor.start()
        faults = self.faults()
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self.errors:
            self._strike(self._choose(sorted(faults)), faults)
        self._tell("the time is over")
        deadline = time.monotonic() + max(_EXTRA_SECONDS, seconds * _EXTRA_SHARE)
        while time.monotonic() < deadline and not self.errors:
            seen = self.seen()
            missing = [name for name in sorted(faults) if seen[name] < least]
            if not missing:
                break
            self._strike(self._choose(missing), faults)
        self._over.set()
        for healer in self._healers:
            healer.join(120)
        supervisor.join(120)

    def _choose(self, names: list[str]) -> str:
        """One of them, or nothing while all wait to be reached. What was tried in vain comes more often, but not all the time."""
        with self._arm_lock:
            waiting = {*self._to_arm, *self._api_to_arm} | {p.armed for p in self._workers + self._apis if p.waits()}
        arms = self._worker_arms | self._api_arms
        names = [name for name in names if arms.get(name) not in waiting]
        if not names:
            return ""
        seen = self.seen()
        scores = [0.75 * seen[name] + 0.25 * self._tried[name] for name in names]
        return self._rng.choices(names, [1 / (1 + score - min(scores)) ** 2 for score in scores])[0]

    def _strike(self, name: str, faults: dict[str, Callable[[], None]]) -> None:
        if not name:
            self._over.wait(0.2)
            return
        self._tell(name)
        self._tried[name] += 1
        # Most faults strike just after something was promised.
        if self._rng.random() < 0.8 and self._ledger.await_acknowledgement(2):
            self._over.wait(self._rng.uniform(0, 0.1))
            self.witness["within 100 ms after an acknowledgement"] += time.monotonic() - self._ledger.last_acknowledged < 0.1
        try:
            faults[name]()
        except Exception as error:  # pylint: disable=broad-exception-caught
            self.errors.append(f"{name}: {error!r}")
        self._over.wait(self._rng.uniform(0.1, 1.2))

    def _tell(self, text: str) -> None:
        self.story.append(f"{time.monotonic() - self._begun:8.2f} {text}")

    def _later(self, seconds: float, heal: Callable[[], None]) -> None:
        def run() -> None:
            self._over.wait(seconds)
            try:
                heal()
            except Exception as error:  # pylint: disable=broad-exception-caught
                self.errors.append(f"healing: {error!r}")

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        self._healers.append(thread)

    def _supervise(self) -> None:
        """Starts again what is dead; resumes what stopped itself; ends what cannot get to where it was to end."""
        while not self._over.wait(0.05):
            for part in self._workers + self._apis:
                now = time.monotonic()
                if not part.alive():
                    if part.down_until == 0:
                        part.down_until = now + self._supervisors_rng.uniform(0, 1.0)
                    elif now >= part.down_until:
                        part.down_until = 0
                        part.stopped_since = 0
                        self._start(part, self._api_to_arm if part in self._apis else self._to_arm)
                elif "stop" in part.armed and part.stopped():
                    if part.stopped_since == 0:
                        part.stopped_since = now
                    elif now - part.stopped_since > self._lease * 2.5:
                        part.resume()
                elif now - part.started_at > self._lease * 10 and part.waits():
                    part.kill()

    def _start(self, part: Part, queue: list[str]) -> None:
        """Something else may have ended it before it got to where it was to end: then the next one tries."""
        with self._arm_lock:
            if "delay" not in part.armed and part.waits():
                queue.append(part.armed)
            part.start(queue.pop(0) if queue else "")

    def _victim(self, parts: list[Part]) -> Part:
        """One that lives. Those that are on their way to a failpoint are spared for a while: most of them never got there otherwise."""
        alive = [p for p in parts if p.alive()]
        spared = [p for p in alive if time.monotonic() - p.started_at < self._lease * 4 and p.waits()]
        return self._rng.choice([p for p in alive if p not in spared] or alive or parts)

    def _kill(self, parts: list[Part], witness: str) -> None:
        part = self._victim(parts)
        self.witness[witness] += part.alive()
        part.kill()

    def _kill_all_workers(self) -> None:
        for part in self._workers:
            part.kill()
        self.witness["all workers killed"] += 1

    def _arm(self, parts: list[Part], queue: list[str], failpoint: str) -> None:
        """The next one that starts has it; one is killed so that this is soon."""
        with self._arm_lock:
            queue.append(failpoint)
        self._victim(parts).kill()

    def _pause(self, parts: list[Part], least: float, most: float) -> None:
        part = self._rng.choice([p for p in parts if p.alive()] or parts)
        if not part.alive():
            return
        part.pause()
        what = "api" if part in self._apis else "worker"
        seconds = self._rng.uniform(least, most)
        self.witness[f"{what} stopped beyond its lease" if seconds > self._lease and what == "worker" else f"{what} stopped and resumed"] += 1
        self._later(seconds, part.resume)

    def _backend_in_copy(self) -> None:
        self._slow_down("copy.first_buffer=delay:300")
        self._backend("backend killed in COPY", hard=True, state="query ILIKE 'COPY%' AND state = 'active'", seconds=12)

    def _backend_before_commit(self) -> None:
        """The worker then sends COMMIT into a session that is gone, and cannot know what became of it."""
        self._slow_down("flush.before_commit=delay:300")
        state = "state = 'idle in transaction' AND state_change < clock_timestamp() - interval '50 ms'"
        self._backend("backend terminated before COMMIT", hard=False, state=state, seconds=12)

    def _slow_down(self, failpoint: str) -> None:
        with self._arm_lock:
            self._to_arm.insert(0, failpoint)
        self._victim(self._workers).kill()

    def _backend(self, witness: str, hard: bool, state: str = "true", seconds: float = 1) -> None:
        """One session of the workers; the first that is found in that state within a while."""
        query = f"SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'weir%' AND {state} ORDER BY random() LIMIT 1;"
        with self._services_busy:
            deadline = time.monotonic() + seconds
            while time.monotonic() < deadline and not self._over.is_set():
                try:
                    pid = self._services.sql(query).strip()
                except AssertionError:
                    return  # the server is in recovery
                if pid and self._end_backend(int(pid), hard):
                    self.witness[witness] += 1
                    break
                time.sleep(0.01)
            if hard:
                assert self._services.postgres
                self._services.postgres.wait_ready()

    def _end_backend(self, pid: int, hard: bool) -> bool:
        """False when it had ended by itself."""
        if not hard:
            return self._services.sql(f"SELECT pg_terminate_backend({pid});").strip() == "t"
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    def _kill_postmaster(self) -> None:
        assert self._services.postgres
        with self._services_busy:
            self._services.kill_postmaster()
            self.witness["postmaster killed"] += 1
            self._over.wait(self._rng.uniform(0, 2))
            self._services.postgres.start()
            self._services.postgres.wait_ready()

    def _kill_broker(self) -> None:
        assert self._services.kafka
        with self._services_busy:
            self._services.kill_broker()
            self.witness["broker killed"] += 1
            self._over.wait(self._rng.uniform(0, 2))
            self._services.kafka.start()
            self._services.kafka.wait_ready()

    def _pause_broker(self) -> None:
        assert self._services.kafka and self._services.kafka.process
        with self._services_busy:
            self._services.kafka.process.send(signal.SIGSTOP)
            self.witness["broker stopped and resumed"] += 1
            self._over.wait(self._rng.uniform(0.5, 6))
            self._services.kafka.process.send(signal.SIGCONT)
