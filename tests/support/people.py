"""People of a test: made by the command line, signed in over HTTP."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
import struct
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from .client import Answer, Client
from .stack import Stack

PASSWORD = "correct horse battery"
_addresses = itertools.count(1)

# Behind a proxy that is trusted, each test can come from an address of its own: back-off is counted by address.
BEHIND_A_PROXY = {"TRUSTED_PROXIES": "127.0.0.0/8"}


def new_address() -> str:
    number = next(_addresses)
    return f"198.51.{number // 250}.{number % 250 + 1}"


def make(stack: Stack, email: str, *options: str, password: str = PASSWORD) -> dict[str, Any]:
    """The user, as schemas/json/user.json has it."""
    done = stack.cli("user", "create", "--email", email, "--json", "--password-stdin", *options, given=password + "\n")
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout)["user"])


def who_signs_in(stack: Stack, email: str, *options: str) -> dict[str, str]:
    """Made, and what journeys in the browser are given of them."""
    make(stack, email, *options)
    return {"email": email, "password": PASSWORD}


def post_form(url: str, path: str, fields: dict[str, str], headers: dict[str, str] | None = None, address: str = "") -> Answer:
    sent = {"content-type": "application/x-www-form-urlencoded", **(headers or {})}
    if address:
        sent["x-forwarded-for"] = address
    return Client(url).request("POST", path, urlencode(fields).encode(), sent)


def ask_token(url: str, email: str, password: str = PASSWORD, address: str = "", **more: str) -> Answer:
    fields = {"grant_type": "password", "username": email, "password": password, **more}
    return post_form(url, "/api/v1/auth/token", fields, address=address)


def ask_code(url: str, token: str, code: str, address: str = "", headers: dict[str, str] | None = None, **more: str) -> Answer:
    fields = {"grant_type": "urn:weir:params:oauth:grant-type:mfa", "mfa_token": token, "code": code, **more}
    return post_form(url, "/api/v1/auth/token", fields, headers, address)


def totp(secret: str, step: int = 0, at: float | None = None) -> str:
    """RFC 6238: of now, or so many steps later."""
    counter = int(time.time() if at is None else at) // 30 + step
    mac = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), hashlib.sha1).digest()
    start = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def refresh(url: str, token: str) -> Answer:
    return post_form(url, "/api/v1/auth/token", {"grant_type": "refresh_token", "refresh_token": token})


@dataclass(frozen=True)
class SignedIn:
    client: Client
    access: str
    refresh: str

    def get(self, path: str, tenant: str = "") -> Answer:
        return self.request("GET", path, tenant=tenant)

    def request(self, method: str, path: str, body: Any = None, tenant: str = "", **headers: str) -> Answer:
        return self.client.request(method, path, body, {"weir-tenant": tenant, **headers} if tenant else headers)


def sign_in(url: str, email: str, password: str = PASSWORD, address: str = "") -> SignedIn:
    answer = ask_token(url, email, password, address)
    assert answer.status == 200, answer.body
    tokens = answer.json()
    return SignedIn(Client(url, tokens["access_token"]), tokens["access_token"], tokens["refresh_token"])


def part(text: str) -> dict[str, Any]:
    return dict(json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))))


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def forge(secret: str, header: dict[str, Any], claims: dict[str, Any]) -> str:
    """A token as whoever knows the secret would make it, by Python's own means."""
    text = encoded(json.dumps(header).encode()) + "." + encoded(json.dumps(claims).encode())
    return text + "." + encoded(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest())
