#!/usr/bin/env python3
"""Every test that docs/security.md names under "Bad input" is there: a renamed one would leave a promise without a proof.

A test is named as `e2e/test_x.py::test_y`, or as a file of tests/ alone.
"""

import pathlib
import re
import sys

TOP = pathlib.Path(__file__).resolve().parents[3]
NAMED = re.compile(r"`((?:unit|postgres|e2e|faults|browser|fuzz)/[\w./]+?)(?:::(\w+))?`")


def rows(text: str) -> list[str]:
    """Of the table, without its head."""
    section = text.partition("\n## Bad input\n")[2].partition("\n## ")[0]
    return [line for line in section.splitlines() if line.startswith("|")][2:]


def check_row(row: str, tests: pathlib.Path) -> list[str]:
    """What is wrong with one row."""
    named = NAMED.findall(row)
    if not named:
        return [f"{row.split('|')[1].strip()}: no test is named"]
    wrong = []
    for path, test in named:
        file = tests / path
        if not file.is_file():
            wrong.append(f"{path}: there is no such file in tests/")
        elif test and not re.search(rf"^def {test}\(", file.read_text(encoding="utf-8"), re.MULTILINE):
            wrong.append(f"{path}: has no {test}")
    return wrong


def main() -> int:
    found = rows((TOP / "docs/security.md").read_text(encoding="utf-8"))
    wrong = [line for row in found for line in check_row(row, TOP / "tests")]
    for line in wrong:
        print(f"docs/security.md: Bad input: {line}")
    return 1 if wrong or not found else 0


if __name__ == "__main__":
    sys.exit(main())
