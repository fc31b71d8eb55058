"""Requests that another site, another name or another clock had a hand in: Host, cookies from elsewhere, planted sessions, redirects, look-alike addresses, skew."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.support import people
from tests.support.client import Answer, Client
from tests.support.hostile import Database, differing
from tests.support.mail_server import MailServer
from tests.support.operations import Operation, operations
from tests.support.people import PASSWORD, SignedIn, ask_token, new_address, post_form, sign_in
from tests.support.stack import Running, Stack

TOKEN = "/api/v1/auth/token"
LINK = "https://weir.example.com/app"
EVIL = "evil.example"
NAMED_BY_THE_ASKER = {
    "host": EVIL, "x-forwarded-host": EVIL, "x-forwarded-proto": "http", "x-forwarded-port": "81", "x-forwarded-prefix": f"//{EVIL}", "forwarded": f"host={EVIL};proto=http",
    "x-original-url": f"http://{EVIL}/", "x-rewrite-url": f"//{EVIL}/", "x-host": EVIL, "x-forwarded-server": EVIL, "origin": f"https://{EVIL}", "referer": f"https://{EVIL}/",
}  # fmt: skip
ELSEWHERE = ({"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": f"https://{EVIL}"}, {"origin": "null"})
# The application/x-www-form-urlencoded, multipart/form-data and text/plain of a form need no leave of the browser (CORS preflight).
OF_A_FORM = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "")


@pytest.fixture(scope="module")
def mails(module_stack: Stack) -> Iterator[MailServer]:
    made = MailServer(module_stack.place.service_folder("weir"))
    yield made
    made.stop()


@pytest.fixture(scope="module")
def served(module_stack: Stack, mails: MailServer) -> Iterator[Running]:
    quotas = {"RATE_INTERACTIVE_PER_MINUTE": "0", "RATE_ADDRESS_PER_MINUTE": "0"}
    yield module_stack.serve({**quotas, **people.BEHIND_A_PROXY, **mails.settings()})


@pytest.fixture(scope="module")
def everything(module_stack: Stack, served: Running) -> list[Operation]:
    return operations(module_stack.client(served))


@pytest.fixture(scope="module")
def tenant(module_stack: Stack, served: Running) -> str:
    made = module_stack.client(served).request("POST", "/api/v1/tenants", {"key": "acme"}, NAMED_BY_THE_ASKER)
    assert made.status == 201 and made.headers["location"] == f"/api/v1/tenants/{made.json()['id']}"
    return str(made.json()["id"])


@pytest.fixture(scope="module")
def owner(module_stack: Stack, served: Running, tenant: str) -> SignedIn:
    people.make(module_stack, "owner@example.com", "--name", "Olga", "--tenant", "acme", "--role", "owner", "--platform", "operator")
    return sign_in(served.url, "owner@example.com")


def browser(url: str, email: str, cookie: str = "", **more: str) -> Answer:
    """A sign-in of the portal's page."""
    fields = {"grant_type": "password", "username": email, "password": PASSWORD, "cookie": "1", **more}
    return post_form(url, TOKEN, fields, {"sec-fetch-site": "same-origin", "cookie": cookie}, new_address())


def cookie_of(answer: Answer) -> str:
    return answer.headers["set-cookie"].split(";")[0]


def test_links_and_locations_are_of_the_public_url_whatever_a_request_says(served: Running, mails: MailServer, owner: SignedIn, tenant: str) -> None:
    place = f"/api/v1/tenants/{tenant}/invitations"
    invited = owner.request("POST", place, {"email": "new@example.com", "role": "viewer"}, tenant, **NAMED_BY_THE_ASKER)
    assert invited.status == 201 and invited.headers["location"] == f"{place}/{invited.json()['id']}"
    forgot = Client(served.url).request("POST", "/api/v1/auth/password/forgot", {"email": "owner@example.com"}, NAMED_BY_THE_ASKER)
    verify = owner.request("POST", "/api/v1/users/me/email/verify", **NAMED_BY_THE_ASKER)
    assert (forgot.status, verify.status) == (202, 202)
    key = owner.request("POST", "/api/v1/api-keys", {"name": "k", "scopes": ["query"]}, tenant, **NAMED_BY_THE_ASKER)
    assert key.status == 201 and key.headers.get("location", "/api/").startswith("/api/")
    for recipient, subject, page in (("new@example.com", "invited", "invitation"), ("owner@example.com", "Set a new password", "reset"), ("owner@example.com", "onfirm", "verify")):
        mail = mails.wait(recipient, subject)
        assert mail.link == f"{LINK}/{page}#token={mail.token}"
        assert EVIL not in mail.message.as_string() and EVIL not in mail.part("html")


