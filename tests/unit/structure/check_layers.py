#!/usr/bin/env python3
"""Fails on an include that layers.txt does not allow.

usage: check_layers.py [ROOT]
"""

import configparser
import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
SOURCES = {".cpp", ".hpp", ".h", ".inc"}
ROOTS = ("include/weir", "src", "workers", "api", "tests")


def read_law(path: pathlib.Path) -> configparser.ConfigParser:
    law = configparser.ConfigParser(delimiters=("=",))
    law.optionxform = str
    law.read_string(path.read_text())
    return law


def layer_of(path: pathlib.PurePath) -> str:
    """The layer that a file belongs to, by its path from the root."""
    parts = path.parts
    if parts[0] == "include":
        return parts[2]
    if parts[0] == "src":
        return parts[1]
    return parts[0]


def is_private(layer: str, path: pathlib.PurePath, target: str) -> bool:
    """Whether <src/x/…> or <workers/x/…> stays inside its own folder. Tests, composition, and the API that explains what
    a worker stored may look inside a worker."""
    folder = target.split("/")[:2]
    return layer in ("tests", "app") or (layer == "api" and folder[0] == "workers") or list(path.parts[:2]) == folder


def check_include(law, path: pathlib.PurePath, bracket: str, target: str) -> str | None:
    layer = layer_of(path)
    if layer not in law["layers"]:
        return f"the layer {layer} is not in layers.txt"
    allowed = {layer, *law["layers"][layer].split()}
    if target.startswith("weir/catalogue/"):
        return None
    parts = target.split("/")
    if parts[0] == "weir":
        included = parts[1]
        if included not in allowed:
            return f"{layer} may not include {included}"
        if layer in law["pure"] and included != layer:
            header = parts[-1].removesuffix(".hpp")
            if header not in law["pure"][layer].split():
                return f"{layer} is pure: it may not include {target}"
        return None
    if parts[0] in ("src", "workers", "api", "tests"):
        included = layer_of(pathlib.PurePath(target))
        if included not in allowed:
            return f"{layer} may not include {included}"
        if parts[0] in ("src", "workers") and not is_private(layer, path, target):
            return f"{target} is private to its folder"
        return None
    if bracket == '"':
        own = pathlib.PurePath(path).parent
        return None if len(parts) == 1 and layer_of(own / target) == layer else f'own headers are <weir/lib/name.hpp>: "{target}"'
    for prefix, owners in law["third_party"].items():
        if not target.startswith(prefix):
            continue
        owner_names = owners.split()
        if layer == "tests" or layer in owner_names:
            return None
        if f"{layer}/postgres" in owner_names and path.name.startswith("postgres_"):
            return None
        return f"<{target}> belongs to {owners}"
    return None


def findings(root: pathlib.Path, law) -> list[str]:
    out = []
    for folder in ROOTS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix not in SOURCES or "build" in path.parts[len(root.parts):]:
                continue
            relative = path.relative_to(root)
            text = path.read_text(errors="replace")
            for match in INCLUDE.finditer(text):
                problem = check_include(law, relative, match[1], match[2])
                if problem:
                    line = text.count("\n", 0, match.start()) + 1
                    out.append(f"{relative}:{line}: {problem}")
    return out


def main() -> int:
    here = pathlib.Path(__file__).resolve().parent
    root = pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else here.parents[2]
    found = findings(root, read_law(here / "layers.txt"))
    print("\n".join(found) if found else "layers: every include is allowed")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
