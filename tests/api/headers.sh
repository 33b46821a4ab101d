#!/bin/sh
# Each public header compiles alone, twice included, without a warning.
# Usage: headers.sh COMPILER STANDARD INCLUDE-DIRECTORY HEADER...
set -u
compiler=$1 std=$2 include=$3
shift 3
case $std in
  c++*) language=c++ strict= ;;
  *) language=c strict=-Wstrict-prototypes ;;
esac
echo "1..$#"
number=0
for header in "$@"; do
  number=$((number + 1))
  name=mia/${header##*/}
  if printf '#include <%s>\n#include <%s>\n' "$name" "$name" |
    "$compiler" -std="$std" -x $language -fsyntax-only -pedantic -Wall -Wextra -Wundef \
      $strict -Werror -I "$include" - 2>&1 | sed 's/^/# /' | grep . ; then
    echo "not ok $number - $name"
  else
    echo "ok $number - $name"
  fi
done
