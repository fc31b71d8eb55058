"""A customer's system that is told of events by webhook: it keeps what it gets, and answers as a test wants it to."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

from standardwebhooks import Webhook

from .certificate import Certificate


@dataclass(frozen=True)
class Delivery:
    path: str
    headers: dict[str, str]  # names in lower case
    body: bytes
    at: float  # of time.monotonic()

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    def verified(self, secret: str) -> Any:
        """What the official library makes of it; it raises when no signature fits."""
        return Webhook(secret).verify(self.body, self.headers)


@dataclass(frozen=True)
class Reply:
    status: int = 204
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    wait_s: float = 0


class WebhookReceiver:
    """`with WebhookReceiver() as receiver:`; receiver.reply(path) decides each answer, 204 unless a test sets another."""

    def __init__(self, certificate: Certificate | None = None, address: str = "127.0.0.1") -> None:
        self.deliveries: list[Delivery] = []
        self.reply: Callable[[Delivery], Reply] = lambda _: Reply()
        self.lock = threading.Lock()
        self.ended = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", "0")))
                delivery = Delivery(self.path, {name.lower(): value for name, value in self.headers.items()}, body, time.monotonic())
                with outer.lock:
                    outer.deliveries.append(delivery)
                reply = outer.reply(delivery)
                if reply.wait_s:
                    outer.ended.wait(reply.wait_s)
                try:
                    self.send_response(reply.status)
                    for name, value in reply.headers:
                        self.send_header(name, value)
                    if reply.status != 204:
                        self.send_header("content-length", str(len(reply.body)))
                    self.end_headers()
                    self.wfile.write(reply.body)
                except OSError:
                    pass  # the sender has hung up

            def do_GET(self) -> None:
                with outer.lock:
                    outer.deliveries.append(Delivery(self.path, {}, b"", time.monotonic()))
                self.send_response(200)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: Any) -> None:
                pass

        self._server = Server((address, 0), Handler)
        if certificate:
            self._server.socket = certificate.context().wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self.url = f"{'https' if certificate else 'http'}://{address}:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @staticmethod
    def settings() -> dict[str, str]:
        """What an installation needs to send to receivers on this machine."""
        return {"WEBHOOK_ALLOWED_NETWORKS": "127.0.0.0/8", "WEBHOOK_PORTS": "any"}

    def got(self, path: str) -> list[Delivery]:
        with self.lock:
            return [one for one in self.deliveries if one.path == path]

    def wait(self, path: str, count: int = 1, seconds: float = 30) -> list[Delivery]:
        """Those for the path, once there are so many."""
        deadline = time.monotonic() + seconds
        while len(found := self.got(path)) < count:
            assert time.monotonic() < deadline, f"{path} got {len(found)} of {count} deliveries within {seconds} s"
            time.sleep(0.02)
        return found

    def __enter__(self) -> WebhookReceiver:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()
