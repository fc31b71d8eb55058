#!/usr/bin/env python3
"""Fails on patterns that went wrong with the exact versions of our tools, where a machine can see them.

usage: check_patterns.py [ROOT]

Each rule says why. `structure: allow RULE` in a comment on the same line is an exception that a reader can see.
"""

import pathlib
import re
import sys

CODE = {".cpp", ".hpp", ".h"}
ROOTS = ("include", "src", "workers", "api", "tests")
LONGEST = 500

# Debts that existed when a rule came. One that is paid must leave the list: the check fails otherwise.
DEBTS: set[tuple[str, str]] = set()

TEST_CASE = re.compile(r'\bTEST_CASE(?:_FIXTURE\s*\(\s*[\w:]+\s*,|\s*\()\s*"((?:[^"\\]|\\.)*)"')
TEST_NAME = re.compile(r"[A-Za-z0-9 _:,()-]+")
TYPE_BRACE = re.compile(r"[A-Za-z_>]\s*\{")
LAMBDA = re.compile(r"\[([^\[\]]*)\]\s*(?:\(|mutable\b|\{|->)")


def without_comments(text: str, keep_strings: bool = False) -> str:
    """Comments and strings become spaces of the same length, so that positions stay."""
    def blank(match: re.Match) -> str:
        found = match[0]
        if keep_strings and found[0] in "\"R'":
            return found
        return re.sub(r"[^\n]", " ", found)
    pattern = r'R"(\w*)\((?:.|\n)*?\)\1"|//[^\n]*|/\*(?:.|\n)*?\*/|"(?:[^"\\\n]|\\.)*"|(?<![0-9a-fA-F])\'(?:[^\'\\\n]|\\.)+\''
    return re.sub(pattern, blank, text)


def statement_after(text: str, at: int) -> str:
    """From `at` to the ; that ends the statement, however deeply it nests; stops at an unopened bracket."""
    depth = 0
    for end in range(at, len(text)):
        c = text[end]
        if c in "({[":
            depth += 1
        elif c in ")}]":
            depth -= 1
            if depth < 0:
                return text[at:end]
        elif c == ";" and depth == 0:
            return text[at:end]
    return text[at:]


def captures_by_value(captures: str) -> bool:
    return any(part.strip() and not part.strip().startswith("&") and part.strip() not in ("this",)
               for part in captures.split(","))


def check_test_names(path, text, code):
    for match in TEST_CASE.finditer(without_comments(text, keep_strings=True)):
        name = match[1]
        if not TEST_NAME.fullmatch(name) or name.count("(") != name.count(")"):
            yield match.start(), f'test name "{name}": letters, digits, spaces and -_:,() only (doctest and CTest split on others)'


def check_domain_double(path, text, code):
    layer = path.parts[2] if path.parts[:2] == ("include", "weir") else path.parts[1]
    if layer in ("domain", "billing") and path.parts[0] in ("include", "src", "workers"):
        for match in re.finditer(r"\b(double|float)\b", code):
            yield match.start(), f"{match[1]} in {layer}: quantities and money are exact"


def check_detached(path, text, code):
    for match in re.finditer(r"\b(?:asio|net)::detached\b|,\s*detached\s*\)", code):
        yield match.start(), "detached swallows exceptions: pass a handler that logs"


def check_subtransaction(path, text, code):
    for match in re.finditer(r"\bsubtransaction\b", code):
        yield match.start(), "libpqxx 6.4 sends no SAVEPOINT before parameterised calls: use INSERT … ON CONFLICT"


def check_co_await(path, text, code):
    for match in re.finditer(r"\bco_await\b", code):
        statement = statement_after(code, match.end())
        for capture in LAMBDA.finditer(statement):
            if captures_by_value(capture[1]):
                yield match.start(), "a lambda with captures by value inside co_await: name it on the line above"
                break
        else:
            # Bodies of lambdas are no temporaries.
            flat = LAMBDA.sub("(", statement)
            if TYPE_BRACE.search(re.sub(r"\)\s*(mutable\s*)?(->\s*[\w:<>]+\s*)?\{", ") ", flat)):
                yield match.start(), "a braced temporary inside co_await: name it on the line above"


def check_pragma_once(path, text, code):
    if path.suffix == ".hpp" and "#pragma once" not in text:
        yield 0, "a header starts with #pragma once"


def check_length(path, text, code):
    lines = text.count("\n")
    if lines > LONGEST:
        yield 0, f"{lines} lines; {LONGEST} are the limit"


def check_getenv(path, text, code):
    if path.parts[0] in ("src", "include", "workers", "api") and path.parts[1] != "app":
        for match in re.finditer(r"\b(secure_)?getenv\b", code):
            yield match.start(), "configuration is declared once and handed over: no getenv"


def check_regex(path, text, code):
    if path.parts[0] in ("workers", "api"):
        for match in re.finditer(r"\bstd::regex\b", code):
            yield match.start(), "std::regex recurses once for each character"


RULES = {
    "test_names": check_test_names,
    "domain_double": check_domain_double,
    "detached": check_detached,
    "subtransaction": check_subtransaction,
    "co_await": check_co_await,
    "pragma_once": check_pragma_once,
    "length": check_length,
    "getenv": check_getenv,
    "regex": check_regex,
}


def check_text(path: pathlib.PurePath, text: str) -> list[str]:
    code = without_comments(text)
    lines = text.split("\n")
    out = []
    for rule, check in RULES.items():
        for at, problem in check(path, text, code):
            line = text.count("\n", 0, at)
            if f"structure: allow {rule}" not in lines[line]:
                out.append(f"{path}:{line + 1}: {rule}: {problem}")
    return out


def findings(root: pathlib.Path) -> list[str]:
    out = []
    for folder in ROOTS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in CODE:
                out += check_text(path.relative_to(root), path.read_text(errors="replace"))
    for folder in ("scripts", "tests"):
        for path in sorted((root / folder).rglob("*.py")):
            lines = path.read_text().count("\n")
            if lines > LONGEST:
                out.append(f"{path.relative_to(root)}:1: length: {lines} lines; {LONGEST} are the limit")
    return settle(out, DEBTS)


def settle(found: list[str], debts: set[tuple[str, str]]) -> list[str]:
    """Findings without the known debts, and a finding for each debt that is paid."""
    out, paid = [], set(debts)
    for line in found:
        place, rule = line.split(": ")[:2]
        debt = (place.rsplit(":", 1)[0], rule)
        paid.discard(debt)
        if debt not in debts:
            out.append(line)
    return out + [f"{path}: {rule}: is no debt any more: take it from DEBTS" for path, rule in sorted(paid)]


def main() -> int:
    here = pathlib.Path(__file__).resolve().parent
    root = pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else here.parents[2]
    found = findings(root)
    print("\n".join(found) if found else "patterns: none found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
