#!/usr/bin/env bash
# csv-diff 1.2 (PyPI): rows of one key are one row, and a missing one is no change.
#
# Guess: csv-diff with --key compares all rows of two files, or refuses a key that
# is not unique.
# Instead: of the rows with the same key it keeps the last. If rows before it
# are missing in the other file it prints nothing and ends with status 0.
# Where: simonw/csv-diff. Without --key equal rows are one as well.
# Users: two exports of one case are compared by SessionId, or by the record's Id
# where a record is one row an item. Accesses that the second export lacks are
# not told, and "no difference" is what goes into the report.
set -euo pipefail
d=$(mktemp -d); trap 'rm -rf "$d"' EXIT
PIP_ROOT_USER_ACTION=ignore python3 -m pip install -q --no-warn-conflicts --no-compile --target "$d/py" csv-diff==1.2
cd "$d"; export PYTHONPATH=$d/py PATH=$d/py/bin:$PATH
csv-diff --version
cat >first.csv <<'EOF'
RecordId,InternetMessageId
r1,<m1@fjordlight.example>
r1,<m2@fjordlight.example>
r1,<m3@fjordlight.example>
r2,<m4@fjordlight.example>
EOF
grep -v -e m1 -e m2 first.csv >second.csv
grep -v -e m3 first.csv >third.csv
seen() {
	printf '%s: %s\n' "$1" "$(tr '\n' ' ' <<<"$2")"
	[ "$2" = "$3" ] || { echo "CHANGED: $1: expected $3" >&2; exit 1; }
}
seen 'rows of the files' "$(grep -c '^r' first.csv second.csv third.csv)" $'first.csv:4\nsecond.csv:2\nthird.csv:3'
seen 'by RecordId, m1 and m2 missing' "$(csv-diff first.csv second.csv --key=RecordId --json | tr -d ' \n')" \
	'{"added":[],"removed":[],"changed":[],"columns_added":[],"columns_removed":[]}'
seen 'its status' "$(csv-diff first.csv second.csv --key=RecordId >/dev/null; echo $?)" 0
seen 'control, m3 missing, keys told as changed' \
	"$(csv-diff first.csv third.csv --key=RecordId --json | tr -d ' \n' | grep -o '"key":"[^"]*"')" '"key":"r1"'
seen 'control, diff' "$(diff first.csv second.csv | grep -c '^<')" 2
echo "ok: csv-diff does not tell that two of four rows are missing"
