#!/usr/bin/env bash
# Every test of libmia in every setting that we promise. Installs what is
# missing on Debian. Ends with one line "N passed, N failed"; the status is 1
# if anything failed, a build included.
#
# Two lanes run side by side. The first: gcc, as it is shipped, the whole suite,
# the same build installed, its instructions counted, valgrind. The second: clang
# with the address and undefined-behaviour sanitizers, the suite in a Turkish
# locale and another time zone; then thread sanitizer, subproject, static checks.
# The second lane and valgrind repeat: there MIA_FEW makes the tests take samples
# of what is many of a kind, and what depends neither on the build nor on the
# locale, or where other programs do the work, is left out.
set -u -o pipefail
cd "$(dirname "$0")/.." || exit 2

logs=build-logs
mkdir -p "$logs"
tally=$logs/tally # a line "PASSED FAILED" for each thing counted, and "0 0 end" for each lane
: >"$tally"
lanes=()
finish() {
  local lane passed=0 failed=0 p f rest
  trap - EXIT INT TERM
  for lane in "${lanes[@]}"; do kill -- "-$lane" 2>/dev/null; done
  while read -r p f rest; do passed=$((passed + p)) failed=$((failed + f)); done <"$tally"
  # Whatever broke off before its end has failed.
  [ "$(grep -c ' end$' "$tally")" = 2 ] || failed=$((failed + 1))
  echo "$passed passed, $failed failed"
  [ $failed = 0 ]
  exit $?
}
trap finish EXIT
trap 'exit 130' INT TERM

say() { printf '%s\n' "== $*"; }
# A command that is not itself a test case: only its failure counts.
must() {
  local label=$1
  shift
  "$@" >"$logs/$label.log" 2>&1 && return 0
  echo '0 1' >>"$tally"
  echo "FAILED: $label: $*" >&2
  tail -n 40 "$logs/$label.log" >&2
  return 1
}
# A command that is one test case.
check() { must "$@" && echo '1 0' >>"$tally"; }

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
  echo "$p $f" >>"$tally"
  echo "   $label: $p passed, $f failed"
}

turkish_locale() { # a locale in which i is not the small letter of I
  if locale -a 2>/dev/null | grep -qi '^tr_TR\.utf-\?8$'; then return 0; fi
  [ -e /usr/share/i18n/locales/tr_TR ] && command -v localedef >/dev/null || return 1
  mkdir -p build-locale
  localedef -i tr_TR -f UTF-8 "$PWD/build-locale/tr_TR.UTF-8" >/dev/null 2>&1
  export LOCPATH=$PWD/build-locale
  [ "$(LC_ALL=tr_TR.UTF-8 locale charmap 2>/dev/null)" = UTF-8 ]
}
with_valgrind() {
  MIA_FEW=1 suite valgrind build-gcc --no-rebuild --suite unit --suite api --no-suite much --timeout-multiplier 30 \
    --wrapper 'valgrind --quiet --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,indirect'
  # Of the tool a sample; scripts/faults.sh has all commands.
  check valgrind-tool env PYTHONDONTWRITEBYTECODE=1 python3 tests/fault/faults.py build-gcc/tools/mia fixtures \
    build-gcc/tests/fault/inject build-gcc/tests/fault/refuse.so --valgrind 6
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
  thread_sanitizer || { echo '   skipped: the thread sanitizer does not run on this kernel'; return; }
  say 'build tsan'
  [ -e build-tsan/build.ninja ] || must tsan-setup meson setup build-tsan \
    --buildtype=debug -Db_sanitize=thread -Db_lundef=false -Dtests=enabled -Dtools=false || return
  must tsan-build meson compile -C build-tsan api-threads api-cancel || return
  local wrapper=()
  [ -z "$tsan_wrapper" ] || wrapper=(--wrapper "$tsan_wrapper")
  TSAN_OPTIONS=halt_on_error=1:exitcode=66 \
    suite tsan build-tsan --no-rebuild --timeout-multiplier 10 "${wrapper[@]}" api-threads api-cancel
}

