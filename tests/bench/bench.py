#!/usr/bin/env python3
"""Measures mia beside its peers on evidence made by gen, as ratios.

Each round runs every command once, in turn, as a whole process; a ratio is
taken within a round and its median over the rounds is printed, since on a
shared machine only what ran side by side can be compared. Nothing here is a
test of time. What is tested: mia and the peers find the same messages.

With --check: a small evidence, no timing; status 1 where the answers differ.
"""
import argparse
import csv
import gzip
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ADDRESSES = ['203.0.113.77', '203.0.113.78', '2001:db8:66::77']
SINCE, UNTIL = '2026-03-06T00:00:00', '2026-03-16T00:00:00'
MIB = 1 << 20
GNU_TIME = '/usr/bin/time'


def arguments():
  parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
  parser.add_argument('--mia', required=True, help='the tool')
  parser.add_argument('--gen', required=True, help='gen, compiled')
  parser.add_argument('--inflate', help='inflate, compiled')
  parser.add_argument('--dir', help='where the evidence goes (kept); default: a temporary directory')
  parser.add_argument('--megabytes', type=int, default=256, help='size of the NDJSON')
  parser.add_argument('--seed', type=int, default=1)
  parser.add_argument('--rounds', type=int, default=5)
  parser.add_argument('--threads', type=int, default=os.cpu_count() or 1)
  parser.add_argument('--check', action='store_true')
  return parser.parse_args()


def generate(options, folder):
  names = {kind: folder / f'audit.{kind}' for kind in ('csv', 'ndjson', 'json')}
  packed = folder / 'audit.csv.gz'
  made = folder / f'made-{options.megabytes}-{options.seed}'
  if not made.exists():
    subprocess.run([options.gen, str(options.megabytes * 1000000), str(options.seed),
                    '3' if options.megabytes > 500 else '2' if options.megabytes > 20 else '20',
                    '20000' if options.megabytes > 20 else '500', '5',
                    names['csv'], names['ndjson'], names['json']], check=True)
    with open(names['csv'], 'rb') as text, gzip.open(packed, 'wb', 6) as out:
      shutil.copyfileobj(text, out, MIB)
    for old in folder.glob('made-*'):
      old.unlink()
    made.touch()
  return names | {'gz': packed}


def mia(options, source, threads, *more):
  return [options.mia, 'messages', '-f', 'csv', '-q', '--progress', 'never', '-j', str(threads),
          *more, str(source)]


SCOPE = ['--since', SINCE, '--until', UNTIL] + [part for ip in ADDRESSES for part in ('--ip', ip)]


def peer(kind, source):
  return [sys.executable, str(HERE / f'peer_{kind}.py'), str(source), SINCE, UNTIL, *ADDRESSES]


def run(command, output):
  """Wall seconds and peak resident bytes of one whole process."""
  environment = dict(os.environ, PYTHONDONTWRITEBYTECODE='1')
  # A child's peak begins with the image it was started from. GNU time is a
  # small one; without it, nothing below this script's own size can be seen.
  peak = pathlib.Path(f'{output}.peak')
  if os.access(GNU_TIME, os.X_OK):
    command = [GNU_TIME, '-q', '-f', '%M', '-o', str(peak), *command]
  with open(output, 'wb') as out:
    start = time.monotonic()
    child = os.posix_spawn(shutil.which(command[0]) or command[0], command, environment,
                           file_actions=[(os.POSIX_SPAWN_DUP2, out.fileno(), 1)])
    _, status, usage = os.wait4(child, 0)
    wall = time.monotonic() - start
  if os.waitstatus_to_exitcode(status) != 0:
    sys.exit(f'bench: {" ".join(command)}: status {os.waitstatus_to_exitcode(status)}')
  if command[0] == GNU_TIME:
    return wall, int(peak.read_text()) * 1024
  return wall, usage.ru_maxrss * 1024


def answer(path):
  """What both sides must agree on."""
  with open(path, encoding='utf-8', newline='') as file:
    rows = [(row['mailbox'], row['internet_message_id'], int(row['access_count']),
             row['first_access'], row['last_access'])
            for row in csv.DictReader(file) if row.get('exposure', 'access recorded') == 'access recorded']
  if len(set(rows)) != len(rows):
    sys.exit(f'bench: {path} names a message twice')
  return set(rows)


def compare(expected_path, path):
  expected, found = answer(expected_path), answer(path)
  if expected == found and expected:
    return len(found)
  print(f'bench: {path.name}: {len(found)} messages, {len(expected)} expected', file=sys.stderr)
  for name, rows in (('missing', expected - found), ('too many', found - expected)):
    for row in sorted(rows)[:5]:
      print(f'  {name}: {row}', file=sys.stderr)
  sys.exit(1)


