"""Webhook endpoints over HTTP: made, changed, disabled, rotated, tested and deleted, by those who may, with secrets that are shown once; and what came of deliveries."""

from __future__ import annotations

import base64
import json
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.support import people
from tests.support.billing import Billing
from tests.support.client import Answer, Client
from tests.support.people import sign_in
from tests.support.stack import Running, Stack

URL = "/api/v1/webhook-endpoints"
HOOK = "https://hooks.example.com/weir"
SETTINGS = {**people.BEHIND_A_PROXY, "WEBHOOK_ALLOWED_NETWORKS": "192.168.7.0/24", "WEBHOOK_PORTS": "443,8443"}
NOWHERE = f"{URL}/whe_01ARZ3NDEKTSV4RRFFQ69G5FAV"


@dataclass(frozen=True)
class World(Billing):
    stack: Stack
    served: Running

    def tenant(self) -> tuple[str, Client]:
        """One of its own, and who acts with a key of it."""
        made = str(self.must("POST", "/api/v1/tenants", {"key": secrets.token_hex(6), "name": "Acme"})["id"])
        return made, self.key(made, "manage")

    def key(self, tenant: str, *scopes: str) -> Client:
        made = self.must("POST", "/api/v1/api-keys", {"name": "k", "scopes": list(scopes), "tenant_id": tenant})
        return Client(self.served.url, made["secret"])

    def told(self, endpoint: str) -> list[dict[str, Any]]:
        """What was announced of it, in order."""
        rows = self.stack.sql("SELECT payload FROM outbox WHERE type LIKE 'webhook_endpoint.%' ORDER BY number").splitlines()
        return [event for event in map(json.loads, filter(None, rows)) if event["subject"] == endpoint]

    def deliver(self, endpoint: str, count: int) -> list[dict[str, str]]:
        """Deliveries as a sender leaves them that failed, each with two attempts."""
        made = [{"delivery": f"whd_{n:04}{endpoint[8:]}", "message": f"msg_{secrets.token_hex(13).upper()}"} for n in range(count)]
        for one in made:
            self.stack.sql(
                f"""WITH e AS (SELECT * FROM webhook_endpoints WHERE id = '{endpoint}'), m AS (INSERT INTO webhook_messages (id, tenant_number, type, body)
                SELECT '{one["message"]}', tenant_number, 'invoice.paid', '{{"type":"invoice.paid"}}' FROM e RETURNING number),
                d AS (INSERT INTO webhook_deliveries (id, endpoint_number, message_number, tenant_number, state, failed_reason, attempts, round, ended_at)
                SELECT '{one["delivery"]}', e.number, m.number, e.tenant_number, 'failed', 'attempts', 2, 2, now() FROM e, m RETURNING *)
                INSERT INTO webhook_attempts (delivery_number, attempt, tenant_number, started_at, duration_ms, status, response, error)
                SELECT d.number, a.attempt, d.tenant_number, now(), 7, a.status, a.response, a.error
                FROM d, (VALUES (1, 500, 'out of order', ''), (2, NULL, '', 'timed out')) AS a (attempt, status, response, error)"""
            )
        return made


@pytest.fixture(scope="module")
def world(module_stack: Stack) -> Iterator[World]:
    served = module_stack.serve(SETTINGS)
    yield World(module_stack.client(served), module_stack, served)


def make(by: Client, **more: Any) -> dict[str, Any]:
    answer = by.request("POST", URL, {"url": HOOK, "event_types": ["invoice.*"], **more})
    assert answer.status == 201, answer.body
    assert answer.headers["cache-control"] == "no-store"
    return dict(answer.json())


def without(endpoint: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in endpoint.items() if name not in names}


