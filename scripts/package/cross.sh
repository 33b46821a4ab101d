#!/usr/bin/env bash
# Prints the cross file by which meson builds mia for a target, against the libraries that libraries.sh
# left in PREFIX. Usage: scripts/package/cross.sh TARGET PREFIX >FILE
# shellcheck source=scripts/package/common.sh
. "$(dirname "$0")/common.sh"
[ $# = 2 ] || die 'usage: cross.sh TARGET PREFIX'
target=$1 prefix=$(cd "$2" && pwd)
cc=$work/$target-cc

# Zig's linker is LLD, of which meson 1.0 knows only by that name; -v tells that for macOS from the others.
cat >"$cc" <<SH
#!/bin/sh
for word; do
  shift
  case \$word in
    -O0) continue ;; # meson's trials: zig would build its C library a second time for them
    -Wl,--version) echo 'LLD 21.0 (compatible with GNU linkers)'; exit ;;
    -Wl,-v) case $target in macos-*) echo ld64.lld >&2 ;; esac; exit ;;
  esac
  set -- "\$@" "\$word"
done
exec '$zig' cc -target $(triple "$target") "\$@"
SH
chmod +x "$cc"

# What meson.build does not choose itself. A file without symbols and unwind tables is a third smaller.
memory="'$prefix/lib/libmemory.a'" flags="'-ffunction-sections', '-fdata-sections'"
case $target in
  linux-*)
    # Where the flags of two links differ, those of meson's trials too, zig builds its C library once more.
    tables="'-fno-unwind-tables', '-fno-asynchronous-unwind-tables'"
    system=linux link="'-static', '-pie', '-O3', $tables, '-Wl,--gc-sections', '-s', $memory"
    flags+=", $tables"
    ;;
  windows-*) system=windows link="'-O3', '-Wl,--gc-sections', '-s', $memory" ;;
  macos-*) system=darwin link="'-O3', '-Wl,-dead_strip', '-s'" ;;
esac
cpu=${target#*-}
# What the tests need to run what they have built, if it is there.
wrapper=
case $target in
  linux-aarch64) wrapper=$(command -v qemu-aarch64-static || true) ;;
  windows-*) wrapper=$(command -v /usr/lib/wine/wine64 || true) ;;
esac
[ -z "$wrapper" ] || wrapper="exe_wrapper = '$wrapper'"

cat <<INI
[binaries]
c = '$cc'
ar = ['$zig', 'ar']
ranlib = ['$zig', 'ranlib']
windres = ['$zig', 'rc']
pkgconfig = 'pkg-config'
$wrapper

[built-in options]
c_args = [$flags, '-ffile-prefix-map=$top=.', '-ffile-prefix-map=$work=.']
c_link_args = [$link]
default_library = 'static'

[properties]
pkg_config_libdir = '$prefix/lib/pkgconfig'

[host_machine]
system = '$system'
cpu_family = '$cpu'
cpu = '$cpu'
endian = 'little'
INI
