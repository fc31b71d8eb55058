"""What a tier counted, and JUnit files."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path

_SAID = 600  # characters of what a test said that failed


@dataclass
class Results:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    problems: list[str] = field(default_factory=list)

    def add(self, other: Results) -> None:
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.problems += other.problems

    def fail(self, sentence: str) -> None:
        self.failed += 1
        self.problems.append(sentence)

    def line(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def read_junit(path: Path) -> Results | None:
    """The sums of one JUnit file, with names of what failed or was skipped; nothing when there is no whole file."""
    try:
        root = ElementTree.parse(path).getroot()
    except (OSError, ElementTree.ParseError):
        return None
    results = Results()
    for case in root.iter("testcase"):
        name, group = case.get("name") or "", case.get("classname") or ""
        name = name if group in ("", name) else f"{group}::{name}"
        skipped = case.find("skipped")
        failures = [*case.findall("failure"), *case.findall("error")]
        if failures:
            said = " ".join((failures[0].get("message") or "").split())[:_SAID]
            results.fail(f"failed: {name}" + (f": {said}" if said not in ("", "Failed") else ""))
        elif skipped is not None and case.get("status") == "notrun" and "SKIP" not in (skipped.get("message") or ""):
            results.fail(f"not run: {name}: {skipped.get('message')}")
        elif skipped is not None or case.get("status") == "disabled":
            results.skipped += 1
            results.problems.append(f"skipped: {name}: {(skipped.get('message') if skipped is not None else '') or 'disabled'}")
        else:
            results.passed += 1
    return results
