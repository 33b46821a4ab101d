#!/usr/bin/env bash
# pandas 3.1.1, polars 2.1.0, DuckDB 2.0.0, sqlite-utils 4.2.1 (PyPI): UserKey is inf.
#
# Guess: an id of hexadecimal digits is text. In JSON, where it stands in quotes, it
# is text in any case.
# Instead: 1003200012E45678 is read as a number with an exponent, too large for a
# double: infinity. pandas does so with strings of JSON too. sqlite-utils gives
# "Infinity" without quotes, which is no JSON. The column is text again as soon as
# one value in it is none of a number.
# Where: type inference of read_json and read_csv of pandas, of CSV in the others.
# Users: UserKey is the user's PUID, 16 hexadecimal digits. One user in a hundred
# or so has an E in it and no other letter. An export of one mailbox has one
# UserKey in all rows, so nothing in the column holds it back.
set -euo pipefail
d=$(mktemp -d); trap 'rm -rf "$d"' EXIT
PIP_ROOT_USER_ACTION=ignore python3 -m pip install -q --no-warn-conflicts --no-compile --target "$d/py" \
	pandas==3.1.1 polars==2.1.0 duckdb==2.0.0 sqlite-utils==4.2.1
cd "$d"; export PYTHONPATH=$d/py PATH=$d/py/bin:$PATH
cat >find.py <<'EOF'
import importlib.metadata, io, json, math, subprocess, sys
import duckdb, pandas, polars

def seen(what, got, want):
    print(f"{what}: {got}")
    if got != want:
        sys.exit(f"CHANGED: {what}: expected {want}")

for name in ("pandas", "polars", "duckdb", "sqlite-utils"):
    print(name, importlib.metadata.version(name), end=" ")
print()
key, other = "1003200012E45678", "10032000AB123456"
one = json.dumps([{"Id": "r1", "UserKey": key}, {"Id": "r2", "UserKey": key}])
two = json.dumps([{"Id": "r1", "UserKey": key}, {"Id": "r2", "UserKey": other}])
open("one.csv", "w").write(f"Id,UserKey\nr1,{key}\nr2,{key}\n")
seen("pandas, JSON", pandas.read_json(io.StringIO(one)).UserKey.tolist(), [math.inf] * 2)
seen("pandas, CSV", pandas.read_csv("one.csv").UserKey.tolist(), [math.inf] * 2)
seen("polars, CSV", polars.read_csv("one.csv")["UserKey"].to_list(), [math.inf] * 2)
seen("DuckDB, CSV", [r[0] for r in duckdb.sql("select UserKey from 'one.csv'").fetchall()], [math.inf] * 2)
text = subprocess.run(["sqlite-utils", "memory", "one.csv", "select UserKey from one limit 1"],
                      capture_output=True, text=True, check=True).stdout.strip()
seen("sqlite-utils, CSV to JSON", text, '[{"UserKey": Infinity}]')
seen("control, pandas, JSON, two users", pandas.read_json(io.StringIO(two)).UserKey.tolist(), [key, other])
seen("control, polars, JSON", polars.read_json(io.StringIO(one))["UserKey"].to_list(), [key] * 2)
EOF
python3 find.py
echo "ok: a UserKey with one E in it is infinity in four tools"
