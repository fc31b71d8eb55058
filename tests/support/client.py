"""A small HTTP client that hides nothing: status, headers, bytes. Connection errors are an outcome of their own."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

BATCH = "application/cloudevents-batch+json"
EVENT = "application/cloudevents+json"


@dataclass(frozen=True)
class Answer:
    """headers: names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes
    cookies: tuple[str, ...] = ()  # the lines of Set-Cookie, of which headers has one

    def json(self) -> Any:
        """Numbers with a point come as Decimal: nothing here may round."""
        return json.loads(self.body, parse_float=Decimal)


def first_event(answer: http.client.HTTPResponse) -> bytes:
    """The next event of a stream that would go on; what came before the end of a stream that ended."""
    event = b""
    while not event.endswith(b"\n\n"):
        line = answer.readline()
        if not line:
            break
        event += line
    return event


class NoAnswer(Exception):
    """The connection broke: the server may or may not have done it."""


class Client:
    def __init__(self, url: str, key: str = "", seconds: float = 15.0) -> None:
        self.url, self.key, self.seconds = url, key, seconds

    def request(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Answer:
        """body: bytes as they are, anything else as JSON. One connection for each request."""
        sent = {name.lower(): value for name, value in (headers or {}).items()}
        if self.key:
            sent.setdefault("authorization", f"Bearer {self.key}")
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            sent.setdefault("content-type", "application/json")
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=self.seconds)
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            given = {name.lower(): value for name, value in answer.getheaders()}
            cookies = tuple(value for name, value in answer.getheaders() if name.lower() == "set-cookie")
            read = first_event(answer) if given.get("content-type") == "text/event-stream" else answer.read()
            return Answer(answer.status, given, read, cookies)
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer(f"{method} {path}: {error!r}") from error
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        return self.request("GET", path, headers=headers)

    def send(self, events: list[dict[str, Any]], path: str = "/api/v1/events") -> Answer:
        """A batch of CloudEvents."""
        return self.request("POST", path, json.dumps(events).encode(), {"content-type": BATCH})
