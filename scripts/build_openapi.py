#!/usr/bin/env python3
"""Joins schemas/openapi.json, or another description, with the schemas of schemas/json into one document that stands alone.

usage: build_openapi.py OPENAPI.json OUTPUT.json SCHEMA...

"#/components/schemas/NAME" in the document means schemas/json/NAME.json; only those that are referred to are taken. A reference to
a file that is not there fails.
"""

import json
import pathlib
import sys


def references(node) -> set[str]:
    found: set[str] = set()
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref":
                found.add(value)
            else:
                found |= references(value)
    elif isinstance(node, list):
        for item in node:
            found |= references(item)
    return found


def used(document, schemas) -> set[str]:
    """Names of the schemas that the document needs, by themselves or through others."""
    prefix = "#/components/schemas/"
    found: set[str] = set()
    open_ends = references(document)
    while open_ends:
        names = {reference.removeprefix(prefix) for reference in open_ends if reference.startswith(prefix)} & schemas.keys()
        fresh = names - found
        found |= fresh
        open_ends = set().union(*(references(schemas[name]) for name in fresh))
    return found


def main() -> None:
    source, output, *files = sys.argv[1:]
    document = json.loads(pathlib.Path(source).read_text())
    schemas = {}
    for path in sorted(map(pathlib.Path, files)):
        schema = json.loads(path.read_text())
        schema.pop("$schema", None)
        schemas[path.stem] = schema
    document.setdefault("components", {})["schemas"] = {name: schemas[name] for name in sorted(used(document, schemas))}
    for reference in sorted(references(document)):
        node = document
        for step in reference.removeprefix("#/").split("/"):
            if not isinstance(node, dict) or step not in node:
                sys.exit(f"{source}: {reference} names nothing")
            node = node[step]
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"
    path = pathlib.Path(output)
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


if __name__ == "__main__":
    main()
