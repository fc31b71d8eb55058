"""Messages and progress, for a terminal and for a log."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

QUIET_SECONDS = 10.0


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def span(seconds: float) -> str:
    """A length of time as people say it."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds >= 600 else f"{seconds / 60:.1f} min"


def tail(path: Path, lines: int = 15) -> str:
    """The last lines of a log, indented."""
    try:
        with path.open("rb") as log:
            log.seek(max(0, path.stat().st_size - 64 * 1024))
            text = log.read().decode("utf-8", "replace")
    except OSError:
        return ""
    return "\n".join("    " + line for line in text.splitlines()[-lines:])


class Progress:
    """Stage, percentage and time left: one moving line on a terminal, a line every ten seconds elsewhere."""

    def __init__(self, stage: str) -> None:
        self.stage = stage
        self.started = time.monotonic()
        self.moving = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self.spoken = self.started
        self.width = 0

    def update(self, done: int, total: int, note: str = "") -> None:
        now = time.monotonic()
        if not self.moving and now - self.spoken < QUIET_SECONDS:
            return
        self.spoken = now
        self._show(self._line(done, total, note, now))

    def finish(self, note: str = "done") -> None:
        took = span(time.monotonic() - self.started)
        self._show(f"{self.stage}: {note} ({took})")
        if self.moving:
            sys.stderr.write("\n")

    def interrupt(self) -> None:
        """Clears the moving line, so that other text can be printed."""
        if self.moving and self.width:
            sys.stderr.write("\r" + " " * self.width + "\r")
            self.width = 0

    def _line(self, done: int, total: int, note: str, now: float) -> str:
        share = 100 * done // total if total else 0
        line = f"{self.stage}: {share} % ({done}/{total})"
        elapsed = now - self.started
        if done and total > done and elapsed > 3:
            line += f", about {span(elapsed / done * (total - done))} left"
        return f"{line}  {note}" if note else line

    def _show(self, line: str) -> None:
        if not self.moving:
            say(line)
            return
        line = line[: max(20, _columns() - 1)]
        sys.stderr.write("\r" + line.ljust(self.width))
        sys.stderr.flush()
        self.width = len(line)


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns
    except OSError:
        return 100
