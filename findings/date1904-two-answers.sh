#!/usr/bin/env bash
# SheetJS 0.18.5 (npm) and pylightxl 1.61 (PyPI): a date four years early.
#
# Guess: a reader of XLSX heeds the flag date1904 of the workbook, or heeds it
# nowhere.
# Instead: SheetJS heeds it when it writes CSV and not with cellDates: of one
# cell the same library says 2026-03-04 and 2022-03-03. pylightxl says 2022 always.
# openpyxl and python-calamine are right.
# Where: workbooks begun in older Excel for Mac, and copies of these, count days
# from 1904, 1,462 days later than others.
# Users: a mailbox list or a log that somebody saved again on a Mac is four years
# and a day early, with the time of day right. No access lies in the time asked.
set -euo pipefail
d=$(mktemp -d); trap 'rm -rf "$d"' EXIT
PIP_ROOT_USER_ACTION=ignore python3 -m pip install -q --no-warn-conflicts --no-compile --target "$d/py" \
	xlsxwriter==3.3.1 openpyxl==3.1.5 python-calamine==0.9.1 pylightxl==1.61
npm install --silent --no-audit --no-fund --prefix "$d" xlsx@0.18.5 >/dev/null
cd "$d"
cat >find.py <<'EOF'
import datetime, importlib.metadata, sys
import openpyxl, pylightxl, python_calamine, xlsxwriter

def seen(what, got, want):
    print(f"{what}: {got}")
    if got != want:
        sys.exit(f"CHANGED: {what}: expected {want}")

true = datetime.datetime(2026, 3, 4, 9, 52, 33)
for name, mac in (("mac.xlsx", True), ("other.xlsx", False)):
    book = xlsxwriter.Workbook(name, {"date_1904": mac, "default_date_format": "yyyy-mm-dd hh:mm:ss"})
    sheet = book.add_worksheet("log")
    sheet.write(0, 0, "CreationDate")
    sheet.write_datetime(1, 0, true)
    book.close()

for name in ("xlsxwriter", "pylightxl", "openpyxl", "python-calamine"):
    print(name, importlib.metadata.version(name), end=" ")
print()
seen("pylightxl", pylightxl.readxl("mac.xlsx").ws("log").index(2, 1), "2022/03/03 09:52:33")
seen("control, pylightxl, 1900", pylightxl.readxl("other.xlsx").ws("log").index(2, 1), "2026/03/04 09:52:33")
seen("control, openpyxl", openpyxl.load_workbook("mac.xlsx")["log"]["A2"].value, true)
seen("control, calamine", python_calamine.load_workbook("mac.xlsx").get_sheet_by_name("log").to_python()[1][0], true)
EOF
PYTHONPATH=$d/py python3 find.py
cat >find.js <<'EOF'
const XLSX = require("xlsx");
function seen(what, got, want) {
	console.log(`${what}: ${got}`);
	if (got !== want) { console.error(`CHANGED: ${what}: expected ${want}`); process.exit(1); }
}
console.log("xlsx", XLSX.version);
const sheet = (name, how) => XLSX.readFile(name, how).Sheets.log;
const dates = (name) => XLSX.utils.sheet_to_json(sheet(name, { cellDates: true }))[0].CreationDate.toISOString().slice(0, 10);
seen("SheetJS, sheet_to_csv", XLSX.utils.sheet_to_csv(sheet("mac.xlsx")).split("\n")[1], "2026-03-04 09:52:33");
seen("SheetJS, cellDates", dates("mac.xlsx"), "2022-03-03");
seen("control, SheetJS, cellDates, 1900", dates("other.xlsx"), "2026-03-04");
EOF
TZ=UTC node find.js
echo "ok: of a 1904 workbook SheetJS gives two dates, pylightxl the wrong one"
