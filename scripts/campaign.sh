#!/usr/bin/env bash
# A campaign against the fast path: so many damaged records (default 5,000,000)
# through it and through yajl alone, compared field by field, on all cores.
# Usage: campaign.sh [RECORDS [SEED]]; about ten minutes on two cores.
# SANITIZE=address,undefined builds it so; then it takes several times as long.
set -eu
cd "$(dirname "$0")/.."
scripts/deps.sh test
dir=build-campaign${SANITIZE:+-sanitized}
[ -e "$dir/build.ninja" ] ||
  meson setup "$dir" --buildtype=debugoptimized -Dtests=enabled ${SANITIZE:+-Db_sanitize=$SANITIZE} >/dev/null
ninja -C "$dir" tests/fault/fault-campaign >/dev/null
export MIA_FIXTURES=$PWD/fixtures
exec "$dir/tests/fault/fault-campaign" "${1-5000000}" "${2-$(date +%s)}" "$(nproc)"
