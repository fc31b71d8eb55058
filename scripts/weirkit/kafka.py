"""A real single-node Kafka broker (KRaft), on 127.0.0.1, with its log in this copy's folder."""

from __future__ import annotations

import base64
import os
import signal
import socket
import struct
import subprocess
import time
import uuid
from pathlib import Path

from . import process
from .failure import Failure
from .kafkajars import jars
from .place import Place
from .ports import Ports
from .process import Process
from .ui import tail

_START_SECONDS = 120.0
_PROPERTIES = """# Written at every start.
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{broker},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{broker}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
log.dirs={log}
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=1
group.initial.rebalance.delay.ms=0
# A killed broker may register again only when its old session has ended: 9 s by default.
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
"""
# slf4j-simple, the only logging there is: warnings, and what the server says about its log folders and its own life.
_LOGGING = {
    "defaultLogLevel": "warn",
    "log.kafka.server.KafkaRaftServer": "info",
    "log.org.apache.kafka.storage.internals.log": "info",
    "showDateTime": "true",
    "dateTimeFormat": "yyyy-MM-dd'T'HH:mm:ss.SSSX",
    "showThreadName": "false",
}


class Kafka:
    """One broker. start() is idempotent and keeps the data."""

    def __init__(self, place: Place, ports: Ports, heap_mb: int = 512) -> None:
        self._place = place
        self._ports = ports
        self._heap_mb = heap_mb
        self._pid_file = place.pids / "kafka"
        self._log = place.logs / "kafka.log"
        self._properties = place.data / "kafka.properties"
        self.process: Process | None = process.find("kafka", self._pid_file)

    @property
    def brokers(self) -> str:
        return f"127.0.0.1:{self._ports.get('kafka')}"

    @property
    def ports(self) -> tuple[int, int]:
        """Those of clients and of the controller."""
        return self._ports.get("kafka"), self._ports.get("kafka_controller")

    def start(self) -> bool:
        """Starts it unless it runs. True when it was started now. wait_ready() comes next."""
        if self.process and self.process.alive():
            return False
        libraries = jars(self._place.account)
        folder = self._place.data / "kafka"
        if not folder.exists():
            self._format(libraries, folder)
        self._configure(self._properties, folder)
        heap = [f"-Xms{min(256, self._heap_mb)}m", f"-Xmx{self._heap_mb}m"]
        self.process = process.spawn(
            "kafka",
            [*self._java(libraries), *heap, "-XX:+UseG1GC", "-XX:+ExitOnOutOfMemoryError", "kafka.Kafka", self._properties],
            pid_file=self._pid_file,
            log=self._log,
            account=self._place.account,
            environment=self._environment(),
            folder=self._place.data,
        )
        return True

    def wait_ready(self) -> None:
        """Until it answers a request. Its socket is open earlier, but requests then wait."""
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            if self.process is None or not self.process.alive():
                raise Failure(f"Kafka ended while starting; the end of {self._log}:\n{tail(self._log)}")
            if _answers(self._ports.get("kafka")):
                return
            time.sleep(0.1)
        raise Failure(f"Kafka did not answer within {_START_SECONDS:.0f} s; the end of {self._log}:\n{tail(self._log)}")

    def stop(self) -> None:
        if self.process:
            self.process.stop(45, signal.SIGTERM)

    def _configure(self, properties: Path, folder: Path) -> None:
        ports = {"broker": self._ports.choose("kafka"), "controller": self._ports.choose("kafka_controller")}
        properties.write_text(_PROPERTIES.format(log=folder, **ports))
        properties.chmod(0o644)

    def _format(self, libraries: Path, folder: Path) -> None:
        half = self._place.half_folder("kafka")
        properties = half.with_name(half.name + ".properties")
        self._configure(properties, half)
        identity = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        # An id that begins with a dash would be read as an option.
        identity = "w" + identity[1:] if identity.startswith("-") else identity
        command = [*self._java(libraries), "kafka.tools.StorageTool", "format", "-t", identity, "-c", properties]
        done = subprocess.run(
            list(map(str, command)),
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=self._place.data,
            env=self._environment(),
            **self._place.account.popen_arguments(),
        )
        if done.returncode != 0:
            raise Failure(f"Kafka's storage could not be formatted: {done.stdout.strip()[-600:]}")
        half.rename(folder)
        properties.unlink()

    def _java(self, libraries: Path) -> list[str | Path]:
        logging = [f"-Dorg.slf4j.simpleLogger.{name}={value}" for name, value in _LOGGING.items()]
        return ["java", "-cp", f"{libraries}/*", *logging, "-Djava.awt.headless=true"]

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LANG": "C.UTF-8", "HOME": str(self._place.data)}


def _answers(port: int) -> bool:
    """One ApiVersions request (key 18, version 0), the only one that needs no codec."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            body = struct.pack(">hhih", 18, 0, 1, 4) + b"weir"
            connection.sendall(struct.pack(">i", len(body)) + body)
            return len(connection.recv(8)) >= 8
    except OSError:
        return False
