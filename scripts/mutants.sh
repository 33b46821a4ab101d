#!/usr/bin/env bash
# How many small changes of the code do the tests notice? Changes so many places
# (default 60) in each folder that decides the answer, one at a time.
# Usage: mutants.sh [COUNT [SEED [FOLDER...]]]; about half an hour on two cores.
set -eu
cd "$(dirname "$0")/.."
scripts/deps.sh test
count=${1-60} seed=${2-1}
shift $(($# < 2 ? $# : 2))
[ $# -gt 0 ] || set -- record event coverage exposure findings
# Without hidden names the tests of inner functions can share one library, which is linked again for each mutant.
[ -e build-mutants/build.ninja ] || CC=${CC-gcc} meson setup build-mutants --buildtype=debug -Doptimization=0 \
  -Dtests=enabled -Dc_args=-fvisibility=default >/dev/null
ninja -C build-mutants >/dev/null
exec python3 tests/mutants/mutants.py build-mutants "$count" "$seed" "$@"
