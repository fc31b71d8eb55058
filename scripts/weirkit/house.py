"""The checks of the unit tier that are no tests: format, tidy, scripts, the model."""

from __future__ import annotations

import ast
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from . import sources, tidy
from .place import TOP
from .results import Results
from .ui import say


def check(preset: str, cache: Path, logs: Path, tidy_seconds: float) -> Results:
    """Every house rule that a program can find, each counted as one."""
    results = Results()
    for name, rule in (("clang-format", _format), ("shellcheck", _shell), ("python", _python), ("weirkit's own tests", _own_tests)):
        results.add(_timed(name, rule))
    if (TOP / "tests/sim/spin/check").exists():
        results.add(_timed("spin model", _spin))
    if tidy_seconds > 0:
        results.add(tidy.check(preset, cache / "tidy", logs / "tidy.log", tidy_seconds))
    return results


def _timed(name: str, rule: Callable[[], str]) -> Results:
    began = time.monotonic()
    findings = rule()
    results = Results()
    if findings:
        results.fail(f"{name}: findings above")
        say("\n".join("    " + line for line in findings.splitlines()[:60]))
    else:
        results.passed = 1
    say(f"{name}: {'FAILED' if findings else 'passed'} ({time.monotonic() - began:.0f} s)")
    return results


def _output(command: list[str]) -> str:
    done = subprocess.run(command, cwd=TOP, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False)
    return "" if done.returncode == 0 else done.stdout.strip() or f"{command[0]} ended with status {done.returncode}"


def _format() -> str:
    """The files that clang-format would change; it is told to write nothing."""
    files = [str(path.relative_to(TOP)) for path in sources.cpp()]
    found = _output(["clang-format-19", "--dry-run", "-Werror", *files]) if files else ""
    wrong = sorted({line.split(":", 1)[0] for line in found.splitlines() if "-Wclang-format-violations" in line})
    return f"mend it with: clang-format-19 -i {' '.join(wrong)}" if wrong else found


def _shell() -> str:
    return _output(["shellcheck", "-x", *(str(path.relative_to(TOP)) for path in sources.shell())])


def _python() -> str:
    """Every file parses, in the version that Debian has."""
    findings = []
    for path in sources.python():
        try:
            ast.parse(path.read_text(), str(path.relative_to(TOP)))
        except SyntaxError as error:
            findings.append(f"{error.filename}:{error.lineno}: {error.msg}")
    return "\n".join(findings)


def _own_tests() -> str:
    return _output(["/usr/bin/python3", "-m", "unittest", "discover", "-q", "-s", "tests/unit/weirkit", "-t", "tests/unit/weirkit"])


def _spin() -> str:
    os.makedirs(TOP / ".weir", exist_ok=True)
    return _output([str(TOP / "tests/sim/spin/check")])
