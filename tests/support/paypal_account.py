"""One account at a PayPal that is made up: orders, captures, refunds, disputes and events, and what people do with them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from .paypal_signer import stamp
from .stripe_objects import Object

_LETTERS = "0123456789ABCDEFGHJKLMNPRSTUVWXY"
WHOLE = ("HUF", "JPY", "TWD")


@dataclass
class Refused(Exception):
    """An error as PayPal answers it."""

    status: int
    name: str
    issue: str = ""
    description: str = "The requested action could not be performed."

    def shown(self) -> Object:
        out: Object = {"name": self.name, "message": self.description, "debug_id": "90957fca61718", "links": []}
        return out | ({"details": [{"issue": self.issue, "description": self.description}]} if self.issue else {})


def unprocessable(issue: str) -> Refused:
    return Refused(422, "UNPROCESSABLE_ENTITY", issue, f"It is refused: {issue.replace('_', ' ').lower()}.")


def _amount(given: Object) -> str:
    value, currency = given["value"], given["currency_code"]
    digits = value.split(".")
    fits = isinstance(value, str) and all(one.isdigit() for one in digits) and (len(digits) == 1 if currency in WHOLE else len(digits) == 2 and len(digits[1]) == 2)
    if not fits or float(value) <= 0:
        raise Refused(400, "INVALID_REQUEST", "INVALID_PARAMETER_SYNTAX", f"{value} {currency} is no amount.")
    return str(value)


def _cents(amount: Object) -> int:
    return round(float(amount["value"]) * 100)


@dataclass
class Account:
    """Not for several threads at once. `tell` is told of every event."""

    url: str
    tell: Callable[[Object], None]
    seed: int = 1
    orders: dict[str, Object] = field(default_factory=dict)
    captures: dict[str, Object] = field(default_factory=dict)
    refunds: dict[str, Object] = field(default_factory=dict)
    events: list[Object] = field(default_factory=list)
    declined: set[str] = field(default_factory=set)  # orders whose next capture is declined
    pends: bool = False  # captures and refunds are pending until somebody ends them

    def __post_init__(self) -> None:
        self.random = Random(self.seed)

    def id(self) -> str:
        return "".join(self.random.choice(_LETTERS) for _ in range(17))

    # What requests ask for.

    def answer(self, method: str, steps: list[str], given: Object) -> Object:
        match method, steps:
            case "POST", ["v2", "checkout", "orders"]:
                return self._create(given)
            case "POST", ["v2", "checkout", "orders", order, "capture"]:
                return self._capture(order)
            case "POST", ["v2", "payments", "captures", capture, "refund"]:
                return self._refund(capture, given)
        raise Refused(404, "RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID")

    def _create(self, given: Object) -> Object:
        (unit,) = given["purchase_units"]
        _amount(unit["amount"])
        context = given["payment_source"]["paypal"]["experience_context"]
        assert given["intent"] == "CAPTURE" and context["return_url"].startswith("http") and len(unit["description"]) <= 127
        made = self.id()
        self.orders[made] = {"id": made, "intent": "CAPTURE", "status": "PAYER_ACTION_REQUIRED", "purchase_units": [unit], "create_time": stamp(), "return_url": context["return_url"]}
        links = [
            {"href": f"{self.url}/v2/checkout/orders/{made}", "rel": "self", "method": "GET"},
            {"href": f"{self.url}/checkoutnow?token={made}", "rel": "payer-action", "method": "GET"},
        ]
        return {"id": made, "status": "PAYER_ACTION_REQUIRED", "payment_source": {"paypal": {}}, "links": links}

    def _capture(self, which: str) -> Object:
        order = self.orders.get(which)
        if not order:
            raise Refused(404, "RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID")
        if order["status"] == "COMPLETED":
            raise unprocessable("ORDER_ALREADY_CAPTURED")
        if order["status"] != "APPROVED":
            raise unprocessable("ORDER_NOT_APPROVED")
        if which in self.declined:
            self.declined.discard(which)
            raise unprocessable("INSTRUMENT_DECLINED")
        (unit,) = order["purchase_units"]
        made = self.id()
        capture = {
            "id": made, "status": "PENDING" if self.pends else "COMPLETED", "amount": unit["amount"], "final_capture": True, "custom_id": unit["custom_id"],
            "seller_protection": {"status": "ELIGIBLE"}, "supplementary_data": {"related_ids": {"order_id": which}}, "create_time": stamp(), "update_time": stamp(),
            "links": [
                {"href": f"{self.url}/v2/payments/captures/{made}", "rel": "self", "method": "GET"},
                {"href": f"{self.url}/v2/checkout/orders/{which}", "rel": "up", "method": "GET"},
            ],
        }  # fmt: skip
        self.captures[made] = capture
        order["status"] = "COMPLETED"
        unit["payments"] = {"captures": [capture]}
        self._say(f"PAYMENT.CAPTURE.{capture['status']}", "capture", capture)
        self._say("CHECKOUT.ORDER.COMPLETED", "checkout-order", order)
        return {"id": which, "status": "COMPLETED", "links": []}

    def _refund(self, which: str, given: Object) -> Object:
        capture = self.captures.get(which)
        if not capture:
            raise Refused(404, "RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID")
        _amount(given["amount"])
        refunded = sum(_cents(one["amount"]) for one in self.refunds.values() if one["of"] == which and one["status"] != "FAILED")
        if refunded + _cents(given["amount"]) > _cents(capture["amount"]):
            raise unprocessable("REFUND_AMOUNT_EXCEEDED")
        return self._make_refund(capture, given["amount"], given.get("custom_id"))

    def _make_refund(self, capture: Object, amount: Object, custom: str | None) -> Object:
        made = self.id()
        refund = {
            "id": made, "status": "PENDING" if self.pends else "COMPLETED", "amount": amount, "of": capture["id"], "create_time": stamp(), "update_time": stamp(),
            "links": [
                {"href": f"{self.url}/v2/payments/refunds/{made}", "rel": "self", "method": "GET"},
                {"href": f"{self.url}/v2/payments/captures/{capture['id']}", "rel": "up", "method": "GET"},
            ],
        }  # fmt: skip
        if custom:
            refund["custom_id"] = custom
        self.refunds[made] = refund
        self._say("PAYMENT.REFUND.PENDING" if self.pends else "PAYMENT.CAPTURE.REFUNDED", "refund", refund)
        return {"id": made, "status": refund["status"], "links": refund["links"]}

    # What people do, and their banks.

    def approve(self, order: str) -> None:
        """On the page."""
        self.orders[order]["status"] = "APPROVED"
        self._say("CHECKOUT.ORDER.APPROVED", "checkout-order", self.orders[order])

    def end_capture(self, capture: str, good: bool = True) -> None:
        """Of what was pending."""
        at = self.captures[capture]
        at["status"] = "COMPLETED" if good else "DECLINED"
        self._say(f"PAYMENT.CAPTURE.{'COMPLETED' if good else 'DENIED'}", "capture", at)

    def end_refund(self, refund: str, good: bool = True) -> None:
        at = self.refunds[refund]
        at["status"] = "COMPLETED" if good else "FAILED"
        self._say("PAYMENT.CAPTURE.REFUNDED" if good else "PAYMENT.REFUND.FAILED", "refund", at)

    def refund(self, capture: str, value: str) -> None:
        """By somebody in PayPal's own pages: Weir has not asked for it."""
        at = self.captures[capture]
        self._make_refund(at, at["amount"] | {"value": value}, None)

    def dispute(self, capture: str, value: str) -> Object:
        at = self.captures[capture]
        made = {
            "dispute_id": f"PP-D-{self.random.randrange(100_000)}", "create_time": stamp(), "update_time": stamp(), "reason": "MERCHANDISE_OR_SERVICE_NOT_RECEIVED",
            "status": "WAITING_FOR_SELLER_RESPONSE", "dispute_amount": at["amount"] | {"value": value}, "dispute_life_cycle_stage": "CHARGEBACK",
            "seller_response_due_date": stamp(-10 * 86_400), "disputed_transactions": [{"seller_transaction_id": capture, "custom": at["custom_id"]}], "links": [],
        }  # fmt: skip
        self._say("CUSTOMER.DISPUTE.CREATED", "dispute", made)
        return made

    def close_dispute(self, dispute: Object, won: bool) -> None:
        dispute |= {"status": "RESOLVED", "dispute_outcome": {"outcome_code": "RESOLVED_SELLER_FAVOUR" if won else "RESOLVED_BUYER_FAVOUR"}}
        self._say("CUSTOMER.DISPUTE.RESOLVED", "dispute", dispute)

    def make_event(self, kind: str, resource_type: str, resource: Object) -> Object:
        now = time.time_ns() // 1_000_000
        time.sleep(0.002)  # of two events of one object, the second is later
        return {
            "id": f"WH-{self.id()}-{self.id()}", "event_version": "1.0", "create_time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now / 1000)) + f".{now % 1000:03}Z",
            "resource_type": resource_type, "resource_version": "2.0", "event_type": kind, "summary": kind.lower(), "resource": resource,
            "links": [],
        }  # fmt: skip

    def _say(self, kind: str, resource_type: str, about: Object) -> None:
        shown = {name: value for name, value in about.items() if name not in ("of", "return_url")}
        event = self.make_event(kind, resource_type, shown)
        self.events.append(event)
        self.tell(event)
