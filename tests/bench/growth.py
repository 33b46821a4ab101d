#!/usr/bin/env python3
"""Measures how time and memory of mia grow with what evidence and scope may
have many of, and says where they grow worse than n log n.

For each shape of shapes.py three sizes, each four times the one before; for
each command seconds of the processor (user and system, the best of a few
runs) and peak memory. The exponent is that between the two larger sizes, after
the time of an almost empty evidence has been taken off; n log n grows with
about 1.1 at these sizes. Where it is above 1.15, the two are measured again,
one after the other, and a size four times as large with them, since a busy
machine and the step out of a cache are no growth. What is above 1.15 then too
is listed; above 1.3, which no cache explains, the status is 1.
"""
import argparse
import json
import math
import pathlib
import shutil
import sys
import tempfile

import measure
import shapes

SUSPECT, FAULT = 1.15, 1.3
FACTOR = 4
ENOUGH = 0.04  # seconds: below this the exponent is noise
# The largest size of each shape, at --scale 1.
SHAPES = {
  'records': 120000, 'messages': 400000, 'mailboxes': 60000, 'files': 16000, 'sessions': 120000,
  'one_mailbox': 400000, 'one_record': 100000, 'one_record_of_folders': 40000, 'one_session': 120000,
  'folders': 100000, 'folder_paths': 100000, 'one_second': 120000, 'one_id': 60000, 'one_message': 120000,
  'many_names': 100000, 'one_name': 60000, 'subjects': 100000, 'parameters': 40000, 'keys': 100000,
  'rejects': 100000, 'rules': 60000, 'permissions': 60000, 'throttled': 60000, 'syncs': 100000,
  'tenant_throttled': 20000, 'one_name_switched': 16000, 'one_alias_switched': 16000, 'few_alias_switched': 16000,
  'empty_files': 8000, 'recipients': 16000, 'headers': 100000, 'repeats': 400000,
}
SCOPE = ['--ip', shapes.INTRUDER]
COMMANDS = {
  'messages': ['messages', '-f', 'csv'],
  'messages, scope': ['messages', '-f', 'csv', *SCOPE],
  'folders': ['folders', '-f', 'csv'],
  'mailboxes, scope': ['mailboxes', '-f', 'csv', *SCOPE],
  'sessions': ['sessions', '-f', 'csv'],
  'timeline': ['timeline', '-f', 'csv'],
  'coverage': ['coverage', '-f', 'csv'],
  'triage': ['triage'],
  'info': ['info'],
  'messages, expanded': ['messages', '-f', 'csv', *SCOPE, '--expand', 'session,token'],
  'report': ['report', '-o', 'FRESH'],
  'ingest': ['ingest', '-o', 'FRESH'],
}
WITH_INVENTORY = {'subjects': ['subjects', '-f', 'csv', *SCOPE]}
SCOPE_SIZES = (1, 10, 1000, 100000)
TITLES = ['exponent of time', 'of memory']
NOTHING = measure.Run(0, 0, 0, 0)
THREADS = (1, 2, 4, 16, 64)


def arguments():
  parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
  parser.add_argument('--mia', required=True)
  parser.add_argument('--scale', type=float, default=1, help='of all sizes')
  parser.add_argument('--runs', type=int, default=2)
  parser.add_argument('--limit', type=float, default=60, help='seconds after which a run is ended')
  parser.add_argument('--shape', action='append', help='only these (also: scope, threads)')
  parser.add_argument('--json', help='write what was measured, for curves.py')
  parser.add_argument('--command', action='append', help='only these')
  return parser.parse_args()


def best(options, command):
  """The run of the least processor time."""
  taken = []
  fresh = pathlib.Path(options.fresh)
  command = [fresh if part == 'FRESH' else part for part in command]
  for _ in range(options.runs):
    if fresh.is_dir():
      shutil.rmtree(fresh)
    elif fresh.exists():
      fresh.unlink()
    taken.append(measure.run(command, limit=options.limit))
    if taken[-1].status is None or taken[-1].cpu > 5:
      break
  if taken[-1].status is None:
    return taken[-1]
  return min(taken, key=lambda run: run.cpu)


def mia(options, what, paths, threads=2):
  return [options.mia, *{**COMMANDS, **WITH_INVENTORY}[what], '-q', '--progress', 'never', '-j', threads, *paths]


def exponent(small, large, factor):
  if large < ENOUGH or small <= 0:
    return None
  return math.log(large / small) / math.log(factor)


