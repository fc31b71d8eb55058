#!/usr/bin/env python3
"""Turns schemas/catalogues/*.json into the C++ tables of weir/catalogue/.

usage: generate_catalogues.py CATALOGUES_DIR OUTPUT_DIR

The catalogues are the only source: a code, setting, metric, permission or event type that is not in them does not compile.
Files are rewritten only when their text changes, so that an edit elsewhere rebuilds nothing.
"""

import json
import pathlib
import re
import sys

CPP_TYPES = {
    "string": "std::string",
    "integer": "std::int64_t",
    "boolean": "bool",
    "enum": "std::string",
}


def load(directory: pathlib.Path, name: str) -> list[dict]:
    rows = json.loads((directory / f"{name}.json").read_text())
    keys = [row["name"] for row in rows]
    if keys != sorted(keys):
        sys.exit(f"{name}.json: rows must be sorted by name; first out of order: "
                 f"{next(b for a, b in zip(keys, keys[1:]) if a > b)}")
    if len(set(keys)) != len(keys):
        sys.exit(f"{name}.json: a name stands twice")
    return rows


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def errors(rows: list[dict]) -> str:
    for row in rows:
        if row["kind"] not in ("retryable", "permanent", "fatal"):
            sys.exit(f"errors.json: {row['name']}: kind {row['kind']}")
        if not re.fullmatch(r"[a-z][a-z0-9_]*", row["name"]):
            sys.exit(f"errors.json: {row['name']}: not snake_case")
    return "".join(
        f"WEIR_ERROR({row['name']}, {row['status']}, {row['kind']}, {quoted(row['title'])})\n" for row in rows)


def default_expression(row: dict) -> str:
    if row["type"] in ("string", "enum"):
        return quoted(str(row.get("default", "")))
    if row["type"] == "boolean":
        return "true" if row.get("default") else "false"
    return str(row.get("default", 0))


def settings(rows: list[dict]) -> str:
    lines = [
        "// Generated from schemas/catalogues/settings.json.",
        "#pragma once",
        "",
        "#include <array>",
        "#include <cstdint>",
        "#include <string>",
        "#include <string_view>",
        "#include <variant>",
        "",
        "namespace weir {",
        "",
        "// One field for each setting, in the unit that its description gives.",
        "struct settings {",
    ]
    for row in rows:
        lines.append(f"  {CPP_TYPES[row['type']]} {row['name'].lower()} = {default_expression(row)};  // {row['description']}")
    lines += [
        "};",
        "",
        "using setting_field = std::variant<std::string settings::*, std::int64_t settings::*, bool settings::*>;",
        "",
        "struct setting_row {",
        "  std::string_view name;",
        "  std::string_view type;  // string, integer, boolean, enum",
        "  std::string_view choices;  // enum: the values, separated by |",
        "  std::string_view description;",
        "  std::int64_t minimum;  // of an integer; of a string: the least number of characters when it is set",
        "  std::int64_t maximum;",
        "  bool secret;",
        "  bool required;  // in staging and production",
        "  setting_field field;",
        "};",
        "",
        f"inline constexpr std::array<setting_row, {len(rows)}> setting_rows{{{{",
    ]
    for row in rows:
        lines.append("    {" + ", ".join([
            quoted(row["name"]), quoted(row["type"]), quoted("|".join(row.get("choices", []))), quoted(row["description"]),
            str(row.get("minimum", 0)), str(row.get("maximum", 0)),
            "true" if row.get("secret") else "false", "true" if row.get("required") else "false",
            f"&settings::{row['name'].lower()}"]) + "},")
    lines += ["}};", "", "}  // namespace weir", ""]
    return "\n".join(lines)


def metrics(rows: list[dict]) -> str:
    return "".join(
        f"WEIR_METRIC({row['name']}, {row['type']}, {quoted(row['help'])}, {quoted(','.join(row.get('labels', [])))})\n"
        for row in rows)


def permissions(rows: list[dict]) -> str:
    return "".join(
        f"WEIR_PERMISSION({row['name']}, {quoted(row['scope'])}, {quoted(' '.join(row['roles']))}, {quoted(row['description'])})\n"
        for row in rows)


def event_types(rows: list[dict]) -> str:
    return "".join(
        f"WEIR_EVENT_TYPE({row['name'].replace('.', '_')}, {quoted(row['name'])}, {quoted(row['description'])}, "
        f"{quoted(','.join(row.get('personal', [])))})\n"
        for row in rows)


def feature_flags(rows: list[dict]) -> str:
    return "".join(
        f"WEIR_FEATURE_FLAG({row['name']}, {'true' if row['default'] else 'false'}, {quoted(row['description'])})\n" for row in rows)


def write(path: pathlib.Path, text: str) -> None:
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def main() -> None:
    source, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    write(target / "errors.inc", errors(load(source, "errors")))
    write(target / "settings.hpp", settings(load(source, "settings")))
    write(target / "metrics.inc", metrics(load(source, "metrics")))
    write(target / "permissions.inc", permissions(load(source, "permissions")))
    write(target / "event_types.inc", event_types(load(source, "event_types")))
    write(target / "feature_flags.inc", feature_flags(load(source, "feature_flags")))


if __name__ == "__main__":
    main()
