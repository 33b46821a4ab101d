#!/usr/bin/env bash
# Fuzzes libmia: builds the targets of tests/fuzz/ with clang, libFuzzer and the address and
# undefined-behaviour sanitizers, makes seeds of the fixtures, and gives each target its share of the time.
# Usage: fuzz.sh [SECONDS [TARGET...]]; 600 seconds for all targets by default. It ends with a table, and
# with status 1 where something was found; what was found lies in build-fuzz/found/, the corpora in
# build-fuzz/corpus/, where the next run goes on.
# FUZZ_DIR: another folder than build-fuzz. FUZZ_BUILD_ONLY=1: builds and makes the seeds, no more.
set -eu
cd "$(dirname "$0")/.."
seconds=${1-600}
shift $(($# > 0))
dir=${FUZZ_DIR:-build-fuzz}

echo 'int LLVMFuzzerTestOneInput(const char *d, unsigned long n) { return d && n > 9; }' |
  clang -x c - -fsanitize=fuzzer,address,undefined -o /dev/null >/dev/null 2>&1 || scripts/deps.sh test
if [ ! -e "$dir/build.ninja" ]; then
  # Without the second build of the hottest files for AVX2: `meson test --suite fuzz` replays with it. Without
  # tracing of comparisons, which takes half of the time; the dictionaries have the words that it would find.
  CC="$(command -v ccache || true) clang" CFLAGS="-O1 -gline-tables-only -fno-omit-frame-pointer -fsanitize=fuzzer-no-link -fno-sanitize-coverage=trace-cmp" \
    meson setup "$dir" --buildtype=plain -Db_sanitize=address,undefined -Db_lundef=false -Dwide=disabled \
    -Dtools=false -Ddefault_library=static -Dfuzz_engine=-fsanitize=fuzzer >/dev/null
fi
ninja -C "$dir" >/dev/null
python3 tests/fuzz/seeds.py fixtures "$dir/seeds" >/dev/null
[ "${FUZZ_BUILD_ONLY:-0}" = 0 ] || exit 0

if [ $# = 0 ]; then
  mapfile -t targets < <(cd "$dir/tests/fuzz" && find . -maxdepth 1 -name "fuzz-*" -type f | sed -n "s|^\./fuzz-\([a-z]*\)$|\1|p" | sort)
  set -- "${targets[@]}"
fi
share=$((seconds / $# > 0 ? seconds / $# : 1))
# Small quarantine, short stacks, nothing filled in: what makes ASan slow here. Without -entropic=0 libFuzzer
# spends three quarters of the time on its own tables.
export ASAN_OPTIONS=quarantine_size_mb=16:malloc_context_size=5:max_malloc_fill_size=0:allocator_may_return_null=1
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
mkdir -p "$dir/found"
found_any=0
printf '%-10s %12s %8s %7s %8s\n' target executions per\ s edges findings
for target; do
  mkdir -p "$dir/corpus/$target"
  log=$dir/$target.log
  : >"$log"
  end=$((SECONDS + share)) executions=0 findings=0
  # A finding ends the process; then it goes on with what is left of its share.
  while left=$((end - SECONDS)); [ "$left" -gt 0 ] && [ "$findings" -lt 5 ]; do
    if "$dir/tests/fuzz/fuzz-$target" -entropic=0 -max_total_time="$left" -timeout=20 -rss_limit_mb=2048 \
      -max_len=8192 -dict="$dir/seeds/$target.dict" -artifact_prefix="$dir/found/$target-" -print_final_stats=1 \
      "$dir/corpus/$target" "$dir/seeds/$target" >"$log.part" 2>&1; then
      left=0
    else
      findings=$((findings + 1)) found_any=1
    fi
    cat "$log.part" >>"$log"
    executions=$((executions + $(sed -n 's/^stat::number_of_executed_units: *//p' "$log.part" | tail -1 | grep . || echo 0)))
    [ "$left" -gt 0 ] || break
  done
  rm -f "$log.part"
  edges=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | sort -n | tail -1)
  printf '%-10s %12s %8s %7s %8s\n' "$target" "$executions" $((executions / share)) "${edges:-0}" "$findings"
  sed -n 's/^\(ORACLE.*\|.*runtime error:.*\|SUMMARY:.*\)$/  \1/p' "$log" | sort | uniq | head -5
done
exit $found_any
