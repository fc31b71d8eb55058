"""The Stripe that these tests run against is one for Stripe's own library: requests, answers, errors, signatures and names."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import stripe

from tests.support.fake_stripe import FakeStripe, Trouble
from tests.support.stripe_methods import CAREFUL, DEBIT, STOLEN
from tests.support.stripe_sender import Sender, signature, text_of
from tests.support.webhook_receiver import Delivery, Reply, WebhookReceiver

KEY = "sk_test_51MadeUp"
SECRET = "whsec_made_up"


@pytest.fixture
def fake() -> Iterator[FakeStripe]:
    with FakeStripe(KEY, seed=7) as made:
        yield made


@pytest.fixture
def library(fake: FakeStripe) -> stripe.StripeClient:
    return stripe.StripeClient(KEY, base_addresses={"api": fake.url}, max_network_retries=0)


def session(library: stripe.StripeClient, **options: Any) -> Any:
    return library.v1.checkout.sessions.create(
        {
            "mode": "payment",
            "line_items": [{"quantity": 1, "price_data": {"currency": "eur", "unit_amount": 1999, "product_data": {"name": "INV-000001"}}}],
            "success_url": "https://weir.example.com/app/",
            "client_reference_id": "pay_1",
            "metadata": {"weir_payment": "pay_1"},
            "payment_intent_data": {"metadata": {"weir_payment": "pay_1"}},
        },
        {"idempotency_key": "checkout_1", **options},
    )


def names_of(kind: type) -> set[str]:
    return {name for one in kind.__mro__ for name in getattr(one, "__annotations__", {})}


def test_a_payment_from_page_to_dispute_is_what_the_library_reads(fake: FakeStripe, library: stripe.StripeClient) -> None:
    customer = library.v1.customers.create({"name": "Acme", "email": "a@example.com", "metadata": {"weir_tenant": "tnt_1"}})
    assert customer.email == "a@example.com"
    made = session(library)
    assert (made.amount_total, made.currency, made.status, made.payment_intent) == (1999, "eur", "open", None)
    assert requests.post(made.url, data={"outcome": "decline"}, timeout=10).status_code == 200
    paid = requests.post(made.url, data={"outcome": "pay"}, timeout=10, allow_redirects=False)
    assert (paid.status_code, paid.headers["location"]) == (303, "https://weir.example.com/app/")
    shown = library.v1.checkout.sessions.retrieve(made.id)
    intent = library.v1.payment_intents.retrieve(str(shown.payment_intent))
    assert (shown.payment_status, intent.status, intent.amount_received, intent.metadata["weir_payment"]) == ("paid", "succeeded", 1999, "pay_1")
    refund = library.v1.refunds.create({"payment_intent": intent.id, "amount": 500, "metadata": {"weir_refund": "rfd_1"}})
    assert (refund.status, refund.amount) == ("succeeded", 500)
    dispute = fake.do(lambda at: at.dispute(intent.id))
    fake.do(lambda at: at.close_dispute(dispute["id"], won=False))
    with pytest.raises(stripe.InvalidRequestError):
        library.v1.refunds.create({"payment_intent": intent.id, "amount": 1500})

    page = library.v1.events.list({"limit": 3})
    assert len(page.data) == 3 and page.has_more
    events = list(library.v1.events.list({"limit": 2, "created": {"gte": 0}}).auto_paging_iter())
    assert [one.type for one in reversed(events)] == [
        "customer.created", "payment_intent.created", "charge.failed", "payment_intent.payment_failed", "charge.succeeded", "payment_intent.succeeded",
        "checkout.session.completed", "refund.created", "charge.refunded", "charge.dispute.created", "charge.dispute.funds_withdrawn", "charge.dispute.closed",
    ]  # fmt: skip
    for event in fake.account.events:
        body = text_of(event)
        read = stripe.Webhook.construct_event(body, signature(body, SECRET), SECRET)
        assert set(read.data.object.to_dict()) <= names_of(type(read.data.object)), read.type


def test_methods_are_kept_charged_and_taken_away_as_the_library_reads_it(fake: FakeStripe, library: stripe.StripeClient) -> None:
    customer = library.v1.customers.create({"name": "Acme"}).id
    page = library.v1.checkout.sessions.create({"mode": "setup", "currency": "eur", "customer": customer, "success_url": "https://weir.example.com/app/"})
    assert requests.post(str(page.url), data={"outcome": "pay"}, timeout=10, allow_redirects=False).status_code == 303
    (kept,) = fake.account.methods
    method = library.v1.payment_methods.retrieve(kept)
    assert (method.type, method.customer, method.card.last4) == ("card", customer, "4242")

    def charge(which: str, kind: str = "card") -> stripe.PaymentIntent:
        return library.v1.payment_intents.create(
            {"amount": 500, "currency": "eur", "customer": customer, "payment_method": which, "payment_method_types": [kind], "confirm": True, "off_session": True}
        )  # fmt: skip

    assert charge(kept).status == "succeeded"
    for card, said in ((STOLEN, ("card_declined", "stolen_card", "do_not_try_again")), (CAREFUL, ("authentication_required", "authentication_required", None))):
        other = fake.do(lambda at, card=card: at.attach(customer, card))["id"]
        with pytest.raises(stripe.CardError) as declined:
            charge(other)
        assert declined.value.error
        assert (declined.value.code, declined.value.error.decline_code, declined.value.error.advice_code) == said
        assert declined.value.error.payment_intent.status == "requires_payment_method"
    slow = charge(fake.do(lambda at: at.attach(customer, DEBIT))["id"], "sepa_debit")
    assert slow.status == "processing" and fake.do(lambda at: at.end_charge(slow.id))["status"] == "succeeded"
    assert library.v1.payment_methods.detach(kept).customer is None
    with pytest.raises(stripe.InvalidRequestError):
        charge(kept)
    fake.do(lambda at: at.delete_customer(customer))
    kinds = [event["type"] for event in fake.account.events]
    assert kinds[:6] == ["customer.created", "setup_intent.created", "payment_method.attached", "setup_intent.succeeded", "checkout.session.completed", "payment_intent.created"]
    assert kinds[-1] == "customer.deleted"
    for event in fake.account.events:
        read = stripe.Event.construct_from(event, KEY)
        assert set(read.data.object.to_dict()) <= names_of(type(read.data.object)), read.type


def test_a_key_gives_the_same_answer_and_never_another_ones(fake: FakeStripe, library: stripe.StripeClient) -> None:
    first, again = session(library), session(library)
    assert first.id == again.id and len(fake.account.sessions) == 1
    with pytest.raises(stripe.IdempotencyError):
        library.v1.customers.create({"name": "Acme"}, {"idempotency_key": "checkout_1"})


def test_errors_are_those_that_the_library_knows(fake: FakeStripe, library: stripe.StripeClient) -> None:
    with pytest.raises(stripe.AuthenticationError):
        stripe.StripeClient("sk_test_other", base_addresses={"api": fake.url}).v1.payment_intents.retrieve("pi_1")
    with pytest.raises(stripe.InvalidRequestError) as missing:
        library.v1.payment_intents.retrieve("pi_1")
    assert missing.value.code == "resource_missing"
    fake.trouble = lambda _: Trouble(429, "lock_timeout", (("retry-after", "1"),))
    with pytest.raises(stripe.RateLimitError):
        library.v1.payment_intents.retrieve("pi_1")
    fake.trouble = lambda _: Trouble(500)
    with pytest.raises(stripe.APIError):
        library.v1.payment_intents.retrieve("pi_1")
    fake.trouble = lambda _: Trouble(done=True)
    with pytest.raises(stripe.APIConnectionError):
        session(library)
    fake.trouble = lambda _: None
    assert session(library).id in fake.account.sessions and len(fake.account.sessions) == 1


def test_events_come_twice_late_shuffled_or_never(fake: FakeStripe, library: stripe.StripeClient) -> None:
    refuse = [500]
    with WebhookReceiver() as receiver:
        receiver.reply = lambda _: Reply(refuse.pop() if refuse else 200)
        fake.sender = Sender(receiver.url + "/hook", SECRET)
        fake.sender.plan = lambda event: {"charge.succeeded": (), "payment_intent.succeeded": (0, 0), "checkout.session.completed": (0.3,)}.get(event["type"], (0,))
        fake.sender.hold()
        made = session(library).id
        fake.do(lambda at: at.pay(made))
        assert not receiver.got("/hook")
        fake.sender.release("reversed")
        fake.sender.wait_idle()

        def kind(of: Delivery) -> str:
            read = stripe.Webhook.construct_event(of.body, of.headers["stripe-signature"], SECRET)
            assert abs(read.created - time.time()) < 60
            return read.type

        kinds = [kind(one) for one in receiver.got("/hook")]
        assert sorted(kinds) == ["checkout.session.completed", "payment_intent.created", "payment_intent.succeeded", "payment_intent.succeeded", "payment_intent.succeeded"]
        assert kinds.index("payment_intent.succeeded") < kinds.index("payment_intent.created")
        fake.sender.stop()