installed() {
  say 'test install'
  local root=$PWD/build-gcc/root pc libdir
  rm -rf "$root"
  must install env DESTDIR="$root" meson install -C build-gcc --no-rebuild || return
  pc=$(find "$root" -name mia.pc)
  libdir=$(dirname "$(dirname "$pc")")
  check install-pkg-config sh -c "gcc -std=c11 -Wall -Wextra -Werror tests/subproject/user.c \
    -o build-gcc/user \$(PKG_CONFIG_SYSROOT_DIR='$root' PKG_CONFIG_PATH='$libdir/pkgconfig' \
    pkg-config --cflags --libs mia)"
  check install-run env LD_LIBRARY_PATH="$libdir" build-gcc/user
  check install-tool "$root/usr/bin/mia" --version # without a word of where its library is
  check install-hardened python3 tests/hardening/elf.py "$root/usr/bin/mia" "$(readlink -f "$libdir/libmia.so")"
}

# How many instructions a byte of evidence takes: no clock, so a busy machine does no harm.
counted() {
  say 'test instructions'
  must bench-gen gcc -O2 -D_GNU_SOURCE tests/bench/gen.c tests/bench/gen_record.c tests/bench/gen_text.c \
    -o build-gcc/bench-gen || return
  local status=0
  PYTHONDONTWRITEBYTECODE=1 python3 tests/bench/instructions.py --mia build-gcc/tools/mia \
    --gen build-gcc/bench-gen >"$logs/instructions.log" 2>&1 || status=$?
  case $status in
    0) echo '1 0' >>"$tally" ;;
    77) echo "   skipped: $(tail -n 1 "$logs/instructions.log")" ;;
    *)
      echo '0 1' >>"$tally"
      echo 'FAILED: instructions: more than was recorded (tests/bench/instructions.txt)' >&2
      cat "$logs/instructions.log" >&2
      ;;
  esac
}

as_subproject() {
  say 'build subproject'
  rm -rf build-subproject
  mkdir -p build-subproject/subprojects
  cp tests/subproject/* build-subproject/
  ln -s "$PWD" build-subproject/subprojects/libmia
  # That it builds and links is what is asked here, so it need not be fast.
  must subproject-setup meson setup build-subproject/out build-subproject -Doptimization=0 \
    -Dlibmia:tests=disabled || return
  suite subproject build-subproject/out
}

first_lane() {
  trap - EXIT
  if build gcc build-gcc --buildtype=release -Dc_args=-g1 --prefix=/usr -Dwerror=true -Dtests=enabled; then
    suite gcc build-gcc --no-rebuild --timeout-multiplier 3
    installed
    counted
    with_valgrind
  fi
  echo '0 0 end' >>"$tally"
}

with_sanitizers() {
  local not_again=(much sources headers browser xlsx schemas model hostile docs bench)
  local clang=clang place=(TZ='<+0545>-5:45')
  ! command -v ccache >/dev/null || clang='ccache clang'
  CC=$clang build clang build-clang --buildtype=plain -Doptimization=1 -Dc_args=-gline-tables-only \
    -Dwerror=true -Dtests=enabled -Db_sanitize=address,undefined -Db_lundef=false -Dwide=disabled || return
  [ ! -e /usr/share/zoneinfo/Asia/Kathmandu ] || place=(TZ=Asia/Kathmandu)
  if turkish_locale; then
    place+=(LC_ALL=tr_TR.UTF-8)
  else
    echo '   no Turkish locale here: only the time zone is changed'
  fi
  (
    export "${place[@]}" MIA_FEW=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
    suite clang build-clang --no-rebuild --timeout-multiplier 8 \
      "${not_again[@]/#/--no-suite=}"
  )
}
second_lane() {
  trap - EXIT
  with_sanitizers
  with_threads
  as_subproject
  check static scripts/static.sh && { grep '^skipped' "$logs/static.log" || true; }
  echo '0 0 end' >>"$tally"
}

scripts/deps.sh test || exit 1
set -m # each lane is a process group, which can be ended as a whole
first_lane &
lanes+=($!)
second_lane &
lanes+=($!)
wait
lanes=()
