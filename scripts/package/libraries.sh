#!/usr/bin/env bash
# Builds the libraries of libraries.txt as static ones for a target, with zig, and leaves them with headers and
# pkg-config files in a folder. Usage: scripts/package/libraries.sh TARGET PREFIX
# Plain lines for the compiler instead of each library's own build: CMake and configure look at the machine
# that builds, and two of them fail for Windows.
# shellcheck source=scripts/package/common.sh
. "$(dirname "$0")/common.sh"
[ $# = 2 ] || die 'usage: libraries.sh TARGET PREFIX'
target=$1 prefix=$2
triple=$(triple "$target")

mark=$prefix/$({ target_flags "$target"; cat "$here/libraries.txt" "$here/zig.txt" "$here/libraries.sh" "$here/memory.c"; } | sha256sum | cut -c1-16)
[ ! -e "$mark" ] || exit 0
"$here/sources.sh"
get_zig
need make make tclsh tcl
rm -rf "$prefix"
mkdir -p "$prefix/lib/pkgconfig" "$prefix/include/yajl"
prefix=$(cd "$prefix" && pwd)
objects=$work/objects/$target
rm -rf "$objects"
mapfile -t flags < <(target_flags "$target")
flags+=(-w "-ffile-prefix-map=$work=." -D_GNU_SOURCE "-I$prefix/include")
cores=$(nproc)

# library NAME FLAGS... -- FILES...: one file a call (zig 0.17 takes no two for Windows).
library() {
  local name=$1 own=() file
  shift
  while [ "$1" != -- ]; do own+=("$1"); shift; done
  shift
  say "$target: $name"
  mkdir -p "$objects/$name"
  for file; do
    while [ "$(jobs -rp | wc -l)" -ge "$cores" ]; do wait -n || die "$name does not compile"; done
    (cd "$(dirname "$file")" && "$zig" cc -target "$triple" "${flags[@]}" "${own[@]}" -c "$(basename "$file")" \
      -o "$objects/$name/$(basename "$file" .c).o") &
  done
  while [ -n "$(jobs -p)" ]; do wait -n || die "$name does not compile"; done
  "$zig" ar rcsD "$prefix/lib/lib$name.a" "$objects/$name"/*.o
}
# described NAME VERSION LIBS CFLAGS [REQUIRES]: what meson finds it by.
described() {
  cat >"$prefix/lib/pkgconfig/$1.pc" <<PC
prefix=\${pcfiledir}/../..
Name: $1
Description: static, for $target
Version: $2
Libs: -L\${prefix}/lib $3
Cflags: -I\${prefix}/include $4
Requires: ${5:-}
PC
}
version() { awk -v package="$1" '$1 == package { print $5 }' "$here/libraries.txt"; }

build_zlib() {
  local source=$sources/zlib own=(-DHAVE_HIDDEN -D_LARGEFILE64_SOURCE=1)
  case $target in
    windows-*) ;;
    macos-*) own=(-DHAVE_HIDDEN -DHAVE_UNISTD_H -Dfdopen=fdopen) ;; # zutil.h would make it NULL there
    *) own+=(-DHAVE_UNISTD_H) ;;
  esac
  cp "$source/zlib.h" "$source/zconf.h" "$prefix/include"
  library z "${own[@]}" -- "$source"/*.c
  described zlib "$(version zlib)" -lz ''
}

build_yajl() {
  local source=$sources/yajl
  sed -e 's/\${YAJL_MAJOR}/2/; s/\${YAJL_MINOR}/1/; s/\${YAJL_MICRO}/0/' "$source/src/api/yajl_version.h.cmake" \
    >"$prefix/include/yajl/yajl_version.h"
  cp "$source"/src/api/*.h "$prefix/include/yajl"
  library yajl -DYAJL_BUILD -DNDEBUG -- "$source"/src/*.c
  described yajl "$(version yajl)" -lyajl ''
}

build_pcre2() {
  local source=$sources/pcre2 own=() file files=() cflags=
  cp "$source/src/pcre2.h.generic" "$prefix/include/pcre2.h"
  mkdir -p "$objects/pcre2"
  cp "$source/src/config.h.generic" "$objects/pcre2/config.h"
  cp "$source/src/pcre2_chartables.c.dist" "$source/src/pcre2_chartables.c"
  # What Debian's configure chooses.
  own=(-DHAVE_CONFIG_H "-I$objects/pcre2" -DPCRE2_CODE_UNIT_WIDTH=8 -DSUPPORT_PCRE2_8 -DSUPPORT_UNICODE -DSUPPORT_JIT
    -DHAVE_MEMMOVE -DHAVE_STRERROR -DHAVE_STDINT_H -DHAVE_INTTYPES_H -DHAVE_LIMITS_H -DPCRE2_STATIC -fvisibility=hidden)
  case $target in
    windows-*) cflags=-DPCRE2_STATIC ;;
    *) own+=(-DHAVE_UNISTD_H) ;;
  esac
  for file in "$source"/src/pcre2_*.c; do
    case $file in
      # Programs, and what other files include.
      *_dftables.c | *_fuzzsupport.c | *_jit_match.c | *_jit_misc.c | *_jit_test.c | *_printint.c | *_ucptables.c) ;;
      *) files+=("$file") ;;
    esac
  done
  library pcre2-8 "${own[@]}" -- "${files[@]}"
  described libpcre2-8 "$(version pcre2)" -lpcre2-8 "$cflags"
}

# The one file of SQLite is made from its sources, by programs that run here.
one_sqlite() {
  local source=$sources/sqlite3 out=$work/sqlite3
  [ ! -e "$out/sqlite3.c" ] || return 0
  say 'sqlite3.c'
  rm -rf "$out.new"
  mkdir -p "$out.new"
  make -C "$out.new" -f "$source/main.mk" TOP="$source" BCC="$zig cc -O1 -w" TCC="$zig cc -O1 -w" OPTS='' NAWK=awk \
    TEMP_STORE= TLIBS= sqlite3.c >"$work/sqlite3.log" 2>&1 || { tail -n 5 "$work/sqlite3.log" >&2; die 'sqlite3.c was not made'; }
  rm -rf "$out"
  mv "$out.new" "$out"
}
build_sqlite() {
  local own
  one_sqlite
  cp "$work/sqlite3/sqlite3.h" "$prefix/include"
  # What of Debian's choices shows in a file or an answer; the extensions, which mia has no use for, are left out.
  own=(-DSQLITE_THREADSAFE=1 -DSQLITE_SECURE_DELETE -DSQLITE_USE_URI=1 -DSQLITE_LIKE_DOESNT_MATCH_BLOBS
    -DSQLITE_ALLOW_ROWID_IN_VIEW -DSQLITE_MAX_SCHEMA_RETRY=25 -DSQLITE_OMIT_LOAD_EXTENSION -DNDEBUG)
  case $target in
    linux-*) own+=(-DHAVE_USLEEP=1 -DHAVE_FDATASYNC=1 -DHAVE_LOCALTIME_R=1 -DHAVE_GMTIME_R=1 -DHAVE_STDINT_H=1) ;;
    macos-*) own+=(-DHAVE_USLEEP=1 -DHAVE_LOCALTIME_R=1 -DHAVE_GMTIME_R=1 -DHAVE_STDINT_H=1) ;;
  esac
  library sqlite3 "${own[@]}" -- "$work/sqlite3/sqlite3.c"
  described sqlite3 "$(version sqlite3)" -lsqlite3 ''
}

build_xlsxwriter() {
  local source=$sources/libxlsxwriter
  cp -r "$source/include/xlsxwriter" "$source/include/xlsxwriter.h" "$prefix/include"
  library xlsxwriter -DNOCRYPT -DNOUNCRYPT -DUSE_NO_MD5 "-I$source/include" -- "$source"/src/*.c \
    "$source/third_party/minizip/ioapi.c" "$source/third_party/minizip/zip.c" \
    "$source/third_party/tmpfileplus/tmpfileplus.c"
  described xlsxwriter "$(version libxlsxwriter)" -lxlsxwriter '' zlib
}

build_maxminddb() {
  local source=$sources/libmaxminddb libs=-lmaxminddb
  case $target in windows-*) libs+=' -lws2_32' ;; esac
  cp "$source/include/maxminddb.h" "$prefix/include"
  printf '%s\n' '#define MMDB_UINT128_USING_MODE 0' '#define MMDB_UINT128_IS_BYTE_ARRAY 0' >"$prefix/include/maxminddb_config.h"
  library maxminddb "-DPACKAGE_VERSION=\"$(version libmaxminddb)\"" -DMMDB_LITTLE_ENDIAN=1 -- "$source"/src/*.c
  described libmaxminddb "$(version libmaxminddb)" "$libs" ''
}

# Goes before the C library of zig; cross.sh links it.
build_memory() {
  case $target in macos-*) return ;; esac
  library memory -fno-builtin -- "$here/memory.c"
}

build_cmocka() {
  local source=$sources/cmocka own cflags=-D_UINTPTR_T # or cmocka.h makes that type itself, and another one than musl
  own=("-DHAVE_ASSERT_H" -DHAVE_INTTYPES_H -DHAVE_MALLOC_H -DHAVE_MEMORY_H -DHAVE_SETJMP_H -DHAVE_SIGNAL_H
    -DHAVE_STDARG_H -DHAVE_STDDEF_H -DHAVE_STDINT_H -DHAVE_STDIO_H -DHAVE_STDLIB_H -DHAVE_STRING_H -DHAVE_SYS_STAT_H
    -DHAVE_SYS_TYPES_H -DHAVE_TIME_H -DHAVE_UNISTD_H -DHAVE_STRUCT_TIMESPEC -DHAVE_SNPRINTF -DHAVE_VSNPRINTF
    -DHAVE_GCC_THREAD_LOCAL_STORAGE -DHAVE_CLOCK_GETTIME -DHAVE_CLOCK_REALTIME -DHAVE_STRINGS_H)
  case $target in
    windows-*) cflags='' own+=(-DHAVE_IO_H) ;;
    macos-*) cflags='' own+=(-DHAVE_SIGLONGJMP -DHAVE_STRSIGNAL -UHAVE_MALLOC_H) ;;
    *) own+=(-DHAVE_SIGLONGJMP -DHAVE_STRSIGNAL) ;;
  esac
  cp "$source"/include/cmocka*.h "$prefix/include"
  library cmocka "${own[@]}" "-I$source/include" $cflags -- "$source/src/cmocka.c"
  described cmocka "$(version cmocka)" -lcmocka "$cflags"
}

build_memory
build_zlib
build_yajl
build_pcre2
build_sqlite
build_xlsxwriter
build_maxminddb
build_cmocka
touch "$mark"
