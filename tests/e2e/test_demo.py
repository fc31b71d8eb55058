"""What scripts/run shows at its first start: two months of a customer with invoices that explain each line down to events, made once whoever is killed meanwhile."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from weirkit import demo, demo_usage
from weirkit.api import Api
from weirkit.failure import Failure

from tests.support.client import Client
from tests.support.services import Services
from tests.support.stack import Stack
from tests.support.usage import wait_counted

TENANT = "/api/v1/tenants/demo"
SEEN = (
    f"{TENANT}/subscriptions", f"{TENANT}/invoices", f"{TENANT}/credits", f"{TENANT}/credit-entries", f"{TENANT}/coupons", f"{TENANT}/aliases",
    "/api/v1/issuers", "/api/v1/plans", "/api/v1/coupons", "/api/v1/tax-rates", "/api/v1/meters", f"{TENANT}/billing-profile",
)  # fmt: skip


class Killed(Exception):
    """Ends a start in the middle."""


class Mortal(Api):
    """Ends with its owner behind the last of `times` changes at an address: done, and nobody knows."""

    def __init__(self, url: str, key: str, last: str, times: int) -> None:
        super().__init__(url, key)
        self.last, self.times = last, times

    def _ask(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, known: str = "") -> dict[str, Any]:
        answer = super()._ask(method, path, body, headers, known)
        if method != "GET" and path.endswith(self.last):
            self.times -= 1
            if self.times == 0:
                raise Killed
        return answer


class World:
    def __init__(self, stack: Stack, platform: Client) -> None:
        self.stack, self.platform = stack, platform
        self.now = datetime.now(UTC)

    def start(self, api: Api | None = None) -> demo.Demo:
        """As scripts/run does it, at one instant, however often."""
        assert self.stack.cli("demo", "seed").returncode == 0
        made = demo.Demo(api or Api(self.platform.url, self.platform.key), self.now)
        made.complete(lambda _: None)
        return made

    def items(self, path: str) -> list[dict[str, Any]]:
        return list(self.platform.get(path).json()["items"])

    def wait_for_dunning(self) -> None:
        """Until it knows what is paid: that is announced, too."""
        deadline = time.monotonic() + 30
        while self.stack.sql("SELECT count(*) FROM outbox WHERE type = 'invoice.paid'") != self.stack.sql("SELECT count(*) FROM outbox WHERE type = 'collection.ended'"):
            assert time.monotonic() < deadline
            time.sleep(0.1)

    def state(self) -> dict[str, Any]:
        seen: dict[str, Any] = {path: self.platform.get(path).json() for path in SEEN}
        seen["events"] = wait_counted(self.platform)["totals"]
        self.wait_for_dunning()
        seen["announced"] = self.stack.sql("SELECT count(*) FROM outbox")
        seen["payments"] = [self.items(f"/api/v1/invoices/{one['id']}/payments") for one in self.items(f"{TENANT}/invoices")]
        return seen


@pytest.fixture(scope="module")
def world(services: Services) -> Iterator[World]:
    with Stack(services, "demo", demo.with_window({"ARCHIVE_URL": "off"})) as stack:
        yield World(stack, stack.client(stack.serve()))


@pytest.fixture(scope="module")
def made(world: World) -> demo.Demo:
    """Killed at one step after the other, and then completed."""
    for last, times in (("/tax-rates", 1), ("/billing-profile", 1), ("/aliases", 2), ("/credits", 1), ("/demo/coupons", 1), ("/events", 3), ("/subscriptions", 1)):
        with pytest.raises(Killed):
            world.start(Mortal(world.platform.url, world.platform.key, last, times))
    return world.start()


def expected(made: demo.Demo, world: World, month: str) -> Counter[str]:
    """What the usage of a month comes to, by price."""
    out: Counter[str] = Counter()
    for event in demo_usage.usage(made.first, world.now):
        if not event["time"].startswith(month):
            continue
        if event["type"] == "request":
            out["requests"] += 1
        else:
            model = event["data"]["model"]
            out[model if model in ("large", "vision") else "tokens"] += event["data"]["tokens"]
    return out


def test_whoever_is_killed_goes_on_and_a_start_after_that_adds_nothing(world: World, made: demo.Demo) -> None:
    before = world.state()
    events = list(demo_usage.usage(made.first, world.now))
    assert before["events"]["counted"] == len(events) > 3000 and before["events"]["rejected"] == before["events"]["conflict"] == 0
    assert before["events"]["duplicate"] > 0, "some were sent again by whoever went on"
    assert len(before[f"{TENANT}/credits"]["items"]) == len(before[f"{TENANT}/subscriptions"]["items"]) == len(before[f"{TENANT}/coupons"]["items"]) == 1
    world.start()
    assert world.state() == before


def test_two_invoices_are_finalized_and_a_third_is_upcoming(world: World, made: demo.Demo) -> None:
    second, first = world.items(f"{TENANT}/invoices")
    months = [demo_usage.month_start(world.now, back).strftime("%Y-%m") for back in (2, 1)]
    assert [one["period"]["from"][:7] for one in (first, second)] == months and made.starts.strftime("%Y-%m") == months[0]
    assert (first["state"], second["state"]) == ("paid", "finalized") and first["paid"] == first["due"] and first["credits_used"] == "50.00"
    assert second["due_on"] > second["issued_on"] and second["seller"]["legal_name"] == demo.ISSUER["legal_name"]
    assert [one["amount"] for one in world.items(f"/api/v1/invoices/{first['id']}/payments")] == [first["due"]]
    upcoming = world.platform.get(f"{TENANT}/upcoming-invoices").json()
    assert len(upcoming["invoices"]) == 1 and upcoming["parks"] is None
    verified = world.stack.cli("invoice", "verify", "--all", "--json")
    assert verified.returncode == 0 and json.loads(verified.stdout)["is_good"], verified.stdout
    for form in ("pdf", "ubl", "csv", "json"):
        document = world.platform.get(f"/api/v1/invoices/{second['id']}/documents/{form}")
        assert document.status == 200, document.body


def test_every_line_is_explained_down_to_its_events(world: World, made: demo.Demo) -> None:
    for invoice in world.items(f"{TENANT}/invoices"):
        quantities = expected(made, world, invoice["period"]["from"][:7])
        lines = world.items(f"/api/v1/invoices/{invoice['id']}/lines?limit=100")
        assert {line["price"] for line in lines if line["kind"] == "usage"} == set(quantities) and len(lines) == len(demo.PLAN["prices"])
        for line in lines:
            path, cursor, cells = f"/api/v1/invoices/{invoice['id']}/lines/{line['number']}/explain?limit=100", "", []
            while cursor is not None:
                page = world.platform.get(path + cursor).json()
                cells += page["items"]
                assert page["usage"] is None or page["usage"]["counted"] is None or page["usage"]["is_as_billed"]
                cursor = page["next_cursor"] and f"&cursor={page['next_cursor']}"
            if line["kind"] != "usage":
                assert cells == []
                continue
            assert sum(Decimal(cell["value"]) for cell in cells) == Decimal(line["detail"]["quantity"]) == quantities[line["price"]]
            found = world.platform.get(cells[len(cells) // 2]["events_url"]).json()
            assert found["cell"]["events"] == len(found["items"]) > 0


class Elsewhere(Api):
    """Of a tenant that is subscribed to something of its own; nothing may be changed there."""

    def __init__(self) -> None:
        super().__init__("", "")

    def _ask(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, known: str = "") -> dict[str, Any]:
        assert (method, path.split("?")[0]) == ("GET", f"{TENANT}/subscriptions")
        return {"items": [{"plan": {"code": "own"}}]}


def test_who_has_something_else_is_left_alone(world: World) -> None:
    demo.Demo(Elsewhere(), world.now).complete(pytest.fail)
    with pytest.raises(Failure, match="GET /api/v1/tenants/demo/subscriptions.*: 401 .*unauthenticated"):
        demo.Demo(Api(world.platform.url, "weir_sk_none"), world.now).complete(lambda _: None)
    assert not demo.is_shown({"APP_ENV": "production"}) and demo.with_window({"APP_ENV": "production"}) == {"APP_ENV": "production"}
    assert demo.with_window({"ACCEPT_DAYS": "7"}) == {"ACCEPT_DAYS": "7"}
    short = demo.Demo(Elsewhere(), world.now, 7)
    assert short.starts == demo_usage.month_start(world.now, 2) and (world.now - short.first).days == 6
