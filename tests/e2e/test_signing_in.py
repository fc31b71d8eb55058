"""Tokens: what they grant, how they rotate, when they end, and what somebody who forges or guesses gets."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support import people
from tests.support.client import Answer, Client
from tests.support.people import PASSWORD, SignedIn, ask_token, post_form, refresh, sign_in
from tests.support.stack import Running, Stack

TOKEN = "/api/v1/auth/token"


@pytest.fixture(scope="module")
def served(module_stack: Stack) -> Iterator[Running]:
    yield module_stack.serve(people.BEHIND_A_PROXY)


@pytest.fixture(scope="module")
def ada(module_stack: Stack, served: Running) -> dict[str, object]:
    return people.make(module_stack, "ada@example.com", "--name", "Ada", "--platform", "operator")


def someone(stack: Stack, *options: str) -> str:
    email = f"{secrets.token_hex(4)}@example.com"
    people.make(stack, email, *options)
    return email


def announced(stack: Stack, kind: str, subject: str = "") -> int:
    return int(stack.sql(f"SELECT count(*) FROM outbox WHERE type = '{kind}' AND payload LIKE '%{subject}%'"))


def test_a_password_grants_tokens_that_name_the_user(served: Running, ada: dict[str, object]) -> None:
    answer = ask_token(served.url, "Ada@Example.COM")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store" and answer.headers["pragma"] == "no-cache"
    assert "set-cookie" not in answer.headers
    body = answer.json()
    assert set(body) == {"access_token", "token_type", "expires_in", "refresh_token"}
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 1800)
    header, claims, _ = body["access_token"].split(".")
    assert people.part(header)["alg"] == "HS256" and people.part(header)["kid"]
    names = people.part(claims)
    assert set(names) == {"iss", "aud", "sub", "sid", "epoch", "iat", "exp", "auth_time"}
    assert names["sub"] == ada["id"] and names["exp"] - names["iat"] == 1800
    me = Client(served.url, body["access_token"]).get("/api/v1/users/me")
    assert me.status == 200 and me.json()["email"] == "ada@example.com"
    assert me.json()["acting"]["role"] == "operator"


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({}, "invalid_request"),
        ({"grant_type": "password"}, "invalid_request"),
        ({"grant_type": "password", "username": "ada@example.com"}, "invalid_request"),
        ({"grant_type": "password", "username": "ada@example.com", "password": ""}, "invalid_request"),
        ({"grant_type": "client_credentials"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token"}, "invalid_request"),
        ({"grant_type": "refresh_token", "refresh_token": "weir_rt_nothing"}, "invalid_grant"),
        ({"grant_type": "password", "username": "nobody@example.com", "password": PASSWORD}, "invalid_grant"),
        ({"grant_type": "password", "username": "' OR 1=1 --", "password": PASSWORD}, "invalid_grant"),
        ({"grant_type": "password", "username": "аda@example.com", "password": PASSWORD}, "invalid_grant"),  # Cyrillic а
    ],
)
def test_what_is_wrong_is_said_as_the_rfc_says_it(served: Running, ada: dict[str, object], fields: dict[str, str], error: str) -> None:
    answer = post_form(served.url, TOKEN, fields, address=people.new_address())
    assert (answer.status, answer.json()["error"]) == (400, error)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "application/json"


def test_other_bodies_are_refused(served: Running) -> None:
    client = Client(served.url)
    assert client.request("POST", TOKEN, {"grant_type": "password"}).json()["error"] == "invalid_request"
    form = {"content-type": "application/x-www-form-urlencoded"}
    twice = b"grant_type=password&username=a&username=b&password=c"
    assert client.request("POST", TOKEN, twice, form).json()["error"] == "invalid_request"
    assert client.request("POST", TOKEN, b"grant_type=%00", form).json()["error"] == "invalid_request"
    assert client.request("POST", TOKEN, b"password=" + b"x" * 20000, form).json()["error"] == "invalid_request"
    in_query = client.request("POST", f"{TOKEN}?grant_type=password", b"", form)
    assert (in_query.status, in_query.json()["code"]) == (400, "query_parameter_unknown")
    assert client.get(TOKEN).status == 405


def test_unknown_wrong_and_disabled_look_the_same(module_stack: Stack, served: Running) -> None:
    disabled, without_hash, wrong = someone(module_stack), someone(module_stack), someone(module_stack)
    assert module_stack.cli("user", "disable", disabled).returncode == 0
    module_stack.sql(f"UPDATE users SET password_hash = NULL WHERE email = '{without_hash}'")
    answers = [
        ask_token(served.url, "nobody-at-all@example.com", address=people.new_address()),
        ask_token(served.url, "no address", address=people.new_address()),
        ask_token(served.url, wrong, "wrong horse battery", address=people.new_address()),
        ask_token(served.url, disabled, address=people.new_address()),
        ask_token(served.url, without_hash, address=people.new_address()),
    ]
    assert {(a.status, a.body) for a in answers} == {(400, answers[0].body)}
    assert {tuple(sorted(set(a.headers) - {"date"})) for a in answers} == {tuple(sorted(set(answers[0].headers) - {"date"}))}


def test_a_refresh_token_is_used_once_and_reuse_ends_the_session(module_stack: Stack, served: Running) -> None:
    first = sign_in(served.url, someone(module_stack))
    second = refresh(served.url, first.refresh).json()
    assert second["refresh_token"] != first.refresh
    third = refresh(served.url, second["refresh_token"]).json()
    access = Client(served.url, third["access_token"])
    session = people.part(third["access_token"].split(".")[1])["sid"]
    assert access.get("/api/v1/users/me").status == 200
    # The first one comes back, two generations late.
    stolen = refresh(served.url, first.refresh)
    assert (stolen.status, stolen.json()["error"]) == (400, "invalid_grant")
    assert access.get("/api/v1/users/me").status == 401
    assert refresh(served.url, third["refresh_token"]).json()["error"] == "invalid_grant"
    assert announced(module_stack, "session.revoked", session) == 1
    assert module_stack.sql(f"SELECT revoked_because FROM sessions WHERE id = '{session}'").strip() == "reuse"


def test_one_that_comes_back_later_than_a_second_tab_ends_the_session(module_stack: Stack, served: Running) -> None:
    first = sign_in(served.url, someone(module_stack))
    second = refresh(served.url, first.refresh).json()
    module_stack.sql("UPDATE refresh_tokens SET used_at = used_at - interval '11 seconds' WHERE used_at IS NOT NULL")
    assert refresh(served.url, first.refresh).status == 400
    assert refresh(served.url, second["refresh_token"]).status == 400


def test_two_tabs_refresh_at_the_same_moment(module_stack: Stack, served: Running) -> None:
    first = sign_in(served.url, someone(module_stack))
    with ThreadPoolExecutor(2) as tabs:
        answers = list(tabs.map(lambda _: refresh(served.url, first.refresh), range(2)))
    assert [a.status for a in answers] == [200, 200]
    tokens = [a.json()["refresh_token"] for a in answers]
    assert tokens[0] != tokens[1]
    assert [refresh(served.url, token).status for token in tokens] == [200, 200]


def test_nothing_of_a_token_or_password_is_stored_or_logged(module_stack: Stack, served: Running) -> None:
    email = someone(module_stack)
    mine = sign_in(served.url, email)
    stored = module_stack.sql("SELECT t::text FROM refresh_tokens t; SELECT s::text FROM sessions s; SELECT payload FROM outbox; SELECT u::text FROM users u")
    for secret in (mine.refresh, mine.access, PASSWORD):
        assert secret not in stored and secret not in served.text()
    assert email not in module_stack.sql("SELECT key FROM login_attempts; SELECT payload FROM outbox WHERE type LIKE 'login.%' OR type LIKE 'session.%'")


def test_an_expired_session_is_refused(module_stack: Stack, served: Running) -> None:
    mine = sign_in(served.url, someone(module_stack))
    session = people.part(mine.access.split(".")[1])["sid"]
    module_stack.sql(f"UPDATE sessions SET idle_expires_at = now() WHERE id = '{session}'")
    assert refresh(served.url, mine.refresh).json()["error"] == "invalid_grant"
    assert mine.get("/api/v1/users/me").status == 401


def test_revoking_either_token_ends_the_session(module_stack: Stack, served: Running) -> None:
    email = someone(module_stack)
    for pick in ("refresh", "access"):
        mine = sign_in(served.url, email)
        assert mine.get("/api/v1/users/me").status == 200
        done = post_form(served.url, "/api/v1/auth/revoke", {"token": getattr(mine, pick)})
        assert (done.status, done.body) == (200, b"")
        assert mine.get("/api/v1/users/me").status == 401
        assert refresh(served.url, mine.refresh).status == 400
    assert post_form(served.url, "/api/v1/auth/revoke", {"token": "nonsense"}).status == 200
    assert post_form(served.url, "/api/v1/auth/revoke", {}).json()["error"] == "invalid_request"


def test_logging_out(module_stack: Stack, served: Running) -> None:
    mine = sign_in(served.url, someone(module_stack))
    assert mine.client.request("POST", "/api/v1/auth/logout").status == 204
    assert mine.get("/api/v1/users/me").status == 401
    assert Client(served.url).request("POST", "/api/v1/auth/logout").status == 204


def cookie_of(headers: dict[str, str]) -> str:
    return headers["set-cookie"].split(";")[0]


def test_a_browser_keeps_its_refresh_token_in_a_cookie(module_stack: Stack, served: Running) -> None:
    email = someone(module_stack)
    here = {"sec-fetch-site": "same-origin"}
    signed = post_form(served.url, TOKEN, {"grant_type": "password", "username": email, "password": PASSWORD, "cookie": "1"}, here)
    assert signed.status == 200 and "refresh_token" not in signed.json()
    assert signed.headers["set-cookie"].startswith("__Host-weir_refresh=weir_rt_")
    assert signed.headers["set-cookie"].endswith("; Secure; HttpOnly; SameSite=Strict")
    grant = {"grant_type": "refresh_token"}
    cookie = cookie_of(signed.headers)
    for elsewhere in ({"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"sec-fetch-site": "none"}, {"origin": "https://evil.example"}, {"origin": "null"}):
        refused = post_form(served.url, TOKEN, grant, {"cookie": cookie, **elsewhere})
        assert (refused.status, refused.json()["code"]) == (403, "cross_site_request"), elsewhere
        refused = post_form(served.url, "/api/v1/auth/logout", {}, {"cookie": cookie, **elsewhere})
        assert refused.status == 403
        fixed = post_form(served.url, TOKEN, {"grant_type": "password", "username": email, "password": PASSWORD, "cookie": "1"}, elsewhere)
        assert fixed.status == 403 and "set-cookie" not in fixed.headers
    again = post_form(served.url, TOKEN, grant, {"cookie": f"other=1; {cookie}", **here})
    assert again.status == 200 and cookie_of(again.headers) != cookie
    # The same page may have two tabs; a stolen cookie comes back later.
    module_stack.sql("UPDATE refresh_tokens SET used_at = used_at - interval '11 seconds' WHERE used_at IS NOT NULL")
    stolen = post_form(served.url, TOKEN, grant, {"cookie": cookie, **here})
    assert stolen.status == 400 and stolen.headers["set-cookie"].startswith("__Host-weir_refresh=; Path=/; Max-Age=0")
    out = post_form(served.url, "/api/v1/auth/logout", {}, {"cookie": cookie_of(again.headers), **here})
    assert out.status == 204 and "Max-Age=0" in out.headers["set-cookie"]


def wrong_until_slowed(url: str, email: str, address: str) -> tuple[int, Answer]:
    """How many wrong passwords were looked at before one was not, and what that one was told."""
    for looked_at in range(15):
        answer = ask_token(url, email, "wrong horse battery", address)
        if answer.status == 429:
            return looked_at, answer
        assert answer.status == 400
    raise AssertionError("nothing slowed it down")


def test_wrong_passwords_wait_and_never_keep_the_owner_out_for_good(module_stack: Stack, served: Running) -> None:
    email, home, attacker = someone(module_stack), people.new_address(), people.new_address()
    sign_in(served.url, email, address=home)
    looked_at, slow = wrong_until_slowed(served.url, email, attacker)
    assert looked_at >= 5 and slow.json()["code"] == "login_backoff" and int(slow.headers["retry-after"]) >= 1
    # The right password does not pass earlier, and tells nothing.
    module_stack.sql(f"UPDATE login_attempts SET blocked_until = now() + interval '30 seconds' WHERE key LIKE 'pair/%/{attacker}'")
    assert ask_token(served.url, email, PASSWORD, attacker).status == 429
    # From many addresses: the account as a whole slows down for those that were never there before …
    for _ in range(15):
        if ask_token(served.url, email, "wrong horse battery", people.new_address()).status == 429:
            break
    else:
        raise AssertionError("the account as a whole was never slowed down")
    module_stack.sql("UPDATE login_attempts SET blocked_until = now() + interval '30 seconds' WHERE key LIKE 'account/%' AND failures > 10")
    assert ask_token(served.url, email, PASSWORD, people.new_address()).status == 429
    # … and its owner goes on where they have been, which lets everybody else try again as well.
    assert ask_token(served.url, email, PASSWORD, home).status == 200
    assert ask_token(served.url, email, PASSWORD, people.new_address()).status == 200


def test_an_unknown_account_waits_like_a_known_one(module_stack: Stack, served: Running) -> None:
    known, unknown = someone(module_stack), f"{secrets.token_hex(4)}@nowhere.example"
    (before, slow), (before_unknown, slow_unknown) = (wrong_until_slowed(served.url, email, people.new_address()) for email in (known, unknown))
    assert before >= 5 and before_unknown >= 5
    assert {**slow.json(), "request_id": ""} == {**slow_unknown.json(), "request_id": ""}


def test_one_address_that_tries_many_accounts_is_slowed_down(served: Running) -> None:
    address = people.new_address()
    statuses = [ask_token(served.url, f"{secrets.token_hex(6)}@example.com", address=address).status for _ in range(40)]
    assert statuses[:31] == [400] * 31 and 429 in statuses[31:]


def test_failures_are_announced_thinned_out(module_stack: Stack, served: Running) -> None:
    before = announced(module_stack, "login.failed")
    address, email = people.new_address(), f"{secrets.token_hex(4)}@example.com"
    for _ in range(5):
        ask_token(served.url, email, address=address)
    assert announced(module_stack, "login.failed") == before + 3  # the first, second and fourth


def test_forged_tokens_are_refused(module_stack: Stack, served: Running, ada: dict[str, object]) -> None:
    mine = sign_in(served.url, "ada@example.com")
    header, claims = (people.part(text) for text in mine.access.split(".")[:2])
    secret = module_stack.weir.settings["JWT_SECRET"]

    def status(token: str) -> int:
        answer = Client(served.url, token).get("/api/v1/users/me")
        if answer.status == 401:
            assert 'error="invalid_token"' in answer.headers["www-authenticate"]
        return answer.status

    # The token is what any other implementation makes of the secret.
    assert status(people.forge(secret, header, claims)) == 200
    body = people.encoded(json.dumps(claims).encode())
    for alg in ("none", "None", "HS512", "RS256"):
        unsigned = people.encoded(json.dumps({**header, "alg": alg}).encode())
        assert status(f"{unsigned}.{body}.") == 401
        assert status(people.forge(secret, {**header, "alg": alg}, claims)) == 401
    for change in (
        {"aud": "another-api"},
        {"iss": "another"},
        {"exp": int(time.time()) - 61},
        {"iat": int(time.time()) + 120},
        {"nbf": int(time.time()) + 120},
        {"sid": "ses_01ARZ3NDEKTSV4RRFFQ69G5FAV"},
        {"sub": "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV"},
        {"epoch": 0},
        {"epoch": 99},
    ):
        assert status(people.forge(secret, header, {**claims, **change})) == 401, change
    assert status(people.forge(secret, {**header, "kid": "../../etc/passwd"}, claims)) == 401
    assert status(people.forge("x" * 48, header, claims)) == 401
    assert status(mine.access[:-2] + "AA") == 401
    assert status("eyJ" + "A" * 1500 + ".a.b") == 401


def test_changing_the_signing_key_logs_nobody_out(module_stack: Stack) -> None:
    served = module_stack.serve()
    old, new, newest = module_stack.weir.settings["JWT_SECRET"], secrets.token_hex(32), secrets.token_hex(32)
    mine = sign_in(served.url, someone(module_stack))
    served.stop()
    served.start_again({"JWT_SECRET": new, "JWT_SECRET_PREVIOUS": old})
    assert mine.get("/api/v1/users/me").status == 200
    renewed = refresh(served.url, mine.refresh).json()
    assert people.part(renewed["access_token"].split(".")[0])["kid"] != people.part(mine.access.split(".")[0])["kid"]
    served.stop()
    served.start_again({"JWT_SECRET": newest, "JWT_SECRET_PREVIOUS": new})
    assert Client(served.url, renewed["access_token"]).get("/api/v1/users/me").status == 200
    assert mine.get("/api/v1/users/me").status == 401
    assert refresh(served.url, renewed["refresh_token"]).status == 200
    served.stop()


def test_a_hash_is_renewed_at_its_next_use(module_stack: Stack, served: Running) -> None:
    email = f"{secrets.token_hex(4)}@example.com"
    # bcrypt of "correct horse battery staple", by another program.
    hashed = "$2b$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG"
    done = module_stack.cli("user", "create", "--email", email, "--password-hash-stdin", given=hashed + "\n")
    assert done.returncode == 0, done.stderr
    assert ask_token(served.url, email, "correct horse battery", people.new_address()).status == 400
    sign_in(served.url, email, "correct horse battery staple")
    kept = module_stack.sql(f"SELECT password_hash FROM users WHERE email = '{email}'").strip()
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    sign_in(served.url, email, "correct horse battery staple")


def test_what_is_ended_elsewhere_stops_here_within_a_minute(module_stack: Stack, served: Running) -> None:
    other = module_stack.launch("api")
    emails = [someone(module_stack), someone(module_stack)]
    mine: list[SignedIn] = [sign_in(served.url, email) for email in emails]
    assert [one.get("/api/v1/users/me").status for one in mine] == [200, 200]
    assert Client(other.url, mine[0].access).request("DELETE", "/api/v1/users/me/sessions").status == 204
    assert module_stack.cli("user", "disable", emails[1]).returncode == 0
    deadline = time.monotonic() + 62
    while [one.get("/api/v1/users/me").status for one in mine] != [401, 401]:
        assert time.monotonic() < deadline
        time.sleep(0.5)
    other.stop()


def test_nobody_signs_in_while_the_database_is_away_and_nothing_is_half_done(private_stack: Stack) -> None:
    served = private_stack.serve()
    email = someone(private_stack)
    mine = sign_in(served.url, email)
    assert mine.get("/api/v1/users/me").status == 200
    before = private_stack.sql("SELECT count(*) FROM sessions")
    postgres = private_stack.services.postgres
    assert postgres is not None
    postgres.stop()
    answer = ask_token(served.url, email)
    assert answer.status == 503 and answer.headers["retry-after"]
    postgres.start()
    postgres.wait_ready()
    deadline = time.monotonic() + 30
    while ask_token(served.url, email).status != 200:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert int(private_stack.sql("SELECT count(*) FROM sessions")) == int(before) + 1
    assert mine.get("/api/v1/users/me").status == 200
