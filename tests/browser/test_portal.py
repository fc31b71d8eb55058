"""The portal in Debian's Chromium, on a real stack with usage that was sent by the API. The journeys are in frontend/browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.support import billed, people
from tests.support.client import Client
from tests.support.journey import run, screens
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


def test_a_person_signs_in_reads_usage_takes_it_along_and_finds_an_event(given: dict[str, Any]) -> None:
    run("journey.mjs", given)


@pytest.mark.parametrize("journey", ["session", "team", "keys", "preferences", "audit", "security", "smallRole"])
def test_a_person_signs_in_and_looks_after_team_keys_and_sessions(given: dict[str, Any], module_stack: Stack, journey: str) -> None:
    run("people.mjs", {**given, "journeys": [journey]})
    if journey == "audit":
        done = module_stack.cli("audit", "verify", f"{given['folder']}/trail.ndjson")
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("journey", ["newcomer", "known", "forgotten", "address", "choices"])
def test_a_person_comes_by_a_mail(given: dict[str, Any], journey: str) -> None:
    run("mailed.mjs", {**given, "journeys": [journey]})


@pytest.mark.parametrize("journey", ["enrolled", "required", "erased"])
def test_a_person_gives_a_code_and_everything_again_and_leaves(given: dict[str, Any], journey: str) -> None:
    run("factor.mjs", {**given, "journeys": [journey]})


def test_staff_make_tenants_and_meters_and_visit_in_the_open(given: dict[str, Any]) -> None:
    run("staff.mjs", given)


def test_staff_find_somebody_among_all_and_erase_them(given: dict[str, Any]) -> None:
    run("everybody.mjs", given)


@pytest.mark.parametrize("journey", ["plans", "read"])
def test_staff_make_plans_and_subscribe_tenants_whose_owners_read_it(given: dict[str, Any], journey: str) -> None:
    run("billing.mjs", {**given, "journeys": [journey]})


@pytest.fixture(scope="module")
def both(given: dict[str, Any], module_stack: Stack) -> dict[str, Any]:
    """Somebody as the demo user is: a member of a tenant, and on the platform's staff."""
    name = person(module_stack, "both@example.com", "Bo", "--platform", "operator", "--tenant", "acme", "--role", "admin")
    return {**given, "people": {"both": name}}


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("whose", ["own", "staff", "billing"])
def test_every_screen_of_a_person_is_accessible_in_both_themes(both: dict[str, Any], whose: str, width: int) -> None:
    run("looks.mjs", {**both, "whose": whose, "width": width})


@pytest.mark.parametrize("width", [320, 1440])
def test_every_screen_is_accessible_in_both_themes(given: dict[str, Any], width: int) -> None:
    run("looks.mjs", {**given, "width": width})


@pytest.fixture(scope="module")
def biller(given: dict[str, Any], module_stack: Stack) -> billed.Biller:
    """After what else is looked at: there are more tenants then."""
    made = billed.Biller(Client(given["url"], given["key"]), SHOWCASE["code"])
    billed.set_up(module_stack, made)
    return made


@pytest.fixture(scope="module")
def initech(biller: billed.Biller) -> dict[str, Any]:
    return billed.make_used(biller, "initech", METER["event_type"], model="small", tokens="1000")


@pytest.mark.parametrize("width", [390, 1440])
def test_an_owner_reads_invoices_and_says_who_they_are_to(given: dict[str, Any], initech: dict[str, Any], module_stack: Stack, width: int) -> None:
    owner = person(module_stack, f"ina{width}@example.com", "Ina", "--tenant", "initech", "--role", "owner")
    run("invoices.mjs", {**given, "people": {"owner": owner}, "billed": initech, "journeys": ["read"], "width": width})


@pytest.mark.parametrize("width", [390, 1440])
def test_staff_look_after_invoices_credits_and_parked_tenants(given: dict[str, Any], biller: billed.Biller, width: int) -> None:
    made = billed.make_open(biller, f"umbrella{width}", f"hooli{width}")
    run("invoices.mjs", {**given, "billed": made, "journeys": ["staff"], "width": width})


@pytest.mark.parametrize("width", [320, 1440])
def test_every_screen_of_money_is_accessible_in_both_themes(both: dict[str, Any], initech: dict[str, Any], width: int) -> None:
    run("looks.mjs", {**both, "billed": initech, "whose": "money", "width": width})


def test_the_policy_has_no_exceptions_and_files_are_packed(given: dict[str, Any]) -> None:
    visitor = Client(given["url"])
    page = visitor.get("/app/usage")
    policy = page.headers["content-security-policy"]
    assert page.status == 200 and "unsafe" not in policy and "script-src 'self';" in policy
    script = page.body.decode().split('type="module"')[1].split('src="')[1].split('"')[0]
    for coding in ("br", "gzip"):
        packed = visitor.get(script, **{"accept-encoding": coding})
        assert packed.headers["content-encoding"] == coding and "immutable" in packed.headers["cache-control"]
        assert visitor.get(script, **{"accept-encoding": coding, "if-none-match": packed.headers["etag"]}).status == 304
    head = visitor.request("HEAD", script)
    assert head.status == 200 and head.body == b"" and head.headers["content-type"].startswith("text/javascript")
