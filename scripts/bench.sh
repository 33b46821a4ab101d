#!/usr/bin/env bash
# Measures mia on generated evidence beside what an analyst would otherwise
# use, as one table. Takes about five minutes. Options go to
# tests/bench/bench.py (--megabytes, --rounds, --against MIA, ...). As the first:
#   --peers         DuckDB, chdb and Polars are installed into build-bench/peers and take part
#   --growth        the curves instead (tests/bench/growth.py); they go to docs/performance.md
#   --bombs         the worst inputs instead: that each ends, and what it takes (tests/bench/bombs.py)
#   --instructions  instructions for each byte instead (tests/bench/instructions.py)
set -eu
cd "$(dirname "$0")/.."
scripts/deps.sh bench
command=("$@")
what=table peers=build-bench/peers
case ${1-} in
  --peers) what=peers; shift ;;
  --growth | --bombs | --instructions) what=${1#--}; shift ;;
esac
[ -e build-bench/build.ninja ] ||
  meson setup build-bench --buildtype=release -Dtests=disabled >/dev/null
meson compile -C build-bench >/dev/null
gcc -O2 -D_GNU_SOURCE tests/bench/gen.c tests/bench/gen_record.c tests/bench/gen_text.c -o build-bench/gen
gcc -O2 -D_GNU_SOURCE tests/bench/inflate.c -o build-bench/inflate -lz -lpthread
export PYTHONDONTWRITEBYTECODE=1
mia=build-bench/tools/mia
if [ "$what" = instructions ]; then
  exec python3 tests/bench/instructions.py --mia $mia --gen build-bench/gen --jobs "$(nproc)" "$@"
elif [ "$what" = bombs ]; then
  exec python3 tests/bench/bombs.py --mia $mia "$@"
elif [ "$what" = growth ]; then
  status=0
  python3 tests/bench/growth.py --mia $mia --json build-bench/growth.json "$@" || status=$?
  python3 tests/bench/curves.py build-bench/growth.json --svg docs/growth.svg --into docs/performance.md
  exit $status
fi
if [ "$what" = peers ] && [ ! -e $peers/installed ]; then
  python3 -m venv $peers
  $peers/bin/pip install --quiet duckdb==2.0.0 chdb==4.4.0 polars==2.1.0
  touch $peers/installed
fi
take=()
[ ! -e $peers/installed ] || take=(--peers-python "$peers/bin/python")
exec python3 tests/bench/bench.py --mia $mia --gen build-bench/gen --inflate build-bench/inflate \
  --dir build-bench/evidence "${take[@]}" --said="${command[*]}" "$@"
