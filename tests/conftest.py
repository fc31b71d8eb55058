"""Fixtures of the Python tests. By hand: PYTHONPATH=scripts:. .cache/venv-*/bin/python -m pytest tests/e2e (after a scripts/run or a build)."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import pytest

from tests.support import services as servers
from tests.support.services import Services
from tests.support.stack import Stack


@pytest.fixture(scope="session")
def services() -> Iterator[Services]:
    """The shared database server and broker: never killed."""
    found = servers.shared()
    yield found
    found.close()


@pytest.fixture
def private_services(request: pytest.FixtureRequest) -> Iterator[Services]:
    """A database server and a broker that this test may kill."""
    found = servers.private(_name(request))
    yield found
    found.close()


@pytest.fixture
def stack(services: Services, request: pytest.FixtureRequest) -> Iterator[Stack]:
    """A Weir of one's own on the shared services; nothing of it runs yet."""
    with Stack(services, _name(request)) as made:
        yield made


@pytest.fixture(scope="module")
def module_stack(services: Services, request: pytest.FixtureRequest) -> Iterator[Stack]:
    """The same, one for each file. With the leases of everyday, as short ones are asked for ten times as often; a file that kills
    processes and waits for others to take over says `LEASE_SECONDS = "2"`."""
    leases = getattr(request.module, "LEASE_SECONDS", "10")
    with Stack(services, request.module.__name__.rsplit(".", 1)[-1][:24], {"LEASE_SECONDS": leases}) as made:
        yield made


@pytest.fixture
def private_stack(private_services: Services, request: pytest.FixtureRequest) -> Iterator[Stack]:
    """A Weir on services that this test may kill."""
    with Stack(private_services, _name(request)) as made:
        yield made


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that failed shows the end of what its processes logged."""
    report = yield
    if report.failed:
        for stack in (value for value in getattr(item, "funcargs", {}).values() if isinstance(value, Stack)):
            for running in stack.running:
                report.sections.append((f"end of the log of {running.name}", "\n".join(running.text().splitlines()[-25:])))
    return report


def _name(request: pytest.FixtureRequest) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in request.node.name)[:24]