def check(options, folder):
  options.megabytes = 3
  files = generate(options, folder)
  expected = folder / 'peer.csv'
  run(peer('ndjson', files['ndjson']), expected)
  number = 0
  for kind, file in files.items():
    for threads in (1, 2, 3):
      run(mia(options, file, threads, *SCOPE), folder / 'mia.csv')
      rows = compare(expected, folder / 'mia.csv')
      number += 1
      print(f'ok {number} - {kind} on {threads}: {rows} messages as the Python script finds them')
  print(f'1..{number}')


def budget(threads, messages, records):
  return 16 * MIB + 3 * MIB * threads + 400 * messages + 48 * records


def bench(options, folder):
  files = generate(options, folder)
  jobs = {
    'mia CSV': mia(options, files['csv'], options.threads, *SCOPE),
    'python CSV': peer('csv', files['csv']),
    'mia NDJSON': mia(options, files['ndjson'], options.threads, *SCOPE),
    'python NDJSON': peer('ndjson', files['ndjson']),
    'mia array': mia(options, files['json'], options.threads, *SCOPE),
    'python array': peer('array', files['json']),
    'mia CSV.gz': mia(options, files['gz'], options.threads, *SCOPE),
    'inflate alone': [options.inflate, str(files['gz'])],
    'mia CSV, 1 thread': mia(options, files['csv'], 1, *SCOPE),
    'mia NDJSON, no scope': mia(options, files['ndjson'], options.threads),
  }
  output = {name: folder / ('out-' + name.replace(' ', '-').replace(',', '') + '.csv') for name in jobs}
  wall = {name: [] for name in jobs}
  peak = dict.fromkeys(jobs, 0)
  for number in range(options.rounds):
    for name, command in jobs.items():
      seconds, bytes_ = run(command, output[name])
      wall[name].append(seconds)
      peak[name] = max(peak[name], bytes_)
    print(f'round {number + 1} of {options.rounds}', file=sys.stderr)

  size = {name: files['ndjson' if 'NDJSON' in name else 'json' if 'array' in name else 'csv'].stat().st_size
          for name in jobs}
  print(f'{"":22} {"wall s":>8} {"min-max":>15} {"MB/s":>7} {"peak MiB":>9}')
  for name in jobs:
    middle = statistics.median(wall[name])
    print(f'{name:22} {middle:8.3f} {min(wall[name]):7.3f}-{max(wall[name]):<7.3f} '
          f'{size[name] / middle / 1e6:7.0f} {peak[name] / MIB:9.1f}')
  print()
  for what, slow, fast in [
    ('CSV: times faster than python', 'python CSV', 'mia CSV'),
    ('NDJSON: times faster than python', 'python NDJSON', 'mia NDJSON'),
    ('array: times faster than python', 'python array', 'mia array'),
    ('array: of the speed of NDJSON', 'mia NDJSON', 'mia array'),
    ('CSV.gz: of the speed of inflate alone', 'inflate alone', 'mia CSV.gz'),
    (f'CSV: {options.threads} threads against 1', 'mia CSV, 1 thread', 'mia CSV'),
  ]:
    print(f'{what:42} {statistics.median(s / f for s, f in zip(wall[slow], wall[fast])):6.2f}')

  for name in jobs:
    if name.startswith('mia') and 'no scope' not in name:
      rows = compare(output['python CSV'], output[name])
  compare(output['python CSV'], output['python array'])
  print(f'\nthe answers are equal: {rows} messages')
  with open(files['ndjson'], 'rb') as file:
    records = sum(1 for _ in file)
  print('memory: budget 16 MiB + 3 MiB a thread + 400 B a message + 48 B a record '
        f'({records} records)')
  for name in jobs:
    if name.startswith('mia'):
      messages = len(answer(output[name]))
      allowed = budget(1 if '1 thread' in name else options.threads, messages, records)
      print(f'{name:22} {peak[name] / MIB:7.1f} of {allowed / MIB:6.1f} MiB'
            f'{"" if peak[name] <= allowed else "   OVER"}')


def main():
  options = arguments()
  if not (options.check or options.inflate):
    sys.exit('bench: --inflate is needed')
  with tempfile.TemporaryDirectory() as scratch:
    folder = pathlib.Path(options.dir or scratch)
    folder.mkdir(parents=True, exist_ok=True)
    (check if options.check else bench)(options, folder)


main()