def code(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json()["code"]


def listed(by: Client, path: str = URL, limit: int = 100) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = by.get(f"{path}{'&' if '?' in path else '?'}limit={limit}{cursor}")
        assert page.status == 200, page.body
        items += page.json()["items"]
        if page.json()["next_cursor"] is None:
            return items
        cursor = f"&cursor={page.json()['next_cursor']}"


def test_an_endpoint_from_its_making_to_its_end(world: World) -> None:
    tenant, by = world.tenant()
    made = make(by, description="Books", event_types=["invoice.*", "credit.expired"])
    secret = made.pop("secret")
    assert len(base64.b64decode(secret.removeprefix("whsec_"), validate=True)) == 32
    assert (made["tenant_id"], made["enabled"], made["disabled_reason"], made["failures"], made["version"]) == (tenant, True, None, 0, 1)
    (only,) = made["secrets"]
    assert only["expires_at"] is None and secret not in json.dumps(only)
    read = by.get(f"{URL}/{made['id']}")
    assert read.json() == made and read.headers["etag"] == '"1"'
    assert listed(by) == [made]

    changed = by.request("PATCH", f"{URL}/{made['id']}", {"url": HOOK + "/two?a=b", "event_types": ["*"], "description": ""}, {"if-match": '"1"'})
    assert changed.status == 200 and changed.headers["etag"] == '"2"', changed.body
    assert without(changed.json(), "updated_at") == {**without(made, "updated_at"), "url": HOOK + "/two?a=b", "event_types": ["*"], "description": "", "version": 2}
    assert code(by.request("PATCH", f"{URL}/{made['id']}", {"description": "x"}, {"if-match": '"1"'})) == (412, "precondition_failed")
    assert by.request("PATCH", f"{URL}/{made['id']}", {"event_types": ["*"]}).json() == changed.json(), "nothing is changed by the same once more"

    off = by.request("PATCH", f"{URL}/{made['id']}", {"enabled": False}).json()
    assert (off["enabled"], off["disabled_reason"], off["version"]) == (False, "person", 3) and off["disabled_at"]
    world.stack.sql(f"UPDATE webhook_lanes SET failures = 9, failing_since = now(), closed_until = 'infinity' WHERE endpoint_number = (SELECT number FROM webhook_endpoints WHERE id = '{made['id']}')")
    assert by.get(f"{URL}/{made['id']}").json()["failures"] == 9
    on = by.request("PATCH", f"{URL}/{made['id']}", {"enabled": True}).json()
    assert (on["enabled"], on["disabled_reason"], on["disabled_at"], on["failures"], on["failing_since"], on["paused_until"]) == (True, None, None, 0, None, None)

    assert code(by.request("DELETE", f"{URL}/{made['id']}", headers={"if-match": '"3"'})) == (412, "precondition_failed")
    assert by.request("DELETE", f"{URL}/{made['id']}", headers={"if-match": '"4"'}).status == 204
    assert code(by.get(f"{URL}/{made['id']}")) == (404, "webhook_endpoint_not_found")
    assert listed(by) == []
    told = world.told(made["id"])
    assert [event["type"].removeprefix("webhook_endpoint.") for event in told] == ["created", "updated", "updated", "updated", "deleted"]
    assert all(event["tenant"] == tenant for event in told) and len({event["id"] for event in told}) == 5
    assert told[1]["data"]["previous"]["url"] == HOOK and told[2]["data"]["disabled_reason"] == "person"


def test_secrets_are_shown_once_sign_beside_one_another_and_stand_sealed(world: World) -> None:
    _, by = world.tenant()
    own = "whsec_" + base64.b64encode(bytes(range(24))).decode()
    once = {"idempotency-key": secrets.token_hex(8)}
    body = {"url": HOOK, "event_types": ["*"], "secret": own}
    first, again = (by.request("POST", URL, body, once) for _ in range(2))
    made = first.json()
    assert (first.status, again.status, made["secret"]) == (201, 201, own)
    assert again.json() == without(made, "secret"), "a repetition does not show it"
    rotations = f"{URL}/{made['id']}/secret-rotations"

    second = by.request("POST", rotations, {"overlap_seconds": 3600}, {"idempotency-key": secrets.token_hex(8)})
    assert second.status == 201 and second.headers["cache-control"] == "no-store", second.body
    assert second.headers["etag"] == '"2"' and second.headers["location"] == f"{URL}/{made['id']}"
    third = by.request("POST", rotations, {}).json()
    shown = [own, second.json()["secret"], third["secret"]]
    assert len(set(shown)) == 3 and [s["expires_at"] is None for s in third["secrets"]] == [True, False, False]
    assert len({s["id"] for s in third["secrets"]}) == 3
    assert code(by.request("POST", rotations, {})) == (422, "webhook_secret_refused")
    last = by.request("POST", rotations, {"overlap_seconds": 0}).json()
    assert [s["expires_at"] is None for s in last["secrets"]] == [True, False, False], "the one that was current signs no more"
    assert third["secrets"][0]["id"] not in {s["id"] for s in last["secrets"]}
    shown.append(last["secret"])

    for text in (by.get(URL).body.decode(), by.get(f"{URL}/{made['id']}").body.decode(), json.dumps(world.told(made["id"])), world.served.text(), world.stack.sql("SELECT * FROM outbox, idempotency_keys")):
        assert not [secret for secret in shown if secret in text or secret.removeprefix("whsec_") in text]
    rows = world.stack.sql(f"SELECT sealed FROM webhook_secrets WHERE id LIKE '{made['id']}%'").split()
    assert rows and bytes(range(24)).hex() not in "".join(rows)
    assert [event["type"] for event in world.told(made["id"])] == ["webhook_endpoint.created"] + 3 * ["webhook_endpoint.secret_rotated"]


def test_secrets_that_are_none_are_refused(world: World) -> None:
    _, by = world.tenant()
    short, long = (base64.b64encode(bytes(size)).decode() for size in (23, 65))
    for secret, status in ((f"whsec_{short}", 422), (f"whsec_{long}", 422), ("whsec_" + "A" * 33, 422), ("whsec_" + "A" * 32 + "=", 422), ("sk_" + "A" * 40, 400)):
        refused = by.request("POST", URL, {"url": HOOK, "event_types": ["*"], "secret": secret})
        assert refused.status == status, (secret, refused.body)
        assert secret not in refused.body.decode()
        assert status == 400 or refused.json()["code"] == "webhook_secret_refused"
    assert listed(by) == []


REFUSED = [
    "http://hooks.example.com/", "ftp://hooks.example.com/", "HTTPS:/hooks.example.com", "//hooks.example.com", "hooks.example.com/weir",
    "https://", "https:///weir", "https://ada:pass@hooks.example.com/", "https://hooks.example.com@127.0.0.1/", "https://hooks.example.com/#part",
    "https://hooks.example.com:8080/", "https://hooks.example.com:0/", "https://hooks.example.com:99999/", "https://hooks.example.com:443x/", "https://hooks.example.com:/",
    "https://hooks.example.com/ weir", "https://hooks.example.com\\@10.0.0.1/", "https://hooks .example.com/", "https://hooks.example.com\t/", "https://hooks..example.com/",
    "https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f.0.0.1/", "https://0177.0.0.1/", "https://10.1.2.3/", "https://172.16.0.1/",
    "https://192.168.1.1/", "https://169.254.169.254/latest/meta-data", "https://100.64.0.1/", "https://0.0.0.0/", "https://224.0.0.1/", "https://255.255.255.255/",
    "https://[::1]/", "https://[::]/", "https://[::ffff:127.0.0.1]/", "https://[fe80::1]/", "https://[fd00::1]/", "https://[2002:7f00:1::]/", "https://[64:ff9b::7f00:1]/", "https://[::1/",
]  # fmt: skip
TAKEN = [
    "https://hooks.example.com", "https://hooks.example.com?a=b", "https://hooks.example.com:8443/a/b?c=d&e=%20", "https://8.8.8.8/", "https://[2606:4700::1111]/weir",
    "https://192.168.7.9/", "http://192.168.7.9:443/",
]  # fmt: skip


def test_where_webhooks_may_not_be_sent_no_endpoint_is_made(world: World) -> None:
    _, by = world.tenant()
    made = make(by)
    for url in REFUSED:
        for answer in (by.request("POST", URL, {"url": url, "event_types": ["*"]}), by.request("PATCH", f"{URL}/{made['id']}", {"url": url})):
            assert code(answer) == (422, "webhook_url_refused"), (url, answer.body)
            assert answer.json()["errors"][0]["pointer"] == "/url"
    assert listed(by) == [without(made, "secret")]
    for url in TAKEN:
        assert make(by, url=url)["url"] == url


def test_what_would_never_be_told_is_refused(world: World) -> None:
    _, by = world.tenant()
    for wrong in ("invoice.pay", "invoices.*", "login.failed", "user.*", "meter.created"):
        answer = by.request("POST", URL, {"url": HOOK, "event_types": ["*", wrong]})
        assert code(answer) == (400, "validation_failed") and answer.json()["errors"][0]["pointer"] == "/event_types/1", answer.body
    for right in ("login.failed", "user.*", "meter.created"):
        made = make(world.platform, event_types=[right])
        assert made["tenant_id"] is None, "the platform is told of everything"
        assert world.platform.request("DELETE", f"{URL}/{made['id']}").status == 204


def test_an_owner_has_twenty_at_most(world: World) -> None:
    _, by = world.tenant()
    _, other = world.tenant()
    made = [make(by)["id"] for _ in range(20)]
    assert code(by.request("POST", URL, {"url": HOOK, "event_types": ["*"]})) == (409, "too_many_webhook_endpoints")
    assert [one["id"] for one in listed(by, limit=7)] == sorted(made)
    make(other)
    assert by.request("DELETE", f"{URL}/{made[0]}").status == 204
    make(by)


def test_of_others_nothing_is_there_and_the_platform_has_its_own(world: World) -> None:
    tenant, by = world.tenant()
    _, stranger = world.tenant()
    made = make(by)
    (delivery,) = world.deliver(made["id"], 1)
    own = make(world.platform)
    for asker, endpoint in ((stranger, made), (world.platform, made), (by, own)):
        one = f"{URL}/{endpoint['id']}"
        below = f"{one}/deliveries/{delivery['delivery']}"
        for method, path, body in (
            ("GET", one, None), ("PATCH", one, {"enabled": False}), ("DELETE", one, None), ("POST", f"{one}/secret-rotations", {}), ("POST", f"{one}/tests", None),
            ("POST", f"{one}/resends", {"since": "2026-01-01T00:00:00Z"}), ("GET", f"{one}/deliveries", None), ("GET", below, None), ("POST", f"{below}/resends", None),
        ):  # fmt: skip
            assert code(asker.request(method, path, body)) == (404, "webhook_endpoint_not_found"), (method, path)
        assert endpoint["id"] not in {item["id"] for item in listed(asker)}
    assert code(stranger.get(NOWHERE)) == (404, "webhook_endpoint_not_found")
    mine = make(stranger)
    assert code(stranger.get(f"{URL}/{mine['id']}/deliveries/{delivery['delivery']}")) == (404, "webhook_delivery_not_found")
    assert [item["tenant_id"] for item in listed(by)] == [tenant]


def test_who_may(world: World) -> None:
    tenant, by = world.tenant()
    key = str(world.must("GET", f"/api/v1/tenants/{tenant}", status=200)["key"])
    made = make(by)
    one = f"{URL}/{made['id']}"
    for role, reads, writes in (("viewer", False, False), ("analyst", False, False), ("billing", False, False), ("admin", True, True)):
        people.make(world.stack, f"{role}@{key}.example", "--tenant", key, "--role", role)
        person = sign_in(world.served.url, f"{role}@{key}.example", address=people.new_address())
        assert person.get(URL, tenant).status == (200 if reads else 403)
        assert person.get(f"{one}/deliveries", tenant).status == (200 if reads else 403)
        for method, path, body in (("PATCH", one, {"description": role}), ("POST", f"{one}/tests", None), ("POST", f"{one}/secret-rotations", {})):
            answer = person.request(method, path, body, tenant)
            assert (answer.status < 300) == writes and (writes or code(answer) == (403, "forbidden")), (role, answer.body)
    for scope in ("ingest", "query"):
        assert world.key(tenant, scope).get(URL).status == 403


def test_a_test_is_announced_and_a_disabled_endpoint_refuses_it(world: World) -> None:
    _, by = world.tenant()
    made = make(by)
    one = f"{URL}/{made['id']}"
    first, second = (by.request("POST", f"{one}/tests") for _ in range(2))
    assert first.status == 202 and first.json() != second.json()
    event = world.told(made["id"])[1]
    assert (event["type"], event["id"], event["data"]) == ("webhook_endpoint.tested", first.json()["event_id"], {"endpoint_id": made["id"], "url": HOOK})
    (delivery,) = world.deliver(made["id"], 1)
    assert by.request("PATCH", one, {"enabled": False}).status == 200
    for path, body in (("tests", None), ("resends", {"since": "2026-01-01T00:00:00Z"}), (f"deliveries/{delivery['delivery']}/resends", None)):
        assert code(by.request("POST", f"{one}/{path}", body)) == (409, "webhook_endpoint_disabled"), path
    deadline = time.monotonic() + 60
    while not (found := by.get(f"{one}/deliveries?message_id={first.json()['message_id']}").json()["items"]):
        assert time.monotonic() < deadline, "the worker makes a delivery of the test"
        time.sleep(0.2)
    assert found[0]["type"] == "webhook_endpoint.tested"


def test_deliveries_are_listed_shown_and_sent_once_more(world: World) -> None:
    _, by = world.tenant()
    made = make(by)
    one = f"{URL}/{made['id']}"
    failed = world.deliver(made["id"], 5)
    done = failed[4]
    world.stack.sql(f"UPDATE webhook_deliveries SET state = 'delivered', failed_reason = NULL WHERE id = '{done['delivery']}'")
    every = listed(by, f"{one}/deliveries", limit=2)
    assert [item["id"] for item in every] == [d["delivery"] for d in reversed(failed)], "the newest first"
    assert [item["id"] for item in listed(by, f"{one}/deliveries?state=delivered")] == [done["delivery"]]
    assert [item["id"] for item in listed(by, f"{one}/deliveries?message_id={failed[1]['message']}")] == [failed[1]["delivery"]]
    assert len(listed(by, f"{one}/deliveries?type=invoice.paid")) == 5 and listed(by, f"{one}/deliveries?type=invoice.voided&state=failed") == []
    assert code(by.get(f"{one}/deliveries?state=lost")) == (400, "query_parameter_invalid")
    item = every[-1]
    assert (item["state"], item["failed_reason"], item["attempts"], item["last_status"], item["next_attempt_at"]) == ("failed", "attempts", 2, None, None)
    shown = by.get(f"{one}/deliveries/{failed[0]['delivery']}").json()
    assert without(shown, "body", "attempt_log") == item and shown["body"] == '{"type":"invoice.paid"}'
    assert [(a["attempt"], a["status"], a["response"], a["error"]) for a in shown["attempt_log"]] == [(2, None, "", "timed out"), (1, 500, "out of order", "")]

    again = by.request("POST", f"{one}/deliveries/{done['delivery']}/resends")
    assert again.status == 202, again.body
    assert (again.json()["id"], again.json()["message_id"], again.json()["state"], again.json()["ended_at"]) == (done["delivery"], done["message"], "waiting", None)
    assert code(by.request("POST", f"{one}/deliveries/whd_01ARZ3NDEKTSV4RRFFQ69G5FAV/resends")) == (404, "webhook_delivery_not_found")
    world.stack.sql(f"UPDATE webhook_deliveries SET created_at = now() - interval '2 days' WHERE id = '{failed[0]['delivery']}'")
    since = world.stack.sql("SELECT to_char(now() - interval '1 day', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')").strip()
    assert by.request("POST", f"{one}/resends", {"since": since}).json() == {"count": 3}
    assert by.request("POST", f"{one}/resends", {"since": "2100-01-01T00:00:00Z"}).json() == {"count": 0}
    assert [item["id"] for item in listed(by, f"{one}/deliveries?state=failed")] == [failed[0]["delivery"]]
    resent = [event["data"] for event in world.told(made["id"]) if event["type"] == "webhook_endpoint.resent"]
    common = {"endpoint_id": made["id"], "url": HOOK}
    assert [without(said, "since") for said in resent] == [{**common, "delivery_id": done["delivery"], "message_id": done["message"]}, {**common, "count": 3}]


def test_everything_is_in_the_audit_trail(world: World) -> None:
    _, by = world.tenant()
    made = make(by)
    one = f"{URL}/{made['id']}"
    (delivery,) = world.deliver(made["id"], 1)
    for method, path, body in (
        ("PATCH", one, {"description": "Books"}), ("POST", f"{one}/secret-rotations", {}), ("POST", f"{one}/tests", None),
        ("POST", f"{one}/deliveries/{delivery['delivery']}/resends", None), ("DELETE", one, None),
    ):  # fmt: skip
        assert by.request(method, path, body).status < 300
    wanted = ["deleted", "resent", "tested", "secret_rotated", "updated", "created"]
    deadline = time.monotonic() + 60
    while True:
        entries = by.get(f"/api/v1/audit?subject={made['id']}&limit=100").json()["items"]
        if len(entries) >= len(wanted):
            break
        assert time.monotonic() < deadline, entries
        time.sleep(0.2)
    assert [entry["type"].removeprefix("webhook_endpoint.") for entry in entries] == wanted
    assert made["secret"] not in json.dumps(entries) and all(entry["actor"].startswith("key_") for entry in entries)
