#!/usr/bin/env bash
# A campaign of the differential test: so many made-up evidences (default 10,000)
# read by the model in tests/model and by mia, after every fixture and, where
# MIA_SAMPLES names a folder of genuine exports, every file in it.
# Usage: model.sh [EVIDENCES [SEED]]; about fifteen minutes. What differs is kept
# in build-model/differs.
set -eu
cd "$(dirname "$0")/.."
scripts/deps.sh test
dir=build-model
[ -e "$dir/build.ninja" ] ||
  meson setup "$dir" --buildtype=debugoptimized -Dtests=enabled >/dev/null
ninja -C "$dir" tools/mia >/dev/null
python3 fixtures/make_variants.py "$dir/variants" >/dev/null
exec python3 tests/model/run.py "$dir/tools/mia" --of fixtures --of "$dir/variants" \
  ${MIA_SAMPLES:+--of "$MIA_SAMPLES"} -n "${1-10000}" --seed "${2-$(date +%s)}" --keep "$dir/differs"
