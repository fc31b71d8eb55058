"""Payment methods at a Stripe that is made up: pages to keep them on, charges while their payer is away, and what banks say to those."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .stripe_objects import Maker, Object
from .stripe_refused import Refused, known, whole_amount


@dataclass(frozen=True)
class Card:
    """What its bank says to charges while its payer is away: to pages it says yes."""

    last4: str = "4242"
    brand: str = "visa"
    decline_code: str = ""  # "": it is paid
    advice_code: str = ""
    network_advice_code: str = ""
    later: bool = False  # paid by a way that takes days, until end_charge()
    kind: str = "card"


VISA = Card()
EMPTY = Card("9995", decline_code="insufficient_funds", advice_code="try_again_later", network_advice_code="24")
STOLEN = Card("9979", decline_code="stolen_card", advice_code="do_not_try_again", network_advice_code="01")
CAREFUL = Card("3184", decline_code="authentication_required")
DEBIT = Card("3000", brand="", later=True, kind="sepa_debit")


def method_of(make: Maker, card: Card, customer: str) -> Object:
    details = {"last4": card.last4, "fingerprint": make.id("x")[2:18]}
    if card.kind == "card":
        details |= {"brand": card.brand, "exp_month": 4, "exp_year": 2030, "country": "DE", "funding": "credit", "display_brand": card.brand}
    return {
        "id": make.id("pm"), "object": "payment_method", "allow_redisplay": "limited", "billing_details": {"address": None, "email": None, "name": None, "phone": None, "tax_id": None},
        card.kind: details, "created": make.now, "customer": customer, "livemode": make.live, "metadata": {}, "type": card.kind,
    }  # fmt: skip


def setup_of(make: Maker, session: Object, given: Object) -> Object:
    made = make.id("seti")
    return {
        "id": made, "object": "setup_intent", "application": None, "automatic_payment_methods": None, "cancellation_reason": None,
        "client_secret": f"{made}_secret_{make.id('x')[2:]}", "created": make.now, "customer": session["customer"], "description": None,
        "flow_directions": None, "last_setup_error": None, "latest_attempt": None, "livemode": make.live, "mandate": None,
        "metadata": given.get("metadata", {}), "next_action": None, "on_behalf_of": None, "payment_method": None, "payment_method_options": {},
        "payment_method_types": ["card"], "single_use_mandate": None, "status": "requires_payment_method", "usage": "off_session",
    }  # fmt: skip


class Methods:
    """The part of an account that is about them."""

    make: Maker
    customers: dict[str, Object]
    sessions: dict[str, Object]
    intents: dict[str, Object]
    _url: str

    def __init__(self) -> None:
        super().__init__()
        self.methods: dict[str, Object] = {}
        self.setups: dict[str, Object] = {}
        self._cards: dict[str, Card] = {}

    def _found(self, among: dict[str, Object], which: str, what: str) -> Object:
        raise NotImplementedError

    def _succeed(self, intent: Object) -> None:
        raise NotImplementedError

    def _fail(self, intent: Object, failure: tuple[str, str], more: Object | None = None) -> None:
        raise NotImplementedError

    def _say(self, kind: str, about: Object, previous: Object | None = None) -> None:
        raise NotImplementedError

    def _answer_of_methods(self, method: str, steps: list[str], given: Object) -> Object | None:
        match method, steps:
            case "POST", ["payment_intents"]:
                return self._charge(given)
            case "POST", ["payment_intents", which, "cancel"]:
                return self._cancel(which)
            case "GET", ["payment_methods", which]:
                return self._method(which)
            case "POST", ["payment_methods", which, "detach"]:
                known(given)
                return self.detach(self._method(which)["id"])
        return None

    def _setup_session(self, given: Object) -> Object:
        if "currency" not in given and "payment_method_types" not in given:
            raise Refused(400, "parameter_missing", "Missing required param: currency.", param="currency")
        self._found(self.customers, str(given.get("customer")), "customer")
        made = self.make.session(given, self._url, 0, given.get("currency", "usd")) | {"amount_total": None, "amount_subtotal": None, "payment_status": "no_payment_required"}
        self.sessions[made["id"]] = made
        setup = setup_of(self.make, made, given.get("setup_intent_data", {}))
        self.setups[setup["id"]] = setup
        made["setup_intent"] = setup["id"]
        self._say("setup_intent.created", setup)
        return made

    # What people do, and their banks.

    def attach(self, customer: str, card: Card = VISA) -> Object:
        made = method_of(self.make, card, customer)
        self.methods[made["id"]], self._cards[made["id"]] = made, card
        self._say("payment_method.attached", made)
        return made

    def keep(self, session: str, card: Card = VISA) -> Object:
        """On the hosted page."""
        at = self.sessions[session]
        made, setup = self.attach(at["customer"], card), self.setups[at["setup_intent"]]
        setup |= {"payment_method": made["id"], "status": "succeeded"}
        self._say("setup_intent.succeeded", setup)
        at["status"] = "complete"
        self._say("checkout.session.completed", at)
        return made

    def renew(self, method: str, year: int) -> Object:
        """Its bank has sent another card."""
        at = self.methods[method]
        before = {"card": {"exp_year": at["card"]["exp_year"]}}
        at["card"]["exp_year"] = year
        self._say("payment_method.automatically_updated", at, before)
        return at

    def choose(self, customer: str, method: str | None) -> None:
        """In the dashboard."""
        settings = self.customers[customer]["invoice_settings"]
        before = {"invoice_settings": {"default_payment_method": settings["default_payment_method"]}}
        settings["default_payment_method"] = method
        self._say("customer.updated", self.customers[customer], before)

    def detach(self, method: str) -> Object:
        at = self.methods[method]
        if not at["customer"]:
            raise Refused(400, "", "The payment method you provided is not attached to a customer so detachment is impossible.")
        before, at["customer"] = {"customer": at["customer"]}, None
        self._say("payment_method.detached", at, before)
        return at

    def delete_customer(self, customer: str) -> None:
        gone = self.customers.pop(customer)
        for one in [one["id"] for one in self.methods.values() if one["customer"] == customer]:
            self.detach(one)
        self._say("customer.deleted", gone)

    def end_charge(self, intent: str, good: bool = True) -> Object:
        """Of what is paid `later`."""
        at = self.intents[intent]
        if good:
            self._succeed(at)
        else:
            self._decline(at, Card(decline_code="generic_decline"))
        return at

    def _method(self, which: str) -> Object:
        return self._found(self.methods, which, "PaymentMethod")

    def _charge(self, given: Object) -> Object:
        known(given, "amount", "currency", "customer", "payment_method", "payment_method_types", "confirm", "off_session", "description", "metadata")
        if (given.get("confirm"), given.get("off_session")) != ("true", "true"):
            raise Refused(400, "parameter_missing", "This Stripe charges while the payer is away.", param="confirm")
        amount = whole_amount(given.get("amount"), "amount")
        customer = self._found(self.customers, str(given.get("customer")), "customer")["id"]
        method = self._method(str(given.get("payment_method")))
        if method["customer"] != customer:
            raise Refused(400, "", "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment.", param="payment_method")
        if given.get("payment_method_types") != {"0": method["type"]}:
            raise Refused(400, "", "The payment method type is not among payment_method_types.", param="payment_method_types")
        intent = self.make.intent({"amount_total": amount, "currency": given["currency"], "customer": customer}, given)
        self.intents[intent["id"]] = intent
        self._say("payment_intent.created", intent)
        card = self._cards[method["id"]]
        if card.decline_code:
            raise self._decline(intent, card)
        intent["payment_method"] = method["id"]
        if card.later:
            intent["status"] = "processing"
            self._say("payment_intent.processing", intent)
        else:
            self._succeed(intent)
        return intent

    def _decline(self, intent: Object, card: Card) -> Refused:
        code = "authentication_required" if card.decline_code == "authentication_required" else "card_declined"
        more: dict[str, Any] = {"decline_code": card.decline_code}
        for name in ("advice_code", "network_advice_code"):
            if value := getattr(card, name):
                more[name] = value
        self._fail(intent, (code, "Your card was declined."), more)
        return Refused(402, code, "Your card was declined.", kind="card_error", more={**more, "charge": intent["latest_charge"], "payment_intent": dict(intent)})

    def _cancel(self, which: str) -> Object:
        intent = self._found(self.intents, which, "payment_intent")
        if intent["status"] in ("succeeded", "canceled", "processing"):
            raise Refused(400, "payment_intent_unexpected_state", f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}.")
        intent |= {"status": "canceled", "canceled_at": self.make.now, "cancellation_reason": None}
        self._say("payment_intent.canceled", intent)
        return intent
