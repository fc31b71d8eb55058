"""What payment providers and endpoints of webhooks get wrong, and what comes of it: the table of bad input in docs/payments.md, as far as nothing
else proves it. Elsewhere are proved: what is forged, stale, truncated, re-encoded, oversized or of the other mode, money of another currency, over-
and under-payment (test_payment_inbox), amounts that Stripe does not have (tests/unit/billing), addresses that an endpoint may not have
(tests/unit/http/webhook_url.cpp, tests/fuzz/webhook_url.cpp, test_webhooks_sent), and everything of it shuffled, lost and killed (tests/sim/payments)."""

from __future__ import annotations

import base64
import json
import secrets
import time
from collections.abc import Iterator

import pytest

from tests.support.fake_stripe import FakeStripe, Trouble
from tests.support.payment_world import EVENTS, PaymentWorld, StripeAccount
from tests.support.stack import Stack
from tests.support.stripe_objects import Object
from tests.support.stripe_sender import post, signature, text_of


@pytest.fixture(scope="module")
def stripe() -> Iterator[FakeStripe]:
    with FakeStripe("sk_test_of_bad_days") as fake:
        yield fake


@pytest.fixture(scope="module")
def world(module_stack: Stack, stripe: FakeStripe) -> Iterator[PaymentWorld]:
    ports = {"WEBHOOK_PORTS": "any", "WEBHOOK_ALLOWED_NETWORKS": "127.0.0.0/8"}
    served = module_stack.serve({"ARCHIVE_URL": "off", **stripe.settings(), **ports})
    made = PaymentWorld(module_stack.client(served), module_stack, served)
    made.sell()
    yield made


@pytest.fixture
def account(world: PaymentWorld) -> StripeAccount:
    return world.account(f"a-{secrets.token_hex(6)}")


def outcome(world: PaymentWorld, event: Object) -> tuple[str, str]:
    found = world.event(event)
    return str(found["state"]), str(found["outcome"])


def test_a_webhook_that_is_replayed_is_answered_alike_and_applied_once(world: PaymentWorld, account: StripeAccount) -> None:
    invoice = world.invoice()
    paid = account.history(world.owed(invoice, account))[3]
    body = text_of(paid)
    header = signature(body, account.secret)
    assert [post(account.url, body, header).json() for _ in range(3)] == [{"received": True}] * 3
    assert outcome(world, paid) == ("applied", "payment_recorded")
    assert len(world.must("GET", f"/api/v1/invoices/{invoice['id']}/payments", status=200)["items"]) == 1


