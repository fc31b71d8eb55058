"""Builds one CMake preset with stage, percentage and time left."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from .failure import Failure
from .lock import Lock
from .place import TOP
from .ui import Progress, say

_STATUS = re.compile(r"^\[(\d+)/(\d+)\] ?(.*)")
_MEMORY_PER_JOB = 2 * 1024**3


def tree(preset: str) -> Path:
    return TOP / "build" / preset


def build(preset: str = "release", targets: Sequence[str] = (), options: Sequence[str] = ()) -> None:
    """Configures when needed and builds. Two builds of one tree wait for each other."""
    folder = tree(preset)
    folder.mkdir(parents=True, exist_ok=True)
    lock = Lock(folder / ".weir-build.lock")
    if not lock.acquire():
        say(f"waiting for another build of build/{preset} (pid {lock.holder()})")
        lock.wait()
    try:
        _configure(preset, options)
        _compile(preset, targets)
    finally:
        lock.release()


def _configure(preset: str, options: Sequence[str]) -> None:
    folder = tree(preset)
    cache = folder / "CMakeCache.txt"
    settings = cache.read_text(errors="replace") if cache.exists() else ""
    if settings and f"CMAKE_HOME_DIRECTORY:INTERNAL={TOP}\n" not in settings:
        say(f"build/{preset} was made in another folder: configuring anew")
        cache.unlink()
        shutil.rmtree(folder / "CMakeFiles", ignore_errors=True)
        settings = ""
    wanted = [option for option in options if not _is_set(settings, option)]
    if settings and (folder / "build.ninja").exists() and not wanted:
        return
    progress = Progress(f"configuring build/{preset}")
    log = folder / "weir-configure.log"
    with log.open("w") as output:
        command = ["cmake", "--preset", preset, *wanted]
        status = subprocess.run(command, cwd=TOP, check=False, stdout=output, stderr=subprocess.STDOUT).returncode
    if status != 0:
        raise Failure(f"CMake could not configure; all of it is in {log}, here is the end:\n{_errors(log.read_text(errors='replace'))}")
    progress.finish()


def _is_set(settings: str, option: str) -> bool:
    """-DNAME=VALUE against CMakeCache.txt."""
    name, _, value = option.removeprefix("-D").partition("=")
    return re.search(rf"^{re.escape(name)}:[A-Z]+={re.escape(value)}$", settings, re.MULTILINE) is not None


def _compile(preset: str, targets: Sequence[str]) -> None:
    progress = Progress(f"building build/{preset}")
    command = ["cmake", "--build", "--preset", preset, "--parallel", str(jobs())]
    if targets:
        command += ["--target", *targets]
    log = tree(preset) / "weir-build.log"
    worked = False
    with subprocess.Popen(
        command, cwd=TOP, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", env=os.environ | {"NINJA_STATUS": "[%f/%t] ", "CCACHE_SLOPPINESS": "pch_defines,time_macros"}
    ) as ninja, log.open("w") as copy:
        assert ninja.stdout is not None
        for line in ninja.stdout:
            copy.write(line)
            if status := _STATUS.match(line):
                worked = True
                progress.update(int(status[1]), int(status[2]), Path(status[3].split(" ")[-1]).name)
    if ninja.returncode != 0:
        progress.interrupt()
        raise Failure(f"the build failed; all of it is in {log}, here is the first error:\n{_errors(log.read_text(errors='replace'))}")
    progress.finish("done" if worked else "up to date")


def _errors(text: str) -> str:
    """From the first failure on, bounded."""
    lines = text.splitlines()
    first = next((i for i, line in enumerate(lines) if line.startswith("FAILED:") or "CMake Error" in line or "error:" in line), max(0, len(lines) - 20))
    return "\n".join("    " + line[:400] for line in lines[first : first + 40])


def jobs() -> int:
    """As many compilers as there are processors and memory for."""
    cpus = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return max(1, min(cpus, memory // _MEMORY_PER_JOB))

