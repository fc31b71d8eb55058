"""run.json: what people's own scripts, and the weir command, need to know about a copy that runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .secretfile import write_private


def write(path: Path, *, url: str, platform_api_key: str, database_url: str, kafka_brokers: str, pids: dict[str, int], more: dict[str, Any]) -> None:
    content = {
        "url": url,
        "platform_api_key": platform_api_key,
        "database_url": database_url,
        "kafka_brokers": kafka_brokers,
        "pids": pids,
    }
    write_private(path, json.dumps(content | more, indent=2) + "\n")


def read(path: Path) -> dict[str, Any] | None:
    try:
        content = json.loads(path.read_text())
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None
