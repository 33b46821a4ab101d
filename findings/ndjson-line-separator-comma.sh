#!/usr/bin/env bash
# ndjson 0.3.1 (PyPI): a line separator inside a string becomes a comma.
#
# Guess: a reader of newline-delimited JSON splits at LF, since JSON allows
# U+2028, U+2029 and U+0085 inside a string. If it splits elsewhere, it fails.
# Instead: loads() splits with str.splitlines(), joins the pieces with commas
# and parses that as one list. The string is cut at the separator and glued
# together with a comma. No error: the value is another one.
# Where: ndjson.loads and ndjson.load.
# Users: subjects pasted from web pages and word processors hold U+2028. The
# subject of the record is not that of the message, and nothing tells.
set -euo pipefail
d=$(mktemp -d); trap 'rm -rf "$d"' EXIT
PIP_ROOT_USER_ACTION=ignore python3 -m pip install -q --no-warn-conflicts --no-compile --target "$d/py" ndjson==0.3.1 jsonlines==4.0.0

PYTHONPATH=$d/py python3 - <<'EOF'
import importlib.metadata, io, json, sys
import jsonlines, ndjson

def seen(what, got, want):
    print(f"{what}: {got!a}")
    if got != want:
        sys.exit(f"CHANGED: {what}: expected {want!a}")

print("ndjson", importlib.metadata.version("ndjson"), "jsonlines", importlib.metadata.version("jsonlines"))
records = [{"Id": "r1", "Subject": "Offer\u2028final"}, {"Id": "r2", "Subject": "Pay\u0085roll"},
           {"Id": "r3", "Subject": "Plain"}]
text = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)
seen("ndjson.loads", [r["Subject"] for r in ndjson.loads(text)], ["Offer,final", "Pay,roll", "Plain"])
seen("ndjson.load", [r["Subject"] for r in ndjson.load(io.StringIO(text))],
     ["Offer,final", "Pay,roll", "Plain"])
seen("control, jsonlines", list(jsonlines.Reader(io.StringIO(text, newline="\n"))), records)
seen("control, split at LF", [json.loads(line) for line in text.split("\n") if line], records)
EOF
echo "ok: ndjson reads U+2028 and U+0085 inside a string as a comma"
