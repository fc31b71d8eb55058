"""Bytes per remembered event id, as the process itself reports them."""

from __future__ import annotations

import re
import time
import urllib.request

from .. import program
from ..failure import Failure
from ..ui import say
from .catchup import cells_are_equal, wait_for_end
from .rows import Figure
from .sql import Sql
from .world import Log, World

_GAUGE = re.compile(r'^(weir_claims_(?:remembered|bytes))\{tier="(hot|sealed)"\} (\S+)$', re.MULTILINE)


def claim_rows(world: World, runs: int, log: Log, hot: Figure, sealed: Figure) -> None:
    """`weir serve` catches up, then its metrics are read. One tier without ids leaves its row unmeasured."""
    hot.equal = sealed.equal = True
    for i in range(runs):
        world.warm(log)
        with world.database(log) as database:
            seen = Sql(world.postgres.superuser_url(database))
            weir = world.weir(log.prefix, database)
            served = world.start(weir, "serve", ["serve"])
            wait_for_end(seen, log, served)
            time.sleep(2)  # the gauges are written each second
            values = _gauges(program.url(weir.settings))
            world.end(served)
            same = cells_are_equal(world, database, log)
            seen.close()
        for figure, tier in ((hot, "hot"), (sealed, "sealed")):
            count = values.get(("weir_claims_remembered", tier), 0.0)
            figure.equal = figure.equal and same
            if count >= log.counted / 10:
                figure.values.append(values["weir_claims_bytes", tier] / count)
            else:
                figure.note = f"{count:,.0f} ids are in this tier"
            figure.beside[f"ids_{tier}"] = count
        say(f"claim bytes {i + 1}/{runs}: " + ", ".join(f"{name} {tier} {value:,.0f}" for (name, tier), value in sorted(values.items())))


def _gauges(url: str) -> dict[tuple[str, str], float]:
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"{url}/metrics", timeout=10) as answer:
        text = answer.read().decode()
    found = {(m[1], m[2]): float(m[3]) for m in _GAUGE.finditer(text)}
    if not found:
        raise Failure(f"{url}/metrics has no weir_claims_bytes")
    return found
