"""Who invoices are from and to, which taxes and coupons there are, and what is refused."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.client import Answer, Client
from tests.support.factors import announced
from tests.support.stack import Stack

WAIT = {"prefer": "wait=10"}
SELLER = {
    "code": "weir_gmbh", "legal_name": "Weir GmbH", "address": {"line1": "Dammweg 1", "city": "Ulm", "postal_code": "89073", "country": "DE"},
    "tax_id": "DE123456789", "email": "billing@weir.example", "invoice_prefix": "WR-", "credit_note_prefix": "WRC-", "payment_terms_days": 14,
}  # fmt: skip
BUYER = {"legal_name": "Acme Inc.", "address": {"line1": "1 Main", "city": "Springfield", "country": "US"}, "tax_id": "12-3", "email": "ap@acme.example"}
USUAL = {
    "issuer": None, "billing_day": 1, "tax_rates": [], "tax_inclusive": False, "exemption_reason": "", "exemption_code": "", "finalize": "automatic",
    "grace_hours": 1, "most_lines": None, "most_amount_minor": None,
}  # fmt: skip
NOBODY = {"legal_name": "", "address": dict.fromkeys(("line1", "line2", "city", "region", "postal_code", "country"), ""), "tax_id": "", "email": ""}


@pytest.fixture(scope="module")
def platform(module_stack: Stack) -> Iterator[Client]:
    client = module_stack.client(module_stack.serve())
    assert client.request("POST", "/api/v1/issuers", SELLER).status == 201
    for code, rate in (("vat", "0.19"), ("city", "0.04")):
        assert client.request("POST", "/api/v1/tax-rates", {"code": code, "name": code, "jurisdiction": "DE", "rate": rate}).status == 201
    fee = {"code": "fee", "currency": "USD", "model": "flat", "amount": "1"}
    assert client.request("POST", "/api/v1/plans", {"code": "facts", "prices": [fee]}).status == 201
    yield client


def tenant(client: Client) -> str:
    made = client.request("POST", "/api/v1/tenants", {"key": secrets.token_hex(6)})
    assert made.status == 201, made.body
    return str(made.json()["id"])


def subscribe(client: Client, owner: str) -> None:
    assert client.request("POST", f"/api/v1/tenants/{owner}/subscriptions", {"plan": "facts"}, WAIT).status == 201


def key_of(client: Client, owner: str) -> Client:
    made = client.request("POST", "/api/v1/api-keys", {"name": "k", "scopes": ["query", "manage"], "tenant_id": owner})
    return Client(client.url, made.json()["secret"])


def put(client: Client, owner: str, body: dict[str, Any], **headers: str) -> Answer:
    return client.request("PUT", f"/api/v1/tenants/{owner}/billing-profile", body, headers)


def problems(answer: Answer) -> set[tuple[str, str]]:
    problem = answer.json()
    return {(e["pointer"], e["code"]) for e in problem.get("errors", [])} or {(problem.get("pointer", ""), problem["code"])}


def test_an_issuer_is_made_read_and_replaced_but_for_its_numbers(module_stack: Stack, platform: Client) -> None:
    body = {**SELLER, "code": "weir_inc", "invoice_prefix": "INC-", "credit_note_prefix": "INCC-"}
    made = platform.request("POST", "/api/v1/issuers", body, {"idempotency-key": "issuer-once"})
    assert made.status == 201, made.body
    first = made.json()
    assert {k: first[k] for k in ("code", "legal_name", "payment_terms_days", "note")} == {"code": "weir_inc", "legal_name": "Weir GmbH", "payment_terms_days": 14, "note": ""}
    assert first["address"] == {**NOBODY["address"], **SELLER["address"]}
    assert platform.request("POST", "/api/v1/issuers", body, {"idempotency-key": "issuer-once"}).json() == first
    assert platform.request("GET", "/api/v1/issuers/weir_inc").json() == first == platform.request("GET", made.headers["location"]).json()
    assert first in platform.request("GET", "/api/v1/issuers").json()["items"]
    one_by_one = platform.request("GET", "/api/v1/issuers?limit=1").json()
    assert one_by_one["items"][0]["code"] == "weir_gmbh" and one_by_one["next_cursor"]
    assert platform.request("GET", f"/api/v1/issuers?limit=1&cursor={one_by_one['next_cursor']}").json()["items"] == [first]

    changed = {"legal_name": "Weir Inc.", "address": {"country": "US"}, "note": "Thank you.\nWeir"}
    now = platform.request("PUT", "/api/v1/issuers/weir_inc", changed, {"if-match": made.headers["etag"]})
    assert now.status == 200, now.body
    assert (now.json()["legal_name"], now.json()["invoice_prefix"], now.json()["tax_id"], now.json()["payment_terms_days"]) == ("Weir Inc.", "INC-", "", 30)
    late = platform.request("PUT", "/api/v1/issuers/weir_inc", changed, {"if-match": made.headers["etag"]})
    assert (late.status, late.json()["code"]) == (412, "precondition_failed")
    fixed = platform.request("PUT", "/api/v1/issuers/weir_inc", {**changed, "invoice_prefix": "X-"})
    assert problems(fixed) == {("", "validation_failed")}
    assert platform.request("PUT", "/api/v1/issuers/nobody", changed).json()["code"] == "issuer_not_found"
    assert len(announced(module_stack, "issuer.created", first["id"])) == 1
    assert len(announced(module_stack, "issuer.updated", first["id"])) == 1


def test_what_no_issuer_can_be(platform: Client) -> None:
    wrong = {**SELLER, "code": "wrong", "invoice_prefix": "W-", "credit_note_prefix": "WC-"}
    for change, expected in (
        ({"code": "No Slug"}, ("/code", "validation_failed")),
        ({"legal_name": ""}, ("/legal_name", "validation_failed")),
        ({"legal_name": "a\u0007"}, ("/legal_name", "validation_failed")),
        ({"address": {}}, ("/address/country", "country_unknown")),
        ({"address": {"country": "XX"}}, ("/address/country", "country_unknown")),
        ({"address": {"country": "DE", "planet": "Earth"}}, ("/address", "validation_failed")),
        ({"address": {"country": "DE", "postal_code": "1" * 33}}, ("/address/postal_code", "validation_failed")),
        ({"tax_id": 7}, ("/tax_id", "validation_failed")),
        ({"email": "nobody"}, ("/email", "email_invalid")),
        ({"invoice_prefix": "w-"}, ("/invoice_prefix", "validation_failed")),
        ({"invoice_prefix": "W1"}, ("/invoice_prefix", "validation_failed")),
        ({"credit_note_prefix": "W-"}, ("/credit_note_prefix", "validation_failed")),
        ({"payment_terms_days": 366}, ("/payment_terms_days", "validation_failed")),
        ({"payment_terms_days": "14"}, ("/payment_terms_days", "validation_failed")),
        ({"note": "x" * 2001}, ("/note", "validation_failed")),
        ({"logo": "x"}, ("", "validation_failed")),
    ):
        answer = platform.request("POST", "/api/v1/issuers", {**wrong, **change})
        assert answer.status == 400 and expected in problems(answer), (change, answer.body)
    for change, code in (({"code": "weir_gmbh"}, "issuer_code_taken"), ({"invoice_prefix": "WRC-"}, "issuer_prefix_taken"), ({"credit_note_prefix": "WR-"}, "issuer_prefix_taken")):
        answer = platform.request("POST", "/api/v1/issuers", {**wrong, **change})
        assert (answer.status, answer.json()["code"]) == (409, code), change
    assert platform.request("GET", "/api/v1/issuers/wrong").status == 404


def test_a_tax_rate_is_made_and_archived_and_never_edited(module_stack: Stack, platform: Client) -> None:
    body = {"code": "ny_sales", "name": "NY sales tax", "jurisdiction": "US-NY", "rate": "0.0888750"}
    made = platform.request("POST", "/api/v1/tax-rates", body)
    assert made.status == 201, made.body
    rate = made.json()
    assert (rate["rate"], rate["archived_at"]) == ("0.088875", None)
    assert platform.request("GET", "/api/v1/tax-rates/ny_sales").json() == rate
    assert platform.request("POST", "/api/v1/tax-rates", body).json()["code"] == "tax_rate_code_taken"
    assert platform.request("PUT", "/api/v1/tax-rates/ny_sales", body).status == 405
    assert platform.request("DELETE", "/api/v1/tax-rates/ny_sales", headers={"if-match": '"7"'}).status == 412
    for _ in range(2):
        assert platform.request("DELETE", "/api/v1/tax-rates/ny_sales").status == 204
    assert platform.request("GET", "/api/v1/tax-rates/ny_sales").json()["archived_at"]
    assert "ny_sales" in [t["code"] for t in platform.request("GET", "/api/v1/tax-rates").json()["items"]]
    assert len(announced(module_stack, "tax_rate.archived", rate["id"])) == 1
    for change, expected in (
        ({"rate": "1.1"}, ("/rate", "rate_too_large")), ({"rate": "-0.1"}, ("/rate", "price_negative")), ({"rate": "0.0000001"}, ("/rate", "decimal_too_precise")),
        ({"rate": "19%"}, ("/rate", "decimal_malformed")), ({"rate": 0.19}, ("/rate", "validation_failed")), ({"name": ""}, ("/name", "validation_failed")),
        ({"jurisdiction": ""}, ("/jurisdiction", "validation_failed")), ({"code": "-"}, ("/code", "validation_failed")),
    ):  # fmt: skip
        answer = platform.request("POST", "/api/v1/tax-rates", {**body, "code": "wrong", **change})
        assert answer.status == 400 and expected in problems(answer), (change, answer.body)


def test_a_profile_is_usual_until_the_platform_says_otherwise(module_stack: Stack, platform: Client) -> None:
    owner = tenant(platform)
    before = platform.request("GET", f"/api/v1/tenants/{owner}/billing-profile")
    assert before.json() == {**USUAL, "buyer": NOBODY}
    wanted = {**USUAL, "issuer": "weir_gmbh", "buyer": BUYER, "billing_day": 31, "tax_rates": ["city", "vat"], "finalize": "by_hand", "most_amount_minor": 500000, "most_lines": 50}
    made = put(platform, owner, wanted, **{"if-match": before.headers["etag"]})
    assert made.status == 200, made.body
    assert made.json() == {**wanted, "buyer": {**BUYER, "address": {**NOBODY["address"], **BUYER["address"]}}}
    assert put(platform, owner, wanted, **{"if-match": before.headers["etag"]}).status == 412
    assert platform.request("GET", f"/api/v1/tenants/{owner}/billing-profile").json() == made.json()
    # PUT replaces: what the platform leaves out is usual again.
    assert put(platform, owner, {}).json() == {**USUAL, "buyer": NOBODY}
    assert len(announced(module_stack, "billing_profile.updated", owner)) == 2
    assert put(platform, "nowhere", {}).json()["code"] == "tenant_not_found"


def test_what_no_profile_can_be(platform: Client) -> None:
    owner = tenant(platform)
    for body, status, expected in (
        ({"issuer": "nobody"}, 404, ("/issuer", "issuer_not_found")),
        ({"issuer": "No Slug"}, 400, ("/issuer", "validation_failed")),
        ({"buyer": {"address": {"country": "ZZ"}}}, 400, ("/buyer/address/country", "country_unknown")),
        ({"buyer": {"email": "x"}}, 400, ("/buyer/email", "email_invalid")),
        ({"buyer": {"name": "x"}}, 400, ("/buyer", "validation_failed")),
        ({"billing_day": 0}, 400, ("/billing_day", "validation_failed")),
        ({"billing_day": 32}, 400, ("/billing_day", "validation_failed")),
        ({"tax_rates": ["lost"]}, 404, ("/tax_rates/0", "tax_rate_not_found")),
        ({"tax_rates": ["vat", "vat"]}, 400, ("/tax_rates/1", "validation_failed")),
        ({"tax_rates": ["vat"], "exemption_reason": "Reverse charge"}, 400, ("/exemption_reason", "validation_failed")),
        ({"exemption_code": "VATEX-EU-"}, 400, ("/exemption_code", "validation_failed")),
        ({"finalize": "never"}, 400, ("/finalize", "validation_failed")),
        ({"grace_hours": 241}, 400, ("/grace_hours", "validation_failed")),
        ({"most_lines": 0}, 400, ("/most_lines", "validation_failed")),
        ({"most_amount_minor": -1}, 400, ("/most_amount_minor", "validation_failed")),
        ({"currency": "EUR"}, 400, ("", "validation_failed")),
    ):
        answer = put(platform, owner, body)
        assert answer.status == status and expected in problems(answer), (body, answer.body)
    assert platform.request("GET", f"/api/v1/tenants/{owner}/billing-profile").json() == {**USUAL, "buyer": NOBODY}


def test_an_archived_tax_rate_stays_with_whom_has_it(platform: Client) -> None:
    owner, other = tenant(platform), tenant(platform)
    body = {"code": "old_vat", "name": "Old", "jurisdiction": "DE", "rate": "0.16"}
    assert platform.request("POST", "/api/v1/tax-rates", body).status == 201
    assert put(platform, owner, {"tax_rates": ["old_vat"]}).status == 200
    assert platform.request("DELETE", "/api/v1/tax-rates/old_vat").status == 204
    assert put(platform, owner, {"tax_rates": ["vat", "old_vat"]}).status == 200
    refused = put(platform, other, {"tax_rates": ["old_vat"]})
    assert refused.status == 409 and problems(refused) == {("/tax_rates/0", "tax_rate_archived")}


def test_a_tenants_people_change_the_buyer_alone(platform: Client) -> None:
    owner, other = tenant(platform), tenant(platform)
    own = key_of(platform, owner)
    assert put(platform, owner, {"tax_rates": ["vat"], "billing_day": 5}).status == 200
    mine = put(own, owner, {"buyer": BUYER})
    assert mine.status == 200, mine.body
    assert (mine.json()["buyer"]["legal_name"], mine.json()["tax_rates"], mine.json()["billing_day"]) == ("Acme Inc.", ["vat"], 5)
    # The whole of it may be sent back, with what is theirs changed.
    assert put(own, owner, {**mine.json(), "buyer": {**BUYER, "email": "new@acme.example"}}).json()["buyer"]["email"] == "new@acme.example"
    for change in ({"tax_rates": []}, {"billing_day": 6}, {"issuer": "weir_gmbh"}, {"exemption_reason": "x"}, {"grace_hours": 2}, {"most_lines": 1}, {"finalize": "by_hand"}):
        answer = put(own, owner, {"buyer": BUYER, **change})
        assert (answer.status, answer.json()["code"]) == (403, "forbidden"), change
    assert put(own, other, {"buyer": BUYER}).json()["code"] == "tenant_not_found"
    assert own.request("GET", f"/api/v1/tenants/{other}/billing-profile").status == 404
    for path in ("issuers", "tax-rates", "coupons"):
        assert own.request("GET", f"/api/v1/{path}").status == 403
        assert own.request("POST", f"/api/v1/{path}", {}).status in (400, 403)


def test_billing_day_and_zone_are_fixed_with_the_first_subscription(platform: Client) -> None:
    owner = tenant(platform)
    assert put(platform, owner, {"billing_day": 15}).status == 200
    assert platform.request("PATCH", f"/api/v1/tenants/{owner}", {"time_zone": "Europe/Berlin"}).status == 200
    subscribe(platform, owner)
    period = platform.request("GET", f"/api/v1/tenants/{owner}/subscriptions").json()["items"][0]["current_period"]
    assert {period["from"][8:13], period["to"][8:13]} <= {"14T23", "14T22"}
    refused = put(platform, owner, {"billing_day": 16})
    assert refused.status == 409 and problems(refused) == {("/billing_day", "billing_day_fixed")}
    assert put(platform, owner, {"billing_day": 15, "grace_hours": 3}).status == 200
    refused = platform.request("PATCH", f"/api/v1/tenants/{owner}", {"time_zone": "Europe/Paris"})
    assert refused.status == 409 and problems(refused) == {("/time_zone", "tenant_zone_fixed")}
    assert platform.request("PATCH", f"/api/v1/tenants/{owner}", {"time_zone": "Europe/Berlin", "name": "N"}).status == 200
