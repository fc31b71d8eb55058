"""The official OpenMeter SDKs, unmodified: npm @openmeter/sdk and PyPI openmeter, both of its clients. Only the base URL is Weir's."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openmeter import Client as SyncClient
from openmeter.aio import Client as AsyncClient
from openmeter.models import Event, MeterCreate, MeterQueryRequest, MeterUpdate, SubjectUpsert

from tests.support import node
from tests.support.client import Client
from tests.support.stack import Stack
from tests.support.usage import wait_counted

MIDNIGHT = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=3)
ULID = 26


@pytest.fixture(scope="module")
def platform(module_stack: Stack) -> Iterator[Client]:
    yield module_stack.client(module_stack.serve())


def sent(name: str) -> list[dict[str, Any]]:
    """60 events over two days, two subjects and three models; every value a decimal that no binary number holds."""
    out = []
    for number in range(60):
        subject = f"{name}-{'ab'[number % 2]}"
        out.append(
            {
                "id": f"{name}-{number}",
                "source": "sdk-test",
                "specversion": "1.0",
                "type": f"{name}.prompt",
                "subject": subject,
                "time": (MIDNIGHT + timedelta(minutes=number * 37)).isoformat().replace("+00:00", "Z"),
                "data": {"tokens": "0.1" if number % 3 else "1000000000000.000000001", "model": ["small", "large", 5][number % 3]},
            }
        )
    return out


def total(events: list[dict[str, Any]], keep: Callable[[dict[str, Any]], bool] = lambda event: True) -> str:
    """The exact sum as the API writes it."""
    value = sum((Decimal(event["data"]["tokens"]) for event in events if keep(event)), Decimal(0))
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def meter_of(name: str) -> dict[str, Any]:
    return {"slug": f"{name}_tokens", "eventType": f"{name}.prompt", "aggregation": "SUM", "valueProperty": "$.tokens", "groupBy": {"model": "$.model"}}


def instant(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def test_the_npm_sdk(platform: Client, tmp_path: Path) -> None:
    base, events = f"{platform.url}/openmeter", sent("js")

    def do(step: str, **given: Any) -> Any:
        return node.run("openmeter.mjs", base, platform.key, step, folder=tmp_path, standard_input=given)

    meter = meter_of("js")
    made = do("configure", meter=meter, subjects={"key": "js-a", "displayName": "The first"})
    assert len(made["meter"]["id"]) == ULID and made["isDate"]
    assert {name: made["meter"][name] for name in meter} == meter and made["meter"]["name"] == "js_tokens"
    assert made["bySlug"] == made["byId"] == made["meter"] and "js_tokens" in made["listed"]
    assert made["updated"]["name"] == "Renamed" and made["updated"]["groupBy"] == meter["groupBy"]
    assert [(one["key"], one["displayName"]) for one in made["subjects"]] == [("js-a", "The first")]
    assert made["subject"] == made["subjects"][0] and "js-a" in made["subjectKeys"]

    # One, many, and some of them again.
    assert do("ingest", requests=[events[0], events[1:50], events[40:]]) == [None, None, None]
    wait_counted(platform)

    day = {"from": instant(MIDNIGHT), "to": instant(MIDNIGHT + timedelta(days=2)), "windowSize": "DAY"}
    got = do(
        "read",
        meter="js_tokens",
        group="model",
        subject="js-a",
        queries={
            "all": {},
            "days": day | {"windowTimeZone": "UTC", "groupBy": ["model"]},
            "filtered": {"filterGroupBy": {"model": "5"}, "subject": ["js-a", "js-b"]},
        },
        bodies={"days": day | {"groupBy": ["model"]}, "filtered": {"filterGroupBy": {"model": ["5"]}, "subject": ["js-a", "js-b"]}},
    )
    (row,) = got["all"]["data"]
    assert row["valueExact"] == total(events) and row["value"] == float(total(events))
    assert row["subject"] is None and row["groupBy"] == {} and row["windowStart"] == instant(MIDNIGHT)
    days = {(row["windowStart"], row["groupBy"]["model"]): row["valueExact"] for row in got["days"]["data"]}
    expected = {}
    for start in (MIDNIGHT, MIDNIGHT + timedelta(days=1)):
        for model in ("small", "large", 5):
            end = start + timedelta(days=1)
            key = (instant(start), str(model))
            expected[key] = total(events, lambda event: start <= datetime.fromisoformat(event["time"]) < end and event["data"]["model"] == model)  # noqa: B023
    assert days == expected
    assert {row["subject"]: row["valueExact"] for row in got["filtered"]["data"]} == {
        subject: total(events, lambda event: event["subject"] == subject and event["data"]["model"] == 5)  # noqa: B023
        for subject in ("js-a", "js-b")
    }
    for name in ("days", "filtered"):
        assert got[f"{name} in a body"]["data"] == got[name]["data"]
    assert got["values"] == ["5", "large", "small"]
    listed = [one["event"]["id"] for one in got["events"]]
    assert set(listed) == {event["id"] for event in events if event["subject"] == "js-a"}
    assert all(one["ingestedAt"] and "validationError" not in one for one in got["events"])

    failed = do("fail", meter=meter)
    for name, status, word in (
        ("event", 400, "empty"),
        ("meter", 400, "pattern"),
        ("taken", 409, "slug"),
        ("unknown", 404, "no such meter"),
        ("minute", 400, "by the hour"),
        ("key", 401, "credentials"),
        ("noKey", 401, "credentials"),
    ):
        assert failed[name]["name"] == "HTTPError" and failed[name]["status"] == status, (name, failed[name])
        assert word in failed[name]["message"] and failed[name]["title"], (name, failed[name])

    removed = do("remove", meter=made["meter"]["id"], subject="js-a")
    assert removed["meter"] is None and removed["subject"] is None
    assert removed["gone"]["status"] == removed["subjectGone"]["status"] == 404


async def done(call: Any) -> Any:
    """What either client answers: the asynchronous one gives something to wait for."""
    return await call if inspect.isawaitable(call) else call


async def refused(call: Callable[[], Any]) -> Any:
    """The exception of a refused call."""
    try:
        answer = await done(call())
    except Exception as problem:  # the SDK's own classes differ by status
        return problem
    raise AssertionError(f"not refused: {answer}")


async def exercise(client: Any, platform: Client, name: str) -> None:
    events, meter = sent(name), meter_of(name)
    models = [Event(event) for event in events]
    made = await done(
        client.meters.create(
            MeterCreate(slug=meter["slug"], event_type=meter["eventType"], aggregation="SUM", value_property="$.tokens", group_by={"model": "$.model"})
        )
    )
    assert len(made.id) == ULID and made.slug == meter["slug"] and made.created_at.tzinfo is not None
    assert (await done(client.meters.get(made.id))).slug == made.slug
    assert made.slug in [one.slug for one in await done(client.meters.list(page_size=1000))]
    assert (await done(client.meters.update(made.slug, MeterUpdate(name="Renamed", group_by={"model": "$.model"})))).name == "Renamed"
    upserted = await done(client.subjects.upsert([SubjectUpsert(key=f"{name}-a", display_name="The first"), SubjectUpsert(key=f"{name}-b")]))
    assert [(one.key, one.display_name) for one in upserted] == [(f"{name}-a", "The first"), (f"{name}-b", f"{name}-b")]
    assert (await done(client.subjects.get(upserted[0].id))).key == f"{name}-a"
    assert {f"{name}-a", f"{name}-b"} <= {one.key for one in await done(client.subjects.list())}

    assert await done(client.events.ingest_event(models[0])) is None
    assert await done(client.events.ingest_events(models[1:50])) is None
    assert await done(client.events.ingest_events_json(models[40:])) is None
    wait_counted(platform)

    result = await done(client.meters.query_json(made.slug))
    assert [row["valueExact"] for row in result.data] == [total(events)]
    assert result.data[0].value == float(total(events)) and result.data[0].subject is None
    end = MIDNIGHT + timedelta(days=2)
    hours = await done(client.meters.query_json(made.slug, from_parameter=MIDNIGHT, to=end, window_size="HOUR", group_by=["subject", "model"]))
    got = {(row.window_start, row.subject, row.group_by["model"]): Decimal(row["valueExact"]) for row in hours.data}
    expected: dict[tuple[datetime, str, str], Decimal] = {}
    for event in events:
        hour = datetime.fromisoformat(event["time"]).replace(minute=0)
        key = (hour, event["subject"], str(event["data"]["model"]))
        expected[key] = expected.get(key, Decimal(0)) + Decimal(event["data"]["tokens"])
    assert got == expected
    filtered = await done(client.meters.query(made.slug, MeterQueryRequest(filter_group_by={"model": ["small", "5"]}, subject=[f"{name}-b"])))
    keep = total(events, lambda event: event["subject"] == f"{name}-b" and event["data"]["model"] in ("small", 5))
    assert [(row.subject, row["valueExact"]) for row in filtered.data] == [(f"{name}-b", keep)]
    table = await done(client.meters.query_csv(made.slug, window_size="MONTH"))
    assert table.splitlines()[0] == "window_start,window_end,subject,value"
    assert sum(Decimal(line.rsplit(",", 1)[1]) for line in table.splitlines()[1:]) == Decimal(total(events))
    assert await done(client.meters.list_subjects(made.slug)) == [f"{name}-a", f"{name}-b"]
    assert await done(client.meters.list_group_by_values(made.slug, "model")) == ["5", "large", "small"]
    listed = await done(client.events.list(subject=f"{name}-a", limit=100))
    assert {one.event.id for one in listed} == {event["id"] for event in events if event["subject"] == f"{name}-a"}
    assert all(one.event.data["tokens"] in ("0.1", "1000000000000.000000001") for one in listed)

    for status, call in (
        (400, lambda: client.events.ingest_event(Event(id="", source="s", specversion="1.0", type="t", subject="x"))),
        (400, lambda: client.meters.create(MeterCreate(slug="Bad Slug", event_type="t", aggregation="COUNT"))),
        (400, lambda: client.meters.query_json(made.slug, window_size="MINUTE")),
        (400, lambda: client.meters.query_json(made.slug, filter_group_by={"model": "small"})),  # sent as a Python repr: the SDK's flaw
        (404, lambda: client.meters.get("no_such_meter")),
        (404, lambda: client.subjects.get("no-such-subject")),
        (409, lambda: client.meters.create(MeterCreate(slug=made.slug, event_type="t", aggregation="COUNT"))),
    ):
        problem = await refused(call)
        assert problem.status_code == status, (status, problem)
    assert await done(client.meters.delete(made.slug)) is None
    assert (await refused(lambda: client.meters.get(made.id))).status_code == 404
    assert await done(client.subjects.delete(f"{name}-b")) is None
    assert (await refused(lambda: client.subjects.get(f"{name}-b"))).status_code == 404


def test_the_python_sdk(platform: Client) -> None:
    with ExitStack() as stack:
        client = stack.enter_context(SyncClient(endpoint=f"{platform.url}/openmeter", token=platform.key))
        asyncio.run(exercise(client, platform, "py"))


def test_the_python_sdk_asynchronously(platform: Client) -> None:
    async def run() -> None:
        async with AsyncClient(endpoint=f"{platform.url}/openmeter", token=platform.key) as client:
            await exercise(client, platform, "aio")

    asyncio.run(run())
