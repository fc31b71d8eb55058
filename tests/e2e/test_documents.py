"""The programs that docs/openmeter.md shows do what it says, just as they stand there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from weirkit.place import TOP

from tests.support import node
from tests.support.client import Client
from tests.support.stack import Stack


@pytest.fixture(scope="module")
def platform(module_stack: Stack) -> Iterator[Client]:
    yield module_stack.client(module_stack.serve())


def program(language: str) -> tuple[str, str]:
    """The one program of a language, and what its last comment says that it prints."""
    (text,) = re.findall(rf"```{language}\n(.*?)```", (TOP / "docs/openmeter.md").read_text(), re.DOTALL)
    return text, re.split(r"  ?(?:#|//) ", text.strip().splitlines()[-1])[1]


@pytest.mark.parametrize(("language", "name"), [("python", "snippet.py"), ("typescript", "snippet.ts")])
def test_the_program_prints_what_the_document_says(platform: Client, tmp_path: Path, language: str, name: str) -> None:
    text, promised = program(language)
    (tmp_path / name).write_text(text)
    command = [sys.executable] if language == "python" else [str(node.prepare(tmp_path))]
    done = subprocess.run(
        [*command, str(tmp_path / name)],
        env=os.environ | {"WEIR_URL": platform.url, "WEIR_KEY": platform.key},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, promised), done.stderr[-2000:]
