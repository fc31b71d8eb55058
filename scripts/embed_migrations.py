#!/usr/bin/env python3
"""Turns schemas/sql/migrations/*.sql into one C++ source with their names, SHA-256 digests and bytes.

usage: embed_migrations.py MIGRATIONS_DIR OUTPUT_CPP
"""

import hashlib
import pathlib
import re
import sys


def main() -> None:
    files = sorted(pathlib.Path(sys.argv[1]).glob("*.sql"))
    target = pathlib.Path(sys.argv[2])
    bodies, rows = [], []
    for position, path in enumerate(files, start=1):
        if not re.fullmatch(rf"{position:04d}_[a-z0-9_]+\.sql", path.name):
            sys.exit(f"{path}: migrations are numbered without gaps: {position:04d}_name.sql expected")
        data = path.read_bytes()
        text = ", ".join(str(byte if byte < 128 else byte - 256) for byte in data)
        bodies.append(f"constexpr char sql_{position}[] = {{{text}}};\n")
        rows.append(f'    {{"{path.stem}", "{hashlib.sha256(data).hexdigest()}", {{sql_{position}, sizeof sql_{position}}}}},\n')
    text = ("#include <weir/postgres/migrations.hpp>\n\nnamespace weir::postgres {\nnamespace {\n\n" + "".join(bodies)
            + f"\nconstexpr migration migrations[] = {{\n{''.join(rows)}}};\n\n}}  // namespace\n\n"
            + "std::span<const migration> embedded_migrations() { return migrations; }\n\n}  // namespace weir::postgres\n")
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists() or target.read_text() != text:
        target.write_text(text)


if __name__ == "__main__":
    main()
