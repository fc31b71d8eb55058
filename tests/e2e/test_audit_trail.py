"""What is done is in the trail once, with who and in which request, over kill -9; and whoever tampers with it is found."""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.client import Client, NoAnswer
from tests.support.stack import Running, Stack

LEASE_SECONDS = "2"

FAST = {"AUDIT_CHECKPOINT_ENTRIES": "5", "AUDIT_CHECKPOINT_SECONDS": "1"}
AROUND_TRIGGERS = "SET session_replication_role = replica; "


def meter(slug: str) -> dict[str, Any]:
    return {"slug": slug, "event_type": "call", "aggregation": "COUNT"}


def trail(client: Client, query: str = "") -> list[dict[str, Any]]:
    """Every entry that the key may see, newest first."""
    items: list[dict[str, Any]] = []
    cursor = ""
    while True:
        answer = client.get(f"/api/v1/audit?limit=100{query}{cursor}")
        assert answer.status == 200, answer.body
        page = answer.json()
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        cursor = f"&cursor={page['next_cursor']}"


def wait_for(look: Callable[[], Any], what: str, seconds: float = 30.0) -> Any:
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, what
        time.sleep(0.05)
    return found


def wait_chained(stack: Stack) -> None:
    """Until everything that was announced is in a chain, and every chain is signed to its end."""
    open_ends = """SELECT (SELECT count(*) FROM outbox AS o WHERE NOT EXISTS (SELECT FROM audit_entries AS e WHERE e.event_id = o.id))
                 + (SELECT count(*) FROM audit_heads WHERE sequence > signed_sequence)"""
    wait_for(lambda: stack.sql(open_ends).strip() == "0", "not everything was chained and signed", 60)


def verify(stack: Stack, *arguments: str) -> tuple[int, dict[str, Any]]:
    done = stack.cli("audit", "verify", "--json", *arguments)
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def canonical(value: Any) -> bytes:
    """docs/audit.md read by somebody else: None, bytes, int, str (instants as ("z", text)), lists, objects."""

    def sized(kind: str, payload: bytes) -> bytes:
        return f"{kind}{len(payload)}:".encode() + payload

    if value is None:
        return b"n"
    if isinstance(value, bytes):
        return sized("b", value)
    if isinstance(value, int):
        return sized("i", str(value).encode())
    if isinstance(value, str):
        return sized("s", value.encode())
    if isinstance(value, tuple):
        return sized("z", value[1].encode())
    if isinstance(value, list):
        return b"[" + b"".join(map(canonical, value)) + b"]"
    return b"{" + b"".join(canonical(key) + canonical(value[key]) for key in sorted(value)) + b"}"


def hash_of(line: dict[str, Any]) -> str:
    """Of an entry's line of an export."""
    seconds, _, fraction = line["occurred_at"].removesuffix("Z").partition(".")
    named = [text.split("=") for text in line["personal"]]
    members = {name: line[name] for name in ("chain", "sequence", "event_id", "type", "actor", "subject", "tenant", "request", "before", "after")}
    members |= {
        "form": "weir.audit.entry.v1",
        "previous": bytes.fromhex(line["previous_hash"]),
        "occurred_at": ("z", f"{seconds}.{fraction:0<9}Z"),
        "personal": [[name, bytes.fromhex(value)] for name, value in named],
    }
    return hashlib.sha256(canonical(members)).hexdigest()


def export(stack: Stack, name: str = "trail.ndjson", *arguments: str) -> Path:
    done = stack.cli("audit", "export", *arguments)
    assert done.returncode == 0, done.stderr
    path = stack.place.data / name
    path.write_text(done.stdout)
    path.chmod(0o644)
    return path


@pytest.fixture(scope="module")
def running(module_stack: Stack) -> Iterator[Running]:
    yield module_stack.serve(FAST)


@pytest.fixture(scope="module")
def platform(module_stack: Stack, running: Running) -> Client:
    return module_stack.client(running)


@pytest.fixture(scope="module")
def theirs(platform: Client) -> Client:
    identity = platform.request("POST", "/api/v1/tenants", {"key": "ada", "name": "Ada"}).json()["id"]
    body = {"name": "k", "scopes": ["query", "manage"], "tenant_id": identity}
    return Client(platform.url, platform.request("POST", "/api/v1/api-keys", body).json()["secret"])


