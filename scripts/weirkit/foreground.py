"""Foreground mode: shows Weir's log, starts again what dies, ends on Ctrl-C."""

from __future__ import annotations

import sys
import time
from collections import deque
from typing import TYPE_CHECKING

from .failure import Failure
from .ui import say, tail

if TYPE_CHECKING:
    from .copy import Copy

_RESTARTS = 3
_RESTARTS_SECONDS = 60.0


class Foreground:
    """Watches one copy until Ctrl-C or until a part dies too often."""

    def __init__(self, copy: Copy) -> None:
        self._copy = copy
        self._restarts: deque[float] = deque(maxlen=_RESTARTS)
        self._log = copy.log.open("rb")
        self._log.seek(0, 2)

    def watch(self) -> int:
        """Returns only by an exception: KeyboardInterrupt stops the copy."""
        while True:
            self._show()
            for name, part in self._copy.parts().items():
                if not part.alive():
                    self._again(name, part.pid)
            time.sleep(0.2)

    def _show(self) -> None:
        text = self._log.read()
        if text:
            sys.stdout.buffer.write(text)
            sys.stdout.flush()
        elif self._copy.log.exists() and self._copy.log.stat().st_size < self._log.tell():
            self._log.close()
            self._log = self._copy.log.open("rb")

    def _again(self, name: str, pid: int) -> None:
        now = time.monotonic()
        if len(self._restarts) == _RESTARTS and now - self._restarts[0] < _RESTARTS_SECONDS:
            log = self._copy.place.logs / f"{name}.log"
            self._copy.stop()
            raise Failure(f"{name} ended {_RESTARTS + 1} times within a minute, so all was stopped (data is kept); the end of {log}:\n{tail(log)}")
        self._restarts.append(now)
        say(f"{name} (pid {pid}) ended: starting it again")
        try:
            self._copy.restart(name)
        except Failure as failure:
            say(f"{name} did not start: {failure}")
