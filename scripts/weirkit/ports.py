"""TCP ports on this machine: free ones are chosen once and remembered."""

from __future__ import annotations

import json
import random
import socket
from pathlib import Path

from .failure import Failure

# Below the kernel's ephemeral range, so that no outgoing connection of anybody sits on a remembered port.
_FIRST, _LAST = 17000, 29999


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            return True
        except OSError:
            return False


def answers(port: int, host: str = "127.0.0.1") -> bool:
    """Whether somebody listens there."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def pick() -> int:
    for _ in range(200):
        port = random.randint(_FIRST, _LAST)
        if is_free(port):
            return port
    raise Failure(f"no free TCP port was found between {_FIRST} and {_LAST}")


class Ports:
    """Ports by name, kept in a file so that addresses stay the same over restarts."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._known: dict[str, int] = json.loads(path.read_text())
        except (OSError, ValueError):
            self._known = {}

    def get(self, name: str) -> int:
        """The port of a process that runs, or 0."""
        return int(self._known.get(name, 0))

    def choose(self, name: str) -> int:
        """The remembered port if it is free, else another one. Never one that this copy has under another name."""
        port = self.get(name)
        taken = {value for key, value in self._known.items() if key != name}
        while not port or port in taken or not is_free(port):
            port = pick()
        self._known[name] = port
        written = self._path.with_suffix(".new")
        written.write_text(json.dumps(self._known))
        written.replace(self._path)
        return port
