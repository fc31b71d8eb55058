"""Invoices that are paid at a PayPal that behaves: orders, approvals, captures, declines, refunds, and PayPal's bad days."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from tests.support.billed import SELLER
from tests.support.billing import Billing, month_start, stamp
from tests.support.client import Answer, Client
from tests.support.factors import announced
from tests.support.fake_paypal import FakePayPal, Trouble
from tests.support.stack import Running, Stack

LEASE_SECONDS = "2"

ORDERS = "/v2/checkout/orders"


@dataclass(frozen=True)
class World(Billing):
    stack: Stack
    served: Running
    paypal: FakePayPal
    account: str
    settings: dict[str, str]

    def tenant(self) -> tuple[str, Client]:
        """With a client of its own key."""
        made = str(self.must("POST", "/api/v1/tenants", {"key": secrets.token_hex(6), "name": "Acme & Söhne"})["id"])
        key = self.must("POST", "/api/v1/api-keys", {"name": "pays", "tenant_id": made, "scopes": ["query", "manage"]})["secret"]
        return made, Client(self.served.url, str(key))

    def owed(self) -> tuple[Client, dict[str, Any]]:
        """An invoice of 20.00 USD, and who may pay it."""
        tenant, client = self.tenant()
        self.must("POST", f"/api/v1/tenants/{tenant}/subscriptions", {"plan": "pp_team", "at": stamp(month_start())})
        return client, self.wait_for(tenant)[0]

    def order(self, payment: dict[str, Any]) -> dict[str, Any]:
        (found,) = (one for one in self.paypal.account.orders.values() if one["purchase_units"][0]["custom_id"] == payment["id"])
        return dict(found)

    def captures(self, payment: dict[str, Any]) -> list[dict[str, Any]]:
        return [one for one in self.paypal.account.captures.values() if one["custom_id"] == payment["id"]]

    def refund(self, payment: dict[str, Any], body: dict[str, Any], key: str = "") -> Answer:
        return self.platform.request("POST", f"/api/v1/payments/{payment['id']}/refunds", body, {"idempotency-key": key} if key else {})


@pytest.fixture(scope="module")
def world(module_stack: Stack) -> Iterator[World]:
    with FakePayPal(module_stack.place.service_folder("weir"), seed=11) as paypal:
        settings = {"ARCHIVE_URL": "off", "PUBLIC_URL": "https://weir.example.com", **paypal.settings()}
        served = module_stack.serve(settings)
        platform = module_stack.client(served)
        billing = Billing(platform)
        billing.must("POST", "/api/v1/issuers", SELLER)
        prices = [{"code": "base", "name": "Base fee", "currency": "USD", "model": "flat", "amount": "20"}]
        billing.must("POST", "/api/v1/plans", {"code": "pp_team", "name": "Team", "prices": prices})
        account = {"slug": "out", "provider": "paypal", "name": "Out", "live": False, "client_id": paypal.client_id, "api_key": paypal.secret, "signing_secret": paypal.webhook}
        connected = billing.must("POST", "/api/v1/payment-providers", account)
        billing.must("PATCH", f"/api/v1/payment-providers/{connected['id']}", {"offered": True}, 200)
        paypal.connect(served.url + connected["webhook_path"])
        yield World(platform, module_stack, served, paypal, connected["id"], settings)


@pytest.fixture(autouse=True)
def calm(world: World) -> Iterator[None]:
    yield
    world.paypal.trouble = lambda _: None
    world.paypal.account.pends = False


def checkout(client: Client, invoice: dict[str, Any]) -> Answer:
    return client.request("POST", f"/api/v1/invoices/{invoice['id']}/checkouts")


def made(client: Client, invoice: dict[str, Any]) -> dict[str, Any]:
    answer = checkout(client, invoice)
    assert answer.status == 201, answer.body
    return dict(answer.json())


def press(payment: dict[str, Any], outcome: str = "pay") -> requests.Response:
    return requests.post(payment["url"], data={"outcome": outcome}, timeout=10, allow_redirects=False, verify=False)  # noqa: S501


def code(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json()["code"]


@pytest.mark.filterwarnings("ignore:Unverified HTTPS request")
def test_an_invoice_is_declined_paid_paid_back_and_disputed(world: World) -> None:
    client, invoice = world.owed()
    payment = made(client, invoice)
    order = world.order(payment)
    (unit,) = order["purchase_units"]
    assert unit["amount"] == {"currency_code": "USD", "value": "20.00"} and unit["description"] == invoice["number"]
    assert payment["state"] == "open" and payment["url"].endswith(f"/checkoutnow?token={order['id']}")
    assert made(client, invoice)["url"] == payment["url"], "a page that is open is answered again"

    assert press(payment, "decline").status_code == 303
    declined = world.wait_payment(payment["id"], state="failed")
    assert (declined["failure_code"], declined["url"]) == ("instrument_declined", None)
    assert len(announced(world.stack, "payment.failed", payment["id"])) == 1
    again = made(client, invoice)
    assert again["id"] != payment["id"] and world.wait_payment(payment["id"], state="canceled")
    # On the page that was replaced nobody pays any more.
    assert press(payment | {"url": payment["url"]}).status_code == 303
    assert press(again).headers["location"].endswith(f"&paid={again['id']}")
    paid = world.wait_payment(again["id"], state="succeeded")
    assert (paid["received"], paid["refundable"], paid["url"]) == ("20.00", "20.00", None)
    assert world.wait_invoice(invoice["id"], "paid")["paid"] == "20.00"
    (capture,) = world.captures(again)
    assert world.captures(payment) == []
    (recorded,) = world.must("GET", f"/api/v1/invoices/{invoice['id']}/payments", status=200)["items"]
    assert (recorded["method"], recorded["reference"]) == ("paypal", capture["id"])

    assert code(world.refund(again, {"amount": "20.01"})) == (422, "refund_exceeds_payment")
    answer = world.refund(again, {"amount": "5", "reason": "Outage"})
    assert (answer.status, answer.json()["amount"]) == (201, "5.00"), answer.body
    read = world.wait_payment(again["id"], refunded="5.00", refundable="15.00")
    assert [(one["id"], one["state"]) for one in read["refunds"]] == [(answer.json()["id"], "succeeded")]
    world.paypal.do(lambda at: at.refund(capture["id"], "1.00"))
    world.wait_payment(again["id"], refunded="6.00")

    dispute = world.paypal.do(lambda at: at.dispute(capture["id"], "14.00"))
    world.paypal.do(lambda at: at.close_dispute(dispute, won=False))
    deadline = time.monotonic() + 30
    while [one["state"] for one in world.platform.get(f"/api/v1/payments/{again['id']}").json()["disputes"]] != ["lost"]:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    said = world.served.text() + world.stack.sql("SELECT payload FROM outbox")
    assert world.paypal.secret not in said and "token-" not in said


@pytest.mark.filterwarnings("ignore:Unverified HTTPS request")
def test_a_capture_whose_answer_is_lost_and_one_killed_behind_it_take_the_money_once(world: World) -> None:
    client, invoice = world.owed()
    payment = made(client, invoice)
    lost = [Trouble(done=True), Trouble(500), Trouble(429, headers=(("retry-after", "1"),))]
    world.paypal.trouble = lambda asked: lost.pop() if lost and asked.path.endswith("/capture") else None
    assert press(payment).status_code == 303
    world.wait_invoice(invoice["id"], "paid")
    assert len(world.captures(payment)) == 1
    world.paypal.trouble = lambda _: None

    client, invoice = world.owed()
    payment = made(client, invoice)
    sender = world.paypal.sender
    assert sender
    world.served.kill()
    world.served.start_again({"WEIR_FAILPOINTS": "capture.after_asking=kill"})
    sender.plan = lambda event: (0.0,) if event["event_type"] == "CHECKOUT.ORDER.APPROVED" else ()
    order = world.order(payment)["id"]
    world.paypal.do(lambda at: at.approve(order))
    deadline = time.monotonic() + 60
    while world.served.process.alive():
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert len(world.captures(payment)) == 1
    world.served.start_again({"WEIR_FAILPOINTS": ""})
    world.stack.sql("UPDATE payments SET capture_due_at = clock_timestamp() WHERE capture_due_at IS NOT NULL")
    while world.stack.sql("SELECT count(*) FROM payments WHERE capture_due_at IS NOT NULL").strip() != "0":
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert world.wait_payment(payment["id"])["state"] == "processing", "the money is known from events alone"
    sender.plan = lambda _: (0.0,)
    for event in world.paypal.account.events[-2:]:
        sender.give(event)
    world.wait_invoice(invoice["id"], "paid")
    (capture,) = world.captures(payment)
    asked = world.paypal.calls("POST", f"{ORDERS}/{order}/capture")
    assert len(asked) == 2 and len({one.key for one in asked}) == 1 and asked[0].key.startswith("pve_")
    assert world.wait_payment(payment["id"])["received"] == "20.00" and capture["status"] == "COMPLETED"


def test_what_cannot_be_done_is_said(world: World) -> None:
    client, invoice = world.owed()
    world.paypal.trouble = lambda asked: Trouble(422, "PAYEE_ACCOUNT_RESTRICTED") if asked.path == ORDERS else None
    assert code(checkout(client, invoice)) == (502, "payment_provider_refused")
    (gone,) = client.get("/api/v1/payments").json()["items"]
    assert (gone["state"], gone["failure_code"]) == ("canceled", "payee_account_restricted")
    world.paypal.trouble = lambda asked: Trouble(done=True) if asked.path == ORDERS else None
    assert code(checkout(client, invoice)) == (503, "payment_provider_unavailable")
    world.paypal.trouble = lambda _: None
    world.paypal.token_is_known = False  # another one is asked for
    payment = made(client, invoice)
    keys = {asked.key for asked in world.paypal.calls("POST", ORDERS) if asked.given["purchase_units"][0]["custom_id"] == payment["id"]}
    assert keys == {payment["id"]} and world.order(payment)
    # Somebody paid a part by bank: another order, and the first one is not captured any more.
    world.must("POST", f"/api/v1/invoices/{invoice['id']}/payments", {"amount": "8", "method": "bank"}, 200)
    second = made(client, invoice)
    assert second["amount"] == "12.00" and world.order(second)["purchase_units"][0]["amount"]["value"] == "12.00"
    world.paypal.do(lambda at: at.approve(world.order(payment)["id"]))
    world.paypal.do(lambda at: at.approve(world.order(second)["id"]))
    world.wait_invoice(invoice["id"], "paid")
    assert world.captures(payment) == [] and len(world.captures(second)) == 1


def test_pending_money_comes_later_or_not_at_all_and_refunds_are_asked_for_once(world: World) -> None:
    client, invoice = world.owed()
    payment = made(client, invoice)
    world.paypal.account.pends = True
    world.paypal.do(lambda at: at.approve(world.order(payment)["id"]))
    deadline = time.monotonic() + 30
    while not world.captures(payment):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    world.wait_payment(payment["id"], state="processing")
    assert code(checkout(client, invoice)) == (409, "payment_state_refused")
    world.paypal.do(lambda at: at.end_capture(world.captures(payment)[0]["id"]))
    world.wait_payment(payment["id"], state="succeeded")

    world.paypal.trouble = lambda asked: Trouble(done=True) if asked.path.endswith("/refund") else None
    assert code(world.refund(payment, {"amount": "3"}, "key-1")) == (503, "payment_provider_unavailable")
    world.paypal.trouble = lambda _: None
    first, again = world.refund(payment, {"amount": "3"}, "key-1"), world.refund(payment, {"amount": "3"}, "key-1")
    assert (first.status, again.status) == (201, 201) and first.json()["id"] == again.json()["id"] and first.json()["state"] == "pending"
    (refund,) = (one for one in world.paypal.account.refunds.values() if one.get("custom_id") == first.json()["id"])
    world.paypal.do(lambda at: at.end_refund(refund["id"], good=False))
    assert world.wait_payment(payment["id"], refundable="20.00")["refunds"][0]["state"] == "failed"
    assert len(announced(world.stack, "refund.failed", first.json()["id"])) == 1


def test_events_that_never_arrived_are_found_in_paypals_own_list(world: World) -> None:
    client, invoice = world.owed()
    payment = made(client, invoice)
    assert world.paypal.sender
    world.paypal.sender.plan = lambda _: ()
    world.paypal.do(lambda at: at.approve(world.order(payment)["id"]))
    deadline = time.monotonic() + 45
    while world.wait_payment(payment["id"])["state"] != "succeeded":
        assert time.monotonic() < deadline
        world.stack.sql("UPDATE payment_providers SET swept_to = clock_timestamp() - interval '700 seconds'")
        time.sleep(1)
    world.wait_invoice(invoice["id"], "paid")
    world.paypal.sender.plan = lambda _: (0.0,)
    found = world.stack.sql(f"SELECT source FROM provider_events WHERE payment_id = '{payment['id']}'").split()
    assert set(found) == {"sweep"} and len(found) == 3
    asked = world.paypal.calls("GET", "/v1/notifications/webhooks-events")
    assert any("page" in one.given for one in asked), "all pages are read"
