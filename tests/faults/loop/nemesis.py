"""Hurts a running Weir: one fault after another in a shuffled order that begins anew when it is through, each counted."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable

from tests.support.services import Services

from .loader import Ledger
from .parts import API_POINTS, WORKER_POINTS, Part, hits

_EXTRA_SECONDS = 60.0
_EXTRA_FAULTS = 90.0


class Nemesis:
    """run() until the time is over; its own threads heal what it broke. A fault counts when it really happened."""

    def __init__(self, seed: int, services: Services, workers: list[Part], apis: list[Part], ledger: Ledger, lease_seconds: float) -> None:
        self._rng = random.Random(f"{seed}/nemesis")
        self._services, self._workers, self._apis, self._ledger, self._lease = services, workers, apis, ledger, lease_seconds
        self._over = threading.Event()
        self._healers: list[threading.Thread] = []
        self._services_busy = threading.Lock()
        self.errors: list[str] = []
        self.witness: Counter[str] = Counter()
        self.story: list[str] = []
        self._begun = time.monotonic()
        self._to_arm: list[str] = []
        self._api_to_arm: list[str] = []
        self._arm_lock = threading.Lock()

    # What may happen, by the name of its witness.
    def faults(self) -> dict[str, Callable[[], None]]:
        out = {
            "worker killed": self._kill_worker,
            "worker stopped and resumed": lambda: self._pause(self._rng.choice(self._workers), 0.3, self._lease * 0.7),
            "worker stopped beyond its lease": lambda: self._pause(self._rng.choice(self._workers), self._lease * 1.5, self._lease * 3),
            "backend terminated": lambda: self._backend(copy=False, hard=False),
            "backend killed": lambda: self._backend(copy=False, hard=True),
            "backend killed in COPY": lambda: self._backend(copy=True, hard=True),
            "postmaster killed": self._kill_postmaster,
            "broker killed": self._kill_broker,
            "broker stopped and resumed": self._pause_broker,
            "all workers killed": self._kill_all_workers,
            "worker stopped in COPY": lambda: self._arm("copy.first_buffer=stop"),
        }
        for point in WORKER_POINTS:
            out[f"failpoint {point}"] = lambda point=point: self._arm(f"{point}=kill")
        if self._apis:
            out["api killed"] = self._kill_api
            out["api stopped and resumed"] = lambda: self._pause(self._rng.choice(self._apis), 0.3, 3)
            for point in API_POINTS:
                out[f"failpoint {point}"] = lambda point=point: self._arm_api(f"{point}=kill@0.2")
        return out

    def run(self, seconds: float, least: int) -> None:
        """Afterwards it goes on, for a while, with what happened less often than `least`: a slow machine gets through less."""
        supervisor = threading.Thread(target=self._supervise, daemon=True)
        supervisor.start()
        end = time.monotonic() + seconds
        faults = self.faults()
        order: list[str] = []
        while time.monotonic() < end and not self.errors:
            if not order:
                order = sorted(faults)
                self._rng.shuffle(order)
            self._strike(order.pop(), faults)
        deadline = time.monotonic() + _EXTRA_FAULTS
        while time.monotonic() < deadline and not self.errors:
            missing = [name for name in sorted(faults) if not name.startswith("failpoint ") and self.witness[name] < least]
            if not missing:
                break
            self._strike(self._rng.choice(missing), faults)
        self._arm_what_is_missing(least)
        self._over.set()
        for healer in self._healers:
            healer.join(120)
        supervisor.join(120)

    def _strike(self, name: str, faults: dict[str, Callable[[], None]]) -> None:
        self._tell(name)
        # Most faults strike just after something was promised.
        if self._rng.random() < 0.8 and self._ledger.await_acknowledgement(2):
            self._over.wait(self._rng.uniform(0, 0.1))
            self.witness["within 100 ms after an acknowledgement"] += time.monotonic() - self._ledger.last_acknowledged < 0.1
        try:
            faults[name]()
        except Exception as error:  # pylint: disable=broad-exception-caught
            self.errors.append(f"{name}: {error!r}")
        self._over.wait(self._rng.uniform(0.1, 1.2))

    def _arm_what_is_missing(self, least: int) -> None:
        deadline = time.monotonic() + _EXTRA_SECONDS
        while time.monotonic() < deadline and not self.errors:
            seen = hits(self._workers + self._apis)
            workers = [p for p in WORKER_POINTS if seen[f"{p} kill"] < least]
            apis = [p for p in API_POINTS if self._apis and seen[f"{p} kill"] < least]
            if not workers and not apis:
                return
            with self._arm_lock:
                self._to_arm = [f"{point}=kill" for point in workers]
                self._api_to_arm = [f"{point}=kill@0.2" for point in apis]
            self._tell(f"still wanted: {', '.join(workers + apis)}")
            if workers:
                self._rng.choice(self._workers).kill()
            if apis:
                self._rng.choice(self._apis).kill()
            self._over.wait(self._lease * 2)

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
        """Starts again what is dead; resumes what stopped itself."""
        while not self._over.wait(0.05):
            for part in self._workers + self._apis:
                now = time.monotonic()
                if not part.alive():
                    if part.down_until == 0:
                        part.down_until = now + self._rng.uniform(0, 1.0)
                    elif now >= part.down_until:
                        part.down_until = 0
                        part.stopped_since = 0
                        with self._arm_lock:
                            queue = self._api_to_arm if part in self._apis else self._to_arm
                            armed = queue.pop(0) if queue else ""
                        part.start(armed)
                elif "stop" in part.armed and part.stopped():
                    if part.stopped_since == 0:
                        part.stopped_since = now
                        self.witness["worker stopped in COPY"] += 1
                    elif now - part.stopped_since > self._lease * 2.5:
                        part.resume()

    def _kill_worker(self) -> None:
        part = self._rng.choice(self._workers)
        self.witness["worker killed"] += part.alive()
        part.kill()

    def _kill_all_workers(self) -> None:
        for part in self._workers:
            part.kill()
        self.witness["all workers killed"] += 1

    def _kill_api(self) -> None:
        part = self._rng.choice(self._apis)
        self.witness["api killed"] += part.alive()
        part.kill()

    def _arm(self, failpoint: str) -> None:
        """The next worker that starts has it; one is killed so that this is soon."""
        with self._arm_lock:
            self._to_arm.append(failpoint)
        self._rng.choice(self._workers).kill()

    def _arm_api(self, failpoint: str) -> None:
        with self._arm_lock:
            self._api_to_arm.append(failpoint)
        self._rng.choice(self._apis).kill()

    def _pause(self, part: Part, least: float, most: float) -> None:
        if not part.alive():
            return
        part.pause()
        what = "api" if part in self._apis else "worker"
        seconds = self._rng.uniform(least, most)
        self.witness[f"{what} stopped beyond its lease" if seconds > self._lease and what == "worker" else f"{what} stopped and resumed"] += 1
        self._later(seconds, part.resume)

    def _backend(self, copy: bool, hard: bool) -> None:
        """One session of the workers' flushes; in COPY: the first that is found there within a while."""
        state = "query ILIKE 'COPY%' AND state = 'active'" if copy else "true"
        query = f"SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'weir%' AND {state} ORDER BY random() LIMIT 1;"
        if copy:
            with self._arm_lock:
                self._to_arm.append("copy.first_buffer=delay:300")
            self._rng.choice(self._workers).kill()
        with self._services_busy:
            deadline = time.monotonic() + (12 if copy else 1)
            while time.monotonic() < deadline and not self._over.is_set():
                try:
                    pid = self._services.sql(query).strip()
                except AssertionError:
                    return  # the server is in recovery
                if pid:
                    if hard:
                        os.kill(int(pid), signal.SIGKILL)
                    else:
                        self._services.sql(f"SELECT pg_terminate_backend({pid});")
                    self.witness[("backend killed" if hard else "backend terminated") + (" in COPY" if copy else "")] += 1
                    break
                time.sleep(0.01)
            if hard:
                assert self._services.postgres
                self._services.postgres.wait_ready()

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
