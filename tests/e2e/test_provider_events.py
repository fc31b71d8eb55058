"""The inbox of payment providers over HTTP: found by what an event is and what came of it, shown as it was received, and applied once more by those who may."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.support import people
from tests.support.billing import Billing
from tests.support.client import Answer, Client
from tests.support.people import sign_in
from tests.support.stack import Running, Stack

URL = "/api/v1/provider-events"
NOWHERE = f"{URL}/pve_01ARZ3NDEKTSV4RRFFQ69G5FAV"
PAYMENT, COMMAND = "pay_01ARZ3NDEKTSV4RRFFQ69G5FAV", "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV"
ROW = {"type": "charge.succeeded", "object_id": "ch_1", "source": "webhook", "body": b"{}", "state": "applied", "outcome": "", "detail": "", "attempts": 1}


@dataclass(frozen=True)
class World(Billing):
    stack: Stack
    served: Running

    def account(self) -> str:
        return str(self.must("POST", "/api/v1/payment-providers", {"slug": f"a-{secrets.token_hex(6)}", "provider": "stripe", "name": "Tests", "live": False})["id"])

    def store(self, account: str, **more: Any) -> dict[str, Any]:
        """An event as the worker leaves it; with `due_at` far away it is not touched any more."""
        row = {"id": f"pve_{secrets.token_hex(13).upper()}", "event_id": f"evt_{secrets.token_hex(8)}", "due_at": "infinity", **ROW, **more}
        if row["state"] != "pending":
            row["ended_at"] = "2026-11-27T10:00:03Z"
        made = {**row, "provider": "stripe", "related_id": "", "api_version": "2026-10-28.endive", "occurred_at": "2026-11-27T10:00:01Z", "received_at": "2026-11-27T10:00:02Z"}
        values = ", ".join(f"'\\x{value.hex()}'" if isinstance(value, bytes) else f"'{value}'" for value in made.values())
        self.stack.sql(f"INSERT INTO provider_events (provider_number, {', '.join(made)}) SELECT number, {values} FROM payment_providers WHERE id = '{account}'")
        return row

    def listed(self, query: str, limit: int = 100) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = []
        cursor = ""
        while True:
            page = self.must("GET", f"{URL}?{query}&limit={limit}{cursor}", status=200)
            items += page["items"]
            if page["next_cursor"] is None:
                return items
            cursor = f"&cursor={page['next_cursor']}"


@pytest.fixture(scope="module")
def world(module_stack: Stack) -> Iterator[World]:
    served = module_stack.serve(people.BEHIND_A_PROXY)
    yield World(module_stack.client(served), module_stack, served)


def code(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json()["code"]


def test_events_are_found_by_what_they_are_and_what_came_of_them(world: World) -> None:
    mine, other = world.account(), world.account()
    paid = world.store(mine, outcome="payment_recorded", payment_id=PAYMENT, command_id=COMMAND)
    failed = world.store(mine, state="failed", outcome="payment_not_found", detail="There is no such payment.", type="refund.failed", object_id="re_1")
    swept = world.store(mine, state="ignored", outcome="unrelated", source="sweep", object_id="")
    waits = world.store(mine, state="pending", attempts=0)
    theirs = world.store(other, object_id="ch_of_the_other")

    def ids(query: str) -> list[str]:
        return [item["event_id"] for item in world.listed(query)]

    ours = f"payment_provider_id={mine}"
    newest_first = [one["event_id"] for one in (waits, swept, failed, paid)]
    assert [item["event_id"] for item in world.listed(ours, limit=1)] == newest_first
    assert ids("provider=stripe")[:5] == [theirs["event_id"], *newest_first]
    for query, one in ((f"{ours}&state=pending", waits), (f"{ours}&state=ignored", swept), ("type=refund.failed", failed), ("object_id=re_1", failed), (f"event_id={paid['event_id']}", paid)):
        assert ids(query) == [one["event_id"]], query
    assert ids("object_id=ch_of_the_other&state=applied") == [theirs["event_id"]] and ids("object_id=ch_of_the_other&state=failed") == []
    assert ids(f"{ours}&type=charge.succeeded&object_id=ch_1&state=applied") == [paid["event_id"]]
    for wrong in ("state=lost", "provider=bank", "limit=0", "cursor=x", "object_id=", f"event_id={256 * 'x'}"):
        assert world.platform.get(f"{URL}?{wrong}").status == 400, wrong

    item = world.listed(f"event_id={paid['event_id']}")[0]
    assert item == {
        "id": paid["id"], "payment_provider_id": mine, "provider": "stripe", "event_id": paid["event_id"], "type": "charge.succeeded", "object_id": "ch_1",
        "api_version": "2026-10-28.endive", "occurred_at": "2026-11-27T10:00:01Z", "received_at": "2026-11-27T10:00:02Z", "source": "webhook", "state": "applied",
        "outcome": "payment_recorded", "detail": "", "payment_id": PAYMENT, "command_id": COMMAND, "attempts": 1, "ended_at": "2026-11-27T10:00:03Z",
    }  # fmt: skip
    item = world.listed(f"event_id={failed['event_id']}")[0]
    assert (item["outcome"], item["detail"], item["payment_id"], item["command_id"]) == ("payment_not_found", "There is no such payment.", None, None)
    assert world.listed(f"event_id={waits['event_id']}")[0]["ended_at"] is None


def test_a_body_is_shown_as_it_was_received(world: World) -> None:
    account = world.account()
    body = ' {"id":"evt_1",\n"amount": 9007199254740993, "name":"Zo\u00eb \\u00e9 \U0001f4b6"}\n'
    row = world.store(account, body=body.encode())
    shown = world.must("GET", f"{URL}/{row['id']}", status=200)
    assert shown.pop("body") == body
    assert [shown] == world.listed(f"event_id={row['event_id']}"), "but for its body it is as in the list"
    odd = world.store(account, body=b'{"a":"\xff\x00"}')
    assert world.must("GET", f"{URL}/{odd['id']}", status=200)["body"].startswith('{"a":"')
    long = world.store(account, body=b'"' + (1 << 20) * b"x" + b'"')
    assert len(world.must("GET", f"{URL}/{long['id']}", status=200)["body"]) == (1 << 20) + 2
    for path in (NOWHERE, f"{URL}/nothing-here"):
        assert code(world.platform.get(path)) == (404, "provider_event_not_found")


def test_an_event_is_applied_once_more_whatever_came_of_it_unless_it_waits(world: World) -> None:
    account = world.account()
    for state in ("failed", "ignored", "applied"):
        row = world.store(account, state=state, outcome="unrelated", detail="Of nobody.", command_id=COMMAND, payment_id=PAYMENT)
        # Nobody takes it here: what the request itself leaves behind is looked at.
        again = world.platform.request("POST", f"{URL}/{row['id']}/reruns")
        assert again.status == 202, again.body
        said = again.json()
        assert (said["id"], said["state"], said["outcome"], said["detail"], said["command_id"], said["ended_at"]) == (row["id"], "pending", "", "", None, None)
        told = [json.loads(line) for line in world.stack.sql("SELECT payload FROM outbox WHERE type = 'provider_event.rerun'").splitlines() if row["id"] in line]
        (one,) = told
        assert one["subject"] == row["id"] and one["principal"].startswith("key_") and "tenant" not in one
        assert (one["data"]["state"], one["data"]["previous"]["state"], one["data"]["previous"]["outcome"]) == ("pending", state, "unrelated")
    waits = world.store(account, state="pending")
    assert code(world.platform.request("POST", f"{URL}/{waits['id']}/reruns")) == (409, "provider_event_state_refused")
    assert code(world.platform.request("POST", f"{NOWHERE}/reruns")) == (404, "provider_event_not_found")


def test_who_may(world: World) -> None:
    row = world.store(world.account(), state="failed")
    one = f"{URL}/{row['id']}"
    requests = (("GET", f"{URL}?limit=1"), ("GET", one), ("POST", f"{one}/reruns"))
    tenant = str(world.must("POST", "/api/v1/tenants", {"key": "readers", "name": "Readers"})["id"])
    people.make(world.stack, "owner@readers.example", "--tenant", "readers", "--role", "owner")
    owner = sign_in(world.served.url, "owner@readers.example", address=people.new_address())
    key = Client(world.served.url, world.must("POST", "/api/v1/api-keys", {"name": "k", "scopes": ["ingest", "query", "manage"], "tenant_id": tenant})["secret"])
    for method, path in requests:
        assert code(owner.request(method, path, None, tenant)) == code(key.request(method, path)) == (403, "forbidden"), (method, path)
    for role, writes in (("support", False), ("finance", False), ("operator", True)):
        people.make(world.stack, f"{role}@inbox.example", "--platform", role)
        person = sign_in(world.served.url, f"{role}@inbox.example", address=people.new_address())
        for method, path in requests:
            answer = person.request(method, path)
            assert (answer.status < 300) == (writes or method == "GET"), (role, method, answer.body)
            assert person.request(method, path, None, tenant).status == 403, "not while they look at a tenant"
