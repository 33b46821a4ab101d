#!/usr/bin/env python3
"""Measures mia on evidence with the variety of a tenant's, beside what an
analyst would otherwise use, as one table in Markdown.

Each round runs every row once, in turn, as a whole process, and with --against
an older build of mia right beside the new one; ratios are taken within a
round, since on a shared machine only what ran side by side can be compared.
Medians and least of all rounds are printed. What is tested meanwhile: mia and
an independent script find the same messages in each container, the engines as
many, and the older build writes the same bytes.

With --check: a small evidence, no timing; status 1 where the answers differ.
"""
import argparse
import csv
import os
import pathlib
import platform
import shutil
import statistics
import sys
import tempfile
import textwrap

import evidence
import measure
import page
import rows as table

TENANT = ['mailboxes', 'messages', 'scope', 'order', 'seed', 'days']


def arguments():
  parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
  parser.add_argument('--mia', required=True, help='the tool')
  parser.add_argument('--against', help='an older build of it')
  parser.add_argument('--gen', required=True, help='bench-gen, compiled')
  parser.add_argument('--inflate', help='bench-inflate, compiled')
  parser.add_argument('--peers-python', help='a Python that has duckdb, chdb, polars')
  parser.add_argument('--dir', help='where the evidence goes (kept); default: a temporary directory')
  parser.add_argument('--megabytes', type=float, default=64, help='size of the NDJSON')
  parser.add_argument('--case-megabytes', type=float, help='size for report and ingest; default: 0.3 of it')
  parser.add_argument('--rounds', type=int, default=5)
  parser.add_argument('--slow-rounds', type=int, default=1, help='rounds in which the Python scripts run too')
  parser.add_argument('--threads', type=int, default=os.cpu_count() or 1)
  parser.add_argument('--row', action='append', help='only rows whose name has this in it')
  parser.add_argument('--into', help='a page whose table is replaced: docs/performance.md')
  parser.add_argument('--said', default='', help='the options as the user gave them, for the table')
  parser.add_argument('--check', action='store_true')
  for name, default in (('mailboxes', 400), ('messages', 20000), ('scope', 5), ('order', 'random'), ('seed', 3),
                        ('days', 30)):
    parser.add_argument(f'--{name}', type=type(default), default=default, help='of bench-gen')
  return parser.parse_args()


def tenant(options):
  return [part for name in TENANT for part in (f'--{name}', str(getattr(options, name)))]


# ---- answers ----

def messages_of(path):
  """What both sides must agree on."""
  with open(path, encoding='utf-8', newline='') as file:
    found = [(row['mailbox'], row['internet_message_id'], int(row['access_count']), row['first_access'],
              row['last_access'])
             for row in csv.DictReader(file) if row.get('exposure', 'access recorded') == 'access recorded']
  if len(set(found)) != len(found):
    sys.exit(f'bench: {path} names a message twice')
  return set(found)


def must_agree(expected, path, name):
  found = messages_of(path)
  if expected == found and expected:
    return
  print(f'bench: {name}: {len(found)} messages, {len(expected)} expected', file=sys.stderr)
  for what, few in (('missing', expected - found), ('too many', found - expected)):
    for row in sorted(few)[:5]:
      print(f'  {what}: {row}', file=sys.stderr)
  sys.exit(1)


def check_answers(rows, outputs):
  """Returns the number of messages; ends the program where any answer differs."""
  expected = None
  for row in rows:
    if row.answer == 'peer':
      found = messages_of(outputs[row.name])
      if expected is not None and found != expected:
        sys.exit(f'bench: {row.name} differs from the other Python scripts')
      expected = found
  if expected is None:
    return None
  for row in rows:
    if row.answer == 'mia':
      must_agree(expected, outputs[row.name], row.name)
    elif row.answer == 'count' and int(outputs[row.name].read_text()) != len(expected):
      sys.exit(f'bench: {row.name}: {outputs[row.name].read_text().strip()} messages, {len(expected)} expected')
  return len(expected)


# ---- measuring ----

class Taken:
  """The runs of one row."""

  def __init__(self):
    self.runs, self.old_runs = [], []

  def wall(self):
    return statistics.median(run.wall for run in self.runs)

  def ratio(self):
    pairs = list(zip(self.old_runs, self.runs))
    return statistics.median(old.wall / new.wall for old, new in pairs) if pairs else None


