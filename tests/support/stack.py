"""One Weir of a test: its own database, its own topics, its own processes on free ports, their logs, and ways to hurt them."""

from __future__ import annotations

import re
import secrets
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from weirkit import program
from weirkit.place import place_of_tests
from weirkit.ports import pick
from weirkit.postgres import ensure_database_sql
from weirkit.process import Process

from .client import Client
from .services import Services, psql

_ROLE = "weir_test_owner"
_PASSWORD = "weir_test_owner"


class Running:
    """A process of the stack. Its log is kept over restarts."""

    def __init__(self, stack: Stack, name: str, verb: tuple[str, ...], settings: Mapping[str, str], port: int | None) -> None:
        self.name, self.verb, self.port = name, verb, port
        self.log = stack.place.logs / f"{name}.log"
        self._stack, self._settings = stack, dict(settings)
        self.process: Process = self._spawn()

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        """SIGKILL, and waits until it is gone."""
        self.process.kill()

    def pause(self) -> None:
        self.process.send(signal.SIGSTOP)

    def resume(self) -> None:
        self.process.send(signal.SIGCONT)

    def stop(self) -> None:
        """SIGTERM drains."""
        program.stop(self.process)

    def start_again(self, settings: Mapping[str, str] | None = None) -> None:
        """After kill or stop: the same verb, name and port; ready when this returns."""
        assert not self.process.alive(), f"{self.name} still runs"
        self._settings |= settings or {}
        self.process = self._spawn()
        self.wait_ready()

    def wait_ready(self, seconds: float = 60.0) -> None:
        """Processes with an HTTP port answer /readyz; others only have to live."""
        if self.port:
            program.wait_ready(self.process, self.url, self.log, seconds)

    def text(self) -> str:
        return self.log.read_text(errors="replace")

    def wait_log(self, pattern: str, seconds: float = 30.0) -> re.Match[str]:
        """Until a line of the log matches."""
        deadline = time.monotonic() + seconds
        while True:
            if match := re.search(pattern, self.text(), re.MULTILINE):
                return match
            assert time.monotonic() < deadline, f"{self.name} logged nothing like {pattern!r} within {seconds} s; see {self.log}"
            time.sleep(0.05)

    def _spawn(self) -> Process:
        return self._stack.weir.start(self.name, self.verb, self.log, self._settings)


class Stack:
    """Made with migrations and topics applied and nothing running. `with Stack(services) as stack:` ends it."""

    def __init__(self, services: Services, name: str = "stack", settings: Mapping[str, str] | None = None) -> None:
        self.services = services
        self.identity = secrets.token_hex(4)
        self.place = place_of_tests(f"check-{name}-{self.identity}")
        self.place.prepare()
        self.database = f"weir_test_{self.identity}"
        self.topic_prefix = f"t{self.identity}."
        self.running: list[Running] = []
        # One at a time: two that alter the role at once end with "tuple concurrently updated".
        services.sql("SELECT pg_advisory_lock(1);" + ensure_database_sql(_ROLE, _PASSWORD, self.database))
        address = services.superuser_url.rsplit("@", 1)[1].rsplit("/", 1)[0]
        self.database_url = f"postgresql://{_ROLE}:{_PASSWORD}@{address}/{self.database}"
        self.platform_key = "weir_sk_" + secrets.token_urlsafe(32)
        made = {"KAFKA_TOPIC_PREFIX": self.topic_prefix, "LEASE_SECONDS": "2", **(settings or {})}
        self.weir = program.Weir(
            self.place,
            program.environment(
                given=program.inherited() | made,
                secrets={"APP_SECRET_KEY": secrets.token_hex(32), "JWT_SECRET": secrets.token_hex(32), "API_KEY": self.platform_key},
                port=pick(),
                database_url=self.database_url,
                kafka_brokers=services.kafka_brokers,
                data=self.place.service_folder("weir"),
            ),
        )
        self.weir.must("migrate")
        self.weir.must("topics", "apply")

    def serve(self, settings: Mapping[str, str] | None = None) -> Running:
        """`weir serve`, ready."""
        return self.launch("serve", settings=settings)

    def launch(self, *verb: str, name: str | None = None, settings: Mapping[str, str] | None = None) -> Running:
        """A long-running verb, ready. serve and api get a free port each; every process a data folder of its own."""
        name = name or f"{'-'.join(verb)}-{len(self.running) + 1}"
        own = dict(settings or {})
        own.setdefault("DATA_DIR", str(self._data_folder(name)))
        port = None
        if verb[0] in ("serve", "api"):
            port = int(own.setdefault("APP_PORT", str(pick())))
        running = Running(self, name, verb, own, port)
        self.running.append(running)
        running.wait_ready()
        return running

    def cli(self, *arguments: str, seconds: float = 60.0, given: str = "") -> subprocess.CompletedProcess[str]:
        """One verb of the command line, to its end; the caller looks at the status. given: its standard input."""
        return self.weir.run(*arguments, seconds=seconds, given=given)

    def client(self, running: Running, key: str | None = None) -> Client:
        """HTTP to one process; with the platform key unless another is given."""
        return Client(running.url, self.platform_key if key is None else key)

    def sql(self, text: str) -> str:
        """Statements as superuser in the stack's database: row-level security does not hide anything."""
        return self.services.sql(text, self.database)

    def sql_as_owner(self, text: str) -> str:
        return psql(self.database_url, text)

    def topic(self, name: str) -> str:
        return self.topic_prefix + name

    def close(self) -> None:
        """Ends the processes by pid and drops the database. The logs stay in .weir/check-*/logs."""
        for running in reversed(self.running):
            running.process.stop(20)
        if self.services.keeps_data:
            return
        if self.services.postgres is None:
            self.services.sql(f"DROP DATABASE IF EXISTS {self.database} WITH (FORCE)")
        self.place.remove_data()

    def __enter__(self) -> Stack:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _data_folder(self, name: str) -> Path:
        folder = self.place.service_folder("weir") / name
        folder.mkdir(exist_ok=True)
        self.place.account.own(folder)
        return folder