def excess(runs, start):
  """What the evidence costs beyond the start: seconds, bytes."""
  return [(max(run.cpu - start.cpu, 0), max(run.peak - start.peak, 0)) for run in runs]


def exponents(runs, sizes, start):
  """Of time and of memory between the last two; None where it would be noise."""
  (small, little), (large, much) = excess(runs[-2:], start)
  factor = sizes[-1] / sizes[-2]
  return (exponent(max(small, ENOUGH / factor), large, factor) if large >= ENOUGH else None,
          exponent(max(little, 2 * measure.MIB), much, factor) if much > 8 * measure.MIB else None)


def grows(values):
  return any(value is not None and value > SUSPECT for value in values)


class Table:
  """Lines as they come, and what was worst."""

  def __init__(self):
    self.bad, self.suspect, self.data, self.about = [], [], [], None

  def heading(self, title, columns):
    self.about = title.split(': ', 1)[-1].rstrip('.') if not title.startswith('scope') else title
    print(f'\n### {title}\n\n| command | {" | ".join(columns)} |')
    print('|---' * (len(columns) + 1) + '|', flush=True)

  def line(self, what, runs, sizes, values):
    cells = ['over the limit' if run.status is None else f'{run.cpu:.2f} s, {run.peak / measure.MIB:.0f} MiB'
             for run in runs]
    cells += ['-'] * (len(sizes) - len(runs))
    cells += ['-' if value is None else f'{value:.2f}' for value in values]
    print(f'| {what} | {" | ".join(cells)} |', flush=True)

  def keep(self, title, what, runs, sizes, values):
    self.data.append({'title': title, 'about': self.about, 'what': what, 'sizes': sizes[:len(runs)],
                      'cpu': [run.cpu for run in runs], 'peak': [run.peak for run in runs],
                      'time': values[0], 'memory': values[1]})

  def report(self, title, what, values):
    for kind, value in zip(('time', 'memory'), values):
      if value is not None and value > SUSPECT:
        (self.bad if value > FAULT else self.suspect).append(
          f'{title}: {what}: {kind} grows with exponent {value:.2f}')


def asked(options, table, title, what, sizes, commands, start, larger=None):
  """Runs the commands, one for each size. larger(): makes a command that is four times the last."""
  runs = []
  for command in commands:
    runs.append(best(options, command))
    if runs[-1].status is None:
      table.line(what, runs, sizes, (math.inf, None))
      table.keep(title, what, runs, sizes, (math.inf, None))
      table.bad.append(f'{title}: {what}: {sizes[len(runs) - 1]:,} take more than {options.limit:.0f} s')
      return
  values = exponents(runs, sizes, start)
  if grows(values):
    for _ in range(2):
      for place in (-2, -1):
        again = best(options, commands[place])
        runs[place] = min(runs[place], again, key=lambda run: run.cpu if run.status is not None else math.inf)
    values = exponents(runs, sizes, start)
  table.line(what, runs, sizes, values)
  if grows(values) and larger:
    size, command = larger()
    last = best(options, command)
    values = (math.inf, None) if last.status is None else exponents([runs[-2], last], [sizes[-2], size], start)
    table.line(f'{what}, {size:,}', [last], sizes, values)
  table.keep(title, what, runs, sizes, values)
  table.report(title, what, values)


