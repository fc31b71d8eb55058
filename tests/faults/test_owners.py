"""Owners that stop, die or come back: who counts on, how soon, and that nothing is counted twice."""

from __future__ import annotations

import time

from .situation import LEASE_SECONDS, Situation

# Besides twice the lease: a worker asks for partitions once a second at most, and the machine may be busy.
ROOM_SECONDS = 2.5


def test_worker_stopped_in_copy_is_taken_over(situation: Situation) -> None:
    """It holds row locks in a transaction that waits for its client: only ending its backend frees them."""
    first = situation.worker("copy.first_buffer=stop")
    situation.send()
    situation.await_hit("copy.first_buffer stop")
    stopped = time.monotonic()
    situation.worker()
    situation.catch_up(20)
    took = time.monotonic() - stopped
    assert first.stopped()
    assert took <= 2 * LEASE_SECONDS + ROOM_SECONDS, f"the takeover took {took:.1f} s"
    first.resume()
    situation.send()
    situation.catch_up()
    situation.exact()


def test_worker_killed_after_commit(situation: Situation) -> None:
    """The database has what the worker's memory never learned."""
    first = situation.worker("flush.after_commit=kill")
    situation.send()
    situation.await_end(first)
    assert situation.hit("flush.after_commit kill") == 1
    situation.worker()
    situation.send()
    situation.catch_up()
    situation.exact()


def test_worker_killed_before_commit(situation: Situation) -> None:
    """Effects were written and must vanish with the transaction."""
    first = situation.worker("flush.before_commit=kill")
    situation.send()
    situation.await_end(first)
    assert sum(situation.offsets().values()) == 0
    situation.worker()
    situation.catch_up()
    situation.exact()


def test_zombie_is_fenced(situation: Situation) -> None:
    """A worker that slept through its lease with a batch in its hands comes back and may not write it."""
    zombie = situation.worker("flush.before_advance=stop")
    situation.send()
    situation.await_hit("flush.before_advance stop")
    other = situation.worker()
    situation.catch_up(20)
    situation.send(5)
    situation.catch_up(20)
    zombie.resume()
    situation.await_log(zombie, "partition lost")
    other.stop()
    situation.send()
    zombie.kill()
    situation.worker()
    situation.catch_up()
    situation.exact()


def test_worker_killed_while_loading_claims(situation: Situation) -> None:
    first = situation.worker()
    situation.send()
    situation.catch_up()
    first.kill()
    second = situation.worker("claims.load=kill")
    situation.await_end(second)
    situation.worker()
    situation.send()
    situation.catch_up()
    situation.exact()
