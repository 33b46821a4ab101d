#!/bin/bash -eu
# Builds the fuzz targets as OSS-Fuzz wants them: $CC, $CFLAGS and $LIB_FUZZING_ENGINE are given, each target
# goes to $OUT with its seeds (TARGET_seed_corpus.zip), its dictionary and its options. Meant to run
# outside of OSS-Fuzz as well: CC=clang CFLAGS="-O1 -g -fsanitize=address,fuzzer-no-link"
# LIB_FUZZING_ENGINE=-fsanitize=fuzzer SRC=.. WORK=/tmp/work OUT=/tmp/out tests/fuzz/oss-fuzz/build.sh
cd "$(dirname "$0")/../../.." 2>/dev/null && [ -e tests/fuzz/seeds.py ] || cd "$SRC/libmia"
# The sanitizers come with CFLAGS, so meson is told of none. What is linked at run time is not on the
# machine that fuzzes: the libraries below are linked in where there is an archive of them.
rm -rf "$WORK/build"
meson setup "$WORK/build" --buildtype=plain --prefer-static -Db_lundef=false -Dwide=disabled -Dtools=false \
  -Dtests=disabled -Dxlsx=disabled -Dgeoip=disabled -Ddefault_library=static \
  "-Dfuzz_engine=$LIB_FUZZING_ENGINE"
ninja -C "$WORK/build"
python3 tests/fuzz/seeds.py fixtures "$WORK/seeds"
for target in "$WORK"/build/tests/fuzz/fuzz-*; do
  [ -f "$target" ] && [ -x "$target" ] || continue
  name=${target##*/fuzz-}
  cp "$target" "$OUT/"
  # What was found before is a seed too.
  [ ! -d "tests/fuzz/found/$name" ] || cp tests/fuzz/found/"$name"/* "$WORK/seeds/$name/"
  (cd "$WORK/seeds/$name" && zip -q -r "$OUT/fuzz-${name}_seed_corpus.zip" .)
  cp "$WORK/seeds/$name.dict" "$OUT/fuzz-$name.dict"
  printf '[libfuzzer]\nmax_len = 8192\ntimeout = 20\nentropic = 0\n' >"$OUT/fuzz-$name.options"
done
