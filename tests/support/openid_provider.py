"""A sign-in service of a test: npm's oidc-provider in a process of its own, and a browser that signs in there."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import requests
from weirkit.place import TOP
from weirkit.ports import pick

from . import node

SECRET = "the client's own secret: +/?"
PUBLIC_URL = "https://weir.example.com"
REDIRECT_URI = PUBLIC_URL + "/app/oidc"


class OpenidProvider:
    """Keeps its port over stop and start; its keys are new at each start."""

    def __init__(self, folder: Path, *, algorithm: str = "RS256", claims_in_token: bool = False, public_url: str = PUBLIC_URL) -> None:
        self._folder = folder
        self._program = node.prepare(folder)
        shutil.copy(TOP / "tests/e2e/sdk/openid_provider.mjs", folder)
        self.port = pick()
        self._public_url = public_url
        self._accounts: dict[str, dict[str, Any]] = {}
        self._settings = {"port": self.port, "redirect_uri": public_url + "/app/oidc", "accounts": str(folder / "accounts.json"), "algorithm": algorithm, "claims_in_token": claims_in_token}
        self._process: subprocess.Popen[bytes] | None = None
        (folder / "accounts.json").write_text("{}")
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def settings(self, client: str = "weir") -> dict[str, str]:
        """Of a Weir that relies on it."""
        return {"AUTH_SERVICE_URL": self.url, "OIDC_CLIENT_ID": client, "OIDC_CLIENT_SECRET": SECRET if client == "weir" else "", "PUBLIC_URL": self._public_url}

    def account(self, name: str, email: str, verified: bool = True) -> None:
        """Made, or changed."""
        self._accounts[name] = {"email": email, "email_verified": verified, "name": name}
        (self._folder / "accounts.json").write_text(json.dumps(self._accounts))

    def start(self) -> None:
        (self._folder / "settings.json").write_text(json.dumps(self._settings))
        log = (self._folder / "provider.log").open("ab")
        self._process = subprocess.Popen([self._program, self._folder / "openid_provider.mjs", self._folder / "settings.json"], stdout=log, stderr=log)
        deadline = time.monotonic() + 60
        while True:
            try:
                requests.get(self.url + "/.well-known/openid-configuration", timeout=5).raise_for_status()
                return
            except requests.RequestException:
                assert self._process.poll() is None and time.monotonic() < deadline, (self._folder / "provider.log").read_text()
                time.sleep(0.05)

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(20)
            self._process = None


class Browser:
    """What somebody does at the provider. It remembers them, as a browser does."""

    def __init__(self) -> None:
        self._session = requests.Session()
        self.asked = 0  # how often a name was asked for

    def sign_in(self, authorization_url: str, name: str) -> str:
        """The address of this installation that the provider sends the browser back to."""
        answer = self._session.get(authorization_url, allow_redirects=False, timeout=15)
        for _ in range(12):
            if answer.is_redirect:
                place = urljoin(answer.url, answer.headers["location"])
                if place.startswith(PUBLIC_URL):
                    return place
                answer = self._session.get(place, allow_redirects=False, timeout=15)
                continue
            assert answer.status_code == 200, answer.text
            action = re.search(r'<form[^>]*action="([^"]+)"', answer.text)
            prompt = re.search(r'name="prompt" value="(\w+)"', answer.text)
            assert action and prompt, answer.text
            fields = {"prompt": prompt[1]}
            if prompt[1] == "login":
                self.asked += 1
                fields |= {"login": name, "password": "any"}
            answer = self._session.post(urljoin(answer.url, unescape(action[1])), data=fields, allow_redirects=False, timeout=15)
        raise AssertionError("the provider sends the browser in circles")
