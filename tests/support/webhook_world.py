"""Endpoints of tenants, and the receiver that they lead to."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from .billing import Billing
from .client import Client
from .stack import Running, Stack
from .webhook_receiver import WebhookReceiver

URL = "/api/v1/webhook-endpoints"


@dataclass(frozen=True)
class WebhookWorld(Billing):
    stack: Stack
    served: Running
    receiver: WebhookReceiver

    def tenant(self) -> tuple[str, Client]:
        """One of its own, and who acts with a key of it."""
        made = self.must("POST", "/api/v1/tenants", {"key": secrets.token_hex(6), "name": "Acme"})["id"]
        key = self.must("POST", "/api/v1/api-keys", {"name": "k", "scopes": ["manage"], "tenant_id": made})["secret"]
        return str(made), Client(self.served.url, key)

    def endpoint(self, by: Client, path: str, types: tuple[str, ...] = ("*",), **more: Any) -> dict[str, Any]:
        answer = by.request("POST", URL, {"url": self.receiver.url + path, "event_types": list(types), **more})
        assert answer.status == 201, answer.body
        return dict(answer.json())
