"""Analysts: a login is let see a tenant by the command line, reads over its own connection what the API answers, and is let go."""

from __future__ import annotations

import json
import re
import secrets
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from weirkit.place import TOP

from tests.support.client import Client
from tests.support.stack import Stack
from tests.support.usage import wait_counted

PASSWORD = "an-analyst"
AGGREGATIONS = ("COUNT", "SUM", "MIN", "MAX", "AVG", "LATEST", "UNIQUE_COUNT")
TENANTS = ("ours", "theirs")


@pytest.fixture(scope="module")
def platform(module_stack: Stack) -> Iterator[Client]:
    client = module_stack.client(module_stack.serve())
    for key in TENANTS:
        assert client.request("POST", "/api/v1/tenants", {"key": key, "time_zone": "Asia/Kathmandu" if key == "ours" else "UTC"}).status == 201
    for aggregation in AGGREGATIONS:
        meter = {"slug": aggregation.lower(), "event_type": "call", "aggregation": aggregation, "group_by": {"model": "$.model"}}
        body = meter if aggregation == "COUNT" else meter | {"value_property": "$.n"}
        assert client.request("POST", "/api/v1/meters", body).status == 201
    now = datetime.now(UTC)
    events = [
        {
            "specversion": "1.0", "id": str(n), "source": "test", "type": "call", "subject": TENANTS[n % 2],
            "time": (now - timedelta(minutes=7 * n)).isoformat(),
            "data": {"n": f"{n % 5 + n / 8:.3f}", "model": ("small", None, 5, "5")[n // 2 % 4]},
        }
        for n in range(90)
    ]  # fmt: skip
    assert client.send(events).status == 202
    wait_counted(client)
    yield client


@pytest.fixture
def login(module_stack: Stack) -> Iterator[str]:
    """A name that nobody has; the role ends with the test."""
    name = f"weir_test_analyst_{secrets.token_hex(4)}"
    yield name
    module_stack.services.sql(f"DROP ROLE IF EXISTS {name}")


def as_login(stack: Stack, login: str, text: str) -> subprocess.CompletedProcess[str]:
    url = re.sub("//[^@]*@", f"//{login}:{PASSWORD}@", stack.database_url)
    return subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", url], input=text, capture_output=True, text=True, check=False)


def read(stack: Stack, login: str, text: str) -> list[list[str]]:
    done = as_login(stack, login, text)
    assert done.returncode == 0, done.stderr
    return [line.split("|") for line in done.stdout.splitlines()]


def make(stack: Stack, login: str) -> None:
    stack.services.sql(f"CREATE ROLE {login} LOGIN PASSWORD '{PASSWORD}'; GRANT weir_analyst TO {login}")


def grant(stack: Stack, login: str, *what: str) -> dict[str, Any]:
    done = stack.cli("analyst", "grant", login, *what, "--json")
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_the_lines_that_are_printed_make_the_login_that_is_missing(module_stack: Stack, platform: Client, login: str) -> None:
    refused = module_stack.cli("analyst", "grant", login, "--tenant", "ours")
    assert refused.returncode == 1 and "analyst_login_not_ready" in refused.stderr
    lines = [line.strip() for line in refused.stderr.splitlines() if line.startswith("  ")]
    assert lines[:2] == [f"CREATE ROLE {login} LOGIN PASSWORD '…';", f"GRANT weir_analyst TO {login};"] and len(lines) == 6
    module_stack.services.sql("\n".join(lines).replace("…", PASSWORD))
    done = module_stack.cli("analyst", "grant", login, "--tenant", "ours")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{login} sees tenant ours\n", "")
    again = module_stack.cli("analyst", "grant", login, "--tenant", "ours")
    assert (again.returncode, again.stdout) == (0, f"{login} sees this already\n")
    shown = read(module_stack, login, "SHOW statement_timeout; SHOW idle_in_transaction_session_timeout; SHOW default_transaction_read_only")
    assert shown == [["5min"], ["1min"], ["on"]]
    state = next(a["state"] for a in json.loads(module_stack.cli("analyst", "list", "--json").stdout) if a["analyst"]["login"] == login)
    assert state == "ready"
    module_stack.services.sql(f"ALTER ROLE {login} RESET statement_timeout")
    assert f"ALTER ROLE {login} SET statement_timeout = '5min';" in module_stack.cli("analyst", "grant", login, "--all-tenants").stderr


def test_the_view_says_hour_by_hour_what_the_api_answers(module_stack: Stack, platform: Client, login: str) -> None:
    make(module_stack, login)
    grant(module_stack, login, "--tenant", "ours")
    for aggregation in AGGREGATIONS:
        meter = aggregation.lower()
        answer = platform.get(f"/api/v1/meters/{meter}/query?tenant=ours&window=HOUR&group_by=subject&group_by=model").json()
        asked = {
            (datetime.fromisoformat(row["from"]), row["subject"], json.dumps(row["group_by"])): (Decimal(row["value"]), row["events"])
            for row in answer["data"]
        }
        rows = read(module_stack, login, f"SELECT hour, subject, dimensions, value, events, data_through FROM analytics.usage_hourly_v1 WHERE meter = '{meter}'")
        seen = {(datetime.fromisoformat(hour), subject, json.dumps(json.loads(model))): (Decimal(value), int(events)) for hour, subject, model, value, events, _ in rows}
        assert len(asked) > 20 and seen == asked, meter
        assert all(datetime.fromisoformat(row[5]) >= datetime.fromisoformat(answer["data_through"]) for row in rows)
    counted = platform.get("/api/v1/usage/conservation?tenant=ours").json()["totals"]
    sums = read(module_stack, login, "SELECT sum(events), sum(counted), sum(duplicate) FROM analytics.usage_conservation_v1")
    assert sums == [[str(counted[name]) for name in ("events", "counted", "duplicate")]] and counted["events"] == 45


def test_the_queries_of_the_documentation_run_as_they_are_printed(module_stack: Stack, platform: Client, login: str) -> None:
    make(module_stack, login)
    grant(module_stack, login, "--tenant", "ours")
    queries = re.findall(r"```sql\n(.*?)```", (TOP / "docs/analytics.md").read_text(), re.DOTALL)
    assert len(queries) == 4
    for query in queries:
        rows = read(module_stack, login, query)
        assert rows and {row[0] for row in rows} == {"ours"}, query
    unique = platform.get("/api/v1/meters/unique_count/query?tenant=ours").json()["data"][0]["value"]
    assert read(module_stack, login, queries[2]) == [["ours", "unique_count", unique]]


def test_a_foreign_tenant_is_seen_neither_by_settings_nor_by_copy(module_stack: Stack, platform: Client, login: str) -> None:
    make(module_stack, login)
    grant(module_stack, login, "--tenant", "ours")
    for before in ("", "SET weir.tenant = '*';", "SET ROLE weir_analyst;", "SET default_transaction_read_only = off;"):
        for what in ("SELECT DISTINCT tenant_key FROM analytics.usage_hourly_v1", "SELECT key FROM tenants", "COPY (SELECT key FROM tenants) TO STDOUT"):
            assert read(module_stack, login, before + what) == [["ours"]], (before, what)
    own = read(module_stack, login, "COPY usage_cells (tenant_number) TO STDOUT")
    assert len(own) > 20 and len({row[0] for row in own}) == 1
    for refused in ("SET ROLE weir_api", "SELECT email FROM users", "SELECT * FROM audit_entries", "SET row_security = off; SELECT key FROM tenants"):
        done = as_login(module_stack, login, refused)
        assert done.returncode != 0 and done.stdout == "", refused
    assert grant(module_stack, login, "--all-tenants")["analyst"]["tenant_id"] is None
    assert read(module_stack, login, "SELECT DISTINCT tenant_key FROM analytics.usage_hourly_v1 ORDER BY 1") == [["ours"], ["theirs"]]


def test_a_login_that_could_do_more_is_refused_and_one_that_got_more_later_is_reported(module_stack: Stack, platform: Client, login: str) -> None:
    make(module_stack, login)
    module_stack.services.sql(f"GRANT weir_api TO {login}")
    refused = module_stack.cli("analyst", "grant", login, "--all-tenants")
    assert refused.returncode == 1 and "analyst_login_privileged" in refused.stderr and "member of weir_api" in refused.stderr
    assert module_stack.sql(f"SELECT count(*) FROM analyst_logins WHERE login = '{login}'").strip() == "0"
    module_stack.services.sql(f"REVOKE weir_api FROM {login}")
    grant(module_stack, login, "--all-tenants")

    def examined() -> list[str]:
        checks = json.loads(module_stack.cli("doctor", "--json").stdout)["checks"]
        return [check["detail"] for check in checks if check["name"] == "analyst" and not check["ok"]]

    assert not [detail for detail in examined() if detail.startswith(login)]
    module_stack.services.sql(f"ALTER ROLE {login} BYPASSRLS")
    assert f"{login}: too much: BYPASSRLS" in examined()
    module_stack.services.sql(f"DROP ROLE {login}")
    assert f"{login}: no such login" in examined()
    assert module_stack.cli("analyst", "revoke", login).returncode == 0


def test_grants_and_their_ends_are_in_the_audit_trail(module_stack: Stack, platform: Client, login: str) -> None:
    make(module_stack, login)
    tenant = platform.get("/api/v1/tenants/ours").json()["id"]
    ours = grant(module_stack, login, "--tenant", "ours")["analyst"]
    assert ours["tenant_id"] == tenant and ours["granted_by"].startswith("operator:")
    assert list(ours) == json.loads((TOP / "schemas/json/analyst_login.json").read_text())["required"]
    everything = grant(module_stack, login, "--all-tenants")["analyst"]
    assert grant(module_stack, login, "--tenant", "ours") == {"granted": False, "analyst": None}
    one = module_stack.cli("analyst", "revoke", login, "--tenant", "ours", "--json")
    assert [gone["id"] for gone in json.loads(one.stdout)] == [ours["id"]]
    again = module_stack.cli("analyst", "revoke", login, "--tenant", "ours")
    assert again.returncode == 1 and "analyst_grant_not_found" in again.stderr
    assert module_stack.cli("analyst", "revoke", login).returncode == 0
    assert read(module_stack, login, "SELECT count(*) FROM analytics.usage_hourly_v1") == [["0"]]
    assert module_stack.cli("analyst", "revoke", login).returncode == 1
    assert module_stack.cli("analyst", "grant", login).returncode == 2
    assert module_stack.cli("analyst", "grant", login, "--tenant", "nobody").returncode == 1

    announced = module_stack.sql(f"SELECT type, payload::json ->> 'subject', coalesce(tenant_number::text, '-') = '-' FROM outbox WHERE payload LIKE '%{login}%' ORDER BY number")
    assert [line.split("|") for line in announced.splitlines()] == [
        ["analyst.granted", ours["id"], "f"],
        ["analyst.granted", everything["id"], "t"],
        ["analyst.revoked", ours["id"], "f"],
        ["analyst.revoked", everything["id"], "t"],
    ]
    deadline = datetime.now(UTC) + timedelta(seconds=30)
    while len(entries := platform.get(f"/api/v1/audit?subject={ours['id']}").json()["items"]) < 2:
        assert datetime.now(UTC) < deadline, entries
        time.sleep(0.2)
    assert [entry["type"] for entry in entries] == ["analyst.revoked", "analyst.granted"] and {entry["tenant_id"] for entry in entries} == {tenant}
    assert {entry["after"]["login"] for entry in entries} == {login}
