"""Waiting for what was acknowledged to be counted."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from .client import Client


def wait_counted(client: Client, seconds: float = 30.0) -> dict[str, Any]:
    """Until every event acknowledged before now is in the tables; then what became of all events."""
    now = datetime.now(UTC)
    deadline = time.monotonic() + seconds
    while True:
        answer = client.get("/api/v1/usage/conservation")
        assert answer.status == 200, answer
        conservation: dict[str, Any] = answer.json()
        through = conservation["data_through"]
        if through and datetime.fromisoformat(through) > now:
            return conservation
        assert time.monotonic() < deadline, f"counted through {through}, not through {now}, after {seconds} s"
        time.sleep(0.05)
