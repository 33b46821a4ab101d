#!/bin/sh
# Reads genuine records and compares what mia counts with what others counted.
#
# usage: tests/samples.sh DIRECTORY [MIA]
#
# DIRECTORY holds the files and EXPECTED.tsv: a line a file, `-` where a number
# is not stated. Of its columns these are compared: records, repeats, rejected,
# bind_records_once, sync_records_once, messages, folders_synced; and
# mia_bind_records and mia_sync_records, which count repeats each time. In files
# named *_raw_*_truncated.* `records` leaves out the record that is cut.
# MIA is the tool; without it, that of the newest build.
#
# Needs Python 3, its standard library only. Ends with "N passed, N failed".
set -u

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
	echo "usage: $0 DIRECTORY [MIA]" >&2
	exit 2
fi
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
mia=${2-}
if [ -z "$mia" ]; then
	# shellcheck disable=SC2012 # the names are ours
	mia=$(ls -t "$root"/build*/tools/mia 2>/dev/null | head -n 1)
fi
if [ ! -e "$1/EXPECTED.tsv" ] || [ -z "$mia" ]; then
	echo "$0: no EXPECTED.tsv in $1, or no mia built" >&2
	exit 2
fi
exec python3 - "$1" "$mia" <<'END'
import collections
import csv
import fnmatch
import io
import json
import os
import re
import subprocess
import sys

directory, mia = sys.argv[1], os.path.abspath(sys.argv[2])
os.chdir(directory)
csv.field_size_limit(1 << 30)
results = {True: 0, False: 0}


def check(good, what):
  results[bool(good)] += 1
  if not good:
    print('FAILED:', what)


def run(*arguments):
  done = subprocess.run([mia, *arguments], stdin=subprocess.DEVNULL, capture_output=True)
  return done.returncode, done.stdout, done.stderr.decode('utf-8', 'backslashreplace')


def rows(out):
  return list(csv.DictReader(io.StringIO(out.decode(), newline='')))


def compare(name, what, wanted, got):
  if wanted != '-':
    check(int(wanted) == got, f'{name}: {what} {got}, expected {wanted}')


def one_file(row):
  name = row['file']
  rejected = int(row['rejected'])
  due = 1 if rejected else 0
  status, out, err = run('info', '-q', '-f', 'json', name)
  check(status == due, f'{name}: info: status {status}, expected {due}: {err}')
  info = json.loads(out)
  totals, source = info['totals'], info['sources'][0]
  records = int(row['records'])
  if fnmatch.fnmatch(os.path.basename(name), '*_raw_*_truncated.*'):
    records += rejected
  compare(name, 'records', records, totals['records'])
  compare(name, 'repeats', row['repeats'], totals['repeats'])
  compare(name, 'rejected', row['rejected'], totals['rejected'])
  for kind in ('bind', 'sync'):
    once = totals[kind + 's']
    compare(name, f'{kind} records without repeats', row[f'{kind}_records_once'], once)
    # How many of the repeats are of this kind, the sums do not tell.
    many = int(row[f'mia_{kind}_records'])
    check(once <= many <= once + totals['repeats'],
      f'{name}: {many} {kind} records cannot be {once} and {totals["repeats"]} repeats')
  check(totals['records'] == totals['events'] + totals['repeats'] + totals['rejected'] and
    source['text_bytes'] == source['record_bytes'] + source['framing_bytes'], f'{name}: the books do not balance')
  check('ENVELOPE_DIFFERS' not in totals['flags'], f'{name}: {totals["flags"]}')
  if rejected:
    check(re.search(r'record \d+, line \d+, byte \d+: .* \([A-Z_0-9]+\)$', err, re.M), f'{name}: no place told: {err}')

  got = {}
  for report in ('messages', 'folders', 'sessions', 'timeline', 'mailboxes', 'coverage'):
    status, out, err = run(report, '-f', 'csv', '-q', name)
    check(status == due, f'{name}: {report}: status {status}, expected {due}: {err}')
    got[report] = rows(out)
  compare(name, 'messages', row['messages'], len(got['messages']))
  compare(name, 'folders synced', row['folders_synced'], sum(r['sync_count'] != '0' for r in got['folders']))
  # One result told by several reports.
  recorded = collections.Counter(r['mailbox'] for r in got['messages'] if r['exposure'] == 'access recorded')
  told = collections.Counter()
  for r in got['mailboxes']:
    told[r['mailbox']] += int(r['messages_accessed'])
  check(recorded == +told, f'{name}: mailboxes: {told}, messages: {recorded}')
  check(sum(int(r['folders_synced']) for r in got['mailboxes']) == sum(r['sync_count'] != '0' for r in got['folders']),
    f'{name}: mailboxes and folders tell other syncs')
  check(not any(re.search(r'\b(was|were|been) read\b|not accessed', r['sentence']) for r in got['mailboxes']),
    f'{name}: a sentence says what cannot be said')
  # What is blind is not covered, and nothing is exposed by blindness alone.
  for r in got['mailboxes']:
    check((r['exposure'] == 'none recorded') == (r['basis'] == 'COVERED_NONE'), f'{name}: {r}')
  check(sum(int(r['bind_records']) for r in got['sessions']) <= totals['binds'] and
    sum(int(r['sync_records']) for r in got['sessions']) <= totals['syncs'] and
    len({r['record_id'] + r['time'] + r['operation'] + r['mailbox'] for r in got['timeline']}) <= totals['events'],
    f'{name}: sessions or timeline have more records than there are')
  return {key: totals[key] for key in ('records', 'rejected')}


def all_at_once(names, counts):
  for report in ('info', 'messages', 'folders', 'sessions', 'timeline', 'mailboxes', 'coverage'):
    first = run(report, '-q', '-f', 'json', '-j1', *names)
    check(first[0] == 1, f'all files: {report}: status {first[0]}: {first[2]}')
    for threads, order in (('-j8', names), ('-j8', names[::-1]), ('-j1', names[::-1])):
      again = run(report, '-q', '-f', 'json', threads, *order)
      check(again == first, f'all files: {report}: {threads}, or another order, gives something else')
    if report == 'info':
      totals = json.loads(first[1])['totals']
      for key in ('records', 'rejected'):
        wanted = sum(count[key] for count in counts)
        check(totals[key] == wanted, f'all files: {key} {totals[key]}, expected {wanted}')
      check('ENVELOPE_DIFFERS' not in totals['flags'], f'all files: {totals["flags"]}')


with open('EXPECTED.tsv', encoding='utf-8', newline='') as table:
  expected = list(csv.DictReader(table, delimiter='\t'))
all_at_once([row['file'] for row in expected], [one_file(row) for row in expected])
print(f'{results[True]} passed, {results[False]} failed')
sys.exit(results[False] > 0)
END