def run_row(row, tool, output, fresh):
  command = [str(tool) if part == 'MIA' else str(fresh) if part == 'FRESH' else str(part) for part in row.command]
  runs = []
  for _ in range(row.every):
    if fresh.is_dir():
      shutil.rmtree(fresh)
    elif fresh.exists():
      fresh.unlink()
    runs.append(measure.run(command, output, allowed=(0,)))
  return min(runs, key=lambda run: run.wall)


def same_bytes(row, one, two):
  if one.read_bytes() != two.read_bytes():
    sys.exit(f'bench: {row.name}: the two builds write different bytes: {one} {two}')


def rounds(options, rows, folder):
  taken = {row.name: Taken() for row in rows}
  outputs = {row.name: folder / f'out-{number}' for number, row in enumerate(rows)}
  fresh = folder / 'fresh'
  for number in range(options.rounds):
    for row in rows:
      if row.slow and number >= options.slow_rounds:
        continue
      mine = taken[row.name]
      builds = [(options.mia, mine.runs, outputs[row.name])]
      if options.against and row.of_mia and 'store:' not in row.name:
        builds.append((options.against, mine.old_runs, folder / 'out-old'))
        builds.reverse() if number % 2 else None
      for tool, runs, output in builds:
        runs.append(run_row(row, tool, output, fresh))
      if len(builds) == 2:
        same_bytes(row, builds[0][2], builds[1][2])
    print(f'round {number + 1} of {options.rounds}', file=sys.stderr)
  return taken, outputs


# ---- the table ----

def machine():
  model = 'unknown processor'
  with open('/proc/cpuinfo', encoding='ascii', errors='replace') as file:
    for line in file:
      if line.startswith('model name'):
        model = line.split(':', 1)[1].strip()
        break
  pages = os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES')
  return (f'{model}, {os.cpu_count()} virtual cores, {pages / (1 << 30):.0f} GiB, '
          f'Linux {platform.release()}')


def table_of(options, rows, taken, e, found):
  out = [f'Command: `{("scripts/bench.sh " + options.said).strip()}`',
         f'\nMachine: {machine()}\n',
         textwrap.fill(
           f'Evidence: {evidence.size(e.csv) / 1e6:,.0f} MB of CSV, {evidence.size(e.ndjson) / 1e6:,.0f} MB of '
           f'NDJSON; {e.made["records"]:,} records, {e.made["items"]:,} items, {e.made["messages"]:,} different '
           f'messages{f"; {found:,} of them in scope" if found else ""}. {options.rounds} interleaved rounds, '
           f'{options.threads} threads, input in the page cache.', 118) + '\n']
  heads = ['row', 'wall s', 'least', 'CPU s', 'MB/s', 'peak MiB']
  if options.against:
    heads += ['before: wall s', 'least', 'peak MiB', 'times faster']
  heads.append('what limits it')
  out += [f'| {" | ".join(heads)} |', '|---' + '|---:' * (len(heads) - 2) + '|---|']
  for row in rows:
    mine = taken[row.name]
    best, peak = min(run.wall for run in mine.runs), max(run.peak for run in mine.runs)
    cells = [row.name, f'{mine.wall():.3f}', f'{best:.3f}', f'{min(run.cpu for run in mine.runs):.2f}',
             f'{evidence.size(row.source) / mine.wall() / 1e6:,.0f}', f'{peak / measure.MIB:.1f}']
    if options.against:
      old = mine.old_runs
      cells += [f'{statistics.median(run.wall for run in old):.3f}', f'{min(run.wall for run in old):.3f}',
                f'{max(run.peak for run in old) / measure.MIB:.1f}', f'{mine.ratio():.2f}'] if old else [''] * 4
    out.append(f'| {" | ".join(cells + [row.limit])} |')
  return out


SAME = [('messages, scope, CSV, 1 thread', 'messages, scope, CSV'), ('store: first question', 'messages, scope, CSV'),
        ('store: second question', 'messages, scope, CSV'), ('store: no scope', 'messages, no scope, CSV')]
