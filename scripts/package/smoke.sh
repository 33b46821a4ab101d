#!/usr/bin/env bash
# Runs the one-file builds as somebody would who has nothing else: in a folder that is the whole system (chroot), with
# the file and the evidence alone; aarch64 by qemu, Windows by wine. Each answer must be that of the native build,
# byte for byte. Usage: smoke.sh DIST VERSION TARGET...; MIA_NATIVE names a native mia, or one is built.
# shellcheck source=scripts/package/common.sh
. "$(dirname "$0")/common.sh"
dist=$(cd "$1" && pwd) version=$2
shift 2
passed=0 failed=0
native=${MIA_NATIVE:-}
if [ -z "$native" ]; then
  native=$work/native/tools/mia
  "$top/scripts/deps.sh" build
  [ -e "$work/native/build.ninja" ] || meson setup "$work/native" "$top" --buildtype=release -Dtests=disabled >"$work/native.log"
  ninja -C "$work/native" tools/mia >>"$work/native.log"
fi
native=$(realpath "$native")
export SOURCE_DATE_EPOCH=1764547200 # the time of a report

ok() { # ok WHAT COMMAND...
  local what=$1
  shift
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $target: $what" >&2; fi
}
# In the folder $root: its own file, or the native one. Both see the same names.
ours() {
  case $target in
    linux-x86_64) chroot "$root" /mia "$@" ;;
    linux-aarch64) chroot "$root" /qemu /mia "$@" ;;
    windows-x86_64) (cd "$root" && WINEPREFIX=$work/wine WINEDEBUG=-all "$wine" mia.exe "$@") ;;
  esac
}
theirs() { (cd "$root" && "$native" "$@"); }
# same WORDS...: standard output, standard error and status are those of the native build.
same() {
  local a=0 b=0
  ours "$@" >"$place/a.out" 2>"$place/a.err" </dev/null || a=$?
  theirs "$@" >"$place/b.out" 2>"$place/b.err" </dev/null || b=$?
  ok "status of $*: $a, not $b" test $a = $b
  ok "output of $*" cmp "$place/a.out" "$place/b.out"
  ok "notes of $*" cmp "$place/a.err" "$place/b.err"
}
# saved FILE WORDS...: only what it prints is kept.
saved() {
  local out=$1
  shift
  ours "$@" >"$place/$out" 2>"$place/a.err" </dev/null
}

# Each part of the workbook, but for the libraries that the first sheet names.
same_book() {
  python3 - "$@" <<'PYTHON'
import re, sys, zipfile
books = [{name: re.sub(rb'libmia [^<]*', b'', book.read(name)) for name in book.namelist()} for book in map(zipfile.ZipFile, sys.argv[1:])]
sys.exit(books[0] != books[1])
PYTHON
}

look() {
  local file
  ok '--version' saved version --version
  ok 'the version' grep -qx "mia $version" "$place/version"
  ok selftest saved selftest selftest
  ok 'all checks of selftest' grep -q '^\([0-9]*\) of \1 checks passed' "$place/selftest"
  ok --licences saved licences --licences
  ok 'a licence of each library' test "$(grep -c '^==== ' "$place/licences")" = 9
  same messages -f json evidence/incident --ip 203.0.113.7
  same info -f json evidence/incident evidence/containers
  same triage -f json evidence/incident
  same sessions -f csv evidence/incident
  same timeline -f csv evidence/stories
  same coverage -f csv evidence/stories
  same mailboxes evidence/stories
  same folders -f csv --ip 203.0.113.7 evidence/incident
  same info evidence/bad
  same messages evidence/none-such
  # A case file, and its answers.
  ok 'a case file' saved a.out ingest -q -o case.db evidence/incident
  ours messages -f json case.db --ip 203.0.113.7 >"$place/a.out" 2>"$place/a.err"
  theirs messages -f json evidence/incident --ip 203.0.113.7 >"$place/b.out" 2>"$place/b.err"
  ok 'a case file answers as its evidence' cmp "$place/a.out" "$place/b.out"
  theirs ingest -q -o theirs.db evidence/incident
  ok 'the native build makes the same case file' cmp "$root/case.db" "$root/theirs.db"
  # The whole report with its workbook; no /tmp here, so somebody must say where scratch files may be.
  mkdir "$root/scratch"
  export TMPDIR=/scratch
  case $target in windows-*) unset TMPDIR ;; esac
  ok 'a report' saved a.out report -q -o report --ip 203.0.113.7 evidence/incident
  unset TMPDIR
  theirs report -q -o theirs --ip 203.0.113.7 evidence/incident
  for file in "$root/theirs"/*.csv; do
    ok "report: $(basename "$file")" cmp "$file" "$root/report/$(basename "$file")"
  done
  ok 'report: the workbook' same_book "$root/theirs/exposure.xlsx" "$root/report/exposure.xlsx"
  ok verify saved a.out verify report
}

for target; do
  place=$work/smoke/$target root=$work/smoke/$target/root wine=
  rm -rf "$place"
  mkdir -p "$root"
  cp -r "$top/fixtures" "$root/evidence"
  case $target in
    linux-x86_64) cp "$dist/mia-$version-$target" "$root/mia" ;;
    linux-aarch64)
      need qemu-aarch64-static qemu-user-static
      cp "$dist/mia-$version-$target" "$root/mia"
      cp "$(command -v qemu-aarch64-static)" "$root/qemu"
      ;;
    windows-x86_64)
      [ -x /usr/lib/wine/wine64 ] || need wine64 wine64 # which has no command of that name
      wine=/usr/lib/wine/wine64
      cp "$dist/mia-$version-$target.exe" "$root/mia.exe"
      ;;
    *) continue ;;
  esac
  say "smoke: $target"
  look
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
