"""A real stack with usage that was sent by the API, and people of every kind: one for each file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.support import billed, people
from tests.support.client import Client
from tests.support.journey import screens
from tests.support.stack import Stack
from tests.support.usage import wait_counted

METER = {
    "slug": "tokens",
    "name": "Tokens",
    "description": "Tokens of a language model, by model.",
    "event_type": "completion",
    "aggregation": "SUM",
    "value_property": "$.tokens",
    "group_by": {"model": "$.model"},
    "unit": "tokens",
}
MODELS = ("large", "small", "vision")


def usage_price(code: str, model: str, only: str = "", **more: Any) -> dict[str, Any]:
    filters = {"filters": {"model": [only]}} if only else {}
    return {"code": code, "currency": "USD", "model": model, "meter": "tokens", **filters, **more}


# Each of the models, and what can be said of a price beside what it costs.
SHOWCASE = {
    "code": "showcase",
    "trial_days": 14,
    "prices": [
        {"code": "fee", "name": "Access", "currency": "USD", "model": "flat", "amount": "49"},
        usage_price("large", "per_unit", "large", unit_amount="0.0005", included="1000"),
        usage_price("small", "graduated", "small", tiers=[{"up_to": "1000000", "unit_amount": "0.0004"}, {"unit_amount": "0.0002", "flat_amount": "5"}]),
        usage_price("others", "volume", tiers=[{"up_to": "1000", "flat_amount": "3"}, {"unit_amount": "0.002"}], maximum_amount="500"),
        usage_price("packed", "package", "large", currency="EUR", package_size="1000", package_amount="0.4"),
        usage_price("share", "percentage", currency="EUR", rate="0.029", event_amount="0.3", minimum_amount="10"),
    ],
    "commitments": {"USD": "100"},
}


def instant(time: datetime) -> str:
    return time.isoformat().replace("+00:00", "Z")


def event(number: int, time: datetime, **data: Any) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": f"event-{number}",
        "source": "checkout",
        "type": "completion",
        "subject": f"team-{number % 12 + 1}",
        "time": instant(time),
        "data": {"model": MODELS[number % 7 % 3], "tokens": "0.000000001" if number == 1 else f"{number % 97 * 13 % 89}.5"} | data,
    }


def usage(end: datetime) -> list[dict[str, Any]]:
    """Twenty days: more by day than by night, and one value that no binary number holds."""
    out = [event(1, end - timedelta(days=2))]
    for hour in range(20 * 24):
        for _ in range(3 if 8 <= hour % 24 <= 18 else 1):
            out.append(event(len(out) + 1, end - timedelta(hours=hour, minutes=len(out) % 60)))
    return out


@pytest.fixture(scope="module")
def given(module_stack: Stack) -> Iterator[dict[str, Any]]:
    served = module_stack.serve()
    platform = module_stack.client(served)
    tenant = platform.request("POST", "/api/v1/tenants", {"key": "acme", "name": "Acme"}).json()
    assert platform.request("POST", "/api/v1/meters", METER).status == 201
    made = platform.request("POST", "/api/v1/api-keys", {"name": "shop", "scopes": ["ingest", "query"], "tenant_id": tenant["id"]}).json()
    shop = Client(platform.url, made["secret"])
    now = datetime.now(UTC).replace(microsecond=0)
    midnight = now.replace(hour=0, minute=0, second=0)
    events = usage(now)
    for first in range(0, len(events), 100):
        assert shop.send(events[first : first + 100]).status == 202
    again = [events[0], event(2, now, tokens="7"), event(900_001, now - timedelta(days=200)), event(900_002, now, tokens="many")]
    assert shop.send([*again, {**event(900_003, now), "type": "unheard-of"}]).status == 202
    wait_counted(platform)
    start = midnight - timedelta(days=5)
    total = sum((Decimal(one["data"]["tokens"]) for one in events if start <= datetime.fromisoformat(one["time"]) < midnight), Decimal(0))
    for key in ("globex", "strict"):
        assert platform.request("POST", "/api/v1/tenants", {"key": key, "name": key.title()}).status == 201
    assert platform.request("POST", "/api/v1/plans", SHOWCASE).status == 201
    subscribed = platform.request("POST", f"/api/v1/tenants/{tenant['id']}/subscriptions", {"plan": "showcase", "trial": False}, {"prefer": "wait=10"})
    assert subscribed.status == 201, subscribed.body
    assert module_stack.cli("user", "invite", "--email", "nia@example.com", "--tenant", "acme", "--role", "analyst").returncode == 0
    yield {
        "url": platform.url,
        "log": str(served.log),
        "invited": "nia@example.com",
        "key": platform.key,
        "tenant": "acme",
        "tenantName": "Acme",
        "strict": "strict",
        "strictName": "Strict",
        "people": {
            "owner": person(module_stack, "ada@example.com", "Ada", "--tenant", "acme", "--role", "owner"),
            "viewer": person(module_stack, "vi@example.com", "Vi", "--tenant", "acme", "--role", "viewer"),
            "operator": person(module_stack, "olga@example.com", "Olga", "--platform", "operator"),
            "finance": person(module_stack, "fay@example.com", "Fay", "--platform", "finance"),
            "guest": person(module_stack, "gus@example.com", "Gus"),
            "lone": person(module_stack, "leo@example.com", "Leo"),
            "secured": person(module_stack, "sol@example.com", "Sol", "--tenant", "strict", "--role", "admin"),
            "boss": person(module_stack, "bea@example.com", "Bea", "--tenant", "strict", "--role", "owner"),
            "newcomer": person(module_stack, "noa@example.com", "Noa", "--tenant", "strict", "--role", "viewer"),
            "leaver": person(module_stack, "lea@example.com", "Lea"),
            "unwanted": person(module_stack, "uma@example.com", "Uma", "--tenant", "acme", "--role", "viewer"),
        },
        "meter": "tokens",
        "unit": "tokens",
        "models": MODELS,
        "from": instant(start),
        "to": instant(midnight),
        "hours": 5 * 24,
        "total": f"{total:,f}",
        "event": {"source": "checkout", "id": events[40]["id"]},
        "folder": screens(module_stack),
    }


def person(stack: Stack, email: str, name: str, *options: str) -> dict[str, str]:
    people.make(stack, email, "--name", name, *options)
    return {"email": email, "name": name, "password": people.PASSWORD}


@pytest.fixture(scope="module")
def both(given: dict[str, Any], module_stack: Stack) -> dict[str, Any]:
    """Somebody as the demo user is: a member of a tenant, and on the platform's staff."""
    name = person(module_stack, "both@example.com", "Bo", "--platform", "operator", "--tenant", "acme", "--role", "admin")
    return {**given, "people": {"both": name}}


@pytest.fixture(scope="module")
def biller(given: dict[str, Any], module_stack: Stack) -> billed.Biller:
    made = billed.Biller(Client(given["url"], given["key"]), SHOWCASE["code"])
    billed.set_up(module_stack, made)
    return made


@pytest.fixture(scope="module")
def initech(biller: billed.Biller) -> dict[str, Any]:
    return billed.make_used(biller, "initech", METER["event_type"], model="small", tokens="1000")


@pytest.fixture(scope="module")
def ina(initech: dict[str, Any], module_stack: Stack) -> dict[str, str]:
    """Owns initech."""
    return person(module_stack, "ina@example.com", "Ina", "--tenant", "initech", "--role", "owner")
