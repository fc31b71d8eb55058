"""Runs the tests of one tier: CTest by label, or pytest by folder."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from . import build, runner
from .place import TOP
from .results import Results, read_junit
from .tiers import Tier
from .ui import say, tail


def ctest(tier: Tier, preset: str, *, logs: Path, seconds: float, environment: Mapping[str, str]) -> Results:
    """Every CTest test with one of the tier's labels."""
    folder = build.tree(preset)
    labels = f"^({'|'.join(tier.labels)})$"
    if _registered(folder, labels) == 0:
        return _none(tier, f"no test has the label {' or '.join(tier.labels)}")
    report = logs / f"{tier.name}.xml"
    command = ["ctest", "--test-dir", str(folder), "-L", labels, "--output-on-failure", "--output-junit", str(report)]
    command += ["--parallel", str(tier.parallel), "--no-tests=error"]
    return run_reported(tier, command, report, logs, seconds, environment)


def pytest(tier: Tier, python: Path, *, logs: Path, seconds: float, environment: Mapping[str, str]) -> Results:
    """Every Python test below tests/NAME."""
    folder = TOP / "tests" / tier.name
    if not any(folder.rglob("test_*.py")):
        return _none(tier, f"there is no test_*.py in tests/{tier.name}")
    report = logs / f"{tier.name}.xml"
    command = [str(python), "-m", "pytest", str(folder.relative_to(TOP)), "-v", "-p", "no:cacheprovider", f"--junitxml={report}"]
    if tier.parallel > 1:
        # A file is one process's: its tests share a Weir.
        command += ["-n", str(tier.parallel), "--dist", "loadfile"]
    return run_reported(tier, command, report, logs, seconds, environment)


def run_reported(tier: Tier, command: list[str], report: Path, logs: Path, seconds: float, environment: Mapping[str, str]) -> Results:
    """A command that leaves a JUnit file."""
    report.unlink(missing_ok=True)
    log = logs / f"{tier.name}.log"
    ended = runner.run(tier.name, command, log=log, seconds=seconds, environment=environment)
    results = read_junit(report)
    if results is None:
        results = Results(passed=ended.passed)
        if not ended.over_budget:
            results.fail(f"{tier.name}: {command[0]} ended with status {ended.status} and left no report")
    if ended.over_budget:
        # pytest's report calls the test that was interrupted passed; its output does not.
        results.passed = min(results.passed, ended.passed)
        results.fail(f"{tier.name}: not done within its budget of {seconds / 60:g} minutes")
    elif ended.status != 0 and results.failed == 0:
        results.fail(f"{tier.name}: ended with status {ended.status} though no single test failed")
    if results.failed:
        say(f"  the end of {log.relative_to(TOP)}:\n{tail(log, 60)}")
    return results


def _none(tier: Tier, sentence: str) -> Results:
    results = Results()
    if tier.empty_ok:
        say(f"{tier.name}: {sentence} yet")
    else:
        results.fail(f"{tier.name}: {sentence}")
    return results


def _registered(folder: Path, labels: str) -> int:
    done = subprocess.run(["ctest", "--test-dir", str(folder), "-N", "-L", labels], capture_output=True, text=True, check=False)
    match = re.search(r"^Total Tests: (\d+)", done.stdout, re.MULTILINE)
    return int(match[1]) if match else 0
