"""Issuers that lie, hang, go away or change their keys, and clocks that are off."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support import forging_issuer, people
from tests.support.client import Answer, Client
from tests.support.forging_issuer import ForgingIssuer, Key
from tests.support.openid import BEGIN, REFRESH, begin, code_of, cookie_of, finish, me, newcomer, person, sign_in
from tests.support.openid_provider import OpenidProvider
from tests.support.stack import Running, Stack


@pytest.fixture(scope="module")
def issuer(module_stack: Stack) -> Iterator[ForgingIssuer]:
    made = ForgingIssuer(module_stack.place.service_folder("weir"))
    yield made
    made.stop()


@pytest.fixture(scope="module")
def misled(module_stack: Stack, issuer: ForgingIssuer) -> Running:
    """A Weir that relies on the issuer whose keys the test holds."""
    return module_stack.launch("api", settings=people.BEHIND_A_PROXY | issuer.settings())


def redeem(url: str, issuer: ForgingIssuer) -> Answer:
    place, cookie = begin(url)
    return finish(url, cookie, issuer.send_back(place), "a code")


def test_a_forged_or_foreign_token_signs_nobody_in(module_stack: Stack, misled: Running, issuer: ForgingIssuer, tmp_path: Path) -> None:
    email, identity = person(module_stack)
    issuer.person = {"sub": "7", "email": email, "email_verified": True}
    assert me(misled.url, redeem(misled.url, issuer))["id"] == identity
    stranger = Key(tmp_path, "first")
    unknown = Key(tmp_path, "unknown")
    jwk = json.dumps(issuer.key.jwk, separators=(",", ":")).encode()

    def changed(**claims: Any) -> Callable[[dict[str, Any]], str]:
        return lambda good: forging_issuer.signed(issuer.key, {name: value for name, value in (good | claims).items() if value is not None})

    now = int(time.time())
    cases: dict[str, tuple[Callable[[dict[str, Any]], str], str]] = {
        "no signature": (forging_issuer.unsigned, "algorithm"),
        "no signature, in other letters": (lambda good: forging_issuer.unsigned(good, "nOnE"), "algorithm"),
        "a signature left out": (lambda good: forging_issuer.unsigned(good, "RS256"), "signature"),
        "the public key as secret, PEM": (lambda good: forging_issuer.with_mac(issuer.key.public_pem, good), "algorithm"),
        "the public key as secret, JWK": (lambda good: forging_issuer.with_mac(jwk, good), "algorithm"),
        "somebody else's key under the name": (lambda good: forging_issuer.signed(stranger, good), "signature"),
        "a key of another name": (lambda good: forging_issuer.signed(unknown, good), "key_unknown"),
        "a key that it brings itself": (lambda good: forging_issuer.signed(stranger, good, jwk=stranger.jwk, jku="http://127.0.0.1:1/"), "signature"),
        "another algorithm": (lambda good: forging_issuer.signed(issuer.key, good, alg="RS512"), "algorithm"),
        "an access token": (lambda good: forging_issuer.signed(issuer.key, good, typ="at+jwt"), "malformed"),
        "expired": (changed(exp=now - 61), "expired"),
        "of tomorrow": (changed(iat=now + 86_400), "not_valid_yet"),
        "not before tomorrow": (changed(nbf=now + 86_400), "not_valid_yet"),
        "another client's": (changed(aud="other"), "audience"),
        "another client's too": (changed(aud=["weir", "other"], azp="other"), "audience"),
        "another issuer's": (changed(iss="https://evil.example.com"), "issuer"),
        "of the issuer with a slash": (changed(iss=issuer.url + "/"), "issuer"),
        "another sign-in's": (changed(nonce="another"), "nonce"),
        "of no sign-in": (changed(nonce=None), "nonce"),
        "of another access token": (changed(at_hash="AAAAAAAAAAAAAAAAAAAAAA"), "access_token"),
        "of nobody": (changed(sub=None), "malformed"),
        "no token": (lambda _: "x", "malformed"),
        "too long a token": (changed(more="x" * 20_000), "malformed"),
    }
    for name, (make, fault) in cases.items():
        issuer.token = make
        answer = redeem(misled.url, issuer)
        assert code_of(answer) == (400, "openid_answer_refused"), name
        assert answer.json()["detail"] == f"the ID token: {fault}", name
        assert not cookie_of(answer, REFRESH)
    issuer.token = lambda good: forging_issuer.signed(issuer.key, good)
    assert me(misled.url, redeem(misled.url, issuer))["id"] == identity
    assert module_stack.sql(f"SELECT count(*) FROM sessions WHERE user_id = '{identity}'").strip() == "2"


def test_a_clock_that_is_half_a_minute_off_keeps_nobody_out(module_stack: Stack, misled: Running, issuer: ForgingIssuer) -> None:
    email, identity = person(module_stack)
    issuer.person = {"sub": "8", "email": email, "email_verified": True}
    for off, good in ((30, True), (-330, True), (90, False), (-390, False)):
        issuer.clock_off = off
        answer = redeem(misled.url, issuer)
        assert answer.status == (200 if good else 400), (off, answer.body)
    issuer.clock_off = 0


def test_an_issuer_that_hangs_keeps_nobody_else_waiting(module_stack: Stack, misled: Running, issuer: ForgingIssuer) -> None:
    person(module_stack)
    begun = [begin(misled.url) for _ in range(6)]
    email, _ = person(module_stack, password=True)
    issuer.hangs.set()
    try:
        with ThreadPoolExecutor(6) as pool:
            waiting = [pool.submit(finish, misled.url, cookie, issuer.send_back(place), "a code") for place, cookie in begun]
            deadline = time.monotonic() + 20
            while issuer.asked.count("/token") < 4:
                assert time.monotonic() < deadline
                time.sleep(0.05)
            started = time.monotonic()
            key = people.sign_in(misled.url, email).access
            assert Client(misled.url, key).get("/api/v1/users/me").status == 200
            assert not any(one.done() for one in waiting), f"the issuer's timeout has passed after {time.monotonic() - started:.1f} s"
            for one in waiting:
                answer = one.result(30)
                assert code_of(answer) == (503, "openid_provider_unavailable")
    finally:
        issuer.hangs.clear()


def test_other_keys_of_the_issuer_are_noticed(stack: Stack, tmp_path: Path) -> None:
    provider = OpenidProvider(tmp_path)
    try:
        served = stack.serve(provider.settings())
        name, identity = newcomer(stack, provider)
        assert me(served.url, sign_in(served.url, name))["id"] == identity
        provider.stop()
        # Its configuration is known; the code goes nowhere.
        place, cookie = begin(served.url)
        state = parse_qs(urlsplit(place).query)["state"][0]
        assert code_of(finish(served.url, cookie, state, "a code")) == (503, "openid_provider_unavailable")
        provider.start()
        deadline = time.monotonic() + 60
        while (answer := sign_in(served.url, name)).status != 200:
            assert code_of(answer) == (400, "openid_answer_refused") and answer.json()["detail"] == "the ID token: key_unknown"
            assert time.monotonic() < deadline, "the new key was never fetched"
            time.sleep(0.5)
        assert me(served.url, answer)["id"] == identity
    finally:
        provider.stop()


def test_an_issuer_that_is_away_when_weir_starts_is_asked_again(stack: Stack, tmp_path: Path) -> None:
    provider = OpenidProvider(tmp_path)
    try:
        provider.stop()
        served = stack.serve(provider.settings())
        for _ in range(2):
            assert code_of(Client(served.url).request("POST", BEGIN)) == (503, "openid_provider_unavailable")
        provider.start()
        deadline = time.monotonic() + 30
        while Client(served.url).request("POST", BEGIN).status != 200:
            assert time.monotonic() < deadline
            time.sleep(0.2)
    finally:
        provider.stop()


def test_a_certificate_is_checked(stack: Stack) -> None:
    issuer = ForgingIssuer(stack.place.service_folder("weir"), certificate=True)
    try:
        assert issuer.certificate
        served = stack.serve(issuer.settings())
        assert code_of(Client(served.url).request("POST", BEGIN)) == (503, "openid_provider_unavailable")
        served.stop()
        served.start_again({"OIDC_CA_FILE": str(issuer.certificate.path)})
        email, identity = person(stack)
        issuer.person = {"sub": "9", "email": email, "email_verified": True}
        assert me(served.url, redeem(served.url, issuer))["id"] == identity
    finally:
        issuer.stop()


def test_without_an_issuer_nobody_signs_in_that_way(stack: Stack) -> None:
    served = stack.serve()
    assert Client(served.url).get("/api/v1/auth/methods").json() == {"password": True, "oidc": None}
    assert code_of(Client(served.url).request("POST", BEGIN)) == (404, "openid_not_configured")
    assert code_of(finish(served.url, "x", "s", "c")) == (404, "openid_not_configured")
