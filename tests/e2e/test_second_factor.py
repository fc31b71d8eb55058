"""Codes beside the password, devices that need none, and giving everything again: what works, and what a thief gets."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support import people
from tests.support.client import Answer, Client
from tests.support.factors import Enrolled, announced, asked, enroll, forget_steps, grow_old, someone
from tests.support.people import PASSWORD, SignedIn, ask_code, ask_token, post_form, sign_in, totp
from tests.support.stack import Running, Stack

TOKEN = "/api/v1/auth/token"
STEP_UP = "/api/v1/auth/step-up"


@pytest.fixture(scope="module")
def served(module_stack: Stack) -> Iterator[Running]:
    yield module_stack.serve(people.BEHIND_A_PROXY)


def test_an_app_is_set_up_and_asked_for_from_then_on(module_stack: Stack, served: Running) -> None:
    email, identity = someone(module_stack)
    mine = sign_in(served.url, email)
    assert mine.get("/api/v1/users/me/mfa").json() == {"enabled": False, "enabled_at": None, "recovery_codes_left": 0}
    assert mine.request("POST", "/api/v1/users/me/mfa/totp/confirm", {"code": "123456"}).json()["code"] == "mfa_not_begun"
    first = mine.request("POST", "/api/v1/users/me/mfa/totp").json()["secret"]
    begun = mine.request("POST", "/api/v1/users/me/mfa/totp")
    assert begun.headers["cache-control"] == "no-store"
    secret = begun.json()["secret"]
    assert secret != first
    assert begun.json()["otpauth_uri"] == f"otpauth://totp/Weir:{email.replace('@', '%40')}?secret={secret}&issuer=Weir&algorithm=SHA1&digits=6&period=30"
    # What was only begun is not asked for.
    assert ask_token(served.url, email).status == 200
    assert mine.request("POST", "/api/v1/users/me/mfa/totp/confirm", {"code": totp(first)}).json()["code"] == "mfa_code_wrong"
    done = mine.request("POST", "/api/v1/users/me/mfa/totp/confirm", {"code": totp(secret)})
    assert done.status == 200 and len(set(done.json()["recovery_codes"])) == 10
    state = mine.get("/api/v1/users/me/mfa").json()
    assert state["enabled"] and state["recovery_codes_left"] == 10
    for again in ("/api/v1/users/me/mfa/totp", "/api/v1/users/me/mfa/totp/confirm"):
        refused = mine.request("POST", again, {"code": totp(secret)} if again.endswith("confirm") else None)
        assert (refused.status, refused.json()["code"]) == (409, "mfa_already_enabled")
    answer = ask_token(served.url, email)
    assert answer.status == 400 and answer.headers["cache-control"] == "no-store"
    assert set(answer.json()) == {"error", "error_description", "mfa_token", "expires_in"} and answer.json()["expires_in"] == 300
    signed = ask_code(served.url, answer.json()["mfa_token"], totp(secret, 1))
    assert signed.status == 200 and "device_token" not in signed.json()
    assert Client(served.url, signed.json()["access_token"]).get("/api/v1/users/me").json()["id"] == identity
    assert len(announced(module_stack, "mfa.enabled", identity)) == 1


def test_nothing_of_it_is_stored_in_the_open_or_logged(module_stack: Stack, served: Running) -> None:
    who = enroll(module_stack, served.url)
    token = asked(served.url, who)
    signed = ask_code(served.url, token, totp(who.secret, 1), trust_device="1").json()
    stored = module_stack.sql(
        "SELECT t::text FROM user_totp t; SELECT t::text FROM recovery_codes t; SELECT t::text FROM mfa_challenges t; "
        "SELECT t::text FROM trusted_devices t; SELECT payload FROM outbox"
    )
    for secret in (who.secret, *who.codes, *(code.replace("-", "") for code in who.codes), token, signed["device_token"]):
        assert secret not in stored and secret not in served.text()
    # The sealed secret of one person is no one else's.
    other = enroll(module_stack, served.url)
    module_stack.sql(f"UPDATE user_totp SET sealed = (SELECT sealed FROM user_totp WHERE user_id = '{who.id}'), last_step = 0 WHERE user_id = '{other.id}'")
    refused = ask_code(served.url, asked(served.url, other), totp(who.secret))
    assert (refused.status, refused.json()["code"]) == (500, "mfa_secret_sealed")


def test_a_code_is_good_once_and_none_before_it_is_good_after_it(module_stack: Stack, served: Running) -> None:
    who = enroll(module_stack, served.url)
    # The one that confirmed is used up; so is its neighbor before it.
    assert ask_code(served.url, asked(served.url, who), totp(who.secret)).json()["error"] == "mfa_code_wrong"
    forget_steps(module_stack, who)
    code = totp(who.secret)
    assert ask_code(served.url, asked(served.url, who), code).status == 200
    for used in (code, totp(who.secret, -1)):
        assert ask_code(served.url, asked(served.url, who), used).json()["error"] == "mfa_code_wrong", used
    assert ask_code(served.url, asked(served.url, who), totp(who.secret, 1)).status == 200


def test_clocks_may_differ_by_one_step_and_not_by_two(module_stack: Stack, served: Running) -> None:
    who = enroll(module_stack, served.url)
    while time.time() % 30 > 25:  # the steps of the server and of this test are to be the same
        time.sleep(0.2)
    for step, good in ((-2, False), (2, False), (-1, True), (1, True)):
        forget_steps(module_stack, who)
        answer = ask_code(served.url, asked(served.url, who), totp(who.secret, step))
        assert (answer.status == 200) == good, step


def test_of_two_at_once_with_one_code_one_gets_in(module_stack: Stack, served: Running) -> None:
    who = enroll(module_stack, served.url)
    forget_steps(module_stack, who)
    tokens, code = [asked(served.url, who) for _ in range(4)], totp(who.secret)
    with ThreadPoolExecutor(4) as crowd:
        answers = list(crowd.map(lambda token: ask_code(served.url, token, code), tokens))
    assert sorted(answer.status for answer in answers) == [200, 400, 400, 400]


def test_a_recovery_code_is_good_once_however_it_is_typed(module_stack: Stack, served: Running) -> None:
    who = enroll(module_stack, served.url)
    typed = who.codes[0].upper().replace("-", " ").replace("0", "O")
    assert ask_code(served.url, asked(served.url, who), typed).status == 200
    assert ask_code(served.url, asked(served.url, who), who.codes[0]).json()["error"] == "mfa_code_wrong"
    assert who.session.get("/api/v1/users/me/mfa").json()["recovery_codes_left"] == 9
    assert len(announced(module_stack, "mfa.recovery_used", who.id)) == 1
    made = who.session.request("POST", "/api/v1/users/me/mfa/recovery-codes")
    assert made.status == 200 and not set(made.json()["recovery_codes"]) & set(who.codes)
    assert len(announced(module_stack, "mfa.recovery_codes_replaced", who.id)) == 1
    assert ask_code(served.url, asked(served.url, who), who.codes[1]).json()["error"] == "mfa_code_wrong"
    assert ask_code(served.url, asked(served.url, who), made.json()["recovery_codes"][1]).status == 200
    # Another person's is none.
    other = enroll(module_stack, served.url)
    assert ask_code(served.url, asked(served.url, other), made.json()["recovery_codes"][2]).json()["error"] == "mfa_code_wrong"


def test_a_token_is_worth_five_codes_and_five_minutes_and_one_session(module_stack: Stack, served: Running) -> None:
    who = enroll(module_stack, served.url)
    forget_steps(module_stack, who)
    token = asked(served.url, who)
    for _ in range(5):
        # From anywhere: the addresses of a thief are many.
        module_stack.sql("UPDATE login_attempts SET failures = 0, blocked_until = 'epoch'")
        assert ask_code(served.url, token, "000000", people.new_address()).json()["error"] == "mfa_code_wrong"
    assert ask_code(served.url, token, totp(who.secret), people.new_address()).json()["error"] == "invalid_grant"
    module_stack.sql("UPDATE login_attempts SET failures = 0, blocked_until = 'epoch'")
    old = asked(served.url, who)
    module_stack.sql(f"UPDATE mfa_challenges SET expires_at = now() WHERE user_id = '{who.id}'")
    assert ask_code(served.url, old, totp(who.secret)).json()["error"] == "invalid_grant"
    good = asked(served.url, who)
    assert ask_code(served.url, good, totp(who.secret)).status == 200
    assert ask_code(served.url, good, totp(who.secret, 1)).json()["error"] == "invalid_grant"
    # A stolen one opens nothing by itself, and nothing of another kind.
    stolen = asked(served.url, who)
    assert Client(served.url, stolen).get("/api/v1/users/me").status == 401
    assert people.refresh(served.url, stolen).json()["error"] == "invalid_grant"
    assert ask_token(served.url, who.email, device_token=stolen).json()["error"] == "mfa_required"
    # A new password ends what was begun with the old one.
    done = who.session.request("POST", "/api/v1/users/me/password", {"current_password": PASSWORD, "new_password": "another horse battery"})
    assert done.status == 204
    assert ask_code(served.url, stolen, totp(who.secret, 1)).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({}, "invalid_request"),
        ({"mfa_token": "weir_mfa_x"}, "invalid_request"),
        ({"code": "123456"}, "invalid_request"),
        ({"mfa_token": "weir_mfa_x", "code": "123456"}, "invalid_grant"),
        ({"mfa_token": "' OR 1=1 --", "code": "123456"}, "invalid_grant"),
        ({"mfa_token": "weir_mfa_x", "code": "123456", "device_name": "x" * 101}, "invalid_request"),
        ({"mfa_token": "weir_mfa_x", "code": "123456", "device_name": "a\nb"}, "invalid_request"),
    ],
)
def test_bad_forms_are_refused(served: Running, fields: dict[str, str], error: str) -> None:
    answer = post_form(served.url, TOKEN, {"grant_type": "urn:weir:params:oauth:grant-type:mfa", **fields})
    assert (answer.status, answer.json()["error"]) == (400, error)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "１２３４５６", "abcdef", "-1", "123456' --", "0" * 65, "7k3m-x9qp-0r2t-vw5"])
def test_what_is_no_code_is_wrong(module_stack: Stack, served: Running, code: str) -> None:
    who = enroll(module_stack, served.url)
    answer = ask_code(served.url, asked(served.url, who), code, people.new_address())
    assert answer.json()["error"] == ("mfa_code_wrong" if code else "invalid_request")


def test_guessing_codes_is_slowed_down_over_all_tokens_and_addresses(module_stack: Stack, served: Running) -> None:
    who, home = enroll(module_stack, served.url), people.new_address()
    forget_steps(module_stack, who)
    assert ask_code(served.url, asked(served.url, who, home), totp(who.secret), home).status == 200
    forget_steps(module_stack, who)
    looked_at = 0
    for _ in range(12):
        thief = people.new_address()
        answer = ask_code(served.url, asked(served.url, who, thief), "000000", thief)
        if answer.status == 429:
            break
        assert answer.json()["error"] == "mfa_code_wrong"
        looked_at += 1
    else:
        raise AssertionError("nothing slowed it down")
    assert looked_at >= 5 and answer.json()["code"] == "login_backoff" and int(answer.headers["retry-after"]) >= 1
    module_stack.sql("UPDATE login_attempts SET blocked_until = now() + interval '30 seconds' WHERE key LIKE 'account/%' AND failures > 5")
    # Passing the password again forgets nothing of it; the right code does not pass earlier …
    thief = people.new_address()
    assert ask_code(served.url, asked(served.url, who, thief), totp(who.secret), thief).status == 429
    # … and its owner goes on where they have been.
    assert ask_code(served.url, asked(served.url, who, home), totp(who.secret), home).status == 200
    assert int(module_stack.sql("SELECT count(*) FROM outbox WHERE type = 'login.failed'")) >= 3


def test_a_wrong_password_tells_nothing_about_codes(module_stack: Stack, served: Running) -> None:
    who = enroll(module_stack, served.url)
    without, _ = someone(module_stack)
    answers = [ask_token(served.url, email, "wrong horse battery", people.new_address()) for email in (who.email, without, "nobody@example.com")]
    assert {(a.status, a.body) for a in answers} == {(400, answers[0].body)}


def trusted(stack: Stack, url: str, who: Enrolled, name: str = "Laptop") -> str:
    forget_steps(stack, who)
    answer = ask_code(url, asked(url, who), totp(who.secret), trust_device="1", device_name=name)
    assert answer.status == 200, answer.body
    return str(answer.json()["device_token"])


def test_a_trusted_device_needs_no_code_and_is_nobody_elses(module_stack: Stack, served: Running) -> None:
    who, other = enroll(module_stack, served.url), enroll(module_stack, served.url)
    device = trusted(module_stack, served.url, who)
    listed = who.session.get("/api/v1/users/me/devices").json()["items"]
    assert [(d["name"], d["address"]) for d in listed] == [("Laptop", "127.0.0.1")]
    told = announced(module_stack, "device.trusted", who.id)
    assert len(told) == 1
    assert ask_token(served.url, who.email, device_token=device).status == 200
    assert ask_token(served.url, who.email, "wrong horse battery", device_token=device).json()["error"] == "invalid_grant"
    # Another person's, or one that is none, is as if it were not there.
    for shown in (device, "weir_dt_nothing", "' OR 1=1 --"):
        assert ask_token(served.url, other.email, device_token=shown).json()["error"] == "mfa_required"
    assert other.session.get("/api/v1/users/me/devices").json()["items"] == []
    path = f"/api/v1/users/me/devices/{listed[0]['id']}"
    assert other.session.request("DELETE", path).json()["code"] == "device_not_found"
    assert who.session.request("DELETE", path).status == 204
    assert who.session.request("DELETE", path).json()["code"] == "device_not_found"
    assert ask_token(served.url, who.email, device_token=device).json()["error"] == "mfa_required"
    assert len(announced(module_stack, "device.revoked", listed[0]["id"])) == 1


def test_trust_ends_with_its_time_with_the_password_and_with_the_factor(module_stack: Stack, served: Running) -> None:
    who = enroll(module_stack, served.url)
    device = trusted(module_stack, served.url, who)
    days = module_stack.sql(f"SELECT round(extract(epoch FROM expires_at - created_at) / 86400) FROM trusted_devices WHERE user_id = '{who.id}'")
    assert days.strip() == "30"
    module_stack.sql(f"UPDATE trusted_devices SET expires_at = now() WHERE user_id = '{who.id}'")
    assert ask_token(served.url, who.email, device_token=device).json()["error"] == "mfa_required"
    device = trusted(module_stack, served.url, who)
    changed = who.session.request("POST", "/api/v1/users/me/password", {"current_password": PASSWORD, "new_password": "another horse battery"})
    assert changed.status == 204
    assert ask_token(served.url, who.email, "another horse battery", device_token=device).json()["error"] == "mfa_required"
    assert who.session.request("DELETE", "/api/v1/users/me/mfa/totp").status == 204
    assert ask_token(served.url, who.email, "another horse battery").status == 200
    assert who.session.request("DELETE", "/api/v1/users/me/mfa/totp").json()["code"] == "mfa_not_enabled"
    assert who.session.request("POST", "/api/v1/users/me/mfa/recovery-codes").json()["code"] == "mfa_not_enabled"
    assert len(announced(module_stack, "mfa.disabled", who.id)) == 1
    # What is set up anew asks again, whatever was trusted or kept before.
    begun = who.session.request("POST", "/api/v1/users/me/mfa/totp").json()["secret"]
    assert who.session.request("POST", "/api/v1/users/me/mfa/totp/confirm", {"code": totp(begun)}).status == 200
    again = ask_token(served.url, who.email, "another horse battery", device_token=device)
    assert again.json()["error"] == "mfa_required"
    assert ask_code(served.url, again.json()["mfa_token"], who.codes[5]).json()["error"] == "mfa_code_wrong"


def test_a_browser_keeps_its_trust_in_a_cookie(module_stack: Stack, served: Running) -> None:
    who = enroll(module_stack, served.url)
    forget_steps(module_stack, who)
    here = {"sec-fetch-site": "same-origin"}
    token = asked(served.url, who)
    refused = ask_code(served.url, token, totp(who.secret), headers={"sec-fetch-site": "cross-site"}, cookie="1", trust_device="1")
    assert (refused.status, refused.json()["code"]) == (403, "cross_site_request")
    signed = ask_code(served.url, token, totp(who.secret), headers=here, cookie="1", trust_device="1")
    assert signed.status == 200 and not {"refresh_token", "device_token"} & set(signed.json())
    device = next(line for line in signed.cookies if line.startswith("__Host-weir_device=weir_dt_"))
    assert device.endswith("; Path=/; Max-Age=2592000; Secure; HttpOnly; SameSite=Strict")
    assert any(line.startswith("__Host-weir_refresh=weir_rt_") for line in signed.cookies)
    form = {"grant_type": "password", "username": who.email, "password": PASSWORD}
    cookie = {"cookie": device.split(";")[0]}
    assert post_form(served.url, TOKEN, {**form, "cookie": "1"}, {**here, **cookie}).status == 200
    # Without cookie=1 nothing of a browser is read.
    assert post_form(served.url, TOKEN, form, {**here, **cookie}).json()["error"] == "mfa_required"


# Giving everything again ---------------------------------------------------------------------------------------------


def step_up(who: SignedIn, password: str = PASSWORD, code: str | None = None) -> Answer:
    return who.request("POST", STEP_UP, {"password": password} if code is None else {"password": password, "code": code})


def test_security_settings_ask_for_everything_again_after_ten_minutes(module_stack: Stack, served: Running) -> None:
    who, other = enroll(module_stack, served.url), module_stack.launch("api", settings=people.BEHIND_A_PROXY)
    codes = "/api/v1/users/me/mfa/recovery-codes"
    assert who.session.request("POST", codes).status == 200
    grow_old(module_stack, who.session)
    # This process has never seen the session; the other one within its minute.
    elsewhere = Client(other.url, who.session.access)
    refused = elsewhere.request("POST", codes)
    assert (refused.status, refused.json()["code"]) == (403, "step_up_required")
    assert elsewhere.get("/api/v1/users/me").status == 200
    forget_steps(module_stack, who)
    for password, code, problem in (
        ("wrong horse battery", totp(who.secret), "password_wrong"),
        (PASSWORD, None, "mfa_code_required"),
        (PASSWORD, "000000", "mfa_code_wrong"),
    ):
        refused = step_up(who.session, password, code)
        assert (refused.status, refused.json()["code"]) == (403, problem)
    assert elsewhere.request("POST", codes).status == 403
    done = step_up(who.session, PASSWORD, totp(who.secret))
    assert done.status == 200 and done.headers["cache-control"] == "no-store"
    assert set(done.json()) == {"access_token", "token_type", "expires_in", "auth_time", "good_until"}
    assert step_up(who.session, PASSWORD, totp(who.secret)).json()["code"] == "mfa_code_wrong"
    # It is the session's, so its tokens from before and the other process know too, at once.
    for client in (Client(served.url, done.json()["access_token"]), who.session.client, elsewhere):
        assert client.request("POST", codes).status == 200
    assert len(announced(module_stack, "session.stepped_up", who.id)) == 1
    other.stop()


def test_a_trusted_device_does_not_stand_in_for_the_code_here(module_stack: Stack, served: Running) -> None:
    who = enroll(module_stack, served.url)
    device = trusted(module_stack, served.url, who)
    tokens = ask_token(served.url, who.email, device_token=device).json()
    mine = SignedIn(Client(served.url, tokens["access_token"]), tokens["access_token"], tokens["refresh_token"])
    for method, path in (("DELETE", "/api/v1/users/me/mfa/totp"), ("POST", "/api/v1/users/me/mfa/recovery-codes")):
        assert mine.request(method, path).json()["code"] == "step_up_required"
    assert step_up(mine).json()["code"] == "mfa_code_required"
    forget_steps(module_stack, who)
    assert step_up(mine, PASSWORD, totp(who.secret)).status == 200
    assert mine.request("POST", "/api/v1/users/me/mfa/recovery-codes").status == 200


def test_who_has_no_second_factor_gives_the_password_alone(module_stack: Stack, served: Running) -> None:
    email, _ = someone(module_stack, "--platform", "operator")
    mine = sign_in(served.url, email)
    grow_old(module_stack, mine)
    other = module_stack.launch("api")
    again = Client(other.url, mine.access)
    key = {"name": "k", "scopes": ["query"]}
    assert again.request("POST", "/api/v1/api-keys", key).json()["code"] == "step_up_required"
    assert again.get("/api/v1/api-keys").status == 200
    assert again.request("POST", STEP_UP, {"password": PASSWORD}).status == 200
    assert again.request("POST", "/api/v1/api-keys", key).status == 201
    other.stop()


def test_a_key_has_nothing_to_give_and_is_not_asked(module_stack: Stack, served: Running) -> None:
    platform = module_stack.client(served)
    refused = platform.request("POST", STEP_UP, {"password": PASSWORD})
    assert (refused.status, refused.json()["code"]) == (403, "forbidden")
    assert platform.request("POST", "/api/v1/api-keys", {"name": "k", "scopes": ["query"]}).status == 201
    assert Client(served.url).request("POST", STEP_UP, {"password": PASSWORD}).status == 401


def test_guessing_the_password_by_step_up_is_slowed_down(module_stack: Stack, served: Running) -> None:
    email, _ = someone(module_stack)
    mine = sign_in(served.url, email)
    statuses = [step_up(mine, "wrong horse battery").status for _ in range(8)]
    assert statuses[:4] == [403] * 4 and 429 in statuses


# What a tenant asks for ----------------------------------------------------------------------------------------------
