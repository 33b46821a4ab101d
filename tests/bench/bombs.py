#!/usr/bin/env python3
"""The worst inputs that we know of: what each takes, and that it ends.

For each one the size as stored and as text, the command, its status, wall and processor time,
peak memory and size of the result, a line of a table each. Status 1 where one is killed by a
signal, takes longer than --limit seconds or more memory than --most MiB.
"""
import argparse
import gzip
import pathlib
import re
import shutil
import sys
import tempfile
import zlib

import measure
import shapes

RECORD = shapes.bind(0, [shapes.item(0)])


def packed(path, pieces, level=9):
  """gzip of pieces, each as often as it says, without holding them."""
  stream = zlib.compressobj(level, zlib.DEFLATED, 31)
  size = 0
  with open(path, 'wb') as file:
    for piece, count in pieces:
      many = max(1, min(count, (1 << 20) // len(piece)))
      for _ in range(count // many):
        file.write(stream.compress(piece * many))
      file.write(stream.compress(piece * (count % many)))
      size += len(piece) * count
    file.write(stream.flush())
  return [path], size


def one_line(place, n):
  """gzip of one line of N MB"""
  return packed(place / 'line.json.gz', [(RECORD.encode() + b'\n{"Operation":"', 1), (b'a', n * 1000000)])


def blanks(place, n):
  """gzip of N MB of line feeds behind a record"""
  return packed(place / 'blank.json.gz', [(RECORD.encode() + b'\n', 1), (b'\n', n * 1000000)])


def nested(place, n):
  """gzip in gzip in gzip of N MB"""
  paths, _ = blanks(place, n)
  for _ in range(2):
    paths[0].write_bytes(gzip.compress(paths[0].read_bytes(), 9))
  return paths, len(gzip.decompress(paths[0].read_bytes()))


def members(place, n):
  """N members of gzip without text"""
  data = gzip.compress(b'', 9) * n
  (place / 'members.json.gz').write_bytes(gzip.compress(RECORD.encode() + b'\n') + data)
  return [place / 'members.json.gz'], len(RECORD)


def text_of(paths):
  return sum(path.stat().st_size for top in paths for path in ([top] if top.is_file() else top.iterdir()))


def shape(make):
  def made(place, n):
    paths = make(place, n)
    return paths, text_of(path for path in paths if isinstance(path, pathlib.Path))
  made.__doc__ = re.sub(r'\bn\b', 'N', make.__doc__.rstrip('.'))
  return made


def deep(place, n):
  """a record nested N deep"""
  return shapes.lines(place, [RECORD[:-1] + ',"x":' + '[' * n + ']' * n + '}', RECORD])


def long_path(place, n):
  """one record: a path of N bytes over as many bytes of items"""
  items = ','.join(shapes.item(i) for i in range(n // 100))
  folder = '{"Id":"f","Path":"\\\\' + 'x' * n + '","FolderItems":[' + items + ']}'
  return shapes.lines(place, [shapes.bind(0, folders=[folder]), shapes.bind(1, [shapes.item(1)])])


MESSAGES, INFO, TIMELINE = ['messages', '-f', 'csv'], ['info'], ['timeline', '-f', 'csv']
SCOPED = ['-f', 'csv', '--ip', shapes.INTRUDER]
BOMBS = [
  (one_line, 10000, [INFO, MESSAGES]), (blanks, 10000, [INFO]), (nested, 1000, [INFO]), (members, 1000000, [INFO]),
  (shape(shapes.keys), 1000000, [TIMELINE]), (shape(shapes.one_record), 1000000, [MESSAGES]),
  (shape(shapes.folders), 1000000, [['folders', '-f', 'csv']]),
  (shape(shapes.mailboxes), 1000000, [MESSAGES, ['mailboxes', *SCOPED]]),
  (shape(shapes.sessions), 1000000, [['sessions', '-f', 'csv']]),
  (shape(shapes.files), 100000, [MESSAGES]), (shape(shapes.empty_files), 50000, [['mailboxes', *SCOPED]]),
  (shape(deep), 1000000, [INFO]), (shape(long_path), 7000000, [MESSAGES]),
  (shape(shapes.repeats), 5000000, [TIMELINE]), (shape(shapes.headers), 1000000, [INFO]),
  (shape(shapes.rejects), 1000000, [INFO, ['report', '-o', 'FRESH']]),
  (shape(shapes.one_id), 1000000, [TIMELINE]), (shape(shapes.recipients), 50000, [['subjects', *SCOPED]]),
  (shape(shapes.tenant_throttled), 50000, [['mailboxes', *SCOPED]]),
  (shape(shapes.one_name_switched), 50000, [['mailboxes', *SCOPED]]),
]


def main():
  parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
  parser.add_argument('--mia', required=True)
  parser.add_argument('--scale', type=float, default=1, help='of all sizes')
  parser.add_argument('--limit', type=float, default=300, help='seconds after which a run is ended')
  parser.add_argument('--most', type=float, default=4096, help='MiB')
  parser.add_argument('--threads', type=int, default=2)
  parser.add_argument('--only', action='append', help='those in whose description this stands')
  options = parser.parse_args()
  bad = []
  print('| input | stored | text | command | status | CPU | peak | written |\n|---|---:|---:|---|---:|---:|---:|---:|')
  for make, n, commands in BOMBS:
    n = max(1, int(n * options.scale))
    if options.only and not any(word in make.__doc__ for word in options.only):
      continue
    with tempfile.TemporaryDirectory() as scratch:
      place = pathlib.Path(scratch) / 'evidence'
      place.mkdir()
      paths, text = make(place, n)
      stored = text_of(path for path in paths if isinstance(path, pathlib.Path))
      for command in commands:
        fresh = pathlib.Path(scratch) / 'fresh'
        shutil.rmtree(fresh, ignore_errors=True)
        out = pathlib.Path(scratch) / 'out'
        out.unlink(missing_ok=True)
        words = [options.mia, *(str(fresh) if word == 'FRESH' else word for word in command),
                 *([] if 'FRESH' in command else ['-o', str(out)]),
                 '-q', '--progress', 'never', '-j', options.threads, *paths]
        run = measure.run(words, limit=options.limit, allowed=range(-64, 256))
        wrote = out.stat().st_size if out.exists() else text_of([fresh]) if fresh.exists() else 0
        mib = run.peak / measure.MIB
        what = re.sub(r'\bN\b', f'{n:,}', make.__doc__)
        print(f'| {what} | {stored:,} | {text:,} | {command[0]} | {run.status} | {run.cpu:.1f} s | {mib:.0f} MiB '
              f'| {wrote:,} |', flush=True)
        if run.status not in (0, 1) or mib > options.most:
          bad.append(what)
  print(f'\nover the limits: {len(bad)}', *bad, sep='\n* ' if bad else '')
  return 1 if bad else 0


sys.exit(main())