def test_no_answer_names_the_host_that_a_request_named(owner: SignedIn, everything: list[Operation], tenant: str) -> None:
    for operation in everything:
        if operation.method != "get":
            continue
        answer = owner.client.request("GET", operation.at({"tenant": tenant}), headers={**NAMED_BY_THE_ASKER, "weir-tenant": tenant})
        assert EVIL not in f"{answer.headers}" and EVIL.encode() not in answer.body, operation.path
        assert "access-control-allow-origin" not in answer.headers, operation.path
    for page in ("/", "/app/", "/app/usage", "/docs", "/nowhere"):
        answer = Client(owner.client.url).request("GET", page, headers=NAMED_BY_THE_ASKER)
        assert EVIL not in f"{answer.headers}" and EVIL.encode() not in answer.body, page


def test_a_cookie_alone_does_nothing_for_another_site(module_stack: Stack, served: Running, everything: list[Operation], tenant: str) -> None:
    people.make(module_stack, "lured@example.com", "--tenant", "acme", "--role", "owner", "--platform", "operator")
    signed = browser(served.url, "lured@example.com")
    sent = {"cookie": f"{cookie_of(signed)}; __Host-weir_device=weir_td_x; __Host-weir_oidc=weir_oidc_x", "weir-tenant": tenant}
    database, tried = Database(module_stack), 0
    before = database.tables()
    for operation in everything:
        for elsewhere in ELSEWHERE[:: 3 if operation.permission != "anyone" else 1]:
            for media in OF_A_FORM if operation.bodies else ("",):
                if operation.id == "forgot_password":  # it asks for no proof of who asks; quotas bound it
                    continue
                tried += 1
                headers = {**sent, **elsewhere, **({"content-type": media} if media else {})}
                body = b"grant_type=refresh_token" if operation.form else b"{}" if operation.bodies else None
                answer = Client(served.url).request(operation.method.upper(), operation.at({"tenant": tenant}), body, headers)
                what = (operation.id, elsewhere, media, answer.status, answer.body[:200])
                if operation.permission != "anyone":
                    assert (answer.status, answer.json()["code"]) == (401, "unauthenticated"), what
                assert not answer.cookies and (operation.method == "get" or b"access_token" not in answer.body), what
                assert "access-control-allow-origin" not in answer.headers, what
    assert tried > 200
    # What workers do meanwhile is theirs.
    assert not differing(before, database.tables()) & {"users", "user_preferences", "memberships", "sessions", "refresh_tokens", "api_keys", "tenants", "tenant_policies", "invitations", "meters", "subject_aliases"}
    database.close()
    # The session is what it was.
    again = post_form(served.url, TOKEN, {"grant_type": "refresh_token"}, {"cookie": cookie_of(signed), "sec-fetch-site": "same-origin"})
    assert again.status == 200, again.body


def test_no_other_site_is_given_leave_to_ask(served: Running, everything: list[Operation]) -> None:
    for path in {operation.at({}) for operation in everything}:
        asked = {"origin": f"https://{EVIL}", "access-control-request-method": "POST", "access-control-request-headers": "authorization,content-type"}
        answer = Client(served.url).request("OPTIONS", path, headers=asked)
        assert answer.status < 500 and not [name for name in answer.headers if name.startswith("access-control-")], path


def test_what_forms_can_send_is_no_body_of_an_operation(owner: SignedIn, everything: list[Operation], tenant: str) -> None:
    """With a token that a script somehow lent: still not as a form sends it."""
    tried = 0
    for operation in everything:
        if not operation.bodies or operation.form or operation.permission == "anyone" or operation.id in ("ingest_events", "openmeter_ingest_events"):
            continue
        tried += 1
        for media in OF_A_FORM[:3]:
            answer = owner.client.request(operation.method.upper(), operation.at({"tenant": tenant}), b"{}", {"content-type": media, "weir-tenant": tenant})
            assert answer.status in (403, 404, 415), (operation.id, media, answer.status, answer.body)
            assert answer.status != 403 or answer.json()["code"] == "forbidden"
    assert tried > 15


