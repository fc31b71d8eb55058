"""Every operation with the ids of what is somebody else's: one thing of each kind that a path can name is made in a tenant, and the owner of another asks for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.support import people
from tests.support.billing import Billing
from tests.support.client import Answer, Client
from tests.support.hostile import Database, differing
from tests.support.operations import Operation, operations
from tests.support.people import SignedIn, sign_in
from tests.support.stack import Stack

# Everybody's: a meter and a flag are the platform's, a group is a name in a meter, a token of a mail is whose hands it is in, a provider is a name.
SHARED = {"meter", "flag", "group", "token", "provider"}
IDENTITY = "idn_01ARZ3NDEKTSV4RRFFQ69G5FAV"
EVENT = "pve_01ARZ3NDEKTSV4RRFFQ69G5FAV"
PAYMENT, METHOD = "pay_01ARZ3NDEKTSV4RRFFQ69G5FAV", "pmt_01ARZ3NDEKTSV4RRFFQ69G5FAV"
DISPUTE = "dsp_01ARZ3NDEKTSV4RRFFQ69G5FAV"
DELIVERY, MESSAGE = "whd_01ARZ3NDEKTSV4RRFFQ69G5FAV", "msg_01ARZ3NDEKTSV4RRFFQ69G5FAV"
# What only requests write; workers go on meanwhile.
WRITTEN_BY_REQUESTS = {
    "users", "user_preferences", "user_identities", "user_totp", "recovery_codes", "trusted_devices", "memberships", "refresh_tokens", "invitations", "tenants",
    "tenant_policies", "subject_aliases", "meters", "feature_flags", "plans", "plan_versions", "subscriptions", "subscription_changes", "rejected", "conflicts", "usage_cells",
    "issuers", "issuer_series", "tax_rates", "coupons", "billing_profiles", "tenant_coupons", "credit_accounts", "credit_grants", "credit_entries",
    "history_imports", "webhook_endpoints", "webhook_secrets", "webhook_sealed_parts", "payment_providers", "payment_provider_secrets", "provider_events",
    "payments", "refunds", "payment_customers", "payment_methods", "meter_exports", "meter_export_hours", "invoice_pushes",
}  # fmt: skip


@dataclass(frozen=True)
class World:
    stack: Stack
    operations: list[Operation]
    ours: dict[str, str]  # path parameter → the id of ours
    secrets: tuple[bytes, ...]  # words that stand in ours and nowhere else
    owner: SignedIn
    tenant: str
    askers: list[tuple[str, Client, dict[str, str]]]
    cursors: dict[str, str]  # path of a list → where its second page begins, for us


@pytest.fixture(scope="module")
def world(module_stack: Stack) -> Iterator[World]:
    served = module_stack.serve({"RATE_INTERACTIVE_PER_MINUTE": "0", "RATE_ADDRESS_PER_MINUTE": "0", **people.BEHIND_A_PROXY})
    platform = module_stack.client(served)
    tenant, theirs = (platform.request("POST", "/api/v1/tenants", {"key": key, "name": "secret-tenant" if key == "ours" else "Theirs"}).json()["id"] for key in ("ours", "theirs"))
    assert platform.request("POST", "/api/v1/meters", {"slug": "shared", "event_type": "mend", "aggregation": "SUM", "value_property": "$.v", "group_by": {"g": "$.g"}}).status == 201
    person = people.make(module_stack, "secret-owner@ours.example", "--tenant", "ours", "--role", "owner", "--name", "secret-name")
    people.make(module_stack, "owner@theirs.example", "--tenant", "theirs", "--role", "owner")
    people.make(module_stack, "second@ours.example", "--tenant", "ours", "--role", "viewer")
    owner, stranger = (sign_in(served.url, email) for email in ("secret-owner@ours.example", "owner@theirs.example"))

    def post(path: str, body: Any = None) -> dict[str, Any]:
        answer = owner.request("POST", path, body, tenant)
        assert answer.status in (200, 201, 202), (path, answer.body)
        return dict(answer.json())

    ours = {"tenant": tenant, "user": person["id"], "meter": "shared", "flag": "usage_stream", "group": "g"}
    for number in range(2):  # two of a kind: a list has a second page
        ours["key"] = post("/api/v1/api-keys", {"name": f"secret-key-{number}", "scopes": ["query"]})["id"]
        ours["invitation"] = post(f"/api/v1/tenants/{tenant}/invitations", {"email": f"secret-guest-{number}@ours.example", "role": "viewer"})["id"]
        ours["alias"] = f"secret-alias-{number}"
        assert platform.request("POST", f"/api/v1/tenants/{tenant}/aliases", {"alias": ours["alias"]}).status == 201
    ours["subject"] = "ours"
    event = {"specversion": "1.0", "id": "secret-event", "source": "s", "type": "mend", "data": {"v": "none"}}
    good = {**event, "id": "secret-counted", "subject": "secret-subject", "data": {"v": "1", "g": "secret-group"}}
    media = {"content-type": "application/cloudevents+json"}
    receipts = [owner.request("POST", "/api/v1/events", json.dumps(one).encode(), tenant, **media).json()["receipts"][0]["receipt"] for one in (event, {**event, "id": "secret-other"}, good)]
    for receipt in receipts:
        found = owner.get(f"/api/v1/rejected?after={receipt}", tenant).json()["items"]
    ours["rejected"] = found[0]["id"]
    ours["command"] = post("/api/v1/rejected/discard", {"rejected_ids": [found[1]["id"]]})["id"]
    ours["session"] = people.part(owner.access.split(".")[1])["sid"]
    secret = post("/api/v1/users/me/mfa/totp")["secret"]
    post("/api/v1/users/me/mfa/totp/confirm", {"code": people.totp(secret)})
    asked = people.ask_token(served.url, "secret-owner@ours.example").json()["mfa_token"]
    assert people.ask_code(served.url, asked, people.totp(secret, 1), trust_device="1", device_name="secret-device").status == 200
    ours["device"] = owner.get("/api/v1/users/me/devices").json()["items"][0]["id"]
    assert platform.request("POST", "/api/v1/plans", {"code": "ours", "prices": [{"code": "fee", "currency": "USD", "model": "flat", "amount": "1"}]}).status == 201
    started = platform.request("POST", f"/api/v1/tenants/{tenant}/subscriptions", {"plan": "ours"}, {"prefer": "wait=10"})
    assert started.status == 201, started.body
    ours |= {"plan": "ours", "subscription": started.json()["resource"]["id"], "sequence": "1", "token": "weir_un_nobodys"}
    seller = {"code": "ours", "legal_name": "Ours", "address": {"country": "DE"}, "invoice_prefix": "O-", "credit_note_prefix": "OC-"}
    catalogue = {
        "issuers": seller, "tax-rates": {"code": "ours", "name": "VAT", "jurisdiction": "DE", "rate": "0.19"},
        "coupons": {"code": "ours", "name": "Ours", "percentage": "0.5", "duration": "forever"},
    }  # fmt: skip
    for path, body in catalogue.items():
        assert platform.request("POST", f"/api/v1/{path}", body).status == 201
    ours |= dict.fromkeys(("issuer", "tax_rate", "coupon"), "ours")
    profile = platform.request("PUT", f"/api/v1/tenants/{tenant}/billing-profile", {"buyer": {"legal_name": "secret-buyer", "tax_id": "secret-tax"}})
    assert profile.status == 200, profile.body
    for number in range(2):
        credit = platform.request("POST", f"/api/v1/tenants/{tenant}/credits", {"amount": "5", "currency": "USD", "reason": f"secret-reason-{number}"}, {"prefer": "wait=10"})
        assert credit.status == 201, credit.body
        ours["credit"] = credit.json()["resource"]["id"]
        ours["webhook_endpoint"] = post("/api/v1/webhook-endpoints", {"url": f"https://secret-hooks.example.com/{number}", "event_types": ["invoice.*"]})["id"]
        ours["budget"] = post(f"/api/v1/tenants/{tenant}/budgets", {"name": f"secret-budget-{number}", "measures": "spend", "amount": "5", "thresholds": [100]})["id"]
    account = {"slug": "secret-account", "provider": "stripe", "name": "secret-account", "live": False, "api_key": "sk_test_secret"}
    ours["payment_provider"] = platform.request("POST", "/api/v1/payment-providers", account).json()["id"]
    given = platform.request("POST", f"/api/v1/tenants/{tenant}/coupons", {"coupon": "ours"}, {"prefer": "wait=10"})
    assert given.status == 201, given.body
    ours["tenant_coupon"] = given.json()["resource"]["id"]
    past = {"tenant": "ours", "meter": "shared", "from": "2026-01-01T00:00:00Z", "to": "2026-02-01T00:00:00Z"}
    ours["history_import"] = platform.request("POST", "/api/v1/history-imports", past).json()["id"]
    assert module_stack.cli("invoice", "run").returncode == 0
    ours["invoice"] = Billing(platform).wait_for(tenant)[0]["id"]
    ours |= {"identity": IDENTITY, "line": "1", "webhook_delivery": DELIVERY, "provider_event": EVENT, "payment": PAYMENT, "dispute": DISPUTE, "provider": "stripe", "payment_method": METHOD}
    module_stack.sql(
        f"""WITH e AS (SELECT * FROM webhook_endpoints WHERE id = '{ours["webhook_endpoint"]}'), m AS (INSERT INTO webhook_messages (id, tenant_number, type, body)
        SELECT '{MESSAGE}', tenant_number, 'invoice.paid', 'secret-body' FROM e RETURNING number)
        INSERT INTO webhook_deliveries (id, endpoint_number, message_number, tenant_number, state, failed_reason, ended_at)
        SELECT '{DELIVERY}', e.number, m.number, e.tenant_number, 'failed', 'attempts', now() FROM e, m"""
    )
    module_stack.sql(
        f"""INSERT INTO provider_events (id, provider_number, provider, event_id, type, object_id, related_id, api_version, occurred_at, received_at, source, body, state, ended_at)
        SELECT '{EVENT}', number, provider, 'secret-event', 'charge.succeeded', 'secret-charge', '', '', now(), now(), 'webhook', 'secret-body', 'ignored', now()
        FROM payment_providers WHERE id = '{ours["payment_provider"]}'"""
    )
    module_stack.sql(
        f"""INSERT INTO payments (id, tenant_number, invoice_id, provider_number, origin, amount, currency, created_by)
        SELECT '{PAYMENT}', i.tenant_number, i.id, p.number, 'hosted', 100, i.currency, 'secret-payer' FROM invoices AS i, payment_providers AS p
        WHERE i.id = '{ours["invoice"]}' AND p.id = '{ours["payment_provider"]}'"""
    )
    module_stack.sql(
        f"""INSERT INTO payment_methods (id, provider_number, tenant_number, reference, customer, kind, last4, state, made_at, as_of)
        SELECT '{METHOD}', p.number, i.tenant_number, 'secret-method', 'secret-customer', 'card', '4242', 'attached', now(), now() FROM invoices AS i, payment_providers AS p
        WHERE i.id = '{ours["invoice"]}' AND p.id = '{ours["payment_provider"]}'"""
    )
    module_stack.sql(
        f"""INSERT INTO disputes (id, payment_number, tenant_number, amount, state, reason, reference, as_of)
        SELECT '{DISPUTE}', number, tenant_number, 100, 'needs_response', 'secret-dispute', 'secret-du', now() FROM payments WHERE id = '{PAYMENT}'"""
    )
    module_stack.sql(f"INSERT INTO user_identities (id, user_id, issuer, subject) VALUES ('{IDENTITY}', '{person['id']}', 'https://issuer.example', 'secret-sub')")
    key = stranger.request("POST", "/api/v1/api-keys", {"name": "all", "scopes": ["ingest", "query", "manage"]}, theirs).json()["secret"]
    askers = [("the owner of theirs", stranger.client, {"weir-tenant": theirs}), ("a key of theirs", Client(served.url, key), {})]
    found_operations = operations(platform)
    cursors = {}
    for operation in found_operations:
        if "cursor" in operation.query and "limit" in operation.query:
            page = owner.client.request("GET", operation.at(ours) + "?limit=1", headers={"weir-tenant": tenant})
            if page.status == 200 and page.headers["content-type"] == "application/json" and isinstance(page.json(), dict) and page.json().get("next_cursor"):
                cursors[operation.id] = page.json()["next_cursor"]
    yield World(module_stack, found_operations, ours, (b"secret-", tenant.encode(), person["id"].encode()), owner, tenant, askers, cursors)


def ask(world: World, client: Client, headers: dict[str, str], operation: Operation, more: str = "") -> Answer:
    path = operation.at(world.ours) + more
    body = operation.json or operation.form
    sent = {**headers, "content-type": body.media} if body else headers
    given = json.dumps(body.example).encode() if body else None
    return client.request(operation.method.upper(), path, given, sent)


def shows(world: World, answer: Answer, path: str) -> list[bytes]:
    """The words of ours in an answer, but those that the asker said."""
    said = answer.body
    for own in (path, *world.ours.values()):
        said = said.replace(own.encode(), b"") if answer.status >= 400 else said
    return [word for word in world.secrets if word in said]


def test_one_of_each_kind_is_ours_and_shown_to_us(world: World) -> None:
    """So that what a stranger is not shown is there to be shown."""
    named = {name for operation in world.operations for name in operation.path_names}
    assert named == set(world.ours), "a path names what this test does not make: make one"
    shown = set()
    for operation in world.operations:
        if operation.method == "get" and operation.path_names and operation.permission != "anyone":
            if ask(world, world.owner.client, {"weir-tenant": world.tenant}, operation).status == 200:
                shown |= set(operation.path_names)
    assert shown >= {"tenant", "user", "rejected", "command", "invitation", "meter"}, shown
    assert len(world.cursors) >= 5, world.cursors.keys()


def test_what_is_somebody_elses_is_not_there_by_any_id(world: World) -> None:
    database, tried = Database(world.stack), 0
    before = database.tables()
    for operation in world.operations:
        # What a signature opens asks nobody who they are.
        if operation.permission == "anyone" or not set(operation.path_names) - SHARED:
            continue
        for name, client, headers in world.askers:
            answer = ask(world, client, headers, operation)
            what = (operation.id, name, answer.status, answer.body[:300])
            tried += 1
            assert answer.status in (403, 404), what
            if answer.status == 403:
                assert answer.json()["code"] == "forbidden", what
            assert not shows(world, answer, operation.at(world.ours)), what
    assert tried > 50
    assert not differing(before, database.tables()) & WRITTEN_BY_REQUESTS
    database.close()
    assert world.owner.get("/api/v1/users/me", world.tenant).status == 200


def test_lists_and_their_cursors_show_nothing_of_others(world: World) -> None:
    for operation in world.operations:
        if operation.method != "get" or operation.permission == "anyone" or set(operation.path_names) - SHARED:
            continue
        mores = ["", f"?tenant={world.tenant}", "?tenant=ours", "?subject=secret-subject"]
        mores += [f"?limit=1&cursor={world.cursors[operation.id]}"] if operation.id in world.cursors else []
        for name, client, headers in world.askers:
            for more in mores:
                answer = ask(world, client, headers, operation, more)
                what = (operation.id, name, more, answer.status, answer.body[:300])
                assert answer.status < 500, what
                said = answer.body.replace(world.tenant.encode(), b"") if answer.status >= 400 else answer.body
                assert not [word for word in world.secrets if word in said.replace(b"secret-subject", b"")], what


def test_ids_in_bodies_are_no_way_around(world: World) -> None:
    database = Database(world.stack)
    before = database.tables()
    for _, client, headers in world.askers:
        for verb in ("redrive", "discard"):
            answer = client.request("POST", f"/api/v1/rejected/{verb}", {"rejected_ids": [world.ours["rejected"]]}, headers)
            assert answer.status in (202, 403, 404), answer.body
        made = client.request("POST", "/api/v1/api-keys", {"name": "x", "scopes": ["query"], "tenant_id": world.tenant}, headers)
        assert (made.status, made.json()["code"]) == (404, "tenant_not_found"), made.body
    assert not differing(before, database.tables()) & WRITTEN_BY_REQUESTS
    database.close()
    kept = world.owner.get(f"/api/v1/rejected/{world.ours['rejected']}", world.tenant).json()
    assert kept["state"] == "open"
