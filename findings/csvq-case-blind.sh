#!/usr/bin/env bash
# csvq 1.18.1 (Go): equal means equal without regard to case and outer blanks.
#
# Guess: SQL on a CSV file compares text byte by byte, at least in GROUP BY and
# DISTINCT, as SQLite, DuckDB and PostgreSQL do.
# Instead: csvq compares text in one case and trimmed. Two ids that differ in
# case are one group, DISTINCT gives the first of them, and text that looks like
# a number is compared as one ("0012" is "12").
# Where: mithrandie/csvq, a tool for SQL on CSV without a database.
# Users: UniqueTokenId and the store ids of items and folders are base64, where
# case is content. Two tokens become one, and with them two sessions.
set -euo pipefail
d=$(mktemp -d); trap 'chmod -R u+w "$d"; rm -rf "$d"' EXIT
GOBIN="$d/bin" go install github.com/mithrandie/csvq@v1.18.1 2>/dev/null
PIP_ROOT_USER_ACTION=ignore python3 -m pip install -q --no-warn-conflicts --no-compile --target "$d/py" duckdb==2.0.0
cd "$d"
"$d/bin/csvq" --version
cat >tokens.csv <<'EOF'
Id,UniqueTokenId,Session
r1,AbCdEfGhIjKl,0012
r2,aBcDeFgHiJkL,12
r3,AbCdEfGhIjKl,0012
EOF
sql() { "$d/bin/csvq" -f CSV -N "$1" </dev/null; }
seen() {
	printf '%s: %s\n' "$1" "$(tr '\n' ' ' <<<"$2")"
	[ "$2" = "$3" ] || { echo "CHANGED: $1: expected $3" >&2; exit 1; }
}
seen 'csvq, GROUP BY' "$(sql 'SELECT UniqueTokenId, COUNT(*) FROM `tokens.csv` GROUP BY UniqueTokenId')" 'AbCdEfGhIjKl,3'
seen 'csvq, DISTINCT' "$(sql 'SELECT DISTINCT UniqueTokenId FROM `tokens.csv`')" 'AbCdEfGhIjKl'
seen 'csvq, not equal' "$(sql "SELECT Id FROM \`tokens.csv\` WHERE UniqueTokenId <> 'abcdefghijkl'")" ''
seen 'csvq, GROUP BY Session' "$(sql 'SELECT Session, COUNT(*) FROM `tokens.csv` GROUP BY Session')" '0012,3'
control=$(PYTHONPATH=$d/py python3 - <<'EOF'
import duckdb
for row in duckdb.sql("""select UniqueTokenId, count(*) from read_csv('tokens.csv', all_varchar=true)
                         group by 1 order by 2 desc""").fetchall():
    print(*row, sep=",")
EOF
)
seen 'control, DuckDB 2.0.0, GROUP BY' "$control" $'AbCdEfGhIjKl,2\naBcDeFgHiJkL,1'
echo "ok: csvq makes one token of two that differ in case"
