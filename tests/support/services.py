"""A database server and a broker for Python tests: the scratch ones of scripts/check, or private ones that a test may kill."""

from __future__ import annotations

import os
import secrets
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from weirkit.kafka import Kafka
from weirkit.place import Place, place_of_tests
from weirkit.ports import Ports, is_free
from weirkit.postgres import Postgres


@dataclass
class Services:
    """superuser_url: of the database `postgres`. postgres and kafka are there only when they are private."""

    superuser_url: str
    kafka_brokers: str
    place: Place | None = None
    postgres: Postgres | None = None
    kafka: Kafka | None = None
    keeps_data: bool = False  # after close(), for somebody who wants to know how it came to this

    def sql(self, text: str, database: str = "postgres") -> str:
        """Statements as superuser; rows as lines, columns split by |."""
        return psql(self.superuser_url.rsplit("/", 1)[0] + "/" + database, text)

    def kill_postmaster(self) -> None:
        assert self.postgres and self.postgres.process, "only private services may be killed"
        self.postgres.process.kill()
        _wait_free((self.postgres.port,))

    def kill_broker(self) -> None:
        assert self.kafka and self.kafka.process, "only private services may be killed"
        self.kafka.process.kill()
        _wait_free(self.kafka.ports)

    def start(self) -> None:
        """Starts what does not run, on the same ports with the same data."""
        assert self.postgres and self.kafka, "the scratch services belong to scripts/check"
        self.postgres.start()
        self.kafka.start()
        self.postgres.wait_ready()
        self.kafka.wait_ready()

    def close(self) -> None:
        if self.kafka:
            self.kafka.stop()
        if self.postgres:
            self.postgres.stop()
        if self.place and not self.keeps_data:
            self.place.remove_data()


def private(name: str, on: Callable[[Path], None] | None = None) -> Services:
    """A PostgreSQL and a broker of one's own. close() ends them and deletes their data. on: is given the folder before it is used."""
    place = place_of_tests(f"check-{name}-{secrets.token_hex(3)}")
    if on:
        on(place.data)
    place.prepare()
    ports = Ports(place.state / "ports.json")
    services = Services("", "", place, Postgres(place, ports, secrets.token_hex(16)), Kafka(place, ports))
    try:
        services.start()
    except BaseException:
        services.close()
        raise
    assert services.postgres and services.kafka
    services.superuser_url = services.postgres.superuser_url()
    services.kafka_brokers = services.kafka.brokers
    return services


def shared() -> Services:
    """Those of scripts/check; by hand, without it, private ones."""
    url, brokers = os.environ.get("WEIR_TEST_DATABASE_URL"), os.environ.get("WEIR_TEST_KAFKA_BROKERS")
    return Services(url, brokers) if url and brokers else private("services")


def _wait_free(ports: tuple[int, ...]) -> None:
    """A killed process is gone for others before the last of its threads has let go of its ports; a start would take others."""
    deadline = time.monotonic() + 10
    while not all(map(is_free, ports)):
        assert time.monotonic() < deadline, f"one of the ports {ports} is still taken by a killed service"
        time.sleep(0.02)


def psql(url: str, text: str) -> str:
    done = subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", url], input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"psql: {done.stderr}"
    return done.stdout