def test_what_is_done_is_told_with_who_what_where_and_how_it_was(platform: Client, theirs: Client) -> None:
    made = platform.request("POST", "/api/v1/meters", meter("told"), {"x-request-id": "req-of-the-test"})
    assert made.status == 201
    identity = made.json()["id"]
    changed = platform.request("PATCH", f"/api/v1/meters/{identity}", {"name": "Told again"})
    assert changed.status == 200, changed.body
    entries = wait_for(lambda: (got := [e for e in trail(platform) if e["subject"] == identity]) and len(got) == 2 and got, "two entries")
    update, create = entries
    assert (create["type"], create["before"], create["tenant_id"], create["chain"]) == ("meter.created", None, None, "platform")
    assert create["request_id"] == made.headers["x-request-id"] and create["actor"].startswith("key_")
    assert create["address"] == "127.0.0.1" and create["erased"] == []
    assert create["after"]["slug"] == "told"
    assert update["before"] == create["after"]
    assert (update["type"], update["after"]["name"]) == ("meter.updated", "Told again")
    assert update["sequence"] > create["sequence"]


def test_tenants_keys_and_aliases_are_in_the_tenants_own_chain(platform: Client, theirs: Client) -> None:
    assert platform.request("POST", "/api/v1/tenants/ada/aliases", {"alias": "ada@example.org"}).status == 201
    assert platform.request("PATCH", "/api/v1/tenants/ada", {"name": "Ada L."}).status == 200
    assert platform.request("DELETE", "/api/v1/tenants/ada/aliases/ada@example.org").status == 204
    wanted = ["tenant.created", "api_key.created", "subject_alias.created", "tenant.updated", "subject_alias.deleted"]
    entries = wait_for(lambda: len(got := trail(theirs)) == len(wanted) and got, "the tenant's entries")
    entries.reverse()
    assert [e["type"] for e in entries] == wanted
    assert [e["sequence"] for e in entries] == [1, 2, 3, 4, 5]
    assert entries[2]["after"]["alias"] == "ada@example.org"
    assert (entries[3]["before"]["name"], entries[3]["after"]["name"]) == ("Ada", "Ada L.")
    assert {e["chain"] for e in entries} == {entries[0]["tenant_id"]}


def test_the_platform_sees_every_chain_and_a_tenant_its_own(platform: Client, theirs: Client) -> None:
    other = platform.request("POST", "/api/v1/tenants", {"key": "other"}).json()["id"]
    wait_for(lambda: trail(platform, "&tenant=other"), "the other tenant's chain")
    assert {e["tenant_id"] for e in trail(platform, "&tenant=other")} == {other}
    assert len({e["chain"] for e in trail(platform)}) >= 3
    assert {e["chain"] for e in trail(theirs)} == {trail(theirs, "&tenant=ada")[0]["chain"]}
    assert theirs.get("/api/v1/audit?tenant=other").status == 404
    assert theirs.get("/api/v1/audit/export?tenant=other").status == 404
    assert {e["type"] for e in trail(platform, "&type=tenant.created")} == {"tenant.created"}
    system = trail(platform, "&actor=system")
    assert system and {e["actor"] for e in system} == {"system"}
    about = trail(theirs, f"&subject={trail(theirs)[0]['tenant_id']}")
    assert about and len(about) < len(trail(theirs)) and {e["subject"] for e in about} == {e["tenant_id"] for e in about}
    newest = trail(platform)[0]["occurred_at"]
    assert trail(platform, f"&to={newest}") and newest not in {e["occurred_at"] for e in trail(platform, f"&to={newest}")}
    assert platform.get("/api/v1/audit?cursor=x").json()["code"] == "cursor_invalid"
    assert platform.get(f"/api/v1/audit?from={newest}&to={newest}").json()["code"] == "query_range_invalid"


def test_a_key_without_the_scope_reads_nothing_and_the_public_keys_are_everybodys(platform: Client, theirs: Client) -> None:
    key = platform.request("POST", "/api/v1/api-keys", {"name": "q", "scopes": ["query", "ingest"]}).json()["secret"]
    for path in ("/api/v1/audit", "/api/v1/audit/export"):
        assert Client(platform.url, key).get(path).status == 403
        assert Client(platform.url).get(path).status == 401
    keys = wait_for(lambda: Client(platform.url).get("/.well-known/weir-audit-keys.json").json()["keys"], "a key signs")
    assert [(k["kty"], k["crv"], len(k["x"])) for k in keys] == [("OKP", "Ed25519", 43)]


