"""Kafka's server as jars from Maven Central, downloaded once and shared by every copy."""

from __future__ import annotations

from pathlib import Path

from . import maven
from .account import Account
from .place import shared_cache

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


def jars(account: Account) -> Path:
    """The folder of jars; fetched on first use, whole or not at all."""
    folder = shared_cache(account) / "kafka" / VERSION
    return maven.fetch(f"Kafka {VERSION} from Maven Central (about 45 MB, once)", _POM, folder, _whole, " KAFKA_BROKERS names a broker of your own.")


def _whole(folder: Path) -> bool:
    """The server, and what makes it log: without a binding of SLF4J it says nothing at all."""
    return any(folder.glob("kafka_2.13-*.jar")) and any(folder.glob("slf4j-simple-*.jar"))
