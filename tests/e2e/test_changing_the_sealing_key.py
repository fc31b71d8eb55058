"""APP_SECRET_KEY is changed under running processes: what the old one sealed is opened, sealed anew and outlives it."""

from __future__ import annotations

import json
import secrets
import time
from pathlib import Path
from typing import Any

from tests.support import factors, people
from tests.support.client import Client
from tests.support.factors import Enrolled
from tests.support.people import ask_code, ask_token
from tests.support.services import Services
from tests.support.stack import Running, Stack

CHANGED = "keys of sealed secrets have changed"
SETTINGS = {**people.BEHIND_A_PROXY, "AUDIT_CHECKPOINT_SECONDS": "1", "AUDIT_CHECKPOINT_ENTRIES": "1"}


def keys(stack: Stack) -> tuple[Path, Path]:
    """A file in the place of the variable, in a folder that the program's account may change; the other is made by a rotation."""
    folder = stack.place.service_folder("weir") / "keys"
    folder.mkdir()
    current, previous = folder / "app", folder / "app.previous"
    current.write_text(secrets.token_hex(32) + "\n")
    current.chmod(0o640)
    for path in (folder, current):
        stack.place.account.own(path)
    del stack.weir.settings["APP_SECRET_KEY"]
    stack.weir.settings["APP_SECRET_KEY_FILE"] = str(current)
    return current, previous


def changes(served: Running, key_id: str = "") -> int:
    """How often it said that its keys have changed: to this one, or at all."""
    return sum(CHANGED in line and key_id in line for line in served.text().splitlines())


def wait_changed(served: Running, more_than: int, key_id: str = "") -> None:
    deadline = time.monotonic() + 20
    while changes(served, key_id) <= more_than:
        assert time.monotonic() < deadline, served.text()[-3000:]
        time.sleep(0.1)


def signs_in(stack: Stack, served: Running, who: Enrolled) -> None:
    """By a code of their app, and of the same step as often as wanted."""
    stack.sql(f"UPDATE user_totp SET last_step = 0 WHERE user_id = '{who.id}'")
    asked = ask_token(served.url, who.email, address=people.new_address())
    assert asked.json()["error"] == "mfa_required", asked.body
    done = ask_code(served.url, asked.json()["mfa_token"], people.totp(who.secret))
    assert done.status == 200, done.body
    assert Client(served.url, done.json()["access_token"]).get("/api/v1/users/me").status == 200


def doctor(stack: Stack) -> dict[str, Any]:
    checks = json.loads(stack.cli("doctor", "--json").stdout)["checks"]
    (found,) = [check for check in checks if check["name"] == "secrets"]
    return dict(found)


def reseal(stack: Stack) -> dict[str, Any]:
    done = stack.cli("secrets", "reseal", "--json")
    assert done.returncode == 0, done.stderr
    return {name: count["resealed"] for name, count in json.loads(done.stdout).items()}


def wait_checkpoint(stack: Stack) -> None:
    """Everything up to now is signed."""
    wanted = int(stack.sql("SELECT count(*) FROM outbox"))
    deadline = time.monotonic() + 30
    while True:
        row = stack.sql("SELECT (SELECT count(*) FROM audit_entries), count(*) FROM audit_heads WHERE signed_sequence < sequence").split("|")
        if int(row[0]) >= wanted and int(row[1]) == 0:
            return
        assert time.monotonic() < deadline, row
        time.sleep(0.2)


