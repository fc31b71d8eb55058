"""clang-tidy over every translation unit that changed since it last passed.

What passed is remembered by content: the source, every project header it includes (as the last build recorded them), the command and
.clang-tidy. The memory is a folder of empty files, so a continuous integration cache can carry it.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from . import build
from .place import TOP
from .results import Results
from .ui import Progress, say

PROGRAM = "clang-tidy-19"
_PARALLEL = 2


@dataclass(frozen=True)
class _Unit:
    source: Path
    fingerprint: str


def check(preset: str, cache: Path, log: Path, seconds: float) -> Results:
    """One check: passed when every unit passed; skipped when the time ended first."""
    cache.mkdir(parents=True, exist_ok=True)
    units = [unit for unit in _units(preset) if not (cache / unit.fingerprint).exists()]
    # What was touched last is what somebody is working on.
    units.sort(key=lambda unit: unit.source.stat().st_mtime, reverse=True)
    results = Results()
    if not units:
        results.passed = 1
        return results
    progress = Progress("clang-tidy")
    deadline = time.monotonic() + seconds
    findings: list[str] = []
    done = unreached = 0
    with ThreadPoolExecutor(_PARALLEL) as pool:
        for finding in pool.map(lambda unit: _one(preset, cache, unit, deadline), units):
            done += 1
            unreached += finding is None
            if finding:
                findings.append(finding)
            progress.update(done, len(units), f"{len(findings)} with findings" if findings else "")
    progress.finish()
    log.write_text("\n".join(findings))
    if findings:
        results.fail(f"clang-tidy: {len(findings)} files have findings, all in {log.relative_to(TOP)}")
        say("\n".join("    " + line for finding in findings for line in finding.splitlines() if "error:" in line or "warning:" in line)[:4000])
    elif unreached:
        results.skipped = 1
        results.problems.append(f"skipped: clang-tidy did not reach {unreached} of {len(units)} files in {seconds:.0f} s; the next run goes on there")
    else:
        results.passed = 1
    return results


def _one(preset: str, cache: Path, unit: _Unit, deadline: float) -> str | None:
    """Findings of one unit, empty when there are none; nothing when there was no time."""
    left = deadline - time.monotonic()
    if left <= 0:
        return None
    command = [PROGRAM, "--quiet", "-p", str(build.tree(preset)), str(unit.source)]
    try:
        ended = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False, timeout=left)
    except subprocess.TimeoutExpired:
        return None
    if ended.returncode != 0:
        return ended.stdout + ended.stderr
    (cache / unit.fingerprint).touch()
    return ""


def _units(preset: str) -> list[_Unit]:
    folder = build.tree(preset)
    commands = json.loads((folder / "compile_commands.json").read_text())
    headers = _headers(folder)
    rules = (TOP / ".clang-tidy").read_bytes()
    contents: dict[str, bytes] = {}
    units = []
    for entry in commands:
        source = Path(entry["file"])
        if not source.is_relative_to(TOP) or source.is_relative_to(TOP / "build") or not source.exists():
            continue
        state = hashlib.sha256(rules + entry["command"].encode())
        for name in sorted({str(source), *headers.get(entry.get("output", ""), ())}):
            if name not in contents:
                contents[name] = hashlib.sha256(Path(name).read_bytes()).digest() if Path(name).exists() else b""
            state.update(name.encode() + contents[name])
        units.append(_Unit(source, state.hexdigest()))
    return units


def _headers(folder: Path) -> dict[str, tuple[str, ...]]:
    """Object file → the project's files it was made of, as ninja recorded them."""
    listed = subprocess.run(["ninja", "-C", str(folder), "-t", "deps"], capture_output=True, text=True, check=False).stdout
    found: dict[str, tuple[str, ...]] = {}
    for block in listed.split("\n\n"):
        head, *lines = block.splitlines() or [""]
        paths = (str((folder / line.strip()).resolve()) for line in lines)
        found[head.split(":", 1)[0]] = tuple(path for path in paths if path.startswith(f"{TOP}/"))
    return found
