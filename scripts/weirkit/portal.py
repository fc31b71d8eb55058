"""The portal in frontend/: its Node, its packages, its build in build/portal, made once for each state of its sources."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from . import environments
from .failure import Failure, guarded
from .lock import Lock
from .place import TOP
from .ui import Progress, say

FRONTEND = TOP / "frontend"
BUILT = TOP / "build" / "portal"
_STAMP = TOP / "build" / "portal.stamp"
_SKIPPED = {"node_modules", "coverage"}


def environment(cache: Path) -> dict[str, str]:
    """This process's, with the pinned Node and npm first."""
    return os.environ | {"PATH": f"{environments.node(cache)}:{os.environ.get('PATH', '/usr/bin:/bin')}", "CI": "1"}


def packages(cache: Path) -> None:
    """frontend/node_modules, exactly as the lock file says."""
    modules = FRONTEND / "node_modules"
    marker = modules / ".weir-lock"
    wanted = _hash([FRONTEND / "package.json", FRONTEND / "package-lock.json", environments.NODE / "package-lock.json"])
    if marker.exists() and marker.read_text() == wanted:
        return
    progress = Progress("installing the portal's packages")
    _npm(["ci"], cache)
    marker.write_text(wanted)
    progress.finish()


def build(cache: Path) -> None:
    """Type check and bundle, skipped when nothing changed. Two builds of one checkout wait for each other."""
    BUILT.parent.mkdir(exist_ok=True)
    lock = Lock(BUILT.parent / "portal.lock")
    if not lock.acquire():
        say(f"waiting for another build of the portal (pid {lock.holder()})")
        lock.wait()
    try:
        state = _hash(_sources(FRONTEND))
        if _STAMP.exists() and _STAMP.read_text() == state and (BUILT / "index.html").exists():
            say("build/portal: up to date")
            return
        packages(cache)
        _STAMP.unlink(missing_ok=True)
        progress = Progress("building build/portal")
        _npm(["run", "build"], cache)
        _STAMP.write_text(state)
        progress.finish()
    finally:
        lock.release()


def state() -> str:
    """Changes with what is built."""
    return _STAMP.read_text() if _STAMP.exists() else ""


def _sources(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name not in _SKIPPED:
            yield from _sources(path)
        elif path.is_file():
            yield path


def _hash(files: Iterator[Path] | Sequence[Path]) -> str:
    made = hashlib.sha256()
    for path in files:
        made.update(f"{path.relative_to(TOP)} {path.stat().st_size}\n".encode() + path.read_bytes())
    return made.hexdigest()


def _npm(arguments: Sequence[str], cache: Path) -> None:
    command = ["npm", *arguments]
    done = subprocess.run(
        command, cwd=FRONTEND, env=environment(cache), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode != 0:
        said = "\n".join("    " + line for line in done.stdout.splitlines()[-40:])
        raise Failure(f"npm {' '.join(arguments)} in frontend/ ended with status {done.returncode} (PORTAL_DIR=none starts Weir without the portal):\n{said}")


if __name__ == "__main__":
    sys.exit(guarded("weirkit.portal", lambda: build(Path(os.environ.get("WEIR_CACHE") or TOP / ".cache"))))
