#!/usr/bin/env bash
# fflate 0.8.3 (npm), deflate 0.9.0 (PyPI): the second gzip member is lost.
#
# Guess: what gzip -t calls good and zcat prints whole is read whole by a library
# that is named for gzip, or refused.
# Instead: gunzipSync and decompressSync of fflate and gzip_decompress of deflate
# (libdeflate) stop at the end of the first member. The rest of the file is left
# out, without an error. pako 1.0.11, on which jszip and exceljs rest, does so
# too; pako 2.1.0 reads on.
# Where: pages that read exports in a browser rest on pako or fflate.
# Users: parts of an NDJSON export joined by "cat a.gz b.gz > all.gz" are one
# valid gzip file with several members, and so is what a SIEM writes that
# flushes by the hour. Every record after the first part is missing.
set -euo pipefail
d=$(mktemp -d); trap 'rm -rf "$d"' EXIT
npm install --silent --no-audit --no-fund --prefix "$d" fflate@0.8.3 pako@2.1.0 pako1@npm:pako@1.0.11 >/dev/null
PIP_ROOT_USER_ACTION=ignore python3 -m pip install -q --no-warn-conflicts --no-compile --target "$d/py" deflate==0.9.0
cd "$d"
printf '{"Id":"r1"}\n' | gzip -n >a.gz
printf '{"Id":"r2"}\n' | gzip -n >b.gz
cat a.gz b.gz >all.gz
gzip -t all.gz && echo "gzip -t: good"
cat >find.mjs <<'EOF'
import fs from "node:fs";
import zlib from "node:zlib";
import pako from "pako";
import pako1 from "pako1";
import * as fflate from "fflate";

function seen(what, got, want) {
	const text = Buffer.from(got).toString();
	console.log(`${what}: ${JSON.stringify(text)}`);
	if (text !== want) {
		console.error(`CHANGED: ${what}: expected ${JSON.stringify(want)}`);
		process.exit(1);
	}
}

for (const name of ["fflate", "pako1", "pako"])
	console.log(name, JSON.parse(fs.readFileSync(`node_modules/${name}/package.json`)).version);
const file = fs.readFileSync("all.gz");
const first = '{"Id":"r1"}\n', whole = '{"Id":"r1"}\n{"Id":"r2"}\n';
seen("fflate.gunzipSync", fflate.gunzipSync(file), first);
seen("fflate.decompressSync", fflate.decompressSync(file), first);
seen("pako 1, ungzip", pako1.ungzip(file), first);
seen("control, pako 2, ungzip", pako.ungzip(file), whole);
seen("control, zlib of node", zlib.gunzipSync(file), whole);
EOF
node find.mjs
PYTHONPATH=$d/py python3 - <<'EOF'
import gzip, importlib.metadata, sys
import deflate

def seen(what, got, want):
    print(f"{what}: {got}")
    if got != want:
        sys.exit(f"CHANGED: {what}: expected {want}")

print("deflate", importlib.metadata.version("deflate"))
data = open("all.gz", "rb").read()
seen("deflate.gzip_decompress", bytes(deflate.gzip_decompress(data)), b'{"Id":"r1"}\n')
seen("control, gzip of Python", gzip.decompress(data), b'{"Id":"r1"}\n{"Id":"r2"}\n')
EOF
echo "ok: four functions read the first gzip member only"
