"""What the rows run on: a PostgreSQL and a broker of their own with the settings of scripts/run, logs, fresh databases."""

from __future__ import annotations

import json
import secrets
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import build, program
from ..failure import Failure
from ..kafka import Kafka
from ..lock import Lock
from ..place import place_of_tests
from ..ports import Ports, pick
from ..postgres import Postgres, ensure_database_sql
from ..process import Process
from ..secretfile import load_or_create
from ..ui import say, span
from . import cpu
from .sql import Sql

PARTITIONS = 8  # the quickstart's
_ROLE = "weir"
_METER = "INSERT INTO meters (id, slug, name, event_type, aggregation, value_property) VALUES ('mtr_01ARZ3NDEKTSV4RRFFQ69G5FAV', 'v', 'v', 'request', 'SUM', '$.v')"


@dataclass(frozen=True)
class Log:
    """A usage log on the broker, what must come of it, and a database that has its tenants and its meter."""

    prefix: str
    events: int
    counted: int
    records: int
    template: str
    expected: Path

    @property
    def topic(self) -> str:
        return f"{self.prefix}weir.usage"


class World:
    """Services that run until close(). keep: the logs stay for the next run."""

    def __init__(self, keep: bool) -> None:
        self._keep = keep
        self.place = place_of_tests("bench")
        self.place.prepare()
        self._lock = Lock(self.place.state / "lock")
        if not self._lock.acquire():
            raise Failure(f"another scripts/bench (pid {self._lock.holder()}) runs in this checkout: wait for it")
        self._secrets = load_or_create(self.place.environment_file)
        ports = Ports(self.place.state / "ports.json")
        self.postgres = Postgres(self.place, ports, self._secrets["POSTGRES_SUPERUSER_PASSWORD"])
        self.kafka = Kafka(self.place, ports)
        self.running: list[Process] = []
        self.compiled = False  # the broker has compiled what an ingest row runs
        self.postgres.start()
        self.kafka.start()
        self.postgres.wait_ready()
        self.kafka.wait_ready()
        self.postgres.sql(ensure_database_sql(_ROLE, self._secrets["POSTGRES_PASSWORD"], "weir"))
        self.admin = Sql(self.postgres.superuser_url())

    @property
    def postgres_pid(self) -> int:
        assert self.postgres.process
        return self.postgres.process.pid

    @property
    def kafka_pid(self) -> int:
        assert self.kafka.process
        return self.kafka.process.pid

    @property
    def key(self) -> str:
        return self._secrets["API_KEY"]

    def close(self) -> None:
        for part in self.running:
            part.kill()
        self.admin.close()
        self.kafka.stop()
        self.postgres.stop()
        if not self._keep:
            self.place.remove_data()
            for made in self.place.state.glob("log-*"):
                made.unlink()
        self._lock.release()

    def weir(self, prefix: str, database: str, port: int | None = None, **settings: str) -> program.Weir:
        """The program as scripts/run would start it."""
        made = program.environment(
            given=program.inherited() | {"KAFKA_TOPIC_PREFIX": prefix} | settings,
            secrets=self._secrets,
            port=port or pick(),
            database_url=self.postgres.url(_ROLE, self._secrets["POSTGRES_PASSWORD"], database),
            kafka_brokers=self.kafka.brokers,
            data=self.place.service_folder("weir"),
        )
        return program.Weir(self.place, made)

    def log(self, workload: str, events: int, per_record: int) -> Log:
        """Made once, with the same events for the same arguments."""
        name = f"{workload}x{per_record}n{events}"
        known = self.place.state / f"log-{name}.json"
        expected = self.place.state / f"log-{name}.csv"
        if not known.exists():
            began = time.monotonic()
            self.admin.ask(f"DROP DATABASE IF EXISTS {name}")
            self.admin.ask(f"CREATE DATABASE {name} OWNER {_ROLE}")
            prefix = f"{name}-{secrets.token_hex(3)}."
            self._set_up(prefix, name)
            said = self.tool("load", self.kafka.brokers, prefix, workload, str(events), str(per_record), str(expected))
            self._add_tenants(name, said["tenants"])
            known.write_text(json.dumps({"prefix": prefix} | {k: said[k] for k in ("events", "counted", "records")}))
            say(f"log {name}: {events:,} events ({span(time.monotonic() - began)})")
        made = json.loads(known.read_text())
        self.weir(made["prefix"], name).must("migrate")  # of a log that was kept
        self._await_leaders(f"{made['prefix']}weir.usage")
        return Log(made["prefix"], made["events"], made["counted"], made["records"], name, expected)

    def _await_leaders(self, topic: str) -> None:
        """A broker that has just started is up before it leads the partitions that it kept."""
        deadline = time.monotonic() + 30
        while True:
            try:
                self.ends(topic)
                return
            except Failure:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.5)

    def _set_up(self, prefix: str, database: str) -> None:
        weir = self.weir(prefix, database)
        weir.must("migrate")
        weir.must("topics", "apply")

    def empty(self, name: str) -> Log:
        """An empty log with a migrated database."""
        prefix = f"{name}-{secrets.token_hex(3)}."
        self.admin.ask(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self.admin.ask(f"CREATE DATABASE {name} OWNER {_ROLE}")
        self._set_up(prefix, name)
        return Log(prefix, 0, 0, 0, name, Path())

    def _add_tenants(self, database: str, tenants: Sequence[tuple[str, int]]) -> None:
        inside = Sql(self.postgres.superuser_url(database))
        rows = ", ".join(f"('{identity}', {bucket}, 'tenant-{i:02}', 'Tenant {i}')" for i, (identity, bucket) in enumerate(tenants))
        inside.ask(f"INSERT INTO tenants (id, bucket, key, name) VALUES {rows}")
        inside.ask("INSERT INTO subject_aliases (subject, tenant_number, is_key) SELECT key, number, true FROM tenants")
        inside.ask(_METER)
        inside.ask("UPDATE definitions SET version = version + 1")
        inside.ask("INSERT INTO meter_versions (meter_number, definitions_version, definition) SELECT m.number, d.version, to_jsonb(m) FROM meters AS m, definitions AS d")
        inside.close()

    @contextmanager
    def database(self, log: Log) -> Iterator[str]:
        """A fresh copy of a log's database, all of it on disk before anything is measured."""
        name = f"run_{secrets.token_hex(4)}"
        self.admin.ask(f"CREATE DATABASE {name} TEMPLATE {log.template} OWNER {_ROLE}")
        self.admin.ask("CHECKPOINT")
        try:
            yield name
        finally:
            self.admin.ask(f"DROP DATABASE {name} WITH (FORCE)")

    def warm(self, log: Log) -> None:
        """The topic's segments into the page cache."""
        for segment in (self.place.data / "kafka").glob(f"{log.topic}-*/*.log"):
            with segment.open("rb") as file:
                while file.read(1 << 24):
                    pass

    def tool(self, name: str, *arguments: str, pinned: str = "") -> dict[str, Any]:
        """A program of tests/bench, to its end; the JSON that it printed."""
        command = [str(build.tree("release") / "bench" / f"bench_{name}"), *arguments]
        if pinned:
            command = ["taskset", "-c", pinned, *command]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Failure(f"bench_{name} ended with status {done.returncode}: {done.stderr.strip()[-500:]}")
        return program.document(done.stdout)

    def ends(self, topic: str) -> int:
        """Records in a topic."""
        return int(self.tool("ceiling", "ends", self.kafka.brokers, topic, str(PARTITIONS))["records"])

    def meter(self, **more: int) -> cpu.Meter:
        """CPU from now on: PostgreSQL, the broker, and processes by name and pid."""
        sources = {name: (lambda pid=pid: cpu.of_process(pid)) for name, pid in more.items()}
        return cpu.Meter(postgres=lambda: cpu.of_family(self.postgres_pid), broker=lambda: cpu.of_process(self.kafka_pid), **sources)

    def start(self, weir: program.Weir, name: str, verb: Sequence[str], extra: Mapping[str, str] | None = None) -> Process:
        """A long-running verb; ended by close() at the latest."""
        log = self.place.logs / f"{name}.log"
        log.unlink(missing_ok=True)
        started = weir.start(name, verb, log, extra)
        self.running.append(started)
        return started

    def end(self, part: Process) -> None:
        program.stop(part)
        self.running.remove(part)
