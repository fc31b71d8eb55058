"""What POST /api/v1/events accepts and refuses, through the whole program."""

from __future__ import annotations

import gzip
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.support.client import EVENT, Client
from tests.support.stack import Stack

SCHEMAS = Path(__file__).resolve().parents[2] / "schemas"
STATUS = {row["name"]: row["status"] for row in json.loads((SCHEMAS / "catalogues/errors.json").read_text())}
INVALID = sorted((SCHEMAS / "events/invalid").iterdir())
VALID = sorted((SCHEMAS / "events/valid").iterdir())


@pytest.fixture(scope="module")
def platform(module_stack: Stack) -> Iterator[Client]:
    yield module_stack.client(module_stack.serve())


@pytest.fixture(scope="module")
def tenant(platform: Client) -> Client:
    made = platform.request("POST", "/api/v1/tenants", {"key": "edge"})
    assert made.status == 201, made.body
    key = platform.request("POST", "/api/v1/api-keys", {"name": "edge", "scopes": ["ingest"], "tenant_id": made.json()["id"]})
    assert key.status == 201, key.body
    return Client(platform.url, key.json()["secret"])


def request_of(path: Path) -> tuple[dict[str, str], bytes]:
    raw = path.read_bytes()
    if path.suffix == ".json":
        return {"content-type": "application/json"}, raw
    head, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n") if b"\n\n" in raw else (raw, b"", b"")
    headers: dict[str, list[str]] = {}
    for line in head.decode("latin-1").split("\n"):
        if line:
            name, _, value = line.partition(":")
            headers.setdefault(name.strip().lower(), []).append(value.strip())
    return headers, body  # type: ignore[return-value]


def raw_request(client: Client, headers: dict[str, str] | dict[str, list[str]], body: bytes, chunked: bool = False) -> tuple[int, bytes]:
    """Header lines as they are, repeated ones too; nothing is added but Host, Authorization and the framing."""
    lines = [f"POST /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {client.key}\r\nConnection: close\r\n"]
    for name, values in headers.items():
        for value in [values] if isinstance(values, str) else values:
            lines.append(f"{name}: {value}\r\n")
    if chunked:
        half = len(body) // 2
        sent = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:half], body[half:]) if part) + b"0\r\n\r\n"
        lines.append("Transfer-Encoding: chunked\r\n\r\n")
    else:
        sent = body
        lines.append(f"Content-Length: {len(body)}\r\n\r\n")
    address = urlsplit(client.url)
    with socket.create_connection((address.hostname, address.port), timeout=20) as connection:
        connection.sendall("".join(lines).encode("latin-1") + sent)
        got = b""
        while piece := connection.recv(65536):
            got += piece
    head, _, answer = got.partition(b"\r\n\r\n")
    return int(head.split()[1]), answer


def event(identity: str, subject: str = "acme", **more: object) -> dict[str, object]:
    return {"specversion": "1.0", "id": identity, "source": "edge", "type": "edge.unmatched", "subject": subject, "data": {"v": 1}} | more


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_an_invalid_request_gets_its_code_and_the_server_lives(tenant: Client, path: Path) -> None:
    code = path.stem.split("--")[0]
    headers, body = request_of(path)
    status, answer = raw_request(tenant, headers, body)
    problem = json.loads(answer)
    assert (status, problem["code"]) == (STATUS[code], code), answer
    assert problem["error"] == code and problem["message"] and problem["request_id"]
    assert tenant.get("/livez").status == 200


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
@pytest.mark.parametrize("chunked", [False, True], ids=["length", "chunked"])
def test_a_valid_request_is_acknowledged_in_either_framing(tenant: Client, path: Path, chunked: bool) -> None:
    headers, body = request_of(path)
    status, answer = raw_request(tenant, headers, body, chunked)
    assert status == 202, answer
    accepted = json.loads(answer)
    assert accepted["accepted"] == len(accepted["receipts"]) >= 1 and accepted["errors"] == []


def test_binary_mode_needs_no_content_type(tenant: Client) -> None:
    headers = {"ce-specversion": "1.0", "ce-id": "b1", "ce-source": "edge", "ce-type": "t"}
    status, answer = raw_request(tenant, headers, b'{"v":1}', chunked=True)
    assert status == 202, answer


