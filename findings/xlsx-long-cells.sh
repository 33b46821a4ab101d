#!/usr/bin/env bash
# One AuditData of 40,000 characters through five writers of XLSX: four answers.
# XlsxWriter 3.3.1, openpyxl 3.1.5 (PyPI), SheetJS 0.18.5, exceljs 4.4.0 (npm),
# excelize 2.11.1 (Go).
#
# Guess: a cell holds 32,767 characters, so a writer refuses a longer text.
# Instead: openpyxl and excelize cut it and say nothing, XlsxWriter cuts it and
# returns -2, exceljs writes it whole, longer than the format allows, and SheetJS
# alone throws.
# Where: set value or write of each library.
# Users: AuditData of a bind with many messages is longer. Cut JSON is no JSON, so
# the record with the most messages is the one that the next tool cannot read.
set -euo pipefail
d=$(mktemp -d); trap 'chmod -R u+w "$d"; rm -rf "$d"' EXIT
PIP_ROOT_USER_ACTION=ignore python3 -m pip install -q --no-warn-conflicts --no-compile --target "$d/py" \
	xlsxwriter==3.3.1 openpyxl==3.1.5
npm install --silent --no-audit --no-fund --prefix "$d" xlsx@0.18.5 exceljs@4.4.0 >/dev/null
cd "$d"
python3 -c 'import json; open("long.json", "w").write(json.dumps({"Folders": ["x" * 39983]}))'
wc -c long.json
cat >find.js <<'EOF'
const fs = require("fs"), XLSX = require("xlsx"), ExcelJS = require("exceljs");
const text = fs.readFileSync("long.json", "utf8");
let told = "nothing";
try {
	const book = XLSX.utils.book_new();
	XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([[text]]), "log");
	XLSX.writeFile(book, "sheetjs.xlsx");
} catch (error) { told = error.message; }
console.log("SheetJS:", told);
if (!/32767/.test(told)) { console.error("CHANGED: SheetJS no longer throws"); process.exit(1); }
const book = new ExcelJS.Workbook();
book.addWorksheet("log").addRow([text]);
book.xlsx.writeFile("exceljs.xlsx");
EOF
node find.js
mkdir go; cd go
cat >main.go <<'EOF'
package main

import (
	"fmt"
	"os"

	"github.com/xuri/excelize/v2"
)

func main() {
	text, _ := os.ReadFile("../long.json")
	book := excelize.NewFile()
	fmt.Println("excelize, error:", book.SetCellValue("Sheet1", "A1", string(text)))
	if err := book.SaveAs("../excelize.xlsx"); err != nil {
		panic(err)
	}
}
EOF
go mod init find >/dev/null 2>&1; go get github.com/xuri/excelize/v2@v2.11.1 >/dev/null 2>&1
go run . | tee said; grep -qx 'excelize, error: <nil>' said || { echo "CHANGED: excelize tells" >&2; exit 1; }
cd ..
cat >find.py <<'EOF'
import json, sys
import openpyxl, xlsxwriter

def seen(what, got, want):
    print(f"{what}: {got}")
    if got != want:
        sys.exit(f"CHANGED: {what}: expected {want}")

text = open("long.json").read()
book = xlsxwriter.Workbook("xlsxwriter.xlsx")
seen("XlsxWriter, returned", book.add_worksheet("log").write(0, 0, text), -2)
book.close()
book = openpyxl.Workbook()
book.active.append([text])
book.save("openpyxl.xlsx")
for name, want in (("xlsxwriter", 32767), ("openpyxl", 32767), ("excelize", 32767), ("exceljs", 40000)):
    cell = openpyxl.load_workbook(name + ".xlsx").active["A1"].value
    try:
        sound = bool(json.loads(cell))
    except ValueError:
        sound = False
    seen(f"{name}, characters, still JSON", (len(cell), sound), (want, want == 40000))
EOF
PYTHONPATH=$d/py python3 find.py
echo "ok: three writers cut AuditData, one writes it whole, one throws"
