"""A file system in memory that a test makes full. It is seen by this process and its children only, and is gone with them."""

from __future__ import annotations

import ctypes
import os
import subprocess
from pathlib import Path

_CLONE_NEWNS = 0x00020000
_ROOMY = "4g"
_own_mounts: list[bool] = []


class SmallDisk:
    """Needs root. Mounted over `folder` with room enough; fill() leaves none, empty() gives it back."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        if not _own_mounts:
            assert ctypes.CDLL(None, use_errno=True).unshare(_CLONE_NEWNS) == 0, os.strerror(ctypes.get_errno())
            _run("mount", "--make-rprivate", "/")
            _own_mounts.append(True)
        folder.mkdir(parents=True, exist_ok=True)
        _run("mount", "-t", "tmpfs", "-o", f"size={_ROOMY},mode=755", "weir-small-disk", str(folder))

    def fill(self) -> None:
        _run("mount", "-o", f"remount,size={self._used_kib()}k", str(self._folder))

    def empty(self) -> None:
        _run("mount", "-o", f"remount,size={_ROOMY}", str(self._folder))

    def close(self) -> None:
        _run("umount", "-l", str(self._folder))

    def _used_kib(self) -> int:
        seen = os.statvfs(self._folder)
        return (seen.f_blocks - seen.f_bfree) * seen.f_frsize // 1024 + 64


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stderr}"
