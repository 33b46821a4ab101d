#!/usr/bin/env bash
# Has system calls and allocations of every command of mia fail in turn, and ends it at random places: no crash, no
# leak, no half-written result, nothing left behind, status and message right (tests/fault/faults.py).
# Usage: faults.sh [STEPS]: so many calls of each kind and command (default 6; "all": each; that takes hours).
# Then all commands once under valgrind. The sample of the tests has one call of each.
set -eu
cd "$(dirname "$0")/.."
scripts/deps.sh test
dir=build-faults
[ -e "$dir/build.ninja" ] || meson setup "$dir" --buildtype=debugoptimized -Dtests=enabled >/dev/null
ninja -C "$dir" tools/mia tests/fault/inject tests/fault/refuse.so >/dev/null
run() { python3 tests/fault/faults.py "$dir/tools/mia" fixtures "$dir/tests/fault/inject" "$dir/tests/fault/refuse.so" "$@"; }
steps=(--sample "${1-6}")
[ "${1-}" != all ] || steps=(--all)
run "${steps[@]}"
run --valgrind 1
