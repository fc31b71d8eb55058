"""Cards that Stripe keeps, and invoices that they are charged for while nobody is there: banks say no, answers are lost, processes are killed."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from tests.support.billed import SELLER
from tests.support.billing import Billing, month_start, stamp
from tests.support.client import Answer, Client, NoAnswer
from tests.support.factors import announced
from tests.support.fake_stripe import FakeStripe, Trouble
from tests.support.stack import Running, Stack
from tests.support.stripe_methods import CAREFUL, DEBIT, EMPTY, STOLEN, VISA, Card

KEY, SECRET = "sk_test_ofPaymentMethods", "whsec_of+payment/methods"
METHODS, INTENTS = "/api/v1/payment-methods", "/v1/payment_intents"
SETTINGS = {"ARCHIVE_URL": "off", "PUBLIC_URL": "https://weir.example.com"}


@dataclass(frozen=True)
class World(Billing):
    stack: Stack
    served: Running
    stripe: FakeStripe

    def tenant(self) -> tuple[str, Client]:
        made = str(self.must("POST", "/api/v1/tenants", {"key": secrets.token_hex(6), "name": "Acme"})["id"])
        key = self.must("POST", "/api/v1/api-keys", {"name": "pays", "tenant_id": made, "scopes": ["query", "manage"]})["secret"]
        return made, Client(self.served.url, str(key))

    def invoice(self, tenant: str) -> dict[str, Any]:
        self.must("POST", f"/api/v1/tenants/{tenant}/subscriptions", {"plan": "kept_team", "at": stamp(month_start())})
        return self.wait_for(tenant)[0]

    def wait_paid(self, invoice: dict[str, Any]) -> None:
        self.wait(lambda: self.platform.get(f"/api/v1/invoices/{invoice['id']}").json()["state"], "paid")
        payments = self.platform.get(f"/api/v1/invoices/{invoice['id']}/payments").json()["items"]
        assert [(one["amount"], one["method"]) for one in payments] == [("20.00", "stripe")]

    def customer(self, tenant: str) -> str:
        return next(one["id"] for one in self.stripe.account.customers.values() if one["metadata"].get("weir_tenant") == tenant)

    def intents(self, invoice: dict[str, Any]) -> list[dict[str, Any]]:
        return [one for one in self.stripe.account.intents.values() if one["metadata"].get("weir_invoice") == invoice["id"]]

    def keep(self, tenant: str, client: Client, card: Card = VISA) -> dict[str, Any]:
        """A card that somebody has entered on the page for it."""
        before = {one["id"] for one in kept(client)}
        answer = client.request("POST", f"{METHODS}/setups")
        assert answer.status == 201 and answer.json()["url_expires_at"], answer.body
        self.stripe.do(lambda at: at.keep(answer.json()["url"].rsplit("/", 1)[1], card))
        self.wait(lambda: len(kept(client)), len(before) + 1)
        return next(one for one in kept(client) if one["id"] not in before)


@pytest.fixture(scope="module")
def world(module_stack: Stack) -> Iterator[World]:
    with FakeStripe(KEY, seed=23) as stripe:
        served = module_stack.serve({**SETTINGS, **stripe.settings()})
        platform = module_stack.client(served)
        billing = Billing(platform)
        billing.must("POST", "/api/v1/issuers", SELLER)
        prices = [{"code": "base", "name": "Base fee", "currency": "USD", "model": "flat", "amount": "20"}]
        billing.must("POST", "/api/v1/plans", {"code": "kept_team", "name": "Team", "prices": prices})
        connected = stripe.connect(billing, served.url, "kept", SECRET)
        world = World(platform, module_stack, served, stripe)
        # Its list is read at once, and then each ten minutes: what a test holds back comes from nowhere else.
        world.wait(lambda: platform.get(f"/api/v1/payment-providers/{connected}").json()["swept_to"] is not None, True)
        yield world
        stripe.sender.stop()


@pytest.fixture(autouse=True)
def no_trouble(world: World) -> Iterator[None]:
    yield
    world.stripe.trouble = lambda _: None


def kept(client: Client) -> list[dict[str, Any]]:
    return list(client.get(METHODS).json()["items"])


def charge(client: Client, invoice: dict[str, Any], body: dict[str, Any] | None = None, key: str = "") -> Answer:
    return client.request("POST", f"/api/v1/invoices/{invoice['id']}/charges", body, {"idempotency-key": key} if key else {})


def checkout(client: Client, invoice: dict[str, Any], body: dict[str, Any] | None = None) -> Answer:
    return client.request("POST", f"/api/v1/invoices/{invoice['id']}/checkouts", body)


def code(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json()["code"]


def test_a_card_is_kept_on_a_page_and_charged_for_an_invoice(world: World) -> None:
    tenant, client = world.tenant()
    invoice = world.invoice(tenant)
    assert kept(client) == [] and code(charge(client, invoice)) == (404, "payment_method_not_found")
    page = client.request("POST", f"{METHODS}/setups", headers={"idempotency-key": "once"}).json()
    assert client.request("POST", f"{METHODS}/setups", headers={"idempotency-key": "once"}).json() == page
    session = world.stripe.account.sessions[page["url"].rsplit("/", 1)[1]]
    key = client.get(f"/api/v1/tenants/{tenant}").json()["key"]
    assert (session["mode"], session["customer"], session["cancel_url"]) == ("setup", world.customer(tenant), f"https://weir.example.com/app/invoices/methods?tenant={key}")
    assert requests.post(page["url"], data={"outcome": "pay"}, timeout=10, allow_redirects=False).status_code == 303
    world.wait(lambda: [(one["kind"], one["brand"], one["last4"], one["expiry_month"], one["expiry_year"], one["default"]) for one in kept(client)], [("card", "visa", "4242", 4, 2030, True)])
    (card,) = kept(client)

    paid = charge(client, invoice)
    assert (paid.status, paid.json()["state"], paid.json()["origin"], paid.json()["payment_method_id"]) == (201, "succeeded", "saved_method", card["id"]), paid.body
    (intent,) = world.intents(invoice)
    assert intent["metadata"]["weir_payment"] == paid.json()["id"] and (intent["amount"], intent["currency"]) == (2000, "usd")
    (asked,) = [one for one in world.stripe.calls("POST", INTENTS) if one.given["metadata"]["weir_invoice"] == invoice["id"]]
    assert asked.key == paid.json()["id"] and (asked.given["confirm"], asked.given["off_session"]) == ("true", "true")
    world.wait_paid(invoice)
    assert code(charge(client, invoice)) == (409, "invoice_state_refused")
    for kind, count in (("payment.started", 1), ("payment.succeeded", 1), ("payment.failed", 0)):
        assert len(announced(world.stack, kind, paid.json()["id"])) == count, kind
    assert len(announced(world.stack, "payment_method.attached", card["id"])) == 1
    assert KEY not in world.served.text()


def test_what_a_bank_says_no_to_is_kept_with_its_reason_and_another_card_may_do(world: World) -> None:
    tenant, client = world.tenant()
    invoice = world.invoice(tenant)
    reasons = []
    for card in (EMPTY, STOLEN, CAREFUL):
        answer = charge(client, invoice, {"payment_method_id": world.keep(tenant, client, card)["id"]})
        assert (answer.status, answer.json()["state"]) == (201, "failed"), answer.body
        reasons.append(answer.json()["failure_code"])
        world.wait(lambda id=answer.json()["id"]: len(announced(world.stack, "payment.failed", id)), 1)
    assert reasons == ["insufficient_funds", "stolen_card", "authentication_required"]
    columns = "failure_code || ' ' || coalesce(advice_code, '-') || ' ' || coalesce(network_advice_code, '-')"
    rows = world.stack.sql(f"SELECT {columns} FROM payments WHERE invoice_id = '{invoice['id']}' ORDER BY id").split("\n")
    assert rows[:3] == ["insufficient_funds try_again_later 24", "stolen_card do_not_try_again 01", "authentication_required - -"]
    good = world.keep(tenant, client)
    # Its payer may also pay on a page; what was declined before stands in nobody's way, and a charge ends the page.
    page = checkout(client, invoice, {})
    assert page.status == 201
    paid = charge(client, invoice, {"payment_method_id": good["id"]})
    assert (paid.status, paid.json()["state"]) == (201, "succeeded"), paid.body
    assert world.stripe.account.sessions[page.json()["url"].rsplit("/", 1)[1]]["status"] == "expired"
    world.wait_paid(invoice)
    states = sorted(one["state"] for one in client.get(f"/api/v1/payments?invoice_id={invoice['id']}").json()["items"])
    assert states == ["canceled", "failed", "failed", "failed", "succeeded"]


def test_nothing_is_charged_beside_money_that_is_under_way(world: World) -> None:
    tenant, client = world.tenant()
    invoice = world.invoice(tenant)
    world.keep(tenant, client, DEBIT)
    first = charge(client, invoice)
    assert (first.status, first.json()["state"]) == (201, "processing"), first.body
    assert code(charge(client, invoice)) == (409, "payment_state_refused")
    assert code(checkout(client, invoice)) == (409, "payment_state_refused")
    (intent,) = world.intents(invoice)
    world.stripe.do(lambda at: at.end_charge(intent["id"]))
    world.wait_paid(invoice)
    # Nor beside money that is there before its event has told the invoice.
    other, theirs = world.tenant()
    late = world.invoice(other)
    world.keep(other, theirs)
    assert world.stripe.sender
    world.stripe.sender.hold()
    try:
        assert charge(theirs, late).json()["state"] == "succeeded"
        assert code(charge(theirs, late)) == (409, "payment_state_refused")
    finally:
        world.stripe.sender.release("reversed")
    world.wait_paid(late)
    assert len(world.intents(late)) == 1


def test_a_charge_that_gets_no_answer_is_asked_for_again_and_done_once(world: World) -> None:
    tenant, client = world.tenant()
    invoice = world.invoice(tenant)
    world.keep(tenant, client)
    assert world.stripe.sender
    world.stripe.sender.hold()
    try:
        world.stripe.trouble = lambda asked: Trouble(done=asked.path == INTENTS)
        assert code(charge(client, invoice, key="once")) == (503, "payment_provider_unavailable")
        assert code(checkout(client, invoice)) == (409, "payment_state_refused"), "nobody knows whether it is paid"
        world.stripe.trouble = lambda _: None
        first, again = charge(client, invoice, key="once"), charge(client, invoice, key="once")
        assert first.json()["id"] == again.json()["id"] and first.json()["state"] == "succeeded", first.body
    finally:
        world.stripe.sender.release()
    world.wait_paid(invoice)
    assert len(world.intents(invoice)) == 1 and len(client.get("/api/v1/payments").json()["items"]) == 1


def test_whoever_is_killed_after_stripe_took_the_money_charges_once(world: World) -> None:
    tenant, client = world.tenant()
    invoice = world.invoice(tenant)
    world.keep(tenant, client)
    assert world.stripe.sender
    world.stripe.sender.hold()
    try:
        for point in ("charge.before_asking", "charge.after_asking"):
            dying = world.stack.launch("api", settings={"WEIR_FAILPOINTS": f"{point}=kill", **SETTINGS, **world.stripe.settings()})
            with pytest.raises(NoAnswer):
                charge(Client(dying.url, client.key), invoice)
        assert len(world.intents(invoice)) == 1
        # Nobody asks again: the worker does, once it was silent for long enough.
        world.stack.sql(f"UPDATE payments SET updated_at = updated_at - interval '2 minutes' WHERE invoice_id = '{invoice['id']}'")
        world.wait(lambda: [one["state"] for one in client.get("/api/v1/payments").json()["items"]], ["succeeded"])
    finally:
        world.stripe.sender.release()
    world.wait_paid(invoice)
    assert len({asked.key for asked in world.stripe.calls("POST", INTENTS) if asked.given["metadata"]["weir_invoice"] == invoice["id"]}) == 1


def test_methods_are_chosen_renewed_and_removed_here_and_at_stripe(world: World) -> None:
    tenant, client = world.tenant()
    first = world.keep(tenant, client)
    time.sleep(1.1)  # Stripe's events say the second
    second = world.keep(tenant, client, Card("1881"))
    defaults = lambda: {one["last4"]: one["default"] for one in kept(client)}  # noqa: E731
    world.wait(defaults, {"4242": False, "1881": True})
    there = {one["card"]["last4"]: one["id"] for one in world.stripe.account.methods.values() if one["customer"] == world.customer(tenant)}
    chosen = client.request("PATCH", f"{METHODS}/{first['id']}", {"default": True})
    assert (chosen.status, chosen.json()["default"]) == (200, True) and defaults() == {"4242": True, "1881": False}
    assert code(client.request("PATCH", f"{METHODS}/{first['id']}", {"default": False})) == (400, "validation_failed")
    time.sleep(1.1)
    world.stripe.do(lambda at: at.choose(world.customer(tenant), there["1881"]))
    world.wait(defaults, {"4242": False, "1881": True})
    world.stripe.do(lambda at: at.renew(there["4242"], 2035))
    world.wait(lambda: [one["expiry_year"] for one in kept(client)], [2030, 2035])

    assert client.request("DELETE", f"{METHODS}/{second['id']}").status == 204
    assert defaults() == {"4242": True} and world.stripe.account.methods[there["1881"]]["customer"] is None
    assert client.request("DELETE", f"{METHODS}/{second['id']}").status == 204, "it is gone"
    assert code(client.request("PATCH", f"{METHODS}/{second['id']}", {"default": True})) == (404, "payment_method_not_found")
    _, stranger = world.tenant()
    for method in ("PATCH", "DELETE"):
        assert code(stranger.request(method, f"{METHODS}/{first['id']}", {"default": True})) == (404, "payment_method_not_found")
    assert kept(stranger) == [] and code(world.platform.request("POST", f"{METHODS}/setups")) == (400, "tenant_required")
    assert [one["id"] for one in world.platform.get(f"{METHODS}?tenant={tenant}").json()["items"]] == [first["id"]]
    world.stripe.do(lambda at: at.delete_customer(world.customer(tenant)))
    world.wait(lambda: kept(client), [])
    for one in (first, second):
        assert len(announced(world.stack, "payment_method.detached", one["id"])) == 1
    # The next card is of another customer.
    third = world.keep(tenant, client)
    assert third["id"] not in (first["id"], second["id"])


def test_a_card_that_stripe_no_longer_has_is_not_kept_any_more(world: World) -> None:
    tenant, client = world.tenant()
    invoice = world.invoice(tenant)
    card = world.keep(tenant, client)
    (there,) = [one["id"] for one in world.stripe.account.methods.values() if one["customer"] == world.customer(tenant)]
    world.stripe.do(lambda at: at.methods.pop(there))
    assert code(charge(client, invoice)) == (409, "payment_method_refused")
    assert kept(client) == [] and len(announced(world.stack, "payment_method.detached", card["id"])) == 1
    assert [one["state"] for one in client.get("/api/v1/payments").json()["items"]] == ["canceled"]


def test_the_card_of_a_page_is_kept_when_its_payer_wants_that(world: World) -> None:
    tenant, client = world.tenant()
    invoice = world.invoice(tenant)
    without = checkout(client, invoice).json()
    page = checkout(client, invoice, {"save_method": True}).json()
    assert page["id"] != without["id"] and checkout(client, invoice, {"save_method": True}).json()["id"] == page["id"]
    assert requests.post(page["url"], data={"outcome": "pay"}, timeout=10, allow_redirects=False).status_code == 303
    world.wait_paid(invoice)
    world.wait(lambda: [(one["last4"], one["default"]) for one in kept(client)], [("4242", True)])
