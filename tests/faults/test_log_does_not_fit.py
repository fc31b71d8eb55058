"""The log and the database disagree: the partition halts, says which offsets are concerned, and the others go on."""

from __future__ import annotations

import random

from tests.support.kafka_admin import Admin, cut_last_batches

from .loop.loader import ACKNOWLEDGED, HttpSender
from .loop.log_reader import ends
from .loop.parts import wait
from .situation import PARTITIONS, Situation


def _busiest(situation: Situation) -> int:
    """The partition with the most records."""
    offsets = situation.offsets()
    return max(offsets, key=lambda p: offsets[p])


def _counted(situation: Situation) -> None:
    worker = situation.worker()
    situation.send(30)
    situation.catch_up()
    worker.stop()
    situation.exact()


def test_log_truncated_halts(situation: Situation) -> None:
    """The broker's machine lost power and its log the tail that was already counted."""
    _counted(situation)
    place, partition = situation.services.place, _busiest(situation)
    assert place
    before = situation.offsets()[partition]
    situation.services.kill_broker()
    gone = cut_last_batches(place.data / "kafka", situation.topic, partition, 2)
    situation.services.start()
    assert ends(situation.services.kafka_brokers, situation.topic, PARTITIONS)[partition] == gone
    situation.worker()
    halts = situation.await_halt()
    assert list(halts) == [partition]
    assert halts[partition]["code"] == "log_truncated"
    assert (halts[partition]["expected"], halts[partition]["high_watermark"]) == (before, gone)
    assert "accept-loss" in str(halts[partition]["explanation"])
    # Records that come now stand where counted ones stood: they are not taken for them.
    situation.send()
    others = {p: end for p, end in ends(situation.services.kafka_brokers, situation.topic, PARTITIONS).items() if p != partition}
    _await_offsets(situation, others)
    assert situation.offsets()[partition] == before


def test_topic_recreated_halts(situation: Situation) -> None:
    """A topic of the same name with other records, as many as before: only the fingerprint knows."""
    _counted(situation)
    before = situation.offsets()
    with Admin(situation.services.kafka_brokers) as admin:
        admin.delete_topic(situation.topic)
        admin.create_topic(situation.topic, PARTITIONS)
    while any(end < before[p] for p, end in ends(situation.services.kafka_brokers, situation.topic, PARTITIONS).items()):
        situation.send(10)
    situation.worker()
    counted = {p for p, offset in before.items() if offset > 0}
    _await_halts(situation, counted)
    assert {halt["code"] for halt in situation.halts().values()} == {"log_fingerprint_mismatch"}
    assert {p: situation.offsets()[p] for p in counted} == {p: before[p] for p in counted}


def test_topic_deleted_waits_and_says_so(situation: Situation) -> None:
    """Nobody makes it anew by accident: nothing is acknowledged, the workers wait for it."""
    _counted(situation)
    worker = situation.worker()
    api = situation.stack.launch("api", settings={"INGEST_DEADLINE_MS": "3000"})
    send = HttpSender(lambda: [api.url], situation.stack.platform_key, random.Random("deleted"))
    assert situation.send_once(send) == ACKNOWLEDGED
    with Admin(situation.services.kafka_brokers) as admin:
        admin.delete_topic(situation.topic)
        situation.await_log(worker, "log_topic_missing")
        assert wait(60, lambda: situation.send_once(send) != ACKNOWLEDGED and send.last[0] == 503, 0.2), send.last
        assert send.last[1], "a 503 says when to come again"
        assert worker.alive() and not situation.halts()
        admin.create_topic(situation.topic, PARTITIONS)
    # It is another one: what was counted stands nowhere in it.
    assert situation.await_halt(60)
    assert wait(60, lambda: situation.send_once(send) == ACKNOWLEDGED, 0.2), send.last


def test_retention_passed_halts(situation: Situation) -> None:
    """The broker deleted records that nobody had counted."""
    _counted(situation)
    partition = _busiest(situation)
    before = situation.offsets()[partition]
    situation.send(30)
    end = ends(situation.services.kafka_brokers, situation.topic, PARTITIONS)[partition]
    assert end > before + 1
    with Admin(situation.services.kafka_brokers) as admin:
        admin.delete_records(situation.topic, {partition: before + 1})
    situation.worker()
    halts = situation.await_halt()
    assert list(halts) == [partition]
    assert halts[partition]["code"] == "log_retention_passed"
    assert (halts[partition]["expected"], halts[partition]["log_start"]) == (before, before + 1)
    assert f"offsets {before} to {before}" in str(halts[partition]["explanation"])
    others = {p: e for p, e in ends(situation.services.kafka_brokers, situation.topic, PARTITIONS).items() if p != partition}
    _await_offsets(situation, others)
    assert situation.offsets()[partition] == before


def test_retention_passed_after_counting_is_nothing(situation: Situation) -> None:
    """Deleting what was counted is what retention is for."""
    _counted(situation)
    with Admin(situation.services.kafka_brokers) as admin:
        admin.delete_records(situation.topic, {p: offset for p, offset in situation.offsets().items() if offset > 0})
    situation.worker()
    situation.send()
    situation.catch_up()
    assert not situation.halts()


def _await_offsets(situation: Situation, wanted: dict[int, int]) -> None:
    def there() -> bool:
        have = situation.offsets()
        return all(have[p] == end for p, end in wanted.items())

    assert wait(30, there, 0.2), f"{situation.offsets()}, should be {wanted}"


def _await_halts(situation: Situation, wanted: set[int]) -> None:
    assert wait(30, lambda: set(situation.halts()) == wanted, 0.2), f"{situation.halts()}, should be {wanted}"