def over_shape(options, table, name, folder, starts):
  largest = max(int(SHAPES[name] * options.scale), FACTOR * FACTOR)
  sizes = [largest // (FACTOR * FACTOR), largest // FACTOR, largest]
  make = getattr(shapes, name)
  paths = [make(folder / f'{name}-{size}', size) for size in sizes]
  table.heading(f'{name}: {make.__doc__.split(chr(10))[0]}',
                [f'{size:,}' for size in sizes] + TITLES)
  made = {}

  def larger(what):
    size = largest * FACTOR
    if size not in made:
      made[size] = make(folder / f'{name}-{size}', size)
    return size, mia(options, what, made[size])

  more = [] if options.command or '--inventory' not in paths[0] else WITH_INVENTORY
  for what in [*(options.command or COMMANDS), *more]:
    asked(options, table, name, what, sizes, [mia(options, what, path) for path in paths], starts[what],
          lambda what=what: larger(what))
  for path in folder.glob(f'{name}-*'):
    shutil.rmtree(path)


SCOPE_KINDS = {
  'ip': lambda i: f'2001:db8:{i >> 16:x}:{i & 65535:x}::1' if i else shapes.INTRUDER,
  'ip of networks': lambda i: f'2001:db8:{i >> 16:x}:{i & 65535:x}::/{48 + i % 3 * 8 + 16 if i % 3 else 64}'
                              if i else shapes.INTRUDER,
  'session': lambda i: shapes.guid(i * 1000003, 3),
  'token': lambda i: f'token-{i:016}-of-22-letters',
  'user': lambda i: f'user{i}@fjord.example',
  'mailbox': lambda i: f'user{i}@fjord.example',
  'app': lambda i: shapes.guid(i, 9),
  'device': lambda i: shapes.guid(i, 8),
  'alternatives': lambda i: {'ip': f'2001:db8::{i >> 16:x}:{i & 65535:x}', 'since': '2026-01-01'}
                            if i else {'ip': shapes.INTRUDER},
}


def scope_file(path, kind, negated, size):
  """A scope of so many values, the first of which the evidence has."""
  values = [SCOPE_KINDS[kind](i) for i in range(size)]
  asked = {'any': values} if kind == 'alternatives' else {kind.split()[0]: values}
  path.write_text(json.dumps({'not': asked['any'] if kind == 'alternatives' else asked} if negated else asked))


def over_scope(options, table, folder):
  """The same evidence under a scope of ever more values."""
  count = max(int(20000 * options.scale), 100)
  evidence = shapes.records(folder / 'scope', count)
  sizes = [size for size in SCOPE_SIZES if size <= max(SCOPE_SIZES[-1] * options.scale, SCOPE_SIZES[2])]
  paths = [folder / f'scope-{size}.json' for size in sizes]
  for kind in SCOPE_KINDS:
    if kind == 'alternatives':  # these are asked one after the other
      sizes = sizes[:-1] + [sizes[-1] // 10]
    table.heading(f'scope: {kind}, over {count:,} records', [f'{size:,}' for size in sizes] + TITLES)
    for negated in (False, True):
      for path, size in zip(paths, sizes):
        scope_file(path, kind, negated, size)
      for what in ('messages', 'mailboxes', 'timeline'):
        command = [options.mia, what, '-f', 'csv', '-q', '--progress', 'never', '-j', 2, '--allow-absent']
        asked(options, table, f'scope: {kind}', f'{what}, {"not " if negated else ""}{kind}', sizes,
              [[*command, '--scope', path, *evidence] for path in paths], NOTHING)


def over_threads(options, table, folder):
  evidence = shapes.records(folder / 'threads', int(60000 * options.scale))
  table.heading('threads: the processor time of all together must not grow', [str(n) for n in THREADS] + ['', ''])
  for what in options.command or COMMANDS:
    runs = [best(options, mia(options, what, evidence, n)) for n in THREADS]
    print(f'| {what} | ' + ' | '.join(f'{run.cpu:.2f} s, {run.peak / measure.MIB:.0f} MiB' for run in runs) + ' | | |',
          flush=True)
    table.keep('threads', what, runs, list(THREADS), (None, None))
    if runs[-1].cpu > 2 * runs[0].cpu and runs[-1].cpu > 10 * ENOUGH:
      table.bad.append(f'threads: {what}: {THREADS[-1]} threads take {runs[-1].cpu / runs[0].cpu:.1f} times the '
                       'processor time of one')


def main():
  options = arguments()
  table = Table()
  with tempfile.TemporaryDirectory() as scratch:
    folder = pathlib.Path(scratch)
    options.fresh = folder / 'fresh'
    almost_empty = shapes.records(folder / 'start', 1)
    starts = {what: best(options, mia(options, what, almost_empty)) for what in COMMANDS}
    starts |= {what: starts['messages, scope'] for what in WITH_INVENTORY}
    for name in options.shape or [*SHAPES, 'scope', 'threads']:
      if name == 'scope':
        over_scope(options, table, folder)
      elif name == 'threads':
        over_threads(options, table, folder)
      else:
        over_shape(options, table, name, folder, starts)
  if options.json:
    pathlib.Path(options.json).write_text(json.dumps(table.data))
  for what, found in (('above n log n, as out of a cache', table.suspect), ('worse than n log n', table.bad)):
    print(f'\n{what}: {len(found)}')
    for line in found:
      print(f'* {line}')
  return 1 if table.bad else 0


sys.exit(main())
