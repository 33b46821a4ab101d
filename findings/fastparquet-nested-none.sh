#!/usr/bin/env bash
# fastparquet 2026.9.0 (PyPI): a list of structs is read as None.
#
# Guess: a Parquet reader that lists a column either gives its values or says
# that it cannot read the type.
# Instead: a column of lists of structs that hold lists (Folders with their
# FolderItems) stands in the table, and each of its cells is None: no error, no
# warning. A row with two messages, one with an empty list and one with null
# look alike.
# Where: pyarrow 26.0.1 writes, fastparquet reads. pandas takes it by
# engine="fastparquet", and by itself where pyarrow is not installed.
# Users: audit records kept as Parquet (Spark, Fabric, DuckDB) seem to name no
# message at all. "Access without list" is then said of every record.
set -euo pipefail
d=$(mktemp -d); trap 'rm -rf "$d"' EXIT
PIP_ROOT_USER_ACTION=ignore python3 -m pip install -q --no-warn-conflicts --no-compile --target "$d/py" \
	pyarrow==26.0.1 fastparquet==2026.9.0 pandas==3.1.1

PYTHONPATH=$d/py python3 - "$d/export.parquet" <<'EOF'
import sys
import fastparquet, pyarrow, pyarrow.parquet as pq

def seen(what, got, want):
    print(f"{what}: {got}")
    if got != want:
        sys.exit(f"CHANGED: {what}: expected {want}")

print("pyarrow", pyarrow.__version__, "fastparquet", fastparquet.__version__)
folders = [{"Path": "\\Inbox", "FolderItems": [
    {"InternetMessageId": "<m1@fjordlight.example>"},
    {"InternetMessageId": "<m2@fjordlight.example>"}]}]
pq.write_table(pyarrow.Table.from_pylist([
    {"Id": "r1", "OperationCount": 2, "Folders": folders},
    {"Id": "r2", "OperationCount": 1, "Folders": []},
    {"Id": "r3", "OperationCount": 1, "Folders": None}]), sys.argv[1])

rows = fastparquet.ParquetFile(sys.argv[1]).to_pandas().to_dict("records")
seen("fastparquet, columns", list(rows[0]), ["Id", "OperationCount", "Folders"])
seen("fastparquet, Id", [r["Id"] for r in rows], ["r1", "r2", "r3"])
seen("fastparquet, Folders", [r["Folders"] for r in rows], [None, None, None])
seen("control, pyarrow, Folders",
     [r["Folders"] for r in pq.read_table(sys.argv[1]).to_pylist()], [folders, [], None])
EOF
echo "ok: fastparquet reads nested Folders as None"
