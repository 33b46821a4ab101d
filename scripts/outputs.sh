#!/usr/bin/env bash
# Shows what mia makes of hostile texts (tests/hostile/texts.py) to the programs that people read
# it with: LibreOffice in English and German, Chromium, tmux, jq, openpyxl, calamine, DuckDB. What is
# not installed is skipped. Takes about five minutes.
# Usage: scripts/outputs.sh [MIA] [READER...]     MIA: build/tools/mia
#        READER: office chromium tmux jq modules duckdb
set -u -o pipefail
cd "$(dirname "$0")/.." || exit 2
mia=${1:-build/tools/mia}
[ $# = 0 ] || shift
[ -x "$mia" ] || { echo "outputs.sh: no program $mia: build it first" >&2; exit 2; }
room=$(mktemp -d) || exit 2
trap 'rm -rf "$room"' EXIT
export PYTHONDONTWRITEBYTECODE=1
{
  python3 tests/hostile/run.py "$mia" --keep "$room"
  python3 tests/hostile/readers.py "$mia" "$room" "$@"
} | tee "$room/tap"
echo "$(grep -c '^ok' "$room/tap") passed, $(grep -c '^not ok' "$room/tap") failed, $(grep -c '# SKIP' "$room/tap") of those passed were skipped"
! grep -q '^not ok' "$room/tap" && [ "$(grep -c '^1\.\.' "$room/tap")" = 2 ]
