"""Secrets of one copy, generated once, in a file of NAME=value lines that only its owner can read."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def _token() -> str:
    return secrets.token_urlsafe(32)


# POSTGRES_* are for the private cluster, DEMO_* for the demo's user and its account at Stripe; the others are settings of Weir under their own names.
_GENERATED: dict[str, Callable[[], str]] = {
    "POSTGRES_SUPERUSER_PASSWORD": lambda: secrets.token_hex(24),
    "POSTGRES_PASSWORD": lambda: secrets.token_hex(24),
    "APP_SECRET_KEY": _token,
    "JWT_SECRET": lambda: secrets.token_urlsafe(48),
    "API_KEY": lambda: "weir_sk_" + _token(),
    "DEMO_PASSWORD": lambda: secrets.token_urlsafe(15),
    "DEMO_STRIPE_SECRET": lambda: "whsec_" + secrets.token_urlsafe(32),
}


def load_or_create(path: Path) -> dict[str, str]:
    """The secrets of the file; what is missing in it is generated and written."""
    known = _read(path)
    missing = {name: make() for name, make in _GENERATED.items() if not known.get(name)}
    if missing:
        known |= missing
        write_private(path, "".join(f"{name}={value}\n" for name, value in known.items()))
    return known


def write_private(path: Path, text: str) -> None:
    """Replaces a file in one step; nobody else can read it at any moment."""
    half = path.with_name(path.name + ".new")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def _read(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text().splitlines()
    except FileNotFoundError:
        return {}
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
