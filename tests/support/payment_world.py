"""A platform with an account at Stripe and tenants that owe money: what tests of payments begin with."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from random import Random
from typing import Any

import requests

from .billing import Billing, month_start, stamp
from .stack import Running, Stack
from .stripe_objects import Maker, Object
from .stripe_sender import post, signature, text_of

EVENTS = "/api/v1/provider-events"


@dataclass(frozen=True)
class PaymentWorld(Billing):
    stack: Stack
    served: Running

    def sell(self) -> None:
        """An issuer and a plan "pay_team" of 20.00 a month, in advance."""
        self.must("POST", "/api/v1/issuers", {
            "code": "main", "legal_name": "Seller GmbH", "address": {"line1": "Street 1", "city": "Berlin", "postal_code": "10115", "country": "DE"},
            "invoice_prefix": "INV-", "credit_note_prefix": "CN-", "payment_terms_days": 14,
        })  # fmt: skip
        self.must("POST", "/api/v1/plans", {"code": "pay_team", "name": "Team", "prices": [{"code": "base", "name": "Base fee", "currency": "USD", "model": "flat", "amount": "20"}]})

    def invoice(self) -> dict[str, Any]:
        """A finalized one of 20.00 USD, of a tenant of its own."""
        tenant = str(self.must("POST", "/api/v1/tenants", {"key": secrets.token_hex(6)})["id"])
        self.must("POST", f"/api/v1/tenants/{tenant}/subscriptions", {"plan": "pay_team", "at": stamp(month_start())})
        return self.wait_for(tenant, 1)[0]

    def read_invoice(self, invoice: dict[str, Any]) -> dict[str, Any]:
        return self.must("GET", f"/api/v1/invoices/{invoice['id']}", status=200)

    def account(self, slug: str, secret: str = "whsec_of tests".replace(" ", "_"), live: bool = False) -> StripeAccount:
        made = self.must("POST", "/api/v1/payment-providers", {"slug": slug, "provider": "stripe", "name": slug, "live": live, "signing_secret": secret})
        return StripeAccount(self, str(made["id"]), self.served.url + made["webhook_path"], secret, Maker(Random(slug).randrange(2**31), int(time.time()), live))

    def owed(self, invoice: dict[str, Any], account: StripeAccount) -> str:
        """A payment of the invoice that waits for its payer. Its id."""
        made = "pay_" + "".join(Random(invoice["id"]).choices("0123456789ABCDEFGHJKMNPQRSTVWXYZ", k=26))
        self.stack.sql(
            f"INSERT INTO payments (id, tenant_number, invoice_id, provider_number, origin, amount, currency, created_by)"
            f" SELECT '{made}', i.tenant_number, i.id, p.number, 'hosted', i.due, i.currency, 'key_tests' FROM invoices AS i, payment_providers AS p"
            f" WHERE i.id = '{invoice['id']}' AND p.id = '{account.id}'"
        )
        return made

    def payment(self, made: str) -> dict[str, str]:
        names = ("state", "received", "refunded", "intent", "failure_code")
        return dict(zip(names, self.stack.sql(f"SELECT {', '.join(names)} FROM payments WHERE id = '{made}'").strip().split("|"), strict=True))

    def event(self, event: Object, seconds: float = 30) -> dict[str, Any]:
        """What came of it, once that is known."""
        deadline = time.monotonic() + seconds
        while True:
            found = self.must("GET", f"{EVENTS}?event_id={event['id']}", status=200)["items"]
            assert len(found) < 2, "an event is stored once"
            if found and found[0]["state"] != "pending":
                return dict(found[0])
            assert time.monotonic() < deadline, (event["type"], found)
            time.sleep(0.05)


@dataclass(frozen=True)
class StripeAccount:
    world: PaymentWorld
    id: str
    url: str
    secret: str
    make: Maker

    def send(self, event: Object, at: float | None = None, header: str | None = None) -> requests.Response:
        body = text_of(event)
        return post(self.url, body, signature(body, self.secret, at) if header is None else header)

    def deliver(self, *events: Object) -> None:
        for event in events:
            answer = self.send(event)
            assert (answer.status_code, answer.json()) == (200, {"received": True}), answer.text

    def history(self, payment: str, amount: int = 2000, currency: str = "usd") -> list[Object]:
        """A page on which a card was declined, then paid with; a part was paid back and the rest disputed and lost. In the order in which
        it happened, one second after the other."""
        make = self.make
        metadata = {"weir_payment": payment}
        session = make.session({"mode": "payment", "metadata": metadata}, "https://checkout.example.com", amount, currency)
        intent = make.intent(session, {"metadata": metadata})
        out: list[Object] = []

        def happens(kind: str, about: Object) -> None:
            make.now += 1
            out.append(make.event(kind, about))

        happens("payment_intent.created", intent)
        intent["last_payment_error"] = {"code": "card_declined", "decline_code": "insufficient_funds", "message": "Your card has insufficient funds."}
        happens("payment_intent.payment_failed", intent)
        intent |= {"last_payment_error": None, "status": "processing"}
        happens("payment_intent.processing", intent)
        intent |= {"status": "succeeded", "amount_received": amount}
        happens("payment_intent.succeeded", intent)
        session |= {"payment_intent": intent["id"], "payment_status": "paid", "status": "complete"}
        happens("checkout.session.completed", session)
        charge = make.charge(intent)
        happens("charge.succeeded", charge)
        intent["latest_charge"] = charge["id"]
        refund = make.refund(intent, amount // 4, "pending", {})
        happens("refund.created", refund)
        refund["status"] = "succeeded"
        happens("refund.updated", refund)
        dispute = make.dispute(intent, amount - amount // 4, "fraudulent")
        happens("charge.dispute.created", dispute)
        dispute["status"] = "under_review"
        happens("charge.dispute.updated", dispute)
        dispute["status"] = "lost"
        happens("charge.dispute.closed", dispute)
        return out
