"""Stripe's objects as its API of 2026-10-28.endive shows them, with the members that payments by a hosted page have."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

Object = dict[str, Any]

API_VERSION = "2026-10-28.endive"
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@dataclass
class Maker:
    """Ids and instants of one account: the same ones for the same seed. `now` is in seconds since 1970."""

    seed: int
    now: int
    live: bool = False
    random: Random = field(init=False)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)

    def id(self, prefix: str, mode: str = "") -> str:
        return f"{prefix}_{mode}" + "".join(self.random.choice(_LETTERS) for _ in range(24))

    def customer(self, given: Object) -> Object:
        return {
            "id": self.id("cus"), "object": "customer", "address": None, "balance": 0, "created": self.now, "currency": None,
            "default_source": None, "delinquent": False, "description": given.get("description"), "discount": None,
            "email": given.get("email"), "invoice_prefix": self.id("x")[2:10].upper(),
            "invoice_settings": {"custom_fields": None, "default_payment_method": None, "footer": None, "rendering_options": None},
            "livemode": self.live, "metadata": given.get("metadata", {}), "name": given.get("name"), "next_invoice_sequence": 1,
            "phone": None, "preferred_locales": [], "shipping": None, "tax_exempt": "none", "test_clock": None,
        }  # fmt: skip

    def session(self, given: Object, url: str, amount: int, currency: str) -> Object:
        made = self.id("cs", "live_" if self.live else "test_")
        return {
            "id": made, "object": "checkout.session", "after_expiration": None, "allow_promotion_codes": None, "amount_subtotal": amount,
            "amount_total": amount, "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
            "billing_address_collection": None, "cancel_url": given.get("cancel_url"), "client_reference_id": given.get("client_reference_id"),
            "client_secret": None, "consent": None, "consent_collection": None, "created": self.now, "currency": currency,
            "custom_fields": [], "custom_text": {"after_submit": None, "shipping_address": None, "submit": None, "terms_of_service_acceptance": None},
            "customer": given.get("customer"), "customer_creation": None if given.get("customer") else "if_required",
            "customer_details": None, "customer_email": given.get("customer_email"), "expires_at": int(given.get("expires_at", self.now + 86_400)),
            "invoice": None, "invoice_creation": None, "livemode": self.live, "locale": given.get("locale"), "metadata": given.get("metadata", {}),
            "mode": given["mode"], "payment_intent": None, "payment_link": None, "payment_method_collection": "if_required",
            "payment_method_options": {}, "payment_method_types": ["card"], "payment_status": "unpaid",
            "phone_number_collection": {"enabled": False}, "recovered_from": None, "setup_intent": None, "shipping_cost": None,
            "shipping_options": [], "status": "open", "submit_type": given.get("submit_type"), "subscription": None,
            "success_url": given.get("success_url"), "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
            "ui_mode": "hosted_page", "url": f"{url}/c/pay/{made}",
        }  # fmt: skip

    def intent(self, session: Object, given: Object) -> Object:
        made = self.id("pi")
        return {
            "id": made, "object": "payment_intent", "amount": session["amount_total"], "amount_capturable": 0,
            "amount_details": {"tip": {}}, "amount_received": 0, "application": None, "application_fee_amount": None,
            "automatic_payment_methods": None, "canceled_at": None, "cancellation_reason": None, "capture_method": "automatic_async",
            "client_secret": f"{made}_secret_{self.id('x')[2:]}", "confirmation_method": "automatic", "created": self.now,
            "currency": session["currency"], "customer": session["customer"], "description": given.get("description"),
            "last_payment_error": None, "latest_charge": None, "livemode": self.live, "metadata": given.get("metadata", {}),
            "next_action": None, "on_behalf_of": None, "payment_method": None, "payment_method_options": {},
            "payment_method_types": ["card"], "processing": None, "receipt_email": None, "review": None,
            "setup_future_usage": given.get("setup_future_usage"), "shipping": None, "source": None, "statement_descriptor": None,
            "statement_descriptor_suffix": None, "status": "requires_payment_method", "transfer_data": None, "transfer_group": None,
        }  # fmt: skip

    def charge(self, intent: Object, failure: tuple[str, str] | None = None) -> Object:
        """failure: Stripe's code and message."""
        code, message = failure or (None, None)
        return {
            "id": self.id("ch"), "object": "charge", "amount": intent["amount"], "amount_captured": 0 if failure else intent["amount"],
            "amount_refunded": 0, "application": None, "balance_transaction": None if failure else self.id("txn"),
            "billing_details": {"address": None, "email": None, "name": None, "phone": None, "tax_id": None}, "captured": not failure,
            "created": self.now, "currency": intent["currency"], "customer": intent["customer"], "description": None, "disputed": False,
            "failure_balance_transaction": None, "failure_code": code, "failure_message": message, "fraud_details": {},
            "livemode": self.live, "metadata": intent["metadata"], "on_behalf_of": None,
            "outcome": {"network_status": "declined_by_network" if failure else "approved_by_network", "reason": code, "risk_level": "normal",
                        "seller_message": message or "Payment complete.", "type": "issuer_declined" if failure else "authorized"},
            "paid": not failure, "payment_intent": intent["id"], "payment_method": intent["payment_method"],
            "payment_method_details": {"card": {"brand": "visa", "last4": "4242"}, "type": "card"}, "receipt_email": None,
            "receipt_number": None, "receipt_url": None, "refunded": False, "review": None, "shipping": None, "source": None,
            "status": "failed" if failure else "succeeded", "transfer_data": None, "transfer_group": None,
        }  # fmt: skip

    def refund(self, intent: Object, amount: int, status: str, given: Object) -> Object:
        return {
            "id": self.id("re"), "object": "refund", "amount": amount, "balance_transaction": self.id("txn"), "charge": intent["latest_charge"],
            "created": self.now, "currency": intent["currency"], "destination_details": {"card": {"type": "refund"}, "type": "card"},
            "metadata": given.get("metadata", {}), "payment_intent": intent["id"], "reason": given.get("reason"), "receipt_number": None,
            "source_transfer_reversal": None, "status": status, "transfer_reversal": None,
            **({"pending_reason": "processing"} if status == "pending" else {}),
        }  # fmt: skip

    def dispute(self, intent: Object, amount: int, reason: str) -> Object:
        return {
            "id": self.id("du"), "object": "dispute", "amount": amount, "balance_transactions": [], "charge": intent["latest_charge"],
            "created": self.now, "currency": intent["currency"], "enhanced_eligibility_types": [], "evidence": {},
            "evidence_details": {"due_by": self.now + 7 * 86_400, "enhanced_eligibility": {}, "has_evidence": False, "past_due": False, "submission_count": 0},
            "is_charge_refundable": False, "livemode": self.live, "metadata": {}, "payment_intent": intent["id"],
            "payment_method_details": {"card": {"brand": "visa", "case_type": "chargeback", "network_reason_code": "10.4"}, "type": "card"},
            "reason": reason, "status": "needs_response",
        }  # fmt: skip

    def event(self, kind: str, about: Object, previous: Object | None = None, request: Object | None = None, created: int | None = None) -> Object:
        """The object as it is now: what becomes of it later does not change the event."""
        data: Object = {"object": _copied(about)}
        if previous is not None:
            data["previous_attributes"] = _copied(previous)
        return {
            "id": self.id("evt", "1"), "object": "event", "api_version": API_VERSION, "created": self.now if created is None else created,
            "data": data, "livemode": self.live, "pending_webhooks": 1, "request": request or {"id": None, "idempotency_key": None}, "type": kind,
        }  # fmt: skip


def _copied(of: Any) -> Any:
    if isinstance(of, dict):
        return {name: _copied(value) for name, value in of.items()}
    return [_copied(one) for one in of] if isinstance(of, list) else of
