#!/usr/bin/env bash
# chdb 4.4.0 (PyPI, the engine of ClickHouse): JSONExtractBool of "True" is 0.
#
# Guess: JSONExtractBool treats the text "True" as JSONExtractInt treats the text
# "5": it converts it, or it gives null or an error where it cannot.
# Instead: JSONExtractInt of "5" is 5, and JSONExtractBool of "True" or "true"
# is 0, the same as of false, of null and of a key that is not there.
# Where: functions for JSON of ClickHouse and chdb.
# Users: MailItemsAccessed states IsThrottled as text, "True" or "False", in the
# records that Microsoft documents. A query by JSONExtractBool finds no
# throttled mailbox at all, and reads as a result.
set -euo pipefail
d=$(mktemp -d); trap 'rm -rf "$d"' EXIT
PIP_ROOT_USER_ACTION=ignore python3 -m pip install -q --no-warn-conflicts --no-compile --target "$d/py" chdb==4.4.0

PYTHONPATH=$d/py python3 - <<'EOF'
import importlib.metadata, sys
import chdb

def seen(what, got, want):
    print(f"{what}: {got}")
    if got != want:
        sys.exit(f"CHANGED: {what}: expected {want}")

def ask(call, document):
    return str(chdb.query(f"SELECT {call}('{document}', 'Value')", "TSV")).strip()

print("chdb", importlib.metadata.version("chdb"), "engine", str(chdb.query("SELECT version()", "TSV")).strip())
print("document, JSONExtractBool")
for document, want in (('{"Value":"True"}', "0"), ('{"Value":"true"}', "0"), ('{"Value":"False"}', "0"),
                       ('{"Value":null}', "0"), ('{}', "0"), ('{"Value":true}', "1")):
    seen(document, ask("JSONExtractBool", document), want)
seen('control, JSONExtractInt of {"Value":"5"}', ask("JSONExtractInt", '{"Value":"5"}'), "5")
seen('control, JSONExtractString of {"Value":"True"}', ask("JSONExtractString", '{"Value":"True"}'), "True")
EOF
echo "ok: IsThrottled \"True\" is 0 for JSONExtractBool"
