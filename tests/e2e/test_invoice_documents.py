"""An invoice as files: the PDF is read back, the e-invoice held against the published rules, the signature checked with OpenSSL."""

from __future__ import annotations

import base64
import csv
import datetime as dt
import hashlib
import io
import json
import secrets
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.support import e_invoice
from tests.support.billing import Billing, late_last_month, month_start, stamp
from tests.support.client import Answer, Client
from tests.support.stack import Stack
from weirkit.place import TOP

FORMATS = {"pdf": "application/pdf", "ubl": "application/xml", "csv": "text/csv; charset=utf-8", "json": "application/json"}
ADDRESS = {"line1": "Street 1", "city": "Berlin", "postal_code": "10115", "country": "DE"}
BUYER = {"legal_name": "Käufer & Söhne", "address": ADDRESS, "tax_id": "DE987654321", "email": "ap@buyer.example"}


@dataclass(frozen=True)
class World(Billing):
    stack: Stack

    def tenant(self, plan: str, since: dt.datetime, **profile: Any) -> str:
        tenant = str(self.must("POST", "/api/v1/tenants", {"key": secrets.token_hex(6)})["id"])
        if profile:
            self.must("PUT", f"/api/v1/tenants/{tenant}/billing-profile", profile, 200)
        self.must("POST", f"/api/v1/tenants/{tenant}/subscriptions", {"plan": plan, "at": stamp(since), "currency": plan[-3:].upper()})
        return tenant

    def document(self, invoice: dict[str, Any], form: str, **headers: str) -> Answer:
        return self.platform.request("GET", f"/api/v1/invoices/{invoice['id']}/documents/{form}", None, headers)

    def read(self, invoice: dict[str, Any], form: str) -> bytes:
        answer = self.document(invoice, form)
        assert answer.status == 200, answer.body
        return answer.body


@pytest.fixture(scope="module")
def world(module_stack: Stack) -> Iterator[World]:
    made = World(module_stack.client(module_stack.serve()), module_stack)
    made.must("POST", "/api/v1/issuers", {
        "code": "main", "legal_name": "Seller GmbH", "address": ADDRESS, "tax_id": "DE123456789", "email": "billing@seller.example",
        "invoice_prefix": "INV/2026-", "credit_note_prefix": "CN-", "note": "Thank you.\nPay soon.",
    })
    made.must("POST", "/api/v1/tax-rates", {"code": "vat", "name": "VAT 19 %", "jurisdiction": "DE", "rate": "0.19"})
    made.must("POST", "/api/v1/coupons", {"code": "tenth", "name": "=A tenth", "percentage": "0.1", "duration": "forever"})
    for currency, large, small in (("EUR", "1234.50", "10"), ("JPY", "5000", "1000"), ("KWD", "7.125", "1")):
        for code, amount in (("large", large), ("small", small)):
            price = {"code": "fee", "name": "Monthly fee", "currency": currency, "model": "flat", "amount": amount, "timing": "in_advance"}
            made.must("POST", "/api/v1/plans", {"code": f"{code}_{currency.lower()}", "name": f"{code.title()}", "prices": [price]})
    yield made


def tool(*command: str, given: bytes = b"") -> str:
    return subprocess.run(command, input=given, capture_output=True, check=True, timeout=60).stdout.decode()


def pdf_text(pdf: bytes) -> str:
    return tool("pdftotext", "-layout", "-", "-", given=pdf)


