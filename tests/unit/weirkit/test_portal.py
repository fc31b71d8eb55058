"""When scripts/run builds the portal, and when it does not."""

from __future__ import annotations

import tempfile
import unittest
from collections.abc import Sequence
from pathlib import Path
from unittest import mock

from weirkit import portal
from weirkit.failure import Failure


class Builds(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.top = Path(folder.name)
        self.source = self.top / "frontend/src/main.tsx"
        self.source.parent.mkdir(parents=True)
        self.source.write_text("one")
        for name in ("frontend/package.json", "frontend/package-lock.json", "node/package-lock.json"):
            (self.top / name).parent.mkdir(exist_ok=True)
            (self.top / name).write_text("{}")
        self.ran: list[str] = []
        self.fails = False
        places = {"TOP": self.top, "FRONTEND": self.top / "frontend", "BUILT": self.top / "build/portal", "_STAMP": self.top / "build/portal.stamp"}
        for name, value in places.items():
            self.replace(portal, name, value)
        self.replace(portal.environments, "NODE", self.top / "node")
        self.replace(portal, "_npm", self.npm)
        self.replace(portal, "say", lambda text: None)
        self.replace(portal, "Progress", mock.MagicMock())

    def replace(self, where: object, name: str, value: object) -> None:
        patch = mock.patch.object(where, name, value)
        patch.start()
        self.addCleanup(patch.stop)

    def npm(self, arguments: Sequence[str], cache: Path) -> None:
        self.ran.append(" ".join(arguments))
        if self.fails:
            raise Failure("npm failed")
        if arguments[0] == "ci":
            (self.top / "frontend/node_modules").mkdir(exist_ok=True)
        else:
            portal.BUILT.mkdir(parents=True, exist_ok=True)
            (portal.BUILT / "index.html").write_text("built")

    def build(self) -> list[str]:
        """What npm was asked to do."""
        self.ran.clear()
        portal.build(self.top / "cache")
        return self.ran

    def test_it_is_built_once_for_each_state_of_its_sources(self) -> None:
        self.assertEqual(self.build(), ["ci", "run build"])
        self.assertEqual(self.build(), [])
        first = portal.state()
        self.source.write_text("two")
        self.assertEqual(self.build(), ["run build"])
        self.assertNotEqual(portal.state(), first)

    def test_other_packages_are_installed_before(self) -> None:
        self.build()
        (self.top / "frontend/package-lock.json").write_text('{"a": 1}')
        self.assertEqual(self.build(), ["ci", "run build"])

    def test_what_failed_or_is_gone_is_built_again(self) -> None:
        self.build()
        self.source.write_text("broken")
        self.fails = True
        with self.assertRaises(Failure):
            self.build()
        self.assertEqual(portal.state(), "")
        self.fails = False
        self.assertEqual(self.build(), ["run build"])
        (portal.BUILT / "index.html").unlink()
        self.assertEqual(self.build(), ["run build"])


if __name__ == "__main__":
    unittest.main()
