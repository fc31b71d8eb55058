"""Invoices whose money does not come: charged, declined, reminded, paused, charged again and paid; and cards that are not charged twice."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.support.billed import SELLER
from tests.support.billing import Billing, month_start, stamp
from tests.support.client import Client
from tests.support.factors import announced
from tests.support.fake_stripe import FakeStripe
from tests.support.mail_server import MailServer
from tests.support.stack import Running, Stack
from tests.support.stripe_methods import EMPTY, STOLEN, VISA, Card

LEASE_SECONDS = "2"

KEY, SECRET = "sk_test_ofDunning", "whsec_of+dunning"
METHODS = "/api/v1/payment-methods"
STEPS = [(0, "remind"), (3, "charge"), (5, "pause"), (9, "charge"), (20, "cancel"), (30, "give_up")]


@dataclass(frozen=True)
class World(Billing):
    stack: Stack
    served: Running
    stripe: FakeStripe
    mails: MailServer

    def tenant(self, card: Card) -> tuple[str, Client]:
        """That has a card."""
        made = str(self.must("POST", "/api/v1/tenants", {"key": secrets.token_hex(6), "name": "Acme"})["id"])
        self.must("PUT", f"/api/v1/tenants/{made}/billing-profile", {"buyer": {"legal_name": "Acme GmbH", "email": f"{made[-6:].lower()}@acme.example"}}, 200)
        key = self.must("POST", "/api/v1/api-keys", {"name": "pays", "tenant_id": made, "scopes": ["query", "manage"]})["secret"]
        client = Client(self.served.url, str(key))
        self.keep(client, card)
        return made, client

    def keep(self, client: Client, card: Card) -> None:
        before = len(client.get(METHODS).json()["items"])
        answer = client.request("POST", f"{METHODS}/setups")
        assert answer.status == 201, answer.body
        self.stripe.do(lambda at: at.keep(answer.json()["url"].rsplit("/", 1)[1], card))
        self.wait(lambda: len(client.get(METHODS).json()["items"]), before + 1)

    def invoice(self, tenant: str) -> dict[str, Any]:
        self.must("POST", f"/api/v1/tenants/{tenant}/subscriptions", {"plan": "late_team", "at": stamp(month_start())})
        return self.wait_for(tenant)[0]

    def collection(self, invoice: dict[str, Any], client: Client | None = None) -> dict[str, Any]:
        answer = (client or self.platform).get(f"/api/v1/invoices/{invoice['id']}/collection")
        assert answer.status == 200, answer.body
        return dict(answer.json())

    def steps(self, invoice: dict[str, Any]) -> list[tuple[str, str, str | None]]:
        return [(one["act"], one["result"], one["reason"]) for one in self.collection(invoice)["steps"]]

    def days_pass(self, invoice: dict[str, Any], days: int) -> None:
        """As if the invoice were so much older."""
        self.stack.sql(
            f"""BEGIN; SET LOCAL session_replication_role = replica;
            UPDATE invoices SET issued_day = issued_day - {days}, due_day = due_day - {days}, due_at = due_at - interval '{days} days' WHERE id = '{invoice["id"]}';
            UPDATE invoice_collections SET reminded_at = reminded_at - interval '{days} days', due_at = now() WHERE invoice_id = '{invoice["id"]}'; COMMIT"""
        )

    def charges(self, invoice: dict[str, Any]) -> list[str]:
        """At the bank: what came of each."""
        return [one["status"] for one in self.stripe.account.intents.values() if one["metadata"].get("weir_invoice") == invoice["id"]]


@pytest.fixture(scope="module")
def world(module_stack: Stack) -> Iterator[World]:
    mails = MailServer(module_stack.place.service_folder("weir"))
    with FakeStripe(KEY, seed=31) as stripe:
        served = module_stack.serve({"ARCHIVE_URL": "off", **mails.settings(), **stripe.settings()})
        platform = module_stack.client(served)
        billing = Billing(platform)
        billing.must("POST", "/api/v1/issuers", SELLER)
        prices = [{"code": "base", "name": "Base fee", "currency": "USD", "model": "flat", "amount": "20"}]
        plan = {"code": "late_team", "name": "Team", "prices": prices, "dunning": {"steps": [{"day": day, "act": act} for day, act in STEPS]}}
        refused = platform.request("POST", "/api/v1/plans", {**plan, "dunning": {"steps": [{"day": 3, "act": "pause"}, {"day": 1, "act": "remind"}]}})
        assert (refused.status, refused.json()["errors"][0]["pointer"]) == (400, "/dunning/steps/1"), refused.body
        assert billing.must("POST", "/api/v1/plans", plan)["dunning"] == plan["dunning"]
        stripe.connect(billing, served.url, "late", SECRET)
        yield World(platform, module_stack, served, stripe, mails)
        stripe.sender.stop()
    mails.stop()


def test_a_finalized_invoice_becomes_paid_by_itself(world: World) -> None:
    tenant, _ = world.tenant(VISA)
    invoice = world.invoice(tenant)
    world.wait(lambda: world.platform.get(f"/api/v1/invoices/{invoice['id']}").json()["state"], "paid")
    world.wait(lambda: (world.collection(invoice)["state"], world.collection(invoice)["outcome"]), ("ended", "paid"))
    assert world.charges(invoice) == ["succeeded"] and world.collection(invoice)["coming"] == []
    shown = world.platform.get("/metrics").body.decode()
    assert 'weir_collection_steps_total{act="charge",outcome="done"} 1' in shown and "weir_collections_due " in shown


def test_a_card_that_is_declined_is_charged_again_and_what_was_paused_goes_on_once_it_is_paid(world: World) -> None:
    tenant, client = world.tenant(EMPTY)
    invoice = world.invoice(tenant)
    world.wait(lambda: world.steps(invoice), [("charge", "failed", "declined")])
    assert world.collection(invoice, client)["state"] == "waiting"
    (declined,) = client.get("/api/v1/collections?declined=true").json()["items"]
    assert (declined["invoice_id"], declined["declined"]["code"], declined["amount_due"]) == (invoice["id"], "insufficient_funds", "20.00")
    assert client.get("/api/v1/collections?state=running").json()["items"] == []

    terms = world.platform.get("/api/v1/issuers").json()["items"][0]["payment_terms_days"]
    world.days_pass(invoice, terms + 4)
    world.wait(lambda: world.steps(invoice)[1:], [("remind", "done", None), ("charge", "failed", "declined")])
    mail = world.mails.wait(f"{tenant[-6:].lower()}@acme.example", f"Invoice {invoice['number']} is not paid yet")
    assert mail.link.endswith(f"/app/invoices/of/{invoice['id']}") and mail.message["list-unsubscribe"] is None
    world.days_pass(invoice, 2)
    world.wait(lambda: world.steps(invoice)[3:], [("pause", "done", None)])
    (subscription,) = world.platform.get(f"/api/v1/tenants/{tenant}/subscriptions").json()["items"]
    assert (subscription["state"], world.collection(invoice)["paused_subscriptions"]) == ("paused", [subscription["id"]])
    (late,) = world.platform.get(f"/api/v1/collections?state=running&tenant={tenant}").json()["items"]
    assert (late["next_act"], late["invoice_number"]) == ("charge", invoice["number"])

    changes = f"/api/v1/invoices/{invoice['id']}/collection/changes"
    assert world.must("POST", changes, {"change": "hold"}, 200)["state"] == "held"
    again = world.platform.request("POST", changes, {"change": "hold"})
    assert (again.status, again.json()["code"]) == (409, "collection_state_refused")
    world.days_pass(invoice, 5)
    world.keep(client, VISA)
    time.sleep(1.5)
    assert len(world.steps(invoice)) == 4 and world.charges(invoice) == ["requires_payment_method"] * 2
    assert world.must("POST", changes, {"change": "resume"}, 200)["state"] == "running"
    world.wait(lambda: world.collection(invoice)["outcome"], "paid")
    assert world.charges(invoice) == ["requires_payment_method"] * 2 + ["succeeded"]
    world.wait(lambda: world.platform.get(f"/api/v1/subscriptions/{subscription['id']}").json()["state"], "active")
    for kind, count in (("started", 1), ("step_taken", 5), ("updated", 2), ("ended", 1)):
        assert len(announced(world.stack, f"collection.{kind}", invoice["id"])) == count, kind


def test_a_card_that_is_stolen_is_not_charged_again(world: World) -> None:
    tenant, _ = world.tenant(STOLEN)
    invoice = world.invoice(tenant)
    world.wait(lambda: world.steps(invoice), [("charge", "failed", "declined")])
    assert [one["act"] for one in world.collection(invoice)["coming"]] == ["remind", "pause", "cancel", "give_up"]
    terms = world.platform.get("/api/v1/issuers").json()["items"][0]["payment_terms_days"]
    world.days_pass(invoice, terms + 4)
    world.wait(lambda: world.steps(invoice)[1:], [("remind", "done", None)])
    world.days_pass(invoice, 40)
    world.wait(lambda: world.collection(invoice)["outcome"], "uncollectible")
    assert [one[:2] for one in world.steps(invoice)] == [("charge", "failed"), ("remind", "done"), ("charge", "skipped"), ("pause", "done"), ("charge", "skipped"), ("cancel", "done"), ("give_up", "done")]
    assert world.charges(invoice) == ["requires_payment_method"]
    assert len(announced(world.stack, "collection.ended", invoice["id"])) == 1
    assert world.platform.get(f"/api/v1/invoices/{invoice['id']}").json()["state"] == "uncollectible"


def test_whoever_is_killed_within_a_step_takes_it_once(world: World) -> None:
    def dies_at(point: str, step: Callable[[], Any]) -> None:
        world.served.stop()
        world.served.start_again({"WEIR_FAILPOINTS": f"{point}=kill"})
        step()
        deadline = time.monotonic() + 30
        while world.served.process.alive():
            assert time.monotonic() < deadline, point
            time.sleep(0.1)
        world.served.start_again({"WEIR_FAILPOINTS": ""})

    tenant, _ = world.tenant(VISA)
    subscribe = {"plan": "late_team", "at": stamp(month_start())}
    dies_at("collections.before_charge_recorded", lambda: world.platform.request("POST", f"/api/v1/tenants/{tenant}/subscriptions", subscribe))
    paid = world.wait_for(tenant)[0]
    world.days_pass(paid, 0)
    world.wait(lambda: world.collection(paid)["outcome"], "paid")
    assert world.charges(paid) == ["succeeded"]

    tenant, _ = world.tenant(EMPTY)
    late = world.invoice(tenant)
    world.wait(lambda: world.steps(late), [("charge", "failed", "declined")])
    terms = world.platform.get("/api/v1/issuers").json()["items"][0]["payment_terms_days"]
    world.days_pass(late, terms + 4)
    world.wait(lambda: len(world.steps(late)), 3)
    dies_at("collections.before_command", lambda: world.days_pass(late, 2))
    world.days_pass(late, 0)
    world.wait(lambda: [one["state"] for one in world.platform.get(f"/api/v1/tenants/{tenant}/subscriptions").json()["items"]], ["paused"])
    taken = [("charge", "failed"), ("remind", "done"), ("charge", "failed"), ("pause", "done")]
    world.wait(lambda: [one[:2] for one in world.steps(late)], taken)
    assert len(announced(world.stack, "collection.step_taken", late["id"])) == 4
