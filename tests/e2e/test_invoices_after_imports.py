"""Invoices from before an import of past usage and from behind it: each is what the log says, with what stood in the import's place then."""

from __future__ import annotations

import datetime as dt
import secrets
import shutil
import tempfile
import time
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
    deadline = time.monotonic() + 60
    while (found := world.platform.get(f"{api}/{identity}").json())["state"] != "imported":
        assert time.monotonic() < deadline, found
        time.sleep(0.2)
    return identity


def bill_again(world: World) -> dict[str, Any]:
    """The last invoice anew: it looks back as far as the import goes."""
    before = world.wait_for(world.tenant, 3)
    world.must("POST", f"/api/v1/invoices/{before[-1]['id']}/changes", {"change": "void"}, 200)
    return world.wait_for(world.tenant, len(before) + 1)[-1]


def imports_of(world: World, invoice: dict[str, Any]) -> list[str]:
    text = "SELECT coalesce(string_agg(x ->> 'id', ' ' ORDER BY n), '') FROM invoices AS i JOIN invoice_inputs AS d ON d.hash = i.inputs_hash,"
    return world.stack.sql(f"{text} json_array_elements(d.document::json -> 'imports') WITH ORDINALITY AS e (x, n) WHERE i.id = '{invoice['id']}'").split()


def test_each_invoice_has_what_stood_in_the_place_of_imports_when_it_was_made(world: World) -> None:
    status, before = world.verify()
    assert status == 0, world.said(before)
    day = first_day()
    # A day of live events is replaced; half a day of them stays, and so does what the other meter has counted.
    first = bring(world, day, day + DAY, [rows(day, 20, 100), rows(day + DAY / 2, 10, 500)])
    status, verdict = world.verify()
    assert status == 0, "older invoices have live usage, the cells are the import's: " + world.said(verdict)
    billed = bill_again(world)
    assert imports_of(world, billed) == [first]
    status, verdict = world.verify()
    assert status == 0 and verdict["verified"] > before["verified"], world.said(verdict)
    lines = world.platform.get(f"/api/v1/invoices/{billed['id']}/lines?limit=100").json()["items"]
    assert {line["price"] for line in lines if line["corrects"]} == {"eu", "all"}, lines

    # Another one, of half of that range and of a day more.
    second = bring(world, day + DAY / 2, day + 2 * DAY, [rows(day + DAY / 2, 25, 1)])
    status, verdict = world.verify()
    assert status == 0, world.said(verdict)
    again = bill_again(world)
    assert imports_of(world, again) == [first, second] and again["total"] != billed["total"]
    status, verdict = world.verify()
    assert status == 0 and verdict["is_good"], world.said(verdict)
    # Rows of one that was given up are nowhere.
    api = "/api/v1/history-imports"
    left = world.must("POST", api, {"tenant": world.key, "meter": "tokens", "from": stamp(day), "to": stamp(day + DAY)})["id"]
    assert world.platform.request("POST", f"{api}/{left}/rows?first_line=2", rows(day, 5, 7).encode(), {"content-type": "text/csv"}).status == 202
    assert world.verify()[0] == 0
    world.must("DELETE", f"{api}/{left}", None, 200)
    world.archived()
    assert world.verify()[0] == 0


def test_a_cell_of_an_import_that_was_altered_is_named(world: World) -> None:
    cell = f"ctid = (SELECT c.ctid FROM usage_cells AS c JOIN meters AS m ON m.number = c.meter_number WHERE m.slug = 'tokens' AND c.hour < '{stamp(first_day() + DAY)}' ORDER BY c.hour LIMIT 1)"
    with world.altered("usage_cells", f"UPDATE usage_cells SET sum = sum + 1 WHERE {cell}"):
        status, verdict = world.verify()
        assert status == 1 and "meter tokens: the cell of " in world.said(verdict), verdict
    assert world.verify()[0] == 0


def test_rows_of_an_import_that_are_missing_show(world: World) -> None:
    """Without its last record, an import would be another one."""
    which = "number = (SELECT min(number) FROM history_imports)"
    world.unlocked(f"UPDATE history_imports SET last_offset = last_offset - 1 WHERE {which}")
    status, verdict = world.verify()
    world.unlocked(f"UPDATE history_imports SET last_offset = last_offset + 1 WHERE {which}")
    assert status == 1 and "of the log its total is" in world.said(verdict), verdict
    assert world.verify()[0] == 0


@pytest.mark.parametrize("change", ["regexp_replace(document, ',\"imports\":\\[[^]]*\\]', '')", "replace(document, 'T12:00:00Z', 'T13:00:00Z')"], ids=["left-out", "moved"])
def test_inputs_that_say_otherwise_where_imports_stood_are_not_what_the_log_says(world: World, change: str) -> None:
    number = forge(world, change)
    try:
        status, verdict = world.verify(number)
        assert status == 1 and f"{number}: its usage for the price " in world.said(verdict), verdict
    finally:
        restore(world)
