#!/usr/bin/env bash
# Unit and CLI suites on processors of other kinds: 64 bits ARM, big-endian, 32 bits; and whether mia can be built for
# macOS on ARM. Usage, on Debian, as root or where sudo asks nothing: scripts/machines.sh [aarch64|s390x|i386|macos]...
#
# Builds with Debian's cross compilers and runs by qemu, or natively where the kernel can run i386. Compilers and qemu
# are installed; libraries of the other machines are only unpacked into build-machines/. Prints for each machine one
# line, `NAME: N passed, N failed, N skipped`, and before it what failed. For macOS nothing is run: it is compiled and
# linked by zig, against the libraries that scripts/package/ builds.
set -u
cd "$(dirname "$0")/.." || exit 1
work=$PWD/build-machines
libraries=(libc6 libgcc-s1 libyajl-dev libyajl2 libpcre2-dev libpcre2-8-0 zlib1g-dev zlib1g libssl-dev libssl3
  libmaxminddb-dev libmaxminddb0 libxlsxwriter-dev libxlsxwriter4 libminizip1 libsqlite3-dev libsqlite3-0
  libcmocka-dev libcmocka0)

# What cannot pass there, whatever mia does.
left_out() { # MACHINE: names of CLI cases and the reason
  case $1 in
    s390x) echo 'report-interrupted: 40 runs that a signal ends take longer than 300 seconds by qemu' ;;
  esac
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
fail() { echo "machines.sh: $*" >&2; exit 1; }

# Sets what is of one machine: Debian's architecture, the compiler's triple, and meson's words.
describe() {
  case $1 in
    aarch64) debian=arm64 triple=aarch64-linux-gnu family=aarch64 endian=little qemu=qemu-aarch64-static ;;
    s390x) debian=s390x triple=s390x-linux-gnu family=s390x endian=big qemu=qemu-s390x-static ;;
    i386) debian=i386 triple=i686-linux-gnu family=x86 endian=little qemu=qemu-i386-static ;;
    macos) return ;;
    *) echo "usage: machines.sh [aarch64|s390x|i386|macos]..." >&2; exit 2 ;;
  esac
  folder=${triple/i686/i386} # where Debian's packages of i386 keep their libraries
  root=$work/root-$1
}

