"""Runs a script of tests/e2e/sdk with the pinned npm packages, as somebody would who has installed them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from weirkit import environments
from weirkit.account import service_account
from weirkit.place import TOP, shared_cache


def prepare(folder: Path) -> Path:
    """Puts the packages where a script in `folder` finds them. The program that runs it."""
    modules = Path(os.environ.get("WEIR_TEST_NODE_MODULES") or environments.node_modules(shared_cache(service_account())))
    (folder / "node_modules").unlink(missing_ok=True)
    (folder / "node_modules").symlink_to(modules)
    return modules / ".bin/node"


def run(script: str, *arguments: str, folder: Path, standard_input: Any = None) -> Any:
    """The JSON that tests/e2e/sdk/SCRIPT prints. It gets `standard_input` as JSON; `folder` is an empty one to run it in."""
    program = prepare(folder)
    shutil.copy(TOP / "tests/e2e/sdk" / script, folder)
    done = subprocess.run(
        [program, folder / script, *arguments],
        input=json.dumps(standard_input),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{script}: {done.stderr[-3000:]}"
    return json.loads(done.stdout)
