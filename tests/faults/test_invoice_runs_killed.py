"""Runs of invoices that are killed at random, beside each other and with the database's backends: nobody is missed or billed twice, numbers leave no gap."""

from __future__ import annotations

import json
import os
import random
import time

from tests.support.client import Client
from tests.support.services import Services
from tests.support.stack import Stack

TENANTS = int(os.environ.get("WEIR_FAULTS_TENANTS") or (10_000 if os.environ.get("WEIR_DEEP") else 500))
MONTHS = 2  # that have ended; the start of the subscription is billed as well
PER_TENANT = MONTHS + 1
LEAST_KILLS = 8
# A bound for what hangs, not for what is slow: 25 invoices a second are a tenth of what two cores write beside the kills.
SECONDS = 120 + TENANTS * PER_TENANT // 25

# Subscriptions since the first day of the month before the last one, and a cell in each of their months.
WORLD = f"""
INSERT INTO tenants (id, bucket, key, name, currency)
  SELECT 'ten_' || lpad(n::text, 26, '0'), n % 16, 'killed-' || n, 'T', 'USD' FROM generate_series(1, {TENANTS}) AS n;
INSERT INTO subscriptions (id, tenant_number, currency)
  SELECT 'sub_' || right(id, 26), number, 'USD' FROM tenants WHERE key LIKE 'killed-%';
INSERT INTO subscription_changes (subscription_id, sequence, tenant_number, kind, at, day, plan_number, plan_version, made_by, command_id)
  SELECT s.id, 1, s.tenant_number, 'start', start, start::date, p.number, 1, 'test', 'test'
  FROM subscriptions AS s, plans AS p, (SELECT date_trunc('month', now() AT TIME ZONE 'UTC') - interval '{MONTHS} months') AS t (start) WHERE p.code = 'killed';
INSERT INTO usage_cells (tenant_number, meter_number, generation, hour, subject, dimensions, events, first_offset, last_offset, id_sum)
  SELECT t.number, m.number, 1, date_trunc('month', now() AT TIME ZONE 'UTC') - back * interval '1 month' + interval '5 hours', 's', '{{}}', t.number % 100 + 1, 0, 0, 1
  FROM tenants AS t, meters AS m, generate_series(1, {MONTHS}) AS back WHERE t.key LIKE 'killed-%' AND m.slug = 'killed';
INSERT INTO leases (consumer, topic, partition, data_through) VALUES ('usage', 'weir.usage', 0, now())
  ON CONFLICT (consumer, topic, partition) DO NOTHING;
UPDATE leases SET data_through = now() WHERE consumer = 'usage';
INSERT INTO billing_states (tenant_number, next_at) SELECT tenant_number, min(at) FROM subscription_changes GROUP BY tenant_number;
"""


def make_catalogue(stack: Stack) -> None:
    served = stack.launch("api")
    client: Client = stack.client(served)
    seller = {"code": "main", "legal_name": "Seller", "address": {"country": "DE"}, "invoice_prefix": "INV-", "credit_note_prefix": "CN-"}
    prices = [
        {"code": "fee", "currency": "USD", "model": "flat", "amount": "20"},
        {"code": "calls", "currency": "USD", "model": "per_unit", "unit_amount": "0.5", "meter": "killed"},
    ]
    for path, body in (
        ("meters", {"slug": "killed", "event_type": "killed", "aggregation": "COUNT"}),
        ("issuers", seller),
        ("plans", {"code": "killed", "prices": prices}),
    ):
        made = client.request("POST", f"/api/v1/{path}", body)
        assert made.status == 201, made.body
    served.stop()


def test_each_month_is_billed_once_whoever_is_killed_meanwhile(hurt_services: Services) -> None:
    seed = int(os.environ.get("WEIR_FAULTS_SEED") or time.time())
    print(f"seed {seed}")
    chance = random.Random(seed)
    with Stack(hurt_services, "invoices") as stack:
        make_catalogue(stack)
        stack.sql(WORLD)
        kills = cut = 0
        deadline = time.monotonic() + SECONDS

        def billed() -> int:
            return int(stack.sql("SELECT count(*) FROM invoices").strip())

        while billed() < TENANTS * PER_TENANT or kills < LEAST_KILLS:
            assert time.monotonic() < deadline, f"{billed()} of {TENANTS * PER_TENANT} invoices, seed {seed}"
            runs = [stack.weir.start(f"run-{kills}-{i}", ("invoice", "run"), stack.place.logs / f"run-{kills}-{i}.log", {}) for i in range(2)]
            before = billed()
            # After it has begun to write, whatever the machine's speed.
            while billed() < min(before + chance.randrange(1, max(2, TENANTS // 3)), TENANTS * PER_TENANT) and any(run.alive() for run in runs):
                time.sleep(0.01)
            if chance.random() < 0.3:
                stack.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'weir invoice' LIMIT 1")
                cut += 1
            for run in runs:
                run.kill()
                kills += 1
        last = stack.cli("invoice", "run", "--json", seconds=SECONDS)
        assert last.returncode == 0 and json.loads(last.stdout)["invoices"] == 0, last.stdout

        rows = stack.sql("SELECT count(*) || ' ' || count(DISTINCT as_of) FROM invoices GROUP BY tenant_number").split("\n")
        assert set(filter(None, rows)) == {f"{PER_TENANT} {PER_TENANT}"}
        numbers = sorted(int(n.removeprefix("INV-")) for n in stack.sql("SELECT number FROM invoices").split())
        assert numbers == list(range(1, TENANTS * PER_TENANT + 1))
        # A fee at the start; then usage at 0.50 and the next fee; all amounts in cents.
        owed = stack.sql("SELECT sum(2000 + (2000 + 50 * (number % 100 + 1)) * 2) FROM tenants WHERE key LIKE 'killed-%'").strip()
        assert stack.sql("SELECT sum(total) FROM invoices").strip() == owed
        assert stack.sql("SELECT count(*) FROM outbox WHERE type = 'invoice.finalized'").strip() == str(TENANTS * PER_TENANT)
        verified = stack.cli("invoice", "verify", "--all", "--from", "inputs", "--json", seconds=300 + SECONDS)
        assert verified.returncode == 0, verified.stdout[-2000:]
        print(f"{kills} runs were killed, {cut} connections cut; {TENANTS * PER_TENANT} invoices, each once")
