#!/usr/bin/env bash
# How many small changes of the code do the tests notice? Changes so many places (default 25) in each folder
# that decides the answer, one at a time; by-hand: those of tests/mutants/by_hand.txt, of which each was a hole.
# Usage: mutants.sh [COUNT [SEED [FOLDER...]]] | by-hand; about 8 seconds a change on two idle cores.
# MIA_STAGES="own unit" leaves the cases of the command line out, MIA_VERBOSE=1 tells which test noticed what.
set -eu
cd "$(dirname "$0")/.."
scripts/deps.sh test
build="build-mutants"
# Without hidden names the tests of inner functions can share one library, which is linked again for each mutant.
[ -e $build/build.ninja ] || CC=${CC-gcc} meson setup $build --buildtype=debug -Doptimization=0 \
  -Dtests=enabled -Dwide=disabled -Dc_args=-fvisibility=default >/dev/null
ninja -C $build build.ninja >/dev/null # so that tests that are new are among the targets
# The library, the program, and of the tests the objects alone: mutants.py links them.
mapfile -t targets < <(ninja -C $build -t targets all |
  sed -nE -e 's|^(tests/(unit\|api)/.*\.o):.*|\1|p' -e 's|^(libmia/libmia\.so\.[0-9.]+): c_LINKER.*|\1|p')
ninja -C $build tools/mia tests/fault/variants "${targets[@]}" >/dev/null
[ "${1-}" = by-hand ] && exec python3 tests/mutants/mutants.py $build by-hand
count=${1-25} seed=${2-1}
shift $(($# < 2 ? $# : 2))
[ $# -gt 0 ] || set -- record event coverage exposure findings
exec python3 tests/mutants/mutants.py $build "$count" "$seed" "$@"
