#!/usr/bin/env bash
# Builds libmia and does its main job once, on the example case in
# fixtures/incident (the story is told in fixtures/README.md).
set -eu
cd "$(dirname "$0")/.."

evidence=fixtures/incident
session=5e55a77a-0000-4000-8000-00000000000a
address=203.0.113.0/24
address6=2001:db8:7::/64
message='<invoice-7731@supplier.example.net>'
record=portal.csv#6

scripts/deps.sh build
build() {
  [ -e build-demo/build.ninja ] ||
    meson setup build-demo --buildtype=release -Dtests=disabled || return
  meson compile -C build-demo
}
log=$(build 2>&1) || { printf '%s\n' "$log" >&2; exit 1; }
mia=build-demo/tools/mia

show() {
  local word
  printf '\n# %s\n$ mia' "$1"
  shift
  for word in "$@"; do
    case $word in
      *[!A-Za-z0-9._:/@=-]*) printf " '%s'" "$word" ;;
      *) printf ' %s' "$word" ;;
    esac
  done
  printf '\n\n'
  "$mia" "$@"
}

show 'What is here: files and their hashes, records, mailboxes, and what could not be read.' \
  info -f table "$evidence"
show 'Who came how: one row a context of access, to pick the intruder out.' \
  sessions -f table "$evidence"
show "The messages that the intruder's session had access to." \
  messages -f table --session "$session" "$evidence"
show "The same by address, prefixes and IPv6 included; records without an address cannot be told." \
  messages -f table --ip "$address" --ip "$address6" "$evidence"
show 'The folders that were copied to a client as a whole, or touched message by message.' \
  folders -f table --ip "$address" --ip "$address6" "$evidence"
show 'Each mailbox in one sentence: what is recorded, what is presumed, what cannot be excluded, and why.' \
  mailboxes -f table --session "$session" "$evidence"
show 'Where the log is blind; with what the analyst knows of the export.' \
  coverage -f table --exported 2026-03-01..2026-03-10 "$evidence"
show 'What lay in the copied folders, by lists from elsewhere.' \
  messages -f table --session "$session" --inventory fixtures/inventory/ediscovery-results.csv \
  --inventory-mailbox anna.berg@fjordlight.example "$evidence"
show 'The proof of one row: every record behind it, with file, place and hash.' \
  explain -f table --message "$message" --session "$session" "$evidence"
show 'The bytes of one of these records as they stand in the evidence.' \
  show "$evidence/$record" "$evidence/${record%#*}"
rm -rf build-demo/case-17
show 'The whole case as a folder to hand over.' \
  report -o build-demo/case-17 --case 'CASE 17' --session "$session" --exported 2026-03-01..2026-03-10 \
  --inventory fixtures/inventory/ediscovery-results.csv --own-domain fjordlight.example "$evidence"
show 'Is it still what was written, and the evidence too?' \
  verify -f table build-demo/case-17 "$evidence" fixtures/inventory/ediscovery-results.csv
printf '\nTo look at it: build-demo/case-17/report.html\n'
