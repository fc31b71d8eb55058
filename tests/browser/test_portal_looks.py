"""Every screen of the portal in Debian's Chromium: axe finds nothing on a phone and a desk, by day and by night."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.journey import run


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("whose", ["own", "staff", "billing"])
def test_every_screen_of_a_person_is_accessible_in_both_themes(both: dict[str, Any], whose: str, width: int) -> None:
    run("looks.mjs", {**both, "whose": whose, "width": width})


@pytest.mark.parametrize("width", [320, 1440])
def test_every_screen_is_accessible_in_both_themes(given: dict[str, Any], width: int) -> None:
    run("looks.mjs", {**given, "width": width})
