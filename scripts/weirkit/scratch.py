"""One PostgreSQL and one broker that all test tiers share: empty at the start, gone at the end."""

from __future__ import annotations

import secrets
import shutil

from . import process
from .kafka import Kafka
from .place import TOP, Place, place_of_tests
from .ports import Ports
from .postgres import Postgres
from .ui import say

_SETTINGS = {"max_connections": "300", "shared_buffers": "128MB", "max_wal_size": "1GB"}


class Scratch:
    """Started on first use by the tiers that need it."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._postgres: Postgres | None = None
        self._kafka: Kafka | None = None

    def environment(self) -> dict[str, str]:
        """WEIR_TEST_DATABASE_URL and WEIR_TEST_KAFKA_BROKERS, with both services running behind them."""
        if self._postgres is None or self._kafka is None:
            self._place.prepare()
            ports = Ports(self._place.state / "ports.json")
            self._postgres = Postgres(self._place, ports, secrets.token_hex(16), _SETTINGS)
            self._kafka = Kafka(self._place, ports)
            self._postgres.start()
            self._kafka.start()
        # Also between tiers: one that ended a service must not take the next one with it.
        for service in (self._postgres, self._kafka):
            service.start()
            service.wait_ready()
        return {"WEIR_TEST_DATABASE_URL": self._postgres.superuser_url(), "WEIR_TEST_KAFKA_BROKERS": self._kafka.brokers}

    def stop(self) -> None:
        for service in (self._kafka, self._postgres):
            if service:
                service.stop()
        self._place.remove_data()


def sweep() -> None:
    """Ends, by pid, what a killed run of the tests left behind in this checkout, and deletes its data. Logs stay."""
    for state in sorted((TOP / ".weir").glob("check*")):
        for pid_file in sorted((state / "pids").glob("*")):
            left = process.find(pid_file.name, pid_file)
            if left:
                say(f"ending {left.name} (pid {left.pid}), left behind by the tests")
                left.kill()
            pid_file.unlink(missing_ok=True)
        place_of_tests(state.name).remove_data()


def forget_stacks() -> None:
    """Deletes the folders, logs included, of the stacks of an earlier run."""
    for state in (TOP / ".weir").glob("check-*"):
        shutil.rmtree(state)
