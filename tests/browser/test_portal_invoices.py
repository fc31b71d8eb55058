"""The portal's pages about money in Debian's Chromium, with invoices that were made by events. The journeys are in frontend/browser."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.support import billed
from tests.support.journey import run


@pytest.mark.parametrize("width", [390, 1440])
def test_an_owner_reads_invoices_and_says_who_they_are_to(given: dict[str, Any], initech: dict[str, Any], ina: dict[str, str], width: int) -> None:
    run("invoices.mjs", {**given, "people": {"owner": ina}, "billed": initech, "journeys": ["read"], "width": width})


@pytest.mark.parametrize("width", [390, 1440])
def test_staff_look_after_invoices_credits_and_parked_tenants(given: dict[str, Any], biller: billed.Biller, width: int) -> None:
    made = billed.make_open(biller, f"umbrella{width}", f"hooli{width}")
    run("invoices.mjs", {**given, "billed": made, "journeys": ["staff"], "width": width})


@pytest.fixture(scope="module")
def watched(biller: billed.Biller, given: dict[str, Any]) -> None:
    """Budgets, one of which is crossed."""
    budgets = f"/api/v1/tenants/{given['tenant']}/budgets"
    tokens = {"name": "Tokens", "measures": "usage", "meter": "tokens", "amount": "1", "thresholds": [50, 100, 150]}
    spend = {"name": "Spend", "measures": "spend", "currency": "USD", "amount": "100000", "thresholds": [80]}
    for body in (tokens, spend):
        assert biller.platform.request("POST", budgets, body).status == 201
    deadline = time.monotonic() + 120
    while not all(one["state"] for one in biller.platform.get(budgets).json()["items"]):
        assert time.monotonic() < deadline
        time.sleep(0.5)


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.usefixtures("watched")
def test_every_screen_of_money_is_accessible_in_both_themes(both: dict[str, Any], initech: dict[str, Any], width: int) -> None:
    run("looks.mjs", {**both, "billed": initech, "whose": "money", "width": width})
