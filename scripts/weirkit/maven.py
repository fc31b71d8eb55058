"""Fetches jars from Maven Central into a folder, whole or not at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from .failure import Failure
from .lock import Lock
from .ui import say

_GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"


def fetch(title: str, pom: str, folder: Path, is_whole: Callable[[Path], bool], hint: str = "") -> Path:
    """The jars of `pom`, fetched on first use. `title` and `hint`: what is fetched, and what to do instead."""
    if is_whole(folder):
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = Lock(folder.parent / ".lock")
    lock.wait()
    try:
        if not is_whole(folder):
            _fetch(title, pom, folder, is_whole, hint)
    finally:
        lock.release()
    return folder


def _fetch(title: str, pom: str, folder: Path, is_whole: Callable[[Path], bool], hint: str) -> None:
    say(f"fetching {title}")
    with tempfile.TemporaryDirectory(dir=folder.parent) as work:
        Path(work, "pom.xml").write_text(pom)
        libraries = Path(work, "libs")
        command = ["mvn", "-q", "-B", _GOAL, f"-DoutputDirectory={libraries}", "-DincludeScope=runtime"]
        done = subprocess.run(command, cwd=work, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0 or not is_whole(libraries):
            words = "\n".join("    " + line for line in done.stdout.strip().splitlines()[:6])
            raise Failure(f"{title.split(' from ')[0]} could not be fetched. Is Maven Central reachable?{hint}\n{words}")
        for path in libraries.iterdir():
            os.chmod(path, 0o644)
        os.chmod(libraries, 0o755)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.move(libraries, folder)
