"""The tests of frontend/: its linters, and vitest."""

from __future__ import annotations

import time
from pathlib import Path

from . import portal, tests
from .results import Results
from .runner import run
from .tiers import Tier
from .ui import say, tail


def check(tier: Tier, cache: Path, *, logs: Path, seconds: float) -> Results:
    """ESLint and prettier count as one check, vitest's tests each."""
    environment = portal.environment(cache)
    began = time.monotonic()
    results = Results()
    log = logs / "frontend-lint.log"
    linted = run("frontend lint", ["npm", "run", "--silent", "lint", "--prefix", str(portal.FRONTEND)], log=log, seconds=seconds, environment=environment)
    if linted.status == 0 and not linted.over_budget:
        results.passed = 1
    else:
        results.fail("frontend: ESLint or prettier have findings")
        say(tail(log, 60))
    report = logs / "frontend.xml"
    command = ["npm", "run", "--silent", "test", "--prefix", str(portal.FRONTEND), "--", "--reporter=default", "--reporter=junit", f"--outputFile.junit={report}"]
    results.add(tests.run_reported(tier, command, report, logs, max(30.0, seconds - (time.monotonic() - began)), environment))
    return results
