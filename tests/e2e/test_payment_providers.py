"""Payment providers over HTTP: connected, changed, offered and rotated by the platform's people, with secrets that no answer shows."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from tests.support import people
from tests.support.billing import Billing
from tests.support.client import Answer, Client
from tests.support.people import sign_in
from tests.support.stack import Running, Stack

URL = "/api/v1/payment-providers"
TEST_KEY, LIVE_KEY = "sk_test_secretOfTests", "rk_live_secretOfMoney"
SIGNING = "whsec_as+written=not/base64!"


@dataclass(frozen=True)
class World(Billing):
    stack: Stack
    served: Running

    def told(self, account: str) -> list[dict[str, Any]]:
        """What was announced of it, in order."""
        rows = self.stack.sql("SELECT payload FROM outbox WHERE type LIKE 'payment_provider.%' ORDER BY number").splitlines()
        return [event for event in map(json.loads, filter(None, rows)) if event["subject"] == account]

    def make(self, **more: Any) -> dict[str, Any]:
        answer = self.platform.request("POST", URL, {"slug": f"a-{secrets.token_hex(6)}", "provider": "stripe", "name": "Tests", "live": False, **more})
        assert answer.status == 201, answer.body
        return dict(answer.json())

    def patch(self, account: dict[str, Any], body: dict[str, Any], **headers: str) -> Answer:
        return self.platform.request("PATCH", f"{URL}/{account['id']}", body, {name.replace("_", "-"): value for name, value in headers.items()})

    def read(self, account: dict[str, Any]) -> dict[str, Any]:
        return self.must("GET", f"{URL}/{account['id']}", status=200)

    def listed(self, limit: int = 100) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = []
        cursor = ""
        while True:
            page = self.must("GET", f"{URL}?limit={limit}{cursor}", status=200)
            items += page["items"]
            if page["next_cursor"] is None:
                return items
            cursor = f"&cursor={page['next_cursor']}"

    def shown_somewhere(self, *given: str) -> list[str]:
        """Which of the secrets an answer, the log, an announcement or a table says."""
        tables = ("outbox", "idempotency_keys", "payment_providers", "payment_provider_secrets")
        texts = [json.dumps(self.listed()), self.served.text(), *(self.stack.sql(f"SELECT * FROM {table}") for table in tables)]
        return [secret for secret in given for text in texts if secret in text or secret.encode().hex() in text]


@pytest.fixture(scope="module")
def world(module_stack: Stack) -> Iterator[World]:
    served = module_stack.serve(people.BEHIND_A_PROXY)
    yield World(module_stack.client(served), module_stack, served)


def code(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json()["code"]


def kinds(account: dict[str, Any]) -> list[tuple[str, bool]]:
    return [(secret["kind"], secret["expires_at"] is None) for secret in account["secrets"]]


def test_an_account_is_connected_before_and_after_its_provider_knows_where_to_send(world: World) -> None:
    made = world.make(slug="stripe-eu", name="Stripe, Europe", live=True)
    assert (made["slug"], made["webhook_path"], made["secrets"], made["swept_to"]) == ("stripe-eu", "/api/v1/webhooks/stripe/stripe-eu", [], None)
    assert (made["live"], made["enabled"], made["offered"], made["version"]) == (True, True, False, 1)
    read = world.platform.get(f"{URL}/{made['id']}")
    assert read.json() == made == world.must("GET", f"{URL}/stripe-eu", status=200) and read.headers["etag"] == '"1"'
    assert "no-cache" in read.headers["cache-control"]

    signs = world.must("POST", f"{URL}/{made['id']}/secret-rotations", {"secret": SIGNING})
    assert kinds(signs) == [("signing", True)] and signs["version"] == 2
    pays = world.patch(made, {"api_key": LIVE_KEY, "name": "Europe"}, if_match='"2"')
    assert pays.status == 200 and pays.headers["etag"] == '"3"', pays.body
    assert kinds(pays.json()) == [("api_key", True), ("signing", True)] and pays.json()["name"] == "Europe"
    assert code(world.patch(made, {"name": "x"}, if_match='"2"')) == (412, "precondition_failed")
    assert world.patch(made, {"name": "Europe", "enabled": True}).json() == pays.json(), "nothing is changed by the same once more"

    given = world.make(slug="all-at-once", signing_secret=SIGNING, api_key=TEST_KEY)
    assert kinds(given) == [("api_key", True), ("signing", True)]
    ours = [one["slug"] for one in world.listed(limit=1)]
    assert ours.index("stripe-eu") < ours.index("all-at-once")
    assert world.shown_somewhere(SIGNING, LIVE_KEY, TEST_KEY) == []
    sealed = world.stack.sql("SELECT count(*), count(*) FILTER (WHERE octet_length(sealed) > 32) FROM payment_provider_secrets").strip()
    assert sealed.split("|")[0] == sealed.split("|")[1] != "0"
    assert [event["type"].removeprefix("payment_provider.") for event in world.told(made["id"])] == ["created", "secret_rotated", "updated"]
    assert all("tenant" not in event for event in world.told(made["id"]))


def test_a_slug_is_of_one_account_and_a_repetition_makes_none(world: World) -> None:
    body = {"slug": "once", "provider": "stripe", "name": "Once", "live": False, "api_key": TEST_KEY}
    once = {"idempotency-key": secrets.token_hex(8)}
    first, again = (world.platform.request("POST", URL, body, once) for _ in range(2))
    assert first.status == again.status == 201 and first.json() == again.json()
    assert again.headers["idempotent-replayed"] == "true" and first.headers["location"] == f"{URL}/{first.json()['id']}"
    assert code(world.platform.request("POST", URL, body)) == (409, "payment_provider_slug_taken")
    assert code(world.platform.get(f"{URL}/nothing-here")) == (404, "payment_provider_not_found")
    for slug in ("", "Once", "on--ce", "-once", "once_", "x" * 65):
        assert code(world.platform.request("POST", URL, {**body, "slug": slug})) == (400, "validation_failed"), slug


def test_keys_of_the_wrong_mode_and_secrets_that_are_none_are_refused(world: World) -> None:
    body = {"slug": "refused", "provider": "stripe", "name": "Refused", "live": False}
    account = world.make()
    for key in (LIVE_KEY, "pk_test_publishable", "sk_test_with blank", SIGNING):
        for answer in (world.platform.request("POST", URL, {**body, "api_key": key}), world.patch(account, {"api_key": key})):
            assert code(answer) == (422, "payment_provider_key_refused"), (key, answer.body)
            assert answer.json()["errors"][0]["pointer"] == "/api_key" and key not in answer.body.decode()
    for secret in (TEST_KEY, "whsec with blank", "whsec_äöüäöü"):
        refusals = {"/signing_secret": world.platform.request("POST", URL, {**body, "signing_secret": secret}), "/secret": world.platform.request("POST", f"{URL}/{account['id']}/secret-rotations", {"secret": secret})}
        for pointer, answer in refusals.items():
            assert code(answer) == (422, "payment_provider_secret_refused"), (secret, answer.body)
            assert answer.json()["errors"][0]["pointer"] == pointer and secret not in answer.body.decode()
    both = world.platform.request("POST", URL, {**body, "api_key": LIVE_KEY, "signing_secret": TEST_KEY}).json()
    assert [wrong["pointer"] for wrong in both["errors"]] == ["/signing_secret", "/api_key"]
    assert code(world.platform.get(f"{URL}/refused")) == (404, "payment_provider_not_found")
    assert world.read(account) == account


def test_a_rotation_lets_both_secrets_count_and_three_at_most(world: World) -> None:
    account = world.make(signing_secret="whsec_number1")
    rotations = f"{URL}/{account['id']}/secret-rotations"
    for number in (2, 3):
        rotated = world.platform.request("POST", rotations, {"secret": f"whsec_number{number}", "overlap_seconds": 3600}, {"idempotency-key": secrets.token_hex(8)})
        assert rotated.status == 201 and rotated.headers["location"] == f"{URL}/{account['id']}", rotated.body
    assert kinds(rotated.json()) == [("signing", True), ("signing", False), ("signing", False)]
    assert len({secret["id"] for secret in rotated.json()["secrets"]}) == 3
    assert code(world.platform.request("POST", rotations, {"secret": "whsec_number4"})) == (422, "payment_provider_secret_refused")
    last = world.must("POST", rotations, {"secret": "whsec_number4", "overlap_seconds": 0})
    assert kinds(last) == [("signing", True), ("signing", False), ("signing", False)], "the one that was current counts no more"
    assert rotated.json()["secrets"][0]["id"] not in {secret["id"] for secret in last["secrets"]}
    world.stack.sql("UPDATE payment_provider_secrets SET expires_at = now() - interval '1 second' WHERE expires_at IS NOT NULL")
    assert kinds(world.read(account)) == [("signing", True)], "what is over is not shown"
    assert world.must("POST", rotations, {"secret": "whsec_number5"})["secrets"][1]["expires_at"], "and makes room"
    assert world.shown_somewhere(*(f"whsec_number{number}" for number in range(1, 6))) == []


def test_offered_is_one_that_can_be_asked_for_money_and_the_offer_moves(world: World) -> None:
    first, second, bare = world.make(api_key=TEST_KEY), world.make(api_key=TEST_KEY), world.make()
    for account, body in ((bare, {"offered": True}), (bare, {"offered": True, "api_key": None}), (first, {"offered": True, "enabled": False}), (first, {"offered": True, "api_key": None})):
        refused = world.patch(account, body)
        assert code(refused) == (400, "validation_failed") and refused.json()["errors"][0]["pointer"] == "/offered", refused.body
        assert world.read(account) == account
    assert world.patch(bare, {"offered": True, "api_key": TEST_KEY}).json()["offered"]
    assert world.patch(first, {"offered": True}).json()["offered"]
    assert world.patch(second, {"offered": True}).json()["offered"]
    assert [(one["offered"], one["version"]) for one in map(world.read, (bare, first, second))] == [(False, 3), (False, 3), (True, 2)]
    moved = world.told(first["id"])[-1]["data"]
    assert (moved["offered"], moved["previous"]["offered"], moved["version"]) == (False, True, 3)

    with ThreadPoolExecutor(8) as together:
        answers = list(together.map(lambda n: world.patch((first, second)[n % 2], {"offered": True}), range(16)))
    assert {answer.status for answer in answers} == {200}
    assert [one["offered"] for one in world.listed()].count(True) == 1
    for ends in ({"enabled": False}, {"api_key": None}, {"offered": False}):
        assert world.patch(first, {"offered": True, "enabled": True, "api_key": TEST_KEY}).json()["offered"]
        after = world.patch(first, ends).json()
        assert not after["offered"] and [one["offered"] for one in world.listed()].count(True) == 0
    assert world.patch(first, {"api_key": None}).json()["secrets"] == []


def test_who_may(world: World) -> None:
    account = world.make(api_key=TEST_KEY, signing_secret=SIGNING)
    one = f"{URL}/{account['id']}"
    requests = (
        ("GET", URL, None), ("GET", one, None), ("PATCH", one, {"name": "x"}), ("POST", f"{one}/secret-rotations", {"secret": SIGNING}),
        ("POST", URL, {"slug": "theirs", "provider": "stripe", "name": "Theirs", "live": False}),
    )  # fmt: skip
    tenant = str(world.must("POST", "/api/v1/tenants", {"key": "payers", "name": "Payers"})["id"])
    people.make(world.stack, "owner@payers.example", "--tenant", "payers", "--role", "owner")
    owner = sign_in(world.served.url, "owner@payers.example", address=people.new_address())
    key = Client(world.served.url, world.must("POST", "/api/v1/api-keys", {"name": "k", "scopes": ["ingest", "query", "manage"], "tenant_id": tenant})["secret"])
    reader = Client(world.served.url, world.must("POST", "/api/v1/api-keys", {"name": "k", "scopes": ["query"]})["secret"])
    for method, path, body in requests:
        for answer in (owner.request(method, path, body, tenant), key.request(method, path, body), reader.request(method, path, body)):
            assert code(answer) == (403, "forbidden"), (method, path)
    for role, writes in (("support", False), ("finance", False), ("operator", True)):
        people.make(world.stack, f"{role}@payments.example", "--platform", role)
        person = sign_in(world.served.url, f"{role}@payments.example", address=people.new_address())
        for method, path, body in requests[:4]:
            answer = person.request(method, path, body)
            assert (answer.status < 300) == (writes or method == "GET"), (role, method, answer.body)
            assert person.request(method, path, body, tenant).status == 403, "not while they look at a tenant"


def test_everything_is_in_the_audit_trail_without_secrets(world: World) -> None:
    account = world.make(api_key=TEST_KEY, signing_secret=SIGNING)
    assert world.patch(account, {"name": "Books"}).status == 200
    assert world.patch(account, {"api_key": "rk_test_another"}).status == 200
    world.must("POST", f"{URL}/{account['id']}/secret-rotations", {"secret": "whsec_another"})
    wanted = ["secret_rotated", "updated", "updated", "created"]
    deadline = time.monotonic() + 60
    while len(entries := world.must("GET", f"/api/v1/audit?subject={account['id']}&limit=100", status=200)["items"]) < len(wanted):
        assert time.monotonic() < deadline, entries
        time.sleep(0.2)
    assert [entry["type"].removeprefix("payment_provider.") for entry in entries] == wanted
    said = json.dumps(entries)
    assert not [secret for secret in (TEST_KEY, SIGNING, "rk_test_another", "whsec_another") if secret in said]
    rekeyed = world.told(account["id"])[2]["data"]
    assert rekeyed["secrets"][0]["id"] != rekeyed["previous"]["secrets"][0]["id"], "that the key is another one is seen"


def test_an_account_at_paypal_has_a_client_and_is_offered_when_its_api_can_be_asked(world: World) -> None:
    client, secret, webhook = "AeA1QIZXiflr1_-ofTests_01", "EGnHDxD_qRPdaLdZz8-ofTests", "8PT597110X687430L"
    account = world.make(provider="paypal", api_key=secret, signing_secret=webhook)
    assert (account["provider"], account["client_id"]) == ("paypal", None)
    assert account["webhook_path"] == f"/api/v1/webhooks/paypal/{account['slug']}"
    assert code(world.patch(account, {"offered": True})) == (400, "validation_failed"), "nobody asks its API without a client id"
    assert world.patch(account, {"client_id": client, "offered": True}).json()["offered"] is True
    assert world.read(account)["client_id"] == client
    alone = world.patch(account, {"client_id": None}).json()
    assert (alone["client_id"], alone["offered"]) == (None, False)
    wrong = {"signing_secret": SIGNING, "api_key": "sk_test_secret:ofStripe", "client_id": "short but with blanks"}
    codes = {"signing_secret": "payment_provider_secret_refused", "api_key": "payment_provider_key_refused", "client_id": "payment_provider_key_refused"}
    for member, value in wrong.items():
        answer = world.platform.request("POST", URL, {"slug": f"a-{secrets.token_hex(6)}", "provider": "paypal", "name": "Tests", "live": False, member: value})
        assert code(answer) == (422, codes[member]), answer.body
    of_stripe = world.make()
    assert code(world.patch(of_stripe, {"client_id": client})) == (400, "validation_failed")
    assert of_stripe["client_id"] is None
    rotation = f"{URL}/{account['id']}/secret-rotations"
    assert code(world.platform.request("POST", rotation, {"secret": SIGNING})) == (422, "payment_provider_secret_refused")
    assert world.platform.request("POST", rotation, {"secret": "1AB23456CD789012E"}).status == 201
    assert world.shown_somewhere(secret, webhook) == []
