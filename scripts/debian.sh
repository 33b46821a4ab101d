#!/usr/bin/env bash
# Builds the Debian packages of what is committed, in a temporary folder, and
# puts them into FOLDER (dist). Installs what it needs on a bare Debian 12.
# Usage: scripts/debian.sh [--test] [FOLDER]
# --test: lintian; then, as root, a fresh Debian by debootstrap in which the
# packages are installed, used, installed over themselves and removed, and one
# for the tests in debian/tests/. TMPDIR needs 3 GB. MIA_DEBIAN_SUITE (bookworm).
set -eu -o pipefail
cd "$(dirname "$0")/.."
test=no
[ "${1:-}" != --test ] || { test=yes; shift; }
folder=${1:-dist}
suite=${MIA_DEBIAN_SUITE:-bookworm}
case $#$folder in
  [01]-* | [2-9]*) echo 'usage: debian.sh [--test] [FOLDER]' >&2; exit 2 ;;
esac
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive
umask 022

say() { printf 'debian.sh: %s\n' "$*" >&2; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
install() {
  as_root apt-get -qq update
  as_root apt-get -qq -y --no-install-recommends -o DPkg::Lock::Timeout=600 "$@"
}
# PROGRAM PACKAGE ...: the packages of those programs that are not there.
programs() {
  local missing=()
  while (($#)); do
    PATH=$PATH:/usr/sbin command -v "$1" >/dev/null || missing+=("$2")
    shift 2
  done
  [ ${#missing[@]} = 0 ] || install install "${missing[@]}"
}

programs git git dpkg-buildpackage dpkg-dev gcc build-essential xz xz-utils
version=$(dpkg-parsechangelog -S Version)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
source=$work/libmia-$version

say "building $version of commit $(git rev-parse --short HEAD)"
git diff --quiet HEAD -- || say 'what is not committed is left out'
mkdir "$source"
git archive HEAD | tar -x --no-same-permissions -C "$source"
(
  cd "$source"
  dpkg-checkbuilddeps 2>"$work/missing" || { cat "$work/missing" >&2; install build-dep ./; }
  dpkg-buildpackage -us -uc
) >"$work/log" 2>&1 || { tail -n 60 "$work/log" >&2; exit 1; }
mkdir -p "$folder"
# No list of what was built here: it has the time of the build in it.
cp "$work"/libmia_*.dsc "$work"/libmia_*.tar.xz "$work"/*.deb "$folder"/
grep -E '^(Ok|Fail|Skipped|Timeout): ' "$work/log" | tr -s ' ' >&2 || say 'built without its tests'
(cd "$work" && stat -c '%9s %n' -- *.dsc *.tar.xz *.deb) >&2
[ $test = yes ] || exit 0

say lintian
programs lintian lintian debootstrap debootstrap autopkgtest autopkgtest unshare util-linux
lintian --pedantic --display-info --show-overrides --fail-on error,warning "$work"/*.changes
say "lintian: no error, no warning"

scripts/debian-chroot.sh "$suite" "$work"
