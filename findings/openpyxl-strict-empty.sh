#!/usr/bin/env bash
# openpyxl 3.1.5 (PyPI): a workbook saved as "Strict Open XML" has no sheet.
#
# Guess: Excel's file type "Strict Open XML Spreadsheet (*.xlsx)" is the same
# format, so a reader of XLSX reads it, or says that it cannot.
# Instead: openpyxl opens it, warns about an "invalid specification for 0", and
# gives a workbook with no sheet in it. pyexcel, built on it, gives one empty row
# and no error. python-calamine and SheetJS read all rows.
# Where: ISO/IEC 29500 Strict differs in its XML namespaces only.
# Users: an item list that counsel saved so is empty for a script, and "none of
# the listed messages was accessed" follows from it.
set -euo pipefail
d=$(mktemp -d); trap 'rm -rf "$d"' EXIT
PIP_ROOT_USER_ACTION=ignore python3 -m pip install -q --no-warn-conflicts --no-compile --target "$d/py" \
	xlsxwriter==3.3.1 openpyxl==3.1.5 pyexcel==0.7.4 pyexcel-xlsx==0.6.1 python-calamine==0.9.1
cd "$d"
cat >find.py <<'EOF'
import importlib.metadata, sys, warnings, zipfile
import openpyxl, pyexcel, python_calamine, xlsxwriter

def seen(what, got, want):
    print(f"{what}: {got}")
    if got != want:
        sys.exit(f"CHANGED: {what}: expected {want}")

book = xlsxwriter.Workbook("usual.xlsx")
sheet = book.add_worksheet("messages")
rows = [["Id", "InternetMessageId"], ["r1", "<m1@fjordlight.example>"], ["r2", "<m2@fjordlight.example>"]]
for i, row in enumerate(rows):
    sheet.write_row(i, 0, row)
book.close()

old, new = "http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"
names = {old + "spreadsheetml/2006/main": new + "spreadsheetml/main",
         old + "officeDocument/2006/relationships": new + "officeDocument/relationships",
         old + "officeDocument/2006/extended-properties": new + "officeDocument/extendedProperties",
         old + "officeDocument/2006/docPropsVTypes": new + "officeDocument/docPropsVTypes",
         old + "drawingml/2006/main": new + "drawingml/main"}
with zipfile.ZipFile("usual.xlsx") as usual, zipfile.ZipFile("strict.xlsx", "w") as strict:
    for name in usual.namelist():
        text = usual.read(name).decode()
        for one, other in names.items():
            text = text.replace(one, other)
        strict.writestr(name, text)

for name in ("openpyxl", "pyexcel", "pyexcel-xlsx", "python-calamine"):
    print(name, importlib.metadata.version(name), end=" ")
print()
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    seen("openpyxl, sheets", openpyxl.load_workbook("strict.xlsx").sheetnames, [])
    seen("pyexcel", pyexcel.get_array(file_name="strict.xlsx"), [[]])
seen("control, openpyxl, usual file", openpyxl.load_workbook("usual.xlsx").sheetnames, ["messages"])
seen("control, python-calamine", python_calamine.load_workbook("strict.xlsx").get_sheet_by_index(0).to_python(), rows)
EOF
PYTHONPATH=$d/py python3 find.py
echo "ok: openpyxl finds no sheet in a Strict workbook"
