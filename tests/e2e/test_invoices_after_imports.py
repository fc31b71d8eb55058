"""Invoices from before an import of past usage and from behind it: each is what the log says, with what stood in the import's place then."""

from __future__ import annotations

import datetime as dt
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.test_invoices_from_the_log import PARTITIONS, SETTINGS, World, forge, price, restore
from tests.support.billing import Billing, month_start, stamp
from tests.support.services import Services
from tests.support.stack import Stack

METER = {"slug": "tokens", "event_type": "log_request", "aggregation": "SUM", "value_property": "$.seats", "group_by": {"region": "$.region"}}
# One that no import is about.
OTHER = {"slug": "calls", "event_type": "log_request", "aggregation": "COUNT"}
DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def world(services: Services) -> Iterator[World]:
    top = Path(tempfile.mkdtemp(prefix="weir-archive-"))  # not pytest's own, which is closed to the program's account
    top.chmod(0o777)
    with Stack(services, "imports", SETTINGS | {"KAFKA_PARTITIONS": str(PARTITIONS), "ARCHIVE_URL": f"file://{top / 'archive'}"}) as stack:
        served = stack.serve({"ACCEPT_DAYS": "400"})
        platform = stack.client(served)
        key = secrets.token_hex(6)
        tenant = str(Billing(platform).must("POST", "/api/v1/tenants", {"key": key})["id"])
        made = World(platform, stack, top / "archive", tenant, key)
        bill_live_usage(made)
        # What was billed is old from now on, so that it can be imported.
        served.stop()
        served.start_again({"ACCEPT_DAYS": "35"})
        yield made
    shutil.rmtree(top)


def first_day() -> dt.datetime:
    return month_start(2) + 3 * DAY


def bill_live_usage(world: World) -> None:
    for meter in (METER, OTHER):
        world.must("POST", "/api/v1/meters", meter)
    world.must("POST", "/api/v1/issuers", {
        "code": "main", "legal_name": "Seller", "address": {"country": "DE"}, "invoice_prefix": "INV-", "credit_note_prefix": "CN-",
    })
    prices = [
        {"code": "base", "name": "Base fee", "currency": "USD", "model": "flat", "amount": "20"},
        price("eu", "tokens", filters={"region": ["eu"]}), price("all", "tokens"), price("calls", "calls"),
    ]
    world.must("POST", "/api/v1/plans", {"code": "imported", "name": "Imported", "prices": prices})
    world.send(world.events(first_day(), 60, 0))  # of a day and a half
    world.must("POST", f"/api/v1/tenants/{world.tenant}/subscriptions", {"plan": "imported", "at": stamp(month_start(2))})
    world.wait_for(world.tenant, 3)


def rows(start: dt.datetime, count: int, value: int) -> str:
    return "time,subject,value,region\n" + "".join(
        f"{stamp(start + dt.timedelta(minutes=7 * n))},{('ann', 'bob')[n % 2]},{value + n},{('eu', 'us')[n % 3 == 0]}\n" for n in range(count)
    )


def bring(world: World, start: dt.datetime, end: dt.datetime, parts: list[str]) -> str:
    """An import that has taken its place. Its id."""
    api = "/api/v1/history-imports"
    identity = str(world.must("POST", api, {"tenant": world.key, "meter": "tokens", "from": stamp(start), "to": stamp(end)})["id"])
    line, receipt = 2, ""
    for part in parts:
        sent = world.platform.request("POST", f"{api}/{identity}/rows?first_line={line}", part.encode(), {"content-type": "text/csv"})
        assert sent.status == 202, sent.body
        line, receipt = line + part.count("\n") - 1, sent.json()["receipt"]
    preview = world.platform.get(f"{api}/{identity}/preview?after={receipt}").json()
    world.must("POST", f"{api}/{identity}/start", {"rows": preview["import"]["rows"]}, 202)
    world.platform.wait_until(lambda: world.platform.get(f"{api}/{identity}").json()["state"] == "imported") if hasattr(world.platform, "wait_until") else None
    return identity


def bill_again(world: World) -> dict[str, Any]:
    """The last invoice anew: it looks back as far as the import goes."""
    before = world.wait_for(world.tenant, 3)
    world.must("POST", f"/api/v1/invoices/{before[-1]['id']}/changes", {"change": "void"}, 200)
    return world.wait_for(world.tenant, len(before) + 1)[-1]


def imports_of(world: World, invoice: dict[str, Any]) -> list[str]:
    text = "SELECT coalesce(string_agg(x ->> 'id', ' ' ORDER BY n), '') FROM invoices AS i JOIN invoice_inputs AS d ON d.hash = i.inputs_hash,"
    return world.stack.sql(f"{text} json_array_elements(d.document::json -> 'imports') WITH ORDINALITY AS e (x, n) WHERE i.id = '{invoice['id']}'").split()
