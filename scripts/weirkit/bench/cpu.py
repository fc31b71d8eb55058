"""CPU time of whole processes, from /proc."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def of_process(pid: int) -> float:
    """Seconds that all threads of a process have used; 0 when it is gone."""
    fields = _fields(pid)
    return (int(fields[11]) + int(fields[12])) / _TICKS if fields else 0.0


def of_family(pid: int) -> float:
    """Seconds of a process, all that descend from it, and those of them that have ended."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").iterdir():
        if path.name.isdigit() and (fields := _fields(int(path.name))):
            children.setdefault(int(fields[1]), []).append(int(path.name))
    ticks, left = 0, [pid]
    while left:
        one = left.pop()
        left += children.get(one, [])
        if fields := _fields(one):
            ticks += sum(int(fields[i]) for i in (11, 12, 13, 14))
    return ticks / _TICKS


class Meter:
    """Seconds since a moment, by name."""

    def __init__(self, **sources: Callable[[], float]) -> None:
        self._sources = sources
        self._before = {name: read() for name, read in sources.items()}

    def seconds(self) -> dict[str, float]:
        return {name: read() - self._before[name] for name, read in self._sources.items()}


def _fields(pid: int) -> list[str]:
    """Of /proc/PID/stat, behind the name of the program."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return []
    return text[text.rindex(")") + 2 :].split()
