"""Webhooks of Stripe: proved by their signature, stored once, applied whatever the order in which they come; invoices become paid by themselves."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
import requests

from tests.support import node
from tests.support.fake_stripe import FakeStripe, Trouble
from tests.support.payment_world import EVENTS, PaymentWorld, StripeAccount
from tests.support.stack import Stack
from tests.support.stripe_objects import Object
from tests.support.stripe_sender import post, signature, text_of
from tests.support.webhook_receiver import WebhookReceiver


@pytest.fixture(scope="module")
def stripe() -> Iterator[FakeStripe]:
    with FakeStripe("sk_test_of_the_sweep") as fake:
        yield fake


@pytest.fixture(scope="module")
def receiver() -> Iterator[WebhookReceiver]:
    with WebhookReceiver() as made:
        yield made


@pytest.fixture(scope="module")
def world(module_stack: Stack, stripe: FakeStripe, receiver: WebhookReceiver) -> Iterator[PaymentWorld]:
    served = module_stack.serve({"ARCHIVE_URL": "off", **stripe.settings(), **receiver.settings()})
    made = PaymentWorld(module_stack.client(served), module_stack, served)
    made.sell()
    yield made


@pytest.fixture
def account(world: PaymentWorld) -> StripeAccount:
    return world.account(f"a-{secrets.token_hex(6)}")


def test_a_paid_page_pays_its_invoice_and_everything_that_followed_is_known(world: PaymentWorld, account: StripeAccount) -> None:
    invoice = world.invoice()
    made = world.owed(invoice, account)
    history = account.history(made)
    account.deliver(*history)
    outcomes = [(event["type"], world.event(event)["state"], world.event(event)["outcome"]) for event in history]
    assert outcomes == [
        ("payment_intent.created", "applied", "noted"),
        ("payment_intent.payment_failed", "applied", "noted"),
        ("payment_intent.processing", "applied", "noted"),
        ("payment_intent.succeeded", "applied", "payment_recorded"),
        ("checkout.session.completed", "applied", "payment_recorded"),
        ("charge.succeeded", "ignored", "not_used"),
        ("refund.created", "applied", "noted"),
        ("refund.updated", "applied", "noted"),
        ("charge.dispute.created", "applied", "noted"),
        ("charge.dispute.updated", "applied", "noted"),
        ("charge.dispute.closed", "applied", "noted"),
    ]
    intent = history[0]["data"]["object"]["id"]
    assert world.payment(made) == {"state": "succeeded", "received": "2000", "refunded": "500", "intent": intent, "failure_code": ""}
    assert world.read_invoice(invoice)["state"] == "paid"
    (paid,) = world.must("GET", f"/api/v1/invoices/{invoice['id']}/payments", status=200)["items"]
    assert (paid["amount"], paid["method"], paid["reference"]) == ("20.00", "stripe", intent)
    told = world.stack.sql(f"SELECT type FROM outbox WHERE payload LIKE '%{made}%' ORDER BY number").split()
    assert told == ["payment.failed", "payment.succeeded", "refund.succeeded", "dispute.opened", "dispute.closed"]


@pytest.mark.parametrize("seed", range(4))
def test_the_same_is_known_whatever_the_order_and_however_often_events_come(world: PaymentWorld, account: StripeAccount, seed: int) -> None:
    invoice = world.invoice()
    made = world.owed(invoice, account)
    history = account.history(made)
    sent = [*history, *history]
    Random(seed).shuffle(sent)
    account.deliver(*sent)
    for event in history:
        assert world.event(event)["state"] in ("applied", "ignored"), event["type"]
    assert world.payment(made) == {"state": "succeeded", "received": "2000", "refunded": "500", "intent": history[0]["data"]["object"]["id"], "failure_code": ""}
    assert world.read_invoice(invoice)["state"] == "paid"
    assert len(world.must("GET", f"/api/v1/invoices/{invoice['id']}/payments", status=200)["items"]) == 1
    disputes = world.stack.sql(f"SELECT d.state, d.amount FROM disputes AS d JOIN payments AS p ON p.number = d.payment_number WHERE p.id = '{made}'")
    assert disputes.split() == ["lost|1500"]


def test_what_comes_before_its_payment_is_known_is_looked_at_again(world: PaymentWorld, account: StripeAccount) -> None:
    invoice = world.invoice()
    made = world.owed(invoice, account)
    history = account.history(made)
    late = [event for event in history if event["type"].startswith(("refund.", "charge.dispute."))]
    account.deliver(*late)
    assert {(world.event(event)["state"], world.event(event)["outcome"]) for event in late} == {("ignored", "unrelated")}
    account.deliver(*(event for event in history if event["type"] == "checkout.session.completed"))
    deadline = time.monotonic() + 30
    while {world.event(event)["outcome"] for event in late} != {"noted"} | ({"superseded"} & {world.event(event)["outcome"] for event in late}):
        assert time.monotonic() < deadline
    assert world.payment(made)["refunded"] == "500"


def test_events_of_others_are_stored_and_nothing_follows(world: PaymentWorld, account: StripeAccount) -> None:
    stranger = account.make.event("payment_intent.succeeded", account.make.intent({"amount_total": 100, "currency": "usd", "customer": None}, {}) | {"amount_received": 100, "status": "succeeded"})
    novelty = account.make.event("novelty.appeared", {"id": "nov_1", "object": "novelty", "named": "Zoë \U0001f600"})
    account.deliver(stranger, novelty, novelty)
    assert (world.event(stranger)["outcome"], world.event(novelty)["outcome"]) == ("unrelated", "not_used")
    shown = world.must("GET", f"{EVENTS}/{world.event(novelty)['id']}", status=200)
    assert shown["body"] == text_of(novelty), "byte for byte"
    assert shown["source"] == "webhook" and shown["payment_provider_id"] == account.id


def test_thin_events_are_told_apart_from_those_that_they_are_named_like(world: PaymentWorld, account: StripeAccount) -> None:
    invoice = world.invoice()
    paid = account.history(world.owed(invoice, account))[3]
    about = {"id": "mtr_1", "type": "billing.meter", "url": "/v1/billing/meters/mtr_1"}
    thin = {"id": account.make.id("evt_test"), "object": "v2.core.event", "type": "v1.billing.meter.no_meter_found", "livemode": False, "created": "2026-11-20T06:20:52.246Z"}
    named_alike = thin | {"id": account.make.id("evt_test"), "type": paid["type"], "data": paid["data"]}
    account.deliver(thin | {"related_object": about}, named_alike)
    assert [(world.event(one)["state"], world.event(one)["outcome"]) for one in (thin, named_alike)] == [("ignored", "thin")] * 2
    assert world.event(thin)["object_id"] == "mtr_1" and world.read_invoice(invoice)["state"] == "finalized"
    refused = account.send(thin | {"id": account.make.id("evt_test"), "livemode": True})
    assert (refused.status_code, refused.json()["code"]) == (400, "webhook_mode_wrong"), "test and live are apart for thin ones too"


def test_what_is_forged_stale_or_no_event_leaves_nothing(world: PaymentWorld, account: StripeAccount) -> None:
    event = account.make.event("customer.created", account.make.customer({}))
    body = text_of(event)
    right = signature(body, account.secret)
    other = body.replace("customer.created", "customer.deleted")

    def refused(body: str, header: str, url: str = account.url) -> tuple[int, str]:
        answer = post(url, body, header)
        assert answer.headers["content-type"] == "application/problem+json"
        return answer.status_code, str(answer.json()["code"])

    assert refused(other, right) == (400, "webhook_signature_wrong")
    assert refused(body[:-1], right) == (400, "webhook_signature_wrong")
    assert refused(json.dumps(event), right) == (400, "webhook_signature_wrong"), "the same event, written otherwise"
    assert refused(body, signature(body, "whsec_another")) == (400, "webhook_signature_wrong")
    assert refused(body, signature(body, account.secret.removeprefix("whsec_"))) == (400, "webhook_signature_wrong")
    assert refused(body, signature(body, account.secret, time.time() - 310)) == (400, "webhook_signature_expired")
    assert refused(body, "") == (400, "webhook_signature_missing")
    assert refused(body, right.replace("v1=", "v0=")) == (400, "webhook_signature_missing")
    assert refused(body, "garbage") == (400, "webhook_signature_malformed")
    for broken in ("{", "[]", '{"id":"evt_1"}'):
        assert refused(broken, signature(broken, account.secret)) == (400, "webhook_body_malformed")
    live = text_of(event | {"livemode": True})
    assert refused(live, signature(live, account.secret)) == (400, "webhook_mode_wrong")
    assert refused(body, right, account.url + "-not") == (404, "payment_provider_not_found")
    assert refused(body, right, account.url.replace("/stripe/", "/paypal/")) == (404, "payment_provider_not_found")
    large = json.dumps({**event, "padding": "x" * 1_048_576})
    assert refused(large, signature(large, account.secret)) == (413, "body_too_large")
    assert world.must("GET", f"{EVENTS}?event_id={event['id']}", status=200)["items"] == []
    account.deliver(event)
    assert world.event(event)["state"] == "ignored"


def test_the_official_library_for_node_signs_what_is_taken(world: PaymentWorld, account: StripeAccount, tmp_path: Path) -> None:
    events = [account.make.event("customer.created", account.make.customer({"name": name})) for name in ("Ada", "Zoë \U0001f600", "a\\u0001\n")]
    now = int(time.time())
    given = [{"secret": account.secret, "body": text_of(event), "timestamp": now} for event in events]
    for event, header in zip(events, node.run("stripe_webhooks.mjs", folder=tmp_path, standard_input=given), strict=True):
        assert account.send(event, header=header).status_code == 200
        assert world.event(event)["state"] == "ignored"


def test_while_a_secret_is_rolled_both_sign_and_then_the_new_one_alone(world: PaymentWorld, account: StripeAccount) -> None:
    def send(secret: str) -> int:
        event = account.make.event("customer.created", account.make.customer({}))
        return post(account.url, text_of(event), signature(text_of(event), secret)).status_code

    assert send(account.secret) == 200
    new, newest = "whsec_new_one", "whsec_newest"
    rotations = f"/api/v1/payment-providers/{account.id}/secret-rotations"
    world.must("POST", rotations, {"secret": new})
    assert (send(new), send(account.secret)) == (200, 200)
    world.must("POST", rotations, {"secret": newest, "overlap_seconds": 0})
    assert send(newest) == 200
    assert send(new) == 400
    provider = f"/api/v1/payment-providers/{account.id}"
    world.must("PATCH", provider, {"enabled": False}, status=200)
    assert send(newest) == 409
    world.must("PATCH", provider, {"enabled": True}, status=200)
    assert send(newest) == 200


def failed(world: PaymentWorld, event: Object) -> tuple[str, str]:
    found = world.event(event)
    return str(found["state"]), str(found["outcome"])


def test_money_that_an_invoice_cannot_take_is_a_visible_failure_that_can_be_tried_again(world: PaymentWorld, account: StripeAccount) -> None:
    invoice = world.invoice()
    succeeded = account.history(world.owed(invoice, account))[3]
    other_currency, too_much, part = (json.loads(json.dumps(succeeded)) for _ in range(3))
    for event in (other_currency, too_much, part):
        event["id"] = account.make.id("evt", "1")
    other_currency["data"]["object"]["currency"] = "eur"
    too_much["data"]["object"]["amount_received"] = 2001
    part["data"]["object"]["amount_received"] = 1500
    account.deliver(other_currency)
    assert failed(world, other_currency) == ("failed", "currency_mismatch")
    account.deliver(part)
    assert failed(world, part) == ("applied", "payment_recorded")
    shown = world.read_invoice(invoice)
    assert (shown["state"], shown["paid"]) == ("finalized", "15.00")

    second = world.invoice()
    void = account.history(world.owed(second, account))[3]
    world.must("POST", f"/api/v1/invoices/{second['id']}/changes", {"change": "void"}, status=200)
    account.deliver(void)
    assert failed(world, void) == ("failed", "invoice_state_refused")
    again = world.must("POST", f"{EVENTS}/{world.event(void)['id']}/reruns", {}, status=202)
    assert again["state"] == "pending"
    assert failed(world, void) == ("failed", "invoice_state_refused")

    third = world.invoice()
    made = world.owed(third, account)
    twice = account.history(made)[3]
    world.must("POST", f"/api/v1/invoices/{third['id']}/payments", {"amount": "5", "method": "bank transfer"}, status=200)
    account.deliver(twice)
    assert failed(world, twice) == ("failed", "invoice_payment_exceeds_due")
    assert world.payment(made)["received"] == "2000", "the money is there, whatever the invoice can take"


def test_addresses_that_prove_nothing_are_slowed_down_and_proved_events_never(world: PaymentWorld, account: StripeAccount, module_stack: Stack) -> None:
    served = module_stack.launch("api", settings={"RATE_ADDRESS_PER_MINUTE": "20"})
    url = account.url.replace(world.served.url, served.url)

    def send(secret: str) -> requests.Response:
        event = account.make.event("customer.created", account.make.customer({}))
        return post(url, text_of(event), signature(text_of(event), secret))

    forged = [send("whsec_forged") for _ in range(40)]
    assert {answer.status_code for answer in forged} == {400, 429}
    assert int(forged[-1].headers["retry-after"]) > 0
    assert [send(account.secret).status_code for _ in range(30)] == [200] * 30


def test_what_stripe_never_delivered_is_found_in_its_own_list(world: PaymentWorld, account: StripeAccount, stripe: FakeStripe) -> None:
    for number in range(130):
        stripe.do(lambda at, name=str(number): at.answer("POST", "/v1/customers", {"name": name}, {}))
    lost = stripe.account.events
    account.deliver(lost[0])
    world.must("PATCH", f"/api/v1/payment-providers/{account.id}", {"api_key": stripe.api_key}, status=200)
    assert {world.event(event, 60)["source"] for event in lost[1:]} == {"sweep"}
    assert world.event(lost[0])["source"] == "webhook"
    found = world.must("GET", f"{EVENTS}?payment_provider_id={account.id}&limit=100", status=200)
    assert len(found["items"]) == 100 and found["next_cursor"]
    deadline = time.monotonic() + 30
    while world.must("GET", f"/api/v1/payment-providers/{account.id}", status=200)["swept_to"] is None:
        assert time.monotonic() < deadline


def test_an_account_is_swept_when_somebody_asks_for_it(world: PaymentWorld, account: StripeAccount, stripe: FakeStripe) -> None:
    provider = f"/api/v1/payment-providers/{account.id}"

    def asked() -> tuple[int, str]:
        answer = world.platform.request("POST", f"{provider}/sweeps")
        return answer.status, str(answer.json().get("code", answer.json().get("sweep_asked_at")))

    def swept() -> str:
        deadline = time.monotonic() + 30
        while (read := world.must("GET", provider, status=200))["swept_to"] is None or read["sweep_asked_at"] is not None:
            assert time.monotonic() < deadline, read
            time.sleep(0.1)
        return str(read["swept_to"])

    assert asked() == (409, "payment_provider_disabled"), "it has no key"
    world.must("PATCH", provider, {"api_key": stripe.api_key}, status=200)
    before = swept()
    stripe.do(lambda at: at.answer("POST", "/v1/customers", {"name": "late"}, {}))
    stripe.trouble = lambda _: Trouble(503)
    status, at = asked()
    assert status == 202 and at.endswith("Z"), at
    assert asked() == (202, at), "it is asked for already"
    stripe.trouble = lambda _: None
    world.stack.sql(f"UPDATE payment_providers SET sweep_asked_at = clock_timestamp() WHERE id = '{account.id}'")
    assert swept() != before
    assert world.event(stripe.account.events[-1])["source"] == "sweep"
    world.must("PATCH", provider, {"enabled": False}, status=200)
    assert asked() == (409, "payment_provider_disabled")


def test_events_of_stripe_fan_out_under_their_own_type(world: PaymentWorld, account: StripeAccount, receiver: WebhookReceiver) -> None:
    endpoint = world.must("POST", "/api/v1/webhook-endpoints", {"url": receiver.url + "/stripe", "event_types": ["stripe.customer.*"]})
    event = account.make.event("customer.created", account.make.customer({"name": "Zoë \U0001f600"}))
    other = account.make.event("price.created", {"id": "price_1", "object": "price"})
    account.deliver(other, event, event)
    (came,) = receiver.wait("/stripe", 1)
    said = came.verified(endpoint["secret"])
    assert said["type"] == "stripe.customer.created" and said["tenant_id"] is None
    assert said["data"]["event"] == event, "as Stripe wrote it"
    assert said["data"]["event_id"] == event["id"]
