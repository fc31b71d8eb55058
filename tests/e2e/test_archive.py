"""The log beyond the broker's retention: archived as it is, read back as one, and red when a single byte is not as it was."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.faults.loop.log_reader import Record, ends, records
from tests.support.client import Client
from tests.support.kafka_admin import Admin
from tests.support.s3_server import S3Server
from tests.support.services import Services
from tests.support.stack import Running, Stack

PARTITIONS = 4
QUICK = {"ARCHIVE_AGE_SECONDS": "1", "KAFKA_PARTITIONS": str(PARTITIONS)}


@dataclass
class Place:
    """Where the archive of a test lies, and how its objects are altered from outside."""

    settings: dict[str, str]
    read: Callable[[], dict[str, bytes]]
    write: Callable[[str, bytes | None], None]
    s3: S3Server | None = None


def _await_measured(client: Client) -> None:
    """Gauges are set from time to time."""
    deadline = time.monotonic() + 20
    wanted = ('weir_archive_segments_total{topic="weir.usage"} ', 'weir_archive_lag_records{partition="0",topic="weir.usage"} 0')
    while any(one not in (shown := client.get("/metrics").body.decode()) for one in wanted) or f"{wanted[0]}0" in shown:
        assert time.monotonic() < deadline, [line for line in shown.splitlines() if "archive" in line]
        time.sleep(0.2)


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    if request.param == "folder":
        # Not pytest's own, which is closed to the account that the program runs under.
        top = Path(tempfile.mkdtemp(prefix="weir-archive-"))
        top.chmod(0o777)
        folder = top / "archive"
        yield Place({"ARCHIVE_URL": f"file://{folder}"}, lambda: _files(folder), lambda name, content: _change(folder / name, content))
        shutil.rmtree(top)
        return
    with S3Server() as s3:
        yield Place(s3.settings(), lambda: dict(s3.objects), lambda name, content: _set(s3.objects, name, content), s3)
        assert s3.refusals == []


@pytest.fixture
def archiving(services: Services, place: Place) -> Iterator[Stack]:
    with Stack(services, "archive", QUICK | place.settings) as stack:
        yield stack


def test_the_log_is_archived_and_read_on_where_the_broker_has_forgotten_it(archiving: Stack, place: Place) -> None:
    topic = archiving.topic("weir.usage")
    serving = archiving.serve()
    _send(archiving, serving, 0, 300)
    if place.s3:
        place.s3.fail_next = 2  # what is refused is tried again
    _await_archived(archiving)
    whole = {(r.partition, r.offset): r for r in records(archiving.services.kafka_brokers, topic)}
    assert len({partition for partition, _ in whole}) > 1
    archived = ends(archiving.services.kafka_brokers, topic, PARTITIONS)

    verdict = _verify(archiving)
    assert verdict["is_good"] and verdict["records"] == len(whole) + _commands(archiving)
    by_manifests = _verify(archiving, "--without-database")
    assert by_manifests == verdict
    _await_measured(archiving.client(serving))
    assert {row["consumer"] for row in json.loads(archiving.cli("lag", "--json").stdout)} >= {"archive", "usage"}

    serving.stop()
    # The archive is closed at the end of a worker; what comes now is only in the log.
    serving = archiving.launch("api")
    _send(archiving, serving, 300, 400)
    whole = {(r.partition, r.offset): r for r in records(archiving.services.kafka_brokers, topic)}
    with Admin(archiving.services.kafka_brokers) as admin:
        admin.delete_records(topic, {p: end for p, end in archived.items() if end > 0})
    for options in ([], ["--without-database"]):
        for partition in range(PARTITIONS):
            assert _read(archiving, partition, options) == [r for (p, _), r in sorted(whole.items()) if p == partition]

    # Deleted before it was archived: said, by its range.
    partition, end = next((p, end) for p, end in archived.items() if 0 < end < max(o for q, o in whole if q == p) - 1)
    with Admin(archiving.services.kafka_brokers) as admin:
        admin.delete_records(topic, {partition: end + 2})
    torn = archiving.cli("archive", "read", "--topic", "weir.usage", "--partition", str(partition), "--json")
    assert torn.returncode == 1
    assert "archive_gap" in torn.stderr and f"{end} to {end + 1}" in torn.stderr
    assert len(torn.stdout.splitlines()) == end
    if place.s3 is None:
        _give_up(archiving, partition, end)


def _give_up(stack: Stack, partition: int, end: int) -> None:
    """The worker stands still before what is lost, until somebody says that it is."""
    stack.launch("worker", "archive")
    halted = f"SELECT count(*) FROM leases WHERE consumer = 'archive' AND topic = 'weir.usage' AND partition = {partition} AND halt IS NOT NULL"
    deadline = time.monotonic() + 20
    while stack.sql(halted).strip() != "1":
        assert time.monotonic() < deadline, "the partition was not halted"
        time.sleep(0.1)
    where = ("--consumer", "archive", "--topic", "weir.usage", "--partition", str(partition))
    assert stack.cli("partition", "accept-loss", *where, "--reason", "a test", "--execute").returncode == 0
    _await_archived(stack)
    assert _verify(stack)["is_good"]
    # Manifests alone do not know what was given up.
    red = stack.cli("archive", "verify", "--json", "--without-database")
    assert red.returncode == 1
    assert [p["explanation"] for p in json.loads(red.stdout)["problems"]] == [f"the records {end} to {end + 1} before it are missing"]


@pytest.mark.parametrize("place", ["folder"], indirect=True)
def test_one_altered_byte_turns_the_verification_red(archiving: Stack, place: Place) -> None:
    serving = archiving.serve()
    _send(archiving, serving, 0, 100)
    _await_archived(archiving)
    serving.stop()
    assert _verify(archiving)["is_good"]
    before = place.read()
    segment = next(name for name in sorted(before) if name.endswith(".weirseg.zst") and "/weir.usage/" in name)
    manifest = segment.replace(".weirseg.zst", ".json")
    for name in (segment, manifest):
        content = before[name]
        middle = len(content) // 2
        for altered in (content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :], content[:-1], None):
            place.write(name, altered)
            red = archiving.cli("archive", "verify", "--json")
            assert red.returncode == 1, (name, red)
            verdict = json.loads(red.stdout)
            assert not verdict["is_good"] and segment.endswith(verdict["problems"][0]["object"])
            place.write(name, content)
    assert archiving.cli("archive", "verify").returncode == 0
    assert place.read() == before


def test_off_means_that_nothing_is_archived(stack: Stack) -> None:
    worker = stack.launch("worker", "archive", settings={"ARCHIVE_URL": "off"})
    assert stack.sql("SELECT count(*) FROM leases WHERE consumer = 'archive'").strip() == "0"
    worker.stop()
    refused = stack.cli("archive", "list")
    assert refused.returncode == 0 and refused.stdout.startswith("TOPIC")


def _send(stack: Stack, serving: Running, first: int, last: int) -> None:
    client = stack.client(serving)
    for start in range(first, last, 20):
        events = [{"specversion": "1.0", "id": str(n), "source": "s", "type": "t", "subject": f"customer-{n % 23}", "data": {"text": "ü" * (n % 50)}} for n in range(start, start + 20)]
        assert client.send(events).status == 202


def _commands(stack: Stack) -> int:
    return sum(ends(stack.services.kafka_brokers, stack.topic("weir.commands"), PARTITIONS).values())


def _await_archived(stack: Stack, seconds: float = 30) -> None:
    wanted = ends(stack.services.kafka_brokers, stack.topic("weir.usage"), PARTITIONS)
    deadline = time.monotonic() + seconds
    text = "SELECT partition || ' ' || next_offset FROM leases WHERE consumer = 'archive' AND topic = 'weir.usage'"
    while True:
        have = {int(line.split()[0]): int(line.split()[1]) for line in stack.sql(text).splitlines()}
        if have == wanted:
            return
        assert time.monotonic() < deadline, f"archived up to {have}, not {wanted}"
        time.sleep(0.1)


def _verify(stack: Stack, *options: str) -> Mapping[str, Any]:
    done = stack.cli("archive", "verify", "--json", *options)
    assert done.returncode == 0, done
    verdict: dict[str, Any] = json.loads(done.stdout)
    return verdict


def _read(stack: Stack, partition: int, options: list[str]) -> list[Record]:
    done = stack.cli("archive", "read", "--topic", "weir.usage", "--partition", str(partition), "--json", *options)
    assert done.returncode == 0, done.stderr
    return [_record(json.loads(line)) for line in done.stdout.splitlines()]


def _record(line: dict[str, Any]) -> Record:
    at = datetime.fromisoformat(line["appended_at"])
    headers = {h["name"]: h["value"] for h in line["headers"] if "," not in h["value"]}
    return Record(line["partition"], line["offset"], round(at.timestamp() * 1000), headers, line["value"].encode())


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _change(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)


def _set(objects: dict[str, bytes], name: str, content: bytes | None) -> None:
    if content is None:
        del objects[name]
    else:
        objects[name] = content
