"""What a test sent and what it was told: a file of lines, so that it outlives everything that is killed."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

ACKNOWLEDGED = "acknowledged"  # 2xx: must be counted, once
REFUSED = "refused"  # 4xx, or a 503 that says nothing was written: must not be counted because of this request
UNKNOWN = "unknown"  # no answer, or an answer that leaves it open: may be counted, once


@dataclass(frozen=True)
class Entry:
    outcome: str
    event: dict[str, Any]


class Ledger:
    """Append-only. An event's identity is (tenant or subject, source, id)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("a")

    def write(self, outcome: str, events: Iterable[dict[str, Any]]) -> None:
        for event in events:
            self._file.write(json.dumps([outcome, event], separators=(",", ":")) + "\n")
        self._file.flush()

    def __iter__(self) -> Iterator[Entry]:
        with self._path.open() as file:
            for line in file:
                outcome, event = json.loads(line, parse_float=Decimal)
                yield Entry(outcome, event)

    def bounds(
        self, cell: Callable[[dict[str, Any]], Hashable], value: Callable[[dict[str, Any]], Decimal]
    ) -> dict[Hashable, tuple[Decimal, Decimal]]:
        """For each cell the least and the greatest exact sum: acknowledged events once each, and unknown ones once or not at all.
        An identity that was acknowledged in any request is acknowledged."""
        sure: dict[Hashable, dict[str, Any]] = {}
        maybe: dict[Hashable, dict[str, Any]] = {}
        for entry in self:
            identity = (entry.event.get("subject"), entry.event["source"], entry.event["id"])
            if entry.outcome == ACKNOWLEDGED:
                sure.setdefault(identity, entry.event)
            elif entry.outcome == UNKNOWN:
                maybe.setdefault(identity, entry.event)
        least: dict[Hashable, Decimal] = defaultdict(Decimal)
        greatest: dict[Hashable, Decimal] = defaultdict(Decimal)
        for event in sure.values():
            least[cell(event)] += value(event)
            greatest[cell(event)] += value(event)
        for identity, event in maybe.items():
            if identity not in sure:
                amount = value(event)
                target = greatest if amount > 0 else least
                target[cell(event)] += amount
        return {key: (least[key], greatest[key]) for key in {**least, **greatest}}
