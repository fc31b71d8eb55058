"""What writing invoices as files costs."""

from __future__ import annotations

from ..ui import say
from .rows import Beside, Figure
from .world import World

_TIMES = "200"


def pdf_row(world: World, runs: int, figure: Figure) -> None:
    """The median of a process that writes the same invoice of 20 lines so many times, and compares the bytes."""
    beside = Beside()
    figure.equal = True
    for i in range(runs):
        took = world.tool("invoice_pdf", _TIMES)
        figure.equal = figure.equal and took["equal"]
        figure.values.append(took["median_ms"])
        beside.add(first_ms=took["first_ms"], bytes=took["bytes"])
        say(f"{figure.name} {i + 1}/{runs}: {took['median_ms']:.2f} ms, the first one {took['first_ms']:.1f} ms")
    figure.beside = beside.medians()
