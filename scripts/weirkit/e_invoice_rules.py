"""The published rules of EN 16931 for UBL, and the schemas of UBL 2.1: what tests hold e-invoices against."""

from __future__ import annotations

import hashlib
import re
import shutil
import zipfile
from pathlib import Path

from . import maven
from .failure import Failure

RULES = "1.3.16"  # of the rules (CEN/TC 434), as phive-rules-en16931 ships them
_SHA256 = {
    "Saxon-HE-12.9.jar": "8f3a9216a537367132293eacbba9df062eace8f8b16a184af59e2e4839d4cd41",
    "ph-ubl21-10.2.0.jar": "7317ddd448f58cdf4e550878d839be8d3324b410771ba462a35ced49ccb26a52",
    "ph-xsds-ccts-cct-schemamodule-4.1.0.jar": "ec0e60be5265b09fac75a57a4b284244820c23f0481a1c75802ba4eb6338b0fd",
    "phive-rules-en16931-4.3.7.jar": "842998fe45911442b711300ab251e46489a9a5e2ffc02ddefc4293f8784c2662",
    "xmlresolver-5.3.3-data.jar": "b0c487ad2f3e558be8d829c916d2458d10aca6a5bafa7a4d0524b70845e48a5c",
    "xmlresolver-5.3.3.jar": "1fe4d5b92f708dcdb82dbce12919e0171e6b5ca62c6dca6220483625098feb5f",
}
_ALONE = "<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>"


def _dependency(group: str, artifact: str, version: str, more: str = "") -> str:
    return f"<dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId><version>{version}</version>{more}{_ALONE}</dependency>"


# Of the rules' own jars only what they are read and run with: the validator around them needs a compiler of Java.
_POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>weir</groupId><artifactId>e-invoice-rules</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    {_dependency("com.helger.phive.rules", "phive-rules-en16931", "4.3.7")}
    {_dependency("com.helger.ubl", "ph-ubl21", "10.2.0")}
    {_dependency("com.helger.xsd", "ph-xsds-ccts-cct-schemamodule", "4.1.0")}
    {_dependency("net.sf.saxon", "Saxon-HE", "12.9")}
    {_dependency("org.xmlresolver", "xmlresolver", "5.3.3")}
    {_dependency("org.xmlresolver", "xmlresolver", "5.3.3", "<classifier>data</classifier>")}
  </dependencies>
</project>
"""


def folder(cache: Path) -> Path:
    """jars/ with Saxon, rules.xslt, and ubl/maindoc with the schemas; made on first use."""
    made = cache / f"e-invoice-rules-{RULES}"
    jars = maven.fetch("the rules of EN 16931 from Maven Central (about 12 MB, once)", _POM, cache / "e-invoice-jars" / RULES, _whole)
    if not (made / ".whole").exists():
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(parents=True)
        _unpack(jars, made)
        (made / "jars").symlink_to(jars)
        (made / ".whole").touch()
    return made


def _whole(jars: Path) -> bool:
    for name, wanted in _SHA256.items():
        path = jars / name
        if not path.exists():
            return False
        if hashlib.sha256(path.read_bytes()).hexdigest() != wanted:
            raise Failure(f"{path} is not the file that was pinned")
    return True


def _unpack(jars: Path, to: Path) -> None:
    with zipfile.ZipFile(jars / "phive-rules-en16931-4.3.7.jar") as jar:
        (to / "rules.xslt").write_bytes(jar.read(f"external/schematron/{RULES}/ubl/EN16931-UBL-validation.xslt"))
    common = to / "ubl/common"
    with zipfile.ZipFile(jars / "ph-ubl21-10.2.0.jar") as jar:
        prefix = "external/schemas/ubl21/"
        for name in jar.namelist():
            if name.startswith(prefix) and name.endswith(".xsd"):
                path = to / "ubl" / name.removeprefix(prefix)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(jar.read(name))
    with zipfile.ZipFile(jars / "ph-xsds-ccts-cct-schemamodule-4.1.0.jar") as jar:
        (common / "CCTS_CCT_SchemaModule.xsd").write_bytes(jar.read("schemas/CCTS_CCT_SchemaModule.xsd"))
    # The jars leave it to their own loader where these are, and signatures inside of invoices are not Weir's.
    types = common / "UBL-UnqualifiedDataTypes-2.1.xsd"
    module = "CoreComponentTypeSchemaModule:2"
    types.write_text(types.read_text().replace(f'{module}"/>', f'{module}" schemaLocation="CCTS_CCT_SchemaModule.xsd"/>', 1))
    extensions = common / "UBL-ExtensionContentDataType-2.1.xsd"
    extensions.write_text(re.sub(r"<xsd:import\b.*?/>", "", extensions.read_text(), flags=re.DOTALL))
