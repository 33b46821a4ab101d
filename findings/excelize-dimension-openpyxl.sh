#!/usr/bin/env bash
# excelize 2.11.1 (Go) writes, openpyxl 3.1.5 (PyPI) reads: one cell of nine.
#
# Guess: a workbook that a spreadsheet shows whole is read whole by openpyxl,
# with read_only=True (the mode for large files) as well as without.
# Instead: excelize leaves the dimension of a sheet at "A1", with its StreamWriter
# and without, unless SetSheetDimension is called. openpyxl believes the dimension
# in read-only mode and gives the first cell alone. No warning, no error.
# Where: two libraries, each the usual one of its language for big workbooks.
# Users: an export of audit records in XLSX made by a Go tool looks to a Python
# script as if it held a header and no record.
set -euo pipefail
d=$(mktemp -d); trap 'chmod -R u+w "$d"; rm -rf "$d"' EXIT
mkdir "$d/go"; cd "$d/go"
cat >main.go <<'EOF'
package main

import (
	"os"

	"github.com/xuri/excelize/v2"
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	rows := [][]interface{}{{"Id", "SessionId", "AuditData"},
		{"r1", "s1", `{"Operation":"MailItemsAccessed"}`},
		{"r2", "s2", `{"Operation":"MailItemsAccessed"}`}}
	stream, plain, right := excelize.NewFile(), excelize.NewFile(), excelize.NewFile()
	w, err := stream.NewStreamWriter("Sheet1")
	must(err)
	for i := range rows {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		must(w.SetRow(cell, rows[i]))
		must(plain.SetSheetRow("Sheet1", cell, &rows[i]))
		must(right.SetSheetRow("Sheet1", cell, &rows[i]))
	}
	must(w.Flush())
	must(stream.SaveAs(os.Args[1]))
	must(plain.SaveAs(os.Args[2]))
	must(right.SetSheetDimension("Sheet1", "A1:C3"))
	must(right.SaveAs(os.Args[3]))
}
EOF
go mod init find >/dev/null 2>&1
go get github.com/xuri/excelize/v2@v2.11.1 >/dev/null 2>&1
go run . "$d/stream.xlsx" "$d/plain.xlsx" "$d/right.xlsx"
go list -m github.com/xuri/excelize/v2
PIP_ROOT_USER_ACTION=ignore python3 -m pip install -q --no-warn-conflicts --no-compile --target "$d/py" openpyxl==3.1.5

PYTHONPATH=$d/py python3 - "$d/stream.xlsx" "$d/plain.xlsx" "$d/right.xlsx" <<'EOF'
import re, sys, zipfile
import openpyxl

def seen(what, got, want):
    print(f"{what}: {got}")
    if got != want:
        sys.exit(f"CHANGED: {what}: expected {want}")

def rows(path, **how):
    sheet = openpyxl.load_workbook(path, **how).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]

print("openpyxl", openpyxl.__version__)
stream, plain, right = sys.argv[1:]
xml = zipfile.ZipFile(stream).read("xl/worksheets/sheet1.xml").decode()
seen("dimension that excelize wrote", re.search(r'<dimension ref="([^"]*)"', xml)[1], "A1")
seen("read_only=True, streamed", rows(stream, read_only=True), [["Id"]])
seen("read_only=True, not streamed", rows(plain, read_only=True), [["Id"]])
seen("control, the same file, default mode, cells a row", [len(r) for r in rows(stream)], [3, 3, 3])
seen("control, SetSheetDimension called, read_only=True, cells a row",
     [len(r) for r in rows(right, read_only=True)], [3, 3, 3])
EOF
echo "ok: openpyxl in read-only mode sees one cell of a sheet that excelize wrote"