def test_nothing_sends_a_browser_to_another_site(served: Running, owner: SignedIn, everything: list[Operation], tenant: str) -> None:
    aims = (f"https://{EVIL}/", f"//{EVIL}", f"/\\{EVIL}", f"https:{EVIL}", f"javascript:alert(1)//{EVIL}", f"%2f%2f{EVIL}", f"\t//{EVIL}")
    names = ("next", "redirect", "redirect_uri", "return_to", "url", "continue", "RelayState", "post_logout_redirect_uri")
    anonymous = Client(served.url)

    def look(answer: Answer, what: object) -> None:
        place = answer.headers.get("location", "/")
        assert place.startswith("/") and not place.startswith(("//", "/\\")) and EVIL not in place.split("?")[0].split("#")[0], (what, answer.status, place)
        assert "refresh" not in answer.headers and b"http-equiv=\"refresh" not in answer.body.lower(), what

    pages = ("/", "/app", "/app/", "/app/usage", "/docs", "/docs/", "/app/oidc", "/app/invitation", "/openmeter", "/assets")
    for page in pages:
        for aim in aims:
            look(anonymous.get(f"{page}?" + "&".join(f"{name}={quote(aim)}" for name in names)), (page, aim))
    for path in (f"//{EVIL}", f"//{EVIL}/", f"//{EVIL}/..", f"/\\{EVIL}", f"/%2f%2f{EVIL}", f"/%5c{EVIL}", f"/app//{EVIL}", f"/app/..//{EVIL}", f"/app/%2e%2e/%2f{EVIL}", f"/docs//{EVIL}/", f"/{EVIL}/..;/", f"https://{EVIL}/app/", f"/app/%0d%0aLocation:%20https://{EVIL}"):
        for method in ("GET", "HEAD", "POST"):
            look(anonymous.request(method, path), (method, path))
    for operation in everything:
        if operation.method == "get":
            for name in names[:3]:
                answer = owner.client.request("GET", f"{operation.at({'tenant': tenant})}?{name}={quote(aims[0])}", headers={"weir-tenant": tenant})
                look(answer, (operation.id, name))
                assert not 300 <= answer.status < 400, operation.id


def test_a_session_that_was_planted_is_not_the_one_that_begins(module_stack: Stack, served: Running) -> None:
    for email in ("attacker@example.com", "victim@example.com"):
        people.make(module_stack, email)
    attacker = browser(served.url, "attacker@example.com")
    planted = cookie_of(attacker)
    for cookie in (planted, "__Host-weir_refresh=weir_rt_" + "A" * 43, f"{planted}; __Host-weir_refresh=weir_rt_{'B' * 43}"):
        signed = browser(served.url, "victim@example.com", cookie, sid="ses_01ARZ3NDEKTSV4RRFFQ69G5FAV", session="x")
        assert signed.status == 200 and cookie_of(signed) not in cookie
        claims, theirs = (people.part(answer.json()["access_token"].split(".")[1]) for answer in (signed, attacker))
        assert claims["sid"] not in (theirs["sid"], "ses_01ARZ3NDEKTSV4RRFFQ69G5FAV") and claims["sub"] != theirs["sub"]
        # What was planted is still the attacker's own, or nothing; what is the victim's now was never in their hands.
        here = {"sec-fetch-site": "same-origin"}
        kept = post_form(served.url, TOKEN, {"grant_type": "refresh_token"}, {"cookie": planted, **here})
        assert kept.status == 200
        assert people.part(kept.json()["access_token"].split(".")[1])["sub"] == theirs["sub"]
        planted = cookie_of(kept)
        made_up = post_form(served.url, TOKEN, {"grant_type": "refresh_token"}, {"cookie": "__Host-weir_refresh=weir_rt_" + "A" * 43, **here})
        assert made_up.status == 400
    # Every sign-in is a session of its own, and a name that is not the cookie's whole name is no cookie of ours.
    one, two = (browser(served.url, "victim@example.com", planted) for _ in range(2))
    assert len({people.part(answer.json()["access_token"].split(".")[1])["sid"] for answer in (one, two)}) == 2
    for name in ("weir_refresh", "__Host-weir_refresh2", "x__Host-weir_refresh", "__host-weir_refresh"):
        value = cookie_of(two).split("=", 1)[1]
        assert post_form(served.url, TOKEN, {"grant_type": "refresh_token"}, {"cookie": f"{name}={value}", "sec-fetch-site": "same-origin"}).status == 400, name


