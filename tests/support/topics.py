"""Reads topics with kcat: code that shares nothing with what it checks."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Record:
    partition: int
    offset: int
    timestamp_ms: int
    key: str
    headers: dict[str, str]
    payload: str


def records(brokers: str, topic: str) -> Iterator[Record]:
    """Every record of every partition, from the first to the last there is now."""
    command = ["kcat", "-b", brokers, "-t", topic, "-C", "-o", "beginning", "-e", "-q", "-J"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as kcat:
        assert kcat.stdout is not None
        for line in kcat.stdout:
            record = json.loads(line)
            pairs = record.get("headers", [])
            yield Record(
                record["partition"],
                record["offset"],
                record["ts"],
                record.get("key") or "",
                dict(zip(pairs[::2], pairs[1::2], strict=True)),
                record.get("payload") or "",
            )
    assert kcat.returncode == 0, f"kcat ended with status {kcat.returncode} on {topic}"
