#!/usr/bin/env bash
# Makes what is handed out, on a bare Debian 12 (x86-64): one file of mia for a system, Debian's packages, the source.
# Usage: scripts/package.sh all|TARGET...        into dist/, with a bill of materials for each and SHA256SUMS
#        scripts/package.sh --smoke TARGET...    makes each and runs it as somebody without anything else would
# TARGET: linux-x86_64 linux-aarch64 windows-x86_64 debian source, or macos-aarch64, which nobody has run.
# What takes long is kept in build-package/ (MIA_PACKAGE_WORK); MIA_PACKAGE_DIST says where the files go.
# shellcheck source=scripts/package/common.sh
. "$(dirname "$0")/package/common.sh"
dist=${MIA_PACKAGE_DIST:-$top/dist}
most=4194304 # bytes a file
version=$(sed -n "s/^  version: '\(.*\)',$/\1/p" "$top/meson.build")
cd "$top" || exit
# The compiler of whoever calls this has no part in it.
unset CC CFLAGS CPPFLAGS LDFLAGS PKG_CONFIG_PATH
usage() { die 'usage: package.sh [--smoke] all|linux-x86_64|linux-aarch64|windows-x86_64|macos-aarch64|debian|source...'; }

# The libraries inside a file, as NAME=VERSION of docs/licences.
inside() {
  awk '!/^[# ]/ && $6 == "mia" { printf "%s=%s,", $1, $2 } $1 == "libxlsxwriter" { printf "tmpfileplus=%s,", $2 }' \
    "$here/libraries.txt"
  case $1 in
    linux-*) printf 'musl=%s,' "$(sed -n 's/.*VERSION "\(.*\)"/\1/p' "$work/zig/ziglang/lib/libc/musl/src/internal/version.h")" ;;
    windows-*) printf 'mingw-w64=%s,' "$(awk '/define __MINGW64_VERSION_(MAJOR|MINOR)/ { printf "%s%s", dot, $3; dot = "." }' \
      "$work/zig/ziglang/lib/libc/include/any-windows-any/_mingw_mac.h")" ;;
  esac
  printf 'zig=%s' "$("$zig" version)"
}

one_file() {
  local target=$1 build=$work/$1/mia crypto=builtin file=mia-$version-$1 built=tools/mia
  case $target in windows-*) crypto=bcrypt file+=.exe built+=.exe ;; esac
  need meson meson ninja ninja-build pkg-config pkg-config
  "$here/libraries.sh" "$target" "$work/$target/libraries"
  get_zig
  "$here/cross.sh" "$target" "$work/$target/libraries" >"$work/$target/cross.ini"
  say "$target: mia"
  # Made anew each time but for its objects: what was left behind must not show in the file.
  if [ ! -e "$build/build.ninja" ] || ! cmp -s "$work/$target/cross.ini" "$build/cross.ini"; then
    rm -rf "$build"
    meson setup "$build" --cross-file "$work/$target/cross.ini" --buildtype=release --prefix=/usr -Dtests=disabled \
      -Dcrypto=$crypto -Dlicences="$(inside "$target")" >"$work/$target/meson.log" 2>&1 ||
      { tail -n 5 "$work/$target/meson.log" >&2; die "$target: meson"; }
    cp "$work/$target/cross.ini" "$build/cross.ini"
  fi
  ninja -C "$build" $built >"$work/$target/ninja.log" 2>&1 || { grep -A5 -E 'error|FAILED' "$work/$target/ninja.log" >&2; die "$target: ninja"; }
  mkdir -p "$dist"
  cp --remove-destination "$build/$built" "$dist/$file" # the old one may be running
  chmod 755 "$dist/$file"
  [ "$(stat -c %s "$dist/$file")" -le $most ] || die "$file has $(stat -c %s "$dist/$file") bytes, more than $most"
  python3 "$here/sbom.py" "$dist/$file" --version "$version" --table "$here/libraries.txt" \
    --inside "$(inside "$target")" --epoch "$SOURCE_DATE_EPOCH"
}

source_archive() {
  need xz xz-utils
  mkdir -p "$dist"
  git archive --format=tar --prefix="libmia-$version/" HEAD | xz -9 -T1 >"$dist/libmia-$version.tar.xz"
}

# The names and sums of all that is there; sorted, so that the same files give the same list.
sums() {
  (cd "$dist" && rm -f SHA256SUMS && find . -maxdepth 1 -type f -printf '%P\n' | sort | xargs sha256sum >../.sums.$$ && mv ../.sums.$$ SHA256SUMS)
}

smoke=no
[ "${1-}" != --smoke ] || { smoke=yes; shift; }
[ $# -gt 0 ] || usage
targets=("$@")
[ "$*" != all ] || targets=(linux-x86_64 linux-aarch64 windows-x86_64 debian source)
[ -z "$(git status --porcelain --untracked-files=no 2>/dev/null)" ] || say 'there are changes that are not committed'
for target in "${targets[@]}"; do
  case $target in
    linux-x86_64 | linux-aarch64 | windows-x86_64 | macos-aarch64) one_file "$target" ;;
    debian) if [ $smoke = yes ]; then scripts/debian.sh --test "$dist"; else scripts/debian.sh "$dist"; fi ;;
    source) source_archive ;;
    *) usage ;;
  esac
done
sums
cat "$dist/SHA256SUMS"
[ $smoke = no ] || "$here/smoke.sh" "$dist" "$version" "${targets[@]}"
