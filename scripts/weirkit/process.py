"""Long-running processes that outlive the script: started with a pid file, found again by pid and start time, stopped by pid."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .account import Account
from .ui import say

# The child itself writes its line of /proc/PID/stat into the open pid file before it becomes the program, so there is no moment
# at which it runs and nobody knows: not even when the script is killed with -9.
_STARTER = 'read -r line </proc/$$/stat; echo "$line" >&"$0"; eval "exec $0>&-"; exec "$@"'
_LOG_LIMIT = 32 * 1024**2


@dataclass(frozen=True)
class Process:
    """A process, known by pid and start time: a pid that was given to somebody else is not it."""

    name: str
    pid: int
    start_ticks: int

    def alive(self) -> bool:
        seen = _read_stat(Path(f"/proc/{self.pid}/stat"))
        return seen is not None and seen.start_ticks == self.start_ticks and not seen.over

    def send(self, number: int) -> None:
        if self.alive():
            try:
                os.kill(self.pid, number)
            except ProcessLookupError:
                pass

    def wait(self, seconds: float) -> bool:
        """True when it has ended within the time."""
        deadline = time.monotonic() + seconds
        while self.alive():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.03)
        _reap(self.pid)
        return True

    def stop(self, seconds: float, number: int = signal.SIGTERM) -> None:
        """Asks it to end, and ends it when it does not."""
        self.send(signal.SIGCONT)
        self.send(number)
        if not self.wait(seconds):
            say(f"{self.name} (pid {self.pid}) did not end within {seconds:.0f} s: killing it")
            self.kill()

    def kill(self) -> None:
        self.send(signal.SIGKILL)
        self.wait(10)


@dataclass(frozen=True)
class _Stat:
    pid: int
    start_ticks: int
    over: bool


def _read_stat(path: Path) -> _Stat | None:
    try:
        text = path.read_text()
        fields = text[text.rindex(")") + 2 :].split()
        return _Stat(int(text.split(" ", 1)[0]), int(fields[19]), fields[0] in "ZX")
    except (OSError, ValueError, IndexError):
        return None


def _reap(pid: int) -> None:
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        pass


def spawn(
    name: str,
    command: Sequence[str | Path],
    *,
    pid_file: Path,
    log: Path,
    account: Account,
    environment: Mapping[str, str],
    folder: Path,
) -> Process:
    """Starts a process in a session of its own; output is appended to the log."""
    if log.exists() and log.stat().st_size > _LOG_LIMIT:
        log.replace(log.with_name(log.name + ".1"))
    pid_file.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output, pid_file.open("wb") as known:
        child = subprocess.Popen(  # pylint: disable=consider-using-with
            ["/bin/bash", "-c", _STARTER, str(known.fileno()), *map(str, command)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=(known.fileno(),),
            env=dict(environment),
            cwd=folder,
            **account.popen_arguments(),
        )
    stat = _read_stat(Path(f"/proc/{child.pid}/stat"))
    child.returncode = 0  # Not waited for here: it may outlive the script, and is looked at through /proc.
    return Process(name, child.pid, stat.start_ticks if stat else -1)


def find(name: str, pid_file: Path) -> Process | None:
    """The process of an earlier start, if it still runs."""
    stat = _read_stat(pid_file)
    if stat is None:
        return None
    process = Process(name, stat.pid, stat.start_ticks)
    return process if process.alive() else None
