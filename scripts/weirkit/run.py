"""scripts/run: the command line."""

from __future__ import annotations

import argparse
import os
import sys

from .copy import Copy
from .failure import Failure, guarded
from .place import DEFAULT_PORT

_HELP = """Builds and starts all of Weir on this machine: a private PostgreSQL, a real Kafka broker, the API and every worker.
Data is kept over restarts, in .weir/ (or .weir/N/ with --port N)."""
_ENDING = """environment:
  DATABASE_URL, KAFKA_BROKERS   use these instead of starting a database or a broker
  APP_HOST                      listen beyond 127.0.0.1
  WEIR_CACHE                    where downloads are kept (default .cache)
  every other setting of weir is handed on as it is"""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/run", description=_HELP, epilog=_ENDING, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--detach", action="store_true", help="return when ready; everything goes on in the background")
    parser.add_argument("--stop", action="store_true", help="stop this copy; its data is kept")
    parser.add_argument("--reset", action="store_true", help="stop this copy and delete its data and keys (with --detach: then start anew)")
    parser.add_argument("--port", type=int, metavar="N", help="serve on port N; a copy of its own in .weir/N/ (default 8000)")
    return parser.parse_args()


def _port(arguments: argparse.Namespace) -> int:
    text = arguments.port if arguments.port is not None else os.environ.get("APP_PORT", DEFAULT_PORT)
    try:
        port = int(text)
    except ValueError:
        port = 0
    if not 0 < port < 65536:
        raise Failure(f"a port is a number from 1 to 65535, not {text!r}")
    return port


def _main() -> int:
    arguments = _arguments()
    copy = Copy(_port(arguments))
    if arguments.stop or arguments.reset:
        copy.stop_from_outside()
        if arguments.reset:
            copy.reset()
        if arguments.stop or not arguments.detach:
            return 0
    return copy.start(detach=arguments.detach)


if __name__ == "__main__":
    sys.exit(guarded("scripts/run", _main))
