"""The project's own files, by kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .place import TOP

_FOLDERS = ("include", "src", "workers", "api", "tests", "scripts", "infra", ".ci")
_SKIPPED = {"node_modules", "__pycache__", "build", ".weir", ".cache"}


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name not in _SKIPPED:
            yield from _files(path)
        elif path.is_file():
            yield path


def all_files() -> list[Path]:
    return [path for name in _FOLDERS if (TOP / name).is_dir() for path in _files(TOP / name)]


def cpp() -> list[Path]:
    return [path for path in all_files() if path.suffix in (".cpp", ".hpp")]


def python() -> list[Path]:
    return [path for path in all_files() if path.suffix == ".py"]


def shell() -> list[Path]:
    """Files whose first line names a shell."""
    found = []
    for path in all_files():
        with path.open("rb") as file:
            first = file.readline(80)
        if first.startswith(b"#!") and (b"bash" in first or first.rstrip().endswith(b"/sh")):
            found.append(path)
    return found
