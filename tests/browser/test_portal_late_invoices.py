"""What a customer pays with, an invoice whose card was declined, and its dispute, in Debian's Chromium. The journeys are in frontend/browser."""

from __future__ import annotations

from typing import Any

from tests.support import people
from tests.support.billed import SELLER
from tests.support.billing import Billing, month_start, stamp
from tests.support.fake_stripe import FakeStripe
from tests.support.journey import run, screens
from tests.support.stack import Stack
from tests.support.stripe_methods import EMPTY

KEY, SECRET = "sk_test_ofLateInvoices", "whsec_of+late/invoices"


def declined_invoice(billing: Billing, tenant: str, stripe: FakeStripe) -> dict[str, Any]:
    """Of 20.00, for which the card that is kept was charged in vain."""
    setup = billing.must("POST", f"/api/v1/payment-methods/setups?tenant={tenant}")
    stripe.do(lambda at: at.keep(setup["url"].rsplit("/", 1)[1], EMPTY))
    billing.wait(lambda: len(billing.platform.get(f"/api/v1/payment-methods?tenant={tenant}").json()["items"]), 1)
    billing.must("POST", f"/api/v1/tenants/{tenant}/subscriptions", {"plan": "late_team", "at": stamp(month_start())})
    invoice = billing.wait_for(tenant)[0]
    billing.wait(lambda: [one["reason"] for one in billing.platform.get(f"/api/v1/invoices/{invoice['id']}/collection").json()["steps"]], ["declined"])
    return invoice


def test_a_late_invoice_is_held_resumed_paid_with_another_card_and_disputed(module_stack: Stack) -> None:
    with FakeStripe(KEY, seed=41) as stripe:
        served = module_stack.serve({"ARCHIVE_URL": "off", **stripe.settings()})
        billing = Billing(module_stack.client(served))
        billing.must("POST", "/api/v1/issuers", SELLER)
        prices = [{"code": "base", "name": "Base fee", "currency": "USD", "model": "flat", "amount": "20"}]
        steps = [{"day": 0, "act": "charge"}, {"day": 5, "act": "remind"}, {"day": 30, "act": "give_up"}]
        billing.must("POST", "/api/v1/plans", {"code": "late_team", "name": "Team", "prices": prices, "dunning": {"steps": steps}})
        stripe.connect(billing, served.url, "late", SECRET)
        tenant = str(billing.must("POST", "/api/v1/tenants", {"key": "acme", "name": "Acme"})["id"])
        invoice = declined_invoice(billing, tenant, stripe)
        given = {
            "url": served.url, "elsewhere": stripe.url, "folder": screens(module_stack), "invoice": invoice["number"], "declined": EMPTY.last4,
            "people": {
                "owner": people.who_signs_in(module_stack, "ola@example.com", "--tenant", "acme", "--role", "owner"),
                "operator": people.who_signs_in(module_stack, "olga@example.com", "--platform", "operator"),
            },
        }  # fmt: skip
        run("late.mjs", {**given, "journeys": ["held", "methods", "pays"]})
        billing.wait(lambda: billing.platform.get(f"/api/v1/invoices/{invoice['id']}").json()["state"], "paid")
        (intent,) = [one["id"] for one in stripe.account.intents.values() if one["status"] == "succeeded"]
        stripe.do(lambda at: at.dispute(intent))
        billing.wait(lambda: len(billing.platform.get("/api/v1/disputes").json()["items"]), 1)
        run("late.mjs", {**given, "journeys": ["disputed"]})
        stripe.sender.stop()
