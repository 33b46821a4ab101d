#!/usr/bin/env python3
"""Counts the instructions that mia needs for a byte of evidence, with
valgrind's callgrind, on one thread: a figure that is nearly the same on a busy
machine and a quiet one, so that a change that makes mia slower can fail.

Counted are those in mia, libmia, yajl and zlib. The C library and libcrypto
choose their code by the processor, so theirs are shown and not judged. The
start of the process is taken off: it is what an almost empty file costs.

The values of instructions.txt are judged: 10 % more fails (status 1); 10 % fewer
is told, so that they are recorded anew, with --record. They hold for one
compiler and architecture; with another nothing is judged (status 77).
"""
import argparse
import concurrent.futures
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile

import evidence

RECORDED = pathlib.Path(__file__).resolve().with_name('instructions.txt')
OURS = re.compile(r'/(mia|libmia\.so[^/]*|libyajl\.so[^/]*|libz\.so[^/]*)$')
TOLERANCE = .10
JOBS = {
  'messages-scope-csv': ('csv', ['messages', *evidence.SCOPE]),
  'messages-scope-ndjson': ('ndjson', ['messages', *evidence.SCOPE]),
  'messages-csv': ('csv', ['messages']),
  'sessions-csv': ('csv', ['sessions']),
  'coverage-csv': ('csv', ['coverage']),
  'info-csv': ('csv', ['info']),
  'timeline-csv': ('csv', ['timeline']),
}


def arguments():
  parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
  parser.add_argument('--mia', required=True, help='a release build')
  parser.add_argument('--gen', required=True, help='bench-gen, compiled')
  parser.add_argument('--record', action='store_true', help='write instructions.txt')
  parser.add_argument('--jobs', type=int, default=1, help='processes at a time')
  return parser.parse_args()


def setting():
  """What the figures depend on beside the code."""
  version = subprocess.run(['gcc', '-dumpversion'], capture_output=True, text=True, check=False).stdout.strip()
  return f'gcc {version.split(".")[0]} {platform.machine()}'


def counts(path):
  """Instructions by object, of a callgrind file with names written out."""
  by_object, of, called = {}, None, False
  with open(path, encoding='utf-8', errors='replace') as file:
    for line in file:
      if line.startswith('ob='):
        of = line[3:].strip()
      elif line.startswith('calls='):
        called = True  # the next line is the cost of what was called
      elif line[0].isdigit() or line[0] in '+-*':
        if not called and of is not None:
          by_object[of] = by_object.get(of, 0) + int(line.split()[-1])
        called = False
  return by_object


def count(mia, command, source, scratch):
  out = pathlib.Path(tempfile.mkstemp(dir=scratch)[1])
  subprocess.run(['valgrind', '--tool=callgrind', f'--callgrind-out-file={out}', '--compress-strings=no',
                  '--compress-pos=no', '-q', mia, *command, '-f', 'csv', '-q', '--progress', 'never', '-j', '1', source],
                 check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
  found = counts(out)
  out.unlink()
  ours = sum(number for name, number in found.items() if OURS.search(name))
  return ours, sum(found.values()) - ours


def measure_all(options, scratch):
  """Returns a dictionary: job -> (ours, others), each per byte."""
  for name, size in (('some', 2000000), ('start', 1)):
    subprocess.run([options.gen, '--bytes', str(size), '--seed', '7', '--mailboxes', '50', '--messages', '2000',
                    '--csv', scratch / f'{name}.csv', '--ndjson', scratch / f'{name}.ndjson'],
                   check=True, stdout=subprocess.DEVNULL)

  def job(name):
    form, command = JOBS[name]
    some, start = scratch / f'some.{form}', scratch / f'start.{form}'
    full = count(options.mia, command, some, scratch)
    empty = count(options.mia, command, start, scratch)
    size = some.stat().st_size - start.stat().st_size
    return tuple((more - less) / size for more, less in zip(full, empty))

  with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
    return dict(zip(JOBS, pool.map(job, JOBS)))


def recorded():
  values, made_with = {}, None
  if RECORDED.exists():
    for line in RECORDED.read_text().splitlines():
      if line.startswith('# made with '):
        made_with = line[12:]
      elif line and not line.startswith('#'):
        name, value = line.split()[:2]
        values[name] = float(value)
  return values, made_with


def record(found):
  lines = ['# Instructions for each byte of evidence, by tests/bench/instructions.py --record:',
           '# in mia, libmia, yajl and zlib; then those in other libraries, which are not judged.',
           f'# made with {setting()}']
  lines += [f'{name:24} {ours:8.3f} {others:8.3f}' for name, (ours, others) in found.items()]
  RECORDED.write_text('\n'.join(lines) + '\n')


def judge(found):
  before, made_with = recorded()
  status = 0
  for name, (ours, others) in found.items():
    verdict = 'not recorded' if name not in before else f'recorded {before[name]:.3f}'
    if name not in before or ours > before[name] * (1 + TOLERANCE):
      verdict += ': MORE'
      status = 1
    elif ours < before[name] * (1 - TOLERANCE):
      verdict += ': fewer, record them anew'
    print(f'{name:24} {ours:8.3f} {others:8.3f}   {verdict}')
  if made_with != setting():
    print(f'recorded with {made_with}, this is {setting()}: nothing is judged')
    return 77
  return status


def main():
  options = arguments()
  if not shutil.which('valgrind'):
    print('no valgrind: nothing is counted')
    return 77
  with tempfile.TemporaryDirectory() as scratch:
    found = measure_all(options, pathlib.Path(scratch))
  if options.record:
    record(found)
  return judge(found)


sys.exit(main())