def test_a_trail_exported_by_pages_is_verified_offline(module_stack: Stack, platform: Client, theirs: Client) -> None:
    wait_chained(module_stack)
    for client, name in ((platform, "pages.ndjson"), (theirs, "own.ndjson")):
        text, cursor = b"", ""
        while True:
            answer = client.get(f"/api/v1/audit/export?limit=3{cursor}")
            assert answer.status == 200 and answer.headers["content-type"] == "application/x-ndjson"
            text += answer.body
            following = json.loads(answer.body.splitlines()[-1])["next_cursor"]
            if following is None:
                break
            cursor = f"&cursor={following}"
        path = module_stack.place.data / name
        path.write_bytes(text)
        path.chmod(0o644)
        keys = module_stack.place.data / "keys.json"
        keys.write_bytes(client.get("/.well-known/weir-audit-keys.json").body)
        keys.chmod(0o644)
        status, verdict = verify(module_stack, str(path), "--keys", str(keys))
        assert (status, verdict["ok"], verdict["unsigned_entries"]) == (0, True, 0)
        assert verdict["entries"] == len(trail(client)) and verdict["checkpoints"] >= verdict["chains"]
        # A page short, and somebody else's keys.
        path.write_bytes(b"\n".join(text.splitlines()[:-1]) + b"\n")
        assert module_stack.cli("audit", "verify", str(path)).returncode == 1
        path.write_bytes(text)
        changed = json.loads(keys.read_text())
        changed["keys"][0]["x"] = "A" * 43
        keys.write_text(json.dumps(changed))
        status, verdict = verify(module_stack, str(path), "--keys", str(keys))
        assert (status, verdict["problem"]["what"]) == (1, "forged")
    assert verify(module_stack, "--database")[0] == 0
    assert verify(module_stack, "--database", "--tenant", "ada")[1]["chains"] == 1


def test_the_documented_form_gives_every_hash(module_stack: Stack, platform: Client, theirs: Client) -> None:
    wait_chained(module_stack)
    lines = [json.loads(line) for line in export(module_stack).read_text().splitlines()]
    entries = [line for line in lines if line["kind"] == "entry"]
    assert len(entries) > 5 and lines[-1] == {"kind": "end", "next_cursor": None}
    last: dict[str, str] = {}
    for entry in entries:
        assert hash_of(entry) == entry["hash"], entry
        assert entry["previous_hash"] == last.get(entry["chain"], "0" * 64)
        last[entry["chain"]] = entry["hash"]
    beside = [line for line in lines if line["kind"] == "personal"]
    assert beside
    for line in beside:
        entry = next(e for e in entries if (e["chain"], e["sequence"]) == (line["chain"], line["sequence"]))
        digest = hashlib.sha256(canonical(["weir.audit.personal.v1", line["name"], bytes.fromhex(line["salt"]), line["value"]])).hexdigest()
        assert f"{line['name']}={digest}" in entry["personal"]


def test_killed_again_and_again_nothing_is_missing_and_nothing_twice(stack: Stack) -> None:
    running = stack.serve(FAST)
    made: list[str] = []
    stop = threading.Event()

    def make() -> None:
        while not stop.is_set():
            try:
                answer = stack.client(running).request("POST", "/api/v1/tenants", {"key": secrets.token_hex(8)})
            except NoAnswer:
                time.sleep(0.02)
                continue
            if answer.status == 201:
                made.append(answer.json()["id"])

    thread = threading.Thread(target=make)
    thread.start()
    try:
        for _ in range(4):
            have = len(made)
            wait_for(lambda: len(made) > have + 15, "tenants are made")  # noqa: B023
            running.kill()
            running.start_again()
    finally:
        stop.set()
        thread.join()
    wait_chained(stack)
    assert stack.sql("SELECT count(*) FROM (SELECT event_id FROM audit_entries GROUP BY event_id HAVING count(*) > 1) AS twice").strip() == "0"
    assert stack.sql("SELECT count(*) FROM outbox").strip() == stack.sql("SELECT count(*) FROM audit_entries").strip()
    chained = set(stack.sql("SELECT subject FROM audit_entries WHERE type = 'tenant.created'").split())
    assert len(made) > 60 and set(made) <= chained
    status, verdict = verify(stack, "--database")
    assert (status, verdict["ok"], verdict["unsigned_entries"]) == (0, True, 0)
    assert verdict["chains"] == len(chained) + 1


def test_an_announcement_that_is_published_twice_is_chained_once(stack: Stack) -> None:
    running = stack.serve(FAST)
    client = stack.client(running)
    for i in range(5):
        assert client.request("POST", "/api/v1/meters", meter(f"twice_{i}")).status == 201
    wait_chained(stack)
    before = stack.sql("SELECT count(*) FROM audit_entries").strip()
    # As after a relay that died before it confirmed: the same numbers once more.
    stack.sql("UPDATE outbox SET published_at = NULL; UPDATE outbox_sequences SET confirmed_seq = 0;")
    wait_for(lambda: stack.sql("SELECT count(*) FROM outbox WHERE published_at IS NULL").strip() == "0", "published again")
    assert client.request("POST", "/api/v1/meters", meter("after")).status == 201
    wait_chained(stack)
    assert int(stack.sql("SELECT count(*) FROM audit_entries").strip()) == int(before) + 1
    assert verify(stack, "--database")[0] == 0


