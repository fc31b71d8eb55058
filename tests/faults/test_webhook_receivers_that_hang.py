"""Ten thousand webhooks to fifty receivers of which ten hang, and a sender that is killed in the middle: the others get each of theirs, nobody waits, and what hangs is seen."""

from __future__ import annotations

import secrets
import signal
import time
from collections import Counter

from tests.support.client import Client
from tests.support.services import Services
from tests.support.stack import Stack
from tests.support.webhook_receiver import Reply, WebhookReceiver

RECEIVERS, HANGING, MESSAGES = 50, 10, 200
OF_AN_OWNER = 20
MOST_UNDER_WAY = 256
SECONDS = 90


def _ask(stack: Stack, sql: str) -> int:
    return int(stack.sql(sql))


def _await(stack: Stack, sql: str, wanted: int) -> None:
    deadline = time.monotonic() + SECONDS
    while (found := _ask(stack, sql)) < wanted:
        assert time.monotonic() < deadline, f"{found} of {wanted}: {sql}"
        time.sleep(0.2)


def test_the_others_are_told_once_more_at_most_and_what_hangs_is_seen(services: Services) -> None:
    with WebhookReceiver() as receiver, Stack(services, "hanging") as stack:
        receiver.reply = lambda d: Reply(wait_s=SECONDS) if d.path.startswith("/hangs/") else Reply()
        served = stack.serve(receiver.settings())
        platform = stack.client(served)
        owners = [platform]
        for _ in range((RECEIVERS - 1) // OF_AN_OWNER):
            tenant = platform.request("POST", "/api/v1/tenants", {"key": secrets.token_hex(6)}).json()["id"]
            key = platform.request("POST", "/api/v1/api-keys", {"name": "k", "scopes": ["manage"], "tenant_id": tenant}).json()["secret"]
            owners.append(Client(served.url, key))
        made = []
        for number in range(RECEIVERS):
            kind = "hangs" if number < HANGING else "answers"
            answer = owners[number // OF_AN_OWNER].request("POST", "/api/v1/webhook-endpoints", {"url": f"{receiver.url}/{kind}/{number}", "event_types": ["invoice.paid"]})
            assert answer.status == 201, answer.body
            made.append(answer.json()["id"])
        stack.sql(
            "INSERT INTO webhook_messages (id, type, body) SELECT 'msg_' || upper(lpad(to_hex(n), 26, '0')), 'invoice.paid', '{\"type\":\"invoice.paid\"}' "
            f"FROM generate_series(1, {MESSAGES}) AS n;"
            "INSERT INTO webhook_deliveries (id, endpoint_number, message_number, tenant_number) SELECT 'whd_' || upper(lpad(to_hex(m.number * 1000 + e.number), 26, '0')), e.number, m.number, e.tenant_number "
            "FROM webhook_messages AS m CROSS JOIN webhook_endpoints AS e WHERE m.type = 'invoice.paid';"
            "INSERT INTO webhook_wakes (endpoint_number, since) SELECT number, now() - interval '1 hour' FROM webhook_endpoints"
        )
        answering = (RECEIVERS - HANGING) * MESSAGES
        _await(stack, "SELECT count(*) FROM webhook_deliveries WHERE state = 'delivered'", answering // 3)
        served.process.send(signal.SIGKILL)
        assert served.process.wait(10)
        # The leases of the dead are over.
        stack.sql(
            "UPDATE webhook_deliveries SET leased_until = now(), due_at = now() WHERE leased_until IS NOT NULL;"
            "UPDATE webhook_lanes SET due_at = now(), first_due = '-infinity', lease_ends = CASE WHEN under_way > 0 THEN now() ELSE 'infinity' END"
        )
        served.start_again()
        _await(stack, "SELECT count(*) FROM webhook_deliveries WHERE state = 'delivered'", answering)
        got = Counter((d.path, d.id) for d in receiver.deliveries if d.path.startswith("/answers/"))
        assert len(got) == answering, "each of them at least once"
        repeated = sum(got.values()) - answering
        assert repeated <= MOST_UNDER_WAY and max(got.values()) <= 2, "again only what was under way when the sender died"
        _await(stack, "SELECT count(*) FROM webhook_attempts WHERE status IS NULL", HANGING)
        hanging = owners[0].get(f"/api/v1/webhook-endpoints/{made[0]}").json()
        assert hanging["enabled"] and hanging["failures"] > 0 and hanging["failing_since"]
        assert _ask(stack, "SELECT count(*) FROM webhook_deliveries WHERE state <> 'waiting' AND state <> 'delivered'") == 0, "what hangs is deferred"
        tried = owners[0].get(f"/api/v1/webhook-endpoints/{made[0]}/deliveries?state=waiting").json()["items"]
        assert len(tried) > 0
