"""Signing in by another service in Debian's Chromium: the portal on localhost, a real provider on 127.0.0.1, so each is another site to the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support import factors
from tests.support.journey import run, screens
from tests.support.openid_provider import OpenidProvider
from tests.support.stack import Stack
from weirkit.ports import pick


def known(stack: Stack, provider: OpenidProvider, name: str, *options: str) -> str:
    """Somebody without a password, who is called the same there."""
    email = f"{name}@example.com"
    done = stack.cli("user", "create", "--email", email, "--name", name.title(), "--no-password", *options)
    assert done.returncode == 0, done.stderr
    provider.account(name, email)
    return name


@pytest.fixture(scope="module")
def given(module_stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    port = pick()
    url = f"http://localhost:{port}"
    provider = OpenidProvider(tmp_path_factory.mktemp("provider"), public_url=url)
    try:
        served = module_stack.serve({"APP_PORT": str(port)} | provider.settings())
        platform = module_stack.client(served)
        assert platform.request("POST", "/api/v1/tenants", {"key": "acme", "name": "Acme"}).status == 201
        secured = factors.enroll(module_stack, served.url)
        factors.forget_steps(module_stack, secured)
        # Whoever has a password proves the address before the service may sign them in.
        module_stack.sql(f"UPDATE users SET email_verified_at = now() WHERE id = '{secured.id}'")
        provider.account("secured", secured.email)
        provider.account("stranger", "stranger@nowhere.example.com")
        invited = known(module_stack, provider, "inga")
        assert module_stack.cli("user", "invite", "--email", "inga@example.com", "--tenant", "acme", "--role", "viewer").returncode == 0
        yield {
            "url": url,
            "issuer": provider.url,
            "log": str(served.log),
            "secret": secured.secret,
            "invited": "inga@example.com",
            "people": {
                "comer": known(module_stack, provider, "cora", "--tenant", "acme", "--role", "admin"),
                "owner": known(module_stack, provider, "otto", "--tenant", "acme", "--role", "owner"),
                "secured": "secured",
                "stranger": "stranger",
                "invited": invited,
            },
            "folder": screens(module_stack),
        }
    finally:
        provider.stop()


@pytest.mark.parametrize("journey", ["signsIn", "givesACode", "isRefused", "provesAgain", "isInvited"])
def test_a_person_signs_in_by_another_service(given: dict[str, Any], journey: str) -> None:
    run("openid.mjs", {**given, "journeys": [journey]})