PAIRS = [  # what, the slower, the faster: how many times as fast
  ('times as fast as the Python script, CSV', 'Python script, CSV', 'messages, scope, CSV'),
  ('times as fast as the Python script, NDJSON', 'Python script, NDJSON', 'messages, scope, NDJSON'),
  ('times as fast as DuckDB, CSV', 'DuckDB, CSV', 'messages, scope, CSV'),
  ('times as fast as DuckDB, NDJSON', 'DuckDB, NDJSON', 'messages, scope, NDJSON'),
  ('times as fast as chdb, CSV', 'chdb, CSV', 'messages, scope, CSV'),
  ('times as fast as chdb, NDJSON', 'chdb, NDJSON', 'messages, scope, NDJSON'),
  ('times as fast as Polars, CSV', 'Polars, CSV', 'messages, scope, CSV'),
  ('array: of the speed of NDJSON', 'messages, scope, NDJSON', 'messages, scope, array'),
  ('100 files: of the speed of one', 'messages, scope, CSV', 'messages, scope, CSV, 100 files'),
  ('threads against one', 'messages, scope, CSV, 1 thread', 'messages, scope, CSV'),
  ('gzip: of the speed of inflate alone', 'inflate alone, CSV, gzip', 'messages, scope, CSV, gzip'),
  ('4 gzip: of the speed of inflate alone', 'inflate alone, CSV, 4 gzip', 'messages, scope, CSV, 4 gzip'),
  ('of the speed of wc -l', 'wc -l, CSV', 'messages, scope, CSV'),
  ('ingest: times the time of info', 'ingest', 'info, for report and ingest'),
  ('store: the second question, times faster', 'store: first question', 'store: second question'),
  ('store: against no store', 'messages, scope, CSV', 'store: second question'),
  ('store: no scope, against no store', 'messages, no scope, CSV', 'store: no scope'),
]


def pairs_of(taken):
  out = ['', '| ratio within a round | median |', '|---|---:|']
  for what, slow, fast in PAIRS:
    if slow in taken and fast in taken and taken[slow].runs and taken[fast].runs:
      pairs = zip(taken[slow].runs, taken[fast].runs)
      out.append(f'| {what} | {statistics.median(s.wall / f.wall for s, f in pairs):.2f} |')
  return out


def all_rows(options, e, folder):
  rows = table.tool_rows(e, options.threads)
  if table.has_store(options.mia):
    store = folder / 'store'
    made = table.store_rows(e, options.threads, store)
    measure.run([options.mia if part == 'MIA' else part for part in made[1].command], allowed=(0,))
    options.notes.append(f'The store takes {evidence.size(store) / evidence.size(e.csv):.3f} of the room of the CSV.')
    rows += made
  if options.inflate:
    rows += table.base_rows(e, options.inflate)
  rows += table.python_rows(e)
  if options.peers_python:
    rows += table.engine_rows(e, options.peers_python, options.threads)
  # The scripts that say what is right run whatever is asked for.
  return [row for row in rows if not options.row or row.answer == 'peer' and 'NDJSON' in row.name or
          any(part in row.name for part in options.row)]


def bench(options, folder, scratch):
  e = evidence.Evidence(folder, options.gen, tenant(options), options.megabytes,
                        options.case_megabytes or options.megabytes * .3)
  rows = all_rows(options, e, scratch)
  taken, outputs = rounds(options, rows, scratch)
  found = check_answers(rows, outputs)
  text = table_of(options, rows, taken, e, found) + pairs_of(taken)
  for one, two in SAME:
    if one in outputs and two in outputs and outputs[one].read_bytes() != outputs[two].read_bytes():
      sys.exit(f'bench: {one}: other bytes than {two}')
  text += [''] + options.notes + ([f'The answers are equal: {found:,} messages.'] if found else [])
  print('\n'.join(text))
  if options.into:
    page.put(options.into, 'table', '\n'.join(text))


def check(options, folder, scratch):
  """As a test: every container, one to three threads."""
  e = evidence.Evidence(folder, options.gen, tenant(options), 3, .1)
  expected = scratch / 'peer.csv'
  measure.run(table.python_rows(e)[1].command, expected, allowed=(0,))
  wanted, number = messages_of(expected), 0
  for kind, source in (('CSV', e.csv), ('NDJSON', e.ndjson), ('array', e.array), ('gzip', e.gz),
                       ('files', e.parts), ('gzip files', e.gz_parts)):
    for threads in (1, 2, 3):
      command = table.mia('messages', threads, source, *evidence.SCOPE)
      measure.run([options.mia, *command[1:]], scratch / 'mia.csv', allowed=(0,))
      must_agree(wanted, scratch / 'mia.csv', f'{kind} on {threads}')
      number += 1
      print(f'ok {number} - {kind} on {threads}: {len(wanted)} messages as the Python script finds them')
  print(f'1..{number}')


def main():
  options = arguments()
  options.notes = []
  with tempfile.TemporaryDirectory() as temporary:
    scratch = pathlib.Path(temporary)
    (check if options.check else bench)(options, pathlib.Path(options.dir or scratch / 'evidence'), scratch)


main()
