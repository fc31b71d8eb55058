"""Every mutant's patch still fits the sources: one that does not would be found only when the mutants are run."""

import os
import pathlib
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parents[3]


def main() -> int:
    patches = sorted((TOP / "tests/mutants").glob("*.patch"))
    # As in tests/mutants/check: outside any repository's index.
    outside = os.environ | {"GIT_DIR": "/nonexistent"}
    stale = [p.name for p in patches if subprocess.run(["git", "apply", "--check", "-p1", str(p)], cwd=TOP, env=outside, check=False).returncode != 0]
    for name in stale:
        print(f"tests/mutants/{name}: the patch does not apply any more")
    return 1 if stale or not patches else 0


if __name__ == "__main__":
    sys.exit(main())
