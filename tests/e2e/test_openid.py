"""Signing in by another service, with a real provider: what works, and what others do with a sign-in that somebody began."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support import people
from tests.support.client import Answer, Client
from tests.support.factors import announced
from tests.support.openid import BEGIN, COOKIE, FINISH, REFRESH, STEP_UP, begin, brought_back, code_of, cookie_of, finish, me, newcomer, person, sign_in
from tests.support.openid_provider import REDIRECT_URI, SECRET, Browser, OpenidProvider
from tests.support.people import ask_code, totp
from tests.support.stack import Running, Stack


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenidProvider]:
    made = OpenidProvider(tmp_path_factory.mktemp("provider"))
    yield made
    made.stop()


@pytest.fixture(scope="module")
def served(module_stack: Stack, provider: OpenidProvider) -> Running:
    return module_stack.serve(people.BEHIND_A_PROXY | provider.settings())


# With a real provider -----------------------------------------------------------------------------------------------------


def test_somebody_signs_in_and_stays_so(module_stack: Stack, provider: OpenidProvider, served: Running) -> None:
    assert Client(served.url).get("/api/v1/auth/methods").json() == {"password": True, "oidc": {"issuer": provider.url}}
    name, identity = newcomer(module_stack, provider)
    begun = Client(served.url).request("POST", BEGIN)
    assert begun.headers["cache-control"] == "no-store" and begun.json()["expires_in"] == 600
    assert re.fullmatch(rf"{COOKIE}=weir_oidc_[\w-]{{43}}; Path=/; Max-Age=600; Secure; HttpOnly; SameSite=Strict", begun.cookies[0])
    query = parse_qs(urlsplit(begun.json()["authorization_url"]).query)
    assert query["redirect_uri"] == [REDIRECT_URI] and query["code_challenge_method"] == ["S256"] and query["scope"] == ["openid email profile"]
    cookie = cookie_of(begun, COOKIE)
    back = brought_back(Browser().sign_in(begun.json()["authorization_url"], name))
    answer = finish(served.url, cookie, back["state"], back["code"], sec_fetch_site="same-origin")
    assert answer.status == 200 and answer.headers["cache-control"] == "no-store", answer.body
    assert set(answer.json()) == {"access_token", "token_type", "expires_in"}
    assert f"{COOKIE}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict" in answer.cookies
    mine = me(served.url, answer)
    assert mine["id"] == identity and mine["email_verified"]
    # The session goes on by the cookie, as one of a password does.
    refreshed = people.post_form(served.url, "/api/v1/auth/token", {"grant_type": "refresh_token"}, {"cookie": f"{REFRESH}={cookie_of(answer, REFRESH)}"})
    assert me(served.url, refreshed)["id"] == identity
    linked = announced(module_stack, "identity.linked", identity)
    assert len(linked) == 1 and linked[0]["data"]["issuer"] == provider.url and linked[0]["principal"] == identity
    assert len(announced(module_stack, "session.started", identity)) == 1 and len(announced(module_stack, "email.verified", identity)) == 1
    # The next time the provider's name for them is enough: here and there the address may have changed.
    provider.account(name, "moved@example.com", verified=False)
    assert me(served.url, sign_in(served.url, name))["id"] == identity
    assert len(announced(module_stack, "identity.linked", identity)) == 1
    # Nothing that proves anybody stands anywhere.
    kept = module_stack.sql("SELECT t::text FROM openid_sign_ins t; SELECT t::text FROM user_identities t; SELECT payload FROM outbox")
    for secret in (cookie, back["state"], back["code"], query["nonce"][0], answer.json()["access_token"], SECRET):
        assert secret not in kept and secret not in served.text()


@pytest.mark.parametrize("client", ["weir-public", "weir-dated"])
def test_a_public_client_proves_itself_by_the_code_verifier_alone(stack: Stack, tmp_path: Path, client: str) -> None:
    other = OpenidProvider(tmp_path, algorithm="ES256", claims_in_token=True)
    try:
        served = stack.serve(other.settings(client))
        name, identity = newcomer(stack, other)
        first = sign_in(served.url, name, browser := Browser())
        assert me(served.url, first)["id"] == identity and browser.asked == 1
        # What proves them is fresh only when the provider says that it has just asked.
        fresh = client == "weir-dated"
        mine = Client(served.url, first.json()["access_token"])
        linked = mine.get("/api/v1/users/me/identities").json()["items"][0]["id"]
        answer = mine.request("DELETE", f"/api/v1/users/me/identities/{linked}")
        assert answer.status == (204 if fresh else 403), answer.body
        if fresh:
            place, cookie = begin(served.url)
            back = brought_back(browser.sign_in(place, name))
            # As if the provider had asked two minutes before this sign-in began.
            stack.sql("UPDATE openid_sign_ins SET created_at = now() + interval '2 minutes' WHERE ended_at IS NULL")
            again = finish(served.url, cookie, back["state"], back["code"])
            assert browser.asked == 1 and me(served.url, again)["id"] == identity
            answer = Client(served.url, again.json()["access_token"]).request("DELETE", f"/api/v1/users/me/identities/{linked}")
            assert code_of(answer) == (403, "step_up_required")
    finally:
        other.stop()


def enroll(stack: Stack, mine: Client, identity: str) -> str:
    """An app, of somebody who has just proved themselves. Its secret."""
    stack.sql(f"UPDATE sessions SET stepped_up_at = clock_timestamp() WHERE user_id = '{identity}'")
    begun = mine.request("POST", "/api/v1/users/me/mfa/totp")
    assert begun.status == 201, begun.body
    secret = str(begun.json()["secret"])
    assert mine.request("POST", "/api/v1/users/me/mfa/totp/confirm", {"code": totp(secret)}).status == 200
    stack.sql(f"UPDATE user_totp SET last_step = 0 WHERE user_id = '{identity}'; UPDATE sessions SET stepped_up_at = NULL WHERE user_id = '{identity}'")
    return secret


def test_a_second_factor_of_ones_own_is_asked_for(module_stack: Stack, provider: OpenidProvider, served: Running) -> None:
    name, identity = newcomer(module_stack, provider)
    mine = Client(served.url, sign_in(served.url, name).json()["access_token"])
    secret = enroll(module_stack, mine, identity)
    answer = sign_in(served.url, name)
    assert code_of(answer) == (400, "mfa_required") and set(answer.json()) == {"error", "error_description", "mfa_token", "expires_in"}
    assert not cookie_of(answer, REFRESH)
    token = answer.json()["mfa_token"]
    assert ask_code(served.url, token, "000000").json()["error"] == "mfa_code_wrong"
    signed = ask_code(served.url, token, totp(secret), cookie="1", trust_device="1")
    assert me(served.url, signed)["id"] == identity and cookie_of(signed, REFRESH)
    # The provider went on with an older sign-in, for all it says: the code alone is not everything.
    fresh = Client(served.url, signed.json()["access_token"])
    assert code_of(fresh.request("DELETE", "/api/v1/users/me/mfa/totp")) == (403, "step_up_required")
    place, cookie = begin(served.url)
    back = brought_back(Browser().sign_in(place, name))
    device = f"{COOKIE}={cookie}; __Host-weir_device={cookie_of(signed, '__Host-weir_device')}"
    trusted = Client(served.url).request("POST", FINISH, {"state": back["state"], "code": back["code"]}, {"cookie": device})
    assert me(served.url, trusted)["id"] == identity


def step_up(url: str, key: str, name: str, browser: Browser) -> Answer:
    place, cookie = begin(url, STEP_UP, key)
    back = brought_back(browser.sign_in(place, name))
    return finish(url, cookie, back["state"], back["code"])


def test_who_has_no_password_gives_everything_again_at_the_provider(module_stack: Stack, provider: OpenidProvider, served: Running) -> None:
    name, identity = newcomer(module_stack, provider)
    browser = Browser()
    signed = sign_in(served.url, name, browser)
    key = signed.json()["access_token"]
    mine = Client(served.url, key)
    linked = mine.get("/api/v1/users/me/identities")
    assert linked.status == 200 and [(item["issuer"], item["subject"]) for item in linked.json()["items"]] == [(provider.url, name)]
    unlink = f"/api/v1/users/me/identities/{linked.json()['items'][0]['id']}"
    assert code_of(mine.request("DELETE", unlink)) == (403, "step_up_required")
    assert code_of(mine.request("POST", "/api/v1/auth/step-up", {"password": "any password"})) == (403, "password_wrong")
    # The provider knows the browser, and asks all the same.
    assert browser.asked == 1
    stepped = step_up(served.url, key, name, browser)
    assert browser.asked == 2 and stepped.status == 200, stepped.body
    assert not cookie_of(stepped, REFRESH) and me(served.url, stepped)["id"] == identity
    assert people.part(stepped.json()["access_token"].split(".")[1])["sid"] == people.part(key.split(".")[1])["sid"]
    assert len(announced(module_stack, "session.stepped_up", identity)) == 1
    assert mine.request("DELETE", unlink).status == 204
    assert code_of(mine.request("DELETE", unlink)) == (404, "identity_not_found")
    gone = announced(module_stack, "identity.unlinked", identity)
    assert len(gone) == 1 and gone[0]["data"]["issuer"] == provider.url
    assert mine.get("/api/v1/users/me/identities").json()["items"] == []


def test_a_step_up_needs_the_same_person_just_now_and_their_code(module_stack: Stack, provider: OpenidProvider, served: Running) -> None:
    name, identity = newcomer(module_stack, provider)
    other, _ = newcomer(module_stack, provider)
    assert sign_in(served.url, other).status == 200
    browser = Browser()
    key = sign_in(served.url, name, browser).json()["access_token"]
    assert code_of(step_up(served.url, key, other, Browser())) == (403, "openid_other_person")
    # Whoever sits at a browser that is left open takes the demand out of the address.
    place, cookie = begin(served.url, STEP_UP, key)
    assert "&prompt=login&max_age=0" in place
    back = brought_back(browser.sign_in(place.replace("&prompt=login&max_age=0", ""), name))
    assert browser.asked == 1
    assert code_of(finish(served.url, cookie, back["state"], back["code"])) == (403, "openid_not_fresh")
    assert code_of(Client(served.url, key).request("POST", "/api/v1/users/me/mfa/totp")) == (403, "step_up_required")
    # With a second factor the code comes behind it, and a trusted device does not stand in.
    secret = enroll(module_stack, Client(served.url, key), identity)
    asked = step_up(served.url, key, name, browser)
    assert code_of(asked) == (400, "mfa_required")
    assert code_of(Client(served.url, key).request("DELETE", "/api/v1/users/me/mfa/totp")) == (403, "step_up_required")
    done = ask_code(served.url, asked.json()["mfa_token"], totp(secret), cookie="1")
    assert done.status == 200 and not cookie_of(done, REFRESH), done.body
    assert people.part(done.json()["access_token"].split(".")[1])["sid"] == people.part(key.split(".")[1])["sid"]
    assert Client(served.url, key).request("DELETE", "/api/v1/users/me/mfa/totp").status == 204
    # A session that has ended meanwhile is not stepped up by anything.
    place, cookie = begin(served.url, STEP_UP, key)
    back = brought_back(browser.sign_in(place, name))
    Client(served.url, key).request("POST", "/api/v1/auth/logout")
    assert code_of(finish(served.url, cookie, back["state"], back["code"])) == (404, "session_not_found")


def test_nobody_gets_an_account_that_is_not_theirs(module_stack: Stack, provider: OpenidProvider, served: Running) -> None:
    def refused(name: str, code: str, status: int = 403) -> None:
        assert code_of(sign_in(served.url, name)) == (status, code)

    provider.account("stranger", "stranger@nowhere.example.com")
    refused("stranger", "openid_account_unknown")
    email, identity = person(module_stack)
    provider.account("unproved-there", email, verified=False)
    refused("unproved-there", "openid_email_unverified")
    provider.account("no-address", "not an address")
    refused("no-address", "openid_email_unverified")
    # Somebody made an account with another's address first, and waits for them.
    email, identity = person(module_stack, password=True)
    provider.account("late", email.upper())
    refused("late", "openid_account_unproved")
    module_stack.sql(f"UPDATE users SET email_verified_at = now() WHERE id = '{identity}'")
    assert me(served.url, sign_in(served.url, "late"))["id"] == identity
    # The address was given to somebody else at the provider.
    provider.account("late", "elsewhere@example.com")
    provider.account("successor", email)
    refused("successor", "openid_other_identity")
    assert me(served.url, sign_in(served.url, "late"))["id"] == identity
    done = module_stack.cli("user", "disable", email)
    assert done.returncode == 0, done.stderr
    refused("late", "openid_account_disabled")
    refused("successor", "openid_account_disabled")
    assert module_stack.sql(f"SELECT count(*) FROM user_identities WHERE user_id = '{identity}'").strip() == "1"


def test_what_is_kept_is_exported_and_erased(module_stack: Stack, provider: OpenidProvider, served: Running) -> None:
    name, identity = newcomer(module_stack, provider)
    key = sign_in(served.url, name).json()["access_token"]
    mine = Client(served.url, key)
    kept = mine.get("/api/v1/users/me/export").json()["identities"]
    assert [(item["issuer"], item["subject"]) for item in kept] == [(provider.url, name)]
    assert step_up(served.url, key, name, Browser()).status == 200
    assert mine.request("DELETE", "/api/v1/users/me").status == 204
    assert module_stack.sql(f"SELECT count(*) FROM user_identities WHERE user_id = '{identity}'").strip() == "0"
    assert code_of(sign_in(served.url, name)) == (403, "openid_account_unknown")


# What others do with a sign-in that somebody began -------------------------------------------------------------------------


def test_a_sign_in_is_good_once_in_time_and_in_its_own_browser(module_stack: Stack, provider: OpenidProvider, served: Running) -> None:
    name, identity = newcomer(module_stack, provider)
    place, cookie = begin(served.url)
    back = brought_back(Browser().sign_in(place, name))
    invalid = (400, "openid_state_invalid")
    # Login CSRF: somebody's own code and state, put into another's browser.
    assert code_of(finish(served.url, "", back["state"], back["code"])) == invalid
    _, victim = begin(served.url)
    planted = finish(served.url, victim, back["state"], back["code"])
    assert code_of(planted) == invalid and not planted.cookies
    assert code_of(finish(served.url, cookie, "another state", back["code"])) == invalid
    assert code_of(finish(served.url, cookie, back["state"], back["code"], sec_fetch_site="cross-site")) == (403, "cross_site_request")
    assert code_of(finish(served.url, cookie, back["state"], back["code"], origin="https://evil.example.com")) == (403, "cross_site_request")
    # None of it has used it up.
    assert me(served.url, finish(served.url, cookie, back["state"], back["code"]))["id"] == identity
    assert code_of(finish(served.url, cookie, back["state"], back["code"])) == invalid
    place, cookie = begin(served.url)
    back = brought_back(Browser().sign_in(place, name))
    module_stack.sql("UPDATE openid_sign_ins SET expires_at = now() WHERE ended_at IS NULL")
    assert code_of(finish(served.url, cookie, back["state"], back["code"])) == invalid
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example.com"}):
        refused = Client(served.url).request("POST", BEGIN, headers=headers)
        assert code_of(refused) == (403, "cross_site_request") and not refused.cookies


def test_of_many_that_finish_one_sign_in_one_gets_it(module_stack: Stack, provider: OpenidProvider, served: Running) -> None:
    other = module_stack.launch("api", settings=people.BEHIND_A_PROXY | provider.settings())
    name, identity = newcomer(module_stack, provider)
    place, cookie = begin(served.url)
    back = brought_back(Browser().sign_in(place, name))
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda url: finish(url, cookie, back["state"], back["code"]), [served.url, other.url] * 4))
    assert sorted(answer.status for answer in answers) == [200] + [400] * 7
    assert module_stack.sql(f"SELECT count(*) FROM sessions WHERE user_id = '{identity}'").strip() == "1"
    # Two tabs of somebody new, at the same time: one account, one link, two sessions.
    name, identity = newcomer(module_stack, provider)
    tabs = []
    for url in (served.url, other.url, served.url):
        place, cookie = begin(url)
        tabs.append((url, cookie, brought_back(Browser().sign_in(place, name))))
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda tab: finish(tab[0], tab[1], tab[2]["state"], tab[2]["code"]), tabs))
    assert {me(served.url, answer)["id"] for answer in answers} == {identity}
    assert len(announced(module_stack, "identity.linked", identity)) == 1
    other.stop()


def test_a_session_that_was_there_is_not_the_one_that_begins(module_stack: Stack, provider: OpenidProvider, served: Running) -> None:
    """Session fixation: what somebody else put into the browser before is nothing after."""
    attacker, _ = newcomer(module_stack, provider)
    planted = cookie_of(sign_in(served.url, attacker), REFRESH)
    name, identity = newcomer(module_stack, provider)
    place, cookie = begin(served.url)
    back = brought_back(Browser().sign_in(place, name))
    answer = finish(served.url, f"{cookie}; {REFRESH}={planted}", back["state"], back["code"])
    assert me(served.url, answer)["id"] == identity
    assert cookie_of(answer, REFRESH) not in ("", planted)
    # A cookie of the attacker's making has no row, whatever state fits it.
    made_up = "weir_oidc_" + "A" * 43
    assert code_of(finish(served.url, made_up, back["state"], back["code"])) == (400, "openid_state_invalid")


def test_nobody_chooses_where_the_browser_goes(module_stack: Stack, provider: OpenidProvider, served: Running) -> None:
    client = Client(served.url)
    for parameter in ("redirect_uri", "return_to", "issuer"):
        assert code_of(client.request("POST", f"{BEGIN}?{parameter}=https://evil.example.com/")) == (400, "query_parameter_unknown")
    begun = client.request("POST", BEGIN, {"redirect_uri": "https://evil.example.com/"}, {"host": "evil.example.com", "x-forwarded-host": "evil.example.com"})
    assert begun.status == 200 and "evil" not in begun.json()["authorization_url"]
    assert parse_qs(urlsplit(begun.json()["authorization_url"]).query)["redirect_uri"] == [REDIRECT_URI]
    assert begun.json()["authorization_url"].startswith(provider.url + "/auth?")
    body = {"state": "s", "code": "c", "redirect_uri": "https://evil.example.com/"}
    assert client.request("POST", FINISH, body).status == 400
    _, cookie = begin(served.url)
    for answer in (begun, client.request("GET", "/api/v1/auth/methods"), finish(served.url, cookie, "s", "c")):
        assert "location" not in answer.headers
