#!/usr/bin/env bash
# azure-kusto-data 6.0.4 (PyPI): null is False, and long ids lose their last digit.
#
# Guess: dataframe_from_result_table, Microsoft's own way from a query result to
# pandas, keeps null apart from false, and an Int64 column holds 64-bit integers.
# Instead: the column of type bool has dtype bool, so null has become False. In
# a column of type long with one null in it, the values went through double:
# 9007199254740993 is 9007199254740992, although the dtype is Int64.
# Where: azure.kusto.data.helpers, for Azure Data Explorer, Sentinel, Fabric.
# Users: "IsThrottled not stated" becomes "not throttled", which the log does
# not say. Long numbers as ids join to nothing, or to another row.
set -euo pipefail
d=$(mktemp -d); trap 'rm -rf "$d"' EXIT
PIP_ROOT_USER_ACTION=ignore python3 -m pip install -q --no-warn-conflicts --no-compile --target "$d/py" azure-kusto-data==6.0.4 pandas==3.1.1

PYTHONPATH=$d/py python3 - <<'EOF'
import importlib.metadata, sys
from azure.kusto.data._models import KustoResultTable
from azure.kusto.data.helpers import dataframe_from_result_table

def seen(what, got, want):
    print(f"{what}: {got}")
    if got != want:
        sys.exit(f"CHANGED: {what}: expected {want}")

def table(rows):
    return KustoResultTable({"TableName": "Table_0", "Rows": rows, "Columns": [
        {"ColumnName": "Id", "ColumnType": "string"},
        {"ColumnName": "IsThrottled", "ColumnType": "bool"},
        {"ColumnName": "Number", "ColumnType": "long"}]})

print("azure-kusto-data", importlib.metadata.version("azure-kusto-data"),
      "pandas", importlib.metadata.version("pandas"))
rows = [["r1", True, 9007199254740993], ["r2", False, 5], ["r3", None, None]]
frame = dataframe_from_result_table(table(rows))
seen("IsThrottled", frame.IsThrottled.tolist(), [True, False, False])
seen("dtype of Number", str(frame.Number.dtype), "Int64")
seen("Number of r1", int(frame.Number[0]), 9007199254740992)
seen("control, rows without pandas, IsThrottled", [r["IsThrottled"] for r in table(rows)], [True, False, None])
seen("control, rows without pandas, Number", [r["Number"] for r in table(rows)], [9007199254740993, 5, None])
seen("control, no null in the column", int(dataframe_from_result_table(table(rows[:2])).Number[0]), 9007199254740993)
EOF
echo "ok: the data frame of azure-kusto-data says False for null, and 9007199254740992 for ...993"
