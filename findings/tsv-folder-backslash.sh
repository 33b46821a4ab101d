#!/usr/bin/env bash
# jq 1.6 and Miller 6.6.0 (Debian 12), chdb 4.4.0 (PyPI): TSV and folder paths.
#
# Guess: TSV is text between tabs. A folder path such as \Notes needs no care.
# Instead: three tools hold the backslash to be an escape, each its own way.
#   ClickHouse reads \Notes as "otes" (\N is its null) and \tenders with a tab.
#   Miller reads \tenders as a tab and "enders", \new as a line feed and "ew".
#   jq's @tsv writes \\Notes, which all who merely split at tabs then keep.
# Where: format TSV of ClickHouse and Miller, @tsv of jq.
# Users: every folder path of the audit log begins with a backslash. A path that
# goes from one of these tools to another is no longer that of the log, and a
# join by folder finds nothing. CSV is safe in all of them.
set -euo pipefail
d=$(mktemp -d); trap 'rm -rf "$d"' EXIT
if ! command -v mlr >/dev/null || ! command -v jq >/dev/null; then
	{ apt-get update && apt-get install -y miller jq; } >/dev/null 2>&1
fi
PIP_ROOT_USER_ACTION=ignore python3 -m pip install -q --no-warn-conflicts --no-compile --target "$d/py" chdb==4.4.0
cd "$d"
mlr --version; jq --version
printf 'Id\tPath\nr1\t\\Notes\nr2\t\\Inbox\\new\nr3\t\\tenders\n' >paths.tsv
printf 'Id,Path\nr1,\\Notes\nr2,\\Inbox\\new\nr3,\\tenders\n' >paths.csv
mlr --itsv --ojson cat paths.tsv >mlr.json
mlr --icsv --ojson cat paths.csv >mlr-csv.json
mlr --icsv --ojson cat paths.csv | jq -r '["Id","Path"], (.[] | [.Id, .Path]) | @tsv' >jq.tsv

PYTHONPATH=$d/py python3 - <<'EOF'
import csv, importlib.metadata, json, sys
import chdb

def seen(what, got, want):
    print(f"{what}: {got}")
    if got != want:
        sys.exit(f"CHANGED: {what}: expected {want}")

def clickhouse(path, form):
    text = str(chdb.query(f"SELECT Path FROM file('{path}', '{form}')", "JSONEachRow"))
    return [json.loads(line)["Path"] for line in text.splitlines()]

def read(path):
    return [r["Path"] for r in json.load(open(path))]

print("chdb", importlib.metadata.version("chdb"))
def split(path):
    return [row[1] for row in csv.reader(open(path), delimiter="\t", quoting=csv.QUOTE_NONE)][1:]

true = ["\\Notes", "\\Inbox\\new", "\\tenders"]
seen("chdb, TSVWithNames", clickhouse("paths.tsv", "TSVWithNames"), ["otes", "\\Inbox\new", "\tenders"])
seen("Miller, --itsv", read("mlr.json"), ["\\Notes", "\\Inbox\new", "\tenders"])
seen("jq @tsv, then split at tabs", split("jq.tsv"), ["\\\\Notes", "\\\\Inbox\\\\new", "\\\\tenders"])
seen("control, the first TSV split at tabs", split("paths.tsv"), true)
seen("control, chdb, CSVWithNames", clickhouse("paths.csv", "CSVWithNames"), true)
seen("control, Miller, --icsv", read("mlr-csv.json"), true)
EOF
echo "ok: three tools, three readings of a backslash in TSV"
