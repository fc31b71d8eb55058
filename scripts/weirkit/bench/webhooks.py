"""Rows of webhooks: what it costs to find what is due."""

from __future__ import annotations

from ..ui import say
from .rows import Beside, Figure
from .sql import Sql
from .world import World

_ENDPOINTS = 1_000
_CLAIMS = 500
_CHURN = 100_000  # deliveries that were taken and ended before

# Of a thousand endpoints, a hundred are sent to; four hundred are paused with all that waits, and five hundred have
# only what is due later.
_FILL = """
SET session_replication_role = replica;
INSERT INTO webhook_endpoints (id, url, event_types)
  SELECT 'whe_' || upper(lpad(to_hex(n), 26, '0')), 'https://example.com/hook', '{{*}}' FROM generate_series(1, {endpoints}) AS n;
INSERT INTO webhook_messages (id, type, body)
  SELECT 'msg_' || upper(lpad(to_hex(n), 26, '0')), 'invoice.paid', '{{"type":"invoice.paid"}}' FROM generate_series(1, {messages}) AS n;
INSERT INTO webhook_deliveries (id, endpoint_number, message_number, due_at)
  SELECT 'whd_' || upper(lpad(to_hex(m.number * {endpoints} + e.number), 26, '0')), e.number, m.number,
    CASE WHEN e.number <= {endpoints} / 2 THEN now() - make_interval(secs => {messages} - m.number) ELSE now() + interval '1 day' END
  FROM webhook_messages AS m CROSS JOIN webhook_endpoints AS e;
INSERT INTO webhook_lanes (endpoint_number, first_due, due_at, closed_until)
  SELECT number, '-infinity',
    CASE WHEN number <= {endpoints} / 10 THEN now() WHEN number <= {endpoints} / 2 THEN now() + interval '5 minutes' ELSE now() + interval '1 day' END,
    CASE WHEN number > {endpoints} / 10 AND number <= {endpoints} / 2 THEN now() + interval '5 minutes' ELSE '-infinity' END
  FROM webhook_endpoints;
"""


def claim_row(world: World, runs: int, waiting: int, figure: Figure) -> None:
    """p99 of one sender's claims, in a table in which so many deliveries wait; each run on what the one before left."""
    log = world.log("w1", 1000, 1)
    beside = Beside()
    figure.equal = True
    with world.database(log) as database:
        url = world.postgres.superuser_url(database)
        inside = Sql(url)
        inside.ask(_FILL.format(endpoints=_ENDPOINTS, messages=max(1, waiting // _ENDPOINTS)))
        inside.ask("VACUUM ANALYZE webhook_deliveries")
        for i in range(runs):
            before = inside.number("SELECT count(*) FROM webhook_deliveries WHERE state = 'delivered'")
            inside.ask("UPDATE webhook_lanes SET closed_until = now() + interval '1 hour', due_at = now() + interval '1 hour' WHERE closed_until > '-infinity'")
            said = world.tool("webhook_claims", url, str(_CHURN if i == 0 else 0), str(_CLAIMS))
            ended = inside.number("SELECT count(*) FROM webhook_deliveries WHERE state = 'delivered'") - before
            figure.equal = figure.equal and ended == said["ended"] and said["taken"] == _CLAIMS * 64
            figure.values.append(said["p99_ms"])
            beside.add(p50_ms=said["p50_ms"], max_ms=said["max_ms"])
            say(f"{figure.name} {i + 1}/{runs}: p50 {said['p50_ms']:.1f} ms, p99 {said['p99_ms']:.1f} ms, {said['taken']:,} taken in {_CLAIMS} claims")
        inside.close()
    figure.beside = beside.medians()
