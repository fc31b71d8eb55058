"""The trace of a request goes with its events through the log into what the workers say."""

from __future__ import annotations

import json

from tests.support.stack import Stack
from tests.support.topics import records

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def test_a_request_is_found_again_in_the_workers_log(stack: Stack) -> None:
    api = stack.launch("api")
    worker = stack.launch("worker", "usage", settings={"LOG_LEVEL": "debug"})
    client = stack.client(api)
    event = {"specversion": "1.0", "id": "1", "source": "trace", "type": "t", "subject": "acme"}
    headers = {"content-type": "application/cloudevents+json", "traceparent": TRACE, "x-request-id": "ours-1"}
    answer = client.request("POST", "/api/v1/events", json.dumps(event).encode(), headers)
    assert answer.status == 202, answer.body
    record = next(records(stack.services.kafka_brokers, stack.topic("weir.usage")))
    assert record.headers["traceparent"] == TRACE
    said = json.loads(worker.wait_log(r'^\{.*"record taken".*\}$')[0])
    assert (said["traceparent"], said["request_id"]) == (TRACE, record.headers["weir-request"])
    assert (said["partition"], said["offset"]) == (record.partition, record.offset)


def test_without_a_trace_the_request_begins_one(stack: Stack) -> None:
    client = stack.client(stack.launch("api"))
    worker = stack.launch("worker", "usage", settings={"LOG_LEVEL": "debug"})
    assert client.send([{"specversion": "1.0", "id": "1", "source": "trace", "type": "t", "subject": "acme"}]).status == 202
    said = json.loads(worker.wait_log(r'^\{.*"record taken".*\}$')[0])
    version, trace, span, flags = said["traceparent"].split("-")
    assert (version, len(trace), len(span), len(flags)) == ("00", 32, 16, 2)
