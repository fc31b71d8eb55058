"""What somebody does in Chromium: the scripts of frontend/browser, with what they are given."""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any

from weirkit import environments
from weirkit.account import service_account
from weirkit.place import TOP, shared_cache

from .stack import Stack


def run(script: str, given: dict[str, Any]) -> None:
    node = os.environ.get("WEIR_TEST_NODE") or environments.node(shared_cache(service_account())) / "node"
    # They cost a third of the time of a look, and nobody looks at those of a check.
    asked = given | {"pictures": "WEIR_TEST_SCREENS" in os.environ}
    done = subprocess.run(
        [node, TOP / "frontend/browser" / script], input=json.dumps(asked), capture_output=True, text=True, timeout=180, check=False
    )
    assert done.returncode == 0, done.stderr[-6000:]


def screens(stack: Stack) -> str:
    """Where pictures go when WEIR_TEST_SCREENS asks for them, and what somebody saves."""
    return os.environ.get("WEIR_TEST_SCREENS") or str(stack.place.logs / "screens")
