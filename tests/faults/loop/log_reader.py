"""The log as it is: every record of a topic with its exact bytes, read by kcat."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Record:
    partition: int
    offset: int
    timestamp_ms: int
    headers: dict[str, str]
    value: bytes


def records(brokers: str, topic: str) -> Iterator[Record]:
    """From the first to the last there is now; offsets of a partition ascend."""
    form = r"%p %o %T %S %h\n%s\n"
    command = ["kcat", "-b", brokers, "-t", topic, "-C", "-o", "beginning", "-e", "-q", "-f", form]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as kcat:
        assert kcat.stdout is not None
        while line := kcat.stdout.readline():
            partition, offset, time, size, headers = line.rstrip(b"\n").split(b" ", 4)
            value = kcat.stdout.read(max(0, int(size)))
            assert kcat.stdout.read(1) == b"\n", "kcat's frame was not understood"
            pairs = dict(h.split("=", 1) for h in headers.decode().split(",") if "=" in h)
            yield Record(int(partition), int(offset), int(time), pairs, value)
    assert kcat.returncode == 0, f"kcat ended with status {kcat.returncode} on {topic}"


def ends(brokers: str, topic: str, partitions: int) -> dict[int, int]:
    """The high watermark of each partition."""
    command = ["kcat", "-b", brokers, "-Q"]
    for p in range(partitions):
        command += ["-t", f"{topic}:{p}:-1"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30)
    out = {}
    for line in done.stdout.splitlines():  # topic [0] offset 12
        words = line.split()
        out[int(words[1].strip("[]"))] = int(words[3])
    return out
