"""The processes of a loop: started, hurt and started again, each with the failpoints of its turn."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from weirkit.ports import pick
from weirkit.process import Process

from tests.support.stack import Stack

# Where a worker may end, by name; and where an API may.
WORKER_POINTS = (
    "flush.before_advance",
    "flush.after_advance",
    "copy.first_buffer",
    "flush.before_commit",
    "flush.after_commit",
    "lease.before_take",
    "lease.after_take",
    "claims.load",
)
# Only passed where claims leave memory: a loop of some minutes remembers too few of them to get there reliably.
FILE_POINTS = ("claims.seal", "claims.merge", "claims.before_manifest", "claims.before_rename")
API_POINTS = ("producer.after_produce", "producer.before_report")


class Part:
    """One process of Weir. It may be dead; start() makes it live."""

    def __init__(self, stack: Stack, name: str, verb: tuple[str, ...]) -> None:
        self.name, self.verb = name, verb
        self._stack = stack
        self.port = pick() if verb[0] in ("api", "serve") else None
        self.log = stack.place.logs / f"{name}.log"
        self.hits = stack.place.service_folder("weir") / f"{name}.failpoints"
        self.armed = ""
        self.started_at = 0.0
        self.process: Process | None = None
        self._hits_before = 0
        self.stopped_since = 0.0
        self.down_until = 0.0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, failpoints: str = "") -> None:
        settings = {"DATA_DIR": str(self._folder()), "WEIR_FAILPOINTS_LOG": str(self.hits)}
        if self.port:
            settings["APP_PORT"] = str(self.port)
        # Paths of unknown outcomes are counted always.
        settings["WEIR_FAILPOINTS"] = ",".join(filter(None, ("flush.before_resolve=pass", failpoints)))
        self.armed = failpoints
        self.started_at = time.monotonic()
        self._hits_before = self._hits_of_armed()
        self.process = self._stack.weir.start(self.name, self.verb, self.log, settings)

    def waits(self) -> bool:
        """Whether what it was armed with has not happened since it was started."""
        return bool(self.armed) and self._hits_of_armed() == self._hits_before

    def alive(self) -> bool:
        return self.process is not None and self.process.alive()

    def kill(self) -> None:
        if self.process:
            self.process.kill()

    def pause(self) -> None:
        if self.process:
            self.process.send(signal.SIGSTOP)

    def resume(self) -> None:
        self.stopped_since = 0.0
        if self.process:
            self.process.send(signal.SIGCONT)

    def stop(self, seconds: float = 20) -> None:
        if self.process:
            self.process.stop(seconds)

    def stopped(self) -> bool:
        """Whether it stands still by SIGSTOP, its own or another's."""
        if not self.process:
            return False
        try:
            text = Path(f"/proc/{self.process.pid}/stat").read_text()
        except OSError:
            return False
        return text[text.rindex(")") + 2] == "T"

    def _hits_of_armed(self) -> int:
        line = self.armed.replace("=", " ", 1)
        return self.hits.read_text().splitlines().count(line) if self.armed and self.hits.exists() else 0

    def _folder(self) -> Path:
        folder = self._stack.place.service_folder("weir") / self.name
        folder.mkdir(exist_ok=True)
        self._stack.place.account.own(folder)
        return folder


def hits(parts: list[Part]) -> Counter[str]:
    """Failpoints reached, "name action", without probabilities: of processes that are long dead."""
    out: Counter[str] = Counter()
    for part in parts:
        if part.hits.exists():
            for line in part.hits.read_text().splitlines():
                name, _, action = line.partition(" ")
                out[f"{name} {action.split('@')[0].split(':')[0]}"] += 1
    return out


def logged(parts: list[Part], text: str) -> int:
    return sum(part.log.read_text(errors="replace").count(text) for part in parts if part.log.exists())


def wait(seconds: float, done: object, every: float = 0.05) -> bool:
    """Until done() is true."""
    deadline = time.monotonic() + seconds
    while not done():  # type: ignore[operator]
        if time.monotonic() > deadline:
            return False
        time.sleep(every)
    return True


def counts(values: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(values.items()))
