"""One copy of Weir on one port: database, broker, program; started together, stopped together, found again after any crash."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from . import build, demo, demo_stripe, portal, process, program, runfile, secretfile, summary
from .api import Api
from .failure import Failure, interrupt
from .foreground import Foreground
from .kafka import Kafka
from .lock import Lock
from .place import DEFAULT_PORT, place_of_port, shared_cache
from .ports import Ports, is_free
from .postgres import Postgres
from .process import Process
from .ui import say, span

DATABASE = "weir"
ROLE = "weir"
DEMO_EMAIL = "demo@weir.localhost"


class Copy:
    """What scripts/run does, for one port."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.place = place_of_port(port)
        self.lock = Lock(self.place.state / "lock")
        self.started: list[Process] = []
        self.served: Process | None = None
        self.postgres: Postgres | None = None
        self.kafka: Kafka | None = None
        self.weir: program.Weir | None = None
        self.log = self.place.logs / "weir.log"
        self.demo_password = ""
        self.stripe_secret = ""
        suffix = "" if port == DEFAULT_PORT else f" --port {port}"
        self.command = f"scripts/run{suffix}"

    def start(self, *, detach: bool) -> int:
        began = time.monotonic()
        if not self.lock.acquire():
            return self._already_running()
        signal.signal(signal.SIGTERM, interrupt)
        signal.signal(signal.SIGHUP, interrupt)
        try:
            seeded = self.bring_up()
            stop_hint = f"Stop with {self.command} --stop" if detach else "Ctrl-C stops everything."
            assert self.weir is not None
            summary.show(
                program.url(self.weir.settings),
                program.platform_key(self.weir.settings),
                seeded,
                person=(DEMO_EMAIL, self.demo_password),
                stop_hint=stop_hint,
                state=os.path.relpath(self.place.state),
                took=span(time.monotonic() - began),
            )
            return 0 if detach else Foreground(self).watch()
        except (Failure, OSError, subprocess.SubprocessError):
            self._stop_started()
            raise
        except KeyboardInterrupt:
            say("\nstopping")
            self.stop()
            return 130

    def bring_up(self) -> dict[str, Any]:
        """Everything that does not run is started, in order; what runs and fits is left alone. Returns what the demo seed said."""
        self.place.prepare()
        self.place.run_file.unlink(missing_ok=True)
        self._refuse_taken_port()
        build.build("release", [program.TARGET])
        if "PORTAL_DIR" in os.environ:
            say("PORTAL_DIR is given: the portal is not built here")
        else:
            portal.build(shared_cache(self.place.account))
        secrets = secretfile.load_or_create(self.place.environment_file)
        self.demo_password = secrets["DEMO_PASSWORD"]
        self.stripe_secret = secrets["DEMO_STRIPE_SECRET"]
        database_url, brokers = self._services(secrets)
        settings = program.environment(
            given=demo.with_window(program.inherited()),
            secrets=secrets,
            port=self.port,
            database_url=database_url,
            kafka_brokers=brokers,
            data=self.place.service_folder("weir"),
        )
        self.weir = program.Weir(self.place, settings)
        seeded = self._serve(self.weir)
        self._complete_demo(settings, self.stripe_secret)
        self.write_run_file(seeded)
        return seeded

    def stop(self) -> None:
        """Stops every part of this copy, also those of an earlier start; the program first, the database last."""
        ports = Ports(self.place.state / "ports.json")
        for name in ("weir", "kafka", "postgres"):
            part = process.find(name, self.place.pids / name)
            if part is None:
                continue
            say(f"stopping {name} (pid {part.pid})")
            if name == "postgres":
                Postgres(self.place, ports, "").stop()
            elif name == "kafka":
                Kafka(self.place, ports).stop()
            else:
                program.stop(part)
        self.place.run_file.unlink(missing_ok=True)

    def stop_from_outside(self) -> None:
        """--stop and --reset: asks the script that watches this copy, if one does, then stops whatever is left."""
        if not self.place.state.exists():
            say("nothing was running")
            return
        holder = None if self.lock.acquire() else self.lock.holder()
        if holder:
            say(f"asking scripts/run (pid {holder}) to stop")
            os.kill(holder, signal.SIGTERM)
            deadline = time.monotonic() + 120
            while not self.lock.acquire():
                if time.monotonic() > deadline:
                    raise Failure(f"scripts/run (pid {holder}) still holds {self.place.state} after 120 s: end it with kill -9 {holder}, then --stop again")
                time.sleep(0.1)
        running = [name for name in ("weir", "kafka", "postgres") if process.find(name, self.place.pids / name)]
        self.stop()
        self.lock.release()
        if not running and not holder:
            say("nothing was running")
        else:
            say("stopped")

    def reset(self) -> None:
        self.place.remove()
        say(f"deleted the data and keys of this copy ({self.place.data}); {self.command} starts from nothing")
        for name in ("DATABASE_URL", "KAFKA_BROKERS"):
            if os.environ.get(name):
                say(f"{name} is given: what is there was not touched")

    def restart(self, name: str) -> None:
        """Starts one part again after it was killed (foreground mode)."""
        if name == "postgres" and self.postgres:
            self.postgres.start()
            self.postgres.wait_ready()
        elif name == "kafka" and self.kafka:
            self.kafka.start()
            self.kafka.wait_ready()
        elif self.weir:
            self.served = self.weir.start("weir", ["serve"], self.log)
            program.wait_ready(self.served, program.url(self.weir.settings), self.log)
        self.write_run_file(None)

    def parts(self) -> dict[str, Process]:
        """What runs under this script's eyes, by name."""
        found = {
            "postgres": self.postgres.process if self.postgres else None,
            "kafka": self.kafka.process if self.kafka else None,
            "weir": self.served,
        }
        return {name: part for name, part in found.items() if part is not None}

    def write_run_file(self, seeded: dict[str, Any] | None) -> None:
        assert self.weir is not None
        settings = self.weir.settings
        before = runfile.read(self.place.run_file) or {}
        runfile.write(
            self.place.run_file,
            url=program.url(settings),
            platform_api_key=program.platform_key(settings),
            database_url=settings["DATABASE_URL"],
            kafka_brokers=settings["KAFKA_BROKERS"],
            pids={name: part.pid for name, part in self.parts().items()},
            more={
                "data_dir": settings["DATA_DIR"],
                "demo": seeded if seeded is not None else before.get("demo", {}),
                "demo_email": DEMO_EMAIL,
                "demo_password": self.demo_password,
                "stripe_webhook_secret": self.stripe_secret,
                "stripe_webhook_path": demo_stripe.PATH,
            },
        )

    def _services(self, secrets: dict[str, str]) -> tuple[str, str]:
        """(DATABASE_URL, KAFKA_BROKERS): given ones, or private ones started side by side."""
        ports = Ports(self.place.state / "ports.json")
        database_url, brokers = _given_database_url(), os.environ.get("KAFKA_BROKERS", "")
        if database_url:
            say("using the given DATABASE_URL")
        else:
            self.postgres = Postgres(self.place, ports, secrets["POSTGRES_SUPERUSER_PASSWORD"])
            self._note("PostgreSQL", self.postgres.start(), self.postgres.process)
        if brokers:
            say("using the given KAFKA_BROKERS")
        else:
            self.kafka = Kafka(self.place, ports)
            self._note("Kafka", self.kafka.start(), self.kafka.process)
        if self.postgres:
            self.postgres.wait_ready()
            self.postgres.ensure_database(ROLE, secrets["POSTGRES_PASSWORD"], DATABASE)
            database_url = self.postgres.url(ROLE, secrets["POSTGRES_PASSWORD"], DATABASE)
        if self.kafka:
            self.kafka.wait_ready()
            brokers = self.kafka.brokers
        return database_url, brokers

    def _note(self, title: str, now: bool, part: Process | None) -> None:
        assert part is not None
        if now:
            say(f"starting {title} (pid {part.pid})")
            self.started.append(part)
        else:
            say(f"{title} runs already (pid {part.pid})")

    def _serve(self, weir: program.Weir) -> dict[str, Any]:
        """Migrations, topics, demo, service. A service that runs with the same program and settings stays."""
        address = program.url(weir.settings)
        kept = self.place.state / "served.json"
        before = runfile.read(kept) or {}
        running = process.find("weir", self.place.pids / "weir")
        if running and before.get("fingerprint") == weir.fingerprint() and program.status(address) == 200:
            say(f"Weir runs already (pid {running.pid})")
            self.served = running
            return dict(before.get("seeded", {}))
        if running:
            say(f"stopping the Weir of an earlier start (pid {running.pid})")
            program.stop(running)
        say("applying migrations and topics")
        weir.must("migrate")
        weir.must("topics", "apply")
        seeded = program.document(weir.must("demo", "seed", "--json"))
        person = ["--email", DEMO_EMAIL, "--name", "Demo", "--platform", "operator", "--tenant", "demo", "--role", "owner"]
        weir.must("user", "create", *person, "--if-missing", "--password-stdin", given=self.demo_password + "\n")
        self.served = weir.start("weir", ["serve"], self.log)
        self.started.append(self.served)
        say(f"starting Weir (pid {self.served.pid})")
        program.wait_ready(self.served, address, self.log)
        secretfile.write_private(kept, json.dumps({"fingerprint": weir.fingerprint(), "seeded": seeded}))
        return seeded

    @staticmethod
    def _complete_demo(settings: dict[str, str], stripe_secret: str) -> None:
        """What does not work is said, and nothing else: Weir serves without it as well."""
        if not demo.is_shown(settings):
            return
        accept_days = int(settings.get("ACCEPT_DAYS", demo.ACCEPT_DAYS))
        try:
            api = Api(program.url(settings), program.platform_key(settings))
            demo_stripe.connect(api, stripe_secret)
            demo.Demo(api, datetime.now(UTC), accept_days).complete(say)
        except Failure as failure:
            say(f"the demo is not complete: {failure} (the next start goes on with it)")

    def _refuse_taken_port(self) -> None:
        """Early, before minutes are spent on building for nothing."""
        host = os.environ.get("APP_HOST", "127.0.0.1").replace("*", "0.0.0.0")
        if not process.find("weir", self.place.pids / "weir") and not is_free(self.port, host):
            raise Failure(f"port {self.port} is used by another program: choose another one with --port N")

    def _already_running(self) -> int:
        content = runfile.read(self.place.run_file)
        if content and program.status(content["url"]) == 200:
            say(f"Weir runs already at {content['url']} (started by scripts/run, pid {self.lock.holder()}); {self.command} --stop stops it")
            return 0
        raise Failure(f"another scripts/run (pid {self.lock.holder()}) is starting this copy: wait for it, or end it with {self.command} --stop")

    def _stop_started(self) -> None:
        """After a failed start: what this call started ends again; what ran before stays."""
        for part in reversed(self.started):
            part.stop(30, signal.SIGINT if part.name == "postgres" else signal.SIGTERM)


def _given_database_url() -> str:
    if os.environ.get("DATABASE_URL_FILE") and not os.environ.get("DATABASE_URL"):
        return Path(os.environ["DATABASE_URL_FILE"]).read_text().strip()
    return os.environ.get("DATABASE_URL", "")
