"""Invitations, forgotten passwords and proved addresses, by mails that a real SMTP server takes."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support import people
from tests.support.client import Answer, Client
from tests.support.mail_server import MailServer
from tests.support.people import PASSWORD, SignedIn, ask_token, new_address, sign_in
from tests.support.stack import Running, Stack

LEASE_SECONDS = "2"

LINK = "https://weir.example.com/app"


def mail_server_of(stack: Stack) -> MailServer:
    return MailServer(stack.place.service_folder("weir"))


@pytest.fixture(scope="module")
def mails(module_stack: Stack) -> Iterator[MailServer]:
    made = mail_server_of(module_stack)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def served(module_stack: Stack, mails: MailServer) -> Iterator[Running]:
    yield module_stack.serve({**people.BEHIND_A_PROXY, **mails.settings()})


@pytest.fixture(scope="module")
def tenant(module_stack: Stack, served: Running) -> str:
    made = module_stack.client(served).request("POST", "/api/v1/tenants", {"key": "acme", "name": "Acme <b>&</b> Söhne"})
    return str(made.json()["id"])


@pytest.fixture(scope="module")
def owner(module_stack: Stack, served: Running, tenant: str) -> SignedIn:
    people.make(module_stack, "owner@example.com", "--name", "Olga Owner", "--tenant", "acme", "--role", "owner")
    return sign_in(served.url, "owner@example.com")


def post(url: str, path: str, body: Any, token: str = "", **headers: str) -> Answer:
    return Client(url, token).request("POST", path, body, {"x-forwarded-for": new_address(), **headers})


def code(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json()["code"]


def invite(who: SignedIn, tenant: str, email: str, role: str = "analyst", **headers: str) -> Answer:
    return who.request("POST", f"/api/v1/tenants/{tenant}/invitations", {"email": email, "role": role}, tenant, **headers)


def events(stack: Stack, kind: str) -> list[dict[str, Any]]:
    rows = stack.sql(f"SELECT payload FROM outbox WHERE type = '{kind}' ORDER BY number")
    return [json.loads(line) for line in rows.splitlines() if line]


def test_somebody_new_is_invited_sets_a_password_and_signs_in(module_stack: Stack, served: Running, mails: MailServer, tenant: str, owner: SignedIn) -> None:
    made = invite(owner, tenant, "Ada@Example.com")
    assert made.status == 201, made.body
    invitation = made.json()
    assert (invitation["email"], invitation["role"], invitation["state"]) == ("ada@example.com", "analyst", "open")
    assert owner.get(made.headers["location"], tenant).json() == invitation
    mail = mails.wait("ada@example.com")
    assert mail.encrypted and mail.sender == "weir@example.com" and mail.recipients == ["ada@example.com"]
    assert str(mail.message["from"]) == "Weir of Tests <weir@example.com>" and mail.message["auto-submitted"] == "auto-generated"
    assert mail.subject == "You are invited to Acme <b>&</b> Söhne"
    (event,) = events(module_stack, "invitation.created")
    assert mail.id == f"<{event['id']}.{invitation['id']}@example.com>"
    assert "Olga Owner invites you" in mail.part("plain") and "Acme &lt;b&gt;&amp;&lt;/b&gt; Söhne" in mail.part("html")
    assert mail.link == f"{LINK}/invitation#token={mail.token}" and mail.link in mail.part("html")

    shown = post(served.url, "/api/v1/auth/invitations/show", {"token": mail.token})
    assert shown.status == 200 and shown.headers["cache-control"] == "no-store"
    assert shown.json() == {
        "tenant_id": tenant, "tenant_name": "Acme <b>&</b> Söhne", "email": "ada@example.com", "role": "analyst",
        "expires_at": invitation["expires_at"], "needs_password": True,
    }
    path = "/api/v1/auth/invitations/accept"
    for body, problem in (
        ({"token": mail.token}, (400, "validation_failed")),
        ({"token": mail.token, "name": "Ada", "password": "short"}, (400, "password_weak")),
        ({"token": mail.token, "name": "Ada", "password": "ada@example.com"}, (400, "password_weak")),
        ({"token": mail.token, "name": "A\nB", "password": PASSWORD}, (400, "validation_failed")),
        ({"token": mail.token[:-1], "name": "Ada", "password": PASSWORD}, (400, "mail_token_invalid")),
        ({"token": mail.token, "name": "Ada", "password": PASSWORD, "role": "owner"}, (400, "validation_failed")),
    ):
        assert code(post(served.url, path, body)) == problem, body
    assert code(post(served.url, path, {"token": mail.token, "name": "Ada", "password": PASSWORD}, owner.access)) == (403, "invitation_for_another")
    accepted = post(served.url, path, {"token": mail.token, "name": "Ada", "password": PASSWORD})
    assert accepted.status == 200, accepted.body
    answer = accepted.json()
    assert (answer["email"], answer["tenant_id"], answer["role"], answer["is_new"]) == ("ada@example.com", tenant, "analyst", True)
    ada = sign_in(served.url, "ada@example.com")
    me = ada.get("/api/v1/users/me", tenant).json()
    assert me["id"] == answer["user_id"] and me["email_verified"] and me["acting"]["role"] == "analyst" and me["name"] == "Ada"
    for again in (path, "/api/v1/auth/invitations/show"):
        assert code(post(served.url, again, {"token": mail.token})) == (410, "invitation_accepted")
    assert owner.get(made.headers["location"], tenant).json()["state"] == "accepted"
    assert code(invite(owner, tenant, "ada@example.com")) == (409, "member_exists")
    assert mails.wait("ada@example.com", "Welcome").link == f"{LINK}/"
    kinds = ("invitation.accepted", "membership.created", "user.created")
    assert all(events(module_stack, kind)[-1]["principal"] == answer["user_id"] for kind in kinds)
    time.sleep(1)
    assert len(mails.to("ada@example.com")) == 2


def test_somebody_known_signs_in_and_accepts(module_stack: Stack, served: Running, mails: MailServer, tenant: str, owner: SignedIn) -> None:
    people.make(module_stack, "bob@example.com", "--name", "Bob")
    assert invite(owner, tenant, "bob@example.com", "billing").status == 201
    mail = mails.wait("bob@example.com", "invited")
    assert post(served.url, "/api/v1/auth/invitations/show", {"token": mail.token}).json()["needs_password"] is False
    path = "/api/v1/auth/invitations/accept"
    assert code(post(served.url, path, {"token": mail.token, "name": "Eve", "password": PASSWORD})) == (403, "invitation_sign_in")
    assert code(post(served.url, path, {"token": mail.token}, owner.access)) == (403, "invitation_for_another")
    assert code(post(served.url, path, {"token": mail.token}, "nonsense")) == (401, "unauthenticated")
    bob = sign_in(served.url, "bob@example.com")
    assert bob.get("/api/v1/meters", tenant).status == 404
    accepted = post(served.url, path, {"token": mail.token}, bob.access)
    assert accepted.status == 200 and accepted.json()["is_new"] is False
    assert bob.get("/api/v1/meters", tenant).status == 200
    assert bob.get("/api/v1/users/me", tenant).json()["acting"]["role"] == "billing"


def test_invitations_are_sent_again_taken_back_and_run_out(module_stack: Stack, served: Running, mails: MailServer, tenant: str, owner: SignedIn) -> None:
    made = invite(owner, tenant, "eve@example.com", **{"idempotency-key": "eve"})
    place = made.headers["location"]
    again = invite(owner, tenant, "eve@example.com", **{"idempotency-key": "eve"})
    assert (again.status, again.body, again.headers["idempotent-replayed"]) == (201, made.body, "true")
    assert code(invite(owner, tenant, "eve@example.com")) == (409, "invitation_exists")
    first = mails.wait("eve@example.com")
    show = "/api/v1/auth/invitations/show"
    assert owner.request("POST", f"{place}/resend", tenant=tenant).status == 200
    second = mails.wait("eve@example.com", count=2)
    assert second.id != first.id and second.token != first.token
    assert code(post(served.url, show, {"token": first.token})) == (410, "mail_token_superseded")
    module_stack.sql(f"UPDATE mail_tokens SET expires_at = now() WHERE invitation_id = '{made.json()['id']}'")
    assert code(post(served.url, show, {"token": second.token})) == (410, "mail_token_expired")
    module_stack.sql(f"UPDATE invitations SET expires_at = now() WHERE id = '{made.json()['id']}'")
    assert owner.get(place, tenant).json()["state"] == "expired"
    assert owner.request("POST", f"{place}/resend", tenant=tenant).json()["state"] == "open"
    third = mails.wait("eve@example.com", count=3)
    assert post(served.url, show, {"token": third.token}).status == 200
    assert owner.request("DELETE", place, tenant=tenant).status == 204
    assert owner.request("DELETE", place, tenant=tenant).status == 204
    assert code(post(served.url, show, {"token": third.token})) == (410, "invitation_revoked")
    assert code(post(served.url, "/api/v1/auth/invitations/accept", {"token": third.token, "name": "Eve", "password": PASSWORD})) == (410, "invitation_revoked")
    assert code(owner.request("POST", f"{place}/resend", tenant=tenant)) == (409, "invitation_closed")
    states = {item["email"]: item["state"] for item in owner.get(f"/api/v1/tenants/{tenant}/invitations", tenant).json()["items"]}
    assert states["eve@example.com"] == "revoked"


def test_nobody_invites_above_their_own_role_or_into_another_tenant(module_stack: Stack, served: Running, tenant: str, owner: SignedIn) -> None:
    people.make(module_stack, "admin@example.com", "--tenant", "acme", "--role", "admin")
    people.make(module_stack, "viewer@example.com", "--tenant", "acme", "--role", "viewer")
    admin, viewer = (sign_in(served.url, f"{name}@example.com") for name in ("admin", "viewer"))
    assert code(invite(admin, tenant, "new1@example.com", "owner")) == (403, "forbidden")
    assert invite(admin, tenant, "new1@example.com", "admin").status == 201
    assert code(invite(viewer, tenant, "new2@example.com")) == (403, "forbidden")
    theirs = module_stack.client(served).request("POST", "/api/v1/tenants", {"key": "globex"}).json()["id"]
    people.make(module_stack, "stranger@example.com", "--tenant", "globex", "--role", "owner")
    stranger = sign_in(served.url, "stranger@example.com")
    assert code(invite(stranger, tenant, "new3@example.com")) == (404, "tenant_not_found")
    refused = stranger.request("POST", f"/api/v1/tenants/{tenant}/invitations", {"email": "new3@example.com", "role": "viewer"}, theirs)
    assert code(refused) == (404, "tenant_not_found")
    place = invite(owner, tenant, "new4@example.com", "owner").headers["location"]
    for method, path in (("DELETE", place), ("POST", f"{place}/resend")):
        assert code(admin.request(method, path, tenant=tenant)) == (403, "forbidden")
    foreign = place.replace(tenant, theirs)
    assert code(stranger.request("DELETE", foreign, tenant=theirs)) == (404, "invitation_not_found")
    for wrong in ("nobody", "a@b@c", "ä@example.com", "x@example.com\r\nBcc: y@example.com"):
        assert code(invite(owner, tenant, wrong)) in ((400, "email_invalid"), (400, "validation_failed")), wrong


def test_a_forgotten_password_is_set_anew_and_every_session_ends(module_stack: Stack, served: Running, mails: MailServer) -> None:
    people.make(module_stack, "forgetful@example.com")
    before = sign_in(served.url, "forgetful@example.com")
    forgot, reset = "/api/v1/auth/password/forgot", "/api/v1/auth/password/reset"
    answers = [post(served.url, forgot, {"email": email}) for email in ("forgetful@example.com", "nobody@example.com", "FORGETFUL@example.com")]
    assert {(answer.status, answer.body) for answer in answers} == {(202, b"")}
    newest = mails.wait("forgetful@example.com", "Set a new password", 2)
    oldest = mails.to("forgetful@example.com", "Set a new password")[0]
    assert newest.link == f"{LINK}/reset#token={newest.token}"
    new = "staple battery horse"
    tokens = {mail.token: code(post(served.url, reset, {"token": mail.token, "new_password": "short"}))[1] for mail in (oldest, newest)}
    assert sorted(tokens.values()) == ["mail_token_superseded", "password_weak"]
    good = next(token for token, answer in tokens.items() if answer == "password_weak")
    done = post(served.url, reset, {"token": good, "new_password": new})
    assert done.status == 204, done.body
    assert code(post(served.url, reset, {"token": good, "new_password": new})) == (410, "mail_token_used")
    assert before.get("/api/v1/users/me").status == 401
    assert people.refresh(served.url, before.refresh).status == 400
    assert ask_token(served.url, "forgetful@example.com").status == 400
    assert sign_in(served.url, "forgetful@example.com", new).get("/api/v1/users/me").json()["email_verified"] is True
    mails.wait("forgetful@example.com", "password was changed")
    assert not mails.to("nobody@example.com")
    assert events(module_stack, "password.changed")[-1]["data"]["because"] == "reset"
    # The secret is nowhere but in the mail.
    everything = module_stack.sql("SELECT payload FROM outbox") + module_stack.sql("SELECT * FROM mails") + module_stack.sql("SELECT * FROM mail_tokens") + served.text()
    assert all(mail.token not in everything for mail in mails.mails if mail.token)
    assert new not in everything


def test_a_reset_leaves_the_second_factor_and_ends_what_was_trusted_beside_the_old_password(module_stack: Stack, served: Running, mails: MailServer) -> None:
    email, new = "factor@example.com", "staple battery horse"
    people.make(module_stack, email)
    mine = sign_in(served.url, email)
    secret = mine.request("POST", "/api/v1/users/me/mfa/totp").json()["secret"]
    codes = mine.request("POST", "/api/v1/users/me/mfa/totp/confirm", {"code": people.totp(secret)}).json()["recovery_codes"]
    mails.wait(email, "Two-step sign-in is on")
    device = people.ask_code(served.url, ask_token(served.url, email).json()["mfa_token"], people.totp(secret, 1), trust_device="1").json()["device_token"]
    half_done = ask_token(served.url, email).json()["mfa_token"]
    post(served.url, "/api/v1/auth/password/forgot", {"email": email})
    mail = mails.wait(email, "Set a new password")
    assert post(served.url, "/api/v1/auth/password/reset", {"token": mail.token, "new_password": new}).status == 204
    assert people.ask_code(served.url, half_done, codes[0]).json()["error"] == "invalid_grant"
    asked = ask_token(served.url, email, new, device_token=device)
    assert asked.json()["error"] == "mfa_required"
    assert people.ask_code(served.url, asked.json()["mfa_token"], codes[0]).status == 200
    mails.wait(email, "recovery code")
    assert len(events(module_stack, "device.revoked")) == 1


def test_asking_again_and_again_sends_no_more_and_tells_nothing(module_stack: Stack, served: Running, mails: MailServer) -> None:
    people.make(module_stack, "flooded@example.com")
    answers = [post(served.url, "/api/v1/auth/password/forgot", {"email": email}) for _ in range(9) for email in ("flooded@example.com", "noone@example.com")]
    assert {(answer.status, answer.body, answer.headers.get("retry-after")) for answer in answers} == {(202, b"", None)}
    mails.wait("flooded@example.com", "Set a new password", 6)
    time.sleep(2)
    assert len(mails.to("flooded@example.com", "Set a new password")) == 6
    assert code(post(served.url, "/api/v1/auth/password/forgot", {"email": "no address"})) == (400, "email_invalid")


def test_tokens_are_good_for_their_own_purpose_only(module_stack: Stack, served: Running, mails: MailServer) -> None:
    people.make(module_stack, "mixed@example.com")
    mixed = sign_in(served.url, "mixed@example.com")
    assert mixed.request("POST", "/api/v1/users/me/email/verify").status == 202
    mail = mails.wait("mixed@example.com", "Confirm your address")
    assert mail.link == f"{LINK}/verify#token={mail.token}"
    invalid = (400, "mail_token_invalid")
    assert code(post(served.url, "/api/v1/auth/password/reset", {"token": mail.token, "new_password": "staple battery horse"})) == invalid
    assert code(post(served.url, "/api/v1/auth/invitations/show", {"token": mail.token})) == invalid
    for nothing in ("x", "weir_mt_" + "A" * 43, mixed.refresh, "' OR true --"):
        assert code(post(served.url, "/api/v1/auth/email/confirm", {"token": nothing})) == invalid, nothing
    assert mixed.get("/api/v1/users/me").json()["email_verified"] is False
    assert post(served.url, "/api/v1/auth/email/confirm", {"token": mail.token}).status == 204
    assert mixed.get("/api/v1/users/me").json()["email_verified"] is True
    assert code(post(served.url, "/api/v1/auth/email/confirm", {"token": mail.token})) == (410, "mail_token_used")
    # Nothing is left to prove.
    assert mixed.request("POST", "/api/v1/users/me/email/verify").status == 202
    assert events(module_stack, "email.verified")[-1]["data"]["email"] == "mixed@example.com"
    people.make(module_stack, "gone@example.com")
    post(served.url, "/api/v1/auth/password/forgot", {"email": "gone@example.com"})
    mail = mails.wait("gone@example.com", "Set a new password")
    assert module_stack.cli("user", "disable", "gone@example.com").returncode == 0
    assert code(post(served.url, "/api/v1/auth/password/reset", {"token": mail.token, "new_password": "staple battery horse"})) == invalid


def test_a_new_device_and_a_changed_role_are_told_in_ones_own_language(module_stack: Stack, served: Running, mails: MailServer, tenant: str, owner: SignedIn) -> None:
    user = people.make(module_stack, "travels@example.com", "--name", "Tina", "--tenant", "acme", "--role", "viewer")
    desk = sign_in(served.url, "travels@example.com")
    assert desk.request("PUT", "/api/v1/users/me/preferences", {"theme": "dark", "locale": "de-AT"}).status == 200
    phone = {"grant_type": "password", "username": "travels@example.com", "password": PASSWORD}
    assert people.post_form(served.url, "/api/v1/auth/token", phone, {"user-agent": "Phone <script>"}).status == 200
    mail = mails.wait("travels@example.com", "neuen Gerät")
    assert "Phone &lt;script&gt;" in mail.part("html") and "Guten Tag Tina" in mail.part("plain")
    path = f"/api/v1/tenants/{tenant}/members/{user['id']}"
    assert owner.request("PATCH", path, {"role": "admin"}, tenant).status == 200
    assert "sind Sie jetzt: Administrator" in mails.wait("travels@example.com", "Ihre Rolle").part("plain")
    choices = {"theme": "dark", "locale": "de-AT", "notifications": {"role_changed": False}}
    assert desk.request("PUT", "/api/v1/users/me/preferences", choices).status == 200
    assert owner.request("PATCH", path, {"role": "viewer"}, tenant).status == 200
    new = {"current_password": PASSWORD, "new_password": "staple battery horse"}
    assert desk.request("POST", "/api/v1/users/me/password", new).status == 204
    mails.wait("travels@example.com", "Passwort wurde geändert")
    time.sleep(1)
    assert len(mails.to("travels@example.com", "Ihre Rolle")) == 1


def test_a_mail_server_that_is_away_or_unwilling_is_asked_again(module_stack: Stack, served: Running, mails: MailServer, tenant: str, owner: SignedIn) -> None:
    mails.stop()
    assert invite(owner, tenant, "patient@example.com").status == 201
    deadline = time.monotonic() + 30
    while not module_stack.sql("SELECT 1 FROM mails WHERE recipient = 'patient@example.com' AND state = 'queued' AND attempts > 0 AND last_error LIKE 'peer_unavailable%'"):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    listed = json.loads(module_stack.cli("notify", "list", "--state", "queued", "--json").stdout)
    assert [mail["recipient"] for mail in listed] == ["patient@example.com"]
    mails.answer = "451 not now"
    mails.start()
    deadline = time.monotonic() + 30
    while not module_stack.sql("SELECT 1 FROM mails WHERE recipient = 'patient@example.com' AND last_error LIKE '%451%'"):
        assert time.monotonic() < deadline, module_stack.sql("SELECT * FROM mails WHERE recipient = 'patient@example.com'")
        time.sleep(0.1)
    mails.answer = ""
    mails.wait("patient@example.com")
    mails.answer = "554 never"
    assert invite(owner, tenant, "never@example.com").status == 201
    deadline = time.monotonic() + 30
    while not module_stack.sql("SELECT 1 FROM mails WHERE recipient = 'never@example.com' AND state = 'given_up' AND sealed IS NULL"):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    mails.answer = ""
    table = module_stack.cli("notify", "list", "--state", "given_up").stdout
    assert "never@example.com" in table and "mail_refused" in table
    metrics = Client(served.url).get("/metrics").body.decode()
    assert 'weir_mails_total{kind="invitation",state="given_up"} 1' in metrics
    assert 'weir_mails_total{kind="invitation",state="postponed"}' in metrics


def test_a_worker_killed_while_it_sends_sends_again_under_the_same_id(stack: Stack) -> None:
    mails = mail_server_of(stack)
    api = stack.launch("api")
    workers = [stack.launch("worker", name, settings=mails.settings()) for name in ("relay", "notify")]
    stack.client(api).request("POST", "/api/v1/tenants", {"key": "acme"})
    mails.slow.set()
    assert stack.cli("user", "invite", "--email", "twice@example.com", "--tenant", "acme", "--role", "owner").returncode == 0
    assert mails.taken.wait(30)
    workers[1].kill()
    assert stack.sql("SELECT state FROM mails").strip() == "queued"
    mails.slow.clear()
    stack.sql("UPDATE mails SET due_at = now()")  # else when the lease has run out: a minute
    workers[1].start_again()
    mails.wait("twice@example.com", count=2)
    first, second = mails.mails
    assert first.id == second.id and first.token == second.token
    assert stack.sql("SELECT count(*) FROM mail_tokens").strip() == "1"
    deadline = time.monotonic() + 20
    while stack.sql("SELECT state FROM mails").strip() != "sent":
        assert time.monotonic() < deadline
        time.sleep(0.1)
    # What was published before is not written about again.
    workers[1].stop()
    workers[1].start_again()
    time.sleep(2)
    assert len(mails.mails) == 2
    accepted = post(api.url, "/api/v1/auth/invitations/accept", {"token": second.token, "name": "Twice", "password": PASSWORD})
    assert accepted.status == 200 and accepted.json()["role"] == "owner"
    mails.stop()


def test_with_the_broker_away_an_invitation_is_whole_and_its_mail_comes_later(private_stack: Stack) -> None:
    mails = mail_server_of(private_stack)
    served = private_stack.serve(mails.settings())
    tenant = private_stack.client(served).request("POST", "/api/v1/tenants", {"key": "acme"}).json()["id"]
    people.make(private_stack, "owner@example.com", "--tenant", "acme", "--role", "owner")
    owner = sign_in(served.url, "owner@example.com")
    mails.wait("owner@example.com")
    private_stack.services.kill_broker()
    made = invite(owner, tenant, "later@example.com")
    assert made.status == 201
    assert private_stack.sql("SELECT (SELECT count(*) FROM invitations), (SELECT count(*) FROM outbox WHERE type = 'invitation.created')").strip() == "1|1"
    time.sleep(1)
    assert not mails.to("later@example.com")
    private_stack.services.start()
    mail = mails.wait("later@example.com", seconds=90)
    assert post(served.url, "/api/v1/auth/invitations/show", {"token": mail.token}).status == 200
    time.sleep(2)
    assert len(mails.to("later@example.com")) == 1
    mails.stop()


def test_without_a_mail_server_development_logs_the_link_and_other_profiles_do_not(stack: Stack) -> None:
    served = stack.serve()
    stack.client(served).request("POST", "/api/v1/tenants", {"key": "acme"})
    assert stack.cli("user", "invite", "--email", "logged@example.com", "--tenant", "acme").returncode == 0
    line = served.wait_log(r'.*"kind":"invitation".*')[0]
    link = json.loads(line)["link"]
    assert link.startswith(f"{served.url}/app/invitation#token=weir_mt_")
    assert post(served.url, "/api/v1/auth/invitations/show", {"token": link.partition("#token=")[2]}).status == 200
    served.stop()
    served.start_again({"APP_ENV": "staging", "EMAIL_MODE": "log"})
    assert stack.cli("user", "invite", "--email", "silent@example.com", "--tenant", "acme").returncode == 0
    line = served.wait_log(r".*silent@example.com.*")[0]
    assert "weir_mt_" not in line


def test_mail_is_refused_without_tls_and_with_a_foreign_certificate(stack: Stack) -> None:
    mails = mail_server_of(stack)
    settings = mails.settings()
    del settings["SMTP_CA_FILE"]
    stack.launch("worker", "relay")
    worker = stack.launch("worker", "notify", settings=settings)
    people.make(stack, "strict@example.com")
    why = "SELECT last_error FROM mails WHERE attempts > 0"
    deadline = time.monotonic() + 30
    while "certificate" not in stack.sql(why):
        assert time.monotonic() < deadline, stack.sql(why)
        time.sleep(0.1)
    worker.stop()
    worker.start_again({"SMTP_TLS": "none", "SMTP_CA_FILE": str(mails.certificate.path)})
    stack.sql("UPDATE mails SET due_at = now()")
    deadline = time.monotonic() + 30
    while "certificate" in stack.sql(why):
        assert time.monotonic() < deadline, stack.sql(why)
        time.sleep(0.1)
    assert not mails.mails
    worker.stop()
    worker.start_again({"SMTP_TLS": "starttls", "EMAIL_MODE": "redirect", "EMAIL_REDIRECT_TO": "staging@example.com"})
    stack.sql("UPDATE mails SET due_at = now(), state = 'queued', ended_at = NULL")
    mail = mails.wait("staging@example.com")
    assert str(mail.message["x-weir-recipient"]) == "strict@example.com"
    mails.stop()
