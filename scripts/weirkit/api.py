"""The API of a copy that runs, asked as any client asks."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from typing import Any

from .failure import Failure

_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
_SECONDS = 30.0
_BATCH = "application/cloudevents-batch+json"


class Api:
    """Answers as objects; what was refused or broke is a Failure."""

    def __init__(self, url: str, key: str) -> None:
        self._url, self._key = url, key

    def get(self, path: str) -> dict[str, Any]:
        return self._ask("GET", path)

    def put(self, path: str, body: Any) -> dict[str, Any]:
        return self._ask("PUT", path, body)

    def post(self, path: str, body: Any, *, key: str = "", known: str = "") -> dict[str, Any]:
        """key: the Idempotency-Key. known: the code of the refusal that says that it was done before, which is as good."""
        headers = {"Prefer": "wait=20"} | ({"Idempotency-Key": key} if key else {})
        return self._ask("POST", path, body, headers, known)

    def send(self, events: list[dict[str, Any]]) -> None:
        """At most a thousand: durable when this returns."""
        self._ask("POST", "/api/v1/events", events, {"Content-Type": _BATCH})

    def _ask(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, known: str = "") -> dict[str, Any]:
        sent = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"} | (headers or {})
        data = None if body is None else json.dumps(body, separators=(",", ":")).encode()
        try:
            with _opener.open(urllib.request.Request(self._url + path, data, sent, method=method), timeout=_SECONDS) as answer:
                content = json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as error:
            problem = error.read().decode("utf-8", "replace")
            if known and f'"{known}"' in problem:
                return {}
            raise Failure(f"{method} {path}: {error.code} {problem[:500]}") from None
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise Failure(f"{method} {path}: {error}") from None
        return content if isinstance(content, dict) else {}
