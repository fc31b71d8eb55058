"""The tiers of scripts/check, what each needs and how long it may take: the one table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tier:
    """minutes: the budget on two cores; over it is a failure. deep_minutes: the same with --deep. parallel: processes of
    CTest or pytest; their tests have databases, topics and ports of their own."""

    name: str
    minutes: float
    deep_minutes: float
    labels: tuple[str, ...] = ()  # CTest labels; empty: the tests are Python, in tests/NAME
    parallel: int = 1
    services: bool = False  # the scratch PostgreSQL and the scratch broker
    empty_ok: bool = False  # no test registered yet is no failure
    portal: bool = False  # needs the portal's packages and build
    node: bool = False  # the tests are those of frontend/: lint, size, vitest


TIERS = (
    Tier("unit", 10, 40, labels=("unit", "structure"), parallel=2, empty_ok=True),
    Tier("sim", 4, 30, labels=("sim",), parallel=2, empty_ok=True),
    Tier("postgres", 11, 50, labels=("postgres",), parallel=2, services=True, empty_ok=True),
    Tier("kafka", 4, 20, labels=("kafka",), parallel=4, services=True, empty_ok=True),
    Tier("e2e", 18, 30, parallel=3, services=True, empty_ok=True),
    Tier("frontend", 10, 11, portal=True, node=True),
    Tier("browser", 20, 22, parallel=2, services=True, portal=True),
    Tier("faults", 11, 90, services=True, empty_ok=True),
    Tier("fuzz", 3, 5, labels=("fuzz",), parallel=2, empty_ok=True),
)

# --deep runs these as well: a preset of its own, the targets that are built of it (none: all), and the labels that are run in it.
DEEP_TREES = (
    ("asan-ubsan", (), Tier("asan", 0, 40, labels=("unit", "structure", "sim"), parallel=2, empty_ok=True)),
    ("tsan", (), Tier("tsan", 0, 60, labels=("unit", "sim", "postgres", "kafka"), services=True, empty_ok=True)),
    ("fuzz", ("fuzzers",), Tier("fuzz-deep", 0, 70, labels=("fuzz",), parallel=2)),
)

# Seconds that clang-tidy may take in the unit tier; files that it did not reach are counted as one skipped check. The whole
# tree costs a quarter of an hour of two cores from nothing, so only --deep asks for it.
TIDY_SECONDS = 0.0
TIDY_SECONDS_DEEP = 2400.0
# Seconds that each libFuzzer program searches: in the release tree, where it sees its own code only, and in the instrumented tree of --deep.
FUZZ_SECONDS = 10
FUZZ_SECONDS_DEEP = 600
