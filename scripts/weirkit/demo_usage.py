"""What the demo's customer used: the same events whenever they are asked for, as their ids and contents follow from their hours."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

SUBJECTS = ("demo", "demo-mobile", "demo-batch")
_BY_DAY, _BY_NIGHT = (60, 28, 12), (15, 15, 70)
_ROUTES = (("POST", "/v1/chat", 6), ("POST", "/v1/embeddings", 3), ("GET", "/v1/models", 2), ("GET", "/v1/files", 1), ("POST", "/v1/files", 1))
# Model, how often, tokens of one answer: from, to.
_MODELS = (("small", 9, 200, 2_500), ("large", 5, 500, 6_000), ("vision", 2, 1_500, 9_000), ("embedding", 4, 50, 800))
_HOUR = timedelta(hours=1)


def month_start(now: datetime, back: int = 0) -> datetime:
    """The first instant of this month in UTC, or of an earlier one."""
    first = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    for _ in range(back):
        first = (first - timedelta(days=1)).replace(day=1)
    return first


def usage(first: datetime, end: datetime) -> Iterator[dict[str, Any]]:
    """CloudEvents with first <= time < end, hour by hour. first: the start of an hour in UTC."""
    hour = first
    while hour < end:
        for event in _hour(hour):
            if event["time"] < _stamp(end):
                yield event
        hour += _HOUR


def _busy(hour: datetime) -> float:
    """Requests that an hour sees: people work on weekdays, a batch runs by night."""
    week = random.Random(f"week {hour:%G-%V}").uniform(0.8, 1.2)
    works, wakes = 8 <= hour.hour < 18, 6 <= hour.hour < 22
    if hour.weekday() < 5:
        return week * (5.5 if works else 2.0 if wakes else 0.8)
    return week * (1.5 if wakes else 0.5)


def _hour(hour: datetime) -> Iterator[dict[str, Any]]:
    dice = random.Random(f"hour {hour:%Y-%m-%dT%H}")
    subjects = _BY_DAY if 6 <= hour.hour < 22 else _BY_NIGHT
    count = int(_busy(hour) * dice.uniform(0.7, 1.3) + dice.random())
    for number, second in enumerate(sorted(dice.randrange(3600) for _ in range(count))):
        at = hour + timedelta(seconds=second)
        subject = dice.choices(SUBJECTS, subjects)[0]
        method, route, _ = dice.choices(_ROUTES, [weight for *_, weight in _ROUTES])[0]
        yield _event(f"{hour:%Y%m%dT%H}-{number}", "request", subject, at, {"method": method, "route": route})
        if route in ("/v1/chat", "/v1/embeddings"):
            model, _, least, most = dice.choices(_MODELS, [weight for _, weight, _, _ in _MODELS])[0]
            yield _event(f"{hour:%Y%m%dT%H}-{number}-tokens", "completion", subject, at, {"model": model, "tokens": dice.randint(least, most)})


def _event(identity: str, event_type: str, subject: str, at: datetime, data: dict[str, Any]) -> dict[str, Any]:
    return {"specversion": "1.0", "id": identity, "source": "demo", "type": event_type, "subject": subject, "time": _stamp(at), "data": data}


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
