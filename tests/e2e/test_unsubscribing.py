"""Mails that one can do without: switched off by one click in a mail program, or on the portal's page; never by looking at a link."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.support import people
from tests.support.client import Answer, Client
from tests.support.mail_server import Mail, MailServer
from tests.support.people import SignedIn, post_form, sign_in
from tests.support.stack import Running, Stack

PUBLIC = "https://weir.example.com"
CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(scope="module")
def mails(module_stack: Stack) -> Iterator[MailServer]:
    made = MailServer(module_stack.place.service_folder("weir"))
    yield made
    made.stop()


@pytest.fixture(scope="module")
def served(module_stack: Stack, mails: MailServer) -> Iterator[Running]:
    yield module_stack.serve({**people.BEHIND_A_PROXY, **mails.settings()})


@pytest.fixture(scope="module")
def tenant(module_stack: Stack, served: Running) -> str:
    return str(module_stack.client(served).request("POST", "/api/v1/tenants", {"key": "acme", "name": "Acme"}).json()["id"])


@pytest.fixture(scope="module")
def owner(module_stack: Stack, served: Running, tenant: str) -> SignedIn:
    people.make(module_stack, "owner@example.com", "--tenant", "acme", "--role", "owner")
    return sign_in(served.url, "owner@example.com")


class Member:
    """Somebody whose role the owner changes, which they get a mail about."""

    def __init__(self, stack: Stack, served: Running, mails: MailServer, owner: SignedIn, tenant: str, email: str) -> None:
        self.email, self.mails, self._owner, self._tenant = email, mails, owner, tenant
        self.id = people.make(stack, email, "--tenant", "acme", "--role", "viewer")["id"]
        self.session = sign_in(served.url, email)

    def becomes(self, role: str) -> None:
        path = f"/api/v1/tenants/{self._tenant}/members/{self.id}"
        assert self._owner.request("PATCH", path, {"role": role}, self._tenant).status == 200

    def mail(self, role: str) -> Mail:
        count = len(self.mails.to(self.email, "role"))
        self.becomes(role)
        return self.mails.wait(self.email, "role", count + 1)

    def choices(self) -> Any:
        return self.session.get("/api/v1/users/me/preferences").json().get("notifications")


@pytest.fixture
def member(request: pytest.FixtureRequest, module_stack: Stack, served: Running, mails: MailServer, owner: SignedIn, tenant: str) -> Member:
    return Member(module_stack, served, mails, owner, tenant, f"{request.node.name[5:40].strip('_')}@example.com")


def one_click(message: EmailMessage) -> str:
    """The path behind the header, below the public address."""
    assert message["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    header = str(message["list-unsubscribe"])
    assert header.startswith(f"<{PUBLIC}/") and header.endswith(">")
    return urlsplit(header[1:-1]).path


def announced(stack: Stack, user: str) -> list[dict[str, Any]]:
    rows = stack.sql(f"SELECT payload FROM outbox WHERE type = 'user.notifications_changed' AND payload LIKE '%{user}%' ORDER BY number")
    return [json.loads(line)["data"] for line in rows.splitlines() if line]


def ask(served: Running, what: str, **body: Any) -> Answer:
    return Client(served.url).request("POST", f"/api/v1/notifications/{what}", body)


def test_one_click_ends_mails_of_one_kind_and_no_others(module_stack: Stack, served: Running, member: Member) -> None:
    mail = member.mail("analyst")
    path = one_click(mail.message)
    for _ in range(3):
        done = post_form(served.url, path, CLICK)
        assert (done.status, done.json()) == (200, {"kind": "role_changed", "wanted": False})
        assert done.headers["cache-control"] == "no-store"
    assert member.choices() == {"role_changed": False}
    (said,) = announced(module_stack, member.id)
    assert said["notifications"] == {"role_changed": False} and said["previous"] == {"notifications": {}} and said["through"] == "mail"
    member.becomes("billing")
    # What came later has been sent: what was switched off never came.
    phone = {"grant_type": "password", "username": member.email, "password": people.PASSWORD}
    assert people.post_form(served.url, "/api/v1/auth/token", phone, {"user-agent": "another"}).status == 200
    member.mails.wait(member.email, "new device")
    assert len(member.mails.to(member.email, "role")) == 1


def test_a_form_in_parts_is_a_click_as_well(served: Running, member: Member) -> None:
    path = one_click(member.mail("analyst").message)
    body = b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
    done = Client(served.url).request("POST", path, body, {"content-type": "multipart/form-data; boundary=x"})
    assert (done.status, member.choices()) == (200, {"role_changed": False})


def test_programs_that_look_at_links_change_nothing(served: Running, member: Member) -> None:
    mail = member.mail("analyst")
    path = one_click(mail.message)
    token = path.rsplit("/", 1)[1]
    for method in ("GET", "HEAD"):
        there = Client(served.url).request(method, path)
        assert (there.status, there.headers["location"]) == (303, f"/app/unsubscribe#token={token}")
    for body, kind in ((b"", "application/x-www-form-urlencoded"), (b"x=1", "application/x-www-form-urlencoded"), (b"{}", "application/json")):
        assert Client(served.url).request("POST", path, body, {"content-type": kind}).status in (400, 415)
    assert ask(served, "show", token=token).json() == {"kind": "role_changed", "wanted": True}
    assert not member.choices()


def test_the_visible_link_switches_off_and_on_again(module_stack: Stack, served: Running, member: Member) -> None:
    mail = member.mail("analyst")
    token = one_click(mail.message).rsplit("/", 1)[1]
    link = f"{PUBLIC}/app/unsubscribe#token={token}"
    assert f"No more mails of this kind: {link}" in mail.part("plain") and f'href="{link}"' in mail.part("html")
    assert ask(served, "choose", token=token, wanted=False).json() == {"kind": "role_changed", "wanted": False}
    assert ask(served, "show", token=token).json()["wanted"] is False
    assert ask(served, "choose", token=token, wanted=True).json() == {"kind": "role_changed", "wanted": True}
    assert member.choices() == {"role_changed": True}
    assert [said["notifications"] for said in announced(module_stack, member.id)] == [{"role_changed": False}, {"role_changed": True}]
    assert member.mail("viewer")


def test_other_choices_stay_and_what_the_portal_changes_is_announced_too(module_stack: Stack, served: Running, member: Member) -> None:
    kept = {"theme": "dark", "locale": "de", "notifications": {"new_device": False}}
    assert member.session.request("PUT", "/api/v1/users/me/preferences", kept).status == 200
    assert member.session.request("PUT", "/api/v1/users/me/preferences", kept).status == 200
    member.becomes("analyst")
    mail = member.mails.wait(member.email, "Ihre Rolle")
    assert "Keine E-Mails dieser Art mehr: https://" in mail.part("plain") and "Keine E-Mails dieser Art mehr</a>" in mail.part("html")
    assert post_form(served.url, one_click(mail.message), CLICK).status == 200
    now = member.session.get("/api/v1/users/me/preferences").json()
    assert (now["theme"], now["locale"], now["notifications"]) == ("dark", "de", {"new_device": False, "role_changed": False})
    assert [said["through"] for said in announced(module_stack, member.id)] == ["preferences", "mail"]


def test_what_is_about_safety_has_no_such_link(served: Running, member: Member) -> None:
    new = {"current_password": people.PASSWORD, "new_password": "staple battery horse"}
    assert member.session.request("POST", "/api/v1/users/me/password", new).status == 204
    mail = member.mails.wait(member.email, "password was changed")
    assert mail.message["list-unsubscribe"] is None and mail.message["list-unsubscribe-post"] is None
    assert "unsubscribe" not in mail.part("plain") + mail.part("html")


def test_a_forged_token_and_that_of_somebody_who_is_gone_are_none(module_stack: Stack, served: Running, member: Member) -> None:
    path = one_click(member.mail("analyst").message)
    base, token = path.rsplit("/", 1)
    other = token[:-1] + ("A" if token[-1] != "A" else "B")
    for wrong in (other, token[:-4], "weir_un_x", member.session.refresh, "x" * 200):
        for answer in (post_form(served.url, f"{base}/{wrong}", CLICK), ask(served, "show", token=wrong), ask(served, "choose", token=wrong, wanted=False)):
            assert (answer.status, answer.json()["code"]) == (400, "mail_token_invalid"), wrong
    # It opens nothing else.
    for path_of in ("/api/v1/auth/password/reset", "/api/v1/auth/email/confirm", "/api/v1/auth/invitations/show"):
        body = {"token": token} | ({"new_password": "staple battery horse"} if "reset" in path_of else {})
        assert Client(served.url).request("POST", path_of, body).json()["code"] == "mail_token_invalid"
    assert Client(served.url, token).get("/api/v1/users/me").status == 401
    assert not member.choices()
    assert module_stack.cli("user", "disable", member.email).returncode == 0
    answer = post_form(served.url, path, CLICK)
    assert (answer.status, answer.json()["code"]) == (400, "mail_token_invalid")


def test_a_link_outlives_the_keys_of_the_installation(module_stack: Stack, served: Running, member: Member) -> None:
    path = one_click(member.mail("analyst").message)
    served.stop()
    served.start_again({"APP_SECRET_KEY": "another key of at least 32 characters, for good", "JWT_SECRET": "and another one of 32 characters or more"})
    done = post_form(served.url, path, CLICK)
    assert (done.status, done.json()["wanted"]) == (200, False)
    deadline = time.monotonic() + 10
    while "role_changed" not in module_stack.sql(f"SELECT notifications FROM user_preferences WHERE user_id = '{member.id}'"):
        assert time.monotonic() < deadline
