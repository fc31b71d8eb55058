"""An issuer whose keys the test holds: it signs whatever it is told to, hangs, and goes away. Signatures by the openssl program."""

from __future__ import annotations

import hashlib
import hmac
import json
import subprocess
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from weirkit.ports import pick

from .certificate import Certificate
from .people import encoded


def _openssl(*arguments: str | Path, given: bytes = b"") -> bytes:
    return subprocess.run(["openssl", *map(str, arguments)], input=given, capture_output=True, check=True, timeout=60).stdout


class Key:
    def __init__(self, folder: Path, name: str) -> None:
        self.name, self.path = name, folder / f"{name}-{time.monotonic_ns()}.pem"
        _openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", self.path)
        modulus = _openssl("rsa", "-in", self.path, "-noout", "-modulus").decode().strip().removeprefix("Modulus=")
        self.jwk = {"kty": "RSA", "kid": name, "use": "sig", "alg": "RS256", "n": encoded(bytes.fromhex(modulus)), "e": "AQAB"}

    @property
    def public_pem(self) -> bytes:
        return _openssl("rsa", "-in", self.path, "-pubout")

    def sign(self, text: str) -> bytes:
        return _openssl("dgst", "-sha256", "-sign", self.path, given=text.encode())


def _text(header: dict[str, Any], claims: dict[str, Any]) -> str:
    return encoded(json.dumps(header).encode()) + "." + encoded(json.dumps(claims).encode())


def signed(key: Key, claims: dict[str, Any], **header: Any) -> str:
    text = _text({"alg": "RS256", "kid": key.name, **header}, claims)
    return text + "." + encoded(key.sign(text))


def unsigned(claims: dict[str, Any], algorithm: str = "none", kid: str = "first") -> str:
    return _text({"alg": algorithm, "kid": kid}, claims) + "."


def with_mac(secret: bytes, claims: dict[str, Any], kid: str = "first") -> str:
    text = _text({"alg": "HS256", "kid": kid}, claims)
    return text + "." + encoded(hmac.new(secret, text.encode(), hashlib.sha256).digest())


class ForgingIssuer:
    """`token`: makes the ID token of the good claims; `published`: the keys it shows."""

    def __init__(self, folder: Path, *, certificate: bool = False) -> None:
        self.key = Key(folder, "first")
        self.published = [self.key]
        self.token: Callable[[dict[str, Any]], str] = lambda claims: signed(self.key, claims)
        self.person = {"sub": "7", "email": "nobody@example.com", "email_verified": True}
        self.nonce = ""
        self.clock_off = 0
        self.hangs = threading.Event()  # while set, requests get no answer
        self.asked: list[str] = []
        self.port = pick()
        self.certificate = Certificate(folder, "issuer") if certificate else None
        self.url = f"{'https' if certificate else 'http'}://127.0.0.1:{self.port}"
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer()

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("content-length", "0")))
                self._answer()

            def _answer(self) -> None:
                issuer.asked.append(self.path)
                while issuer.hangs.is_set():
                    time.sleep(0.05)
                body = json.dumps(issuer._document(self.path)).encode()
                try:
                    self.send_response(200)
                    self.send_header("content-type", "application/json")
                    self.send_header("content-length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    pass  # who hung up after its time does not want it

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads = True
        if self.certificate:
            self._server.socket = self.certificate.context().wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def settings(self) -> dict[str, str]:
        return {"AUTH_SERVICE_URL": self.url, "OIDC_CLIENT_ID": "weir", "PUBLIC_URL": "https://weir.example.com"}

    def send_back(self, authorization_url: str) -> str:
        """As if somebody had signed in: the state. The next ID token has this sign-in's nonce."""
        query = parse_qs(urlsplit(authorization_url).query)
        self.nonce = query["nonce"][0]
        return query["state"][0]

    def claims(self) -> dict[str, Any]:
        now = int(time.time()) + self.clock_off
        return {"iss": self.url, "aud": "weir", "nonce": self.nonce, "iat": now, "exp": now + 300, **self.person}

    def stop(self) -> None:
        self.hangs.clear()
        self._server.shutdown()
        self._server.server_close()

    def _document(self, path: str) -> Any:
        if path == "/.well-known/openid-configuration":
            return {"issuer": self.url, "authorization_endpoint": self.url + "/authorize", "token_endpoint": self.url + "/token", "jwks_uri": self.url + "/keys"}
        if path == "/keys":
            return {"keys": [key.jwk for key in self.published]}
        return {"access_token": "x", "token_type": "Bearer", "id_token": self.token(self.claims())}
