"""A private PostgreSQL cluster: own folder, own port on 127.0.0.1, no socket file, no system service."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from . import process
from .failure import Failure
from .place import Place
from .ports import Ports
from .process import Process
from .ui import tail

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
SUPERUSER = "postgres"
_START_SECONDS = 90.0
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "jit": "off",
    "log_line_prefix": "%m [%p] %q%u@%d ",
}


def ensure_database_sql(user: str, password: str, database: str) -> str:
    """For psql as superuser: a login role that may create roles, owner of one database. Names are plain identifiers."""
    return f"""SELECT 'CREATE ROLE {user}' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{user}') \\gexec
        ALTER ROLE {user} LOGIN CREATEROLE PASSWORD '{password}';
        SELECT 'CREATE DATABASE {database} OWNER {user}' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{database}') \\gexec
        """


class Postgres:
    """One cluster. start() is idempotent and keeps the data; the superuser's password is given, not kept here."""

    def __init__(self, place: Place, ports: Ports, superuser_password: str, settings: dict[str, str] | None = None) -> None:
        self._place = place
        self._ports = ports
        self._password = superuser_password
        self._settings = _SETTINGS | (settings or {})
        self._pid_file = place.pids / "postgres"
        self._log = place.logs / "postgres.log"
        self._folder = place.data / "postgres"
        self.process: Process | None = process.find("postgres", self._pid_file)

    @property
    def port(self) -> int:
        return self._ports.get("postgres")

    def url(self, user: str, password: str, database: str) -> str:
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def superuser_url(self, database: str = "postgres") -> str:
        return self.url(SUPERUSER, self._password, database)

    def start(self) -> bool:
        """Starts it unless it runs. True when it was started now. wait_ready() comes next."""
        if self.process and self.process.alive():
            return False
        if not (PROGRAMS / "postgres").exists():
            raise Failure(f"PostgreSQL 15 is not at {PROGRAMS}: install the package postgresql-15")
        self._make_cluster()
        self._forget_dead_postmaster()
        self._spawn()
        return True

    def wait_ready(self) -> None:
        """Until it takes connections. A killed postmaster's children may hold its memory for a moment: then it is tried again."""
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            if self.process is None or not self.process.alive():
                if "still in use" not in tail(self._log, 6):
                    raise Failure(f"PostgreSQL ended while starting; the end of {self._log}:\n{tail(self._log)}")
                time.sleep(0.5)
                self._spawn()
            if self._answers():
                return
            time.sleep(0.1)
        raise Failure(f"PostgreSQL did not take connections within {_START_SECONDS:.0f} s; the end of {self._log}:\n{tail(self._log)}")

    def stop(self) -> None:
        """A fast shutdown: sessions are ended, a checkpoint is written."""
        if self.process:
            self.process.stop(60, signal.SIGINT)

    def ensure_database(self, user: str, password: str, database: str) -> None:
        """A login role that may create roles, owner of one database. Not a superuser: Weir must not need one."""
        self.sql(ensure_database_sql(user, password, database))

    def sql(self, text: str, database: str = "postgres") -> str:
        """Runs statements as superuser; unaligned output."""
        command = ["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", str(self.port), "-U", SUPERUSER, "-d", database]
        done = subprocess.run(
            command, input=text, capture_output=True, text=True, check=False, env=os.environ | {"PGPASSWORD": self._password}
        )
        if done.returncode != 0:
            said = done.stderr.strip()
            if "password authentication failed" in said:
                said = f"{self._place.environment_file} does not fit the data in {self._folder} (scripts/run --reset starts from nothing)"
            raise Failure(f"PostgreSQL refused: {said}")
        return done.stdout

    def _make_cluster(self) -> None:
        """initdb into a folder beside, then one rename: a half-made cluster is never taken for a whole one."""
        if (self._folder / "PG_VERSION").exists():
            return
        shutil.rmtree(self._folder, ignore_errors=True)
        half = self._place.half_folder("postgres")
        with tempfile.NamedTemporaryFile("w") as password:
            self._place.account.own(Path(password.name))
            password.write(self._password)
            password.flush()
            command = [PROGRAMS / "initdb", "-D", half, "-U", SUPERUSER, f"--pwfile={password.name}"]
            command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"]
            done = subprocess.run(
                command, capture_output=True, text=True, check=False, cwd=self._place.data, **self._place.account.popen_arguments()
            )
        if done.returncode != 0:
            raise Failure(f"initdb could not make a database cluster: {done.stderr.strip()}")
        half.rename(self._folder)

    def _forget_dead_postmaster(self) -> None:
        """Removes the pid file of a killed postmaster: its number may meanwhile belong to anybody."""
        stale = self._folder / "postmaster.pid"
        try:
            pid = int(stale.read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            command = []
        if str(self._folder).encode() not in command:
            stale.unlink(missing_ok=True)
            return
        raise Failure(f"another PostgreSQL (pid {pid}) runs on {self._folder}, started by somebody else: end it, then start again")

    def _spawn(self) -> None:
        port = self._ports.choose("postgres")
        command: list[str | Path] = [PROGRAMS / "postgres", "-D", self._folder, "-p", str(port)]
        for name, value in self._settings.items():
            command += ["-c", f"{name}={value}"]
        self.process = process.spawn(
            "postgres",
            command,
            pid_file=self._pid_file,
            log=self._log,
            account=self._place.account,
            environment={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
            folder=self._place.data,
        )

    def _answers(self) -> bool:
        command = [PROGRAMS / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port), "-t", "2"]
        return subprocess.run(command, check=False).returncode == 0