install_tools() {
  local missing=()
  command -v "$triple-gcc" >/dev/null || missing+=("gcc-$triple" "libc6-dev-$debian-cross")
  command -v "$qemu" >/dev/null || missing+=(qemu-user-static)
  [ ${#missing[@]} -eq 0 ] && return
  echo "machines.sh: installing ${missing[*]}" >&2
  as_root apt-get -qq update >&2
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "${missing[@]}" >&2 ||
    fail "cannot install ${missing[*]}"
}

# apt with lists of its own, so that the machine does not learn of another architecture.
foreign_apt() {
  apt-get -qq -o Dir::State::Lists="$work/apt/lists" -o Dir::Cache="$work/apt/cache" -o APT::Sandbox::User=root \
    -o APT::Architectures::="$(dpkg --print-architecture)" -o APT::Architectures::="$debian" "$@"
}
unpack_libraries() {
  [ -e "$root/unpacked" ] && return
  rm -rf "$root"
  mkdir -p "$work/apt/lists/partial" "$work/apt/cache/archives/partial" "$root/deb"
  foreign_apt update >&2 # a source that has nothing for the machine is told, and may be
  (cd "$root/deb" && foreign_apt download "${libraries[@]/%/:$debian}") >&2 || fail "no libraries for $debian"
  for package in "$root"/deb/*.deb; do
    dpkg -x "$package" "$root" || fail "cannot unpack $package"
  done
  # What points to /lib means the other machine's.
  find "$root" -type l -lname '/*' -printf '%l\t%p\n' | while IFS=$'\t' read -r to link; do
    ln -sf "$root$to" "$link"
  done
  touch "$root/unpacked"
}

# Sets `emulator`: what stands before a program of the machine.
choose_emulator() {
  emulator=("$qemu" -L "$root")
  [ "$family" = x86 ] || return
  local loader=("$root/lib/ld-linux.so.2" --library-path "$root/lib/$folder:$root/usr/lib/$folder")
  "${loader[@]}" "$root/lib/$folder/libc.so.6" >/dev/null 2>&1 && emulator=("${loader[@]}")
}

quoted_list() { printf "'%s', " "$@"; }
configure() { # BUILD
  local compiler=("$triple-gcc")
  command -v ccache >/dev/null && compiler=(ccache "${compiler[@]}")
  cat >"$root/cross.txt" <<EOF
[binaries]
c = [$(quoted_list "${compiler[@]}")]
ar = '$triple-ar'
strip = '$triple-strip'
nm = '$triple-nm'
pkgconfig = 'pkg-config'
exe_wrapper = [$(quoted_list "${emulator[@]}")]
[properties]
needs_exe_wrapper = true
sys_root = '$root'
pkg_config_libdir = ['$root/usr/lib/$folder/pkgconfig', '$root/usr/share/pkgconfig']
[built-in options]
c_args = ['-I$root/usr/include/$folder']
c_link_args = ['-L$root/usr/lib/$folder', '-Wl,-rpath-link,$root/lib/$folder', '-Wl,-rpath-link,$root/usr/lib/$folder']
[host_machine]
system = 'linux'
cpu_family = '$family'
cpu = '$family'
endian = '$endian'
EOF
  if [ ! -e "$1/build.ninja" ]; then
    rm -rf "$1"
    meson setup "$1" --cross-file "$root/cross.txt" -Dwerror=true -Doptimization=1 -Ddebug=false || return 1
  fi
  mapfile -t targets < <(ninja -C "$1" -t targets all | sed -n 's|^\(tests/unit/unit-[^/:]*\): .*|\1|p')
  ninja -j2 -C "$1" tools/mia tests/fault/variants "${targets[@]}"
}

machine() { # NAME
  describe "$1"
  local build=$work/$1 passed failed skipped case cases=()
  install_tools
  unpack_libraries
  choose_emulator
  configure "$build" >"$root/build.log" 2>&1 || { tail -n 30 "$root/build.log" >&2; fail "$1 does not build"; }

  # A program that is called as if it were of this machine.
  printf '#!/bin/sh\nexec %s %s "$@"\n' "${emulator[*]}" "$build/tools/mia" >"$root/mia"
  chmod +x "$root/mia"
  # By qemu, what is many of one kind is a sample, as with valgrind.
  [ "${emulator[0]}" != "$qemu" ] || export MIA_FEW=1
  meson test -C "$build" --no-rebuild --suite unit --timeout-multiplier 20 >"$root/unit.log" 2>&1
  for case in tests/cli/*/command; do
    case=$(basename "${case%/command}")
    left_out "$1" | grep -q "^$case:" || cases+=("$case")
  done
  python3 tests/cli/run.py "$root/mia" "$PWD/fixtures" "$build/tests/fault/variants" "${cases[@]}" \
    >"$root/cli.log" 2>&1

  grep -E '^ *[0-9]+/[0-9]+ .* (FAIL|TIMEOUT|ERROR)' "$root/unit.log"
  sed -n '/^not ok/,/^ok/{/^ok/!p;}' "$root/cli.log"
  left_out "$1" | sed 's/^/left out: /'
  count() { sed -n "s/^$1: *\([0-9]*\).*/\1/p" "$root/unit.log"; }
  skipped=$(($(count Skipped) + $(grep -c '^ok .*# SKIP' "$root/cli.log") + $(left_out "$1" | grep -c .)))
  failed=$(($(count Fail) + $(count Timeout) + $(grep -c '^not ok' "$root/cli.log")))
  passed=$(($(count Ok) + $(grep '^ok' "$root/cli.log" | grep -vc '# SKIP')))
  echo "$1: $passed passed, $failed failed, $skipped skipped"
  [ "$failed" = 0 ]
}

macos() {
  local log=$work/macos.log
  mkdir -p "$work"
  if ! { scripts/package/libraries.sh macos-aarch64 "$work/macos-libraries" &&
    scripts/package/cross.sh macos-aarch64 "$work/macos-libraries" >"$work/macos-cross.txt" &&
    rm -rf "$work/macos" && meson setup "$work/macos" --cross-file "$work/macos-cross.txt" -Dcrypto=builtin \
      -Dtests=disabled -Dwerror=true -Ddebug=false && ninja -k0 -j2 -C "$work/macos" tools/mia; } >"$log" 2>&1; then
    grep -E -A2 'error:' "$log" || tail -n 20 "$log"
    echo 'macos: 0 passed, 1 failed, 0 skipped'
    return 1
  fi
  echo 'macos: 1 passed, 0 failed, 0 skipped (compiled and linked; nothing can be run here)'
}

[ $# -gt 0 ] || set -- aarch64 s390x i386 macos
for name; do
  describe "$name"
done
status=0
for name; do
  if [ "$name" = macos ]; then
    macos || status=1
  else
    (machine "$name") || status=1
  fi
done
exit $status
