"""Webhooks of PayPal: proved by the chain of the certificate that they name, stored once, applied whatever the order in which they come."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
import requests

from tests.support.fake_paypal import FakePayPal
from tests.support.payment_world import EVENTS, PaymentWorld, StripeAccount
from tests.support.paypal_account import Account
from tests.support.paypal_signer import SIGNER, Signer, headers, make, post
from tests.support.stack import Stack
from tests.support.stripe_objects import Maker, Object
from tests.support.stripe_sender import text_of
from tests.support.webhook_receiver import WebhookReceiver


@pytest.fixture(scope="module")
def paypal(module_stack: Stack) -> Iterator[FakePayPal]:
    with FakePayPal(module_stack.place.service_folder("weir")) as fake:
        yield fake


@pytest.fixture(scope="module")
def receiver() -> Iterator[WebhookReceiver]:
    with WebhookReceiver() as made:
        yield made


@pytest.fixture(scope="module")
def world(module_stack: Stack, paypal: FakePayPal, receiver: WebhookReceiver) -> Iterator[PaymentWorld]:
    served = module_stack.serve({"ARCHIVE_URL": "off", **paypal.settings(), **receiver.settings()})
    made = PaymentWorld(module_stack.client(served), module_stack, served)
    made.sell()
    yield made


class Door:
    """Of an account at PayPal, whose webhook has an id of its own."""

    def __init__(self, world: PaymentWorld, paypal: FakePayPal, live: bool = False) -> None:
        slug = f"p-{secrets.token_hex(6)}"
        self.webhook = secrets.token_hex(8).upper() + "X"
        made = world.must("POST", "/api/v1/payment-providers", {"slug": slug, "provider": "paypal", "name": slug, "live": live, "signing_secret": self.webhook})
        assert made["webhook_path"] == f"/api/v1/webhooks/paypal/{slug}"
        self.id, self.paypal = str(made["id"]), paypal
        self.url = world.served.url + made["webhook_path"]
        self.told: list[Object] = []
        self.account = Account(paypal.url, lambda event: self.told.append(json.loads(json.dumps(event))), seed=Random(slug).randrange(2**31))

    def send(self, event: Object, by: Signer | None = None, certificate: str = "CERT-1", change: Any = None, **more: Any) -> requests.Response:
        body = text_of(event)
        given = headers(body, more.pop("webhook", self.webhook), self.paypal.certificate_url(certificate), by or self.paypal.authority.signer, **more)
        if change:
            body = change(given, body) or body
        return post(self.url, body, given)

    def refused(self, **how: Any) -> tuple[int, str]:
        answer = self.send(self.event(), **how)
        return answer.status_code, answer.json()["code"]

    def event(self, kind: str = "BILLING.SUBSCRIPTION.CREATED") -> Object:
        return self.account.make_event(kind, "subscription", {"id": "I-BW452GLLEP1G", "status": "APPROVAL_PENDING"})

    def deliver(self, *events: Object) -> None:
        for event in events:
            answer = self.send(event)
            assert (answer.status_code, answer.json()) == (200, {"received": True}), answer.text

    def history(self, payment: str) -> list[Object]:
        """Approved, paid, a part paid back, the rest disputed and lost."""
        given = {"intent": "CAPTURE", "purchase_units": [{"custom_id": payment, "description": "x", "amount": {"currency_code": "USD", "value": "20.00"}}]}
        context = {"payment_source": {"paypal": {"experience_context": {"return_url": "https://weir.example.com"}}}}
        order = self.account.answer("POST", ["v2", "checkout", "orders"], given | context)["id"]
        self.account.approve(order)
        self.account.answer("POST", ["v2", "checkout", "orders", order, "capture"], {})
        (capture,) = self.account.captures
        self.account.refund(capture, "5.00")
        dispute = self.account.dispute(capture, "15.00")
        self.account.close_dispute(dispute, won=False)
        return self.told


@pytest.fixture
def door(world: PaymentWorld, paypal: FakePayPal) -> Door:
    return Door(world, paypal)


def owed(world: PaymentWorld, invoice: dict[str, Any], door: Door) -> str:
    return world.owed(invoice, StripeAccount(world, door.id, door.url, "", Maker(1, 0)))


def test_a_signed_webhook_is_stored_once_and_told_under_its_type(world: PaymentWorld, door: Door, receiver: WebhookReceiver) -> None:
    made = world.must("POST", "/api/v1/webhook-endpoints", {"url": receiver.url + "/paypal", "event_types": ["paypal.billing.*"]})
    event = door.event()
    door.deliver(event, event)
    found = world.event(event)
    assert (found["provider"], found["type"], found["state"], found["outcome"]) == ("paypal", "BILLING.SUBSCRIPTION.CREATED", "ignored", "not_used")
    shown = world.must("GET", f"{EVENTS}/{found['id']}", status=200)
    assert shown["body"] == text_of(event), "as PayPal wrote it"
    assert len(world.must("GET", f"{EVENTS}?provider=paypal&event_id={event['id']}", status=200)["items"]) == 1
    (came,) = receiver.wait("/paypal", 1)
    said = came.verified(made["secret"])
    assert said["type"] == "paypal.billing.subscription.created" and said["tenant_id"] is None
    assert said["data"]["event"] == event


def test_what_is_forged_or_altered_is_refused_and_nothing_of_it_is_stored(world: PaymentWorld, door: Door) -> None:
    stored = world.stack.sql("SELECT count(*) FROM provider_events")

    def without(name: str) -> Any:
        return lambda given, _: given.pop(name) and None

    def of(name: str, value: str) -> Any:
        return lambda given, _: given.update({name: value})

    for name in ("ID", "TIME", "SIG"):
        assert door.refused(change=without(f"PAYPAL-TRANSMISSION-{name}")) == (400, "webhook_signature_missing")
    assert door.refused(change=of("PAYPAL-AUTH-ALGO", "SHA1withRSA")) == (400, "webhook_signature_malformed")
    assert door.refused(change=of("PAYPAL-TRANSMISSION-SIG", "no base64")) == (400, "webhook_signature_malformed")
    assert door.refused(change=lambda _, body: body.replace("APPROVAL_PENDING", "APPROVAL_PENDINg")) == (400, "webhook_signature_wrong")
    assert door.refused(change=lambda _, body: json.dumps(json.loads(body))) == (400, "webhook_signature_wrong")
    assert door.refused(webhook="8PT597110X687430M") == (400, "webhook_signature_wrong")
    assert door.refused(change=of("PAYPAL-TRANSMISSION-ID", secrets.token_hex(8))) == (400, "webhook_signature_wrong")
    assert door.refused(seconds_ago=3 * 86_400 + 600) == (400, "webhook_signature_expired")
    assert door.refused(seconds_ago=-600) == (400, "webhook_signature_expired")
    assert door.send(door.event(), seconds_ago=2 * 86_400).status_code == 200, "PayPal sends again for three days"
    body = post(door.url, "[]", headers("[]", door.webhook, door.paypal.certificate_url(), door.paypal.authority.signer))
    assert (body.status_code, body.json()["code"]) == (400, "webhook_body_malformed")
    deadline = time.monotonic() + 30
    while (now := world.stack.sql("SELECT count(*) FROM provider_events")) == stored:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert int(now) == int(stored) + 1


def test_certificates_that_prove_nothing(door: Door, paypal: FakePayPal) -> None:
    authority = paypal.authority
    foreign_root = make("Test Root", authority=True)
    signers = {
        "FOREIGN": make(SIGNER, foreign_root),
        "ENDED": make(SIGNER, authority.issuing, ended=True),
        "SELF": make(SIGNER),
        "OTHER": make("signer.example.com", authority.issuing),
        "BELOW": make(SIGNER, authority.signer),
    }
    for name, signer in signers.items():
        paypal.certificates[name] = signer.pem
        assert door.refused(by=signer, certificate=name) == (400, "webhook_certificate_refused"), name
    paypal.certificates["ALONE"] = authority.signer.pem.split(b"-----END CERTIFICATE-----")[0] + b"-----END CERTIFICATE-----\n"
    assert door.refused(certificate="ALONE") == (400, "webhook_certificate_refused"), "who issued it is missing"
    assert door.refused(certificate="NOWHERE") == (400, "webhook_certificate_refused")
    assert door.refused(by=signers["FOREIGN"]) == (400, "webhook_signature_wrong")
    port = paypal.port
    for url in (f"http://localhost:{port}/v1", f"https://127.0.0.1:{port}/v1", f"https://a@localhost:{port}/v1", "https://localhost/v1", "https://api.paypal.com.example.com/v1"):
        assert door.refused(change=lambda given, _, url=url: given.update({"PAYPAL-CERT-URL": url})) == (400, "webhook_certificate_refused"), url


def test_a_certificate_that_cannot_be_read_is_asked_for_again_and_one_that_was_is_kept(door: Door, paypal: FakePayPal, world: PaymentWorld) -> None:
    event = door.event()
    asked = len(paypal.calls("GET", "/v1/notifications/certs/CERT-KEPT"))
    away = door.send(event, change=lambda given, _: given.update({"PAYPAL-CERT-URL": "https://api.paypal.com/v1/notifications/certs/CERT-1"}))
    assert (away.status_code, away.json()["code"]) == (503, "webhook_certificate_unavailable"), "no network here, or another chain: nothing is decided"
    paypal.certificates["CERT-KEPT"] = paypal.authority.signer.pem
    for _ in range(3):
        assert door.send(event, certificate="CERT-KEPT").status_code == 200
    assert len(paypal.calls("GET", "/v1/notifications/certs/CERT-KEPT")) == asked + 1
    assert world.event(event)["state"] == "ignored"


def test_a_webhook_id_is_rolled_with_an_overlap_and_doors_are_of_one_provider(world: PaymentWorld, door: Door) -> None:
    before = door.webhook
    door.webhook = "1AB23456CD789012E"
    world.must("POST", f"/api/v1/payment-providers/{door.id}/secret-rotations", {"secret": door.webhook})
    for webhook in (before, door.webhook):
        assert door.send(door.event(), webhook=webhook).status_code == 200
    crossed = post(door.url.replace("/paypal/", "/stripe/"), "{}", {})
    assert (crossed.status_code, crossed.json()["code"]) == (404, "payment_provider_not_found")
    world.must("PATCH", f"/api/v1/payment-providers/{door.id}", {"enabled": False}, 200)
    assert door.refused() == (409, "payment_provider_disabled")


@pytest.mark.parametrize("seed", range(3))
def test_the_same_is_known_whatever_the_order_and_however_often_events_come(world: PaymentWorld, door: Door, seed: int) -> None:
    invoice = world.invoice()
    made = owed(world, invoice, door)
    history = door.history(made)
    assert len(history) == 6
    # Seed 0: as it happened. What was approved and is paid is not captured: nobody else has done it here.
    sent = list(history) if seed == 0 else [*history, *history]
    if seed:
        Random(seed).shuffle(sent)
    door.deliver(*sent)
    outcomes = [(event["event_type"], world.event(event)["state"]) for event in history]
    assert {state for _, state in outcomes} <= {"applied", "ignored"}, outcomes
    (capture,) = door.account.captures
    assert world.payment(made) == {"state": "succeeded", "received": "2000", "refunded": "500", "intent": capture, "failure_code": ""}
    assert world.read_invoice(invoice)["state"] == "paid"
    (paid,) = world.must("GET", f"/api/v1/invoices/{invoice['id']}/payments", status=200)["items"]
    assert (paid["amount"], paid["method"], paid["reference"]) == ("20.00", "paypal", capture)
    disputes = world.stack.sql(f"SELECT d.state, d.amount FROM disputes AS d JOIN payments AS p ON p.number = d.payment_number WHERE p.id = '{made}'")
    assert disputes.strip() == "lost|1500"


def test_what_says_another_amount_or_currency_is_visible(world: PaymentWorld, door: Door) -> None:
    made = owed(world, world.invoice(), door)
    _, paid, *_ = door.history(made)
    paid["resource"]["amount"] = {"currency_code": "EUR", "value": "20.00"}
    door.deliver(paid)
    assert (world.event(paid)["state"], world.event(paid)["outcome"]) == ("failed", "currency_mismatch")
    paid = json.loads(json.dumps(paid)) | {"id": "WH-another"}
    paid["resource"]["amount"] = {"currency_code": "USD", "value": "20.001"}
    door.deliver(paid)
    assert (world.event(paid)["state"], world.event(paid)["outcome"]) == ("failed", "decimal_too_precise")
    assert world.payment(made)["state"] == "open"
