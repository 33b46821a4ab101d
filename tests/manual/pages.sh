#!/bin/sh
# Every manual page is clean for mandoc and has the parts that a page must have.
# Usage: pages.sh PAGE...
set -u
failed=0
for page; do
  name=${page##*/}
  if command -v mandoc >/dev/null 2>&1; then
    told=$(mandoc -T lint -W warning "$page")
    [ -z "$told" ] || { printf '%s\n' "$told"; failed=1; }
  fi
  parts='NAME SYNOPSIS DESCRIPTION EXAMPLES SEE.ALSO'
  case $name in
    *.1) parts="$parts EXIT.STATUS" ;;
    *) parts="$parts RETURN.VALUES" ;;
  esac
  for part in $parts; do
    grep -q "^\.Sh $part\$" "$page" || { echo "$name: no $part"; failed=1; }
  done
  # A page of a command that nobody can find from the overview is no manual.
  grep -qx "\.Dt $(echo "${name%.?}" | LC_ALL=C tr '[:lower:]' '[:upper:]') ${name##*.}" "$page" ||
    { echo "$name: another title"; failed=1; }
done
command -v mandoc >/dev/null 2>&1 || echo 'mandoc is not there: parts looked at only'
exit $failed