def test_the_key_is_changed_live_and_everything_it_sealed_outlives_it(services: Services) -> None:
    with Stack(services, "resealing") as stack:
        current, previous = keys(stack)
        processes = [stack.serve(SETTINGS), stack.launch("api", settings=SETTINGS)]
        ada = factors.enroll(stack, processes[0].url)
        platform = [stack.client(served) for served in processes]
        for key in ("one", "two", "three"):
            assert platform[0].request("POST", "/api/v1/tenants", {"key": key}).status == 201
        wait_checkpoint(stack)
        assert doctor(stack) == {"name": "secrets", "ok": True, "detail": "2 sealed with APP_SECRET_KEY"}
        assert reseal(stack) == {"second_factors": 0, "audit_keys": 0, "mail_tokens": 0, "webhook_secrets": 0, "provider_secrets": 0, "webhook_parts": 0}
        cursor = platform[0].get("/api/v1/tenants?limit=1").json()["next_cursor"]

        before = current.read_text().strip()
        done = stack.cli("secrets", "rotate", "--secret", "APP_SECRET_KEY", "--json")
        assert done.returncode == 0, done.stderr
        key_id = json.loads(done.stdout)["key_id"]
        assert previous.read_text().strip() == before and current.read_text().strip() != before
        # Whoever has heard of it and whoever has not: meanwhile everybody opens everything.
        deadline = time.monotonic() + 20
        while min(changes(served, key_id) for served in processes) == 0:
            assert time.monotonic() < deadline
            for served in processes:
                signs_in(stack, served, ada)
        bob = factors.enroll(stack, processes[1].url)
        for served, client in zip(processes, platform, strict=True):
            signs_in(stack, served, ada)
            signs_in(stack, served, bob)
            assert client.get(f"/api/v1/tenants?limit=1&cursor={cursor}").status == 200
        wait_checkpoint(stack)
        found = doctor(stack)
        assert found["ok"] is False and found["fix"] == "run weir secrets reseal"
        assert found["detail"] == "2 are still sealed with APP_SECRET_KEY_PREVIOUS (1 second_factors, 1 audit_keys)"
        early = stack.cli("secrets", "rotate", "--secret", "APP_SECRET_KEY")
        assert early.returncode == 1 and "weir secrets reseal first" in early.stderr

        stack.weir.settings["WEIR_FAILPOINTS"] = "reseal.after_batch=kill"
        assert stack.cli("secrets", "reseal").returncode in (-9, 137)
        del stack.weir.settings["WEIR_FAILPOINTS"]
        assert doctor(stack)["detail"] == "1 are still sealed with APP_SECRET_KEY_PREVIOUS (1 audit_keys)"
        for served in processes:
            signs_in(stack, served, ada)
        assert reseal(stack) == {"second_factors": 0, "audit_keys": 1, "mail_tokens": 0, "webhook_secrets": 0, "provider_secrets": 0, "webhook_parts": 0}
        assert reseal(stack) == {"second_factors": 0, "audit_keys": 0, "mail_tokens": 0, "webhook_secrets": 0, "provider_secrets": 0, "webhook_parts": 0}
        told = [json.loads(line)["data"] for line in stack.sql("SELECT payload FROM outbox WHERE type = 'secret.resealed' ORDER BY number").splitlines()]
        assert [(said["state"], said["second_factors"], said["audit_keys"]) for said in told] == [("begun", 1, 1), ("begun", 0, 1), ("done", 0, 1)]
        found = doctor(stack)
        assert found["ok"] is True and "APP_SECRET_KEY_PREVIOUS can be dropped" in found["detail"]

        said_before = [changes(served) for served in processes]
        previous.unlink()
        for served, count in zip(processes, said_before, strict=True):
            wait_changed(served, count)
            signs_in(stack, served, ada)
            signs_in(stack, served, bob)
        # A recovery code hangs on the sealed key as well.
        asked = ask_token(processes[0].url, ada.email, address=people.new_address())
        assert ask_code(processes[0].url, asked.json()["mfa_token"], ada.codes[0]).status == 200
        wait_checkpoint(stack)
        verified = stack.cli("audit", "verify", "--database", "--json")
        assert verified.returncode == 0, verified.stdout
        assert stack.sql("SELECT count(DISTINCT key_id) FROM audit_checkpoints").strip() == "1"
        for served in processes:
            assert "audit_key_sealed" not in served.text() and "mfa_secret_sealed" not in served.text()
            assert before not in served.text() and current.read_text().strip() not in served.text()
        processes[0].stop()
        processes[0].start_again()
        signs_in(stack, processes[0], ada)
        wait_checkpoint(stack)


def test_a_key_that_is_lost_is_said_and_given_back_mends_it(services: Services) -> None:
    with Stack(services, "lost-key") as stack:
        current, previous = keys(stack)
        served = stack.launch("api", settings=SETTINGS)
        ada = factors.enroll(stack, served.url)
        before = current.read_text()
        current.write_text(secrets.token_hex(32) + "\n")
        wait_changed(served, 0)
        asked = ask_token(served.url, ada.email, address=people.new_address())
        refused = ask_code(served.url, asked.json()["mfa_token"], people.totp(ada.secret, 1))
        assert (refused.status, refused.json()["code"]) == (500, "mfa_secret_sealed")
        found = doctor(stack)
        assert found["ok"] is False and found["detail"].startswith("1 are sealed under a key that is not given here")
        left = stack.cli("secrets", "reseal")
        assert left.returncode == 1 and "secret_key_unknown" in left.stderr
        previous.write_text(before)
        stack.place.account.own(previous)
        wait_changed(served, 1)
        signs_in(stack, served, ada)
        assert reseal(stack)["second_factors"] == 1
        assert doctor(stack)["ok"] is True


def test_plain_variables_are_enough(services: Services) -> None:
    with Stack(services, "sealing-env") as stack:
        served = stack.launch("api", settings=SETTINGS)
        ada = factors.enroll(stack, served.url)
        old, new = stack.weir.settings["APP_SECRET_KEY"], secrets.token_hex(32)
        assert stack.cli("secrets", "rotate", "--secret", "APP_SECRET_KEY").returncode == 2
        stack.weir.settings.update({"APP_SECRET_KEY": new, "APP_SECRET_KEY_PREVIOUS": old})
        served.stop()
        served.start_again()
        signs_in(stack, served, ada)
        assert reseal(stack)["second_factors"] == 1
        del stack.weir.settings["APP_SECRET_KEY_PREVIOUS"]
        served.stop()
        served.start_again()
        signs_in(stack, served, ada)
        assert doctor(stack)["detail"] == "1 sealed with APP_SECRET_KEY"
