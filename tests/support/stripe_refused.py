"""Errors as Stripe answers them, and what it makes of parameters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .stripe_objects import Object


@dataclass
class Refused(Exception):
    """An error as Stripe answers it."""

    status: int
    code: str
    message: str
    kind: str = "invalid_request_error"
    param: str | None = None
    more: Object = field(default_factory=dict)  # of a charge that was declined

    def shown(self) -> Object:
        kind = "api_error" if self.status >= 500 else self.kind
        out: Object = {"message": self.message, "type": kind}
        return out | ({"code": self.code} if self.code else {}) | ({"param": self.param} if self.param else {}) | self.more


def known(given: Object, *names: str) -> None:
    for name in given:
        if name not in names:
            raise Refused(400, "parameter_unknown", f"Received unknown parameter: {name}", param=name)


def whole_amount(text: Any, param: str, most: int | None = None) -> int:
    if not isinstance(text, str) or not text.isdigit() or int(text) < 1:
        raise Refused(400, "parameter_invalid_integer", f"Invalid integer: {text}", param=param)
    if most is not None and int(text) > most:
        raise Refused(400, "charge_already_refunded" if most == 0 else "amount_too_large", "Refund amount is greater than unrefunded amount on charge.", param=param)
    return int(text)
