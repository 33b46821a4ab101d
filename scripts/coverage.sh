#!/usr/bin/env bash
# Which lines and branches of libmia/ do the tests run? Nothing is left out of
# the count. Prints each folder, and every line that no test ran into
# build-coverage/missed.txt; fails below 95 % of the lines or 90 % of the branches.
set -eu
cd "$(dirname "$0")/.."
scripts/deps.sh test
scripts/deps.sh coverage
[ -e build-coverage/build.ninja ] || CC=${CC-gcc} meson setup build-coverage --buildtype=debug -Doptimization=0 \
  -Dtests=enabled -Db_coverage=true -Dc_args=-fprofile-update=atomic >/dev/null
ninja -C build-coverage >/dev/null
find build-coverage -name '*.gcda' -delete
# Four tests look at the process itself and stumble over the files of the counters, so test.sh judges, not this run.
meson test -C build-coverage --no-rebuild --timeout-multiplier 20 --no-suite sources --no-suite headers \
  >build-coverage/tests.log 2>&1 || true
grep -E '^(Ok|Fail):' build-coverage/tests.log
gcovr -r . build-coverage/libmia -f libmia/ --branches --gcov-ignore-parse-errors \
  --json-summary build-coverage/summary.json --json build-coverage/lines.json
exec python3 - build-coverage <<'PYTHON'
import collections, json, sys
place = sys.argv[1]
count = collections.defaultdict(lambda: [0, 0, 0, 0])
for file in json.load(open(f'{place}/summary.json'))['files']:
  for name in (file['filename'].split('/')[1], 'all'):
    for i, key in enumerate(('line_covered', 'line_total', 'branch_covered', 'branch_total')):
      count[name][i] += file[key]
with open(f'{place}/missed.txt', 'w') as missed:
  for file in json.load(open(f'{place}/lines.json'))['files']:
    for line in file['lines']:
      if line['count'] == 0 and not line.get('gcovr/noncode'):
        print(f'{file["file"]}:{line["line_number"]}', file=missed)
for name, (lines, of_lines, branches, of_branches) in count.items():
  if name != 'all':
    print(f'{name:10} {100 * lines / of_lines:5.1f} % of {of_lines:6} lines {100 * branches / max(of_branches, 1):5.1f} % '
          f'of {of_branches:6} branches')
lines, of_lines, branches, of_branches = count['all']
print(f'all        {100 * lines / of_lines:5.1f} % of {of_lines:6} lines {100 * branches / of_branches:5.1f} % '
      f'of {of_branches:6} branches')
sys.exit(lines * 100 < of_lines * 95 or branches * 100 < of_branches * 90)
PYTHON
