"""Configurations that would count wrongly are refused before anything is read, with one sentence that says what is wrong."""

from __future__ import annotations

import subprocess

from tests.support.kafka_admin import Admin
from weirkit.program import Weir

from .situation import PARTITIONS, Situation


def _refused(situation: Situation, settings: dict[str, str], *said: str) -> None:
    weir = Weir(situation.stack.place, situation.stack.weir.settings | settings)
    try:
        done = weir.run("worker", "usage", seconds=30)
    except subprocess.TimeoutExpired:
        raise AssertionError("the worker started, and should have refused") from None
    text = done.stderr + done.stdout
    assert done.returncode not in (0, 5), text  # 5 would invite a retry
    for words in said:
        assert words in text, text


def _started(situation: Situation) -> None:
    situation.worker().stop()


def test_two_installations_on_one_database_refused(situation: Situation) -> None:
    _started(situation)
    _refused(situation, {"KAFKA_TOPIC_PREFIX": "another."}, "installation_mismatch", "another.")


def test_wrong_partition_count_in_the_settings_refused(situation: Situation) -> None:
    _started(situation)
    _refused(situation, {"KAFKA_PARTITIONS": str(PARTITIONS * 2)}, "partition_count_mismatch")


def test_wrong_partition_count_of_the_topic_refused(situation: Situation) -> None:
    """Somebody made the topic larger: events of one tenant would stand in two partitions, with two memories."""
    _started(situation)
    with Admin(situation.services.kafka_brokers) as admin:
        admin.delete_topic(situation.topic)
        admin.create_topic(situation.topic, PARTITIONS + 1)
    _refused(situation, {}, "partition_count_mismatch", f"{PARTITIONS + 1}", f"{PARTITIONS}")


def test_old_binary_on_new_schema_refused(situation: Situation) -> None:
    _started(situation)
    situation.stack.sql("INSERT INTO schema_migrations (name, digest, weir_version) VALUES ('9999_of_tomorrow', 'x', '99.0.0');")
    _refused(situation, {}, "9999_of_tomorrow")


def test_failpoints_in_production_refused(situation: Situation) -> None:
    fit = {"APP_ENV": "production", "KAFKA_REPLICATION": "3", "KAFKA_MIN_ISR": "2", "EMAIL_MODE": "log"}
    _refused(situation, fit | {"WEIR_FAILPOINTS": "flush.before_commit=kill"}, "WEIR_FAILPOINTS")
