#!/usr/bin/env bash
# Static checks: spelling (codespell), shell scripts (shellcheck), C (cppcheck; clang-tidy by .clang-tidy; gcc
# -fanalyzer). A tool that is not there is told as skipped. The status is 1 if one of them found something.
# Usage: scripts/static.sh [--all]
# Without --all, -fanalyzer has only the folders that take apart what others wrote: over everything it takes
# longer than all the rest.
set -u -o pipefail
cd "$(dirname "$0")/.." || exit 2
all=no
case ${1:-} in
  --all) all=yes ;;
  '') ;;
  *) echo 'usage: static.sh [--all]' >&2; exit 2 ;;
esac
failed=0
fail() { failed=1 && echo "FAILED: $1" >&2; }
there() { command -v "$1" >/dev/null 2>&1 || { echo "skipped: $1 is not installed"; return 1; }; }
# run TOOL ARGUMENTS...
run() {
  there "$1" || return 0
  "$@" || fail "$1"
}
# each FILES_AT_ONCE COMMAND... < FILES: as many side by side as there are processors
each() {
  local some=$1
  shift
  xargs -r -n "$some" -P "$(nproc)" "$@" 2>&1 | sed -E '/warnings? (generated|treated as error)/d'
}

mapfile -t shell < <(git ls-files '*.sh' .ci/run)
run shellcheck --severity=warning "${shell[@]}"
# Not English, or random letters and cut words on purpose: texts of other languages, evidence, what is
# printed of both, and tests.
mapfile -t words < <(git ls-files '*.md' '*.c' '*.h' '*.py' '*.sh' '*.build' |
  grep -v -E '^(fixtures|tests|findings)/|^libmia/(texts|timeline)/')
run codespell --ignore-words=scripts/static-words.txt "${words[@]}"

# What meson gives to every file; a part whose library is missing is left out, as there.
flags=(-Iinclude -Ilibmia -Itools -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 '-DMIA_VERSION="0"')
sources() { git ls-files 'libmia/*.c' 'tools/*.c' | grep -v -E "$left_out"; }
# What is of another system or processor does not compile here.
left_out='/(windows|macos|bcrypt|choose_armv8|sha256_armv8|sha256_ni)[^/]*$'
for part in libmaxminddb:MAXMINDDB: xlsxwriter:XLSXWRITER:libmia/report/xlsx/ sqlite3:SQLITE:libmia/casefile/; do
  IFS=: read -r library name folder <<<"$part"
  if pkg-config --exists "$library" 2>/dev/null; then
    flags+=("-DMIA_WITH_$name")
  elif [ -n "$folder" ]; then
    left_out+="|^$folder" && echo "skipped: $folder: $library is not installed"
  fi
done
read -r -a found < <(pkg-config --cflags yajl libpcre2-8 zlib libcrypto)
flags+=("${found[@]}")

if there cppcheck; then
  sources | cppcheck --quiet -j "$(nproc)" --std=c11 --enable=warning --library=posix --error-exitcode=1 \
    --suppressions-list=scripts/static-cppcheck.txt "${flags[@]}" --file-list=- || fail cppcheck
fi
if there clang-tidy; then
  # Beside those of meson.build, which the tests have to bear too.
  warnings=(-Wall -Wextra -Wformat=2 -Wfloat-equal -Wunused-macros -Wunreachable-code)
  sources | WARNINGS="${warnings[*]}" FLAGS="${flags[*]}" each 8 \
    sh -c 'clang-tidy --quiet "$@" -- -std=c11 $WARNINGS $FLAGS' sh || fail clang-tidy
fi
# gcc 12 does not see that what is counted by 0 is not touched, nor that a number that is not 0 names a text:
# its 53 messages on null pointers were looked at and are wrong.
analyzed='^libmia/(base|bytes|record|event|load|inventory|readiness|store|casefile)/'
[ $all = no ] || analyzed=.
if there gcc; then
  sources | grep -E "$analyzed" | each 1 gcc -std=c11 "${flags[@]}" -O1 -fanalyzer -Werror \
    -fdiagnostics-plain-output -Wno-analyzer-null-argument -Wno-analyzer-null-dereference -c -o /dev/null ||
    fail 'gcc -fanalyzer'
fi
exit $failed
