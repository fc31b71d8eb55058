"""Archive workers that are killed, stopped and started again at every place there is: each record is in the archive once, in order, byte for byte."""

from __future__ import annotations

import json
import os
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.services import Services
from tests.support.stack import Stack

from .loop.loader import LogSender
from .loop.log_reader import ends, records
from .loop.parts import Part, hits, wait

PARTITIONS = 3
POINTS = (
    "archive.before_write",
    "archive.before_rename",
    "archive.between",
    "archive.after_write",
    "flush.before_advance",
    "flush.after_advance",
    "flush.before_commit",
    "flush.after_commit",
)
TOPIC = "weir.usage"


class Archived:
    """A Weir of which only archive workers run, and an archive in a folder."""

    def __init__(self, services: Services, folder: Path) -> None:
        settings = {"LEASE_SECONDS": "1", "KAFKA_PARTITIONS": str(PARTITIONS), "ARCHIVE_AGE_SECONDS": "1", "ARCHIVE_URL": f"file://{folder}"}
        self.folder, self.services = folder, services
        self.stack = Stack(services, "archive", settings)
        self.sender = LogSender(services.kafka_brokers, self.stack.topic(TOPIC), PARTITIONS)
        self.parts: list[Part] = []
        self.sent = 0

    def worker(self, failpoints: str = "") -> Part:
        part = Part(self.stack, f"archive-{len(self.parts)}", ("worker", "archive"))
        self.parts.append(part)
        part.start(failpoints)
        return part

    def send(self, partition: int, count: int) -> None:
        lines = b"".join(b'[{"n":%d,"filling":"%s"}]\n' % (self.sent + n, b"x" * (n % 300)) for n in range(count))
        assert self.sender.raw(partition, lines, "ten_1")
        self.sent += count

    def caught_up(self) -> bool:
        text = self.stack.sql(f"SELECT partition || ' ' || next_offset FROM leases WHERE consumer = 'archive' AND topic = '{TOPIC}'")
        return {int(line.split()[0]): int(line.split()[1]) for line in text.splitlines()} == ends(self.services.kafka_brokers, self.stack.topic(TOPIC), PARTITIONS)

    def catch_up(self, seconds: float = 40) -> None:
        assert wait(seconds, self.caught_up, 0.2), self.stack.sql("SELECT * FROM leases WHERE consumer = 'archive'")

    def check(self) -> None:
        """Rows, objects and log are one, and what the archive gives back is what the log has."""
        for options in ((), ("--without-database",)):
            done = self.stack.cli("archive", "verify", "--json", *options)
            assert done.returncode == 0, done
            assert json.loads(done.stdout)["records"] == self.sent
        whole = list(records(self.services.kafka_brokers, self.stack.topic(TOPIC)))
        assert len(whole) == self.sent
        for partition in range(PARTITIONS):
            read = self.stack.cli("archive", "read", "--topic", TOPIC, "--partition", str(partition), "--archive-only", "--json")
            assert read.returncode == 0, read.stderr
            found = [(line["offset"], line["value"].encode()) for line in map(json.loads, read.stdout.splitlines())]
            assert found == [(r.offset, r.value) for r in whole if r.partition == partition]

    def orphans(self) -> set[str]:
        committed = set(self.stack.sql("SELECT object FROM archive_segments").split())
        return {str(path.relative_to(self.folder)) for path in self.folder.rglob("*.weirseg.zst")} - committed

    def close(self) -> None:
        for part in self.parts:
            part.resume()
            part.stop()
        self.stack.close()


@pytest.fixture
def archived(hurt_services: Services) -> Iterator[Archived]:
    hurt_services.start()
    folder = Path(tempfile.mkdtemp(prefix="weir-archive-"))
    folder.chmod(0o777)
    made = Archived(hurt_services, folder)
    yield made
    made.close()
    shutil.rmtree(folder)


def test_archive_worker_killed_at_random(archived: Archived) -> None:
    seed = int(os.environ.get("WEIR_FAULTS_SEED") or time.time())
    print(f"seed {seed}")
    chance = random.Random(seed)
    points = list(POINTS)
    chance.shuffle(points)
    workers = [archived.worker(f"{points.pop()}=kill"), archived.worker()]
    killed = 0
    deadline = time.monotonic() + (600 if os.environ.get("WEIR_DEEP") else 60)
    while points or any(part.waits() for part in workers) or killed < 4:
        assert time.monotonic() < deadline, f"not reached: {points}, {[part.armed for part in workers]}; seed {seed}"
        archived.send(chance.randrange(PARTITIONS), chance.randrange(1, 200))
        for part in workers:
            if not part.alive():
                part.start(f"{points.pop()}=kill" if points else "")
        if chance.random() < 0.1:
            part = chance.choice(workers)
            if not part.waits():
                part.kill()
                killed += 1
        time.sleep(0.1)
    for part in workers:
        part.stop()
    archived.worker()
    archived.catch_up()
    archived.check()
    reached = hits(archived.parts)
    assert all(reached[f"{point} kill"] > 0 for point in POINTS)


def test_archive_worker_killed_between_object_and_commit(archived: Archived) -> None:
    """What it wrote is of nobody, and its successor does not trip over it."""
    first = archived.worker("flush.before_commit=kill")
    for partition in range(PARTITIONS):
        archived.send(partition, 50)
    assert wait(30, lambda: not first.alive())
    assert archived.stack.sql("SELECT count(*) FROM archive_segments").strip() == "0"
    assert archived.orphans()
    archived.worker()
    for partition in range(PARTITIONS):
        archived.send(partition, 10)
    archived.catch_up()
    archived.check()


def test_archive_worker_stopped_while_another_archives(archived: Archived) -> None:
    """It comes back with a segment of its own in its hands and may not commit it."""
    zombie = archived.worker("archive.after_write=stop")
    archived.send(0, 50)
    assert wait(30, zombie.stopped)
    other = archived.worker()
    archived.send(0, 50)
    archived.catch_up()
    zombie.resume()
    assert wait(30, lambda: "partition lost" in zombie.log.read_text(errors="replace"))
    archived.send(0, 50)
    archived.catch_up()
    zombie.kill()
    other.stop()
    archived.worker()
    archived.send(0, 50)
    archived.catch_up()
    archived.check()
