"""A bucket: the five calls of S3 that an archive needs, path style, in memory. It verifies every signature by its own reckoning of Signature Version 4."""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.sax.saxutils import escape

KEY_ID = "AKIDOFTHETEST"
SECRET = "secret/of+the=test"
REGION = "eu-test-1"
BUCKET = "weir-archive"
PAGE = 3  # few, so that lists have several pages


class S3Server:
    """`with S3Server() as s3:`; s3.objects is what it holds, s3.refusals what it refused and why, s3.fail_next refuses so many requests."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.refusals: list[str] = []
        self.fail_next = 0
        self.lock = threading.Lock()
        outer = self

        class Handler(_Handler):
            server_of = outer

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.endpoint = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def settings(self, prefix: str = "some/where") -> dict[str, str]:
        url = f"s3://{BUCKET}/{prefix}?endpoint={quote(self.endpoint, safe='')}&region={REGION}"
        return {"ARCHIVE_URL": url, "S3_ACCESS_KEY_ID": KEY_ID, "S3_SECRET_ACCESS_KEY": SECRET}

    def __enter__(self) -> S3Server:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()


def signature(method: str, path: str, query: str, headers: dict[str, str], signed: str, payload: str, date: str) -> str:
    """path as it was sent, query as it was sent; headers with names in lower case."""
    pairs = sorted((quote(name, safe="-_.~"), quote(value, safe="-_.~")) for name, value in parse_qsl(query, keep_blank_values=True))
    lines = "".join(f"{name}:{' '.join(headers[name].split())}\n" for name in signed.split(";"))
    canonical = "\n".join((method, path, "&".join(f"{n}={v}" for n, v in pairs), lines, signed, payload))
    scope = f"{date[:8]}/{REGION}/s3/aws4_request"
    text = "\n".join(("AWS4-HMAC-SHA256", date, scope, hashlib.sha256(canonical.encode()).hexdigest()))
    key = f"AWS4{SECRET}".encode()
    for part in (date[:8], REGION, "s3", "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.new(key, text.encode(), "sha256").hexdigest()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_of: S3Server

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        self._handle(self._get)

    def do_PUT(self) -> None:
        self._handle(self._put)

    def do_DELETE(self) -> None:
        self._handle(self._delete)

    def _handle(self, answer: Callable[[str, dict[str, str], bytes], None]) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        split = urlsplit(self.path)
        if wrong := self._refusal(split.path, split.query, body):
            self.server_of.refusals.append(f"{self.command} {self.path}: {wrong}")
            return self._error(403, wrong)
        with self.server_of.lock:
            if self.server_of.fail_next > 0:
                self.server_of.fail_next -= 1
                return self._error(503, "SlowDown")
            if split.path.split("/")[1] != BUCKET:
                return self._error(404, "NoSuchBucket")
            answer(unquote(split.path.removeprefix(f"/{BUCKET}").removeprefix("/")), dict(parse_qsl(split.query)), body)

    def _refusal(self, path: str, query: str, body: bytes) -> str:
        headers = {name.lower(): value for name, value in self.headers.items()}
        given = headers.get("authorization", "")
        date = headers.get("x-amz-date", "")
        parts = dict(part.strip().split("=", 1) for part in given.removeprefix("AWS4-HMAC-SHA256 ").split(",") if "=" in part)
        if parts.get("Credential") != f"{KEY_ID}/{date[:8]}/{REGION}/s3/aws4_request":
            return "InvalidAccessKeyId"
        if abs(datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) - datetime.now(UTC)) > timedelta(minutes=15):
            return "RequestTimeTooSkewed"
        payload = headers.get("x-amz-content-sha256", "")
        if payload != hashlib.sha256(body).hexdigest():
            return "XAmzContentSHA256Mismatch"
        signed = parts.get("SignedHeaders", "")
        if not {"host", "x-amz-date", "x-amz-content-sha256"} <= set(signed.split(";")):
            return "AccessDenied"
        wanted = signature(self.command, path, query, headers, signed, payload, date)
        return "" if hmac.compare_digest(wanted, parts.get("Signature", "")) else "SignatureDoesNotMatch"

    def _get(self, key: str, query: dict[str, str], body: bytes) -> None:
        if not key:
            return self._list(query)
        found = self.server_of.objects.get(key)
        if found is None:
            return self._error(404, "NoSuchKey")
        self._answer(200, found)

    def _put(self, key: str, query: dict[str, str], body: bytes) -> None:
        self.server_of.objects[key] = body
        self._answer(200, b"")

    def _delete(self, key: str, query: dict[str, str], body: bytes) -> None:
        self.server_of.objects.pop(key, None)
        self._answer(204, b"")

    def _list(self, query: dict[str, str]) -> None:
        assert query["list-type"] == "2"
        keys = sorted(key for key in self.server_of.objects if key.startswith(query.get("prefix", "")) and key > query.get("continuation-token", ""))
        page = keys[:PAGE]
        more = f"<IsTruncated>true</IsTruncated><NextContinuationToken>{escape(page[-1])}</NextContinuationToken>" if len(keys) > PAGE else "<IsTruncated>false</IsTruncated>"
        rows = "".join(
            f"<Contents><Key>{escape(key)}</Key><LastModified>2026-11-27T00:00:00.000Z</LastModified><Size>{len(self.server_of.objects[key])}</Size></Contents>" for key in page
        )
        self._answer(200, f'<?xml version="1.0"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{more}{rows}</ListBucketResult>'.encode())

    def _error(self, status: int, code: str) -> None:
        self._answer(status, f"<Error><Code>{code}</Code></Error>".encode())

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
