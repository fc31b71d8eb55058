"""A name server (RFC 1035, UDP) whose answers a test decides, question by question, and that this process and its children ask from now on."""

from __future__ import annotations

import ctypes
import os
import socket
import struct
import subprocess
import threading
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from types import TracebackType

_CLONE_NEWNS = 0x00020000
_A, _AAAA, _IN = 1, 28, 1
_ANSWER = 0x8180  # a response, recursion wanted and there, no error
_CONFIGURATION = Path("/etc/resolv.conf")
_own_mounts: list[bool] = []


class NameServer:
    """Needs root: it listens on port 53 of an address of this machine, and stands over /etc/resolv.conf, which only this process and those that it starts see.

    `with NameServer(folder, addresses) as names:` addresses(name, how often it was asked before) are all that a name stands for; the time to live is nothing."""

    def __init__(self, folder: Path, addresses: Callable[[str, int], list[str]], address: str = "127.53.0.53") -> None:
        self.asked: list[str] = []  # names, of questions for IPv4
        self._addresses = addresses
        self._configuration = folder / "resolv.conf"
        self._configuration.write_text(f"nameserver {address}\noptions timeout:2 attempts:2\n")
        self._configuration.chmod(0o644)
        self._lock = threading.Lock()
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((address, 53))
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def count(self, name: str) -> int:
        with self._lock:
            return self.asked.count(name)

    def __enter__(self) -> NameServer:
        if not _own_mounts:
            assert ctypes.CDLL(None, use_errno=True).unshare(_CLONE_NEWNS) == 0, os.strerror(ctypes.get_errno())
            _run("mount", "--make-rprivate", "/")
            _own_mounts.append(True)
        _run("mount", "--bind", str(self._configuration), str(_CONFIGURATION))
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        _run("umount", "-l", str(_CONFIGURATION))
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                question, asker = self._socket.recvfrom(4096)
            except OSError:
                return
            if answer := self._answer(question):
                self._socket.sendto(answer, asker)

    def _answer(self, question: bytes) -> bytes:
        identity, _, questions = struct.unpack("!HHH", question[:6])
        if questions != 1:
            return b""
        labels, at = [], 12
        while size := question[at]:
            labels.append(question[at + 1 : at + 1 + size].decode())
            at += 1 + size
        asked = question[12 : at + 5]
        wanted = struct.unpack("!H", question[at + 1 : at + 3])[0]
        name = ".".join(labels).lower()
        # A resolver asks for both kinds; what a name stands for changes with the questions for IPv4.
        with self._lock:
            before = self.asked.count(name)
            if wanted == _A:
                self.asked.append(name)
        found = [ip_address(text) for text in self._addresses(name, before)]
        kind: type[IPv4Address] | type[IPv6Address] = IPv4Address if wanted == _A else IPv6Address
        fitting = [one for one in found if isinstance(one, kind)] if wanted in (_A, _AAAA) else []
        records = b"".join(struct.pack("!HHHIH", 0xC00C, wanted, _IN, 0, len(one.packed)) + one.packed for one in fitting)
        return struct.pack("!HHHHHH", identity, _ANSWER, 1, len(fitting), 0, 0) + asked + records


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stderr}"
