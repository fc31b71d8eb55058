"""scripts/check: the command line."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time

from . import build, e_invoice_rules, environments, frontend, house, portal, runner, scratch, tests
from .failure import Failure, interrupt, sentence_for
from .lock import Lock
from .place import TOP, place_of_tests, shared_cache
from .processors import Processors
from .results import Results
from .tiers import DEEP_TREES, FUZZ_SECONDS, FUZZ_SECONDS_DEEP, TIDY_SECONDS, TIDY_SECONDS_DEEP, TIERS, Tier
from .ui import say, span


class Check:
    """One run of the chosen tiers, in the order of the table."""

    def __init__(self, tiers: list[Tier], deep: bool) -> None:
        self._tiers = tiers
        self._deep = deep
        self._place = place_of_tests("check")
        self._cache = shared_cache(self._place.account)
        self._scratch = scratch.Scratch(self._place)
        self._environment = os.environ | {"WEIR_DEEP": "1" if deep else ""}
        self.results = Results()

    def run(self) -> None:
        self._place.logs.mkdir(parents=True, exist_ok=True)
        lock = Lock(self._place.state / "lock")
        if not lock.acquire():
            raise Failure(f"another scripts/check (pid {lock.holder()}) runs in this checkout: wait for it")
        scratch.sweep()
        scratch.forget_stacks()
        try:
            self._set_up()
            build.build("release", options=["-DWEIR_FUZZ=ON"])
            if any(tier.portal for tier in self._tiers):
                portal.build(self._cache)
            for tier in self._tiers:
                self._run("release", tier)
            if self._deep:
                self._run_deep_trees()
        finally:
            self._scratch.stop()
            scratch.sweep()

    def _set_up(self) -> None:
        self._environment["WEIR_PROMTOOL"] = str(environments.promtool(self._cache))
        if any(not tier.labels and not tier.node for tier in self._tiers):
            self._environment["WEIR_TEST_PYTHON"] = str(environments.python(self._cache))
            self._environment["WEIR_TEST_NODE_MODULES"] = str(environments.node_modules(self._cache))
            self._environment["WEIR_TEST_E_INVOICE_RULES"] = str(e_invoice_rules.folder(self._cache))
        if any(tier.portal for tier in self._tiers):
            portal.packages(self._cache)
            self._environment["WEIR_TEST_NODE"] = str(environments.node(self._cache) / "node")

    def _run(self, preset: str, tier: Tier) -> None:
        began = time.monotonic()
        processors = Processors()
        minutes = tier.deep_minutes if self._deep else tier.minutes
        results = Results()
        try:
            environment = self._environment | (self._scratch.environment() if tier.services else {})
            environment["WEIR_FUZZ_SECONDS"] = str(FUZZ_SECONDS_DEEP if preset == "fuzz" else FUZZ_SECONDS)
            if tier.name == "unit":
                results.add(house.check(preset, self._cache, self._place.logs, TIDY_SECONDS_DEEP if self._deep else TIDY_SECONDS))
            seconds = max(30.0, minutes * 60 - (time.monotonic() - began))
            results.add(self._tests(preset, tier, seconds, environment))
        except Failure as failure:
            results.fail(f"{tier.name}: {failure}")
        say(f"{tier.name}: {results.line()} ({span(time.monotonic() - began)} of {minutes:g} min, processors {processors.busy()})\n")
        self.results.add(results)

    def _tests(self, preset: str, tier: Tier, seconds: float, environment: dict[str, str]) -> Results:
        if tier.node:
            return frontend.check(tier, self._cache, logs=self._place.logs, seconds=seconds)
        if tier.labels:
            return tests.ctest(tier, preset, logs=self._place.logs, seconds=seconds, environment=environment)
        environment["PYTHONPATH"] = f"{TOP / 'scripts'}:{TOP}"
        python = environments.python(self._cache)
        return tests.pytest(tier, python, logs=self._place.logs, seconds=seconds, environment=environment)

    def _run_deep_trees(self) -> None:
        """A tree that does not build is one failure; the other trees go on."""
        for preset, targets, tier in DEEP_TREES:
            try:
                build.build(preset, targets)
            except Failure as failure:
                self.results.fail(f"{tier.name}: {failure}")
                continue
            self._run(preset, tier)
        mutants = TOP / "tests/mutants/check"
        if mutants.exists():
            self._run_mutants(str(mutants))

    def _run_mutants(self, command: str) -> None:
        ended = runner.run("mutants", [command], log=self._place.logs / "mutants.log", seconds=7200, environment=self._environment)
        if ended.status == 0 and not ended.over_budget:
            self.results.passed += 1
        else:
            self.results.fail(f"mutants: see {self._place.logs / 'mutants.log'}")


def _arguments() -> argparse.Namespace:
    names = [tier.name for tier in TIERS]
    parser = argparse.ArgumentParser(prog="scripts/check", description="Builds Weir and runs its tests; ends with the sums on a line of their own.")
    parser.add_argument("tiers", nargs="*", metavar="TIER", help=f"one or more of {' '.join(names)} (default: all)")
    parser.add_argument("--deep", action="store_true", help="also sanitizers, long fuzzing, long loops: hours")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.tiers if name not in names]
    if unknown:
        parser.error(f"there is no tier {unknown[0]!r}: {' '.join(names)}")
    return arguments


def _main() -> int:
    arguments = _arguments()
    signal.signal(signal.SIGTERM, interrupt)
    began = time.monotonic()
    check = Check([tier for tier in TIERS if not arguments.tiers or tier.name in arguments.tiers], arguments.deep)
    status = 1
    try:
        check.run()
        status = 1 if check.results.failed else 0
    except Failure as failure:
        check.results.fail(str(failure))
    except OSError as error:
        check.results.fail(sentence_for(error))
    except KeyboardInterrupt:
        check.results.fail("interrupted")
        status = 130
    for problem in check.results.problems:
        say(f"  {problem}")
    say(f"took {span(time.monotonic() - began)}")
    sys.stderr.flush()
    print(check.results.line(), flush=True)
    return status


if __name__ == "__main__":
    sys.exit(_main())
