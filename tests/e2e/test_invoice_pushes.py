"""Invoices that are put into an account at a Stripe that behaves: once each, line by line, with their fate; refusals, bad days, and a worker that is killed meanwhile."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.support.billed import SELLER
from tests.support.billing import Billing, month_start, stamp
from tests.support.client import Answer, Client
from tests.support.factors import announced
from tests.support.fake_stripe import Asked, FakeStripe, Trouble
from tests.support.stack import Running, Stack

LEASE_SECONDS = "2"

KEY, SECRET = "sk_test_ofInvoicePushes", "whsec_of+pushes"
MADE = "/v1/invoices"
SECONDS = 60


@dataclass(frozen=True)
class World(Billing):
    stack: Stack
    served: Running
    stripe: FakeStripe
    account: str

    def tenant(self, customer: bool = True, currency: str = "USD", **profile: Any) -> str:
        """A customer at Stripe."""
        made = str(self.must("POST", "/api/v1/tenants", {"key": secrets.token_hex(6), "name": "Acme", "currency": currency})["id"])
        if profile:
            self.must("PUT", f"/api/v1/tenants/{made}/billing-profile", profile, 200)
        if customer:
            self.make_customer(made)
        return made

    def make_customer(self, tenant: str) -> str:
        there = str(self.stripe.do(lambda at: at.answer("POST", "/v1/customers", {"name": tenant}, {"id": "req_1", "idempotency_key": None}))["id"])
        self.stack.sql(
            "INSERT INTO payment_customers (provider_number, tenant_number, reference)"
            f" SELECT p.number, t.number, '{there}' FROM payment_providers AS p, tenants AS t WHERE p.id = '{self.account}' AND t.id = '{tenant}'"
        )
        return there

    def invoice(self, tenant: str, plan: str = "push_team") -> dict[str, Any]:
        self.must("POST", f"/api/v1/tenants/{tenant}/subscriptions", {"plan": plan, "at": stamp(month_start())})
        return self.wait_for(tenant)[0]

    def pushes(self, invoice: dict[str, Any]) -> list[dict[str, Any]]:
        return list(self.must("GET", f"/api/v1/invoices/{invoice['id']}/pushes", status=200)["items"])

    def pushed(self, invoice: dict[str, Any], status: str = "open") -> dict[str, Any]:
        """Once Stripe has all of it."""
        self.wait(lambda: [(one["state"], one["status"]) for one in self.pushes(invoice)], [("pushed", status)])
        return self.pushes(invoice)[0]

    def failed(self, invoice: dict[str, Any], code: str) -> dict[str, Any]:
        self.wait(lambda: [(one["state"], (one["failure"] or {}).get("code")) for one in self.pushes(invoice)], [("failed", code)])
        return self.pushes(invoice)[0]

    def retry(self, invoice: dict[str, Any]) -> None:
        items = self.must("POST", f"/api/v1/invoices/{invoice['id']}/pushes", status=202)["items"]
        assert [(one["state"], one["failure"]) for one in items] == [("waiting", None)]

    def there(self, invoice: dict[str, Any]) -> dict[str, Any]:
        """At Stripe, where it is once."""
        (one,) = self.stripe.account.invoices_of(invoice["id"])
        return dict(one)

    def lines(self, invoice: dict[str, Any]) -> list[tuple[int, str]]:
        return [(one["amount"], one["description"]) for one in self.stripe.account.lines[self.there(invoice)["id"]]]

    def set_balance(self, tenant: str, amount: int) -> None:
        """Of the customer at Stripe: below zero is credit, above it is owed."""
        (at,) = [one for one in self.stripe.account.customers.values() if one["name"] == tenant]
        at["balance"] = amount

    def told_of(self, reference: str) -> dict[str, Any]:
        """The event of what was paid on the page of one."""
        (told,) = [one for one in self.stripe.account.events if one["type"] == "invoice_payment.paid" and one["data"]["object"]["invoice"] == reference]
        return dict(told)

    def stored(self, event: dict[str, Any]) -> list[dict[str, Any]]:
        return list(self.must("GET", f"/api/v1/provider-events?event_id={event['id']}", status=200)["items"])

    def hurry(self) -> None:
        """Nobody waits any longer for whoever was killed, or for Stripe."""
        self.stack.sql("UPDATE invoice_pushes SET due_at = now() WHERE state = 'waiting'")

    def a_day_passes(self) -> None:
        """Stripe knows no key any more."""
        self.stripe.forget_keys()
        self.stack.sql("UPDATE invoice_pushes SET asked_at = asked_at - interval '1 day', created_at = created_at - interval '1 day', due_at = now() WHERE state = 'waiting'")


@pytest.fixture(scope="module")
def world(module_stack: Stack) -> Iterator[World]:
    with FakeStripe(KEY, seed=37) as stripe:
        served = module_stack.serve({"ARCHIVE_URL": "off", **stripe.settings()})
        platform = module_stack.client(served)
        billing = Billing(platform)
        billing.must("POST", "/api/v1/issuers", SELLER)
        billing.must("POST", "/api/v1/tax-rates", {"code": "vat", "name": "VAT 19 %", "jurisdiction": "DE", "rate": "0.19"})
        for code, currency, amount in (("push_team", "USD", "20"), ("push_dinar", "KWD", "1.001"), ("push_small", "USD", "0.3")):
            prices = [{"code": "base", "name": "Base fee", "currency": currency, "model": "flat", "amount": amount}]
            billing.must("POST", "/api/v1/plans", {"code": code, "name": "Team", "prices": prices})
        account = stripe.connect(billing, served.url, "books", SECRET)
        billing.must("PATCH", f"/api/v1/payment-providers/{account}", {"offered": False}, 200)
        yield World(platform, module_stack, served, stripe, account)
        stripe.sender.stop()


@pytest.fixture(autouse=True)
def pushing(world: World) -> Iterator[None]:
    world.must("PATCH", f"/api/v1/payment-providers/{world.account}", {"push_invoices": True}, 200)
    yield
    world.stripe.trouble = lambda _: None


def code(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json()["code"]


def once(ends: str, what: Trouble) -> Callable[[Asked], Trouble | None]:
    """Happens to the first such request."""
    left = [what]
    return lambda asked: left.pop() if left and asked.path.endswith(ends) and asked.method == "POST" else None


def keys(world: World, ends: str, invoice: dict[str, Any]) -> set[str]:
    return {one.key for one in world.stripe.asked if one.method == "POST" and one.path.endswith(ends) and one.key.startswith(invoice["id"])}


def test_an_invoice_is_there_once_with_its_lines_and_its_fate(world: World) -> None:
    tenant = world.tenant(tax_rates=["vat"])
    coupon = world.must("POST", "/api/v1/coupons", {"code": "c" + secrets.token_hex(6), "name": "Friends", "percentage": "0.2", "duration": "once"})
    world.must("POST", f"/api/v1/tenants/{tenant}/coupons", {"coupon": coupon["code"]})
    world.stack.sql("UPDATE tenant_coupons SET since = since - interval '40 days'")
    world.must("POST", f"/api/v1/tenants/{tenant}/credits", {"amount": "4.04", "currency": "USD"})
    invoice = world.invoice(tenant)
    assert (invoice["total"], invoice["credits_used"], invoice["due"]) == ("19.04", "4.04", "15.00")
    shown = world.pushed(invoice)
    there = world.there(invoice)
    assert (there["status"], there["total"], there["currency"], there["auto_advance"]) == ("open", 1500, "usd", False)
    assert world.lines(invoice) == [(2000, "Base fee (Team)"), (-400, "Discount Friends: Base fee (Team)"), (304, "VAT 19 % (DE)"), (-404, "Credit")]
    period = {(one["period"]["start"], one["period"]["end"]) for one in world.stripe.account.lines[there["id"]][:2]}
    (begin, end) = period.pop()
    assert not period and begin == month_start().timestamp() and datetime.fromtimestamp(end + 1, UTC).hour == 0
    assert there["description"] == f"Invoice {invoice['number']}" and there["metadata"].items() >= {"weir_tenant": tenant, "weir_invoice": invoice["id"]}.items()
    assert datetime.fromtimestamp(there["due_date"], UTC).date().isoformat() == invoice["due_on"]
    assert (shown["reference"], shown["number"], shown["url"], shown["failure"]) == (there["id"], there["number"], there["hosted_invoice_url"], None)
    assert shown["payment_provider_id"] == world.account and shown["pushed_at"]
    counts = {step: len(keys(world, step, invoice)) for step in (MADE, "/add_lines", "/finalize", "/pay")}
    assert counts == {MADE: 1, "/add_lines": 1, "/finalize": 1, "/pay": 0}

    world.must("POST", f"/api/v1/invoices/{invoice['id']}/payments", {"amount": "15", "method": "bank transfer"}, 200)
    world.pushed(invoice, "paid")
    assert (world.there(invoice)["status"], world.there(invoice)["amount_paid_off_stripe"]) == ("paid", 1500)
    assert 'weir_invoice_pushes_total{outcome="pushed"}' in world.platform.get("/metrics").body.decode()


def test_what_is_void_or_given_up_is_so_there(world: World) -> None:
    for change, status in (("void", "void"), ("give_up", "uncollectible")):
        invoice = world.invoice(world.tenant())
        world.pushed(invoice)
        world.must("POST", f"/api/v1/invoices/{invoice['id']}/changes", {"change": change}, 200)
        world.pushed(invoice, status)
        assert world.there(invoice)["status"] == status
    world.must("POST", f"/api/v1/invoices/{invoice['id']}/payments", {"amount": "20", "method": "bank transfer"}, 200)
    world.pushed(invoice, "paid")
    assert world.there(invoice)["status"] == "paid"


def test_what_credit_pays_is_there_and_paid(world: World) -> None:
    tenant = world.tenant()
    world.must("POST", f"/api/v1/tenants/{tenant}/credits", {"amount": "50", "currency": "USD"})
    invoice = world.invoice(tenant)
    assert (invoice["state"], invoice["due"]) == ("paid", "0.00")
    world.pushed(invoice, "paid")
    assert (world.there(invoice)["total"], world.lines(invoice)) == (0, [(2000, "Base fee (Team)"), (-2000, "Credit")])


def test_what_is_paid_on_stripes_page_is_paid_here(world: World) -> None:
    invoice = world.invoice(world.tenant())
    there = world.pushed(invoice)["reference"]
    world.stripe.do(lambda at: at.pay_invoice(there))
    paid = world.wait_invoice(invoice["id"], "paid")
    (money,) = world.must("GET", f"/api/v1/invoices/{invoice['id']}/payments", status=200)["items"]
    assert (paid["paid"], money["amount"], money["method"]) == ("20.00", "20.00", "stripe") and money["reference"].startswith("pi_")
    world.pushed(invoice, "paid")
    assert world.there(invoice)["amount_paid_off_stripe"] == 0
    assert [one for one in world.stripe.asked if one.path == f"{MADE}/{there}/pay"] == [], "nobody says that it was paid elsewhere"
    told = world.told_of(there)
    world.stripe.sender.give(told)
    world.stripe.sender.wait_idle()
    assert [(one["state"], one["outcome"]) for one in world.stored(told)] == [("applied", "payment_recorded")]


def test_what_is_paid_there_above_what_is_due_is_said_and_the_rest_is_here(world: World) -> None:
    invoice = world.invoice(world.tenant())
    there = world.pushed(invoice)["reference"]
    world.must("POST", f"/api/v1/invoices/{invoice['id']}/payments", {"amount": "5", "method": "bank transfer"}, 200)
    world.stripe.do(lambda at: at.pay_invoice(there))
    assert world.wait_invoice(invoice["id"], "paid")["paid"] == "20.00"
    moneys = world.must("GET", f"/api/v1/invoices/{invoice['id']}/payments", status=200)["items"]
    assert sorted((one["amount"], one["method"]) for one in moneys) == [("15.00", "stripe"), ("5.00", "bank transfer")]
    told = world.told_of(there)
    world.wait(lambda: [(one["state"], one["outcome"]) for one in world.stored(told)], [("failed", "invoice_payment_exceeds_due")])
    assert "5.00 USD more" in world.stored(told)[0]["detail"]
    # However often it is applied.
    world.must("POST", f"/api/v1/provider-events/{world.stored(told)[0]['id']}/reruns", status=202)
    world.wait(lambda: [(one["state"], one["outcome"]) for one in world.stored(told)], [("failed", "invoice_payment_exceeds_due")])
    assert len(world.must("GET", f"/api/v1/invoices/{invoice['id']}/payments", status=200)["items"]) == 2
    world.pushed(invoice, "paid")


def test_nobody_is_charged_while_money_waits_to_be_looked_at(world: World) -> None:
    invoice = world.invoice(world.tenant())
    there = world.pushed(invoice)["reference"]
    path = f"/api/v1/invoices/{invoice['id']}/collection"
    assert world.must("GET", path, status=200)["state"] in ("waiting", "running")
    sender, world.stripe.sender = world.stripe.sender, None
    world.stripe.do(lambda at: at.pay_invoice(there))
    world.stripe.sender = sender
    told = world.told_of(there)
    told["data"]["object"]["currency"] = "eur"
    world.stripe.sender.give(told)
    world.wait(lambda: [(one["state"], one["outcome"]) for one in world.stored(told)], [("failed", "currency_mismatch")])
    held = world.must("GET", path, status=200)
    assert (held["state"], held["outcome"]) == ("held", "currency_mismatch")
    assert announced(world.stack, "collection.updated", invoice["id"])
    world.must("POST", f"{path}/changes", {"change": "resume"}, 200)


@pytest.mark.parametrize("step", ["create", "lines", "finalize", "fate"])
def test_a_worker_killed_between_steps_leaves_one_invoice(world: World, step: str) -> None:
    tenant = world.tenant()
    if step == "fate":
        invoice = world.invoice(tenant)
        world.pushed(invoice)
    world.served.stop()
    world.served.start_again({"WEIR_FAILPOINTS": f"invoice_pushes.after_{step}=kill"})
    if step == "fate":
        world.must("POST", f"/api/v1/invoices/{invoice['id']}/changes", {"change": "void"}, 200)
    else:
        world.must("POST", f"/api/v1/tenants/{tenant}/subscriptions", {"plan": "push_team", "at": stamp(month_start())})
    assert world.served.process.wait(SECONDS), "Stripe has done it, and nobody has noted it"
    world.served.start_again({"WEIR_FAILPOINTS": ""})
    invoice = world.wait_for(tenant)[0]
    if step == "create":  # so long that Stripe knows the key no more
        assert world.there(invoice)["status"] == "draft"
        world.a_day_passes()
    if step == "lines":
        world.a_day_passes()
    world.hurry()
    world.pushed(invoice, "void" if step == "fate" else "open")
    assert world.there(invoice)["total"] == 2000 and world.lines(invoice) == [(2000, "Base fee (Team)")]


def test_answers_that_are_lost_and_bad_days_delay_and_double_nothing(world: World) -> None:
    for ends in (MADE, "/add_lines", "/finalize"):
        world.stripe.trouble = once(ends, Trouble(done=True))
        invoice = world.invoice(world.tenant())
        world.pushed(invoice)
        assert world.lines(invoice) == [(2000, "Base fee (Team)")]
    world.stripe.trouble = lambda asked: Trouble(503, headers=(("retry-after", "2"),)) if asked.path == MADE else None
    invoice = world.invoice(world.tenant())
    world.wait(lambda: [(one["state"], (one["failure"] or {}).get("code")) for one in world.pushes(invoice)], [("waiting", "unavailable")])
    assert world.pushes(invoice)[0]["next_at"] and world.stripe.account.invoices_of(invoice["id"]) == []
    world.stripe.trouble = lambda _: None
    world.pushed(invoice)
    assert len(keys(world, MADE, invoice)) == 1


def test_an_error_of_stripes_that_its_key_keeps_is_asked_with_another_one(world: World) -> None:
    for ends in (MADE, "/add_lines", "/finalize"):
        world.stripe.trouble = once(ends, Trouble(500))
        invoice = world.invoice(world.tenant())
        world.pushed(invoice)
        assert world.lines(invoice) == [(2000, "Base fee (Team)")] and len(keys(world, ends, invoice)) == 2

    # One whose errors do not end holds up nobody else.
    broken = world.tenant()
    world.stripe.trouble = lambda asked: Trouble(500) if asked.given.get("metadata", {}).get("weir_tenant") == broken and asked.path == MADE else None
    waits = world.invoice(broken)
    world.wait(lambda: [(one["state"], (one["failure"] or {}).get("code")) for one in world.pushes(waits)], [("waiting", "unavailable")])
    for _ in range(2):
        world.pushed(world.invoice(world.tenant()))
    assert world.pushes(waits)[0]["state"] == "waiting"
    world.stripe.trouble = lambda _: None
    world.hurry()
    world.pushed(waits)


def test_a_key_that_may_not_write_invoices_fails_none_of_them(world: World) -> None:
    world.stripe.trouble = lambda asked: Trouble(403) if asked.path.startswith(MADE) else None
    invoices = [world.invoice(world.tenant()) for _ in range(2)]
    world.wait(lambda: {(one["failure"] or {}).get("code") for one in world.pushes(invoices[0])}, {"api_key_not_permitted"})
    assert {one["state"] for invoice in invoices for one in world.pushes(invoice)} == {"waiting"}
    world.stripe.trouble = lambda _: None
    world.hurry()
    for invoice in invoices:
        world.pushed(invoice)


def test_a_refusal_is_shown_and_tried_again(world: World) -> None:
    world.stripe.trouble = lambda asked: Trouble(400, "parameter_invalid") if asked.path.endswith("/finalize") else None
    invoice = world.invoice(world.tenant())
    shown = world.failed(invoice, "parameter_invalid")
    assert (shown["failure"]["message"], shown["status"], shown["next_at"]) == ("Injected.", "draft", None)
    world.stripe.trouble = lambda _: None
    world.retry(invoice)
    world.pushed(invoice)
    assert world.lines(invoice) == [(2000, "Base fee (Team)")] and len(keys(world, "/finalize", invoice)) == 2
    assert 'weir_invoice_pushes_total{outcome="failed"}' in world.platform.get("/metrics").body.decode()

    # Somebody adds a line to the draft: it is not what is due.
    world.stripe.trouble = lambda asked: Trouble(400, "parameter_invalid") if asked.path.endswith("/finalize") else None
    changed = world.invoice(world.tenant())
    reference = world.failed(changed, "parameter_invalid")["reference"]
    world.stripe.trouble = lambda _: None
    world.stripe.do(lambda at: at.add_by_hand(reference, 1))
    world.retry(changed)
    assert "2001" in world.failed(changed, "amount_mismatch")["failure"]["message"] and world.there(changed)["status"] == "draft"
    # And deletes it: it is made anew.
    world.stripe.do(lambda at: at.delete_draft(reference))
    world.retry(changed)
    world.failed(changed, "resource_missing")
    world.retry(changed)
    assert world.pushed(changed)["reference"] != reference and world.there(changed)["total"] == 2000


def test_a_balance_at_stripe_is_not_used_behind_anybodys_back(world: World) -> None:
    tenant = world.tenant()
    world.set_balance(tenant, -500)
    invoice = world.invoice(tenant)
    shown = world.failed(invoice, "amount_mismatch")
    assert "a balance of -500" in shown["failure"]["message"] and shown["status"] == "draft" == world.there(invoice)["status"]
    world.set_balance(tenant, 0)
    world.retry(invoice)
    world.pushed(invoice)
    assert (world.there(invoice)["amount_due"], world.there(invoice)["ending_balance"]) == (2000, 0)

    # It comes between the look and the finalization: a part is used, or all of it.
    for balance, due, status in ((-500, 1500, "open"), (-2500, 0, "paid")):
        tenant = world.tenant()

        def give(asked: Asked, tenant: str = tenant, balance: int = balance) -> None:
            if asked.path.endswith("/finalize") and world.stripe.account.invoices[asked.path.split("/")[3]]["metadata"]["weir_tenant"] == tenant:
                world.set_balance(tenant, balance)

        world.stripe.trouble = give
        invoice = world.invoice(tenant)
        shown = world.failed(invoice, "amount_mismatch")
        assert f"asks for {due} of its units" in shown["failure"]["message"] and f"balance there was {balance}" in shown["failure"]["message"]
        assert (shown["status"], world.there(invoice)["amount_due"]) == (status, due)
        world.stripe.trouble = lambda _: None
        world.retry(invoice)
        assert world.failed(invoice, "amount_mismatch")["status"] == status == world.there(invoice)["status"], "it has not become right by itself"
        if status == "open":
            world.must("POST", f"/api/v1/invoices/{invoice['id']}/changes", {"change": "void"}, 200)
            world.pushed(invoice, "void")


def test_what_somebody_changed_and_finalized_there_is_no_success(world: World) -> None:
    world.stripe.trouble = lambda asked: Trouble(400, "parameter_invalid") if asked.path.endswith("/finalize") else None
    invoice = world.invoice(world.tenant())
    reference = world.failed(invoice, "parameter_invalid")["reference"]
    world.stripe.trouble = lambda _: None
    world.stripe.do(lambda at: at.add_by_hand(reference, 1))
    world.stripe.do(lambda at: at.finalize_by_hand(reference))
    world.retry(invoice)
    shown = world.failed(invoice, "amount_mismatch")
    assert "2001" in shown["failure"]["message"] and (shown["status"], shown["number"]) == ("open", world.there(invoice)["number"])


def test_what_is_below_stripes_least_charge_is_not_paid_here(world: World) -> None:
    tenant = world.tenant()
    invoice = world.invoice(tenant, "push_small")
    shown = world.failed(invoice, "amount_mismatch")
    assert shown["status"] == "paid" and "below what Stripe charges at least" in shown["failure"]["message"]
    assert "30 are owed with the next invoice" in shown["failure"]["message"]
    assert world.must("GET", f"/api/v1/invoices/{invoice['id']}", status=200)["due"] == "0.30"


def test_what_was_refused_shows_what_is_there_and_goes_on_with_the_invoice(world: World) -> None:
    invoice = world.invoice(world.tenant())
    world.pushed(invoice)
    world.stripe.trouble = lambda asked: Trouble(400, "parameter_invalid") if asked.path.endswith("/mark_uncollectible") else None
    world.must("POST", f"/api/v1/invoices/{invoice['id']}/changes", {"change": "give_up"}, 200)
    assert world.failed(invoice, "parameter_invalid")["status"] == "open"
    world.must("POST", f"/api/v1/invoices/{invoice['id']}/payments", {"amount": "20", "method": "bank transfer"}, 200)
    world.pushed(invoice, "paid")

    # Somebody marks it as paid there just before it is to be void.
    invoice = world.invoice(world.tenant())
    there = world.pushed(invoice)["reference"]

    def pay(asked: Asked) -> None:
        if asked.path.endswith("/void"):
            world.stripe.account.mark_paid(there)

    world.stripe.trouble = pay
    world.must("POST", f"/api/v1/invoices/{invoice['id']}/changes", {"change": "void"}, 200)
    shown = world.failed(invoice, "amount_mismatch")
    assert shown["status"] == "paid" and "void here" in shown["failure"]["message"]
    world.retry(invoice)
    assert world.failed(invoice, "amount_mismatch")["status"] == "paid", "nor is it told of as if it were right"


def test_what_is_tried_again_is_tried_or_refused_at_once(world: World) -> None:
    path = f"/api/v1/payment-providers/{world.account}"
    world.stripe.trouble = lambda asked: Trouble(400, "parameter_invalid") if asked.path == MADE and asked.method == "POST" else None
    invoice = world.invoice(world.tenant())
    world.failed(invoice, "parameter_invalid")
    world.stripe.trouble = lambda _: None
    world.must("PATCH", path, {"push_invoices": False, "enabled": False}, 200)
    assert code(world.platform.request("POST", f"/api/v1/invoices/{invoice['id']}/pushes")) == (409, "payment_provider_disabled")
    assert world.pushes(invoice)[0]["state"] == "failed"
    world.must("PATCH", path, {"enabled": True}, 200)
    world.retry(invoice)
    world.pushed(invoice)


def test_what_stripe_cannot_say_is_not_asked(world: World) -> None:
    invoice = world.invoice(world.tenant(currency="KWD"), "push_dinar")
    before = len(world.stripe.calls("POST", MADE))
    assert "KWD" in world.failed(invoice, "amount_not_at_stripe")["failure"]["message"]
    assert world.stripe.account.invoices_of(invoice["id"]) == [] and len(world.stripe.calls("POST", MADE)) == before


def test_only_invoices_since_it_is_on_and_of_customers_are_pushed(world: World) -> None:
    path = f"/api/v1/payment-providers/{world.account}"
    world.must("PATCH", path, {"push_invoices": False}, 200)
    early = world.invoice(world.tenant())
    before = len(announced(world.stack, "payment_provider.updated", world.account))
    on = world.must("PATCH", path, {"push_invoices": True}, 200)
    again = world.must("PATCH", path, {"push_invoices": True}, 200)
    assert on["push_invoices"] and on["push_invoices_from"] == again["push_invoices_from"] and on["version"] == again["version"]
    stranger = world.tenant(customer=False)
    theirs, ours = world.invoice(stranger), world.invoice(world.tenant())
    world.pushed(ours)
    assert world.pushes(early) == [] == world.pushes(theirs)
    world.make_customer(stranger)
    world.pushed(theirs)
    assert world.pushes(early) == []
    assert len(announced(world.stack, "payment_provider.updated", world.account)) == before + 1, "what changes nothing is not announced"


def test_the_switch_and_the_list_are_the_platforms_and_stripes(world: World) -> None:
    paypal = {"slug": "pp", "provider": "paypal", "name": "PayPal", "live": False, "client_id": "A" * 20, "api_key": "E" * 20}
    made = world.must("POST", "/api/v1/payment-providers", paypal)
    assert (made["push_invoices"], made["push_invoices_from"]) == (False, None)
    refused = world.platform.request("PATCH", f"/api/v1/payment-providers/{made['id']}", {"push_invoices": True})
    assert code(refused) == (400, "validation_failed") and "Stripe" in refused.json()["detail"] and refused.json()["errors"][0]["pointer"] == "/push_invoices"
    keyless = world.must("POST", "/api/v1/payment-providers", {"slug": "keyless", "provider": "stripe", "name": "Keyless", "live": False})
    refused = world.platform.request("PATCH", f"/api/v1/payment-providers/{keyless['id']}", {"push_invoices": True})
    assert code(refused) == (400, "validation_failed") and "key" in refused.json()["detail"]

    tenant = world.tenant()
    invoice = world.invoice(tenant)
    world.pushed(invoice)
    key = world.must("POST", "/api/v1/api-keys", {"name": "k", "tenant_id": tenant, "scopes": ["query", "manage"]})["secret"]
    theirs = Client(world.served.url, str(key))
    for method in ("GET", "POST"):
        assert code(theirs.request(method, f"/api/v1/invoices/{invoice['id']}/pushes")) == (403, "forbidden")
        assert code(world.platform.request(method, "/api/v1/invoices/inv_01ARZ3NDEKTSV4RRFFQ69G5FAV/pushes")) == (404, "invoice_not_found")
    assert world.must("POST", f"/api/v1/invoices/{invoice['id']}/pushes", status=202)["items"][0]["state"] == "pushed", "nothing failed"
