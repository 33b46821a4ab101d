#!/usr/bin/env bash
# XlsxWriter 3.3.1 under pandas 3.1.1 (PyPI): cells that hold an address go empty.
#
# Guess: DataFrame.to_excel writes a column of text as text. What a spreadsheet
# cannot hold raises an error or is cut.
# Instead: XlsxWriter makes a hyperlink of each text that begins like an address.
# A sheet holds 65,530 of them. From the 65,531st on the cell is not written at
# all, and neither is one of more than 2,079 characters. There is a warning per
# cell on standard error; the file is saved, and the cells are empty.
# Where: worksheet.write() with its default strings_to_urls. polars.write_excel
# goes the same way. openpyxl writes all of them.
# Users: ObjectId of SharePoint records, which stand in the same export, is an
# https address in each row. Rows beyond the limit no longer say which file.
set -euo pipefail
d=$(mktemp -d); trap 'rm -rf "$d"' EXIT
PIP_ROOT_USER_ACTION=ignore python3 -m pip install -q --no-warn-conflicts --no-compile --target "$d/py" \
	xlsxwriter==3.3.1 pandas==3.1.1 python-calamine==0.9.1 openpyxl==3.1.5
cd "$d"
cat >find.py <<'EOF'
import importlib.metadata, sys, warnings
import pandas, python_calamine

def seen(what, got, want):
    print(f"{what}: {got}")
    if got != want:
        sys.exit(f"CHANGED: {what}: expected {want}")

def write(values, engine="xlsxwriter"):
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        pandas.DataFrame({"Id": range(len(values)), "ObjectId": values}).to_excel(
            "out.xlsx", index=False, engine=engine)
    rows = python_calamine.load_workbook("out.xlsx").get_sheet_by_index(0).to_python()[1:]
    empty = [int(row[0]) for row in rows if row[1] == ""]
    return {"rows": len(rows), "empty": len(empty), "first": empty[0] if empty else None, "warnings": len(told)}

for name in ("xlsxwriter", "pandas", "python-calamine", "openpyxl"):
    print(name, importlib.metadata.version(name), end=" ")
print()
site = "https://fjordlight.example/sites/legal/"
many = [f"{site}{i}.docx" for i in range(65600)]
long = [site + "a" * 2100, site + "short.docx"]
seen("65,600 addresses", write(many), {"rows": 65600, "empty": 70, "first": 65530, "warnings": 70})
seen("one of 2,139 characters", write(long), {"rows": 2, "empty": 1, "first": 0, "warnings": 1})
seen("control, the long one without https://", write([v[8:] for v in long])["empty"], 0)
seen("control, openpyxl, the long one", write(long, "openpyxl")["empty"], 0)
EOF
PYTHONPATH=$d/py python3 find.py
echo "ok: addresses beyond 65,530, or long ones, are empty cells"
