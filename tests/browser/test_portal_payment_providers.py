"""The portal's pages of payment providers in Debian's Chromium, and what Stripe sends to the address that they show. The journey is in frontend/browser."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from tests.support import people
from tests.support.client import Client
from tests.support.journey import run, screens
from tests.support.stack import Stack
from tests.support.stripe_objects import Maker
from tests.support.stripe_sender import post, signature, text_of


def wait_ended(platform: Client, event: str) -> dict[str, Any]:
    deadline = time.monotonic() + 60
    while True:
        items = platform.get(f"/api/v1/provider-events?event_id={event}").json()["items"]
        if items and items[0]["state"] != "pending":
            return dict(items[0])
        assert time.monotonic() < deadline, items
        time.sleep(0.2)


@pytest.fixture(scope="module")
def given(module_stack: Stack) -> dict[str, Any]:
    return {
        "people": {"operator": people.who_signs_in(module_stack, "olga@example.com", "--platform", "operator"), "support": people.who_signs_in(module_stack, "sam@example.com", "--platform", "support")},
        "folder": screens(module_stack), "slug": "tests", "key": "sk_test_secretOfTests", "secret": "whsec_secretOfWebhooks",
    }  # fmt: skip


def test_an_account_is_connected_and_what_stripe_sends_is_read_and_applied_once_more(module_stack: Stack, given: dict[str, Any], tmp_path: Path) -> None:
    served = module_stack.serve({"ARCHIVE_URL": "off", "STRIPE_URL": "http://127.0.0.1:9"})
    platform = module_stack.client(served)
    shown = tmp_path / "url"
    asked = {**given, "url": platform.url, "shown": str(shown)}
    run("payments.mjs", {**asked, "journeys": ["connect"]})
    assert shown.read_text() == f"{platform.url}/api/v1/webhooks/stripe/tests"

    make = Maker(seed=1, now=int(time.time()))
    intent = make.intent(make.session({"mode": "payment"}, "https://pay.example.com/", 2000, "eur"), {})
    charge = make.charge(intent)
    for kind, about in (("payment_intent.created", intent), ("charge.succeeded", charge)):
        event = make.event(kind, about)
        body = text_of(event)
        assert post(shown.read_text(), body, signature(body, given["secret"])).status_code == 200
        assert wait_ended(platform, event["id"])["state"] == "ignored"
        asked |= {"event": event["id"], "object": about["id"]} if about is charge else {}
    run("payments.mjs", {**asked, "journeys": ["inbox"]})
    again = wait_ended(platform, asked["event"])
    assert again["outcome"] == "not_used"
    assert module_stack.sql(f"SELECT runs FROM provider_events WHERE id = '{again['id']}'").strip() == "1"
    run("payments.mjs", {**asked, "journeys": ["support"]})
