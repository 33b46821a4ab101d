# shellcheck shell=bash disable=SC2034 # sourced: others use what is set here
# What the scripts of this folder share; it is sourced, from anywhere. Everything is made below $work.
set -eu
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)
work=${MIA_PACKAGE_WORK:-$top/build-package}
sources=$work/sources
zig=$work/zig/ziglang/zig

die() {
  echo "package: $*" >&2
  exit 1
}
say() { echo "== $*" >&2; }

# The time of the last commit, for whatever wants to write a date; without a repository one is fixed.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$top" log -1 --format=%ct 2>/dev/null || echo 1764547200)}
export SOURCE_DATE_EPOCH LC_ALL=C TZ=UTC
# Zig builds its C libraries once and keeps them here, not in somebody's home.
export ZIG_GLOBAL_CACHE_DIR=$work/zig-cache ZIG_LOCAL_CACHE_DIR=$work/zig-cache-local

# What zig calls a target of ours.
triple() {
  case $1 in
    linux-x86_64) echo x86_64-linux-musl ;;
    linux-aarch64) echo aarch64-linux-musl ;;
    windows-x86_64) echo x86_64-windows-gnu ;;
    macos-aarch64) echo aarch64-macos ;;
    *) die "unknown target '$1'" ;;
  esac
}

# Flags of everything that goes into a file. No -march: the oldest processor of the target must do.
# What is not used falls out at the end, hence the sections.
target_flags() {
  printf '%s\n' -O2 -fno-strict-aliasing -ffunction-sections -fdata-sections -fstack-protector-strong \
    -ftrivial-auto-var-init=zero -Werror=date-time
  # Windows unwinds its stacks by these tables; elsewhere C has no use for them.
  case $1 in windows-*) ;; *) printf '%s\n' -fno-unwind-tables -fno-asynchronous-unwind-tables ;; esac
  case $1 in
    linux-x86_64) printf '%s\n' -fPIC -fstack-clash-protection -fcf-protection=full ;;
    linux-aarch64) printf '%s\n' -fPIC -fstack-clash-protection -mbranch-protection=standard ;;
    macos-*) printf '%s\n' -fPIC ;;
  esac
}

# as_root COMMAND...
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}
# need COMMAND PACKAGE [COMMAND PACKAGE]...: installs the packages of commands that are not there.
need() {
  local missing=()
  while [ $# -gt 0 ]; do
    command -v "$1" >/dev/null 2>&1 || missing+=("$2")
    shift 2
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  say "installing ${missing[*]}"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update >&2 || true
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "${missing[@]}" \
    >"$work/apt.log" 2>&1 || { tail -n 5 "$work/apt.log" >&2; die "could not install ${missing[*]}"; }
}

# The compiler, from PyPI, by the hash in zig.txt.
get_zig() {
  [ ! -e "$work/zig/$(sha256sum <"$here/zig.txt" | cut -c1-16)" ] || return 0
  need pip3 python3-pip
  say 'zig'
  rm -rf "$work/zig"
  python3 -m pip install --quiet --no-deps --no-compile --require-hashes --root-user-action ignore --only-binary :all: \
    --target "$work/zig" -r "$here/zig.txt" >&2
  touch "$work/zig/$(sha256sum <"$here/zig.txt" | cut -c1-16)"
}
mkdir -p "$work"
