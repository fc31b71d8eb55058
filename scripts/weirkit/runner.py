"""Runs one test command with a budget, its output in a log, its progress on the terminal."""

from __future__ import annotations

import os
import re
import selectors
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .place import TOP
from .ui import Progress, say

# ctest:  " 12/140 Test  #5: unit.base: adds ....   Passed    0.01 sec"      pytest:  "tests/e2e/test_x.py::test_y PASSED   [ 12%]"
# pytest of several processes:  "[gw1] [ 12%] PASSED tests/e2e/test_x.py::test_y"
_CTEST = re.compile(r"^\s*(\d+)/(\d+) Test\s+#\d+: (.+?) \.*\s*(\*{3}\S.*|Passed).*$")
_PYTEST = re.compile(r"^(?P<name>\S+::.+?) (?P<how>PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS).*\[\s*(?P<done>\d+)%\]")
_PYTEST_OF_SEVERAL = re.compile(r"^\[gw\d+\] \[\s*(?P<done>\d+)%\] (?P<how>PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS) (?P<name>\S+::.+?)\s*$")


@dataclass(frozen=True)
class Ended:
    status: int
    over_budget: bool
    passed: int  # as seen in the output, for when there is no JUnit file


def run(stage: str, command: Sequence[str], *, log: Path, seconds: float, environment: Mapping[str, str]) -> Ended:
    """Runs the command to its end or to the end of its budget, then ends its whole process group."""
    progress = Progress(stage)
    seen = _Seen(progress)
    deadline = time.monotonic() + seconds
    with log.open("wb") as copy, subprocess.Popen(
        command, cwd=TOP, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=dict(environment), start_new_session=True
    ) as child:
        try:
            over = _follow(child, copy.write, seen, deadline)
        except BaseException:
            _end(child)
            raise
        if over:
            _end(child)
    progress.finish(f"stopped after its {seconds / 60:g} minutes" if over else "ended")
    return Ended(child.returncode, over, seen.passed)


def _follow(child: subprocess.Popen[bytes], copy: Callable[[bytes], int], seen: _Seen, deadline: float) -> bool:
    """True when the deadline came first."""
    assert child.stdout is not None
    selector = selectors.DefaultSelector()
    selector.register(child.stdout, selectors.EVENT_READ)
    rest = b""
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            return True
        if not selector.select(min(left, 1.0)):
            if child.poll() is not None:
                return False
            continue
        chunk = os.read(child.stdout.fileno(), 65536)
        if not chunk:
            return False
        copy(chunk)
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            seen.line(line.decode("utf-8", "replace"))


def _end(child: subprocess.Popen[bytes]) -> None:
    """SIGINT lets pytest tear down its stacks; then the group that this call made is killed."""
    for number, patience in ((signal.SIGINT, 30.0), (signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0)):
        try:
            os.killpg(child.pid, number)
        except ProcessLookupError:
            break
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            continue


class _Seen:
    """Reads progress out of ctest's and pytest's lines; what failed is said at once."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self.passed = 0
        self.failed = 0

    def line(self, line: str) -> None:
        if match := _CTEST.match(line):
            self._count(match[3], match[4] == "Passed", "Skipped" in match[4], int(match[1]), int(match[2]))
        elif match := _PYTEST.match(line) or _PYTEST_OF_SEVERAL.match(line):
            good, skipped = match["how"] in ("PASSED", "XFAIL"), match["how"] == "SKIPPED"
            self._count(match["name"], good, skipped, int(match["done"]), 100)

    def _count(self, name: str, good: bool, skipped: bool, done: int, total: int) -> None:
        self.passed += good
        if not good:
            self._progress.interrupt()
            say(f"  {'skipped' if skipped else 'FAILED'}: {name}")
            self.failed += not skipped
        self._progress.update(done, total, f"{self.failed} failed" if self.failed else "")
