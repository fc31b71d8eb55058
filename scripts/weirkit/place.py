"""Where one copy of Weir keeps its things: state in the checkout, data there too unless the service user cannot reach it."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from .account import HOME, Account, service_account
from .failure import Failure

TOP = Path(__file__).resolve().parents[2]
DEFAULT_PORT = 8000
ROOM_NEEDED = 2 * 1024**3


@dataclass(frozen=True)
class Place:
    """One copy's folders. state: env, run.json, logs, pids. data: postgres, kafka, weir (DATA_DIR)."""

    state: Path
    data: Path
    account: Account

    @property
    def logs(self) -> Path:
        return self.state / "logs"

    @property
    def pids(self) -> Path:
        return self.state / "pids"

    @property
    def environment_file(self) -> Path:
        return self.state / "env"

    @property
    def run_file(self) -> Path:
        return self.state / "run.json"

    def prepare(self) -> None:
        """Makes the folders, and refuses early when there is no room."""
        for folder in (self.state, self.logs, self.pids, self.data):
            folder.mkdir(parents=True, exist_ok=True)
        for folder in {self.state, self.data}:
            free = shutil.disk_usage(folder).free
            if free < ROOM_NEEDED:
                raise Failure(f"only {free // 1024**2} MB are free at {folder}, and Weir wants 2 GB: make room, then start again")
        self._claim()

    def service_folder(self, name: str) -> Path:
        """A folder below data that belongs to the service account."""
        folder = self.data / name
        folder.mkdir(mode=0o700, exist_ok=True)
        self.account.own(folder)
        return folder

    def half_folder(self, name: str) -> Path:
        """An empty folder to make something in, renamed to its name when it is whole. A new one each time: a formatter
        whose script was killed may still be writing into the last one."""
        for old in self.data.glob(f"{name}.new-*"):
            if old.is_dir():
                shutil.rmtree(old, ignore_errors=True)
            else:
                old.unlink(missing_ok=True)
        return self.service_folder(f"{name}.new-{secrets.token_hex(4)}")

    def remove(self) -> None:
        """Deletes this copy's data and keys; other copies below the same folder stay."""
        self.remove_data()
        for name in ("env", "run.json", "ports.json", "served.json", "logs", "pids"):
            _delete(self.state / name)

    def remove_data(self) -> None:
        """Deletes what the services wrote; logs stay."""
        for name in ("postgres", "postgres.new-*", "kafka", "kafka.new-*", "weir", "program", "checkout", "kafka*.properties"):
            for path in self.data.glob(name):
                _delete(path)
        if self.data != self.state and self.data.is_dir() and not any(self.data.iterdir()):
            self.data.rmdir()

    def _claim(self) -> None:
        """Data outside the checkout belongs to one checkout: its keys are there."""
        if self.data == self.state:
            return
        claim = self.data / "checkout"
        if not claim.exists():
            claim.write_text(f"{TOP}\n")
        owner = claim.read_text().strip()
        if owner != str(TOP):
            raise Failure(f"{self.data} belongs to the checkout at {owner}: use another --port, or delete that data with --reset")


def _delete(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def reachable(account: Account) -> bool:
    """Whether the service account can read and execute what is in the checkout."""
    return account.can("-r", TOP / "CMakeLists.txt") and account.can("-x", TOP / "scripts" / "run")


def place_of_port(port: int) -> Place:
    """The folders of the copy that serves on a port."""
    account = service_account()
    state = TOP / ".weir" if port == DEFAULT_PORT else TOP / ".weir" / str(port)
    return Place(state, state if reachable(account) else HOME / str(port), account)


def place_of_tests(name: str) -> Place:
    """Scratch folders for tests, one per checkout and name."""
    account = service_account()
    state = TOP / ".weir" / name
    checkout = hashlib.sha256(str(TOP).encode()).hexdigest()[:8]
    return Place(state, state if reachable(account) else HOME / f"test-{checkout}" / name, account)


def shared_cache(account: Account) -> Path:
    """Downloads that every copy shares: $WEIR_CACHE or .cache, readable by the service account."""
    cache = Path(os.environ.get("WEIR_CACHE") or TOP / ".cache")
    cache.mkdir(parents=True, exist_ok=True)
    if account.can("-x", cache):
        return cache
    cache = HOME / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    return cache
