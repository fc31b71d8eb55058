"""One script at a time: an advisory lock that the kernel drops when its holder dies, however it dies."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import IO


class Lock:
    """Held until release or the end of the process. The file names the holder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def acquire(self) -> bool:
        """False when somebody else holds it."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        self._file = file
        return True

    def wait(self) -> None:
        """Waits for as long as somebody else holds it."""
        if not self.acquire():
            file = self._path.open("a+")
            fcntl.flock(file, fcntl.LOCK_EX)
            self._file = file

    def holder(self) -> int | None:
        """The pid in the file; meaningful only after acquire returned False."""
        try:
            return int(self._path.read_text().strip())
        except (OSError, ValueError):
            return None

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
