#!/usr/bin/env bash
# DuckDB 2.0.0 writes, polars 2.1.0 reads (PyPI): session ids become 16 raw bytes.
#
# Guess: a JSON string stays a string. What one tool stores as Parquet, the other
# reads as the text that it was.
# Instead: read_json of DuckDB makes a column of JSON strings that all look like
# GUIDs a UUID: upper case becomes lower case. COPY writes it as Parquet's
# UUID, and polars gives 16 raw bytes of type Binary. A single id that is no
# GUID in the column, and all stay text.
# Where: type detection of read_json; the logical type UUID in polars.
# Users: SessionId, AADSessionId, MailboxGuid. A filter by the id of the session
# fails, a join finds nothing, and whether it happens depends on the other rows.
set -euo pipefail
d=$(mktemp -d); trap 'rm -rf "$d"' EXIT
PIP_ROOT_USER_ACTION=ignore python3 -m pip install -q --no-warn-conflicts --no-compile --target "$d/py" duckdb==2.0.0 polars==2.1.0
cd "$d"
cat >find.py <<'EOF'
import json, sys
import duckdb, polars

def seen(what, got, want):
    print(f"{what}: {got}")
    if got != want:
        sys.exit(f"CHANGED: {what}: expected {want}")

def copy(ids):
    with open("in.ndjson", "w") as out:
        out.writelines(json.dumps({"SessionId": one}) + "\n" for one in ids)
    kind = duckdb.sql("select any_value(typeof(SessionId)) from read_json('in.ndjson')").fetchall()[0][0]
    duckdb.sql("copy (from read_json('in.ndjson')) to 'out.parquet'")
    return kind

print("duckdb", duckdb.__version__, "polars", polars.__version__)
guid = "5E55A77A-0000-4000-8000-00000000000A"
raw = bytes.fromhex(guid.replace("-", ""))
seen("DuckDB, type of the JSON string", copy([guid]), "UUID")
seen("DuckDB, as text", duckdb.sql("select SessionId::varchar from read_json('in.ndjson')").fetchall()[0][0],
     guid.lower())
frame = polars.read_parquet("out.parquet")
seen("polars, type", str(frame.schema["SessionId"]), "Binary")
seen("polars, value", frame["SessionId"].to_list(), [raw])
seen("control, polars on the JSON itself", polars.read_ndjson("in.ndjson")["SessionId"].to_list(), [guid])
seen("control, DuckDB, one id that is no GUID", copy([guid, "n/a"]), "VARCHAR")
seen("control, polars then", polars.read_parquet("out.parquet")["SessionId"].to_list(), [guid, "n/a"])
EOF
PYTHONPATH=$d/py python3 find.py
echo "ok: a session id in JSON is 16 raw bytes after DuckDB, Parquet and polars"
