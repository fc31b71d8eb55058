"""The portal in Debian's Chromium. The journeys are in frontend/browser."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.client import Client
from tests.support.journey import run
from tests.support.stack import Stack


def test_a_person_signs_in_reads_usage_takes_it_along_and_finds_an_event(given: dict[str, Any]) -> None:
    run("journey.mjs", given)


@pytest.mark.parametrize("journey", ["session", "team", "keys", "preferences", "audit", "security", "smallRole"])
def test_a_person_signs_in_and_looks_after_team_keys_and_sessions(given: dict[str, Any], module_stack: Stack, journey: str) -> None:
    run("people.mjs", {**given, "journeys": [journey]})
    if journey == "audit":
        done = module_stack.cli("audit", "verify", f"{given['folder']}/trail.ndjson")
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("journey", ["newcomer", "known", "forgotten", "address", "choices"])
def test_a_person_comes_by_a_mail(given: dict[str, Any], journey: str) -> None:
    run("mailed.mjs", {**given, "journeys": [journey]})


@pytest.mark.parametrize("journey", ["enrolled", "required", "erased"])
def test_a_person_gives_a_code_and_everything_again_and_leaves(given: dict[str, Any], journey: str) -> None:
    run("factor.mjs", {**given, "journeys": [journey]})


def test_staff_make_tenants_and_meters_and_visit_in_the_open(given: dict[str, Any]) -> None:
    run("staff.mjs", given)


def test_staff_find_somebody_among_all_and_erase_them(given: dict[str, Any]) -> None:
    run("everybody.mjs", given)


@pytest.mark.parametrize("journey", ["plans", "read"])
def test_staff_make_plans_and_subscribe_tenants_whose_owners_read_it(given: dict[str, Any], journey: str) -> None:
    run("billing.mjs", {**given, "journeys": [journey]})


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("journey", ["own", "staff"])
def test_an_owner_and_staff_look_after_budgets(given: dict[str, Any], journey: str, width: int) -> None:
    run("budgets.mjs", {**given, "budgeted": given["strictName"], "journeys": [journey], "width": width})


def test_staff_import_past_usage_from_a_file(given: dict[str, Any]) -> None:
    run("history.mjs", given)


def test_the_policy_has_no_exceptions_and_files_are_packed(given: dict[str, Any]) -> None:
    visitor = Client(given["url"])
    page = visitor.get("/app/usage")
    policy = page.headers["content-security-policy"]
    assert page.status == 200 and "unsafe" not in policy and "script-src 'self';" in policy
    script = page.body.decode().split('type="module"')[1].split('src="')[1].split('"')[0]
    for coding in ("br", "gzip"):
        packed = visitor.get(script, **{"accept-encoding": coding})
        assert packed.headers["content-encoding"] == coding and "immutable" in packed.headers["cache-control"]
        assert visitor.get(script, **{"accept-encoding": coding, "if-none-match": packed.headers["etag"]}).status == 304
    head = visitor.request("HEAD", script)
    assert head.status == 200 and head.body == b"" and head.headers["content-type"].startswith("text/javascript")
