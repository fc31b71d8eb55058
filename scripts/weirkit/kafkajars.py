"""Kafka's server as jars from Maven Central, downloaded once and shared by every copy."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from .account import Account
from .failure import Failure
from .lock import Lock
from .place import shared_cache
from .ui import say

VERSION = "4.1.0"
_POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>weir</groupId><artifactId>kafka-server</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>{VERSION}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
"""
_GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"


def jars(account: Account) -> Path:
    """The folder of jars; fetched on first use, whole or not at all."""
    folder = shared_cache(account) / "kafka" / VERSION
    if _whole(folder):
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = Lock(folder.parent / ".lock")
    lock.wait()
    try:
        if not _whole(folder):
            _fetch(folder)
    finally:
        lock.release()
    return folder


def _whole(folder: Path) -> bool:
    """The server, and what makes it log: without a binding of SLF4J it says nothing at all."""
    return any(folder.glob("kafka_2.13-*.jar")) and any(folder.glob("slf4j-simple-*.jar"))


def _fetch(folder: Path) -> None:
    say(f"fetching Kafka {VERSION} from Maven Central (about 45 MB, once)")
    with tempfile.TemporaryDirectory(dir=folder.parent) as work:
        Path(work, "pom.xml").write_text(_POM)
        libraries = Path(work, "libs")
        command = ["mvn", "-q", "-B", _GOAL, f"-DoutputDirectory={libraries}", "-DincludeScope=runtime"]
        done = subprocess.run(command, cwd=work, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0 or not _whole(libraries):
            words = "\n".join("    " + line for line in done.stdout.strip().splitlines()[:6])
            raise Failure(f"Kafka {VERSION} could not be fetched. Is Maven Central reachable? KAFKA_BROKERS names a broker of your own.\n{words}")
        for path in libraries.iterdir():
            os.chmod(path, 0o644)
        os.chmod(libraries, 0o755)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.move(libraries, folder)
