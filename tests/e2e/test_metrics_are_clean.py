"""What a running Weir shows at /metrics is what Prometheus' own checker accepts."""

from __future__ import annotations

import os
import shutil
import subprocess
import time

from tests.support.stack import Stack


def test_promtool_has_nothing_to_say_about_the_metrics_of_a_busy_process(stack: Stack) -> None:
    promtool = os.environ.get("WEIR_PROMTOOL") or shutil.which("promtool")
    assert promtool, "scripts/check names promtool in WEIR_PROMTOOL"
    client = stack.client(stack.serve())
    meter = {"slug": "busy", "event_type": "t", "aggregation": "COUNT"}
    assert client.request("POST", "/api/v1/meters", meter).status == 201
    sent = client.send([{"specversion": "1.0", "id": str(n), "source": "busy", "type": "t", "subject": "acme"} for n in range(50)])
    after = sent.json()["receipts"][-1]["receipt"]
    assert client.get(f"/api/v1/meters/busy/query?after={after}").status == 200
    assert client.get("/api/v1/nothing").status == 404
    shown = client.get("/metrics")
    for _ in range(50):
        if b"weir_consumer_lag_records{" in shown.body:
            break
        time.sleep(0.1)  # workers measure themselves once a second
        shown = client.get("/metrics")
    assert shown.status == 200 and b"weir_events_ingested_total" in shown.body and b"weir_consumer_lag_records" in shown.body
    checked = subprocess.run([promtool, "check", "metrics"], input=shown.body, capture_output=True, check=False)
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, b""), checked.stdout + checked.stderr
