"""Fixtures of the fault tests: everything here may be killed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support import services as servers
from tests.support.services import Services

from .situation import Situation


@pytest.fixture(scope="session")
def hurt_services() -> Iterator[Services]:
    """A database server and a broker for all of these tests; a test that kills one starts it again."""
    found = servers.private("faults")
    yield found
    found.close()


@pytest.fixture
def situation(hurt_services: Services) -> Iterator[Situation]:
    """A Weir with tenants and meters, nothing running."""
    hurt_services.start()
    with Situation(hurt_services) as made:
        yield made
