#!/usr/bin/env bash
# csvkit 2.2.0 with agate 1.14.2 (PyPI): folder names become dates of the year 1.
#
# Guess: csvsort sorts and csvjson converts. Type inference may touch numbers and
# ISO dates, while a word such as March stays a word.
# Instead: a column whose values all read as something like a date is a column
# of dates, and words are enough: March is 0001-03-01, May is 0001-05-01, Today
# and Tomorrow are 0001-01-01 and 0001-01-02. "2h" is a duration of two hours.
# csvsort writes the file back in this form, and sorts by it.
# Where: agate's default types, in csvsort, csvjson, csvstat, csvlook, csvjoin.
# Users: many keep mail in folders by month. After csvsort the folder names of
# an export are no longer those of the log. One other name in the column and all
# stay as they are, so a test with Inbox in it does not show it.
set -euo pipefail
d=$(mktemp -d); trap 'rm -rf "$d"' EXIT
PIP_ROOT_USER_ACTION=ignore python3 -m pip install -q --no-warn-conflicts --no-compile --target "$d/py" csvkit==2.2.0 agate==1.14.2
cd "$d"; export PYTHONPATH=$d/py PATH=$d/py/bin:$PATH
csvsort --version 2>&1
printf 'Id,Folder\nr1,May\nr2,March\n' >months.csv
printf 'Id,Folder\nr1,May\nr2,March\nr3,Inbox\n' >mixed.csv
printf 'Id,Folder\nr1,Tomorrow\nr2,Today\n' >days.csv
printf 'Id,Folder\nr1,2h\nr2,3d\n' >spans.csv
seen() {
	printf '%s: %s\n' "$1" "$(tr '\n' ' ' <<<"$2")"
	[ "$2" = "$3" ] || { echo "CHANGED: $1: expected $3" >&2; exit 1; }
}
seen 'csvsort -c Folder, months' "$(csvsort -c Folder months.csv)" $'Id,Folder\nr2,0001-03-01\nr1,0001-05-01'
seen 'csvjson, months' "$(csvjson months.csv)" \
	'[{"Id": "r1", "Folder": "0001-05-01"}, {"Id": "r2", "Folder": "0001-03-01"}]'
seen 'csvsort -c Folder, days' "$(csvsort -c Folder days.csv)" $'Id,Folder\nr2,0001-01-01\nr1,0001-01-02'
seen 'csvsort -c Id, spans' "$(csvsort -c Id spans.csv)" $'Id,Folder\nr1,2:00:00\nr2,"3 days, 0:00:00"'
seen 'control, a folder Inbox beside them' "$(csvsort -c Folder mixed.csv)" $'Id,Folder\nr3,Inbox\nr2,March\nr1,May'
seen 'control, csvsort --no-inference' "$(csvsort -I -c Folder months.csv)" $'Id,Folder\nr2,March\nr1,May'
seen 'control, csvcut' "$(csvcut -c Folder months.csv)" $'Folder\nMay\nMarch'
echo "ok: csvkit turns the folders March and May into 0001-03-01 and 0001-05-01"
