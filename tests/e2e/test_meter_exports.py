"""Usage that is said to meters at a Stripe that behaves, hour by hour: late events, refusals, bad days, and a worker that is killed meanwhile."""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.support.billing import Billing, stamp
from tests.support.client import Answer, Client
from tests.support.factors import announced
from tests.support.fake_stripe import FakeStripe, Trouble
from tests.support.stack import Running, Stack
from tests.support.stripe_meters import HOUR
from tests.support.usage import wait_counted

LEASE_SECONDS = "2"

KEY, MADE = "sk_test_ofMeterExports", "/v1/billing/meter_events"
SECONDS = 60
# Once: hours end while tests run.
THIS_HOUR = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)


@dataclass(frozen=True)
class World(Billing):
    stack: Stack
    served: Running
    stripe: FakeStripe
    account: str

    def tenant(self, zone: str = "UTC", customer: bool = True) -> tuple[str, str]:
        """Its key, and its id at Stripe."""
        key = secrets.token_hex(6)
        made = self.must("POST", "/api/v1/tenants", {"key": key, "time_zone": zone})["id"]
        if not customer:
            return key, ""
        there = str(self.stripe.do(lambda at: at.answer("POST", "/v1/customers", {"name": key}, {"id": "req_1", "idempotency_key": None}))["id"])
        self.stack.sql(
            "INSERT INTO payment_customers (provider_number, tenant_number, reference)"
            f" SELECT p.number, t.number, '{there}' FROM payment_providers AS p, tenants AS t WHERE p.id = '{self.account}' AND t.id = '{made}'"
        )
        return key, there

    def meter(self, aggregation: str = "SUM") -> str:
        """Of events of its own type. Its slug; Stripe's has the same name."""
        slug = "m_" + secrets.token_hex(6)
        self.must("POST", "/api/v1/meters", {"slug": slug, "event_type": slug, "aggregation": aggregation} | ({} if aggregation == "COUNT" else {"value_property": "$.v"}))
        self.stripe.account.meters.names.add(slug)
        return slug

    def send(self, tenant: str, meter: str, at: datetime, *values: str) -> None:
        events = [
            {"specversion": "1.0", "id": secrets.token_hex(8), "source": "s", "type": meter, "subject": tenant, "time": stamp(at), "data": {"v": value}} for value in values
        ]
        sent = self.platform.send(events)
        assert sent.status == 202, sent.body

    def use(self, tenant: str, meter: str, at: datetime, *values: str) -> None:
        """Counted when this returns."""
        self.send(tenant, meter, at, *values)
        wait_counted(self.platform)

    def at(self, meter: str) -> str:
        return f"/api/v1/payment-providers/{self.account}/meter-exports/{meter}"

    def export(self, meter: str, **more: Any) -> dict[str, Any]:
        return self.must("PUT", self.at(meter), {"event_name": meter, "from": stamp(hours_ago(48)), **more}, 200)

    def shown(self, meter: str) -> dict[str, Any]:
        items = self.must("GET", f"/api/v1/payment-providers/{self.account}/meter-exports", status=200)["items"]
        return next(one for one in items if one["meter"] == meter)

    def counted(self, tenant: str, meter: str) -> dict[int, Decimal]:
        """As Weir answers it, without the hour that is not over, by the beginning of Stripe's hour."""
        rows = self.platform.get(f"/api/v1/meters/{meter}/query?tenant={tenant}&window=HOUR").json()["data"]
        starts = [(datetime.fromisoformat(row["from"]), Decimal(row["value"])) for row in rows]
        return {int(at.timestamp()) // HOUR * HOUR: value for at, value in starts if at < datetime.now(UTC) - timedelta(seconds=HOUR + 120)}

    def said(self, customer: str, meter: str) -> dict[int, Decimal]:
        meters = self.stripe.account.meters
        assert meters.hours(meter, customer) == meters.hours_by_timestamp(meter, customer)
        return meters.hours(meter, customer)


@pytest.fixture(scope="module")
def world(module_stack: Stack) -> Iterator[World]:
    with FakeStripe(KEY, seed=29) as stripe:
        served = module_stack.serve({"ARCHIVE_URL": "off", **stripe.settings()})
        platform = module_stack.client(served)
        account = {"slug": "meters", "provider": "stripe", "name": "Meters", "live": False, "api_key": KEY}
        made = Billing(platform).must("POST", "/api/v1/payment-providers", account)
        yield World(platform, module_stack, served, stripe, made["id"])


def hours_ago(count: int) -> datetime:
    return THIS_HOUR - timedelta(hours=count)


def until(found: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + SECONDS
    while not (last := found()):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    return last


def code(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json()["code"]


def test_hours_are_said_as_weir_counts_them_and_said_anew_when_late_events_come(world: World) -> None:
    (ours, here), (far, there), (stranger, _) = world.tenant(), world.tenant("Asia/Kolkata"), world.tenant(customer=False)
    tokens, calls = world.meter(), world.meter("COUNT")
    for tenant in (ours, far, stranger):
        for hours, values in ((3, ("1.5", "2")), (4, ("0.000000001",)), (30, ("7",))):
            for meter in (tokens, calls):
                world.send(tenant, meter, hours_ago(hours) + timedelta(minutes=40), *values)
        world.send(tenant, tokens, datetime.now(UTC), "100")
    wait_counted(world.platform)
    made = world.export(tokens)
    assert (made["meter"], made["enabled"], made["exported_to"], made["troubles"]) == (tokens, True, None, [])
    world.export(calls, **{"from": stamp(hours_ago(4))})
    until(lambda: world.said(here, tokens) == world.counted(ours, tokens) and world.said(there, tokens) == world.counted(far, tokens))
    until(lambda: sum(world.said(here, calls).values()) == 3 == sum(world.said(there, calls).values()))
    assert sorted(world.said(here, tokens).values()) == [Decimal("0.000000001"), Decimal("3.5"), Decimal(7)], "this hour is not over"
    shown = until(lambda: (shown := world.shown(tokens))["hours"] == {"sent": 6, "pending": 0, "failed": 0} and shown)
    assert shown["troubles"] == []

    world.use(ours, tokens, hours_ago(3) + timedelta(minutes=59), "0.25")
    world.use(far, tokens, hours_ago(30) + timedelta(minutes=80), "1")
    until(lambda: Decimal("3.75") in world.said(here, tokens).values() and Decimal(8) in world.said(there, tokens).values())
    assert world.said(here, tokens) == world.counted(ours, tokens) and world.said(there, tokens) == world.counted(far, tokens)

    asked = world.stripe.calls("POST", MADE)
    assert all(one.key == one.given["identifier"] for one in asked)
    taken = Counter(one["identifier"] for one in world.stripe.account.meters.taken)
    assert set(taken.values()) == {1}, "each is said once"
    assert {one["payload"]["stripe_customer_id"] for one in world.stripe.account.meters.taken} == {here, there}


def test_a_worker_killed_before_it_knows_says_the_same_again(world: World) -> None:
    ours, here = world.tenant()
    tokens = world.meter()
    for hours in (2, 3, 4):
        world.send(ours, tokens, hours_ago(hours) + timedelta(minutes=10), str(hours))
    wait_counted(world.platform)
    world.export(tokens, enabled=False)
    world.served.stop()
    world.served.start_again({"WEIR_FAILPOINTS": "meter_exports.after_asking=kill"})
    world.export(tokens)
    assert world.served.process.wait(SECONDS), "Stripe has them, and nobody has noted it"
    before = world.said(here, tokens)
    assert sorted(before.values()) == [2, 3, 4]
    # Stripe knows the keys no more for one of them; it knows the identifiers.
    world.stripe.forget_keys()
    world.served.start_again({"WEIR_FAILPOINTS": ""})
    assert world.shown(tokens)["hours"] == {"sent": 0, "pending": 3, "failed": 0}
    world.use(ours, tokens, hours_ago(2) + timedelta(minutes=11), "10")
    world.stack.sql("UPDATE meter_export_hours SET due_at = now() WHERE state = 'pending'")
    until(lambda: world.shown(tokens)["hours"] == {"sent": 3, "pending": 0, "failed": 0})
    until(lambda: sorted(world.said(here, tokens).values()) == [3, 4, 12])
    assert world.said(here, tokens) == world.counted(ours, tokens)
    values: dict[str, set[str]] = {}
    for one in world.stripe.calls("POST", MADE):
        values.setdefault(one.key, set()).add(one.given["payload"]["value"])
    assert all(len(said) == 1 for said in values.values()), "an identifier never means another value"


def test_what_stripe_refuses_is_shown_and_said_when_it_is_put_again(world: World) -> None:
    ours, here = world.tenant()
    tokens = world.meter()
    world.stripe.account.meters.names.remove(tokens)
    world.use(ours, tokens, hours_ago(2) + timedelta(minutes=10), "5")
    world.export(tokens)
    shown = until(lambda: (shown := world.shown(tokens))["hours"]["failed"] and shown)
    (trouble,) = shown["troubles"]
    assert (trouble["state"], trouble["code"], trouble["hours"], trouble["latest"]) == ("failed", "no_meter", 1, stamp(hours_ago(2)))
    assert tokens in trouble["message"] and shown["exported_to"] is None
    world.stripe.account.meters.names.add(tokens)
    world.export(tokens)
    until(lambda: world.said(here, tokens) == {int(hours_ago(2).timestamp()): Decimal(5)})
    until(lambda: world.shown(tokens)["hours"] == {"sent": 1, "pending": 0, "failed": 0})
    shown = world.shown(tokens)
    assert (shown["troubles"], shown["exported_to"]) == ([], stamp(hours_ago(1)))
    first, second = (one.given for one in world.stripe.calls("POST", MADE) if one.given["event_name"] == tokens)
    assert first["identifier"] != second["identifier"] and int(second["timestamp"]) == int(first["timestamp"]) + 1

    # To another meter at Stripe, all that can be said is said.
    other = tokens + ".v2"
    world.stripe.account.meters.names.add(other)
    world.export(tokens, event_name=other)
    until(lambda: world.said(here, other) == {int(hours_ago(2).timestamp()): Decimal(5)})


def test_stripes_bad_days_delay_hours_and_old_ones_are_not_asked(world: World) -> None:
    ours, here = world.tenant()
    tokens = world.meter()
    world.use(ours, tokens, hours_ago(2) + timedelta(minutes=10), "5")
    # Older than anything that Stripe takes, and counted here.
    world.stack.sql(
        f"INSERT INTO usage_cells SELECT c.tenant_number, c.meter_number, c.generation, c.hour - interval '40 days', c.subject, c.dimensions, c.events, c.first_offset,"
        f" c.last_offset, c.id_sum, c.sum FROM usage_cells AS c JOIN meters AS m ON m.number = c.meter_number WHERE m.slug = '{tokens}'"
    )
    world.stripe.trouble = lambda asked: Trouble(503, headers=(("retry-after", "2"),)) if asked.path == MADE else None
    world.export(tokens)
    shown = until(lambda: (shown := world.shown(tokens))["troubles"] and shown)
    assert [(one["state"], one["code"]) for one in shown["troubles"]] == [("pending", "unavailable")] and world.said(here, tokens) == {}
    world.stripe.trouble = lambda _: None
    world.stack.sql(f"UPDATE meter_exports AS x SET exported_from = '-infinity' FROM meters AS m WHERE m.number = x.meter_number AND m.slug = '{tokens}'")
    until(lambda: sorted(world.said(here, tokens).values()) == [5])
    shown = until(lambda: (shown := world.shown(tokens))["hours"] == {"sent": 1, "pending": 0, "failed": 1} and shown)
    assert [(one["state"], one["code"]) for one in shown["troubles"]] == [("failed", "timestamp_too_far_in_past")]
    assert len({one.key for one in world.stripe.calls("POST", MADE) if one.given["event_name"] == tokens}) == 1


def test_what_cannot_be_exported_is_refused_and_removing_ends_it(world: World) -> None:
    ours, here = world.tenant()
    path = f"/api/v1/payment-providers/{world.account}/meter-exports"
    for aggregation in ("AVG", "MAX", "UNIQUE_COUNT"):
        refused = world.platform.request("PUT", f"{path}/{world.meter(aggregation)}", {"event_name": "x"})
        assert code(refused) == (400, "validation_failed") and aggregation in refused.json()["detail"]
    tokens = world.meter()
    assert code(world.platform.request("PUT", f"{path}/nothing", {"event_name": "x"})) == (404, "meter_not_found")
    assert code(world.platform.request("PUT", f"/api/v1/payment-providers/nobody/meter-exports/{tokens}", {"event_name": "x"})) == (404, "payment_provider_not_found")
    for wrong in ("2026-01-01T00:00:00Z", stamp(hours_ago(1) + timedelta(minutes=30))):
        assert code(world.platform.request("PUT", f"{path}/{tokens}", {"event_name": "x", "from": wrong})) == (400, "validation_failed")
    assert code(world.platform.request("DELETE", f"{path}/{tokens}")) == (404, "not_found")
    key = world.must("POST", "/api/v1/api-keys", {"name": "k", "tenant_id": world.must("GET", f"/api/v1/tenants/{ours}", status=200)["id"], "scopes": ["query", "manage"]})["secret"]
    assert code(Client(world.served.url, str(key)).get(path)) == (403, "forbidden")

    version = world.must("GET", f"/api/v1/payment-providers/{world.account}", status=200)["version"]
    world.use(ours, tokens, hours_ago(2) + timedelta(minutes=10), "5")
    made = world.must("PUT", f"{path}/{tokens}", {"event_name": tokens}, 200)
    assert datetime.fromisoformat(made["from"]) >= hours_ago(1), "without an instant it begins now"
    assert world.export(tokens, enabled=False)["from"] == stamp(hours_ago(48))
    provider = world.must("GET", f"/api/v1/payment-providers/{world.account}", status=200)
    assert provider["version"] == version + 2
    assert {"meter_id": made["meter_id"], "event_name": tokens, "from": stamp(hours_ago(48)), "enabled": False} in provider["meter_exports"]
    assert world.platform.request("DELETE", f"{path}/{made['meter_id']}").status == 204
    changes = announced(world.stack, "payment_provider.updated", tokens)
    assert len(changes) == 3, "put, changed, removed"
    assert all(one["meter"] != tokens for one in world.must("GET", path, status=200)["items"]) and world.said(here, tokens) == {}