def test_a_gzip_body_is_expanded_and_a_bomb_is_not(tenant: Client) -> None:
    body = json.dumps([event(f"z{n}") for n in range(100)]).encode()
    sent = {"content-type": "application/cloudevents-batch+json", "content-encoding": "gzip"}
    assert tenant.request("POST", "/api/v1/events", gzip.compress(body), sent).json()["accepted"] == 100
    bomb = gzip.compress(b"[" + b" " * (64 << 20) + b"]")
    assert tenant.request("POST", "/api/v1/events", bomb, sent).status == 413
    assert tenant.request("POST", "/api/v1/events", b"no gzip", sent).json()["code"] == "content_encoding_malformed"


def test_partial_takes_the_good_events_and_names_the_others(platform: Client) -> None:
    batch = [event("p1"), event("", "acme"), event("p3", "globex"), event("p4") | {"data": "text"}]
    refused = platform.send(batch)
    assert refused.status == 400
    assert {(item["index"], item["code"]) for item in refused.json()["errors"]} == {(1, "event_attribute_empty"), (3, "event_data_type")}
    taken = platform.send(batch, "/api/v1/events?partial=true")
    assert taken.status == 202
    answer = taken.json()
    assert answer["accepted"] == 2 and [receipt["index"] for receipt in answer["receipts"]] == [0, 2]
    assert [(item["index"], item["pointer"]) for item in answer["errors"]] == [(1, "/1/id"), (3, "/3/data")]


def test_an_event_that_no_meter_counts_is_warned_about_until_one_does(platform: Client) -> None:
    warned = platform.send([event("w1", type="edge.later")]).json()["warnings"]
    assert [(item["index"], item["code"]) for item in warned] == [(0, "event_unmatched")]
    made = platform.request("POST", "/api/v1/meters", {"slug": "edge_later", "event_type": "edge.later", "aggregation": "COUNT"})
    assert made.status == 201, made.body
    assert platform.send([event("w2", type="edge.later")]).json()["warnings"] == []


def test_return_minimal_answers_with_a_receipt_header(platform: Client) -> None:
    answer = platform.request(
        "POST", "/api/v1/events", json.dumps(event("m1")).encode(), {"content-type": EVENT, "prefer": "return=minimal"}
    )
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["preference-applied"] == "return=minimal" and answer.headers["weir-receipt"]


def test_under_a_platform_key_the_subject_names_the_tenant_and_makes_it(platform: Client) -> None:
    nameless = event("s1")
    del nameless["subject"]
    refused = platform.send([nameless])
    assert (refused.status, refused.json()["code"], refused.json()["errors"][0]["pointer"]) == (400, "event_subject_missing", "/0/subject")
    assert platform.get("/api/v1/tenants/edge-new").status == 404
    assert platform.send([event("s2", "edge-new")]).status == 202
    made = platform.get("/api/v1/tenants/edge-new")
    assert made.status == 200 and made.json()["state"] == "active"


def test_a_refused_batch_makes_no_tenant(platform: Client) -> None:
    assert platform.send([event("r1", "edge-never"), event("", "edge-never")]).status == 400
    assert platform.get("/api/v1/tenants/edge-never").status == 404


def test_a_suspended_or_deleted_tenant_takes_no_events(platform: Client) -> None:
    for state, code in (("suspended", "tenant_suspended"), ("deleted", "event_subject_unknown")):
        subject = f"edge-{state}"
        assert platform.send([event("d1", subject)]).status == 202
        if state == "suspended":
            assert platform.request("PATCH", f"/api/v1/tenants/{subject}", {"state": "suspended"}).status == 200
        else:
            assert platform.request("DELETE", f"/api/v1/tenants/{subject}").status == 204
        refused = platform.send([event("d2", subject)])
        assert refused.json()["code"] == code and refused.status == STATUS[code]


def test_unknown_subjects_are_refused_when_the_policy_says_so(module_stack: Stack) -> None:
    strict = module_stack.client(module_stack.launch("api", settings={"UNKNOWN_SUBJECT": "reject"}))
    refused = strict.send([event("u1", "edge-stranger")])
    assert (refused.status, refused.json()["code"]) == (400, "event_subject_unknown")
