#!/usr/bin/env bash
# tablib 3.10.0 (PyPI): JSON objects are read by position, not by key.
#
# Guess: a reader of a JSON list of objects puts each value under its own key.
# Instead: Dataset.load(format="json") takes the keys of the first object as
# header. Of every later object it takes the values in the order in which they
# stand, whatever their keys are. An object that has the same number of keys in
# another order, or other keys, is accepted without a word.
# Where: tablib's JSON and YAML import (django-import-export rests on it).
# Users: audit records differ in keys from row to row (SessionId here,
# AADSessionId there), and JSON promises no order. An address of the owner can
# end in the column of sessions, and another session id under SessionId.
set -euo pipefail
d=$(mktemp -d); trap 'rm -rf "$d"' EXIT
PIP_ROOT_USER_ACTION=ignore python3 -m pip install -q --no-warn-conflicts --no-compile --target "$d/py" tablib==3.10.0

cat >"$d/export.json" <<'EOF'
[{"Id": "r1", "SessionId": "s1", "ClientIP": "203.0.113.7"},
 {"Id": "r2", "ClientIP": "198.51.100.9", "SessionId": "s2"},
 {"Id": "r3", "AADSessionId": "a3", "ClientIP": "192.0.2.1"}]
EOF

PYTHONPATH=$d/py python3 - "$d/export.json" <<'EOF'
import csv, importlib.metadata, json, sys
import tablib

def seen(what, got, want):
    print(f"{what}: {got}")
    if got != want:
        sys.exit(f"CHANGED: {what}: expected {want}")

print("tablib", importlib.metadata.version("tablib"))
text = open(sys.argv[1]).read()
rows = tablib.Dataset().load(text, format="json").dict
seen("r1, the model", dict(rows[0]), {"Id": "r1", "SessionId": "s1", "ClientIP": "203.0.113.7"})
seen("r2, same keys in another order",
     dict(rows[1]), {"Id": "r2", "SessionId": "198.51.100.9", "ClientIP": "s2"})
seen("r3, another key", dict(rows[2]), {"Id": "r3", "SessionId": "a3", "ClientIP": "192.0.2.1"})

# Control: the csv module of Python keeps values and keys together.
keys = ["Id", "SessionId", "AADSessionId", "ClientIP"]
table = [[r.get(k, "") for k in keys] for r in json.loads(text)]
seen("control, r2 by key", table[1], ["r2", "s2", "", "198.51.100.9"])
seen("control, r3 by key", table[2], ["r3", "", "a3", "192.0.2.1"])
EOF
echo "ok: tablib puts an address under SessionId"
