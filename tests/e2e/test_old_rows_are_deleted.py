"""The day's retention job: planned by the running program, late rather than never, and it deletes only what is old and done."""

from __future__ import annotations

import time

from tests.support.stack import Stack

ROW = "INSERT INTO conflicts (tenant_number, partition, log_offset, event_index, event_id, source, type, subject, appended_at, noticed_at) "


def test_a_missed_day_of_retention_is_made_up_for_at_the_start(stack: Stack) -> None:
    stack.sql(ROW + "SELECT 1, 0, n, 0, 'e', 's', 't', '', now(), now() - CASE WHEN n < 3 THEN interval '401 days' ELSE interval '1 day' END FROM generate_series(1, 5) AS n")
    stack.sql("INSERT INTO outbox (id, bucket, type, payload, created_at) VALUES ('evt_unpublished', 1, 't', '{}', now() - interval '90 days')")
    yesterday = "to_char(now() AT TIME ZONE 'UTC' - interval '1 day', 'YYYY-MM-DD')"
    stack.sql(f"INSERT INTO schedules (name, period, due_at) VALUES ('retention', {yesterday}, now() - interval '1 hour')")
    stack.launch("worker", "operations")
    deadline = time.monotonic() + 30
    while not (result := stack.sql("SELECT result FROM jobs WHERE kind = 'retention' AND state = 'succeeded'").strip()):
        assert time.monotonic() < deadline, stack.sql("SELECT * FROM jobs")
        time.sleep(0.1)
    assert '"conflicts": 2' in result
    assert stack.sql("SELECT string_agg(log_offset::text, ',' ORDER BY log_offset) FROM conflicts").strip() == "3,4,5"
    assert stack.sql("SELECT count(*) FROM outbox WHERE id = 'evt_unpublished'").strip() == "1"
