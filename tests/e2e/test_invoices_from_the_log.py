"""Invoices counted and reckoned again from the log: green as long as all is as it was, and red, by name, when anything is not."""

from __future__ import annotations

import datetime as dt
import json
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.faults.loop.log_reader import ends
from tests.support.billing import Billing, month_start, stamp
from tests.support.kafka_admin import Admin
from tests.support.services import Services
from tests.support.stack import Stack

PARTITIONS = 4
SETTINGS = {"ARCHIVE_AGE_SECONDS": "1", "KAFKA_PARTITIONS": str(PARTITIONS)}
METERS = (
    {"slug": "log_calls", "aggregation": "COUNT", "group_by": {"region": "$.region"}},
    {"slug": "log_bytes", "aggregation": "SUM", "value_property": "$.bytes"},
    {"slug": "log_size", "aggregation": "AVG", "value_property": "$.bytes"},
    {"slug": "log_most", "aggregation": "MAX", "value_property": "$.bytes"},
    {"slug": "log_seats", "aggregation": "LATEST", "value_property": "$.seats"},
)
# Made when there are events already, which it does not count.
USERS = {"slug": "log_users", "aggregation": "UNIQUE_COUNT", "value_property": "$.user"}


def price(code: str, meter: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "name": code, "currency": "USD", "model": "per_unit", "unit_amount": "0.25", "meter": meter, **more}


@dataclass(frozen=True)
class World(Billing):
    stack: Stack
    archive: Path
    tenant: str
    key: str

    def events(self, day: dt.datetime, count: int, first: int) -> list[dict[str, Any]]:
        return [
            {
                "specversion": "1.0", "id": f"e{n}", "source": "s", "type": "log_request", "subject": self.key, "time": stamp(day + dt.timedelta(minutes=41 * (n % 100))),
                "data": {"bytes": f"{n}.5" if n % 7 else "many", "region": "eu" if n % 3 else "us", "user": f"u{n % 5}", "seats": n},
            }
            for n in range(first, first + count)
        ]

    def send(self, events: list[dict[str, Any]]) -> None:
        sent = self.platform.send(events)
        assert sent.status == 202, sent.body
        for one in sent.json()["receipts"]:
            assert self.platform.get(f"/api/v1/rejected?after={one['receipt']}").status == 200

    def verify(self, *arguments: str) -> tuple[int, dict[str, Any]]:
        done = self.stack.cli("invoice", "verify", *(arguments or ("--all",)), "--json")
        assert done.stdout, done.stderr
        return done.returncode, dict(json.loads(done.stdout))

    def said(self, verdict: dict[str, Any]) -> str:
        found = [*verdict["cells"], *verdict["findings"]]
        for one in verdict["invoices"]:
            found += [f"{one['number']}: {text}" for text in [*one["findings"], one["not_compared"]] if text]
        return "\n".join(found)

    def unlocked(self, statement: str) -> None:
        self.stack.sql(f"BEGIN; SET LOCAL session_replication_role = replica; {statement}; COMMIT")

    @contextmanager
    def altered(self, table: str, statement: str) -> Iterator[None]:
        """By somebody who is superuser; afterwards the rows are as they were."""
        self.unlocked(f"CREATE TABLE kept AS TABLE {table}; {statement}")
        try:
            yield
        finally:
            self.unlocked(f"DELETE FROM {table}; INSERT INTO {table} TABLE kept; DROP TABLE kept")

    def archived(self) -> None:
        wanted = ends(self.stack.services.kafka_brokers, self.stack.topic("weir.usage"), PARTITIONS)
        text = "SELECT partition || ' ' || next_offset FROM leases WHERE consumer = 'archive' AND topic = 'weir.usage'"
        deadline = time.monotonic() + 60
        while {int(line.split()[0]): int(line.split()[1]) for line in self.stack.sql(text).splitlines()} != wanted:
            assert time.monotonic() < deadline, "not archived"
            time.sleep(0.2)


@pytest.fixture(scope="module")
def world(services: Services) -> Iterator[World]:
    top = Path(tempfile.mkdtemp(prefix="weir-archive-"))  # not pytest's own, which is closed to the program's account
    top.chmod(0o777)
    archive = top / "archive"
    with Stack(services, "recount", SETTINGS | {"ARCHIVE_URL": f"file://{archive}"}) as stack:
        # The command line knows nothing of the worker's setting: how old events could be is in the database.
        platform = stack.client(stack.serve({"ACCEPT_DAYS": "400"}))
        key = secrets.token_hex(6)
        tenant = str(Billing(platform).must("POST", "/api/v1/tenants", {"key": key})["id"])
        made = World(platform, stack, archive, tenant, key)
        fill(made)
        yield made
    shutil.rmtree(top)


