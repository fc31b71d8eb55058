"""The portal's code that checks a signature, run as it is shown, with the official libraries."""

from __future__ import annotations

import json
import runpy
import secrets
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook

from tests.support import node
from weirkit.place import TOP

SAMPLES = TOP / "frontend/src/features/webhooks/samples"
EVENT = {"type": "invoice.paid", "timestamp": "2026-11-20T10:00:00Z", "tenant_id": None, "data": {"name": "Müller & Søn"}}


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> str:
    made = "whsec_" + b64encode(secrets.token_bytes(32)).decode()
    monkeypatch.setenv("WEIR_WEBHOOK_SECRET", made)
    return made


@pytest.fixture
def requests(secret: str) -> list[dict[str, Any]]:
    """Signed, and each that is not: altered by one byte in its body, by one in its id, signed by another."""
    body = json.dumps(EVENT, ensure_ascii=False)
    at = datetime.now(UTC)

    def headers(key: str, message: str = "msg_1") -> dict[str, str]:
        signature = Webhook(key).sign("msg_1", at, body)
        return {"webhook-id": message, "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signature}

    stranger = "whsec_" + b64encode(secrets.token_bytes(32)).decode()
    rotated = headers(stranger)
    rotated["webhook-signature"] += " " + headers(secret)["webhook-signature"]
    return [
        {"headers": headers(secret), "body": body},
        {"headers": rotated, "body": body},
        {"headers": headers(secret), "body": body.replace("paid", "paie")},
        {"headers": headers(secret, "msg_2"), "body": body},
        {"headers": headers(stranger), "body": body},
    ]


BELIEVED = [EVENT, EVENT, None, None, None]


@pytest.mark.usefixtures("secret")
def test_the_python_sample_believes_what_is_signed_alone(requests: list[dict[str, Any]]) -> None:
    event_of = runpy.run_path(str(SAMPLES / "verify.py"))["event_of"]
    assert [event_of(one["body"].encode(), one["headers"]) for one in requests] == BELIEVED


@pytest.mark.usefixtures("secret")
def test_the_javascript_sample_believes_what_is_signed_alone(requests: list[dict[str, Any]], tmp_path: Path) -> None:
    (tmp_path / "verify.mjs").write_bytes((SAMPLES / "verify.mjs").read_bytes())
    assert node.run("webhook_sample.mjs", folder=tmp_path, standard_input=requests) == BELIEVED
