"""The weir program: its environment, its verbs, the service."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from . import build, portal, process
from .failure import Failure
from .place import TOP, Place
from .process import Process
from .ui import tail

TARGET = "bin/weir"
_SECRETS = ("APP_SECRET_KEY", "JWT_SECRET", "API_KEY")
_DEFAULTS = {"APP_ENV": "development", "APP_HOST": "127.0.0.1", "KAFKA_PARTITIONS": "8"}
_READY_SECONDS = 90.0
_DRAIN_SECONDS = 45.0
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def stage(place: Place, preset: str = "release") -> tuple[Path, Path]:
    """(program, working folder) as the service account can reach them: copied beside the data when the checkout is out of reach."""
    built = build.tree(preset) / TARGET
    if not built.exists():
        raise Failure(f"{built} is missing after the build: this is a defect of the build files")
    index = portal.BUILT / "index.html"
    if place.account.can("-x", built) and place.account.can("-r", TOP / "schemas") and (not index.exists() or place.account.can("-r", index)):
        return built, TOP
    folder = place.data / "program"
    copy = folder / TARGET
    copy.parent.mkdir(parents=True, exist_ok=True)
    half = copy.with_name("weir.new")
    shutil.copy2(built, half)
    half.chmod(0o755)
    half.replace(copy)
    shutil.rmtree(folder / "schemas", ignore_errors=True)
    shutil.copytree(TOP / "schemas", folder / "schemas")
    served = folder / portal.BUILT.relative_to(TOP)
    shutil.rmtree(served, ignore_errors=True)
    if index.exists():
        shutil.copytree(portal.BUILT, served)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() or path == copy else 0o644)
    return copy, folder


def environment(
    *, given: Mapping[str, str], secrets: Mapping[str, str], port: int, database_url: str, kafka_brokers: str, data: Path
) -> dict[str, str]:
    """What weir is started with. Settings that the caller gave stay; a secret given as NAME_FILE is not set twice."""
    made = dict(given)
    for name, value in _DEFAULTS.items():
        made.setdefault(name, value)
    for name in _SECRETS:
        if name not in made and f"{name}_FILE" not in made:
            made[name] = secrets[name]
    made |= {"APP_PORT": str(port), "DATABASE_URL": database_url, "KAFKA_BROKERS": kafka_brokers}
    made.pop("DATABASE_URL_FILE", None)
    made.setdefault("DATA_DIR", str(data))
    made.setdefault("HOME", str(data))
    return made


def url(settings: Mapping[str, str]) -> str:
    """Where a client on this machine reaches the API."""
    host = settings["APP_HOST"]
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "*": "127.0.0.1"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{host}:{settings['APP_PORT']}"


def platform_key(settings: Mapping[str, str]) -> str:
    """The first platform key, also when it was given as a file."""
    if "API_KEY" in settings:
        return settings["API_KEY"]
    return Path(settings["API_KEY_FILE"]).read_text().strip()


class Weir:
    """The program in one place, with one environment."""

    def __init__(self, place: Place, settings: Mapping[str, str], preset: str = "release") -> None:
        self.place = place
        self.settings = dict(settings)
        self.program, self.folder = stage(place, preset)

    def run(self, *arguments: str, seconds: float = 120.0, given: str = "") -> subprocess.CompletedProcess[str]:
        """One verb, to its end. given: its standard input."""
        return subprocess.run(
            [str(self.program), *arguments],
            cwd=self.folder,
            env=self.settings,
            input=given,
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds,
            **self.place.account.popen_arguments(),
        )

    def must(self, *arguments: str, given: str = "") -> str:
        """One verb that has to work; its standard output."""
        try:
            done = self.run(*arguments, given=given)
        except subprocess.TimeoutExpired:
            raise Failure(f"weir {' '.join(arguments)} did not end within 120 s") from None
        if done.returncode != 0:
            said = (done.stderr.strip() or done.stdout.strip())[-2000:]
            raise Failure(f"weir {' '.join(arguments)} ended with status {done.returncode}:\n{said}")
        return done.stdout

    def start(self, name: str, verb: Sequence[str], log: Path, extra: Mapping[str, str] | None = None) -> Process:
        """A long-running verb: serve, api, worker NAME."""
        return process.spawn(
            name,
            [self.program, *verb],
            pid_file=self.place.pids / name,
            log=log,
            account=self.place.account,
            environment=self.settings | dict(extra or {}),
            folder=self.folder,
        )

    def fingerprint(self) -> str:
        """Changes when the program, its settings or the portal change."""
        stat = self.program.stat()
        # Only Weir's own settings: what a terminal puts into the environment is no reason to restart a service.
        known = {setting["name"] for setting in json.loads((TOP / "schemas/catalogues/settings.json").read_text())}
        own = sorted((name, value) for name, value in self.settings.items() if name.removesuffix("_FILE") in known)
        text = json.dumps([stat.st_mtime_ns, stat.st_size, own, portal.state()])
        return hashlib.sha256(text.encode()).hexdigest()


def status(address: str, path: str = "/readyz") -> int | None:
    """The HTTP status of a GET, or nothing when nobody answers."""
    try:
        with _opener.open(address + path, timeout=3) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except (OSError, ValueError):
        return None


def wait_ready(served: Process, address: str, log: Path, seconds: float = _READY_SECONDS) -> None:
    """Until /readyz answers 200."""
    deadline = time.monotonic() + seconds
    while status(address) != 200:
        if not served.alive():
            raise Failure(f"{served.name} ended while starting; the end of {log}:\n{tail(log)}")
        if time.monotonic() > deadline:
            raise Failure(f"{address}/readyz did not answer 200 within {seconds:.0f} s; the end of {log}:\n{tail(log)}")
        time.sleep(0.1)


def stop(served: Process) -> None:
    """SIGTERM drains."""
    served.stop(_DRAIN_SECONDS)


def document(text: str) -> dict[str, Any]:
    """The JSON object a verb printed with --json."""
    try:
        content = json.loads(text)
    except ValueError:
        raise Failure(f"a verb with --json printed what is not JSON: {text[:200]!r}") from None
    return content if isinstance(content, dict) else {}


def inherited() -> dict[str, str]:
    """The caller's environment, without what concerns only the script."""
    skipped = {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "OLDPWD", "PWD", "HOME"}
    return {name: value for name, value in os.environ.items() if name not in skipped}
