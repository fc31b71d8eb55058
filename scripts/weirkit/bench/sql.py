"""One psql that stays open, so that asking often costs little."""

from __future__ import annotations

import subprocess

from ..failure import Failure

_END = "weir-end-of-answer"


class Sql:
    """Statements as the superuser, one after another. close() ends it."""

    def __init__(self, url: str) -> None:
        self._psql = subprocess.Popen(  # pylint: disable=consider-using-with
            ["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def ask(self, text: str) -> list[str]:
        """The rows of the answer, columns split by |."""
        assert self._psql.stdin and self._psql.stdout and self._psql.stderr
        self._psql.stdin.write(f"{text};\n\\echo {_END}\n")
        self._psql.stdin.flush()
        rows: list[str] = []
        for line in self._psql.stdout:
            if line.rstrip("\n") == _END:
                return rows
            rows.append(line.rstrip("\n"))
        raise Failure(f"PostgreSQL refused: {self._psql.stderr.read().strip()}")

    def number(self, text: str) -> int:
        return int(self.ask(text)[0])

    def close(self) -> None:
        if self._psql.stdin:
            self._psql.stdin.close()
        self._psql.wait(10)
