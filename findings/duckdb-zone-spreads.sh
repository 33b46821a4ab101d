#!/usr/bin/env bash
# DuckDB 2.0.0 (PyPI): one time with a Z moves all the times without one.
#
# Guess: read_csv reads a time without a zone as it stands. Whether another row
# of the file, or another file, writes a Z makes no difference to it.
# Instead: if all times are without a zone the column is TIMESTAMP and they
# stand. If any has a Z or an offset the column is TIMESTAMP WITH TIME ZONE, and
# those without a zone are taken for local time of the machine that reads.
# Where: sniffing of types in read_csv, in one file and with union_by_name in
# several. Without union_by_name two such files make one column of text.
# Users: the portal writes CreationDate with a Z, other exports write the same
# UTC time without one. Read together on a machine in Kathmandu, the second file
# is 5 h 45 min early; alone, it is right. On a machine in UTC nothing shows.
set -euo pipefail
d=$(mktemp -d); trap 'rm -rf "$d"' EXIT
PIP_ROOT_USER_ACTION=ignore python3 -m pip install -q --no-warn-conflicts --no-compile --target "$d/py" duckdb==2.0.0 pytz==2026.6
cd "$d"
printf 'Id,CreationDate\nr1,2026-03-04T09:52:33Z\n' >portal.csv
printf 'Id,CreationDate\nr2,2026-03-04T09:52:33\n' >cmdlet.csv
cat >find.py <<'EOF'
import sys
import duckdb

def seen(what, got, want):
    print(f"{what}: {got}")
    if got != want:
        sys.exit(f"CHANGED: {what}: expected {want}")

def hours(zone, files):
    db = duckdb.connect()
    db.execute(f"set timezone = '{zone}'")
    return db.execute("""select Id, typeof(CreationDate),
        epoch(CreationDate)::bigint - epoch('2026-03-04 09:52:33'::timestamp)::bigint
        from read_csv(?, union_by_name = true) order by Id""", [files]).fetchall()

print("duckdb", duckdb.__version__)
zoned = "TIMESTAMP WITH TIME ZONE"
both = ["portal.csv", "cmdlet.csv"]
print("file, type, seconds off what is written")
seen("Kathmandu, both files", hours("Asia/Kathmandu", both), [("r1", zoned, 0), ("r2", zoned, -20700)])
seen("control, Kathmandu, portal alone", hours("Asia/Kathmandu", both[:1]), [("r1", zoned, 0)])
seen("control, Kathmandu, cmdlet alone", hours("Asia/Kathmandu", both[1:]), [("r2", "TIMESTAMP", 0)])
seen("control, UTC, both files", hours("UTC", both), [("r1", zoned, 0), ("r2", zoned, 0)])
EOF
PYTHONPATH=$d/py python3 find.py
echo "ok: a Z in one file moves the times of another by the zone of the machine"
