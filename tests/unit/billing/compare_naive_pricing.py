#!/usr/bin/env python3
"""The naive reckoning runs tests/cases itself, and then it and Weir answer random catalogues and usages.

usage: compare_naive_pricing.py PRICE_LINES [--deep] [--seed N]

PRICE_LINES is the built program that answers with Weir's rules. 20,000 catalogues, or a million with --deep or
WEIR_DEEP in the environment.
"""

import contextlib
import os
import pathlib
import random
import subprocess
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import naive_catalogues  # noqa: E402
import naive_pricing  # noqa: E402

CASES = pathlib.Path(__file__).resolve().parents[2] / "cases"
USUAL, DEEP = 20_000, 1_000_000
BATCH = 1_000


def run_cases() -> int:
    """How many questions of tests/cases the naive reckoning answered; those that it answers differently end the test."""
    answered, wrong = 0, []
    for path in sorted(CASES.glob("*.case")):
        language = naive_pricing.Language()
        for number, line in enumerate(path.read_text().splitlines(), 1):
            found = language.read(line)
            if found is None:
                continue
            answered += 1
            answer, expected = found
            if expected not in answer.split("; "):
                wrong.append(f"{path.name}:{number}: {line.strip()}\n    the naive reckoning: {answer}")
    if wrong:
        sys.exit("\n".join(wrong))
    return answered


class Weir:
    """The program, asked in batches: written by a thread, since neither side reads while its own pipe is full."""

    def __init__(self, program: str) -> None:
        self._process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def send(self, lines: list[str]) -> None:
        def write():
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.write("\n".join(lines) + "\n")
                self._process.stdin.flush()

        self._writer = threading.Thread(target=write, daemon=True)
        self._writer.start()

    def answer(self) -> str:
        line = self._process.stdout.readline()
        if not line:
            sys.exit(f"the program ended with {self._process.wait()}")
        return line.rstrip("\n")

    def join(self) -> None:
        self._writer.join()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def close(self) -> int:
        self._process.stdin.close()
        return self._process.wait()


def compare(program: str, catalogues: int, seed: int) -> tuple[int, dict[str, int]]:
    weir, made = Weir(program), naive_catalogues.Maker(random.Random(seed))
    questions, kinds = 0, {}
    for begin in range(0, catalogues, BATCH):
        batch = [made.catalogue() for _ in range(min(BATCH, catalogues - begin))]
        weir.send([line for catalogue in batch for line in catalogue] + ["flush"])
        for catalogue in batch:
            language = naive_pricing.Language()
            for line in catalogue:
                found = language.read(line)
                if found is None:
                    continue
                theirs = weir.answer()
                if theirs != found[0]:
                    weir.kill()
                    sys.exit("\n".join(catalogue) + f"\n\nthe line: {line}\nWeir:     {theirs}\nnaive:    {found[0]}\nseed {seed}")
                questions += 1
                kind = found[0].split()[0]
                kinds[kind] = kinds.get(kind, 0) + 1
        weir.join()
    if weir.close() != 0:
        sys.exit("the program failed")
    return questions, kinds


def main(arguments: list[str]) -> int:
    deep = "--deep" in arguments or bool(os.environ.get("WEIR_DEEP"))
    seed = int(arguments[arguments.index("--seed") + 1]) if "--seed" in arguments else 20260101
    answered = run_cases()
    questions, kinds = compare(arguments[0], DEEP if deep else USUAL, seed)
    # Random catalogues that were all refused, or none, would compare nothing.
    if answered < 350 or any(kinds.get(kind, 0) < questions // 200 for kind in ("is", "costs", "refused", "comes", "uses")):
        sys.exit(f"too few of a kind: {answered} cases, {kinds}")
    print(f"{answered} questions of tests/cases and {questions} random ones: no difference")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
