"""What a browser does with Weir when somebody signs in by another service."""

from __future__ import annotations

import json
import re
import secrets
from typing import Any
from urllib.parse import parse_qs, urlsplit

from . import people
from .client import Answer, Client
from .openid_provider import REDIRECT_URI, Browser, OpenidProvider
from .stack import Stack

BEGIN, STEP_UP, FINISH = (f"/api/v1/auth/oidc/{name}" for name in ("begin", "step-up", "finish"))
COOKIE = "__Host-weir_oidc"
REFRESH = "__Host-weir_refresh"


def cookie_of(answer: Answer, name: str) -> str:
    for line in answer.cookies:
        if match := re.match(rf"{re.escape(name)}=([^;]*);", line):
            return match[1]
    return ""


def begin(url: str, path: str = BEGIN, key: str = "") -> tuple[str, str]:
    """Where the browser goes, and its cookie."""
    answer = Client(url, key).request("POST", path)
    assert answer.status == 200, answer.body
    return str(answer.json()["authorization_url"]), cookie_of(answer, COOKIE)


def finish(url: str, cookie: str, state: str, code: str, **headers: str) -> Answer:
    sent = {"cookie": f"{COOKIE}={cookie}"} if cookie else {}
    return Client(url).request("POST", FINISH, {"state": state, "code": code}, sent | {name.replace("_", "-"): value for name, value in headers.items()})


def brought_back(place: str) -> dict[str, str]:
    assert place.startswith(REDIRECT_URI + "?"), place
    return {name: values[0] for name, values in parse_qs(urlsplit(place).query).items()}


def sign_in(url: str, name: str, browser: Browser | None = None, **headers: str) -> Answer:
    place, cookie = begin(url)
    back = brought_back((browser or Browser()).sign_in(place, name))
    return finish(url, cookie, back["state"], back["code"], **headers)


def code_of(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json().get("code") or answer.json().get("error")


def person(stack: Stack, *, password: bool = False, verified: bool = False) -> tuple[str, str]:
    """Address and id."""
    email = f"{secrets.token_hex(4)}@example.com"
    if password:
        identity = people.make(stack, email)["id"]
    else:
        done = stack.cli("user", "create", "--email", email, "--json", "--no-password")
        assert done.returncode == 0, done.stderr
        identity = json.loads(done.stdout)["user"]["id"]
    if verified:
        stack.sql(f"UPDATE users SET email_verified_at = now() WHERE id = '{identity}'")
    return email, identity


def newcomer(stack: Stack, provider: OpenidProvider, **how: bool) -> tuple[str, str]:
    """Known to the provider by a name of its own. The name, and the id here."""
    email, identity = person(stack, **how)
    name = "sub-" + secrets.token_hex(4)
    provider.account(name, email)
    return name, identity


def me(url: str, answer: Answer) -> Any:
    assert answer.status == 200, answer.body
    return Client(url, answer.json()["access_token"]).get("/api/v1/users/me").json()
