"""How Stripe sends its events: signed by Stripe's own code, and as a test wants it: at once, twice, late, shuffled or never."""

from __future__ import annotations

import json
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import requests
from stripe import WebhookSignature

from .stripe_objects import Object


def text_of(event: Object) -> str:
    """As Stripe writes it: readable, so that nobody relies on how it is spaced."""
    return json.dumps(event, indent=2, ensure_ascii=False)


def signature(body: str, secret: str, at: float | None = None) -> str:
    """The Stripe-Signature header. The secret is used as it is written, its whsec_ included."""
    return str(WebhookSignature.generate_signature_header(body, secret, int(time.time() if at is None else at)))


def post(url: str, body: str | bytes, header: str, seconds: float = 30) -> requests.Response:
    return requests.post(
        url,
        data=body.encode() if isinstance(body, str) else body,
        headers={"Content-Type": "application/json; charset=utf-8", "Stripe-Signature": header, "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)"},
        timeout=seconds,
    )


@dataclass(frozen=True)
class Sent:
    event: str
    status: int  # 0: nobody answered


class Sender:
    """Sends what it is given to `url`, one after the other, on a thread of its own, as `plan` says: after which delays, in
    seconds. None: never; two: twice. What is not answered by 2xx is sent again, `again` times, each with a new signature."""

    def __init__(self, url: str, secret: str, seed: int = 1, again: int = 3) -> None:
        self.url, self.secret = url, secret
        self.plan: Callable[[Object], Sequence[float]] = lambda _: (0.0,)
        self.sent: list[Sent] = []
        self._again = again
        self._random = Random(seed)
        self._held: list[Object] | None = None
        self._due: queue.PriorityQueue[tuple[float, int, str, str, int]] = queue.PriorityQueue()
        self._count = 0
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._busy = 0
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def give(self, event: Object) -> None:
        with self._lock:
            if self._held is not None:
                self._held.append(event)
                return
        for delay in self.plan(event):
            self._push(time.monotonic() + delay, event["id"], text_of(event), 0)

    def hold(self) -> None:
        """Nothing more leaves until release()."""
        with self._lock:
            self._held = self._held or []

    def release(self, order: str = "shuffled") -> None:
        """What was held, shuffled by the seed, or "reversed", or "kept"."""
        with self._lock:
            held, self._held = self._held or [], None
        if order == "shuffled":
            self._random.shuffle(held)
        elif order == "reversed":
            held.reverse()
        for one in held:
            self.give(one)

    def wait_idle(self, seconds: float = 30) -> None:
        """Until everything that is to be sent was sent, the late ones included."""
        deadline = time.monotonic() + seconds
        while True:
            with self._lock:
                if self._due.empty() and not self._busy:
                    return
            assert time.monotonic() < deadline, f"events are still to be sent after {seconds} s"
            time.sleep(0.02)

    def stop(self) -> None:
        self._ended.set()
        self._thread.join(30)

    def _push(self, at: float, event: str, body: str, tried: int) -> None:
        with self._lock:
            self._count += 1
            self._due.put((at, self._count, event, body, tried))

    def _take(self) -> Any:
        with self._lock:
            if self._due.empty() or self._due.queue[0][0] > time.monotonic():
                return None
            self._busy += 1
            return self._due.get()

    def _run(self) -> None:
        while not self._ended.is_set():
            one = self._take()
            if one is None:
                self._ended.wait(0.01)
                continue
            _, _, event, body, tried = one
            try:
                status = post(self.url, body, signature(body, self.secret)).status_code
            except requests.RequestException:
                status = 0
            self.sent.append(Sent(event, status))
            if not 200 <= status < 300 and tried < self._again:
                self._push(time.monotonic() + 0.2 * 2**tried, event, body, tried + 1)
            with self._lock:
                self._busy -= 1
