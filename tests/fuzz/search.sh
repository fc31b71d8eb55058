#!/bin/sh
# search.sh PROGRAM FOUND [CORPUS]: one fuzz target for WEIR_FUZZ_SECONDS (10). What breaks it stays in FOUND and is tried first the next time.
set -eu
program=$1 found=$2
shift 2
mkdir -p "$found"
exec "$program" -max_total_time="${WEIR_FUZZ_SECONDS:-10}" -artifact_prefix="$found/" -verbosity=0 -print_final_stats=1 "$found" "$@"
