"""The database server and the broker die under running workers, which neither end nor lose anything."""

from __future__ import annotations

import os
import signal
import time

from .loop.parts import wait
from .situation import Situation


def test_postmaster_killed(situation: Situation) -> None:
    workers = [situation.worker(), situation.worker()]
    situation.send()
    for _ in range(2):
        situation.services.kill_postmaster()
        situation.send(5)
        situation.services.start()
        situation.send(5)
    situation.catch_up()
    assert all(w.alive() for w in workers), "a worker ended because the database was away"
    situation.exact()


def test_backend_killed_in_copy(situation: Situation) -> None:
    """kill -9 of one backend makes PostgreSQL end all of them and recover."""
    worker = situation.worker("copy.first_buffer=delay:500")
    situation.send()
    query = "SELECT pid FROM pg_stat_activity WHERE query ILIKE 'COPY%' AND state = 'active' LIMIT 1;"
    found = [""]

    def copying() -> bool:
        found[0] = situation.services.sql(query).strip()
        return found[0] != ""

    assert wait(30, copying, 0.01), "no backend was seen in COPY"
    os.kill(int(found[0]), signal.SIGKILL)
    situation.services.start()
    situation.catch_up()
    assert worker.alive()
    situation.exact()


def test_commit_without_an_answer(situation: Situation) -> None:
    """The backend dies while the worker waits before COMMIT: the outcome is found out by reading."""
    worker = situation.worker("flush.before_commit=delay:300,flush.before_resolve=pass")
    situation.send()
    query = "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'weir usage flushes%' AND state = 'idle in transaction' LIMIT 1;"
    deadline = time.monotonic() + 60
    while situation.hit("flush.before_resolve pass") == 0:
        assert time.monotonic() < deadline, "no COMMIT was left without an answer"
        if pid := situation.services.sql(query).strip():
            situation.services.sql(f"SELECT pg_terminate_backend({pid});")
        situation.send(1)
    situation.catch_up()
    assert worker.alive()
    situation.exact()


def test_broker_killed(situation: Situation) -> None:
    workers = [situation.worker(), situation.worker()]
    for _ in range(2):
        situation.send()
        situation.services.kill_broker()
        situation.services.start()
    situation.send()
    situation.catch_up()
    assert all(w.alive() for w in workers), "a worker ended because the broker was away"
    situation.exact()
