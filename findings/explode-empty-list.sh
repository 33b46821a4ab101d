#!/usr/bin/env bash
# polars 2.1.0, pandas 3.1.1, DuckDB 2.0.0 (PyPI): three answers to an empty list.
#
# Guess: to make one row of each element of a list (explode, unnest) is the same
# step in all three, and a record whose list is empty or null either stays or
# goes in all.
# Instead: pandas keeps a row for the empty list and for null. DuckDB keeps
# neither. polars drops the empty list and keeps null.
# Where: DataFrame.explode of polars and pandas, unnest() of DuckDB.
# Users: a bind whose FolderItems is [] is an access that names no message. It
# must be told, not lost. In polars it is gone, while its neighbour with null
# stays, so that the loss does not show in a first test.
set -euo pipefail
d=$(mktemp -d); trap 'rm -rf "$d"' EXIT
PIP_ROOT_USER_ACTION=ignore python3 -m pip install -q --no-warn-conflicts --no-compile --target "$d/py" \
	polars==2.1.0 pandas==3.1.1 duckdb==2.0.0

PYTHONPATH=$d/py python3 - <<'EOF'
import sys
import duckdb, pandas, polars

def seen(what, got, want):
    print(f"{what}: {got}")
    if got != want:
        sys.exit(f"CHANGED: {what}: expected {want}")

print("polars", polars.__version__, "pandas", pandas.__version__, "duckdb", duckdb.__version__)
data = {"Id": ["named", "empty", "null"],
        "FolderItems": [["<m1@fjordlight.example>"], [], None]}
seen("polars, explode", polars.DataFrame(data).explode("FolderItems")["Id"].to_list(),
     ["named", "null"])
seen("pandas, explode", pandas.DataFrame(data).explode("FolderItems")["Id"].tolist(),
     ["named", "empty", "null"])
rows = duckdb.sql("""select Id, unnest(FolderItems) from (values
    ('named', ['<m1@fjordlight.example>']), ('empty', []::varchar[]), ('null', null))
    t(Id, FolderItems)""").fetchall()
seen("DuckDB, unnest", [r[0] for r in rows], ["named"])
EOF
echo "ok: the record with an empty list stays in pandas, goes in DuckDB; polars keeps only null"
