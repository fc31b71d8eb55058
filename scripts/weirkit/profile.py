"""scripts/profile: a build that counts catches up with logs of the bench; the counts are what the next build is optimized with."""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys

from . import build, program
from .bench import catchup
from .bench.world import World
from .failure import Failure, guarded, interrupt
from .place import TOP
from .ui import say

_COUNTS = TOP / "cmake" / "hot_path.profdata"
_LOGS = (("w1", 100), ("w1", 1), ("w2", 1), ("w3", 1))  # workload, events of a record
_EVENTS = 2_000_000
_MERGE = "llvm-profdata-19"


def _main() -> int:
    argparse.ArgumentParser(prog="scripts/profile", description=f"Takes the counts in {_COUNTS.relative_to(TOP)} anew; some ten minutes.").parse_args()
    signal.signal(signal.SIGTERM, interrupt)
    build.build("release", ("bench_load",))
    try:
        build.build("release", (program.TARGET,), ["-DWEIR_HOT_PATH=train"])
        _count()
    finally:
        build.build("release", (program.TARGET,), ["-DWEIR_HOT_PATH=use"])
    say(f"counted: {_COUNTS.stat().st_size:,} bytes in {_COUNTS.relative_to(TOP)}; scripts/bench catchup_batch100 says what they are worth")
    return 0


def _count() -> None:
    world = World(keep=False)
    try:
        folder = world.place.service_folder("hot_path")
        for workload, per_record in _LOGS:
            counts = str(folder / f"{workload}x{per_record}.profraw")
            if not catchup.catch_up(world, world.log(workload, _EVENTS, per_record), LLVM_PROFILE_FILE=counts).equal:
                raise Failure(f"the cells of {workload} in records of {per_record} are not what they must be: nothing is taken from that")
        taken = [str(raw) for raw in sorted(folder.glob("*.profraw"))]
        if len(taken) != len(_LOGS):
            raise Failure(f"{len(taken)} of {len(_LOGS)} workers left their counts in {folder}: it must be built with WEIR_HOT_PATH=train")
        made = subprocess.run([_MERGE, "merge", "--sparse", "-o", str(_COUNTS), *taken], check=False, capture_output=True, text=True)
        if made.returncode:
            raise Failure(f"{_MERGE}: {made.stderr.strip()}")
    finally:
        world.close()


if __name__ == "__main__":
    sys.exit(guarded("scripts/profile", _main))
