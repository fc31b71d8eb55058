"""The one way to end early: a sentence that says what is wrong and what to do."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable


class Failure(Exception):
    """A sentence for the person at the terminal. Never a stack trace."""


def sentence_for(error: OSError) -> str:
    """One sentence for an error of the operating system."""
    where = f" at {error.filename}" if error.filename else ""
    if error.errno == errno.ENOSPC or error.errno == errno.EDQUOT:
        return f"the disk is full{where}: make room, then start again (data written so far is kept)"
    if error.errno == errno.EROFS:
        return f"the disk is read-only{where}: Weir needs to write below its checkout"
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"no permission{where}: start as the user who owns it, or as root"
    return f"{error.strerror or error}{where}"


def guarded(name: str, main: Callable[[], int]) -> int:
    """Runs main and turns what goes wrong into one sentence and exit status 1."""
    try:
        return main()
    except Failure as failure:
        print(f"{name}: {failure}", file=sys.stderr)
    except OSError as error:
        print(f"{name}: {sentence_for(error)}", file=sys.stderr)
    except KeyboardInterrupt:
        print(f"{name}: interrupted", file=sys.stderr)
        return 130
    return 1


def interrupt(_number: int, _frame: object) -> None:
    """For signals that end a command as Ctrl-C does: what it started is ended by its own `finally`."""
    raise KeyboardInterrupt
