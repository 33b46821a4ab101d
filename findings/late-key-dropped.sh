#!/usr/bin/env bash
# DataFusion 55.0.0 and petl 1.7.30 (PyPI): a key that comes late is not there.
#
# Guess: a reader of NDJSON that guesses its columns from the first records
# raises an error, or adds a column, when a later record has a key of its own.
# Instead: both leave out every key that the records they looked at do not have.
# No error and no count. DataFusion looks at 1,000 records. petl looks at 1,000 of
# a JSON array, but with lines=True at the first one only: of the same records,
# the second line can lose its SessionId already.
# Where: SessionContext.read_json (schema_infer_max_records), petl.fromjson.
# DuckDB 2.0.0 raises an error in the same case.
# Users: an export sorted by time can begin with a thousand sign-ins. Folders,
# OperationProperties and SessionId of every later MailItemsAccessed are gone,
# while the number of rows is right.
set -euo pipefail
d=$(mktemp -d); trap 'rm -rf "$d"' EXIT
PIP_ROOT_USER_ACTION=ignore python3 -m pip install -q --no-warn-conflicts --no-compile --target "$d/py" \
	datafusion==55.0.0 pyarrow==26.0.1 petl==1.7.30 duckdb==2.0.0
cd "$d"
cat >find.py <<'EOF'
import importlib.metadata, json, sys
import datafusion, duckdb, petl

def seen(what, got, want):
    print(f"{what}: {got}")
    if got != want:
        sys.exit(f"CHANGED: {what}: expected {want}")

def write(early):
    with open("in.ndjson", "w") as out:
        for i in range(early):
            out.write(json.dumps({"Id": f"r{i}", "Operation": "UserLoggedIn"}) + "\n")
        out.write(json.dumps({"Id": "late", "Operation": "MailItemsAccessed", "SessionId": "s1"}) + "\n")

def with_datafusion():
    return datafusion.SessionContext().read_json("in.ndjson", file_extension=".ndjson").to_pylist()[-1]

def with_petl(path="in.ndjson", lines=True):
    return dict(list(petl.dicts(petl.fromjson(path, lines=lines)))[-1])

for name in ("datafusion", "petl", "duckdb"):
    print(name, importlib.metadata.version(name), end=" ")
print()
whole = {"Id": "late", "Operation": "MailItemsAccessed", "SessionId": "s1"}
cut = {"Id": "late", "Operation": "MailItemsAccessed"}
write(1)
with open("in.json", "w") as out:
    json.dump([json.loads(line) for line in open("in.ndjson")], out)
seen("petl, key of line 2", with_petl(), cut)
seen("control, petl, the same as an array", with_petl("in.json", lines=False), whole)
seen("control, DataFusion, key of line 2", with_datafusion(), whole)
write(999)
seen("control, DataFusion, key of line 1,000", with_datafusion(), whole)
write(1000)
seen("DataFusion, key of line 1,001", with_datafusion(), cut)
try:
    duckdb.sql("from read_json('in.ndjson', sample_size=1000)").fetchall()
    told = False
except duckdb.Error as error:
    told = 'unknown key "SessionId"' in str(error)
seen("control, DuckDB with a sample of 1,000 tells", told, True)
EOF
PYTHONPATH=$d/py python3 find.py
echo "ok: petl drops a new key of line 2, DataFusion one of line 1,001"
