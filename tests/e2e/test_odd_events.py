"""Numbers, times and subjects at the edge of what makes sense: what the documentation says happens."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any

import pytest

from tests.support.client import Client
from tests.support.stack import Stack

SUBJECTS = 5000


@pytest.fixture(scope="module")
def platform(module_stack: Stack) -> Iterator[Client]:
    client = module_stack.client(module_stack.serve())
    assert client.request("POST", "/api/v1/tenants", {"key": "odd"}).status == 201
    meter = {"slug": "odd", "event_type": "odd", "aggregation": "SUM", "value_property": "$.v"}
    assert client.request("POST", "/api/v1/meters", meter).status == 201
    yield client


@pytest.fixture(scope="module")
def tenant(platform: Client) -> Client:
    """With a key of one tenant a subject is whatever the tenant likes."""
    identity = platform.get("/api/v1/tenants/odd").json()["id"]
    made = platform.request("POST", "/api/v1/api-keys", {"name": "odd", "scopes": ["ingest", "query"], "tenant_id": identity})
    return Client(platform.url, made.json()["secret"])


def event(identity: str, value: str = "1", **more: object) -> str:
    attributes = json.dumps({"specversion": "1.0", "id": identity, "source": "odd", "type": "odd"} | more)
    return attributes[:-1] + f', "data": {{"v": {value}}}}}'


def send(tenant: Client, *events: str) -> Any:
    """The last receipt."""
    body = f"[{','.join(events)}]".encode()
    answer = tenant.request("POST", "/api/v1/events", body, {"content-type": "application/cloudevents-batch+json"})
    assert answer.status == 202, answer.body
    return answer.json()["receipts"][-1]["receipt"]


def sums(tenant: Client, after: str, more: str = "") -> list[dict[str, Any]]:
    answer = tenant.get(f"/api/v1/meters/odd/query?after={after}{more}")
    assert answer.status == 200, answer.body
    data: list[dict[str, Any]] = answer.json()["data"]
    return data


def fate(tenant: Client, identity: str) -> dict[str, Any]:
    answer = tenant.get(f"/api/v1/rejected?source=odd&id={identity}")
    assert answer.status == 200, answer.body
    items = [item for item in answer.json()["items"] if item["event_id"] == identity]
    assert len(items) == 1, answer.body
    return dict(items[0])


@pytest.mark.parametrize(
    ("identity", "at", "code"),
    [("moon", "1970-01-01T00:00:00Z", "event_too_old"), ("century", "2100-01-01T00:00:00Z", "event_in_future")],
)
def test_an_event_of_another_age_is_rejected_in_the_open(tenant: Client, identity: str, at: str, code: str) -> None:
    after = send(tenant, event(identity, time=at))
    before = sums(tenant, after)
    rejected = fate(tenant, identity)
    assert rejected["code"] == code
    sent_again = send(tenant, event(identity, time=datetime.now(timezone.utc).isoformat().replace("+00:00", "Z")))
    total = sum(Decimal(row["value"]) for row in sums(tenant, sent_again))
    assert total == sum(Decimal(row["value"]) for row in before) + 1  # what was rejected did not take its identity


@pytest.mark.parametrize(
    ("identity", "value", "code"),
    [
        ("digits", "1234567890123456789", "decimal_too_large"),
        ("places", "0.1234567891", "decimal_too_precise"),
        ("words", '"many"', "value_type"),
        ("nothing", "null", "value_missing"),
    ],
)
def test_a_value_that_does_not_fit_is_rejected_with_its_reason(tenant: Client, identity: str, value: str, code: str) -> None:
    sums(tenant, send(tenant, event(identity, value)))
    assert fate(tenant, identity)["code"] == code


def test_eighteen_digits_nine_places_and_negative_values_add_up_exactly(tenant: Client) -> None:
    values = ("999999999999999999.999999999", "0.000000001", "-3", "-0.5", "1e3", '"12.5"')
    after = send(tenant, *(event(f"exact-{n}", v, subject="exact") for n, v in enumerate(values)))
    (row,) = [r for r in sums(tenant, after, "&group_by=subject") if r["subject"] == "exact"]
    assert Decimal(row["value"]) == sum(Decimal(v.strip('"')) for v in values)


def test_thousands_of_distinct_subjects_are_thousands_of_cells(tenant: Client) -> None:
    after = ""
    for first in range(0, SUBJECTS, 1000):
        after = send(tenant, *(event(f"many-{n}", str(n), subject=f"subject-{n}") for n in range(first, first + 1000)))
    begun = time.monotonic()
    rows = {r["subject"]: r["value"] for r in sums(tenant, after, "&group_by=subject") if r["subject"].startswith("subject-")}
    assert rows == {f"subject-{n}": str(n) for n in range(SUBJECTS)}
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize("path", ["$", "tokens", "$.", "$..tokens", "$.a[*]", "$.a[?(@.b)]", "$.a[-1]", "$['a", "$.a[99999999999999999999]"])
def test_a_meter_whose_path_can_never_give_one_value_is_refused(platform: Client, path: str) -> None:
    meter = {"slug": "impossible", "event_type": "odd", "aggregation": "SUM", "value_property": path}
    refused = platform.request("POST", "/api/v1/meters", meter)
    assert refused.status == 400 and refused.json()["errors"][0]["pointer"] == "/value_property", refused.body
    assert refused.json()["errors"][0]["code"] == "json_path_invalid"
