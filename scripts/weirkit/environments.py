"""What builds and tests need from package registries, installed once and kept by the hash of what was asked for."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from .failure import Failure
from .place import TOP
from .ui import Progress

_E2E = TOP / "tests" / "e2e"
NODE = TOP / "scripts" / "packages" / "node"


def python(cache: Path) -> Path:
    """The Python of a virtual environment with tests/e2e/requirements.txt."""
    wanted = _E2E / "requirements.txt"

    def make(folder: Path) -> None:
        _run(["/usr/bin/python3", "-m", "venv", str(folder)])
        # Every package is listed, and what is not listed is not wanted: the recorded data's package asks for pandas.
        pip = [str(folder / "bin/python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps"]
        _run([*pip, "-r", str(wanted)])

    return _once("python packages for the tests", cache / f"venv-{_hash(wanted)}", make) / "bin/python"


def node_modules(cache: Path) -> Path:
    """The node_modules of tests/e2e/sdk, exactly as its lock file says."""
    files = [_E2E / "sdk" / name for name in ("package.json", "package-lock.json")]

    def make(folder: Path) -> None:
        folder.mkdir(parents=True)
        for path in files:
            shutil.copy(path, folder)
        _run(["npm", "ci", "--no-audit", "--no-fund", "--prefix", str(folder)])

    return _once("npm packages for the tests", cache / f"npm-{_hash(*files)}", make) / "node_modules"


def node(cache: Path) -> Path:
    """The folder of the pinned node and npm: Debian's own are too old for the portal."""
    files = [NODE / name for name in ("package.json", "package-lock.json")]

    def make(folder: Path) -> None:
        folder.mkdir(parents=True)
        for path in files:
            shutil.copy(path, folder)
        _run(["npm", "ci", "--no-audit", "--no-fund", "--prefix", str(folder)])

    return _once("Node", cache / f"node-{_hash(*files)}", make) / "node_modules" / ".bin"


def promtool(cache: Path) -> Path:
    """Prometheus' checker, unpacked and not installed: Debian's package would start a server on port 9090."""

    def make(folder: Path) -> None:
        folder.mkdir(parents=True)
        _run(["apt-get", "-q", "download", "prometheus"], folder)
        package = next(folder.glob("prometheus_*.deb"))
        _run(["dpkg-deb", "-x", str(package), str(folder / "unpacked")])
        shutil.move(folder / "unpacked/usr/bin/promtool", folder / "promtool")
        shutil.rmtree(folder / "unpacked")
        package.unlink()

    return _once("promtool", cache / "promtool", make) / "promtool"


def _once(title: str, folder: Path, make: Callable[[Path], None]) -> Path:
    """Made in place (a virtual environment cannot be moved); a marker says that it is whole."""
    marker = folder / ".whole"
    if not marker.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        progress = Progress(f"installing {title}")
        make(folder)
        marker.touch()
        progress.finish()
    return folder


def _hash(*files: Path) -> str:
    state = hashlib.sha256()
    for path in files:
        state.update(path.read_bytes())
    return state.hexdigest()[:16]


def _run(command: Sequence[str], folder: Path = TOP) -> None:
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode != 0:
        raise Failure(f"{' '.join(command[:3])} … failed; is the package registry reachable?\n{done.stdout[-1500:]}")
