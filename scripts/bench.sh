#!/usr/bin/env bash
# Measures mia beside what an analyst would otherwise do, as ratios. Takes a
# few minutes. Options go to tests/bench/bench.py (--megabytes, --rounds, ...).
set -eu
cd "$(dirname "$0")/.."
scripts/deps.sh bench
[ -e build-bench/build.ninja ] ||
  meson setup build-bench --buildtype=release -Dtests=disabled >/dev/null
meson compile -C build-bench >/dev/null
gcc -O2 -D_GNU_SOURCE tests/bench/gen.c -o build-bench/gen
gcc -O2 -D_GNU_SOURCE tests/bench/inflate.c -o build-bench/inflate -lz
export PYTHONDONTWRITEBYTECODE=1
exec python3 tests/bench/bench.py --mia build-bench/tools/mia --gen build-bench/gen \
  --inflate build-bench/inflate --dir build-bench/evidence "$@"
