"""A month of hourly usage of a meter of its own, put straight into the tables: what queries are measured on."""

from __future__ import annotations

from .sql import Sql

DRAFT = {"slug": "months", "name": "Months", "event_type": "months", "aggregation": "SUM", "value_property": "$.v", "group_by": {"series": "$.s"}}
ISSUER = {"code": "bench", "legal_name": "Bench", "address": {"country": "DE"}, "invoice_prefix": "B-", "credit_note_prefix": "BC-"}


def add_months(inside: Sql, tenants: int) -> None:
    """744 hours of five series for each of so many tenants."""
    inside.ask(
        "INSERT INTO usage_cells (tenant_number, meter_number, generation, hour, subject, dimensions, events, first_offset, last_offset, id_sum, sum)"
        " SELECT t.number, m.number, 1, date_trunc('hour', now()) - h * interval '1 hour', 'device', '{\"series\":\"s' || s || '\"}', 10, 0, 9, 1, h + s + 0.125"
        f" FROM (SELECT number FROM tenants ORDER BY key LIMIT {tenants}) AS t, (SELECT number FROM meters WHERE slug = 'months') AS m, generate_series(1, 744) AS h, generate_series(1, 5) AS s"
    )
    inside.ask("ANALYZE usage_cells")


def span_of_months(inside: Sql) -> tuple[str, str]:
    """The first instant of the month and the one behind its last."""
    ends = "to_char(date_trunc('hour', now() AT TIME ZONE 'UTC'){}, 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
    first, last = inside.ask(f"SELECT {ends.format(' - interval ' + repr('744 hours'))}, {ends.format('')}")[0].split("|")
    return first, last
