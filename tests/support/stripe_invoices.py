"""Invoices at a Stripe that is made up: drafts that get lines, are finalized, and end paid, void or uncollectible."""

from __future__ import annotations

from typing import Any

from .stripe_objects import Maker, Object
from .stripe_refused import Refused, known

MOST_LINES = 250
LEAST_CHARGES = {"usd": 50}
SHOWN_LINES = 10


def invoice_of(make: Maker, given: Object) -> Object:
    return {
        "id": make.id("in", "1"), "object": "invoice", "amount_due": 0, "amount_overpaid": 0, "amount_paid": 0, "amount_paid_off_stripe": 0,
        "amount_remaining": 0, "attempt_count": 0, "attempted": False, "auto_advance": given.get("auto_advance") == "true",
        "automatic_tax": {"enabled": False, "liability": None, "status": None}, "billing_reason": "manual", "collection_method": given["collection_method"],
        "created": make.now, "currency": given["currency"], "customer": given["customer"], "default_tax_rates": [], "description": given.get("description"),
        "discounts": [], "due_date": int(given["due_date"]), "ending_balance": None, "hosted_invoice_url": None, "invoice_pdf": None,
        "lines": {"object": "list", "data": [], "has_more": False, "url": ""}, "livemode": make.live, "metadata": given.get("metadata", {}),
        "number": None, "status": "draft", "status_transitions": {"finalized_at": None, "marked_uncollectible_at": None, "paid_at": None, "voided_at": None},
        "starting_balance": 0, "subtotal": 0, "total": 0,
    }  # fmt: skip


def line_of(make: Maker, of: Object, given: Object, place: str) -> Object:
    known(given, "amount", "description", "discountable", "period")
    text = str(given.get("amount", ""))
    if not text.removeprefix("-").isdigit():
        raise Refused(400, "parameter_invalid_integer", f"Invalid integer: {text}", param=f"lines[{place}][amount]")
    period = {name: int(value) for name, value in given.get("period", {}).items()}
    if not period or period["start"] > period["end"]:
        raise Refused(400, "", "The period's end must be after its start.", param=f"lines[{place}][period]")
    if not 1 <= len(str(given.get("description", ""))) <= 500:
        raise Refused(400, "parameter_invalid_string_blank", "A description of 1 to 500 characters.", param=f"lines[{place}][description]")
    return {
        "id": make.id("il", "1"), "object": "line_item", "amount": int(text), "currency": of["currency"], "description": given["description"],
        "discountable": given.get("discountable", "true") == "true", "discounts": [], "invoice": of["id"], "livemode": make.live, "metadata": {},
        "period": period, "quantity": 1, "subtotal": int(text), "taxes": [],
    }  # fmt: skip


