#!/usr/bin/env bash
# csv-stringify 6.9.0 (npm): false is written as an empty cell, as null is.
#
# Guess: a writer of CSV writes true as "true" and false as "false".
# Instead: the default cast of booleans writes true as "1" and false as "". The
# cell of false is then the same as that of null, of undefined and of "".
# Where: csv-stringify, of the family "csv" of npm, also behind tools for
# Microsoft 365 that write CSV.
# Users: "IsThrottled: false" and "IsThrottled is not stated" are two statements,
# and only one of them supports that the log is whole. In such a CSV both are
# an empty cell.
set -euo pipefail
d=$(mktemp -d); trap 'rm -rf "$d"' EXIT
npm install --silent --no-audit --no-fund --prefix "$d" csv-stringify@6.9.0 papaparse@5.7.1 >/dev/null
cd "$d"
cat >find.js <<'EOF'
const { stringify } = require("csv-stringify/sync");
const Papa = require("papaparse");
const version = (name) => require(`./node_modules/${name}/package.json`).version;

function seen(what, got, want) {
	console.log(`${what}: ${JSON.stringify(got)}`);
	if (got !== want) {
		console.error(`CHANGED: ${what}: expected ${JSON.stringify(want)}`);
		process.exit(1);
	}
}

console.log("csv-stringify", version("csv-stringify"), "papaparse", version("papaparse"));
const rows = [{ Id: "r1", IsThrottled: true }, { Id: "r2", IsThrottled: false }, { Id: "r3", IsThrottled: null }];
seen("csv-stringify", stringify(rows, { header: true }), "Id,IsThrottled\nr1,1\nr2,\nr3,\n");
seen("control, a number 0", stringify([{ Id: "r1", Count: 0 }], { header: true }), "Id,Count\nr1,0\n");
seen("control, papaparse", Papa.unparse(rows, { newline: "\n" }), "Id,IsThrottled\nr1,true\nr2,false\nr3,");
EOF
node find.js
echo "ok: csv-stringify writes false and null alike"