def test_erased_personal_data_leaves_the_chain_valid(stack: Stack) -> None:
    client = stack.client(stack.serve(FAST))
    identity = client.request("POST", "/api/v1/tenants", {"key": "eva", "name": "Eva"}).json()["id"]
    wait_chained(stack)
    stack.sql(f"DELETE FROM audit_personal WHERE person = '{identity}'")
    entry = next(e for e in trail(client) if e["subject"] == identity)
    assert entry["erased"] == ["after.key", "after.name"] and "name" not in entry["after"] and entry["address"] == "127.0.0.1"
    stack.sql("DELETE FROM audit_personal")
    assert verify(stack, "--database")[0] == 0
    path = export(stack)
    assert "Eva" not in path.read_text() and "127.0.0.1" not in path.read_text()
    assert verify(stack, str(path))[0] == 0


# What a superuser does to the platform's chain of eleven entries, and how it is named.
DEEDS = (
    ("UPDATE audit_entries SET actor = 'somebody' WHERE tenant_number = 0 AND sequence = 4", "altered", 4),
    ("DELETE FROM audit_entries WHERE tenant_number = 0 AND sequence = 4", "missing", 4),
    (
        "UPDATE audit_entries SET sequence = sequence + 1000 WHERE tenant_number = 0 AND sequence IN (4, 5);"
        "UPDATE audit_entries SET sequence = 1009 - sequence WHERE sequence > 1000",
        "reordered",
        4,
    ),
    ("DELETE FROM audit_entries WHERE tenant_number = 0 AND sequence > 6", "cut", 7),
    ("UPDATE audit_entries SET hash = sha256('x') WHERE tenant_number = 0 AND sequence = 4", "forged", 4),
    ("UPDATE audit_checkpoints SET signature = decode(repeat('ab', 64), 'hex') WHERE tenant_number = 0 AND number = 1", "forged", None),
)


def test_whoever_tampers_with_the_rows_is_named(stack: Stack) -> None:
    running = stack.serve(FAST)
    client = stack.client(running)
    for i in range(10):
        assert client.request("POST", "/api/v1/meters", meter(f"m_{i}")).status == 201
    wait_chained(stack)
    running.stop()
    status, verdict = verify(stack, "--database")
    assert (status, verdict["entries"]) == (0, 11)  # and the first key
    kept = export(stack, "kept.ndjson")
    backup = "CREATE TABLE kept_entries AS TABLE audit_entries; CREATE TABLE kept_checkpoints AS TABLE audit_checkpoints;"
    restore = (
        AROUND_TRIGGERS + "DELETE FROM audit_entries; INSERT INTO audit_entries TABLE kept_entries;"
        "DELETE FROM audit_checkpoints; INSERT INTO audit_checkpoints TABLE kept_checkpoints;"
    )
    stack.sql(backup)
    for sql, what, sequence in DEEDS:
        stack.sql(AROUND_TRIGGERS + sql)
        for arguments in (("--database",), (str(export(stack)),)):
            status, verdict = verify(stack, *arguments)
            assert (status, verdict["problem"]["what"], verdict["problem"]["chain"]) == (1, what, "platform"), (sql, verdict)
            assert sequence is None or verdict["problem"]["sequence"] == sequence, (sql, verdict)
        stack.sql(restore)
    assert verify(stack, "--database")[0] == 0
    # The tail with the checkpoints over it, and the head set back: only what was kept elsewhere knows.
    stack.sql(
        AROUND_TRIGGERS + "DELETE FROM audit_entries WHERE sequence > 1; DELETE FROM audit_checkpoints;"
        "UPDATE audit_heads SET sequence = 1, hash = (SELECT hash FROM audit_entries), signed_sequence = 0;"
    )
    assert verify(stack, "--database")[0] == 0
    status, verdict = verify(stack, "--database", "--against", str(kept))
    assert (status, verdict["problem"]["what"], verdict["problem"]["sequence"]) == (1, "cut", 2)


def test_what_the_command_line_does_is_in_the_trail_too(stack: Stack) -> None:
    running = stack.serve(FAST)
    assert stack.cli("demo", "seed").returncode == 0
    assert stack.cli("keys", "create", "--platform", "--name", "cli").returncode == 0
    wait_chained(stack)
    entries = [e for e in trail(stack.client(running)) if e["actor"].startswith("operator:")]
    assert sorted(e["type"] for e in entries) == ["api_key.created", "meter.created", "meter.created", "tenant.created"]
    assert all(e["request_id"] is None and e["address"] is None for e in entries)
    changed = stack.cli("audit", "change-key")
    assert changed.returncode == 0, changed.stderr
    assert stack.cli("keys", "create", "--platform", "--name", "again").returncode == 0
    wait_chained(stack)
    assert len(stack.client(running).get("/.well-known/weir-audit-keys.json").json()["keys"]) == 2
    assert verify(stack, "--database")[0] == 0
