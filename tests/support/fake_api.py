"""An HTTP server whose answers are functions: what the fakes of payment providers stand on."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from .certificate import Certificate


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


def server(
    get: Callable[[BaseHTTPRequestHandler], Answer | None],
    post: Callable[[BaseHTTPRequestHandler, str], Answer | None],
    certificate: Certificate | None = None,
) -> ThreadingHTTPServer:
    """On a port of 127.0.0.1, a thread for each connection; over TLS with a certificate. None hangs up instead of an answer."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(get(self))

        def do_POST(self) -> None:
            self._answer(post(self, self.rfile.read(int(self.headers.get("content-length", "0"))).decode()))

        def _answer(self, answer: Answer | None) -> None:
            if answer is None:
                self.close_connection = True
                return
            try:
                self.send_response(answer.status)
                for name, value in answer.headers:
                    self.send_header(name, value)
                self.send_header("content-length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)
            except OSError:
                pass  # the other side has hung up

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            if not isinstance(sys.exception(), OSError):
                traceback.print_exc()

    made = Server(("127.0.0.1", 0), Handler)
    if certificate:
        made.socket = certificate.context().wrap_socket(made.socket, server_side=True, do_handshake_on_connect=False)
    return made