def check_signature(world: World, answer: dict[str, Any], folder: Path) -> bool:
    """With OpenSSL, as somebody would who knows RFC 7515 and nothing of Weir."""

    def decode(text: str) -> bytes:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

    canonical = json.dumps(answer["document"], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    header = json.loads(decode(answer["signature"]["protected"]))
    assert header["alg"] == "EdDSA"
    (key,) = [one for one in world.platform.get("/.well-known/weir-audit-keys.json").json()["keys"] if one["kid"] == header["kid"]]
    (folder / "key.der").write_bytes(bytes.fromhex("302a300506032b6570032100") + decode(key["x"]))
    (folder / "signature").write_bytes(decode(answer["signature"]["signature"]))
    payload = base64.urlsafe_b64encode(canonical).rstrip(b"=")
    (folder / "signed").write_bytes(answer["signature"]["protected"].encode() + b"." + payload)
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", folder / "key.der", "-rawin", "-in", folder / "signed", "-sigfile", folder / "signature"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_all_documents_of_an_invoice_say_the_same(world: World, tmp_path: Path) -> None:
    tenant = world.tenant("large_eur", month_start(), buyer=BUYER, tax_rates=["vat"])
    (invoice,) = world.wait_for(tenant)
    written = world.stack.place.service_folder("weir")  # where the program may write
    assert (invoice["net"], invoice["total"]) == ("1234.50", "1469.06")
    for form, media in FORMATS.items():
        answer = world.document(invoice, form)
        assert answer.status == 200 and answer.headers["content-type"] == media, answer.body[:300]
        extension = "xml" if form == "ubl" else form
        assert answer.headers["content-disposition"] == f'attachment; filename="{invoice["number"].replace("/", "-")}.{extension}"'
        again = world.document(invoice, form, **{"if-none-match": answer.headers["etag"]})
        assert again.status == 304 and not again.body
        assert world.read(invoice, form) == answer.body
        told = world.stack.cli("invoice", "document", invoice["number"], "--format", form, "--output", str(written / form))
        assert told.returncode == 0, told.stderr
        assert (written / form).read_bytes() == answer.body

    text = pdf_text((written / "pdf").read_bytes())
    for word in (invoice["number"], "Seller GmbH", "Käufer & Söhne", "Monthly fee", "1,234.50", "234.56", "1,469.06", "Pay soon.", "page 1 of 1"):
        assert word in text, (word, text)
    tree = tool("pdfinfo", "-struct", str(written / "pdf"))
    assert [line.split()[0] for line in tree.splitlines() if not line.startswith("   ")][0] == "Document"
    assert tree.count("TR") > 3 and "H1" in tree and "TH" in tree and "TD" in tree, tree

    (row,) = csv.DictReader(io.StringIO((written / "csv").read_text()))
    assert (row["invoice"], row["net"], row["net_without_tax"], row["currency"]) == (invoice["number"], "1234.50", "1234.50", "EUR")

    signed = json.loads((written / "json").read_bytes())
    assert signed["document"]["total"] == "1469.06" and signed["document"]["lines"][0]["name"] == "Monthly fee"
    assert signed["document"]["inputs_hash"] == invoice["inputs_hash"]
    assert check_signature(world, signed, tmp_path)
    signed["document"]["total"] = "1469.07"
    assert not check_signature(world, signed, tmp_path)


def test_a_payment_changes_no_document_and_a_void_is_said(world: World) -> None:
    paid, voided = (world.wait_for(world.tenant("small_eur", month_start(), buyer=BUYER, tax_rates=["vat"]))[0] for _ in range(2))
    before = {form: world.read(paid, form) for form in FORMATS}
    world.must("POST", f"/api/v1/invoices/{paid['id']}/payments", {"amount": "11.90", "method": "bank"}, 200)
    assert before == {form: world.read(paid, form) for form in FORMATS}
    world.must("POST", f"/api/v1/invoices/{voided['id']}/changes", {"change": "void"}, 200)
    assert "Invoice (void)" in pdf_text(world.read(voided, "pdf"))
    assert json.loads(world.read(voided, "json"))["document"]["is_void"] is True
    refused = world.document(voided, "ubl")
    assert (refused.status, refused.json()["code"]) == (409, "invoice_state_refused") and "void" in refused.json()["detail"]


def test_drafts_have_no_documents(world: World) -> None:
    (draft,) = world.wait_for(world.tenant("small_eur", month_start(), buyer=BUYER, finalize="by_hand"))
    assert draft["state"] == "draft"
    for form in FORMATS:
        answer = world.document(draft, form)
        assert (answer.status, answer.json()["code"]) == (409, "invoice_state_refused"), answer.body
    told = world.stack.cli("invoice", "document", draft["id"], "--format", "csv")
    assert told.returncode == 1 and "invoice_state_refused" in told.stderr


def credit_note(world: World) -> dict[str, Any]:
    """A month that was paid ahead, and is paused from its beginning on: all of it goes back."""
    tenant = world.tenant("large_eur", month_start(1), buyer=BUYER, tax_rates=["vat"])
    world.wait_for(tenant, 2)
    (subscription,) = world.platform.get(f"/api/v1/tenants/{tenant}/subscriptions").json()["items"]
    world.must("POST", f"/api/v1/subscriptions/{subscription['id']}/changes", {"change": "cancel", "at": stamp(month_start())}, 200)
    world.stack.sql(f"UPDATE billing_states SET next_at = date_trunc('hour', now()) WHERE tenant_number = (SELECT number FROM tenants WHERE id = '{tenant}')")
    assert world.stack.cli("invoice", "run").returncode == 0
    return world.wait_for(tenant, 3)[2]


def metered(world: World) -> dict[str, Any]:
    """Last month's ten calls, of which three are included."""
    world.must("POST", "/api/v1/meters", {"slug": "doc_calls", "event_type": "doc_call", "aggregation": "COUNT"})
    price = {"code": "calls", "name": "Calls", "currency": "EUR", "model": "per_unit", "unit_amount": "0.333", "meter": "doc_calls", "included": "3"}
    world.must("POST", "/api/v1/plans", {"code": "metered_eur", "name": "Metered", "prices": [price]})
    key = secrets.token_hex(6)
    tenant = str(world.must("POST", "/api/v1/tenants", {"key": key})["id"])
    world.must("PUT", f"/api/v1/tenants/{tenant}/billing-profile", {"buyer": BUYER, "tax_rates": ["vat"]}, 200)
    at = stamp(late_last_month())
    event = {"specversion": "1.0", "source": "s", "type": "doc_call", "subject": key, "time": at, "data": {}}
    events = json.dumps([{**event, "id": str(number)} for number in range(10)]).encode()
    sent = world.platform.request("POST", "/api/v1/events", events, {"content-type": "application/cloudevents-batch+json"})
    assert world.platform.get(f"/api/v1/rejected?after={sent.json()['receipts'][-1]['receipt']}").status == 200
    world.must("POST", f"/api/v1/tenants/{tenant}/subscriptions", {"plan": "metered_eur", "at": stamp(month_start(1)), "currency": "EUR"})
    (invoice,) = world.wait_for(tenant)
    return invoice


def test_every_e_invoice_keeps_the_published_rules(world: World, tmp_path: Path) -> None:
    reverse = {"exemption_reason": "Reverse charge", "exemption_code": "VATEX-EU-AE"}
    made = {
        "one_rate": world.tenant("large_eur", month_start(), buyer=BUYER, tax_rates=["vat"]),
        "inclusive": world.tenant("large_eur", month_start(), buyer=BUYER, tax_rates=["vat"], tax_inclusive=True),
        "reverse_charge": world.tenant("small_eur", month_start(), buyer=BUYER, **reverse),
        "outside": world.tenant("small_eur", month_start(), buyer=BUYER),
        "no_digits": world.tenant("large_jpy", month_start(), buyer=BUYER, tax_rates=["vat"]),
    }
    documents = {name: world.read(world.wait_for(tenant)[0], "ubl") for name, tenant in made.items()}
    note = credit_note(world)
    assert note["kind"] == "credit_note" and Decimal(note["total"]) < 0, note
    documents["credit_note"] = world.read(note, "ubl")
    assert b"<CreditNote" in documents["credit_note"]
    assert "Credit note" in pdf_text(world.read(note, "pdf"))
    usage = metered(world)
    (line,) = json.loads(world.read(usage, "json"))["document"]["lines"]
    assert (line["quantity"], line["meter"], line["net"]) == ("10", "doc_calls", "2.33")
    documents["usage"] = world.read(usage, "ubl")
    assert b'unitCode="C62">10</cbc:InvoicedQuantity>' in documents["usage"] and b'unitCode="C62">10</cbc:BaseQuantity>' in documents["usage"]
    golden = {f"golden_{path.stem}": path.read_bytes() for path in (TOP / "tests/unit/documents/golden").glob("*.xml")}
    assert len(golden) > 8
    broken = golden["golden_standard"].replace(b">4.47<", b">6.47<")
    found = e_invoice.findings({**documents, **golden, "broken": broken}, tmp_path)
    assert [one for one in found.pop("broken") if "BR-CO-15" in one], "the rules find nothing, so they were not asked"
    assert not found


def test_what_an_e_invoice_cannot_say_is_refused_with_the_reason(world: World) -> None:
    nobody = world.wait_for(world.tenant("small_eur", month_start()))[0]
    refused = world.document(nobody, "ubl")
    assert (refused.status, refused.json()["code"]) == (409, "invoice_state_refused") and "legal name" in refused.json()["detail"]
    assert nobody["id"] and world.read(nobody, "pdf").startswith(b"%PDF")


def test_currencies_keep_their_digits(world: World) -> None:
    for currency, shown in (("jpy", "5,000"), ("kwd", "7.125")):
        (invoice,) = world.wait_for(world.tenant(f"large_{currency}", month_start(), buyer=BUYER))
        assert f" {shown}\n" in pdf_text(world.read(invoice, "pdf"))
        (row,) = csv.DictReader(io.StringIO(world.read(invoice, "csv").decode()))
        assert row["net"] == invoice["net"] == shown.replace(",", "")
        assert json.loads(world.read(invoice, "json"))["document"]["net"] == invoice["net"]
    assert "two digits" in world.document(invoice, "ubl").json()["detail"]


def test_discounts_and_what_a_spreadsheet_would_take_for_a_formula(world: World) -> None:
    tenant = str(world.must("POST", "/api/v1/tenants", {"key": secrets.token_hex(6)})["id"])
    world.must("PUT", f"/api/v1/tenants/{tenant}/billing-profile", {"buyer": BUYER, "tax_rates": ["vat"]}, 200)
    world.must("POST", f"/api/v1/tenants/{tenant}/coupons", {"coupon": "tenth"})
    world.stack.sql("UPDATE tenant_coupons SET since = since - interval '400 days'")
    world.must("POST", f"/api/v1/tenants/{tenant}/subscriptions", {"plan": "large_eur", "at": stamp(month_start()), "currency": "EUR"})
    (invoice,) = world.wait_for(tenant)
    (line,) = json.loads(world.read(invoice, "json"))["document"]["lines"]
    assert (line["amount"], line["discount"], line["net"], line["discounts"]) == ("1234.50", "123.45", "1111.05", [{"amount": "123.45", "name": "=A tenth"}])
    assert "=A tenth: -123.45" in pdf_text(world.read(invoice, "pdf"))
    assert b"<cbc:AllowanceChargeReason>=A tenth<" in world.read(invoice, "ubl")


def test_documents_of_others_are_not_there(world: World) -> None:
    ours = world.wait_for(world.tenant("small_eur", month_start(), buyer=BUYER))[0]
    theirs = str(world.must("POST", "/api/v1/tenants", {"key": secrets.token_hex(6)})["id"])
    key = world.must("POST", "/api/v1/api-keys", {"name": "theirs", "scopes": ["query"], "tenant_id": theirs})["secret"]
    stranger = Client(world.platform.url, key)
    own = world.must("POST", "/api/v1/api-keys", {"name": "ours", "scopes": ["query"], "tenant_id": ours["tenant_id"]})["secret"]
    for form in FORMATS:
        path = f"/api/v1/invoices/{ours['id']}/documents/{form}"
        refused = stranger.get(path)
        assert (refused.status, refused.json()["code"]) == (404, "invoice_not_found")
        assert Client(world.platform.url, own).get(path).status == 200
    digest = hashlib.sha256(world.read(ours, "pdf")).hexdigest()
    assert world.document(ours, "pdf").headers["etag"] == f'"{digest[:32]}"'
