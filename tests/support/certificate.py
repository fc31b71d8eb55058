"""A throwaway certificate of a server on this machine, which is its own authority."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path


class Certificate:
    """For localhost and 127.0.0.1. `path` can be read by everybody, for whoever is to trust it."""

    def __init__(self, folder: Path, name: str) -> None:
        self._key, self.path = folder / f"{name}-key.pem", folder / f"{name}-certificate.pem"
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
        command += ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", str(self._key), "-out", str(self.path)]
        subprocess.run(command, check=True, capture_output=True)
        self.path.chmod(0o644)

    def context(self) -> ssl.SSLContext:
        """Of the server."""
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(self.path, self._key)
        return made
