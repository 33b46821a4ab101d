#!/usr/bin/env bash
# Installs what libmia needs on a Debian machine, and nothing when nothing is
# missing. Usage: scripts/deps.sh build|test|bench|coverage
# scripts/outputs.sh also uses openpyxl, python-calamine and duckdb where Python has them (pip).
set -u
purpose=${1:-build}
case $purpose in
  build | test | bench | coverage) ;;
  *) echo "usage: deps.sh build|test|bench|coverage" >&2; exit 2 ;;
esac

needed=()  # without these the purpose cannot be served
useful=()  # without these some checks are skipped, or parts left out
command_from() { command -v "$1" >/dev/null 2>&1 || needed+=("$2"); }
useful_command_from() { command -v "$1" >/dev/null 2>&1 || useful+=("$2"); }
library_from() {
  command -v pkg-config >/dev/null 2>&1 && pkg-config --exists "$1" || needed+=("$2")
}
useful_library_from() {
  command -v pkg-config >/dev/null 2>&1 && pkg-config --exists "$1" || useful+=("$2")
}
# A C library without its headers is of no use, hence libc6-dev.
c_header_from() {
  echo "#include <$1>" | gcc -E -x c - >/dev/null 2>&1 || needed+=("$2")
}
clang_sanitizers_link() {
  echo 'int main(void) { return 0; }' |
    clang -x c - -fsanitize=address,undefined -o /dev/null >/dev/null 2>&1
}

look() {
  needed=() useful=()
  command_from gcc gcc
  c_header_from stdio.h libc6-dev
  command_from pkg-config pkg-config
  command_from meson meson
  command_from ninja ninja-build
  library_from yajl libyajl-dev
  library_from libpcre2-8 libpcre2-dev
  library_from zlib zlib1g-dev
  library_from libcrypto libssl-dev
  useful_library_from libmaxminddb libmaxminddb-dev
  useful_library_from xlsxwriter libxlsxwriter-dev
  useful_library_from sqlite3 libsqlite3-dev
  case $purpose in
    test)
      library_from cmocka libcmocka-dev
      command_from clang clang
      command_from g++ g++
      command_from python3 python3
      command_from valgrind valgrind
      command_from nm binutils
      command -v clang-format-14 >/dev/null 2>&1 || useful_command_from clang-format clang-format
      useful_command_from mandoc mandoc
      useful_command_from codespell codespell
      useful_command_from shellcheck shellcheck
      useful_command_from cppcheck cppcheck
      useful_command_from clang-tidy clang-tidy
      useful_command_from jq jq
      useful_command_from tmux tmux
      useful_command_from zsh zsh
      useful_command_from fish fish
      useful_command_from chromium chromium
      useful_command_from soffice libreoffice-calc-nogui
      useful_command_from pdftotext poppler-utils
      useful_command_from sqlite3 sqlite3
      [ -e /usr/lib/python3/dist-packages/jsonschema ] || useful+=(python3-jsonschema)
      [ -e /usr/share/i18n/locales/tr_TR ] || useful+=(locales)
      [ -e /usr/share/zoneinfo/Asia/Kathmandu ] || useful+=(tzdata)
      if command -v clang >/dev/null 2>&1 && ! clang_sanitizers_link; then
        needed+=("libclang-rt-$(clang -dumpversion | cut -d. -f1)-dev")
      fi
      ;;
    bench)
      command_from python3 python3
      useful_command_from jq jq
      [ -x /usr/bin/time ] || useful+=(time)
      ;;
    coverage) command_from gcovr gcovr ;;
  esac
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  else
    sudo -n "$@"
  fi
}
updated=no
install() {
  local log
  log=$(mktemp)
  if [ "$updated" = no ]; then
    # Old lists may still do, so a failure here is only told.
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update >"$log" 2>&1 || tail -n 5 "$log" >&2
    updated=yes
  fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y \
    --no-install-recommends install "$@" >"$log" 2>&1
  local status=$?
  [ $status = 0 ] || tail -n 20 "$log" >&2
  rm -f "$log"
  return $status
}
may_install() {
  command -v apt-get >/dev/null 2>&1 || return 1
  [ "$(id -u)" = 0 ] || sudo -n true >/dev/null 2>&1
}

# Twice, since what clang lacks is known only once clang is there.
for _ in 1 2; do
  look
  [ ${#needed[@]} -gt 0 ] || [ ${#useful[@]} -gt 0 ] || exit 0
  may_install || break
  echo "deps.sh: installing ${needed[*]} ${useful[*]}" >&2
  if ! install "${needed[@]}" "${useful[@]}"; then
    [ ${#needed[@]} -gt 0 ] && install "${needed[@]}"
    break
  fi
done

look
[ ${#useful[@]} -eq 0 ] ||
  echo "deps.sh: not installed, some checks will be skipped or parts left out: ${useful[*]}" >&2
if [ ${#needed[@]} -gt 0 ]; then
  echo "deps.sh: missing and could not be installed: ${needed[*]}" >&2
  echo "deps.sh: on Debian, as root: apt-get install ${needed[*]}" >&2
  exit 1
fi
