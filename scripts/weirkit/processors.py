"""How much of the processors a stretch of time used: what could run beside it."""

from __future__ import annotations

from pathlib import Path


class Processors:
    """All of the machine's, since this was made."""

    def __init__(self) -> None:
        self._idle, self._all = _ticks()

    def busy(self) -> str:
        """As people read it: "83 % busy"."""
        idle, every = _ticks()
        share = 1 - (idle - self._idle) / max(1, every - self._all)
        return f"{share * 100:.0f} % busy"


def _ticks() -> tuple[int, int]:
    """Idle (waiting for disks is idle) and all, from /proc/stat; the host's share counts as busy."""
    fields = [int(field) for field in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return fields[3] + fields[4], sum(fields)
