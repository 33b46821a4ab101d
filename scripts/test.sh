#!/usr/bin/env bash
# Every test of libmia in every setting that we promise. Installs what is
# missing on Debian. Ends with one line "N passed, N failed"; the status is 1
# if anything failed, a build included.
set -u -o pipefail
cd "$(dirname "$0")/.."

passed=0 failed=0 complete=no
finish() {
  [ $complete = yes ] || failed=$((failed + 1))
  echo "$passed passed, $failed failed"
  trap - EXIT
  [ $failed = 0 ]
  exit $?
}
trap finish EXIT
trap 'exit 130' INT TERM

logs=build-logs
mkdir -p "$logs"

say() { printf '%s\n' "== $*"; }
# A command that is not itself a test case: only its failure counts.
must() {
  local label=$1
  shift
  "$@" >"$logs/$label.log" 2>&1 && return 0
  failed=$((failed + 1))
  echo "FAILED: $label: $*" >&2
  tail -n 40 "$logs/$label.log" >&2
  return 1
}
# A command that is one test case.
check() { must "$@" && passed=$((passed + 1)); }

# build LABEL DIRECTORY SETUP-OPTIONS...
build() {
  local label=$1 dir=$2
  shift 2
  say "build $label"
  [ -e "$dir/build.ninja" ] || must "$label-setup" meson setup "$dir" "$@" || return 1
  must "$label-build" meson compile -C "$dir"
}
# suite LABEL DIRECTORY MESON-TEST-OPTIONS...
suite() {
  local label=$1 dir=$2 status=0 p=0 f=1 json
  shift 2
  say "test $label"
  rm -f "$dir/meson-logs/$label"*.json
  meson test -C "$dir" --logbase "$label" "$@" >"$logs/$label.log" 2>&1 || status=$?
  # With a wrapper, meson adds the wrapper's name to that of the log.
  for json in "$dir/meson-logs/$label"*.json; do
    [ ! -e "$json" ] || read -r p f < <(scripts/tally.py "$label" "$json") || { p=0 f=1; }
  done
  # Meson itself may fail where no test did (nothing built, nothing selected).
  if [ $status != 0 ] && [ "$f" = 0 ]; then f=1; fi
  if [ "$f" != 0 ] && [ "$p" = 0 ]; then tail -n 40 "$logs/$label.log" >&2; fi
  passed=$((passed + p)) failed=$((failed + f))
  echo "   $p passed, $f failed"
}

turkish_locale() { # a locale in which i is not the small letter of I
  if locale -a 2>/dev/null | grep -qi '^tr_TR\.utf-\?8$'; then return 0; fi
  [ -e /usr/share/i18n/locales/tr_TR ] && command -v localedef >/dev/null || return 1
  mkdir -p build-locale
  localedef -i tr_TR -f UTF-8 "$PWD/build-locale/tr_TR.UTF-8" >/dev/null 2>&1
  export LOCPATH=$PWD/build-locale
  [ "$(LC_ALL=tr_TR.UTF-8 locale charmap 2>/dev/null)" = UTF-8 ]
}
other_place() {
  suite locale build-gcc --no-rebuild --no-suite lint --no-suite headers --timeout-multiplier 2
}

with_valgrind() {
  suite valgrind build-gcc --no-rebuild --suite unit --suite api --timeout-multiplier 30 \
    --wrapper 'valgrind --quiet --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,indirect'
}

# Some kernels place programs where gcc's thread sanitizer cannot have them.
thread_sanitizer() {
  local probe=$logs/tsan-probe
  echo 'int main(void) { return 0; }' | gcc -x c - -fsanitize=thread -o "$probe" 2>/dev/null || return 1
  tsan_wrapper=
  "$probe" >/dev/null 2>&1 && return 0
  tsan_wrapper="setarch $(uname -m) -R"
  $tsan_wrapper "$probe" >/dev/null 2>&1
}
with_threads() {
  say 'build tsan'
  [ -e build-tsan/build.ninja ] || must tsan-setup meson setup build-tsan \
    --buildtype=debugoptimized -Db_sanitize=thread -Db_lundef=false -Dtests=enabled -Dtools=false || return
  local wrapper=()
  [ -z "$tsan_wrapper" ] || wrapper=(--wrapper "$tsan_wrapper")
  TSAN_OPTIONS=halt_on_error=1:exitcode=66 \
    suite tsan build-tsan --timeout-multiplier 10 "${wrapper[@]}" api-threads
}

installed() {
  build release build-release --buildtype=release --prefix=/usr -Dwerror=true -Dtests=disabled || return
  say 'test install'
  local root=$PWD/build-release/root pc libdir
  rm -rf "$root"
  must install env DESTDIR="$root" meson install -C build-release --no-rebuild || return
  pc=$(find "$root" -name mia.pc)
  libdir=$(dirname "$(dirname "$pc")")
  check install-pkg-config sh -c "gcc -std=c11 -Wall -Wextra -Werror tests/subproject/user.c \
    -o build-release/user \$(PKG_CONFIG_SYSROOT_DIR='$root' PKG_CONFIG_PATH='$libdir/pkgconfig' \
    pkg-config --cflags --libs mia)"
  check install-run env LD_LIBRARY_PATH="$libdir" build-release/user
  check install-tool env LD_LIBRARY_PATH="$libdir" "$root/usr/bin/mia" --version
}

as_subproject() {
  say 'build subproject'
  rm -rf build-subproject
  mkdir -p build-subproject/subprojects
  cp tests/subproject/* build-subproject/
  ln -s "$PWD" build-subproject/subprojects/libmia
  must subproject-setup meson setup build-subproject/out build-subproject -Dlibmia:tests=disabled || return
  suite subproject build-subproject/out
}

if ! scripts/deps.sh test; then exit 1; fi

gcc_built=no
if build gcc build-gcc --buildtype=debugoptimized -Dwerror=true -Dtests=enabled; then
  gcc_built=yes
  suite gcc build-gcc --no-rebuild
fi
CC=clang build clang build-clang --buildtype=debugoptimized -Dwerror=true -Dtests=enabled \
  -Db_sanitize=address,undefined -Db_lundef=false &&
  UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 \
    suite clang build-clang --no-rebuild --timeout-multiplier 3

if [ $gcc_built = yes ]; then
  zone='<+0545>-5:45'
  [ ! -e /usr/share/zoneinfo/Asia/Kathmandu ] || zone=Asia/Kathmandu
  if turkish_locale; then
    LC_ALL=tr_TR.UTF-8 TZ=$zone other_place
  else
    echo '   no Turkish locale here: only the time zone is changed'
    TZ=$zone other_place
  fi
  with_valgrind
fi
if thread_sanitizer; then
  with_threads
else
  echo '   skipped: the thread sanitizer does not run on this kernel'
fi
installed
as_subproject
complete=yes
