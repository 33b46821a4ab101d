#!/usr/bin/env bash
# openpyxl 3.1.5, pandas 3.1.1 (PyPI): the escape _xHHHH_ of workbooks is neither
# read nor written.
#
# Guess: a reader of workbooks gives back the text of a cell that another library
# wrote, and pandas gives the same text with each of its engines.
# Instead: XML cannot hold a carriage return as it is, so ECMA-376 (part 1,
# 22.9.2.19, ST_Xstring) writes it as _x000D_, and Excel and XlsxWriter do.
# openpyxl hands these seven characters on as text. The other way round it writes
# a text that looks like such an escape as it stands, and calamine (and Excel)
# then read another text. pandas.read_excel takes openpyxl unless told otherwise.
# Where: whoever reads lists of messages, rules or folders from a workbook.
# Users: a subject or a note with a line break of Windows has _x000D_ in it, is not
# equal to the one in the CSV of the same export, and a join by it finds nothing.
set -euo pipefail
d=$(mktemp -d); trap 'rm -rf "$d"' EXIT
PIP_ROOT_USER_ACTION=ignore python3 -m pip install -q --no-warn-conflicts --no-compile --target "$d/py" \
  openpyxl==3.1.5 XlsxWriter==3.3.1 python-calamine==0.9.1 pandas==3.1.1

PYTHONPATH=$d/py python3 -W ignore - "$d" <<'EOF'
import importlib.metadata, sys
import openpyxl, pandas, python_calamine, xlsxwriter

def seen(what, got, want):
    print(f"{what}: {got!r}")
    if got != want:
        sys.exit(f"CHANGED: {what}: expected {want!r}")

for name in ("openpyxl", "XlsxWriter", "python-calamine", "pandas"):
    print(name, importlib.metadata.version(name))
subject = "Invoice 7731\r\nsecond line"
made = sys.argv[1] + "/made.xlsx"
book = xlsxwriter.Workbook(made)
book.add_worksheet().write_string(0, 0, subject)
book.close()
calamine = lambda path: python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[0][0]
seen("openpyxl", openpyxl.load_workbook(made).active["A1"].value, "Invoice 7731_x000D_\nsecond line")
seen("pandas by default", pandas.read_excel(made, header=None).iloc[0, 0], "Invoice 7731_x000D_\nsecond line")
seen("control, calamine", calamine(made), subject)
seen("control, pandas with calamine", pandas.read_excel(made, header=None, engine="calamine").iloc[0, 0], subject)

# The other way: a rule that somebody named so.
made = sys.argv[1] + "/back.xlsx"
book = openpyxl.Workbook()
book.active["A1"] = "rule _x0041_"
book.save(made)
seen("written by openpyxl, read by calamine", calamine(made), "rule A")
book = xlsxwriter.Workbook(made)
book.add_worksheet().write_string(0, 0, "rule _x0041_")
book.close()
seen("control, written by XlsxWriter", calamine(made), "rule _x0041_")
EOF
echo "ok: openpyxl leaves _x000D_ in texts"
