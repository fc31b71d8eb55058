"""People with a second factor, as tests need them."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass

from . import people
from .people import SignedIn, ask_token, sign_in, totp
from .stack import Stack


@dataclass(frozen=True)
class Enrolled:
    email: str
    id: str
    secret: str
    codes: list[str]
    session: SignedIn


def someone(stack: Stack, *options: str) -> tuple[str, str]:
    email = f"{secrets.token_hex(4)}@example.com"
    return email, people.make(stack, email, *options)["id"]


def enroll(stack: Stack, url: str, *options: str) -> Enrolled:
    email, identity = someone(stack, *options)
    mine = sign_in(url, email)
    begun = mine.request("POST", "/api/v1/users/me/mfa/totp")
    assert begun.status == 201, begun.body
    secret = begun.json()["secret"]
    done = mine.request("POST", "/api/v1/users/me/mfa/totp/confirm", {"code": totp(secret)})
    assert done.status == 200, done.body
    return Enrolled(email, identity, secret, done.json()["recovery_codes"], mine)


def forget_steps(stack: Stack, who: Enrolled) -> None:
    """As if half a minute had passed."""
    stack.sql(f"UPDATE user_totp SET last_step = 0 WHERE user_id = '{who.id}'")


def asked(url: str, who: Enrolled, address: str = "", **more: str) -> str:
    """The password is right; the token for the code."""
    answer = ask_token(url, who.email, address=address, **more)
    assert (answer.status, answer.json()["error"]) == (400, "mfa_required"), answer.body
    return str(answer.json()["mfa_token"])


def announced(stack: Stack, kind: str, who: str) -> list[dict[str, object]]:
    rows = stack.sql(f"SELECT payload FROM outbox WHERE type = '{kind}' AND payload LIKE '%{who}%' ORDER BY number")
    return [json.loads(line) for line in rows.splitlines() if line]


def grow_old(stack: Stack, who: SignedIn) -> None:
    session = people.part(who.access.split(".")[1])["sid"]
    stack.sql(f"UPDATE sessions SET stepped_up_at = now() - interval '601 seconds', auth_time = now() - interval '601 seconds' WHERE id = '{session}'")
