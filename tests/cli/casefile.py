"""Checks a case file with Python's SQLite: its tables and views hold what the
commands print as CSV, its bytes are those of the evidence, and the queries of
docs/casefile.md run.

usage: casefile.py MIA CASE.db [DOCS]
"""
import csv
import hashlib
import io
import re
import sqlite3
import subprocess
import sys
import zlib

mia, path, *docs = sys.argv[1:]
db = sqlite3.connect(f'file:{path}?mode=ro', uri=True)
faults = []


def text(value):
  return '' if value is None else str(value)


for command in ['info', 'sessions', 'messages', 'folders', 'mailboxes', 'coverage', 'timeline']:
  out = subprocess.run([mia, command, '-q', '-f', 'csv', path], capture_output=True, check=False).stdout
  wanted = list(csv.reader(io.StringIO(out.decode(), newline='')))
  rows = db.execute(f'SELECT * FROM {command}')
  got = [[column[0] for column in rows.description]] + [[text(value) for value in row] for row in rows]
  if wanted != got:
    faults.append(f'{command}: other rows')
  if len(wanted) < 2:
    faults.append(f'{command}: no row')


def one(sql):
  return db.execute(sql).fetchone()[0]


# What is said twice is the same.
records, events, repeats, rejected = db.execute('SELECT records, events, repeats, rejected FROM sums').fetchone()
for what, a, b in [
  ('events', events, one('SELECT count(*) FROM events')),
  ('books', records, events + repeats + rejected),
  ('rejects', rejected, one('SELECT count(*) FROM rejects')),
  ('records of sources', records, one('SELECT sum(records) FROM info')),
  ('operations', events, one('SELECT sum(events) FROM operations')),
  ('mailboxes', events, one('SELECT sum(events) FROM mailbox_sums')),
  ('rejects by source', 0, one('SELECT count(*) FROM info WHERE rejected <> '
                               '(SELECT count(*) FROM rejects WHERE rejects.source = info.source)')),
  ('items without event', 0, one('SELECT count(*) FROM items WHERE event NOT IN (SELECT id FROM events)')),
]:
  if a != b:
    faults.append(f'{what}: {a} and {b}')

# The bytes, by nothing but what docs/casefile.md says.
for name, content, fault in db.execute('SELECT name, content, fault FROM sources'):
  sha256, size, first, count = db.execute(
    'SELECT sha256, stored_bytes, first_chunk, chunk_count FROM contents WHERE number = ?', [content]).fetchone()
  data = b''
  for deflated, chunk in db.execute('SELECT deflated, bytes FROM chunks WHERE number >= ? AND number < ? ORDER BY number',
                                    [first, first + count]):
    data += zlib.decompress(chunk, -15) if deflated else chunk
  if len(data) != size or hashlib.sha256(data).hexdigest() != sha256:
    faults.append(f'{name}: other bytes')
  if not fault:
    with open(name, 'rb') as file:
      if file.read() != data:
        faults.append(f'{name}: not the bytes of the file')

for doc in docs:
  with open(doc, encoding='utf-8') as file:
    queries = re.findall(r'^```sql\n(.*?)^```', file.read(), re.M | re.S)
  for query in queries:
    rows = db.execute(query).fetchall()
    if not rows:
      faults.append(f'no row: {query}')
  print(len(queries) > 3 and 'queries of the documentation' or 'no queries in the documentation')
print('\n'.join(faults) or 'as the commands say')
