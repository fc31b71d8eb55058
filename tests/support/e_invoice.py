"""Holds UBL documents against the schemas of UBL 2.1 and the published rules of EN 16931."""

from __future__ import annotations

import os
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path

from weirkit import e_invoice_rules
from weirkit.account import service_account
from weirkit.place import shared_cache

_SVRL = "{http://purl.oclc.org/dsdl/svrl}"


def _rules() -> Path:
    return Path(os.environ.get("WEIR_TEST_E_INVOICE_RULES") or e_invoice_rules.folder(shared_cache(service_account())))


def findings(documents: Mapping[str, bytes], folder: Path) -> dict[str, list[str]]:
    """What is wrong with each, by its name; nothing for those that are as they must be. `folder` is an empty one."""
    rules, given, reports = _rules(), folder / "given", folder / "reports"
    given.mkdir()
    reports.mkdir()
    found: dict[str, list[str]] = {}
    for name, text in documents.items():
        path = given / f"{name}.xml"
        path.write_bytes(text)
        kind = ET.fromstring(text).tag.partition("}")[2]
        schema = rules / f"ubl/maindoc/UBL-{kind}-2.1.xsd"
        checked = subprocess.run(["xmllint", "--noout", "--nonet", "--schema", schema, path], capture_output=True, text=True, check=False)
        if checked.returncode != 0:
            found[name] = checked.stderr.strip().splitlines()
    # One process for all of them: reading the rules takes longer than applying them.
    command = ["java", "-cp", f"{rules}/jars/*", "net.sf.saxon.Transform", f"-s:{given}", f"-xsl:{rules}/rules.xslt", f"-o:{reports}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    for name in documents:
        report = ET.parse(reports / f"{name}.xml").getroot()
        assert report.find(f"{_SVRL}fired-rule") is not None, f"no rule looked at {name}"
        for failed in report.iter(f"{_SVRL}failed-assert"):
            found.setdefault(name, []).append(f"{failed.get('flag')}: {''.join(failed.itertext()).strip()}")
    return found
