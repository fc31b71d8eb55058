"""The crash loop itself, with the seconds that the tier's budget leaves; an hour of it is run by hand (scripts/faults)."""

from __future__ import annotations

import os
import time

from tests.support.services import Services

from .loop.crash_loop import crash_loop, report


def test_workers_killed_at_random(hurt_services: Services) -> None:
    seconds = float(os.environ.get("WEIR_FAULTS_SECONDS") or (1200 if os.environ.get("WEIR_DEEP") else 110))
    outcome = crash_loop(hurt_services, seconds, seed=int(os.environ.get("WEIR_FAULTS_SEED") or time.time()))
    report(outcome)
    assert outcome.passed
