"""Billing meters of a Stripe that is made up, as an account has them with event_time_window "hour"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from .stripe_objects import Object

HOUR, DAY = 3_600, 86_400
MOST_DIGITS = 15
# status, code, message, param
Refuse = Callable[[int, str, str, str], Exception]


@dataclass
class Meters:
    """names: what there is a meter for. taken: every event, as they came."""

    refuse: Refuse
    names: set[str] = field(default_factory=set)
    taken: list[Object] = field(default_factory=list)

    def take(self, given: Object, now: int, customers: dict[str, Object], live: bool) -> Object:
        name, payload = str(given.get("event_name", "")), given.get("payload", {})
        identifier = str(given.get("identifier") or f"generated_{len(self.taken)}")
        at = int(given.get("timestamp", now))
        for param, text in (("event_name", name), ("identifier", identifier)):
            if not 1 <= len(text) <= 100:
                raise self.refuse(400, "", f"Invalid string: {param} is to have 1 to 100 characters", param)
        if name not in self.names:
            raise self.refuse(400, "no_meter", f"No active meter found for event name {name}.", "event_name")
        if payload.get("stripe_customer_id") not in customers:
            raise self.refuse(400, "meter_event_customer_not_found", "No such customer.", "payload[stripe_customer_id]")
        self._check_value(str(payload.get("value", "")))
        if at > now + 300:
            raise self.refuse(400, "timestamp_in_future", "The timestamp is more than 5 minutes in the future.", "timestamp")
        if at < now - 35 * DAY:
            raise self.refuse(400, "timestamp_too_far_in_past", "The timestamp is more than 35 days ago.", "timestamp")
        if any(one["identifier"] == identifier and one["created"] > now - DAY for one in self.taken):
            raise self.refuse(400, "", f"An event already exists with identifier {identifier}.", "identifier")
        made: Object = {
            "object": "billing.meter_event", "created": now, "event_name": name, "identifier": identifier, "livemode": live, "payload": dict(payload), "timestamp": at,
        }  # fmt: skip
        self.taken.append(made)
        return made

    def _check_value(self, text: str) -> None:
        try:
            value = Decimal(text)
        except InvalidOperation:
            raise self.refuse(400, "meter_event_invalid_value", f"Not a number: {text}", "payload[value]") from None
        if len(value.normalize().as_tuple().digits) > MOST_DIGITS:
            raise self.refuse(400, "meter_event_value_too_many_digits", f"The value in the event payload can have at most {MOST_DIGITS} digits.", "payload[value]")

    def hours(self, name: str, customer: str) -> dict[int, Decimal]:
        """By the beginning of the hour in UTC: of those said in it, the one that came last counts."""
        return {one["timestamp"] // HOUR * HOUR: Decimal(one["payload"]["value"]) for one in self._of(name, customer)}

    def hours_by_timestamp(self, name: str, customer: str) -> dict[int, Decimal]:
        """The same, were it the one with the greatest timestamp that counts."""
        return {one["timestamp"] // HOUR * HOUR: Decimal(one["payload"]["value"]) for one in sorted(self._of(name, customer), key=lambda one: one["timestamp"])}

    def _of(self, name: str, customer: str) -> list[Object]:
        return [one for one in self.taken if (one["event_name"], one["payload"]["stripe_customer_id"]) == (name, customer)]
