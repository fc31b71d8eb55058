"""Sends events and remembers what it was told. Events are made from the seed; a content is known by its number `n`."""

from __future__ import annotations

import http.client
import json
import random
import subprocess
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Protocol

from .world import Tenant

ACKNOWLEDGED, REFUSED, UNKNOWN = "acknowledged", "refused", "unknown"
Key = tuple[str, str, str, str]  # tenant, source, id, n


@dataclass(frozen=True)
class Event:
    tenant: Tenant
    source: str
    id: str
    n: str
    text: str  # JSON, but for the time, which stands as TIME

    @property
    def key(self) -> Key:
        return (self.tenant.id, self.source, self.id, self.n)


class Ledger:
    """Every send and its outcome, in memory and as lines of a file. Any thread."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._file = path.open("a", buffering=1)
        self._sure: dict[Key, int] = defaultdict(int)
        self._maybe: dict[Key, int] = defaultdict(int)
        self.counts: dict[str, int] = defaultdict(int)
        self.last_acknowledged = 0.0
        self.acknowledged = threading.Condition()

    def write(self, outcome: str, events: list[Event]) -> None:
        with self._lock:
            for event in events:
                self._file.write(json.dumps([outcome, *event.key]) + "\n")
                self._sure[event.key] += outcome == ACKNOWLEDGED
                self._maybe[event.key] += outcome == UNKNOWN
            self.counts[outcome] += len(events)
        if outcome == ACKNOWLEDGED:
            with self.acknowledged:
                self.last_acknowledged = time.monotonic()
                self.acknowledged.notify_all()

    def await_acknowledgement(self, seconds: float) -> bool:
        """Until the next one."""
        with self.acknowledged:
            return self.acknowledged.wait(seconds)

    def bounds(self) -> dict[Key, tuple[int, int]]:
        with self._lock:
            return {key: (self._sure[key], self._maybe[key]) for key in self._sure.keys() | self._maybe.keys()}


class Sender(Protocol):
    def __call__(self, events: list[Event], times: list[str]) -> str:
        """One request for one tenant; its outcome."""


class HttpSender:
    """POST /api/v1/events to one of the processes that are there at the moment."""

    def __init__(self, urls: Callable[[], list[str]], key: str, rng: random.Random) -> None:
        self._urls, self._key, self._rng = urls, key, rng
        self._connections: dict[str, http.client.HTTPConnection] = {}
        self.last: tuple[int, str | None] = (0, None)  # status and Retry-After of the last answer

    def __call__(self, events: list[Event], times: list[str]) -> str:
        body = "[" + ",".join(e.text.replace('"TIME"', f'"{t}"') for e, t in zip(events, times, strict=True)) + "]"
        url = self._rng.choice(self._urls())
        connection = self._connections.get(url) or http.client.HTTPConnection(url.removeprefix("http://"), timeout=15)
        self._connections[url] = connection
        headers = {"authorization": f"Bearer {self._key}", "content-type": "application/cloudevents-batch+json"}
        try:
            connection.request("POST", "/api/v1/events", body.encode(), headers)
            answer = connection.getresponse()
            answer.read()
            self.last = (answer.status, answer.getheader("retry-after"))
        except (OSError, http.client.HTTPException) as error:
            self._connections.pop(url).close()
            # Nobody listened: nothing can have been written.
            return REFUSED if isinstance(error, ConnectionRefusedError) else UNKNOWN
        if 200 <= answer.status < 300:
            return ACKNOWLEDGED
        return REFUSED if 400 <= answer.status < 500 else UNKNOWN


class LogSender:
    """Writes records of weir.usage with kcat, in the form of contract/usage_record.hpp: for a Weir without an API."""

    def __init__(self, brokers: str, topic: str, partitions: int) -> None:
        self._brokers, self._topic, self._partitions = brokers, topic, partitions

    def __call__(self, events: list[Event], times: list[str]) -> str:
        texts = [e.text.replace('"TIME"', f'"{t}"') for e, t in zip(events, times, strict=True)]
        # A request may become several records.
        middle = len(texts) // 2
        values = ["[" + ",".join(part) + "]" for part in (texts[:middle], texts[middle:]) if part]
        tenant = events[0].tenant
        done = self.raw(tenant.bucket % self._partitions, "\n".join(values).encode() + b"\n", tenant.id)
        return ACKNOWLEDGED if done else UNKNOWN

    def raw(self, partition: int, lines: bytes, tenant: str, frame: str = "1") -> bool:
        command = ["kcat", "-P", "-b", self._brokers, "-t", self._topic, "-p", str(partition), "-X", "acks=all", "-X", "message.timeout.ms=4000"]
        command += ["-X", "enable.idempotence=true", "-H", f"weir-frame={frame}", "-H", f"weir-tenant={tenant}", "-H", "weir-request=req_loop"]
        try:
            done = subprocess.run(command, input=lines, capture_output=True, timeout=12, check=False)
            # kcat's status is 0 also when a record did not arrive; it says so only here.
            return done.returncode == 0 and b"Delivery failed" not in done.stderr
        except subprocess.TimeoutExpired:
            return False


@dataclass
class Maker:
    """Events of one thread of the load."""

    rng: random.Random
    tenants: tuple[Tenant, ...]
    name: str
    made: int = 0
    past: list[Event] = field(default_factory=list)
    tally: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def batch(self) -> tuple[list[Event], list[str]]:
        tenant = self.rng.choice(self.tenants)
        wanted = self.rng.choice((1, 1, 2, 5, 10, 20))
        events = [self._event(tenant) for _ in range(wanted)]
        self.past.extend(events)
        if len(self.past) > 4000:
            del self.past[: self.rng.randint(0, 2000)]
        return events, [self._time() for _ in events]

    def _time(self) -> str:
        at = time.time()
        dice = self.rng.random()
        if dice < 0.03:
            at -= self.rng.uniform(35.1, 60) * 86_400
            self.tally["too old"] += 1
        elif dice < 0.04:
            at += self.rng.uniform(400, 4000)
            self.tally["in the future"] += 1
        elif dice < 0.20:
            at -= self.rng.uniform(0, 34) * 86_400
            self.tally["late"] += 1
        else:
            at -= self.rng.uniform(0, 3)
        stamp = datetime.fromtimestamp(at, timezone.utc)
        return stamp.strftime("%Y-%m-%dT%H:%M:%S.%f")[: self.rng.choice((19, 23, 26))] + "Z"

    def _event(self, tenant: Tenant) -> Event:
        dice = self.rng.random()
        mine = [e for e in self.past[-200:] if e.tenant is tenant] if dice < 0.25 else []
        if mine and dice < 0.21:
            self.tally["resent"] += 1
            return self.rng.choice(mine)
        self.made += 1
        n = f"{self.name}-{self.made}"
        source, identity = f"loop/{self.name}", f"event-{self.name}-{self.made}"
        if mine:
            before = self.rng.choice(mine)
            source, identity = before.source, before.id
            self.tally["same id with other content"] += 1
        kind = self.rng.random()
        subject = self.rng.choice(tenant.subjects)
        if kind < 0.08:
            body, event_type = f'"amount":{self._decimal()}', "job"
        elif kind < 0.11:
            body, event_type = '"v":1', "nobody.wants.this"
            self.tally["unmatched"] += 1
        else:
            body, event_type = self._call(), "call"
        text = (
            f'{{"specversion":"1.0","id":"{identity}","source":"{source}","type":"{event_type}","subject":"{subject}","time":"TIME",'
            f'"data":{{"n":"{n}",{body}}}}}'
        )
        return Event(tenant, source, identity, n, text)

    def _call(self) -> str:
        region = self.rng.choice(("eu", "us", "ap"))
        members = [f'"user":"u{self.rng.randint(1, 40)}"', f'"kind":{self.rng.choice(("1", "2", "true", "null"))}']
        if self.rng.random() < 0.9:
            members.append(f'"region":"{region}"')
        dice = self.rng.random()
        if dice < 0.04:
            bad = self.rng.choice(('"abc"', "true", "12345678901234567890", "0.1234567891", '{"x":1}', "null"))
            members.append(f'"v":{bad}')
            self.tally["invalid for a meter"] += 1
        elif dice > 0.05:
            number = self._decimal()
            members.append(f'"v":"{number}"' if self.rng.random() < 0.3 else f'"v":{number}')
        return ",".join(members)

    def _decimal(self) -> str:
        whole = self.rng.choice((0, 1, 7, self.rng.randint(0, 10**6), self.rng.randint(0, 10**17)))
        places = self.rng.choice((0, 0, 2, 9))
        sign = "-" if self.rng.random() < 0.05 and whole else ""
        return f"{sign}{whole}" + (f".{self.rng.randint(0, 10**places - 1):0{places}}" if places else "")


class Load:
    """Threads that send until stop(). One more writes what no API would let through straight into the topic."""

    def __init__(self, seed: int, tenants: tuple[Tenant, ...], partitions: int, ledger: Ledger, senders: list[Sender], poison: LogSender) -> None:
        self._stopping = threading.Event()
        self._ledger, self._poison, self._partitions = ledger, poison, partitions
        self._makers = [Maker(random.Random(f"{seed}/{i}"), tenants, str(i)) for i in range(len(senders))]
        self._rng = random.Random(f"{seed}/poison")
        self._tenants = tenants
        self.poisoned = 0
        self._threads = [threading.Thread(target=self._send, args=pair, daemon=True) for pair in zip(self._makers, senders, strict=True)]
        self._threads.append(threading.Thread(target=self._poison_log, daemon=True))
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join(40)
            assert not thread.is_alive(), "a thread of the load hangs"

    def tally(self) -> dict[str, int]:
        out: dict[str, int] = defaultdict(int, {"poison": self.poisoned})
        for maker in self._makers:
            for what, times in maker.tally.items():
                out[what] += times
        return dict(out)

    def _send(self, maker: Maker, sender: Sender) -> None:
        while not self._stopping.is_set():
            events, times = maker.batch()
            outcome = sender(events, times)
            self._ledger.write(outcome, events)
            time.sleep(maker.rng.uniform(0, 0.02) if outcome == ACKNOWLEDGED else 0.1)

    def _poison_log(self) -> None:
        while not self._stopping.wait(self._rng.uniform(0.2, 0.8)):
            tenant = self._rng.choice(self._tenants)
            home = tenant.bucket % self._partitions
            kind = self._rng.randrange(5)
            if kind == 0:
                done = self._poison.raw(home, self._rng.choice((b"no json\n", b'[{"id":"x"\n', b"\xff\xfe\xff\n", b"{}\n")), tenant.id)
            elif kind == 1:
                done = self._poison.raw(home, b"[]\n", tenant.id, frame="99")
            elif kind == 2:
                done = self._poison.raw(home, b"[]\n", "ten_00000000000000000000000000")
            elif kind == 3:
                done = self._poison.raw((home + 1) % self._partitions, b"[]\n", tenant.id)
            else:
                done = self._poison.raw(home, b'[{"specversion":"1.0","id":"twice","id":"twice"}]\n', tenant.id)
            self.poisoned += done
