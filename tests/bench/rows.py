"""The rows of the table of bench.py: what is run, and on what."""
import pathlib
import re
import subprocess
import sys

from evidence import ADDRESSES, SCOPE, SINCE, UNTIL

HERE = pathlib.Path(__file__).resolve().parent
PYTHON_PEERS = {'CSV': 'peer_csv.py', 'NDJSON': 'peer_ndjson.py', 'array': 'peer_array.py'}
ENGINES = {'DuckDB': ('peer_duckdb.py', ('CSV', 'NDJSON')), 'chdb': ('peer_chdb.py', ('CSV', 'NDJSON')),
           'Polars': ('peer_polars.py', ('CSV',))}


class Row:
  """One line of the table. command: how to call it, with MIA in the place of
  the tool where it is mia, and FRESH in the place of a path that must not be
  there yet; source: what MB/s are of, as unpacked; every: so many runs in a
  round, the best of which counts; answer: 'mia' or 'peer' where the
  output is a list of messages in scope, 'count' where it is their number."""

  def __init__(self, name, command, source, answer=None, slow=False, every=1, limit=''):
    self.name, self.command, self.source, self.answer = name, command, source, answer
    self.slow, self.every, self.limit = slow, every, limit
    self.of_mia = command[0] == 'MIA'


def mia(command, threads, source, *more):
  return ['MIA', command, '-f', 'csv', '-q', '--progress', 'never', '-j', threads, *more, source]


def tool_rows(e, threads):
  """The tool itself."""
  rows = []

  def row(name, command, source, *more, answer=None, j=threads, every=1, limit=''):
    text = e.csv if source in (e.gz, e.gz_parts) else source
    rows.append(Row(name, mia(command, j, source, *more), text, answer, every=every, limit=limit))

  row('messages, scope, CSV', 'messages', e.csv, *SCOPE, answer='mia', limit='decoding')
  row('messages, scope, NDJSON', 'messages', e.ndjson, *SCOPE, answer='mia', limit='decoding')
  row('messages, scope, array', 'messages', e.array, *SCOPE, answer='mia', limit='decoding')
  row('messages, scope, CSV, 1 thread', 'messages', e.csv, *SCOPE, answer='mia', j=1, limit='decoding')
  row('messages, scope, CSV, 100 files', 'messages', e.parts, *SCOPE, answer='mia', limit='decoding')
  row('messages, scope, CSV, gzip', 'messages', e.gz, *SCOPE, answer='mia', limit='inflate, on one core')
  row('messages, scope, CSV, 4 gzip', 'messages', e.gz_parts, *SCOPE, answer='mia', limit='inflate, on all cores')
  row('messages, scope, 2 MB', 'messages', e.small, *SCOPE, every=5, limit='start of the process')
  row('messages, no scope, CSV', 'messages', e.csv, limit='names, sorting, writing')
  row('messages, no scope, NDJSON', 'messages', e.ndjson, limit='names, sorting, writing')
  row('sessions', 'sessions', e.csv, limit='names of items')
  row('coverage', 'coverage', e.csv, limit='decoding')
  row('info', 'info', e.csv, limit='decoding, SHA-256')
  row('timeline', 'timeline', e.csv, limit='writing: a row a record')
  row('folders', 'folders', e.csv, limit='names of items')
  row('mailboxes, scope', 'mailboxes', e.csv, *SCOPE, limit='decoding')
  row('triage', 'triage', e.csv, limit='names of items')
  row('info, for report and ingest', 'info', e.case, limit='decoding, SHA-256')
  report = ['MIA', 'report', '-q', '--progress', 'never', '-j', threads, '-o', 'FRESH', e.case]
  ingest = ['MIA', 'ingest', '-q', '--progress', 'never', '-j', threads, '-o', 'FRESH', e.case]
  rows.append(Row('report, no scope', report, e.case, limit='workbook and page'))
  rows.append(Row('ingest', ingest, e.case, limit='SQLite'))
  return rows


def store_rows(e, threads, store):
  """The first and the second question, where the tool can keep a store."""
  first = mia('messages', threads, e.csv, '--store', 'FRESH', *SCOPE)
  second = mia('messages', threads, e.csv, '--store', store, *SCOPE)
  other = mia('messages', threads, e.csv, '--store', store, '--user', 'anna.berg0@fjordlight.example')
  everything = mia('messages', threads, e.csv, '--store', store)
  return [Row('store: first question', first, e.csv, 'mia', limit='writing the store'),
          Row('store: second question', second, e.csv, 'mia', limit='reading the store'),
          Row('store: another scope', other, e.csv, limit='reading the store'),
          Row('store: no scope', everything, e.csv, limit='names, sorting, writing')]


def base_rows(e, inflate):
  """What cannot be beaten."""
  return [Row('wc -l, CSV', ['wc', '-l', e.csv], e.csv, limit='copying from the kernel'),
          Row('inflate alone, CSV, gzip', [inflate, e.gz], e.csv, limit='inflate'),
          Row('inflate alone, CSV, 4 gzip', [inflate, *sorted(e.gz_parts.iterdir())], e.csv, limit='inflate')]


def python_rows(e):
  sources = {'CSV': e.csv, 'NDJSON': e.ndjson, 'array': e.array}
  return [Row(f'Python script, {kind}', [sys.executable, HERE / script, sources[kind], SINCE, UNTIL, *ADDRESSES],
              sources[kind], 'peer', slow=True, limit='its json module') for kind, script in PYTHON_PEERS.items()]


def engine_rows(e, python, threads):
  """The engines that scripts/bench.sh --peers installed."""
  sources, rows = {'CSV': e.csv, 'NDJSON': e.ndjson}, []
  for engine, (script, kinds) in ENGINES.items():
    if subprocess.run([python, '-c', f'import {engine.lower()}'], capture_output=True, check=False).returncode:
      continue
    for kind in kinds:
      rows.append(Row(f'{engine}, {kind}', [python, HERE / script, sources[kind], threads, SINCE, UNTIL, *ADDRESSES],
                      sources[kind], 'count', limit='its JSON functions'))
  return rows


def has_store(tool):
  text = subprocess.run([tool, 'messages', '--help=full'], capture_output=True, text=True, check=False).stdout
  return re.search(r'^\s+--store\b', text, re.M) is not None
