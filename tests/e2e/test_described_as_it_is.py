"""schemathesis, with all of its checks, against the served description: whatever a request is, the answer is one that was promised."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import people
from tests.support.people import sign_in
from tests.support.stack import Stack

SETTINGS = Path(__file__).with_name("schemathesis.toml")
ENDS_ITSELF = ("/api/v1/auth/logout", "/api/v1/auth/revoke", "/api/v1/users/me/password", "/api/v1/users/me/sessions", "/api/v1/users/me/sessions/{session}")
# The owner, or their way into the tenant, as soon as it asks for a second factor.
ENDS_THE_OWNER = ("erase_me", "put_policies")


@pytest.fixture(scope="module")
def url(module_stack: Stack) -> Iterator[str]:
    served = module_stack.serve({"RATE_INTERACTIVE_PER_MINUTE": "0", "RATE_ADDRESS_PER_MINUTE": "0", **people.BEHIND_A_PROXY})
    platform = module_stack.client(served)
    assert platform.request("POST", "/api/v1/tenants", {"key": "described"}).status == 201
    assert platform.request("POST", "/api/v1/meters", {"slug": "described", "event_type": "t", "aggregation": "COUNT"}).status == 201
    assert platform.send([{"specversion": "1.0", "id": "1", "source": "s", "type": "t", "subject": "described"}]).status == 202
    people.make(module_stack, "owner@described.example", "--tenant", "described", "--role", "owner")
    yield served.url


def run(url: str, phases: str, *more: str) -> None:
    program = Path(sys.executable).with_name("st")
    command = [str(program), "--config-file", str(SETTINGS), "run", f"{url}/api/v1/openapi.json", "--checks", "all", "--phases", phases, "--no-color", *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=280)
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2_000:]
    assert " passed" in done.stdout or "No issues found" in done.stdout, done.stdout[-2_000:]


def test_for_the_platform(module_stack: Stack, url: str) -> None:
    run(url, "examples,coverage,fuzzing", "--max-examples", "5", "--header", f"Authorization: Bearer {module_stack.platform_key}")


def test_for_an_owner(module_stack: Stack, url: str) -> None:
    person = sign_in(url, "owner@described.example")
    tenant = module_stack.sql("SELECT id FROM tenants WHERE key = 'described'").strip()
    kept = [option for path in ENDS_ITSELF for option in ("--exclude-path", path)]
    kept += [option for name in ENDS_THE_OWNER for option in ("--exclude-operation-id", name)]
    run(url, "examples,coverage", *kept, "--header", f"Authorization: Bearer {person.access}", "--header", f"Weir-Tenant: {tenant}")


def test_for_nobody(url: str) -> None:
    run(url, "examples,fuzzing", "--max-examples", "3")
