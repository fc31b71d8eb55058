"""Stripe's API as payments use it, with a state: customers, checkout sessions, payment methods, payment intents, refunds, invoices,
disputes, the list of events and idempotency keys. What people do on its page and at their bank are methods of it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from . import fake_api
from .billing import Billing
from .certificate import Certificate
from .fake_api import Answer
from .stripe_account import Account
from .stripe_objects import API_VERSION, Maker, Object
from .stripe_refused import Refused
from .stripe_sender import Sender


@dataclass(frozen=True)
class Asked:
    """One request to the API, as it was sent."""

    method: str
    path: str
    given: Object
    headers: dict[str, str]  # names in lower case; the key is not among them
    at: float  # of time.monotonic()

    @property
    def key(self) -> str:
        return self.headers.get("idempotency-key", "")


@dataclass(frozen=True)
class Trouble:
    """What happens to a request instead of its answer, or before it."""

    status: int = 0  # 0: it is answered
    code: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    wait_s: float = 0
    done: bool = False  # it is done, and its answer is lost

    def is_kept(self, asked: Asked) -> bool:
        """Stripe knows it with the key like any other answer."""
        return self.status == 500 and asked.method == "POST" and asked.key != ""


def nested(pairs: list[tuple[str, str]]) -> Object:
    """a[b][0][c]=d as Stripe reads it: {"a": {"b": {"0": {"c": "d"}}}}."""
    out: Object = {}
    for name, value in pairs:
        steps = name.replace("]", "").split("[")
        at = out
        for step in steps[:-1]:
            at = at.setdefault(step, {})
            if not isinstance(at, dict):
                raise Refused(400, "parameter_unknown", f"Invalid object: {name}", param=name)
        at[steps[-1]] = value
    return out


class FakeStripe:
    """`with FakeStripe(key) as stripe:`; fake.trouble(asked) decides what goes wrong, nothing unless a test sets it."""

    def __init__(self, api_key: str, *, seed: int = 1, certificate: Certificate | None = None, sender: Sender | None = None) -> None:
        self.api_key = api_key
        self.asked: list[Asked] = []
        self.trouble: Callable[[Asked], Trouble | None] = lambda _: None
        self.sender = sender
        self.lock = threading.RLock()
        self._answers: dict[str, tuple[str, Object, Answer]] = {}
        self._ended = threading.Event()
        self._server = fake_api.server(self._get, self._post, certificate)
        self.url = f"{'https' if certificate else 'http'}://127.0.0.1:{self._server.server_address[1]}"
        self.account = Account(Maker(seed, int(time.time()), live=api_key[3:].startswith("live_")), self.url, self._tell)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def settings(self) -> dict[str, str]:
        """Of an installation that takes it for Stripe."""
        return {"STRIPE_URL": self.url}

    def connect(self, billing: Billing, url: str, slug: str, secret: str) -> str:
        """As the account that new payments of the installation at `url` go to, which is told from then on. Its id there."""
        account = {"slug": slug, "provider": "stripe", "name": slug.title(), "live": False, "api_key": self.api_key, "signing_secret": secret}
        made = billing.must("POST", "/api/v1/payment-providers", account)
        billing.must("PATCH", f"/api/v1/payment-providers/{made['id']}", {"offered": True}, 200)
        self.sender = Sender(url + made["webhook_path"], secret)
        return str(made["id"])

    def calls(self, method: str, path: str) -> list[Asked]:
        with self.lock:
            return [one for one in self.asked if one.method == method and one.path == path]

    def do(self, step: Callable[[Account], Any]) -> Any:
        """What somebody does there: `fake.do(lambda at: at.pay(session))`."""
        with self.lock:
            self.account.now()
            return step(self.account)

    def forget_keys(self) -> None:
        """A day later: what was asked with a key may be asked again."""
        with self.lock:
            self._answers.clear()

    def _tell(self, event: Object) -> None:
        if self.sender:
            self.sender.give(event)

    def _get(self, handler: BaseHTTPRequestHandler) -> Answer | None:
        return self._page(handler.path) if handler.path.startswith("/c/pay/") else self._api(handler, "")

    def _post(self, handler: BaseHTTPRequestHandler, body: str) -> Answer | None:
        return self._press(handler.path, body) if handler.path.startswith("/c/pay/") else self._api(handler, body)

    def _page(self, path: str) -> Answer:
        with self.lock:
            session = self.account.sessions.get(path.rsplit("/", 1)[1])
        if not session or session["status"] != "open":
            return Answer(404, b"<!doctype html><title>Checkout</title><p>This page has expired.</p>", (("content-type", "text/html"),))
        buttons = "".join(f'<button name="outcome" value="{one}">{one}</button>' for one in ("pay", "decline", "later"))
        page = f"<!doctype html><title>Checkout</title><h1>{session['amount_total']} {session['currency']}</h1><form method=post>{buttons}</form>"
        return Answer(200, page.encode(), (("content-type", "text/html"),))

    def _press(self, path: str, body: str) -> Answer:
        session, outcome = path.rsplit("/", 1)[1], dict(parse_qsl(body)).get("outcome")
        with self.lock:
            self.account.now()
            if self.account.sessions.get(session, {}).get("status") != "open":
                return Answer(404, b"")
            if self.account.sessions[session]["mode"] == "setup":
                self.account.keep(session)
                return Answer(303, b"", (("location", str(self.account.sessions[session]["success_url"])),))
            if outcome == "decline":
                self.account.decline(session)
                return Answer(200, b"<!doctype html><p>Your card was declined.</p>", (("content-type", "text/html"),))
            self.account.pay(session, later=outcome == "later")
            return Answer(303, b"", (("location", str(self.account.sessions[session]["success_url"])),))

    def _api(self, handler: BaseHTTPRequestHandler, body: str) -> Answer | None:
        headers = {name.lower(): value for name, value in handler.headers.items()}
        authorized = headers.pop("authorization", "") == f"Bearer {self.api_key}"
        path, query = urlsplit(handler.path)[2:4]
        try:
            given = nested(parse_qsl(body if handler.command == "POST" else query, keep_blank_values=True, strict_parsing=True) if body or query else [])
        except Refused as wrong:
            return self._refusal(wrong)
        asked = Asked(handler.command, path, given, headers, time.monotonic())
        with self.lock:
            self.asked.append(asked)
            trouble = self.trouble(asked) or Trouble()
        if trouble.wait_s:
            self._ended.wait(trouble.wait_s)
        if trouble.status and not trouble.done:
            answer = self._refusal(Refused(trouble.status, trouble.code, "Injected."), trouble.headers)
            if trouble.is_kept(asked):
                with self.lock:
                    self._answers.setdefault(asked.key, (asked.path, asked.given, answer))
            return answer
        if not authorized:
            return self._refusal(Refused(401, "", "Invalid API Key provided"))
        if headers.get("stripe-version", API_VERSION) != API_VERSION:
            return self._refusal(Refused(400, "", f"Invalid Stripe API version: {headers['stripe-version']}"))
        answer = self._once(asked)
        return None if trouble.done else answer

    def _once(self, asked: Asked) -> Answer:
        """With a key that was used before, the answer of then."""
        with self.lock:
            known = self._answers.get(asked.key) if asked.method == "POST" else None
            if known:
                path, given, answer = known
                if (path, given) != (asked.path, asked.given):
                    message = "Keys for idempotent requests can only be used with the same parameters they were first used with."
                    return self._refusal(Refused(400, "", message, kind="idempotency_error"))
                return Answer(answer.status, answer.body, (*answer.headers, ("idempotent-replayed", "true")))
            self.account.now()
            try:
                request = {"id": self.account.make.id("req"), "idempotency_key": asked.key or None}
                shown = self.account.answer(asked.method, asked.path, asked.given, request)
                answer = Answer(200, json.dumps(shown, indent=2).encode(), (("content-type", "application/json"), ("request-id", request["id"])))
            except Refused as wrong:
                answer = self._refusal(wrong)
            if asked.method == "POST" and asked.key:
                self._answers[asked.key] = (asked.path, asked.given, answer)
            return answer

    def _refusal(self, wrong: Refused, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
        return Answer(wrong.status, json.dumps({"error": wrong.shown()}, indent=2).encode(), (("content-type", "application/json"), *headers))

    def __enter__(self) -> FakeStripe:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()
