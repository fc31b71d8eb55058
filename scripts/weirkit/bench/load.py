"""wrk with the events of tests/bench/wrk_events.lua."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass

from .. import program
from ..failure import Failure
from ..place import TOP

_SCRIPT = TOP / "tests/bench/wrk_events.lua"


@dataclass(frozen=True)
class Answers:
    """What wrk saw. failed: broken connections, timeouts and statuses above 399."""

    requests: int
    failed: int
    seconds: float
    p50_ms: float
    p99_ms: float

    @property
    def rate(self) -> float:
        return self.requests / self.seconds


def begin(url: str, key: str, *, connections: int, seconds: int, per_request: int, delay_ms: int = 0, pinned: str = "") -> subprocess.Popen[str]:
    """Starts it; end() waits for it."""
    command = ["taskset", "-c", pinned] if pinned else []
    command += ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", str(_SCRIPT), url, "--", key, str(per_request)]
    command += [str(delay_ms)] if delay_ms else []  # a script with a delay waits even when it is 0
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def end(wrk: subprocess.Popen[str]) -> Answers:
    text, _ = wrk.communicate()
    line = next((line for line in text.splitlines() if line.startswith("{")), "")
    if wrk.returncode != 0 or not line:
        raise Failure(f"wrk ended with status {wrk.returncode}: {text[-500:]}")
    return Answers(**program.document(line))