LOOKS_LIKE_KIM = (
    "\u212aim@example.com",  # KELVIN SIGN, whose small letter is k
    "k\u0131m@example.com", "K\u0130M@EXAMPLE.COM",  # dotless and dotted i
    "\uff4bim@example.com", "kim\uff20example.com", "kim@example\uff0ecom", "kim@example\u3002com",  # wide letters, signs, stops
    "kim\u200b@example.com", "\ufeffkim@example.com", "kim@exa\u00admple.com", "\u202ekim@example.com",  # what nobody sees
    "k\u0456m@example.com", "kim@ex\u0430mple.com", "kim@\u1d49xample.com",  # Cyrillic, superscript
    "ki\u0301m@example.com", "k\u00edm@example.com", "kim@examp\u2113e.com",  # composed, and not
)  # fmt: skip


def test_an_address_that_looks_like_another_is_not_it(module_stack: Stack, served: Running, mails: MailServer, owner: SignedIn, tenant: str) -> None:
    people.make(module_stack, "Kim@Example.com")
    people.make(module_stack, "kim@xn--exmple-4nf.com")
    invitations = f"/api/v1/tenants/{tenant}/invitations"
    for alike in LOOKS_LIKE_KIM:
        refused = ask_token(served.url, alike, address=new_address())
        assert (refused.status, refused.json()["error"]) == (400, "invalid_grant"), alike
        answer = owner.request("POST", invitations, {"email": alike, "role": "viewer"}, tenant)
        assert (answer.status, answer.json()["code"]) in ((400, "email_invalid"), (400, "validation_failed")), (alike, answer.body)
        forgot = Client(served.url).request("POST", "/api/v1/auth/password/forgot", {"email": alike}, {"x-forwarded-for": new_address()})
        assert forgot.status in (202, 400), alike
        assert module_stack.cli("user", "create", "--email", alike).returncode != 0 if alike in LOOKS_LIKE_KIM[::6] else True
    # Letters that fold in ASCII are the same account; the name that an IDN is written as is an address of its own.
    for same in ("kim@example.com", "KIM@EXAMPLE.COM", "kIm@eXample.cOm"):
        sign_in(served.url, same)
        assert owner.request("POST", invitations, {"email": same.replace("k", "K"), "role": "viewer"}, tenant).status == (201 if same == "kim@example.com" else 409)
    assert people.part(sign_in(served.url, "kim@xn--exmple-4nf.com").access.split(".")[1])["sub"] != people.part(sign_in(served.url, "kim@example.com").access.split(".")[1])["sub"]
    mails.wait("kim@example.com", "invited")
    # The worker takes what was asked for in order: had one of those addresses been Kim's, its mail would be here before this one.
    people.make(module_stack, "last@example.com")
    Client(served.url).request("POST", "/api/v1/auth/password/forgot", {"email": "last@example.com"})
    mails.wait("last@example.com", "Set a new password")
    assert not mails.to("kim@example.com", "Set a new password") and not mails.to("kim@xn--exmple-4nf.com", "Set a new password")


def test_a_clock_may_differ_by_a_minute_and_no_more(module_stack: Stack, served: Running) -> None:
    people.make(module_stack, "skewed@example.com")
    mine = sign_in(served.url, "skewed@example.com")
    header, claims = (people.part(text) for text in mine.access.split(".")[:2])
    secret = module_stack.weir.settings["JWT_SECRET"]

    def status(**change: Any) -> int:
        wanted = {name: value for name, value in {**claims, **change}.items() if value != "gone"}
        return Client(served.url, people.forge(secret, header, wanted)).get("/api/v1/users/me").status

    now = int(time.time())
    # Forty seconds of these minutes are for slow tests.
    for change in ({"iat": now + 40}, {"nbf": now + 40}, {"exp": now - 20}, {"iat": now + 40, "nbf": now + 40, "exp": now + 50}):
        assert status(**change) == 200, change
    for change in (
        {"iat": now + 120}, {"nbf": now + 120}, {"exp": now - 61}, {"exp": 0}, {"exp": -1}, {"iat": now + 10**9}, {"exp": "gone"}, {"iat": "gone"}, {"exp": None}, {"iat": None},
        {"nbf": None}, {"nbf": "soon"}, {"exp": str(now + 600)}, {"exp": True}, {"exp": [now + 600]}, {"exp": 10**19}, {"exp": 10**30}, {"exp": float("inf")}, {"iat": -(10**19)}, {"nbf": 10**25},
    ):  # fmt: skip
        assert status(**change) == 401, change
