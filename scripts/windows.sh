#!/usr/bin/env bash
# Builds mia.exe on a bare Debian 12 and tests it under wine, without a display; all is made below build-package
# and build-windows. Usage: scripts/windows.sh [build|program|unit|cli]...   all four in that order by default
#   build    the libraries, mia.exe, the unit tests
#   program  what the file needs of Windows; its selftest; Ctrl-C; names, `>` and `>>` (tests/windows/program.py)
#   unit     tests/unit; what is left out stands with its reason in tests/windows/unit.txt
#   cli      tests/cli; what differs stands with its reason in tests/windows/exceptions.txt
# shellcheck source=scripts/package/common.sh
. "$(dirname "$0")/package/common.sh"
prefix=${MIA_WINDOWS_LIBRARIES:-$work/windows-x86_64/libraries}
build=${MIA_WINDOWS_BUILD:-$top/build-windows}
export WINEPREFIX=${WINEPREFIX:-$work/wine} WINEDEBUG=-all WINEARCH=win64 MIA_EXE=$build/tools/mia.exe
export MIA_FIXTURES=$top/fixtures CMOCKA_MESSAGE_OUTPUT=TAP MIA_FEW=1
# Wine takes the letters of names from it.
unset LC_ALL SOURCE_DATE_EPOCH
export LANG=C.UTF-8
mkdir -p "$build" "$work/windows-x86_64"

build() {
  need gcc gcc meson meson ninja ninja-build pkg-config pkg-config
  "$here/libraries.sh" windows-x86_64 "$prefix"
  "$here/cross.sh" windows-x86_64 "$prefix" >"$work/windows-x86_64/cross.ini"
  [ -e "$build/build.ninja" ] || meson setup "$build" "$top" --cross-file "$work/windows-x86_64/cross.ini" \
    --buildtype=release -Dcrypto=bcrypt -Dtests=enabled >"$build/setup.log" || die "see $build/setup.log"
  ninja -C "$build" tools/mia.exe >"$build/build.log" || die "see $build/build.log"
  # What does not compile is known; that is told by unit.
  ninja -k0 -C "$build" >"$build/tests.log" 2>&1 || true
  if grep -h 'undefined symbol' "$build"/*.log; then die 'the program is not whole'; fi
}

program() {
  python3 "$top/tests/windows/imports.py" "$MIA_EXE"
  wine "$MIA_EXE" selftest | tail -n 1
  python3 "$top/tests/windows/program.py"
}

# listed FILE WORD: names whose second word is that one.
listed() { awk -v word="$2" '!/^#/ && $2 == word { print $1 }' "$1" | sort; }

unit() {
  local name failed='' passed=0 cases=0
  mkdir -p "$build/unit"
  cd "$build/unit" || exit
  for source in "$top"/tests/unit/*/*.c; do
    name=unit-$(basename "$(dirname "$source")")-$(basename "$source" .c)
    [ -e "$build/tests/unit/$name.exe" ] || continue
    if timeout 300 wine "$build/tests/unit/$name.exe" >"$name.out" 2>"$name.err"; then
      passed=$((passed + 1)) cases=$((cases + $(grep -c '^ok' "$name.out" || true)))
    else
      failed+="$name "
    fi
  done
  say "unit: $passed programs with $cases tests pass, $(listed "$top/tests/windows/unit.txt" absent | wc -l) are not built," \
    "$(echo "$failed" | wc -w) fail"
  [ "$(tr ' ' '\n' <<<"$failed" | sed '/^$/d' | sort)" = "$(listed "$top/tests/windows/unit.txt" fails)" ] ||
    die "not those of tests/windows/unit.txt: $failed"
}

cli() {
  local known=$top/tests/windows/exceptions.txt run out=$build/cli.txt all own
  mapfile -t run < <(cd "$top/tests/cli" && ls -d */command | sed 's,/command,,' | grep -vxFf <(listed "$known" skipped))
  MIA_CLI_OTHER=$top/tests/windows/cli python3 "$top/tests/cli/run.py" "$top/tests/windows/mia" "$top/fixtures" \
    "$build/variants" "${run[@]}" >"$out" || true
  own=$(listed "$known" own | wc -l) all=$(ls -d "$top"/tests/cli/*/command | wc -l)
  say "cli: of $all cases $(($(grep -c '^ok' "$out") - own)) as on Linux, $own with lines of their own," \
    "$(grep -c '^not ok' "$out") differ, $(listed "$known" skipped | wc -l) are not run"
  [ "$(sed -n 's/^not ok [0-9]* - //p' "$out" | sort)" = "$(listed "$known" differs)" ] ||
    die "not those of $known: see $out"
}

# Wine is started once; it ends some seconds after its last program.
for word in "${@:-build program unit cli}"; do
  for part in $word; do
    if [ "$part" != build ]; then
      need wine 'wine wine64'
      [ -e "$WINEPREFIX/system.reg" ] || wine wineboot -i >"$build/wine.log" 2>&1 || die "see $build/wine.log"
    fi
    case $part in
      build | program | unit | cli) ("$part") ;;
      *) die "unknown part '$part'" ;;
    esac
  done
done
