"""Invoices that are paid at a Stripe that behaves: pages, declines, money that comes in, refunds, and Stripe's bad days."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from tests.support.billed import SELLER
from tests.support.billing import Billing, month_start, stamp
from tests.support.client import Answer, Client, NoAnswer
from tests.support.factors import announced
from tests.support.fake_stripe import Asked, FakeStripe, Trouble
from tests.support.stack import Running, Stack

KEY, SECRET = "sk_test_ofPaymentsOut", "whsec_of+payments/out"
SESSIONS, REFUNDS, CUSTOMERS = "/v1/checkout/sessions", "/v1/refunds", "/v1/customers"


@dataclass(frozen=True)
class World(Billing):
    stack: Stack
    served: Running
    stripe: FakeStripe
    account: str

    def tenant(self) -> tuple[str, Client]:
        """With a client of its own key."""
        made = str(self.must("POST", "/api/v1/tenants", {"key": secrets.token_hex(6), "name": "Acme & Söhne"})["id"])
        self.must("PUT", f"/api/v1/tenants/{made}/billing-profile", {"buyer": {"legal_name": "Acme GmbH", "email": "pay@acme.example"}}, 200)
        key = self.must("POST", "/api/v1/api-keys", {"name": "pays", "tenant_id": made, "scopes": ["query", "manage"]})["secret"]
        return made, Client(self.served.url, str(key))

    def invoice(self, tenant: str) -> dict[str, Any]:
        self.must("POST", f"/api/v1/tenants/{tenant}/subscriptions", {"plan": "out_team", "at": stamp(month_start())})
        return self.wait_for(tenant)[0]

    def session(self, payment: dict[str, Any]) -> dict[str, Any]:
        return next(one for one in self.stripe.account.sessions.values() if one["client_reference_id"] == payment["id"])

    def paid(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """An invoice that was paid, and its payment."""
        tenant, client = self.tenant()
        invoice = self.invoice(tenant)
        payment = made(client, invoice)
        self.stripe.do(lambda at: at.pay(self.session(payment)["id"]))
        self.wait_invoice(invoice["id"], "paid")
        return invoice, self.wait_payment(payment["id"], state="succeeded")

    def refund(self, payment: dict[str, Any], body: dict[str, Any], key: str = "") -> Answer:
        return self.platform.request("POST", f"/api/v1/payments/{payment['id']}/refunds", body, {"idempotency-key": key} if key else {})


@pytest.fixture(scope="module")
def world(module_stack: Stack) -> Iterator[World]:
    with FakeStripe(KEY, seed=11) as stripe:
        served = module_stack.serve({"ARCHIVE_URL": "off", "PUBLIC_URL": "https://weir.example.com", **stripe.settings()})
        platform = module_stack.client(served)
        billing = Billing(platform)
        billing.must("POST", "/api/v1/issuers", SELLER)
        prices = [{"code": "base", "name": "Base fee", "currency": "USD", "model": "flat", "amount": "20"}]
        billing.must("POST", "/api/v1/plans", {"code": "out_team", "name": "Team", "prices": prices})
        yield World(platform, module_stack, served, stripe, stripe.connect(billing, served.url, "out", SECRET))
        stripe.sender.stop()


@pytest.fixture(autouse=True)
def offered(world: World) -> Iterator[None]:
    world.must("PATCH", f"/api/v1/payment-providers/{world.account}", {"offered": True}, 200)
    yield
    world.stripe.trouble = lambda _: None
    world.stripe.account.refunds_pend = False


def checkout(client: Client, invoice: dict[str, Any]) -> Answer:
    return client.request("POST", f"/api/v1/invoices/{invoice['id']}/checkouts")


def made(client: Client, invoice: dict[str, Any]) -> dict[str, Any]:
    answer = checkout(client, invoice)
    assert answer.status == 201, answer.body
    return dict(answer.json())


def code(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json()["code"]


def once(path: str, what: Trouble) -> Any:
    """Happens to the first request there."""
    left = [what]
    return lambda asked: left.pop() if left and asked.path == path and asked.method == "POST" else None


def test_an_invoice_is_declined_then_paid_on_its_page_and_paid_back(world: World) -> None:
    tenant, client = world.tenant()
    invoice = world.invoice(tenant)
    payment = made(client, invoice)
    assert (payment["amount"], payment["currency"], payment["state"], payment["received"]) == ("20.00", "USD", "open", "0.00")
    session = world.session(payment)
    assert payment["url"] == session["url"] and (session["amount_total"], session["currency"]) == (2000, "usd")
    marks = {"weir_payment": payment["id"], "weir_invoice": invoice["id"], "weir_tenant": tenant}
    assert session["metadata"].items() >= marks.items() and session["metadata"]["weir_installation"].startswith("ins_")
    page = f"https://weir.example.com/app/invoices/of/{invoice['id']}?tenant={client.get(f'/api/v1/tenants/{tenant}').json()['key']}"
    assert (session["cancel_url"], session["success_url"]) == (page, f"{page}&paid={payment['id']}")
    customer = world.stripe.account.customers[session["customer"]]
    assert (customer["name"], customer["email"], customer["metadata"]["weir_tenant"]) == ("Acme GmbH", "pay@acme.example", tenant)
    assert made(client, invoice)["id"] == payment["id"], "a page that is open is answered again"

    assert requests.post(payment["url"], data={"outcome": "decline"}, timeout=10).status_code == 200
    declined = world.wait_payment(payment["id"], state="failed")
    assert declined["url"] == payment["url"] and declined["failure_code"]
    assert made(client, invoice)["url"] == payment["url"], "another card may do on the same page"
    assert requests.post(payment["url"], data={"outcome": "pay"}, timeout=10, allow_redirects=False).status_code == 303
    paid = world.wait_payment(payment["id"], state="succeeded")
    assert (paid["received"], paid["refundable"], paid["url"], paid["failure_code"]) == ("20.00", "20.00", None, None)
    assert world.wait_invoice(invoice["id"], "paid")["paid"] == "20.00"
    assert code(checkout(client, invoice)) == (409, "invoice_state_refused")

    assert code(client.request("POST", f"/api/v1/payments/{payment['id']}/refunds", {})) == (403, "forbidden")
    assert code(world.refund(payment, {"amount": "20.01"})) == (422, "refund_exceeds_payment")
    assert code(world.refund(payment, {"amount": "0"})) == (400, "validation_failed")
    answer = world.refund(payment, {"amount": "5", "reason": "Outage"})
    assert (answer.status, answer.json()["amount"], answer.json()["reason"]) == (201, "5.00", "Outage"), answer.body
    (there,) = world.stripe.account.refunds.values()
    assert there["amount"] == 500 and there["metadata"].items() >= {"weir_refund": answer.json()["id"], **marks}.items()
    read = world.wait_payment(payment["id"], refunded="5.00", refundable="15.00")
    assert [(one["id"], one["state"]) for one in read["refunds"]] == [(answer.json()["id"], "succeeded")]
    assert code(world.refund(payment, {"amount": "15.01"})) == (422, "refund_exceeds_payment")
    assert world.refund(payment, {}).json()["amount"] == "15.00", "all that is left"
    assert code(world.refund(payment, {})) == (422, "refund_exceeds_payment")

    dispute = world.stripe.do(lambda at: at.dispute(world.session(payment)["payment_intent"]))
    read = world.wait_payment(payment["id"], refunded="20.00")
    world.stripe.do(lambda at: at.close_dispute(dispute["id"], won=False))
    deadline = time.monotonic() + 30
    while [one["state"] for one in world.platform.get(f"/api/v1/payments/{payment['id']}").json()["disputes"]] != ["lost"]:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    listed = client.get(f"/api/v1/payments?invoice_id={invoice['id']}&state=succeeded").json()["items"]
    assert [one["id"] for one in listed] == [payment["id"]] and client.get("/api/v1/payments?state=open").json()["items"] == []
    assert len(announced(world.stack, "payment.started", payment["id"])) == 1
    assert KEY not in world.served.text() and world.stack.sql(f"SELECT count(*) FROM outbox WHERE payload::text LIKE '%{KEY}%'").strip() == "0"


def posted(world: World) -> int:
    """Requests that change something; its list of events is read all the time."""
    return sum(1 for one in world.stripe.asked if one.method == "POST")


def test_what_cannot_be_paid_is_refused_before_stripe_is_asked(world: World) -> None:
    tenant, client = world.tenant()
    invoice = world.invoice(tenant)
    _, stranger = world.tenant()
    asked = posted(world)
    assert code(checkout(stranger, invoice)) == (404, "invoice_not_found")
    assert code(checkout(client, {"id": "inv_1"})) == (404, "invoice_not_found")
    world.must("PATCH", f"/api/v1/payment-providers/{world.account}", {"offered": False}, 200)
    assert code(checkout(client, invoice)) == (409, "payment_not_offered")
    assert client.get("/api/v1/payment-options").json() == {"providers": []}
    world.must("PATCH", f"/api/v1/payment-providers/{world.account}", {"offered": True}, 200)
    assert client.get("/api/v1/payment-options").json() == {"providers": ["stripe"]}
    world.must("POST", f"/api/v1/invoices/{invoice['id']}/changes", {"change": "void"}, 200)
    assert code(checkout(client, invoice)) == (409, "invoice_state_refused")
    assert posted(world) == asked and client.get("/api/v1/payments").json()["items"] == []
    assert code(stranger.get("/api/v1/payments/pay_1")) == (404, "payment_not_found")
    for wrong in ("state=paid", "invoice_id=1"):
        assert code(client.get(f"/api/v1/payments?{wrong}")) == (400, "query_parameter_invalid")


def test_a_page_for_another_amount_is_ended_before_there_is_a_new_one(world: World) -> None:
    tenant, client = world.tenant()
    invoice = world.invoice(tenant)
    first = made(client, invoice)
    world.must("POST", f"/api/v1/invoices/{invoice['id']}/payments", {"amount": "8", "method": "bank"}, 200)
    second = made(client, invoice)
    assert second["amount"] == "12.00" and second["id"] != first["id"]
    assert world.session(first)["status"] == "expired" and world.session(second)["amount_total"] == 1200
    assert world.wait_payment(first["id"], state="canceled")["url"] is None
    # Paid by a way that takes days: nobody begins another one meanwhile.
    world.stripe.do(lambda at: at.pay(world.session(second)["id"], later=True))
    world.wait_payment(second["id"], state="processing")
    assert code(checkout(client, invoice)) == (409, "payment_state_refused")
    world.stripe.do(lambda at: at.end_payment(world.session(second)["id"]))
    assert world.wait_invoice(invoice["id"], "paid")["paid"] == "20.00"


def test_stripes_bad_days_make_no_second_page(world: World) -> None:
    tenant, client = world.tenant()
    invoice = world.invoice(tenant)
    for wrong in (Trouble(502), Trouble(429, "lock_timeout", (("retry-after", "1"),)), Trouble(done=True)):
        world.stripe.trouble = once(SESSIONS, wrong)
        payment = made(client, invoice)
    world.stripe.trouble = lambda asked: Trouble(done=asked.method == "POST", status=0) if asked.path == SESSIONS else None
    other_tenant, other = world.tenant()
    lost = world.invoice(other_tenant)
    assert code(checkout(other, lost)) == (503, "payment_provider_unavailable")
    world.stripe.trouble = lambda _: None
    found = made(other, lost)
    keys = {one.key for one in world.stripe.calls("POST", SESSIONS) if one.given["client_reference_id"] == found["id"]}
    assert keys == {found["id"]} and len([one for one in world.stripe.account.sessions.values() if one["metadata"]["weir_invoice"] == lost["id"]]) == 1
    assert world.session(payment)["metadata"]["weir_invoice"] == invoice["id"]
    assert [one["id"] for one in other.get("/api/v1/payments").json()["items"]] == [found["id"]]


def test_what_stripe_refuses_comes_to_nothing_and_the_next_one_may_do(world: World) -> None:
    tenant, client = world.tenant()
    invoice = world.invoice(tenant)
    world.stripe.trouble = once(SESSIONS, Trouble(400, "amount_too_small"))
    refused = checkout(client, invoice)
    assert code(refused) == (502, "payment_provider_refused") and "Injected" in refused.json()["detail"]
    (gone,) = client.get("/api/v1/payments").json()["items"]
    assert (gone["state"], gone["failure_code"]) == ("canceled", "amount_too_small")
    payment = made(client, invoice)
    # Somebody deletes the customer there: the tenant gets another one.
    before = world.session(payment)["customer"]
    world.stripe.do(lambda at: at.customers.pop(before))
    world.must("POST", f"/api/v1/invoices/{invoice['id']}/payments", {"amount": "1", "method": "bank"}, 200)
    after = made(client, invoice)
    assert after["amount"] == "19.00" and world.session(after)["customer"] not in (before, None)


def test_a_refund_is_made_once_whatever_happens_meanwhile(world: World) -> None:
    _, payment = world.paid()
    world.stripe.account.refunds_pend = True
    world.stripe.trouble = lambda asked: Trouble(done=asked.path == REFUNDS)
    assert code(world.refund(payment, {"amount": "3"}, "key-1")) == (503, "payment_provider_unavailable")
    world.stripe.trouble = lambda _: None
    first = world.refund(payment, {"amount": "3"}, "key-1")
    again = world.refund(payment, {"amount": "3"}, "key-1")
    assert (first.status, again.status) == (201, 201) and first.json()["id"] == again.json()["id"]
    assert code(world.refund(payment, {"amount": "4"}, "key-1")) == (422, "idempotency_key_reused")
    second = world.refund(payment, {"amount": "3"}, "key-2").json()
    assert second["id"] != first.json()["id"] and second["state"] == "pending"
    mine = [one for one in world.stripe.account.refunds.values() if one["metadata"]["weir_payment"] == payment["id"]]
    assert [one["amount"] for one in mine] == [300, 300]
    assert code(world.refund(payment, {"amount": "14.01"})) == (422, "refund_exceeds_payment"), "what is under way counts"
    world.stripe.do(lambda at: at.end_refund(mine[0]["id"]))
    world.stripe.do(lambda at: at.end_refund(mine[1]["id"], good=False))
    read = world.wait_payment(payment["id"], refunded="3.00", refundable="17.00")
    assert sorted(one["state"] for one in read["refunds"]) == ["failed", "succeeded"]
    world.stripe.trouble = once(REFUNDS, Trouble(400, "charge_disputed"))
    assert code(world.refund(payment, {"amount": "2"})) == (502, "payment_provider_refused")
    failed = world.wait_payment(payment["id"], refundable="17.00")["refunds"][-1]
    assert (failed["state"], failed["failure_code"]) == ("failed", "charge_disputed")
    assert len(announced(world.stack, "refund.failed", failed["id"])) == 1


def age(world: World, refund: str, span: str) -> None:
    world.stack.sql(f"UPDATE refunds SET created_at = created_at - interval '{span}' WHERE id = '{refund}'")


def test_a_refund_without_an_answer_comes_by_itself(world: World) -> None:
    (_, lost), (_, killed) = world.paid(), world.paid()
    world.stripe.trouble = lambda asked: Trouble(503) if asked.path == REFUNDS else None
    assert code(world.refund(lost, {"amount": "3"})) == (503, "payment_provider_unavailable")
    dying = world.stack.launch("api", settings={"WEIR_FAILPOINTS": "refund.before_asking=kill", **world.stripe.settings()})
    with pytest.raises(NoAnswer):
        world.stack.client(dying).request("POST", f"/api/v1/payments/{killed['id']}/refunds", {"amount": "4"})
    waiting = [world.wait_payment(one["id"], refunded="0.00")["refunds"][0] for one in (lost, killed)]
    assert [one["state"] for one in waiting] == ["pending", "pending"]
    world.stripe.trouble = lambda _: None
    for one in waiting:
        age(world, one["id"], "61 seconds")
    read = world.wait_payment(lost["id"], refunded="3.00"), world.wait_payment(killed["id"], refunded="4.00")
    assert [(one["refunds"][0]["id"], one["refunds"][0]["state"]) for one in read] == [(one["id"], "succeeded") for one in waiting]
    for one in waiting:
        assert len([there for there in world.stripe.account.refunds.values() if there["metadata"]["weir_refund"] == one["id"]]) == 1
        assert {asked.key for asked in world.stripe.calls("POST", REFUNDS) if asked.given["metadata"]["weir_refund"] == one["id"]} == {one["id"]}


def test_a_refund_that_had_no_answer_for_a_day_has_failed_and_is_not_asked_for_again(world: World) -> None:
    _, payment = world.paid()
    world.stripe.trouble = lambda asked: Trouble(503) if asked.path == REFUNDS else None
    assert code(world.refund(payment, {"amount": "3"})) == (503, "payment_provider_unavailable")
    world.stripe.trouble = lambda _: None
    (pending,) = world.platform.get(f"/api/v1/payments/{payment['id']}").json()["refunds"]
    asked = len(world.stripe.calls("POST", REFUNDS))
    age(world, pending["id"], "23 hours 1 minute")
    read = world.wait_payment(payment["id"], refundable="20.00")
    assert [(one["state"], one["failure_code"]) for one in read["refunds"]] == [("failed", "unanswered")]
    assert len(world.stripe.calls("POST", REFUNDS)) == asked and len(announced(world.stack, "refund.failed", pending["id"])) == 1
    second = world.refund(payment, {"amount": "3"})
    assert second.status == 201 and second.json()["id"] != pending["id"]
    world.wait_payment(payment["id"], refunded="3.00")


def test_disputes_are_listed_for_those_whose_payments_they_are_of(world: World) -> None:
    tenant, client = world.tenant()
    _, stranger = world.tenant()
    payments = []
    for _ in range(2):
        invoice = world.invoice(tenant) if not payments else world.paid()[0]
        if not payments:
            world.stripe.do(lambda at, of=made(client, invoice): at.pay(world.session(of)["id"]))
            world.wait_invoice(invoice["id"], "paid")
        (payment,) = world.platform.get(f"/api/v1/payments?invoice_id={invoice['id']}").json()["items"]
        world.stripe.do(lambda at, of=payment: at.dispute(world.session(of)["payment_intent"], "duplicate"))
        deadline = time.monotonic() + 30
        while not (found := world.platform.get(f"/api/v1/payments/{payment['id']}").json()["disputes"]):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        payments.append((payment, found[0]["id"]))
    (mine, own), (_, others) = payments
    items = client.get("/api/v1/disputes").json()["items"]
    assert [(one["id"], one["payment_id"], one["tenant_id"], one["invoice_id"]) for one in items] == [(own, mine["id"], tenant, mine["invoice_id"])]
    assert (items[0]["state"], items[0]["reason"], items[0]["amount"], items[0]["currency"]) == ("needs_response", "duplicate", "20.00", "USD")
    assert items[0]["respond_by"] is not None and client.get(f"/api/v1/disputes/{own}").json() == items[0]
    assert stranger.get("/api/v1/disputes").json()["items"] == [] and code(stranger.get(f"/api/v1/disputes/{own}")) == (404, "dispute_not_found")
    assert code(world.platform.get("/api/v1/disputes/dsp_1")) == (404, "dispute_not_found")
    listed: list[str] = []
    cursor = ""
    while True:
        page = world.platform.get(f"/api/v1/disputes?state=needs_response&limit=1{cursor}").json()
        listed += [one["id"] for one in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert listed[:2] == [others, own] and len(set(listed)) == len(listed), "the latest first, each once"
    assert own not in [one["id"] for one in world.platform.get("/api/v1/disputes?state=won").json()["items"]]
    for wrong in ("state=open", "cursor=x"):
        assert world.platform.get(f"/api/v1/disputes?{wrong}").status == 400


def test_the_money_of_a_credit_note_is_paid_back_once(world: World) -> None:
    invoice, payment = world.paid()
    _, another = world.paid()
    note = "inv_0" + secrets.token_hex(13).upper()[1:]
    made_of = {"id": note, "kind": "credit_note", "number": f"CN-{secrets.token_hex(3)}", "total": -450, "credited": 450, "due": 0, "paid": 0, "place": 1, "corrects": invoice["id"]}
    world.stack.sql(f"INSERT INTO invoices SELECT (jsonb_populate_record(i, '{json.dumps(made_of)}')).* FROM invoices AS i WHERE id = '{invoice['id']}'")
    assert code(world.refund(another, {"credit_note_id": note})) == (400, "validation_failed"), "it is of another tenant"
    assert code(world.refund(payment, {"credit_note_id": invoice["id"]})) == (400, "validation_failed"), "it is none"
    first = world.refund(payment, {"credit_note_id": note})
    assert (first.status, first.json()["amount"], first.json()["credit_note_id"]) == (201, "4.50", note), first.body
    again = world.refund(payment, {"credit_note_id": note}, "another-key")
    assert (again.status, again.json()["id"]) == (201, first.json()["id"])
    assert world.wait_payment(payment["id"], refunded="4.50")["refundable"] == "15.50"
    (asked,) = [one for one in world.stripe.calls("POST", REFUNDS) if one.given["metadata"]["weir_payment"] == payment["id"]]
    assert (asked.key, asked.given["amount"]) == (first.json()["id"], "450")


def test_whoever_is_killed_between_row_and_answer_is_repeated_with_the_same_key(world: World) -> None:
    tenant, client = world.tenant()
    invoice = world.invoice(tenant)
    for point in ("checkout.before_asking", "checkout.after_asking"):
        dying = world.stack.launch("api", settings={"WEIR_FAILPOINTS": f"{point}=kill", "PUBLIC_URL": "https://weir.example.com", **world.stripe.settings()})
        with pytest.raises(NoAnswer):
            checkout(Client(dying.url, client.key), invoice)
    payment = made(client, invoice)
    mine = [one for one in world.stripe.account.sessions.values() if one["metadata"]["weir_invoice"] == invoice["id"]]
    assert [one["client_reference_id"] for one in mine] == [payment["id"]]

    world.stripe.do(lambda at: at.pay(mine[0]["id"]))
    world.wait_payment(payment["id"], state="succeeded")
    for point in ("refund.before_asking", "refund.after_asking"):
        dying = world.stack.launch("api", settings={"WEIR_FAILPOINTS": f"{point}=kill", **world.stripe.settings()})
        with pytest.raises(NoAnswer):
            world.stack.client(dying).request("POST", f"/api/v1/payments/{payment['id']}/refunds", {"amount": "7"}, {"idempotency-key": "killed"})
    answer = world.refund(payment, {"amount": "7"}, "killed")
    read = world.wait_payment(payment["id"], refunded="7.00")
    assert [(one["id"], one["state"]) for one in read["refunds"]] == [(answer.json()["id"], "succeeded")]
    assert {asked.key for asked in world.stripe.calls("POST", REFUNDS) if asked.given["payment_intent"] == world.session(payment)["payment_intent"]} == {answer.json()["id"]}


def test_keys_are_of_weirs_ids_and_requests_say_their_version(world: World) -> None:
    def headers(asked: Asked) -> tuple[str, str]:
        return asked.headers["stripe-version"], asked.headers.get("content-type", "")

    world.paid()
    sent = [asked for asked in world.stripe.asked if asked.method == "POST"]
    assert {headers(asked) for asked in sent} == {("2026-10-28.endive", "application/x-www-form-urlencoded")}
    for asked in world.stripe.calls("POST", SESSIONS):
        assert asked.key == asked.given["metadata"]["weir_payment"] == asked.given["payment_intent_data"]["metadata"]["weir_payment"]
    assert all(asked.key.startswith("customer_ten_") for asked in world.stripe.calls("POST", CUSTOMERS))