def fill(world: World) -> None:
    for meter in METERS:
        world.must("POST", "/api/v1/meters", meter | {"event_type": "log_request"})
    first, second = month_start(2) + dt.timedelta(days=3), month_start(1) + dt.timedelta(days=3)
    world.send(world.events(first, 40, 0))
    world.must("POST", "/api/v1/meters", USERS | {"event_type": "log_request"})
    world.must("POST", "/api/v1/issuers", {
        "code": "main", "legal_name": "Seller", "address": {"country": "DE"}, "invoice_prefix": "INV-", "credit_note_prefix": "CN-",
    })
    prices = [
        {"code": "base", "name": "Base fee", "currency": "USD", "model": "flat", "amount": "20"},
        price("calls_eu", "log_calls", filters={"region": ["eu"]}), price("calls", "log_calls"),
        *(price(meter["slug"].removeprefix("log_"), str(meter["slug"])) for meter in (*METERS[1:], USERS)),
    ]
    world.must("POST", "/api/v1/plans", {"code": "logged", "name": "Logged", "prices": prices})
    world.send(world.events(first, 40, 20))  # half of them again
    world.send(world.events(second, 60, 1000))
    changed = world.events(second, 5, 1000)
    for event in changed:
        event["data"]["bytes"] = 1
    world.send(changed)  # the same identities with something else
    world.must("POST", f"/api/v1/tenants/{world.tenant}/subscriptions", {"plan": "logged", "at": stamp(month_start(2))})
    billed = world.wait_for(world.tenant, 3)
    # Late: the last invoice is made anew and has them, of both months.
    world.send(world.events(first, 10, 300) + world.events(second, 10, 1300))
    world.must("POST", f"/api/v1/invoices/{billed[-1]['id']}/changes", {"change": "void"}, 200)
    world.wait_for(world.tenant, 4)


def test_two_months_with_late_events_are_what_the_log_says(world: World) -> None:
    status, verdict = world.verify()
    assert status == 0 and verdict["is_good"], world.said(verdict)
    invoices = world.platform.get(f"/api/v1/tenants/{world.tenant}/invoices").json()["items"]
    assert verdict["verified"] == len(invoices) >= 4 and verdict["from"] == "log"
    positions = world.stack.sql("SELECT DISTINCT (document::json -> 'counted' ->> 'usage')::bigint FROM invoice_inputs ORDER BY 1").split()
    assert len(positions) > 1, "invoices before the late events and after them"
    (read,) = verdict["read"]
    assert read["from"] == 0 and read["to"] >= int(positions[-1]) and read["records"] == read["to"]
    usage = json.loads(world.stack.sql("SELECT document::json -> 'usage' FROM invoice_inputs ORDER BY created_at DESC LIMIT 1"))
    assert {one["charge"]["price"] for one in usage if int(one["events"]) > 0} == {"calls_eu", "calls", "bytes", "size", "most", "seats", "users"}
    shown = world.stack.cli("invoice", "verify", str(invoices[0]["number"]))
    assert shown.returncode == 0 and f"partition {read['partition']}: {read['records']} records" in shown.stdout, shown.stdout

    # The broker forgets what it had; the archive has all of it.
    world.archived()
    topic = world.stack.topic("weir.usage")
    with Admin(world.stack.services.kafka_brokers) as admin:
        admin.delete_records(topic, {p: end for p, end in ends(world.stack.services.kafka_brokers, topic, PARTITIONS).items() if end > 0})
    status, again = world.verify()
    assert status == 0 and again == verdict, world.said(again)


A_CELL = "ctid = (SELECT c.ctid FROM usage_cells AS c JOIN meters AS m ON m.number = c.meter_number WHERE m.slug = '{}' ORDER BY c.hour LIMIT 1)"
ALTERED: tuple[tuple[str, str, str], ...] = (
    ("usage_cells", f"UPDATE usage_cells SET sum = sum + 0.000000001 WHERE {A_CELL.format('log_bytes')}", "meter log_bytes: the cell of "),
    ("usage_cells", f"UPDATE usage_cells SET events = events + 1 WHERE {A_CELL.format('log_calls')}", "meter log_calls: the cell of "),
    ("usage_cells", f"DELETE FROM usage_cells WHERE {A_CELL.format('log_most')}", "is 0 of 0 events; the log gives "),
    ("usage_cells", f"UPDATE usage_cells SET id_sum = id_sum + 1 WHERE {A_CELL.format('log_size')}", "are made of other events than those in the log"),
    ("plan_versions", "UPDATE plan_versions SET definition = replace(definition, '\"amount\":\"20\"', '\"amount\":\"21\"')", "the plan logged has another version 1 now"),
    ("invoice_lines", "UPDATE invoice_lines SET amount = amount + 1, net = net + 1 WHERE ctid = (SELECT ctid FROM invoice_lines WHERE kind = 'usage' ORDER BY invoice_id, number LIMIT 1)", "amount of line "),
    ("invoice_inputs", "UPDATE invoice_inputs SET document = overlay(document placing '2' from 12)", "its inputs are not those whose hash it names"),
)


