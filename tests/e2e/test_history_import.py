"""Usage from before Weir: from a file to the cells, by the command line and the API, and with everything killed on its way."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.support.client import Answer, Client, NoAnswer
from tests.support.services import Services
from tests.support.stack import Running, Stack
from tests.support.usage import wait_counted

LEASE_SECONDS = "2"

METER = {"slug": "tokens", "event_type": "prompt", "aggregation": "SUM", "value_property": "$.usage.tokens", "group_by": {"region": "$.region"}}
RANGE = {"from": "2026-01-01T00:00:00Z", "to": "2026-03-01T00:00:00Z"}
IMPORTS = "/api/v1/history-imports"


def set_up(client: Client, tenant: str) -> str:
    if client.get("/api/v1/meters/tokens").status == 404:
        assert client.request("POST", "/api/v1/meters", METER).status == 201
    return str(client.request("POST", "/api/v1/tenants", {"key": tenant}).json()["id"])


def lines(count: int, each: str = "1.5") -> list[str]:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    rows = ("time,subject,value,region", *(f"{start + timedelta(minutes=13 * n):%Y-%m-%dT%H:%M:%SZ},user-{n % 3},{each},{('eu', 'us')[n % 2]}" for n in range(count)))
    return list(rows)


def total(client: Client, tenant: str, **more: str) -> Decimal:
    asked = "&".join(f"{name}={value}" for name, value in {"tenant": tenant, **RANGE, **more}.items())
    rows = client.get(f"/api/v1/meters/tokens/query?{asked}").json()["data"]
    return sum((Decimal(row["value"]) for row in rows), Decimal(0))


def add(client: Client, identity: str, text: str, first_line: int = 2, media: str = "text/csv") -> Answer:
    return client.request("POST", f"{IMPORTS}/{identity}/rows?first_line={first_line}", text.encode(), {"content-type": media})


def begin(client: Client, tenant: str, **range_: str) -> Answer:
    return client.request("POST", IMPORTS, {"tenant": tenant, "meter": "tokens", **RANGE, **range_})


def finished(client: Client, identity: str, seconds: float = 90.0) -> dict[str, Any]:
    deadline = time.monotonic() + seconds
    while True:
        try:
            found: dict[str, Any] = client.get(f"{IMPORTS}/{identity}").json()
            if found["state"] != "started":
                return found
        except NoAnswer:
            pass
        assert time.monotonic() < deadline, "the import is still on its way"
        time.sleep(0.2)


@pytest.fixture(scope="module")
def served(module_stack: Stack) -> Iterator[Running]:
    yield module_stack.serve()


@pytest.fixture(scope="module")
def platform(module_stack: Stack, served: Running) -> Client:
    return module_stack.client(served)


def tool(stack: Stack, served: Running, *arguments: str) -> Any:
    return stack.cli("history", *arguments, "--url", served.url)


def test_a_file_is_previewed_imported_and_replaced(module_stack: Stack, served: Running, platform: Client) -> None:
    tenant = set_up(platform, "acme")
    file = module_stack.place.service_folder("weir") / "past.csv"  # where the program's own user can read
    file.write_text("\n".join(lines(6000)) + "\n")
    about = ("import", str(file), "--meter", "tokens", "--tenant", "acme", "--from", RANGE["from"], "--to", RANGE["to"])
    seen = tool(module_stack, served, *about, "--preview", "--json")
    assert seen.returncode == 0, seen.stderr
    preview = json.loads(seen.stdout)
    assert (preview["import"]["rows"], preview["now"]["value"], preview["then"]["value"], preview["difference"]) == (6000, "0", "9000", "9000")
    assert (preview["then"]["events"], preview["invoices"]) == (6000, [])
    assert total(platform, "acme") == 0 and platform.get(f"{IMPORTS}/{preview['import']['id']}").json()["state"] == "canceled"

    done = tool(module_stack, served, *about, "--yes", "--json")
    assert done.returncode == 0, done.stderr
    first = json.loads(done.stdout)
    assert (first["state"], first["rows"], first["replaced_cells"]) == ("imported", 6000, 0)
    assert total(platform, "acme") == 9000 and total(platform, "acme", **{"filter[region]": "eu"}) == 4500

    file.write_text("\n".join(lines(100, "2")) + "\n")
    waiting = tool(module_stack, served, *about)
    assert waiting.returncode == 0 and "difference  -8800" in waiting.stdout and total(platform, "acme") == 9000
    identity = platform.get(f"{IMPORTS}?tenant=acme&limit=1").json()["items"][0]["id"]
    assert f"weir history start {identity} --rows 100" in waiting.stderr
    wrong = tool(module_stack, served, "start", identity, "--rows", "99")
    assert wrong.returncode == 1 and "100 rows are counted, not 99" in wrong.stderr
    started = tool(module_stack, served, "start", identity, "--rows", "100")
    assert started.returncode == 0 and "imported" in started.stdout, started.stderr
    assert total(platform, "acme") == 200
    listed = tool(module_stack, served, "list", "--tenant", "acme")
    assert [line.split()[1] for line in listed.stdout.splitlines()[1:]] == ["imported", "imported", "canceled"]
    assert "replaced" in tool(module_stack, served, "show", identity).stdout

    conservation = wait_counted(platform)
    assert conservation["holds"] and conservation["totals"]["counted"] == 12100 and conservation["totals"]["events"] == 12100
    # Each row is an event of the log, with its fate, under the cell that it is in now.
    fate = platform.get(f"/api/v1/events?tenant=acme&source={identity}&id=line:2").json()["items"][0]
    assert fate["outcome"] == "counted", fate
    (cell,) = fate["meters"]
    assert (cell["slug"], cell["generation"], cell["hour"]) == ("tokens", 1, RANGE["from"])
    counted = platform.get(f"/api/v1/meters/tokens/events?tenant={tenant}&hour={RANGE['from']}&subject=user-0&group_values=%7B%22region%22%3A%22eu%22%7D").json()
    assert [item["id"] for item in counted["items"]] == ["line:2"], counted
    said = module_stack.sql("SELECT type FROM outbox WHERE type LIKE 'usage.history%' ORDER BY number").split()
    one = ["usage.history_import_started", "usage.history_imported"]
    assert said == ["usage.history_import_canceled", *one, *one]


def test_events_are_decoded_as_events_are(platform: Client) -> None:
    set_up(platform, "events")
    identity = begin(platform, "events").json()["id"]
    event = {"specversion": "1.0", "id": "1", "source": "old", "type": "prompt", "subject": "ann", "time": "2026-01-05T10:00:00Z", "data": {"usage": {"tokens": 7}, "region": "eu"}}
    good = json.dumps(event) + "\n" + json.dumps({**event, "id": "2"}) + "\n"
    for _ in range(2):  # sent again they are the same events
        answer = add(platform, identity, good, 1, "application/x-ndjson")
        assert answer.status == 202, answer.body
    bad = [
        ({**event, "id": "3", "type": "other"}, "event_unmatched"),
        ({**event, "id": "4", "time": "2026-03-01T00:00:00Z"}, "history_range_refused"),
        ({k: v for k, v in event.items() if k != "time"}, "time_malformed"),
        ({**event, "id": "6", "data": {"region": "eu"}}, "value_missing"),
        ({**event, "id": "7", "specversion": "0.3"}, "event_specversion_unsupported"),
    ]
    refused = add(platform, identity, good + "".join(json.dumps(one) + "\n" for one, _ in bad) + "{\n", 1, "application/x-ndjson")
    assert (refused.status, refused.json()["code"]) == (422, "history_import_invalid")
    problems = refused.json()["errors"]
    assert [p["detail"].split(":")[0] for p in problems] == [f"line {n}" for n in range(3, 9)], problems
    assert [p["code"] for p in problems[:4]] == [code for _, code in bad[:4]] and problems[-1]["code"] == "json_malformed"
    preview = platform.get(f"{IMPORTS}/{identity}/preview?after={answer.json()['receipt']}").json()
    assert (preview["import"]["rows"], preview["import"]["duplicates"], preview["then"]["value"]) == (2, 2, "14")
    assert platform.request("POST", f"{IMPORTS}/{identity}/start", {"rows": 2}, {"prefer": "wait=10"}).status == 202
    assert finished(platform, identity)["state"] == "imported" and total(platform, "events") == 14
    late = add(platform, identity, good, 1, "application/x-ndjson")
    assert (late.status, late.json()["code"]) == (409, "history_import_state_refused")


def test_what_makes_no_sense_is_refused_with_its_place(module_stack: Stack, served: Running, platform: Client) -> None:
    set_up(platform, "wrong")
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    for range_, pointer in (
        ({"to": f"{now - timedelta(days=35):%Y-%m-%dT%H:%M:%SZ}"}, "/to"),
        ({"to": RANGE["from"]}, "/to"),
        ({"from": "2026-01-01T00:30:00Z"}, "/from"),
        ({"to": "2026-03-01T00:00:01Z"}, "/to"),
    ):
        answer = begin(platform, "wrong", **range_)
        assert (answer.status, answer.json()["code"], answer.json()["errors"][0]["pointer"]) == (422, "history_range_refused", pointer), range_
    identity = begin(platform, "wrong").json()["id"]
    assert (begin(platform, "wrong").status, begin(platform, "wrong").json()["code"]) == (409, "history_import_in_progress")
    for text, detail in (("when,value\n", "the meter has no column when"), ("time,value\n", "there are no rows"), ("", "there is no line with the names of the columns")):
        answer = add(platform, identity, text)
        assert (answer.status, answer.json()["errors"][0]["detail"]) == (422, detail)
    assert add(platform, identity, "time,value\n", media="text/plain").json()["code"] == "media_type_unsupported"
    assert platform.request("POST", f"{IMPORTS}/{identity}/start", {"rows": 1}, {"prefer": "wait=10"}).json()["code"] == "history_import_invalid"
    assert platform.request("DELETE", f"{IMPORTS}/{identity}", headers={"prefer": "wait=10"}).json()["resource"]["state"] == "canceled"
    again = platform.request("DELETE", f"{IMPORTS}/{identity}", headers={"prefer": "wait=10"})
    assert (again.status, again.json()["code"]) == (409, "history_import_state_refused")
    file = module_stack.place.service_folder("weir") / "wrong.csv"
    file.write_text("time,value,region\n2026-01-01T00:00:00Z,1,eu\nyesterday,1,eu\n2026-01-01T00:00:00Z,much,eu\n2026-04-01T00:00:00Z,1,eu\n2026-01-01T00:00:00Z,1\n")
    seen = tool(module_stack, served, "import", str(file), "--meter", "tokens", "--tenant", "wrong", "--from", RANGE["from"], "--to", RANGE["to"], "--yes")
    assert seen.returncode == 3, seen.stderr
    told = [line.split(":")[0] for line in seen.stderr.splitlines() if line.startswith("line ")]
    assert told == ["line 3", "line 4", "line 5", "line 6"], seen.stderr
    assert "(time_malformed)" in seen.stderr and "(value_type)" in seen.stderr and "(history_range_refused)" in seen.stderr
    assert total(platform, "wrong") == 0


def test_an_import_that_was_left_open_is_resumed_or_given_up(module_stack: Stack, served: Running, platform: Client) -> None:
    set_up(platform, "resumed")
    file = module_stack.place.service_folder("weir") / "resumed.csv"
    file.write_text("\n".join(lines(300)) + "\n")
    about = ("import", str(file), "--meter", "tokens", "--tenant", "resumed", "--from", RANGE["from"], "--to", RANGE["to"])
    left = tool(module_stack, served, *about)
    assert left.returncode == 0, left.stderr
    identity = platform.get(f"{IMPORTS}?tenant=resumed&limit=1").json()["items"][0]["id"]
    assert platform.get(f"{IMPORTS}/{identity}").json()["state"] == "open"

    # Its rows are sent again, and more behind them: those that are there count once.
    file.write_text("\n".join(lines(400)) + "\n")
    again = tool(module_stack, served, "import", str(file), "--resume", identity, "--yes", "--json")
    assert again.returncode == 0, again.stderr
    done = json.loads(again.stdout)
    assert (done["id"], done["state"], done["rows"]) == (identity, "imported", 400)
    assert total(platform, "resumed") == 600
    late = tool(module_stack, served, "import", str(file), "--resume", identity, "--yes")
    assert late.returncode == 1 and "history_import_state_refused" in late.stderr

    tool(module_stack, served, *about)
    given_up = platform.get(f"{IMPORTS}?tenant=resumed&limit=1").json()["items"][0]["id"]
    assert given_up != identity
    canceled = tool(module_stack, served, "cancel", given_up)
    assert canceled.returncode == 0 and platform.get(f"{IMPORTS}/{given_up}").json()["state"] == "canceled", canceled.stderr
    assert tool(module_stack, served, "cancel", given_up).returncode == 1
    assert total(platform, "resumed") == 600


def test_it_is_exact_whoever_is_killed_and_when(services: Services) -> None:
    with Stack(services, "history") as stack:
        served = stack.serve()
        client = stack.client(served)
        set_up(client, "acme")
        identity = begin(client, "acme").json()["id"]
        rows = lines(3000)
        parts = [(first, "\n".join([rows[0], *rows[first - 1 : first + 499]]) + "\n") for first in range(2, 3002, 500)]

        def restart(failpoints: str) -> None:
            served.kill()
            served.start_again({"WEIR_FAILPOINTS": failpoints})

        # Killed behind its commit: the offset has moved with the counts, or nothing has.
        restart("flush.after_commit=kill")
        receipt = ""
        for first, text in parts:
            for _ in range(10):
                try:
                    answer = add(client, identity, text, first)
                    if answer.status == 202:
                        receipt = answer.json()["receipt"]
                        break
                except NoAnswer:
                    pass
                if not served.process.alive():
                    served.start_again({"WEIR_FAILPOINTS": "flush.after_commit=kill" if first < 1500 else ""})
        assert receipt
        restart("")
        preview = client.get(f"{IMPORTS}/{identity}/preview?after={receipt}").json()
        assert (preview["import"]["rows"], preview["then"]["value"], preview["import"]["conflicts"]) == (3000, "4500", 0)
        # Killed with the cells moved and nothing committed, and once more behind the commit.
        restart("history.replaced=kill")
        try:
            client.request("POST", f"{IMPORTS}/{identity}/start", {"rows": 3000}, {"prefer": "wait=10"})
        except NoAnswer:
            pass
        deadline = time.monotonic() + 30
        while served.process.alive():
            assert time.monotonic() < deadline, "nothing was killed"
            time.sleep(0.1)
        assert stack.sql("SELECT state FROM history_imports").strip() == "started"
        assert stack.sql("SELECT count(*) FROM usage_cells WHERE generation = 1").strip() == "0"
        served.start_again({"WEIR_FAILPOINTS": "history.committed=kill"})
        deadline = time.monotonic() + 90
        while served.process.alive():
            assert time.monotonic() < deadline, "nothing was killed"
            time.sleep(0.1)
        served.start_again({"WEIR_FAILPOINTS": ""})
        assert finished(client, identity)["state"] == "imported"
        assert total(client, "acme") == 4500
        assert stack.sql("SELECT count(*) FROM usage_cells WHERE generation <> 1").strip() == "0"
        assert stack.sql("SELECT count(*) FROM outbox WHERE type = 'usage.history_imported'").strip() == "1"
        conservation = wait_counted(client)
        assert conservation["holds"] and conservation["totals"]["counted"] == 3000
