"""The key of access tokens is changed under running processes, twice, and nobody is logged out."""

from __future__ import annotations

import secrets
import signal
import time
from pathlib import Path

from tests.support import people
from tests.support.client import Client
from tests.support.people import refresh, sign_in
from tests.support.services import Services
from tests.support.stack import Running, Stack


def kid(token: str) -> str:
    return str(people.part(token.split(".")[0])["kid"])


def keys(stack: Stack) -> tuple[Path, Path]:
    """A file in the place of the variable, in a folder that the program's account may change; the other is made by a rotation."""
    folder = stack.place.service_folder("weir") / "keys"
    folder.mkdir()
    current, previous = folder / "jwt", folder / "jwt.previous"
    current.write_text(secrets.token_hex(32) + "\n")
    current.chmod(0o640)
    for path in (folder, current):
        stack.place.account.own(path)
    del stack.weir.settings["JWT_SECRET"]
    stack.weir.settings["JWT_SECRET_FILE"] = str(current)
    return current, previous


def wait_signing(served: Running, email: str, other_than: str) -> str:
    deadline = time.monotonic() + 15
    while True:
        access = sign_in(served.url, email).access
        if kid(access) != other_than:
            return access
        assert time.monotonic() < deadline, "the new key never signed"
        time.sleep(0.3)


def test_two_keys_are_rotated_live_and_nobody_is_logged_out(services: Services) -> None:
    with Stack(services, "rotating") as stack:
        current, previous = keys(stack)
        processes = [stack.launch("api"), stack.launch("api")]
        email = "ada@example.com"
        people.make(stack, email)
        mine = sign_in(processes[0].url, email)

        def alive(token: str) -> None:
            for served in processes:
                assert Client(served.url, token).get("/api/v1/users/me").status == 200

        first, before = kid(mine.access), current.read_text().strip()
        done = stack.cli("secrets", "rotate")
        assert done.returncode == 0, done.stderr
        assert previous.read_text().strip() == before and current.read_text().strip() != before
        assert current.stat().st_mode & 0o777 == 0o640
        # Whatever signs meanwhile, everybody reads it.
        deadline = time.monotonic() + 15
        signed = {first}
        while len(signed) < 2:
            for served in processes:
                token = sign_in(served.url, email).access
                signed.add(kid(token))
                alive(token)
            alive(mine.access)
            assert time.monotonic() < deadline
        second = wait_signing(processes[1], email, first)
        assert kid(second) in done.stdout
        # Too early for another: the first one's tokens are still good.
        early = stack.cli("secrets", "rotate")
        assert early.returncode == 1 and "--force" in early.stderr
        alive(mine.access)
        # The session outlives its token: it is renewed under any key.
        renewed = refresh(processes[0].url, mine.refresh).json()
        alive(renewed["access_token"])
        forced = stack.cli("secrets", "rotate", "--force", "--json")
        assert forced.returncode == 0, forced.stderr
        wait_signing(processes[0], email, kid(second))
        wait_signing(processes[1], email, kid(second))
        alive(second)
        again = refresh(processes[1].url, renewed["refresh_token"]).json()
        alive(again["access_token"])
        assert Client(processes[0].url, mine.access).get("/api/v1/users/me").status == 401
        told = stack.sql("SELECT count(*) FROM outbox WHERE type = 'secret.rotated'")
        assert told.strip() == "2"
        for served in processes:
            assert before not in served.text() and current.read_text().strip() not in served.text()


def test_what_cannot_be_a_key_changes_nothing(services: Services) -> None:
    with Stack(services, "no-key") as stack:
        current, _ = keys(stack)
        served = stack.launch("api")
        people.make(stack, "ada@example.com")
        mine = sign_in(served.url, "ada@example.com")
        good = current.read_text()
        for wrong in ("too short\n", ""):
            current.write_text(wrong)
            served.wait_log("stay as they are")
            assert mine.get("/api/v1/users/me").status == 200
        refused = stack.cli("secrets", "rotate")
        assert refused.returncode != 0
        current.write_text(good)
        assert kid(sign_in(served.url, "ada@example.com").access) == kid(mine.access)
        # SIGHUP is harmless.
        served.process.send(signal.SIGHUP)
        assert mine.get("/api/v1/users/me").status == 200
        # Without files there is nothing to rotate.
        del stack.weir.settings["JWT_SECRET_FILE"]
        stack.weir.settings["JWT_SECRET"] = secrets.token_hex(32)
        assert stack.cli("secrets", "rotate").returncode == 2
