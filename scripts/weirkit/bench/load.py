"""wrk with the scripts of tests/bench: events, what dashboards ask for, sign-ins."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import program
from ..failure import Failure
from ..place import TOP

_SCRIPTS = TOP / "tests/bench"


@dataclass(frozen=True)
class Answers:
    """What wrk saw. failed: broken connections, timeouts and statuses above 399."""

    requests: int
    failed: int
    seconds: float
    p50_ms: float
    p99_ms: float
    p95_ms: float = 0.0  # of reads

    @property
    def rate(self) -> float:
        return self.requests / self.seconds


def begin(url: str, key: str, *, connections: int, seconds: int, per_request: int, delay_ms: int = 0, pinned: str = "") -> subprocess.Popen[str]:
    """Starts it; end() waits for it."""
    return _wrk("wrk_events", url, [key, str(per_request), *([str(delay_ms)] if delay_ms else [])], connections, seconds, pinned)  # a script with a delay waits even when it is 0


def reads(url: str, people: Path, *, connections: int, seconds: int, delay_ms: int) -> subprocess.Popen[str]:
    """What the lines of a file ask for, each connection about once in `delay_ms`."""
    return _wrk("wrk_reads", url, [str(people), str(delay_ms)], connections, seconds)


def logins(url: str, *, connections: int, seconds: int) -> subprocess.Popen[str]:
    """Sign-ins that are refused; end_logins() waits for it."""
    return _wrk("wrk_logins", url, [], connections, seconds)


def _wrk(script: str, url: str, arguments: list[str], connections: int, seconds: int, pinned: str = "") -> subprocess.Popen[str]:
    command = ["taskset", "-c", pinned] if pinned else []
    command += ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", str(_SCRIPTS / f"{script}.lua"), url, "--", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def post(url: str, path: str, body: Path, headers: tuple[str, ...], *, connections: int, seconds: int, pinned: str = "1") -> subprocess.Popen[str]:
    """One body again and again; end() waits for it."""
    return _wrk("wrk_post", url, [path, str(body), *headers], connections, seconds, pinned)


@contextmanager
def half(url: str, key: str, most: float, connections: int) -> Iterator[None]:
    """Single events at half of `most` requests per second, from a second before the block to its end."""
    delay_ms = max(1, round(connections / (most / 2) * 1000))
    wrk = begin(url, key, connections=connections, seconds=300, per_request=1, delay_ms=delay_ms)
    try:
        time.sleep(1)
        yield
    finally:
        wrk.terminate()
        wrk.wait()


def end(wrk: subprocess.Popen[str]) -> Answers:
    return Answers(**_said(wrk))


def end_logins(wrk: subprocess.Popen[str]) -> float:
    """Answers per second."""
    said = _said(wrk)
    return float(said["requests"] / said["seconds"])


def _said(wrk: subprocess.Popen[str]) -> dict[str, Any]:
    text, _ = wrk.communicate()
    line = next((line for line in text.splitlines() if line.startswith("{")), "")
    if wrk.returncode != 0 or not line:
        raise Failure(f"wrk ended with status {wrk.returncode}: {text[-500:]}")
    return program.document(line)