def test_each_byte_of_a_body_counts(world: PaymentWorld, account: StripeAccount) -> None:
    event = account.make.event("customer.created", account.make.customer({"name": "Zoë"}))
    body = text_of(event).encode()
    header = signature(body.decode(), account.secret)
    for at in (0, 1, len(body) // 2, body.index("ë".encode()), len(body) - 1):
        altered = bytearray(body)
        altered[at] ^= 1
        answer = post(account.url, bytes(altered), header)
        assert (answer.status_code, answer.json()["code"]) == (400, "webhook_signature_wrong"), at
    assert world.must("GET", f"{EVENTS}?event_id={event['id']}", status=200)["items"] == []


def test_secrets_of_another_kind_are_refused_or_prove_nothing(world: PaymentWorld) -> None:
    account = world.account(f"a-{secrets.token_hex(6)}", "whsec_" + base64.b64encode(b"0123456789abcdef01234567").decode())
    body = text_of(account.make.event("customer.created", account.make.customer({})))
    # As Standard Webhooks has it: what stands behind the prefix is decoded.
    answer = post(account.url, body, signature(body, "0123456789abcdef01234567"))
    assert (answer.status_code, answer.json()["code"]) == (400, "webhook_signature_wrong")
    provider = f"/api/v1/payment-providers/{account.id}"
    for wrong in ("sk_test_1234567890", "whsk_MC4CAQAwBQYDK2VwBCIEIA", "whsec_", "whsec_with a blank"):
        refused = world.platform.request("POST", f"{provider}/secret-rotations", {"secret": wrong})
        assert refused.status in (400, 422), (wrong, refused.body)
        assert wrong not in refused.body.decode()
    for wrong in ("sk_live_1234567890", "pk_test_1234567890", "whsec_1234567890"):
        assert world.platform.request("PATCH", provider, {"api_key": wrong}).status in (400, 422), wrong


def test_two_installations_on_one_account_leave_each_others_money_alone(world: PaymentWorld, account: StripeAccount) -> None:
    invoice = world.invoice()
    mine = account.history(world.owed(invoice, account))
    theirs = account.history("pay_01ARZ3NDEKTSV4RRFFQ69G5FAW")  # as the other installation has marked it
    account.deliver(*theirs, *mine)
    assert {outcome(world, event) for event in theirs} == {("ignored", "unrelated"), ("ignored", "not_used")}
    assert outcome(world, mine[3]) == ("applied", "payment_recorded")
    assert world.read_invoice(invoice)["paid"] == "20.00"


def test_an_event_of_an_unknown_api_version_is_applied_if_it_says_what_is_needed(world: PaymentWorld, account: StripeAccount) -> None:
    invoice = world.invoice()
    paid = account.history(world.owed(invoice, account))[3] | {"api_version": "2031-02-03.nobody", "novelty": [{"a": None}]}
    account.deliver(paid)
    assert outcome(world, paid) == ("applied", "payment_recorded")
    assert world.event(paid)["api_version"] == "2031-02-03.nobody"
    other = json.loads(json.dumps(paid)) | {"id": account.make.id("evt", "1")}
    other["data"]["object"]["amount_received"] = {"value": "20.00"}
    account.deliver(other)
    assert outcome(world, other) == ("failed", "webhook_body_malformed")
    assert "amount_received" in world.event(other)["detail"], "the member that it does not have"


@pytest.mark.parametrize("first", ["the money", "the refund"])
def test_more_that_is_paid_back_than_came_in_is_a_visible_failure_in_either_order(world: PaymentWorld, account: StripeAccount, first: str) -> None:
    made = world.owed(world.invoice(), account)
    history = account.history(made)
    paid, refunded = history[3], json.loads(json.dumps(history[7]))
    refunded["data"]["object"]["amount"] = 2001
    # The payment is known by then, so that the refund finds it.
    account.deliver(history[0])
    assert outcome(world, history[0]) == ("applied", "noted")
    order = (paid, refunded) if first == "the money" else (refunded, paid)
    for event in order:
        account.deliver(event)
        world.event(event)
    deadline = time.monotonic() + 30
    while outcome(world, refunded) != ("failed", "refund_exceeds_payment"):
        assert time.monotonic() < deadline, outcome(world, refunded)
    assert outcome(world, paid) == ("applied", "payment_recorded")
    assert world.payment(made) | {"intent": ""} == {"state": "succeeded", "received": "2000", "refunded": "2000", "intent": "", "failure_code": ""}


def test_a_dispute_after_a_refund_stands_beside_it(world: PaymentWorld, account: StripeAccount) -> None:
    made = world.owed(world.invoice(), account)
    history = account.history(made)
    whole = json.loads(json.dumps(history[7]))
    whole["data"]["object"]["amount"] = 2000  # everything was paid back before
    account.deliver(*history[:6], whole, history[8], history[10])
    assert outcome(world, whole) == outcome(world, history[10]) == ("applied", "noted")
    read = world.must("GET", f"/api/v1/payments/{made}", status=200)
    assert (read["state"], read["refunded"], read["refundable"]) == ("succeeded", "20.00", "0.00")
    assert [(one["state"], one["amount"]) for one in read["disputes"]] == [("lost", "15.00")]
    refused = world.platform.request("POST", f"/api/v1/payments/{made}/refunds", {"amount": "1"})
    assert (refused.status, refused.json()["code"]) == (422, "refund_exceeds_payment")


def test_a_provider_that_was_down_for_a_day_is_read_from_where_it_stopped(world: PaymentWorld, account: StripeAccount, stripe: FakeStripe) -> None:
    provider = f"/api/v1/payment-providers/{account.id}"
    stripe.trouble = lambda _: Trouble(503)
    world.must("PATCH", provider, {"api_key": stripe.api_key}, status=200)
    world.stack.sql(f"UPDATE payment_providers SET created_at = now() - interval '3 days', swept_to = now() - interval '1 day 1 hour' WHERE id = '{account.id}'")
    stripe.do(lambda at: at.answer("POST", "/v1/customers", {"name": "before"}, {}))
    yesterday = stripe.account.events[-1]
    yesterday["created"] -= 86_400
    stripe.do(lambda at: at.answer("POST", "/v1/customers", {"name": "after"}, {}))
    world.must("POST", f"{provider}/sweeps", {}, status=202)
    time.sleep(0.5)
    assert world.must("GET", f"{EVENTS}?event_id={yesterday['id']}", status=200)["items"] == []
    stripe.trouble = lambda _: None
    world.stack.sql(f"UPDATE payment_providers SET sweep_asked_at = clock_timestamp() WHERE id = '{account.id}'")
    assert [world.event(event)["source"] for event in (yesterday, stripe.account.events[-1])] == ["sweep", "sweep"]


def test_an_endpoint_that_is_weir_itself_fails_in_the_open_and_nothing_follows(world: PaymentWorld, account: StripeAccount) -> None:
    targets = ("/api/v1/webhooks/stripe/" + account.url.rsplit("/", 1)[1], "/api/v1/events", "/api/v1/tenants")
    for target in targets:
        made = world.must("POST", "/api/v1/webhook-endpoints", {"url": world.served.url + target, "event_types": ["webhook_endpoint.*", "provider_event.*"]})
        endpoint = f"/api/v1/webhook-endpoints/{made['id']}"
        world.must("POST", f"{endpoint}/tests", {}, status=202)
        deadline = time.monotonic() + 30
        while not (attempted := [one for one in world.must("GET", f"{endpoint}/deliveries", status=200)["items"] if one["type"] == "webhook_endpoint.tested" and one["attempts"] > 0]):
            assert time.monotonic() < deadline, target
            time.sleep(0.1)
        assert attempted[0]["state"] == "waiting", attempted
        assert world.platform.request("DELETE", endpoint).status in (200, 204)
    assert world.must("GET", f"{EVENTS}?payment_provider_id={account.id}", status=200)["items"] == []


def test_urls_that_mean_something_else_are_refused(world: PaymentWorld) -> None:
    for url in (
        "https://user:pass@example.com/", "ftp://example.com/", "file:///etc/passwd", "https://[fe80::1%25eth0]/", "https://[::1]/", "https://[::ffff:10.0.0.1]/",
        "https://bücher.example/", "https://0x7f.1/", "https://example.com/#part", "https://example.com\\@10.0.0.1/",
    ):  # fmt: skip
        answer = world.platform.request("POST", "/api/v1/webhook-endpoints", {"url": url, "event_types": ["*"]})
        assert answer.status in (400, 422) and answer.json()["code"] in ("webhook_url_refused", "validation_failed"), (url, answer.body)
    made = world.must("POST", "/api/v1/webhook-endpoints", {"url": "https://xn--bcher-kva.example/", "event_types": ["invoice.*"]})
    assert world.platform.request("DELETE", f"/api/v1/webhook-endpoints/{made['id']}").status in (200, 204)
