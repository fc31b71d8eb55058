"""PayPal's API as payments by its page use it, with a state, over TLS: tokens, orders, captures, refunds, the list of events, request
ids and the certificates that webhooks name. What people do on its page and at their bank are methods of its account."""

from __future__ import annotations

import base64
import copy
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit

from . import fake_api
from .certificate import Certificate
from .fake_api import Answer
from .paypal_account import Account, Refused
from .paypal_signer import Authority, PayPalSender
from .stripe_objects import Object

CERTIFICATES = "/v1/notifications/certs/"
PAGE = 2


@dataclass(frozen=True)
class Asked:
    """One request to the API, as it was sent."""

    method: str
    path: str
    given: Object
    key: str  # PayPal-Request-Id


@dataclass(frozen=True)
class Trouble:
    """What happens to a request instead of its answer, or before it."""

    status: int = 0  # 0: it is answered
    issue: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    wait_s: float = 0
    done: bool = False  # it is done, and its answer is lost


class FakePayPal:
    """`with FakePayPal(folder) as paypal:`; fake.trouble(asked) decides what goes wrong, nothing unless a test sets it."""

    client_id, secret, webhook = "AeA1QIZXiflr1-ofTests_000001", "EGnHDxD_qRPdaLdZz8-ofTests_02", "8PT597110X687430L"

    def __init__(self, folder: Path, *, seed: int = 1) -> None:
        self.asked: list[Asked] = []
        self.trouble: Callable[[Asked], Trouble | None] = lambda _: None
        self.sender: PayPalSender | None = None
        self.lock = threading.RLock()
        self.authority = Authority()
        self.certificates = {"CERT-1": self.authority.signer.pem}
        self.tokens = 0
        self.token_is_known = True  # else the next request is refused with 401
        self._answers: dict[str, tuple[str, Object, Answer]] = {}
        self._ended = threading.Event()
        certificate = Certificate(folder, "paypal")
        self._server = fake_api.server(self._get, self._post, certificate)
        self.port = self._server.server_address[1]
        self.url = f"https://localhost:{self.port}"
        self.tls = certificate.path
        self.trusted = folder / "paypal-trusted.pem"
        self.trusted.write_bytes(certificate.path.read_bytes() + self.authority.root_pem)
        self.trusted.chmod(0o644)
        self.account = Account(self.url, self._tell, seed)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def settings(self) -> dict[str, str]:
        """Of an installation that takes it for PayPal."""
        return {"PAYPAL_URL": self.url, "PAYPAL_CA_FILE": str(self.trusted), "PAYPAL_CERTIFICATE_HOSTS": f"api.paypal.com, localhost:{self.port}"}

    def certificate_url(self, name: str = "CERT-1") -> str:
        return f"{self.url}{CERTIFICATES}{name}"

    def connect(self, webhook_url: str) -> None:
        """From now on events are sent there."""
        self.sender = PayPalSender(webhook_url, self.webhook, self.certificate_url(), self.authority.signer)

    def calls(self, method: str, path: str) -> list[Asked]:
        with self.lock:
            return [one for one in self.asked if one.method == method and one.path == path]

    def do(self, step: Callable[[Account], Any]) -> Any:
        """What somebody does there: `fake.do(lambda at: at.approve(order))`."""
        with self.lock:
            return step(self.account)

    def _tell(self, event: Object) -> None:
        if self.sender:
            self.sender.give(copy.deepcopy(event))

    def _get(self, handler: BaseHTTPRequestHandler) -> Answer | None:
        name = handler.path.removeprefix(CERTIFICATES)
        if name == handler.path:
            return self._api(handler, "")
        with self.lock:
            self.asked.append(Asked("GET", handler.path, {}, ""))
            pem = self.certificates.get(name)
        return Answer(200, pem, (("content-type", "application/x-pem-file"),)) if pem else Answer(404, b"")

    def _post(self, handler: BaseHTTPRequestHandler, body: str) -> Answer | None:
        return self._press(handler.path, body) if handler.path.startswith("/checkoutnow") else self._api(handler, body)

    def _press(self, path: str, body: str) -> Answer:
        order, outcome = parse_qs(urlsplit(path).query)["token"][0], parse_qs(body).get("outcome", [""])[0]
        with self.lock:
            at = self.account.orders.get(order)
            if not at or at["status"] == "COMPLETED":
                return Answer(404, b"")
            if outcome == "decline":
                self.account.declined.add(order)
            self.account.approve(order)
            return Answer(303, b"", (("location", at["return_url"]),))

    def _api(self, handler: BaseHTTPRequestHandler, body: str) -> Answer | None:
        path, query = urlsplit(handler.path)[2:4]
        if path == "/v1/oauth2/token":
            return self._token(handler.headers.get("authorization", ""), body)
        given = json.loads(body) if body else {name: values[0] for name, values in parse_qs(query).items()}
        asked = Asked(handler.command, path, given, handler.headers.get("paypal-request-id", ""))
        with self.lock:
            self.asked.append(asked)
            trouble = self.trouble(asked) or Trouble()
            known, self.token_is_known = self.token_is_known, True
        if trouble.wait_s:
            self._ended.wait(trouble.wait_s)
        if trouble.status and not trouble.done:
            return self._refusal(Refused(trouble.status, "INTERNAL_SERVER_ERROR" if trouble.status >= 500 else "UNPROCESSABLE_ENTITY", trouble.issue), trouble.headers)
        if not known or handler.headers.get("authorization") != f"Bearer token-{self.tokens}":
            return Answer(401, b'{"error":"invalid_token","error_description":"Token signature verification failed"}')
        answer = self._list(given) if path == "/v1/notifications/webhooks-events" else self._once(asked)
        return None if trouble.done else answer

    def _token(self, authorization: str, body: str) -> Answer:
        right = "Basic " + base64.b64encode(f"{self.client_id}:{self.secret}".encode()).decode()
        if authorization != right or body != "grant_type=client_credentials":
            return Answer(401, b'{"error":"invalid_client","error_description":"Client Authentication failed"}')
        with self.lock:
            self.tokens += 1
            return Answer(200, json.dumps({"scope": "https://uri.paypal.com/services/payments/payment", "access_token": f"token-{self.tokens}", "token_type": "Bearer", "expires_in": 32_400}).encode())

    def _list(self, given: Object) -> Answer:
        start = int(given.get("page", 0))
        with self.lock:
            found = [one for one in reversed(self.account.events) if given["start_time"] <= one["create_time"] <= given["end_time"]]
        links = [{"href": f"{self.url}/v1/notifications/webhooks-events?start_time={given['start_time']}&end_time={given['end_time']}&page={start + PAGE}", "rel": "next"}]
        return Answer(200, json.dumps({"events": found[start : start + PAGE], "count": PAGE, "links": links if len(found) > start + PAGE else []}, indent=2).encode())

    def _once(self, asked: Asked) -> Answer:
        """With an id that was used before, the answer of then."""
        with self.lock:
            known = self._answers.get(asked.key) if asked.key else None
            if known:
                path, given, answer = known
                if (path, given) != (asked.path, asked.given):
                    return self._refusal(Refused(422, "UNPROCESSABLE_ENTITY", "DUPLICATE_REQUEST_ID"))
                return answer
            try:
                shown = self.account.answer(asked.method, asked.path.strip("/").split("/"), asked.given)
                answer = Answer(201, json.dumps(shown).encode(), (("content-type", "application/json"),))
                self._answers[asked.key] = (asked.path, asked.given, answer)
            except Refused as wrong:
                answer = self._refusal(wrong)
            return answer

    def _refusal(self, wrong: Refused, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
        return Answer(wrong.status, json.dumps(wrong.shown()).encode(), (("content-type", "application/json"), *headers))

    def __enter__(self) -> FakePayPal:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._ended.set()
        if self.sender:
            self.sender.stop()
        self._server.shutdown()
        self._server.server_close()
