#!/usr/bin/env bash
# pySigma 1.5.1 (PyPI): '\Inbox\*' in a rule is a folder named "*".
#
# Guess: Path: '\Inbox\*' means every folder below the inbox, since a backslash
# parts folders and a star is the wildcard, and since '\Inbox' needs no escape.
# Instead: a backslash before a star takes away the star's meaning, and goes. The
# rule asks for the one path "\Inbox*", letter by letter. What was meant is
# '\Inbox\\*'. Elsewhere a backslash may stand alone: '\Inbox' and '\\Inbox' are
# the same path, so the need to double it shows only before * and ?.
# Where: SigmaString of pySigma, in every backend.
# Users: rules on Folders[].Path, MailboxFolder and the like match nothing for
# ever, and a rule without a match looks like a quiet mailbox.
set -euo pipefail
d=$(mktemp -d); trap 'rm -rf "$d"' EXIT
PIP_ROOT_USER_ACTION=ignore python3 -m pip install -q --no-warn-conflicts --no-compile --target "$d/py" \
	pysigma==1.5.1 pysigma-backend-sqlite==2.0.0 pysigma-backend-kusto==1.0.1

PYTHONPATH=$d/py python3 - <<'EOF'
import importlib.metadata, sqlite3, sys
from sigma.backends.kusto import KustoBackend
from sigma.backends.sqlite import sqliteBackend
from sigma.collection import SigmaCollection

def seen(what, got, want):
    print(f"{what}: {got}")
    if got != want:
        sys.exit(f"CHANGED: {what}: expected {want}")

def convert(backend, path):
    return backend.convert(SigmaCollection.from_yaml(f"""
title: access to a folder
logsource: {{product: m365, service: audit}}
detection: {{selection: {{Path: '{path}'}}, condition: selection}}"""))[0]

for name in ("pysigma", "pysigma-backend-sqlite", "pysigma-backend-kusto"):
    print(name, importlib.metadata.version(name))
db = sqlite3.connect(":memory:")
db.execute("create table logs (Path text)")
db.executemany("insert into logs values (?)", [(p,) for p in ("\\Inbox", "\\Inbox\\Clients", "\\Inbox\\Bank")])

def found(path):
    return [r[0] for r in db.execute(convert(sqliteBackend(), path))]

seen(r"'\Inbox\*' finds", found(r"\Inbox\*"), [])
seen(r"'\Inbox\*' in Kusto", convert(KustoBackend(), r"\Inbox\*"), r'Path =~ "\\Inbox*"')
seen(r"control, '\Inbox\\*' finds", found(r"\Inbox\\*"), ["\\Inbox\\Clients", "\\Inbox\\Bank"])
seen(r"control, '\Inbox' finds", found(r"\Inbox"), ["\\Inbox"])
seen(r"control, '\\Inbox' finds", found(r"\\Inbox"), ["\\Inbox"])
EOF
echo "ok: '\\Inbox\\*' in a Sigma rule matches no folder below the inbox"
