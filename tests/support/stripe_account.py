"""One account at a Stripe that is made up: what is there, what requests do to it, and which events that makes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from .stripe_invoices import Invoices
from .stripe_methods import Methods
from .stripe_meters import Meters
from .stripe_objects import Maker, Object
from .stripe_refused import Refused
from .stripe_refused import known as _known
from .stripe_refused import whole_amount as _amount

DECLINED = ("card_declined", "Your card was declined.")
MOST_LISTED = 100
_CREATED = {"gt": int.__gt__, "gte": int.__ge__, "lt": int.__lt__, "lte": int.__le__}


class Account(Methods, Invoices):
    """Not for several threads at once. `tell` is told of every event."""

    def __init__(self, make: Maker, url: str, tell: Callable[[Object], None]) -> None:
        super().__init__()
        self.make = make
        self.customers: dict[str, Object] = {}
        self.sessions: dict[str, Object] = {}
        self.intents: dict[str, Object] = {}
        self.charges: dict[str, Object] = {}
        self.refunds: dict[str, Object] = {}
        self.disputes: dict[str, Object] = {}
        self.meters = Meters(lambda status, code, message, param: Refused(status, code, message, param=param))
        self.events: list[Object] = []
        self.refunds_pend = False  # refunds are pending until end_refund()
        self._intent_data: dict[str, Object] = {}  # of sessions whose intent is made when somebody pays
        self._url, self._tell = url, tell
        self._request: Object | None = None

    def now(self) -> None:
        self.make.now = int(time.time())

    # What requests ask for.

    def answer(self, method: str, path: str, given: Object, request: Object) -> Object:
        self._request = request
        try:
            return self._answer(method, path.removeprefix("/v1/").split("/"), given)
        finally:
            self._request = None

    def _answer(self, method: str, steps: list[str], given: Object) -> Object:
        match method, steps:
            case "POST", ["customers"]:
                return self._customer(given)
            case "POST", ["checkout", "sessions"]:
                return self._session(given)
            case "POST", ["checkout", "sessions", which, "expire"]:
                return self.expire(self._found(self.sessions, which, "checkout.session")["id"])
            case "POST", ["refunds"]:
                return self._refund(given)
            case "GET", ["checkout", "sessions", which]:
                return self._found(self.sessions, which, "checkout.session")
            case "GET", ["payment_intents", which]:
                return self._found(self.intents, which, "payment_intent")
            case "GET", ["refunds", which]:
                return self._found(self.refunds, which, "refund")
            case "POST", ["billing", "meter_events"]:
                _known(given, "event_name", "payload", "identifier", "timestamp")
                return self.meters.take(given, self.make.now, self.customers, self.make.live)
            case "GET", ["events"]:
                return self._list(given)
        for part in (self._answer_of_methods, self._answer_of_invoices):
            if (shown := part(method, steps, given)) is not None:
                return shown
        raise Refused(404, "", f"Unrecognized request URL ({method}: /v1/{'/'.join(steps)}).")

    def _found(self, among: dict[str, Object], which: str, what: str) -> Object:
        if which not in among:
            raise Refused(404, "resource_missing", f"No such {what}: '{which}'", param="id")
        return among[which]

    def _customer(self, given: Object) -> Object:
        _known(given, "name", "email", "metadata", "description")
        made = self.make.customer(given)
        self.customers[made["id"]] = made
        self._say("customer.created", made)
        return made

    def _session(self, given: Object) -> Object:
        _known(given, "mode", "line_items", "success_url", "cancel_url", "customer", "customer_email", "client_reference_id",
               "metadata", "payment_intent_data", "setup_intent_data", "currency", "expires_at", "locale", "submit_type")  # fmt: skip
        if given.get("mode") == "setup":
            return self._setup_session(given)
        if given.get("mode") != "payment":
            raise Refused(400, "parameter_missing", "Missing required param: mode.", param="mode")
        if not str(given.get("success_url", "")).startswith(("http://", "https://")):
            raise Refused(400, "url_invalid", "Not a valid URL", param="success_url")
        if "customer" in given:
            self._found(self.customers, given["customer"], "customer")
        if "expires_at" in given and not 1_800 - 60 <= int(given["expires_at"]) - self.make.now <= 86_400 + 60:
            raise Refused(400, "", "The `expires_at` timestamp must be between 30 minutes and 24 hours from now.", param="expires_at")
        total, currency = 0, ""
        for place, line in given.get("line_items", {}).items():
            price = line["price_data"]
            _known(price, "currency", "unit_amount", "product_data")
            if not price["product_data"].get("name"):
                raise Refused(400, "parameter_missing", "Missing required param: name.", param=f"line_items[{place}][price_data][product_data][name]")
            total += _amount(price["unit_amount"], f"line_items[{place}][price_data][unit_amount]") * _amount(line.get("quantity"), "quantity")
            currency = price["currency"]
        if not total:
            raise Refused(400, "parameter_missing", "Missing required param: line_items.", param="line_items")
        if currency != currency.lower():
            raise Refused(400, "", f"Invalid currency: {currency}", param="currency")
        made = self.make.session(given, self._url, total, currency)
        self.sessions[made["id"]] = made
        self._intent_data[made["id"]] = given.get("payment_intent_data", {})
        return made

    def _refund(self, given: Object) -> Object:
        _known(given, "payment_intent", "amount", "reason", "metadata")
        if given.get("reason") not in (None, "duplicate", "fraudulent", "requested_by_customer"):
            raise Refused(400, "", "Invalid reason", param="reason")
        intent = self._found(self.intents, str(given.get("payment_intent")), "payment_intent")
        if intent["status"] != "succeeded":
            raise Refused(400, "payment_intent_unexpected_state", "This PaymentIntent does not have a successful charge to refund.")
        left = intent["amount_received"] - sum(one["amount"] for one in self.refunds_of(intent["id"]) if one["status"] in ("succeeded", "pending"))
        if self.charges[intent["latest_charge"]]["disputed"]:
            raise Refused(400, "charge_disputed", "This charge has been charged back.")
        amount = _amount(given.get("amount", str(left)), "amount", left)
        made = self.make.refund(intent, amount, "pending" if self.refunds_pend else "succeeded", given)
        self.refunds[made["id"]] = made
        self._say("refund.created", made)
        self._count_refunds(intent)
        return made

    def _list(self, given: Object) -> Object:
        _known(given, "created", "limit", "starting_after", "ending_before", "type", "types")
        limit = int(given.get("limit", "10"))
        if not 1 <= limit <= MOST_LISTED:
            raise Refused(400, "parameter_invalid_integer", f"This value must be between 1 and {MOST_LISTED}.", param="limit")
        newest = list(reversed(self.events))
        for relation, second in given.get("created", {}).items():
            newest = [one for one in newest if _CREATED[relation](one["created"], int(second))]
        if "starting_after" in given:
            ids = [one["id"] for one in newest]
            if given["starting_after"] not in ids:
                raise Refused(400, "resource_missing", f"No such event: '{given['starting_after']}'", param="starting_after")
            newest = newest[ids.index(given["starting_after"]) + 1 :]
        return {"object": "list", "data": newest[:limit], "has_more": len(newest) > limit, "url": "/v1/events"}

    def refunds_of(self, intent: str) -> list[Object]:
        return [one for one in self.refunds.values() if one["payment_intent"] == intent]

    # What people do, and their banks. Sessions, intents and refunds by their ids.

    def pay(self, session: str, later: bool = False) -> Object:
        """On the hosted page. later: by a way that takes days, until end_payment()."""
        at, intent = self.sessions[session], self._intent_of(session)
        at["status"] = "complete"
        if later:
            intent["status"] = "processing"
            self._say("payment_intent.processing", intent)
            self._say("checkout.session.completed", at)
            return intent
        self._succeed(intent)
        at["payment_status"] = "paid"
        self._say("checkout.session.completed", at)
        return intent

    def end_payment(self, session: str, good: bool = True) -> Object:
        """Of what was paid `later`."""
        at, intent = self.sessions[session], self._intent_of(session)
        if good:
            self._succeed(intent)
            at["payment_status"] = "paid"
        else:
            self._fail(intent, ("payment_intent_payment_attempt_failed", "The bank could not collect the money."))
        self._say(f"checkout.session.async_payment_{'succeeded' if good else 'failed'}", at)
        return intent

    def decline(self, session: str, failure: tuple[str, str] = DECLINED) -> Object:
        """The page stays open for another card."""
        intent = self._intent_of(session)
        self._fail(intent, failure)
        return intent

    def expire(self, session: str) -> Object:
        at = self.sessions[session]
        if at["status"] != "open":
            raise Refused(400, "", "Only Checkout Sessions with a status in [\"open\"] can be expired.")
        at["status"], at["url"] = "expired", None
        self._say("checkout.session.expired", at)
        if intent := self.intents.get(str(at["payment_intent"])):
            intent["status"], intent["canceled_at"], intent["cancellation_reason"] = "canceled", self.make.now, "automatic"
            self._say("payment_intent.canceled", intent)
        return at

    def refund(self, intent: str, amount: int) -> Object:
        """By somebody at Stripe's dashboard: Weir has not asked for it."""
        return self._refund({"payment_intent": intent, "amount": str(amount)})

    def end_refund(self, refund: str, good: bool = True) -> Object:
        at = self.refunds[refund]
        before = {"status": at["status"]}
        at["status"] = "succeeded" if good else "failed"
        at.pop("pending_reason", None)
        if not good:
            at["failure_reason"] = "lost_or_stolen_card"
        self._say("refund.updated", at, before)
        if not good:
            self._say("refund.failed", at)
        self._count_refunds(self.intents[at["payment_intent"]])
        return at

    def dispute(self, intent: str, reason: str = "fraudulent") -> Object:
        about = self.intents[intent]
        made = self.make.dispute(about, about["amount_received"], reason)
        self.disputes[made["id"]] = made
        self.charges[about["latest_charge"]]["disputed"] = True
        self._say("charge.dispute.created", made)
        self._say("charge.dispute.funds_withdrawn", made)
        return made

    def close_dispute(self, dispute: str, won: bool) -> Object:
        at = self.disputes[dispute]
        before = {"status": at["status"]}
        at["status"] = "won" if won else "lost"
        self._say("charge.dispute.closed", at, before)
        if won:
            self.charges[at["charge"]]["disputed"] = False
            self._say("charge.dispute.funds_reinstated", at)
        return at

    def _intent_of(self, session: str) -> Object:
        at = self.sessions[session]
        if not at["payment_intent"]:
            made = self.make.intent(at, self._intent_data[session])
            self.intents[made["id"]] = made
            at["payment_intent"] = made["id"]
            self._say("payment_intent.created", made)
        return self.intents[at["payment_intent"]]

    def _succeed(self, intent: Object) -> None:
        if not intent["payment_method"]:
            keeps = intent["setup_future_usage"] and intent["customer"]
            intent["payment_method"] = self.attach(intent["customer"])["id"] if keeps else self.make.id("pm")
        charge = self.make.charge(intent)
        self.charges[charge["id"]] = charge
        intent |= {"status": "succeeded", "amount_received": intent["amount"], "latest_charge": charge["id"], "last_payment_error": None}
        self._say("charge.succeeded", charge)
        self._say("payment_intent.succeeded", intent)

    def _fail(self, intent: Object, failure: tuple[str, str], more: Object | None = None) -> None:
        charge = self.make.charge(intent, failure)
        self.charges[charge["id"]] = charge
        wrong = {"charge": charge["id"], "code": failure[0], "decline_code": "generic_decline", "message": failure[1], "type": "card_error"} | (more or {})
        intent |= {"status": "requires_payment_method", "latest_charge": charge["id"], "last_payment_error": wrong}
        self._say("charge.failed", charge)
        self._say("payment_intent.payment_failed", intent)

    def _count_refunds(self, intent: Object) -> None:
        charge = self.charges[intent["latest_charge"]]
        before = {"amount_refunded": charge["amount_refunded"], "refunded": charge["refunded"]}
        charge["amount_refunded"] = sum(one["amount"] for one in self.refunds_of(intent["id"]) if one["status"] in ("succeeded", "pending"))
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        if before["amount_refunded"] != charge["amount_refunded"]:
            self._say("charge.refunded", charge, before)

    def _say(self, kind: str, about: Object, previous: Object | None = None) -> None:
        event = self.make.event(kind, about, previous, self._request)
        self.events.append(event)
        self._tell(event)
