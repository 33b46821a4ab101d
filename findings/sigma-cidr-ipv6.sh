#!/usr/bin/env bash
# pySigma 1.5.1, backends sqlite 2.0.0 and kusto 1.0.1 (PyPI): IPv6 networks.
#
# Guess: ClientIP|cidr: 2001:db8::/48 in a Sigma rule matches the addresses of that
# network and no others, or the backend refuses it.
# Instead: pySigma turns the network into a pattern on text for backends that
# have no test of their own, and drops zeros at its end. 2001:db8::/48 becomes
# LIKE '2001:db8:%', which takes in all of 2001:db8::/32. /64 becomes LIKE
# '2001:db8::%', which leaves out an address that writes its zeros. The backend
# for Kusto (Sentinel, Defender) writes ipv4_is_in_range for an IPv6 network.
# Where: SigmaCIDRExpression.expand of pySigma; Zircolite builds on sqlite.
# Users: the intruder's network decides which accesses are his. A rule with an
# IPv6 network names strangers and misses him.
set -euo pipefail
d=$(mktemp -d); trap 'rm -rf "$d"' EXIT
PIP_ROOT_USER_ACTION=ignore python3 -m pip install -q --no-warn-conflicts --no-compile --target "$d/py" \
	pysigma==1.5.1 pysigma-backend-sqlite==2.0.0 pysigma-backend-kusto==1.0.1

PYTHONPATH=$d/py python3 - <<'EOF'
import importlib.metadata, ipaddress, sqlite3, sys
from sigma.backends.kusto import KustoBackend
from sigma.backends.sqlite import sqliteBackend
from sigma.collection import SigmaCollection

def seen(what, got, want):
    print(f"{what}: {got}")
    if got != want:
        sys.exit(f"CHANGED: {what}: expected {want}")

def convert(backend, network):
    return backend.convert(SigmaCollection.from_yaml(f"""
title: access from a network
logsource: {{product: m365, service: audit}}
detection: {{selection: {{'ClientIP|cidr': '{network}'}}, condition: selection}}"""))[0]

for name in ("pysigma", "pysigma-backend-sqlite", "pysigma-backend-kusto"):
    print(name, importlib.metadata.version(name))
addresses = ["2001:db8::7", "2001:db8:0:0::7", "2001:db8:1::7"]
db = sqlite3.connect(":memory:")
db.execute("create table logs (ClientIP text)")
db.executemany("insert into logs values (?)", [(a,) for a in addresses])

def check(network, query, found):
    seen(f"sqlite, {network}", convert(sqliteBackend(), network), query)
    seen("  found", [r[0] for r in db.execute(query)], found)
    inside = [a for a in addresses if ipaddress.ip_address(a) in ipaddress.ip_network(network)]
    print("  right:", inside)
    return inside

like = "SELECT * FROM logs WHERE ClientIP LIKE '%s' ESCAPE '\\'"
inside = check("2001:db8::/48", like % "2001:db8:%", addresses)
seen("  a stranger is found", "2001:db8:1::7" in inside, False)
inside = check("2001:db8::/64", like % "2001:db8::%", ["2001:db8::7"])
seen("  one of the network is not found", "2001:db8:0:0::7" in inside, True)
seen("kusto, 2001:db8::/48", convert(KustoBackend(), "2001:db8::/48"),
     'ipv4_is_in_range(ClientIP, "2001:db8::/48")')
check("2001:db8:1::/48", like % "2001:db8:1:%", ["2001:db8:1::7"])
seen("control, sqlite, 203.0.113.0/24", convert(sqliteBackend(), "203.0.113.0/24"), like % "203.0.113.%")
EOF
echo "ok: a Sigma rule for 2001:db8::/48 takes in all of 2001:db8::/32"