class Invoices:
    """The part of an account that is about them. What people do on hosted pages and in the dashboard are methods without a `given`."""

    make: Maker
    customers: dict[str, Object]
    intents: dict[str, Object]
    _url: str

    def __init__(self) -> None:
        super().__init__()
        self.invoices: dict[str, Object] = {}
        self.lines: dict[str, list[Object]] = {}  # of each invoice

    def _found(self, among: dict[str, Object], which: str, what: str) -> Object:
        raise NotImplementedError

    def _succeed(self, intent: Object) -> None:
        raise NotImplementedError

    def _say(self, kind: str, about: Object, previous: Object | None = None) -> None:
        raise NotImplementedError

    def _answer_of_invoices(self, method: str, steps: list[str], given: Object) -> Object | None:
        match method, steps:
            case "POST", ["invoices"]:
                return self._make_invoice(given)
            case "GET", ["invoices"]:
                return self._list_invoices(given)
            case "GET", ["invoices", which]:
                return self._invoice(which)
            case "POST", ["invoices", which, "add_lines"]:
                return self._add_lines(self._in(which, "draft"), given)
            case "POST", ["invoices", which, "finalize"]:
                known(given, "auto_advance")
                return self._finalize(self._in(which, "draft"))
            case "POST", ["invoices", which, "pay"]:
                known(given, "paid_out_of_band")
                if given.get("paid_out_of_band") != "true":
                    raise Refused(400, "", "This Stripe charges nobody for invoices.", param="paid_out_of_band")
                return self._paid(self._in(which, "open", "uncollectible"), out_of_band=True)
            case "POST", ["invoices", which, "void"]:
                known(given)
                return self._end(self._in(which, "open", "uncollectible"), "void", "voided_at", "invoice.voided")
            case "POST", ["invoices", which, "mark_uncollectible"]:
                known(given)
                return self._end(self._in(which, "open"), "uncollectible", "marked_uncollectible_at", "invoice.marked_uncollectible")
        return None

    def invoices_of(self, weir: str) -> list[Object]:
        """Those of an invoice of Weir, whatever became of them."""
        return [one for one in self.invoices.values() if one["metadata"].get("weir_invoice") == weir]

    def delete_draft(self, which: str) -> None:
        gone = self.invoices.pop(self._in(which, "draft")["id"])
        self._say("invoice.deleted", gone)

    def add_by_hand(self, which: str, amount: int) -> None:
        """In the dashboard."""
        line = {"amount": str(amount), "description": "By hand", "period": {"start": "1", "end": "1"}}
        self._add_lines(self._in(which, "draft"), {"lines": {"0": line}})

    def finalize_by_hand(self, which: str) -> Object:
        return self._finalize(self._in(which, "draft"))

    def pay_invoice(self, which: str) -> Object:
        """On its hosted page: by an intent of Stripe's own."""
        at = self._in(which, "open")
        intent = self.make.intent({"amount_total": at["amount_remaining"], "currency": at["currency"], "customer": at["customer"]}, {})
        self.intents[intent["id"]] = intent
        self._succeed(intent)
        payment = {
            "id": self.make.id("inpay", "1"), "object": "invoice_payment", "amount_paid": intent["amount"], "amount_requested": intent["amount"],
            "created": self.make.now, "currency": at["currency"], "invoice": at["id"], "is_default": True, "livemode": self.make.live,
            "payment": {"payment_intent": intent["id"], "type": "payment_intent"}, "status": "paid",
            "status_transitions": {"canceled_at": None, "paid_at": self.make.now},
        }  # fmt: skip
        self._say("invoice_payment.paid", payment)
        return self._paid(at, out_of_band=False)

    def mark_paid(self, which: str) -> Object:
        """In the dashboard: the money came in elsewhere."""
        return self._paid(self._in(which, "open", "uncollectible"), out_of_band=True)

    def _invoice(self, which: str) -> Object:
        return self._shown(self._found(self.invoices, which, "invoice"))

    def _shown(self, at: Object) -> Object:
        """A draft has the customer's balance of now, which nothing is done with before it is finalized."""
        if at["status"] == "draft":
            at["starting_balance"] = self.customers[at["customer"]]["balance"]
        return at

    def _in(self, which: str, *statuses: str) -> Object:
        at = self._invoice(which)
        if at["status"] not in statuses:
            code = "invoice_not_editable" if statuses == ("draft",) else ""
            raise Refused(400, code, f"You can only pass in {' or '.join(statuses)} invoices. This invoice is {at['status']}.")
        return at

    def _make_invoice(self, given: Object) -> Object:
        known(given, "customer", "currency", "auto_advance", "collection_method", "due_date", "days_until_due", "description", "metadata",
              "pending_invoice_items_behavior", "automatic_tax", "discounts")  # fmt: skip
        self._found(self.customers, str(given.get("customer")), "customer")
        if given.get("currency") != str(given.get("currency")).lower():
            raise Refused(400, "", f"Invalid currency: {given.get('currency')}", param="currency")
        if given.get("collection_method") != "send_invoice":
            raise Refused(400, "parameter_invalid", "`due_date` is for invoices that are sent.", param="due_date")
        if int(given.get("due_date", 0)) <= self.make.now:
            raise Refused(400, "", "`due_date` must be in the future.", param="due_date")
        made = invoice_of(self.make, given)
        self.invoices[made["id"]], self.lines[made["id"]] = made, []
        self._say("invoice.created", made)
        return made

    def _list_invoices(self, given: Object) -> Object:
        known(given, "customer", "created", "limit", "starting_after", "status")
        newest = [one for one in reversed(self.invoices.values()) if one["customer"] == given.get("customer", one["customer"])]
        newest = [one for one in newest if one["created"] >= int(given.get("created", {}).get("gte", 0))]
        ids = [one["id"] for one in newest]
        begin = ids.index(given["starting_after"]) + 1 if "starting_after" in given else 0
        limit = int(given.get("limit", "10"))
        return {"object": "list", "data": [self._shown(one) for one in newest[begin : begin + limit]], "has_more": len(newest) > begin + limit, "url": "/v1/invoices"}

    def _add_lines(self, at: Object, given: Object) -> Object:
        known(given, "lines", "invoice_metadata")
        wanted: dict[str, Any] = given.get("lines", {})
        lines = [line_of(self.make, at, one, place) for place, one in wanted.items()]
        if not lines or len(self.lines[at["id"]]) + len(lines) > MOST_LINES:
            raise Refused(400, "", f"An invoice has at most {MOST_LINES} lines.", param="lines")
        all_lines = self.lines[at["id"]]
        all_lines += lines
        total = sum(one["amount"] for one in all_lines)
        at["lines"] |= {"data": all_lines[:SHOWN_LINES], "has_more": len(all_lines) > SHOWN_LINES}
        at |= {"subtotal": total, "total": total, "amount_due": max(0, total), "amount_remaining": max(0, total)}
        self._say("invoice.updated", at)
        return at

    def _finalize(self, at: Object) -> Object:
        customer = self.customers[at["customer"]]
        at |= {"status": "open", "number": f"{customer['invoice_prefix']}-{customer['next_invoice_sequence']:04}", "hosted_invoice_url": f"{self._url}/i/{at['id']}"}
        customer["next_invoice_sequence"] += 1
        at["status_transitions"]["finalized_at"] = self.make.now
        self._use_balance(at, customer)
        self._say("invoice.finalized", at)
        return at if at["amount_due"] > 0 else self._paid(at, out_of_band=False)

    def _use_balance(self, at: Object, customer: Object) -> None:
        """Below zero it is credit, above it is owed. What is below the least charge is owed with the next invoice."""
        at["starting_balance"] = customer["balance"]
        due = at["total"] + customer["balance"]
        is_asked_for = due >= LEAST_CHARGES.get(at["currency"], 1)
        customer["balance"] = 0 if is_asked_for else due
        at |= {"ending_balance": customer["balance"], "amount_due": due if is_asked_for else 0, "amount_remaining": due if is_asked_for else 0}

    def _paid(self, at: Object, out_of_band: bool) -> Object:
        paid = at["amount_remaining"]
        at |= {"amount_paid": at["amount_paid"] + paid, "amount_paid_off_stripe": paid if out_of_band else 0, "amount_remaining": 0}
        return self._end(at, "paid", "paid_at", "invoice.paid")

    def _end(self, at: Object, status: str, when: str, event: str) -> Object:
        at["status"] = status
        at["status_transitions"][when] = self.make.now
        self._say(event, at)
        return at
