"""What is printed when Weir is ready: address, key, and lines that work when they are pasted."""

from __future__ import annotations

import json
import sys
from typing import Any


def first_meter(seeded: dict[str, Any]) -> dict[str, Any] | None:
    """The meter of the demo that one event shows at once."""
    meters = [meter for meter in seeded.get("meters", []) if isinstance(meter, dict) and meter.get("slug") and meter.get("event_type")]
    return meters[0] if meters else None


def event_data(meter: dict[str, Any]) -> dict[str, Any]:
    """Data that the meter's value path finds. Only plain paths ($.name) are taken apart."""
    path = str(meter.get("value_path") or meter.get("value_property") or "")
    name = path.removeprefix("$.")
    return {name: 1} if path.startswith("$.") and name.isidentifier() else {}


def curl_lines(url: str, key: str, seeded: dict[str, Any]) -> list[str]:
    """Send one event, then ask for it."""
    meter = first_meter(seeded)
    if meter is None:
        return [f"curl -s {url}/readyz"]
    tenant = seeded.get("tenant", "demo")
    subject = tenant.get("key", "demo") if isinstance(tenant, dict) else tenant
    event = {"specversion": "1.0", "id": "ID", "source": "curl", "type": meter["event_type"], "subject": subject, "data": event_data(meter)}
    # A new id for every paste: the same id again is a duplicate, and counts once.
    body = json.dumps(event, separators=(",", ":")).replace('"ID"', "\"'$(date +%s%N)'\"")
    return [
        f"curl -s {url}/api/v1/events -H 'Authorization: Bearer {key}' -H 'Content-Type: application/cloudevents+json' \\\n    -d '{body}'",
        f"curl -s \"{url}/api/v1/meters/{meter['slug']}/query?subject={subject}&window=HOUR&from=$(date -u +%FT%H:00:00Z)\" -H 'Authorization: Bearer {key}'",
    ]


def show(url: str, key: str, seeded: dict[str, Any], *, person: tuple[str, str], stop_hint: str, state: str, took: str) -> None:
    lines = curl_lines(url, key, seeded)
    print(f"\nWeir is ready at {url} (after {took})\n\n  portal        {url}/app/\n  demo user     {person[0]}  {person[1]}")
    print(f"  platform key  {key}\n  details       {state}/run.json, logs in {state}/logs\n")
    for title, line in zip(("send an event:", "ask for the hour (within a second):"), lines, strict=False):
        print(f"  {title}\n    {line}\n")
    print(f"{stop_hint}")
    sys.stdout.flush()
