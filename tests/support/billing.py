"""What tests of billing do of a platform: ask, until it was carried out; wait for invoices; instants that months begin at."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from .client import Client

WAIT = {"prefer": "wait=10"}


def month_start(back: int = 0) -> datetime:
    """Of this month, or of one before, in UTC."""
    first = datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    for _ in range(back):
        first = (first - timedelta(days=1)).replace(day=1)
    return first


def late_last_month() -> datetime:
    """Late enough for an event to be accepted, early enough to be last month's."""
    return max(month_start(1), datetime.now(UTC) - timedelta(days=34))


def stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Billing:
    """platform: with the platform's key."""

    platform: Client

    def must(self, method: str, path: str, body: Any = None, status: int = 201, **headers: str) -> dict[str, Any]:
        answer = self.platform.request(method, path, body, {**WAIT, **headers})
        assert answer.status == status, answer.body
        return dict(answer.json()) if answer.body else {}

    def wait_for(self, tenant: str, count: int = 1) -> list[dict[str, Any]]:
        """Its invoices, once there are so many; the oldest first."""
        deadline = time.monotonic() + 60
        while len(found := list(self.platform.get(f"/api/v1/tenants/{tenant}/invoices").json()["items"])) < count:
            assert time.monotonic() < deadline, found
            time.sleep(0.2)
        return found[::-1]

    def wait(self, what: Callable[[], Any], wanted: Any) -> None:
        deadline = time.monotonic() + 30
        while (seen := what()) != wanted:
            assert time.monotonic() < deadline, (seen, wanted)
            time.sleep(0.1)

    def wait_payment(self, payment: str, **members: Any) -> dict[str, Any]:
        """As it is once it has these members."""
        deadline = time.monotonic() + 30
        while True:
            read = dict(self.platform.get(f"/api/v1/payments/{payment}").json())
            if all(read[name] == value for name, value in members.items()):
                return read
            assert time.monotonic() < deadline, (read, members)
            time.sleep(0.1)

    def wait_invoice(self, invoice: str, state: str) -> dict[str, Any]:
        deadline = time.monotonic() + 30
        while (read := dict(self.platform.get(f"/api/v1/invoices/{invoice}").json()))["state"] != state:
            assert time.monotonic() < deadline, read
            time.sleep(0.1)
        return read
