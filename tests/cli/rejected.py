"""Compares the rejects of one evidence with what reading them again gave.

usage: rejected.py FIRST AGAIN...     (FIRST.json, FIRST.rejects and so on)

The evidence is the folder e; which records of it are bad, and why, is read
from the expected.tsv of the fixtures.
"""
import collections
import csv
import json
import os
import sys

first, *again = sys.argv[1:]


def totals(name):
  with open(name + '.json', encoding='utf-8') as f:
    return json.load(f)['totals']


def entries(name):
  """Reason and bytes of each entry, the parts of long records joined."""
  with open(name + '.rejects', 'rb') as f:
    magic = f.readline()
    assert magic == b'MIA-REJECTS 1\n', magic
    raw = b''
    while head := f.readline():
      fields = dict(word.split('=', 1) for word in head.decode().split() if '=' in word)
      f.read(int(fields['header']))
      raw += f.read(int(fields['bytes']))
      assert f.read(1) == b'\n', head
      if fields['last'] == '1':
        yield fields['reason'], raw, os.path.basename(fields['source']), int(fields['record'])
        raw = b''


wanted = collections.Counter()
places = {}
with open(os.path.join(os.environ['FIXTURES'], 'expected.tsv'), encoding='utf-8') as table:
  for row in csv.DictReader(table, delimiter='\t'):
    name = os.path.basename(row['file'])
    if row['file'].split('/')[-2:-1] in (['bad'], ['gzip'], ['cut']) and os.path.exists('e/' + name):
      wanted[row['reason']] += int(row['rejected'])
      if row['reason'] != '-' and row['bad_record'] != '-':
        places[name] = row['reason'], int(row['bad_record']), int(row['bad_line'])
wanted = {reason: count for reason, count in sorted(wanted.items()) if count}
got = totals(first)
kept = list(entries(first))
print('as in expected.tsv:', dict(sorted(got['rejects'].items())) == wanted)
print('all of them kept:', len(kept) == got['rejected'] == sum(wanted.values()))
for name in again:
  told = totals(name)
  print('again:', told['records'] == told['rejected'] == got['rejected'], told['rejects'] == got['rejects'],
    [entry[:2] for entry in entries(name)] == [entry[:2] for entry in kept])

# Rejects of a source as a whole have no bytes of their own.
whole = ('EMPTY', 'NOT_AN_EXPORT', 'PASSED_OVER', 'MORE_RECORDS', 'INPUT_CHANGED', 'CUT', 'GZIP_')
for name, (reason, record, line) in sorted(places.items()):
  found = [entry for entry in kept if entry[2] == name]
  if [(entry[0], entry[3]) for entry in found] != [(reason, record)]:
    print(name, 'has', [(entry[0], entry[3]) for entry in found])
  if reason.startswith(whole) or not found:
    continue
  with open('e/' + name, 'rb') as f:
    text = b''.join(f.readlines()[line - 1:])
  raw = found[0][1]
  if not raw or not text.lstrip().startswith(raw):
    print(name, 'stands there otherwise')