@pytest.mark.parametrize(("table", "statement", "message"), ALTERED, ids=[f"{table}-{i}" for i, (table, _, _) in enumerate(ALTERED)])
def test_whatever_is_altered_in_the_database_is_named(world: World, table: str, statement: str, message: str) -> None:
    with world.altered(table, statement):
        status, verdict = world.verify()
        assert status == 1 and not verdict["is_good"]
        assert message in world.said(verdict)
    assert world.verify()[0] == 0


def forge(world: World, change: str) -> str:
    """The inputs of one invoice with usage, and their name with them: what no hash in the database shows. Its number."""
    latest = "(SELECT i.id FROM invoices AS i JOIN invoice_lines AS l ON l.invoice_id = i.id WHERE l.kind = 'usage' AND i.number IS NOT NULL ORDER BY i.id DESC LIMIT 1)"
    world.unlocked(
        f"CREATE TABLE forged AS SELECT hash AS was, {change} AS document FROM invoice_inputs WHERE hash = (SELECT inputs_hash FROM invoices WHERE id = {latest});"
        "ALTER TABLE forged ADD COLUMN hash text; UPDATE forged SET hash = encode(sha256(convert_to(document, 'UTF8')), 'hex');"
        "INSERT INTO invoice_inputs (hash, tenant_number, document) SELECT f.hash, i.tenant_number, f.document FROM forged AS f JOIN invoice_inputs AS i ON i.hash = f.was;"
        f"UPDATE invoices SET inputs_hash = (SELECT hash FROM forged) WHERE id = {latest}"
    )
    return world.stack.sql(f"SELECT number FROM invoices WHERE id = {latest}").strip()


def restore(world: World) -> None:
    world.unlocked("UPDATE invoices AS i SET inputs_hash = f.was FROM forged AS f WHERE i.inputs_hash = f.hash; DELETE FROM invoice_inputs WHERE hash IN (SELECT hash FROM forged); DROP TABLE forged")


def test_inputs_that_were_forged_with_their_hash_are_not_what_the_log_says(world: World) -> None:
    number = forge(world, "regexp_replace(document, '\"events\":[1-9][0-9]*', '\"events\":9999')")
    try:
        status, verdict = world.verify(number)
        said = world.said(verdict)
        assert status == 1 and f"{number}: its usage for the price " in said and "of 9999 events; the log gives " in said, said
        assert "with the usage of the log its total is" in said
    finally:
        restore(world)


def test_older_inputs_that_name_no_position_are_never_green(world: World) -> None:
    number = forge(world, "regexp_replace(document, ',\"counted\":[{][^}]*[}]', '')")
    try:
        status, verdict = world.verify(number)
        assert status == 1 and "counted as of an unknown position" in world.said(verdict) and verdict["read"] == []
        from_inputs = world.stack.cli("invoice", "verify", number, "--from", "inputs")
        assert from_inputs.returncode == 0, from_inputs.stdout
    finally:
        restore(world)


def test_one_altered_byte_of_the_archive_and_one_missing_segment_are_red(world: World) -> None:
    """What the archive has is read there, and nowhere else."""
    world.archived()
    partition = world.verify()[1]["read"][0]["partition"]
    segment = next(path for path in sorted(world.archive.rglob("*.weirseg.zst")) if path.parent.name == f"{partition:05}" and path.parent.parent.name == "weir.usage")
    content = segment.read_bytes()
    middle = len(content) // 2
    changes: tuple[tuple[Callable[[], object], str], ...] = (
        (lambda: segment.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]), "SHA-256 is not the one"),
        (segment.unlink, "it is not in the archive"),
    )
    for change, why in changes:
        owner = segment.stat()
        change()
        try:
            status, verdict = world.verify()
            said = world.said(verdict)
            assert status == 1 and "not in the log any more: cannot be recomputed" in said and why in said, said
            shown = world.stack.cli("invoice", "verify", "--all")
            assert shown.returncode == 1 and segment.name in shown.stdout, shown.stdout
        finally:
            segment.write_bytes(content)
            segment.chmod(owner.st_mode)
            shutil.chown(segment, owner.st_uid, owner.st_gid)
    assert world.verify()[0] == 0
