"""PostgreSQL or Kafka is gone: what goes on, what is refused, and how it recovers."""

from __future__ import annotations

import signal
import time
from concurrent.futures import ThreadPoolExecutor

from tests.support.client import Answer, Client
from tests.support.stack import Stack


def event(identity: str, subject: str = "acme") -> dict[str, object]:
    return {"specversion": "1.0", "id": identity, "source": "away", "type": "t", "subject": subject}


def until(client: Client, events: list[dict[str, object]], status: int, seconds: float = 60) -> Answer:
    deadline = time.monotonic() + seconds
    while True:
        answer = client.send(events)
        if answer.status == status:
            return answer
        assert time.monotonic() < deadline, answer
        time.sleep(0.2)


def test_without_postgresql_known_keys_and_subjects_go_on(private_stack: Stack) -> None:
    client = private_stack.client(private_stack.launch("api"))
    assert client.send([event("1")]).status == 202
    private_stack.services.kill_postmaster()
    for number in range(20):
        answer = client.send([event(f"a{number}")])
        assert answer.status == 202, answer
        time.sleep(0.3)  # past the moment at which the cache notices
    assert client.get("/readyz").status == 200 and client.get("/readyz").json()["status"] == "degraded"
    assert client.get("/health/db").status == 503
    stranger = client.send([event("b", "stranger")])
    assert (stranger.status, stranger.json()["code"]) == (503, "database_unavailable") and stranger.headers["retry-after"]
    assert Client(client.url, "weir_sk_never_seen").send([event("c")]).status == 503
    assert client.get("/api/v1/meters").status == 503
    private_stack.services.start()
    until(client, [event("d", "stranger")], 202)


def test_without_the_broker_nothing_is_acknowledged_and_it_recovers(private_stack: Stack) -> None:
    client = private_stack.client(private_stack.launch("api", settings={"INGEST_DEADLINE_MS": "3000"}))
    assert client.send([event("1")]).status == 202
    private_stack.services.kill_broker()
    answer = until(client, [event("2")], 503)
    assert answer.json()["code"] in ("broker_timeout", "broker_unavailable", "broker_fatal") and answer.headers["retry-after"]
    assert client.get("/readyz").status == 200
    assert client.get("/api/v1/meters").status == 200
    private_stack.services.start()
    until(client, [event("2")], 202)


def test_a_broker_that_answers_while_it_is_being_given_up_is_not_given_up(private_stack: Stack) -> None:
    hits = private_stack.place.service_folder("weir") / "hits"
    settings = {"INGEST_DEADLINE_MS": "30000", "WEIR_FAILPOINTS": "producer.probe_failed=delay:3000", "WEIR_FAILPOINTS_LOG": str(hits)}
    client = private_stack.client(private_stack.launch("api", settings=settings))
    assert client.send([event("1")]).status == 202
    kafka = private_stack.services.kafka
    assert kafka and kafka.process
    kafka.process.send(signal.SIGSTOP)
    with ThreadPoolExecutor(1) as threads:
        try:
            sent = threads.submit(client.send, [event("2")])
            deadline = time.monotonic() + 30
            # The second probe fails when the broker has been silent for longer than it may be.
            while not hits.exists() or hits.read_text().count("producer.probe_failed") < 2:
                assert time.monotonic() < deadline, "the API does not ask the silent broker"
                time.sleep(0.02)
        finally:
            kafka.process.send(signal.SIGCONT)
        assert sent.result().status == 202
    time.sleep(3.5)  # the probe that had failed comes to its end
    until(client, [event("3")], 202, 20)
