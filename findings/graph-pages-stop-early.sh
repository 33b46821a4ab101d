#!/usr/bin/env bash
# msgraph-core 1.5.2 (PyPI): an empty page ends the list, though a next one is named.
#
# Guess: PageIterator follows @odata.nextLink until there is none. A page whose
# value is empty is a page like any other, as OData allows.
# Instead: the PageIterator for Python stops at the first page without items and
# does not ask for the next. It stops too where the callback returns nothing, so
# iterate(list.append) gives one item. Both without an error. The PageIterator
# for JavaScript of the same maker goes on past an empty page.
# Where: msgraph_core.tasks.page_iterator, part of the Microsoft Graph SDK.
# Users: results of audit log queries and message lists are paged. Filtered on
# the server a page can be empty. What is collected looks complete and is not.
set -euo pipefail
d=$(mktemp -d); trap 'rm -rf "$d"' EXIT
PIP_ROOT_USER_ACTION=ignore python3 -m pip install -q --no-warn-conflicts --no-compile --target "$d/py" msgraph-core==1.5.2
npm install --silent --no-audit --no-fund --prefix "$d" @microsoft/microsoft-graph-client@3.0.7 >/dev/null
cd "$d"
cat >find.py <<'EOF'
import asyncio, importlib.metadata, sys
from msgraph_core.models import PageResult
from msgraph_core.tasks.page_iterator import PageIterator

def seen(what, got, want):
    print(f"{what}: {got}")
    if got != want:
        sys.exit(f"CHANGED: {what}: expected {want}")

class Pages:
    """Answers each request with the next page, as the server would."""
    def __init__(self, *values):
        self.values = list(values)
    def page(self):
        value = self.values.pop(0)
        return PageResult("https://graph.example/next" if self.values else None, value)
    async def send_async(self, request, factory, errors):
        return self.page()

def collect(callback_of, *values):
    pages, got = Pages(*values), []
    asyncio.run(PageIterator(pages.page(), pages).iterate(callback_of(got)))
    return got

def keep(got):
    return lambda item: got.append(item) or True

print("msgraph-core", importlib.metadata.version("msgraph-core"))
seen("r1 | empty | r2", collect(keep, ["r1"], [], ["r2"]), ["r1"])
seen("empty | r1", collect(keep, [], ["r1"]), [])
seen("r1, r2 | r3, callback list.append", collect(lambda got: got.append, ["r1", "r2"], ["r3"]), ["r1"])
seen("control, r1 | r2 | r3", collect(keep, ["r1"], ["r2"], ["r3"]), ["r1", "r2", "r3"])
EOF
PYTHONPATH=$d/py python3 find.py
cat >find.js <<'EOF'
const { PageIterator } = require("@microsoft/microsoft-graph-client");
const pages = [{ value: [], "@odata.nextLink": "https://graph.example/next" }, { value: ["r2"] }];
const request = { headers: () => request, options: () => request, get: async () => pages.shift() };
const got = [];
const first = { value: ["r1"], "@odata.nextLink": "https://graph.example/next" };
new PageIterator({ api: () => request }, first, (item) => got.push(item)).iterate().then(() => {
	console.log("control, microsoft-graph-client 3.0.7 (npm), r1 | empty | r2:", got);
	if (got.join() !== "r1,r2") { console.error("CHANGED: expected r1, r2"); process.exit(1); }
});
EOF
node find.js
echo "ok: PageIterator for Python stops at an empty page"
