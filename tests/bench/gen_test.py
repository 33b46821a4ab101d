#!/usr/bin/env python3
"""Tests bench-gen: the same options give the same bytes, each form holds the
same records, what it says of them is what is there, and orders and variety are
as asked. Usage: gen_test.py GEN"""
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

GEN = sys.argv[1]
INTRUDERS = {'203.0.113.77', '203.0.113.78', '2001:db8:66::77'}
number = 0


def generate(*options):
  done = subprocess.run([GEN, *map(str, options)], check=True, stdout=subprocess.PIPE)
  return json.loads(done.stdout)


def check(condition, what):
  global number
  number += 1
  print(f'{"ok" if condition else "not ok"} {number} - {what}')


def of_ndjson(path):
  return [json.loads(line) for line in path.read_text(encoding='utf-8').splitlines()]


def of_csv(path):
  csv.field_size_limit(1 << 30)
  with open(path, encoding='utf-8', newline='') as file:
    return list(csv.DictReader(file))


def access(record):
  if record['Operation'] != 'MailItemsAccessed':
    return None
  return {pair['Name']: pair['Value'] for pair in record['OperationProperties']}


def counted(records):
  """The same as bench-gen says of itself, but for the intruder's other records."""
  seen, once = set(), []
  for record in records:
    if record['Id'] not in seen:
      seen.add(record['Id'])
      once.append(record)
  binds = [r for r in once if (access(r) or {}).get('MailAccessType') == 'Bind']
  items = [(r['MailboxGuid'], item['InternetMessageId'], r['ClientIPAddress'] in INTRUDERS)
           for r in binds for folder in r['Folders'] for item in folder['FolderItems']]
  return {
    'records': len(records), 'repeats': len(records) - len(once), 'binds': len(binds),
    'syncs': sum((access(r) or {}).get('MailAccessType') == 'Sync' for r in once),
    'throttled': sum(access(r)['IsThrottled'] == 'True' for r in binds), 'items': len(items),
    'messages': len({item[:2] for item in items}),
    'binds_in_scope': sum(r['ClientIPAddress'] in INTRUDERS for r in binds),
    'messages_in_scope': len({item[:2] for item in items if item[2]})}


def forms(folder):
  options = ['--bytes', 3000000, '--seed', 11, '--mailboxes', 60, '--messages', 700, '--scope', 8]
  paths = {kind: folder / f'a.{kind}' for kind in ('csv', 'ndjson', 'array')}
  said = generate(*options, *(part for kind, path in paths.items() for part in (f'--{kind}', path)))
  again = folder / 'again.ndjson'
  generate(*options, '--ndjson', again)
  check(again.read_bytes() == paths['ndjson'].read_bytes(), 'the same options, the same bytes')
  generate(*options, '--seed', 12, '--ndjson', again)
  check(again.read_bytes() != paths['ndjson'].read_bytes(), 'another seed, other bytes')
  records = of_ndjson(paths['ndjson'])
  check(records == json.loads(paths['array'].read_text(encoding='utf-8')), 'the array holds what NDJSON holds')
  rows = of_csv(paths['csv'])
  check([json.loads(row['AuditData']) for row in rows] == records, 'so does the CSV')
  check(all(row['RecordId'] == record['Id'] and row['Operation'] == record['Operation']
            and row['CreationDate'].startswith(record['CreationTime']) and row['UserId'] == record['UserId']
            and row['RecordType'] == str(record['RecordType'])
            for row, record in zip(rows, records)), 'its columns say what AuditData says')
  found = counted(records)
  check(all(said[name] == value for name, value in found.items()), f'what is there is what it says: {found} {said}')
  check(abs(paths['ndjson'].stat().st_size - 3000000) < 30000, 'the size is as asked')
  parts = folder / 'parts'
  parts.mkdir()
  generate(*options, '--files', 7, '--ndjson', parts / 'p')
  files = sorted(parts.iterdir())
  check(len(files) == 7 and b''.join(path.read_bytes() for path in files) == paths['ndjson'].read_bytes(),
        'several files hold what one holds')
  variety(records)


def variety(records):
  text = ' '.join(item.get('Subject', '') for r in records for folder in r.get('Folders', [])
                  for item in folder['FolderItems'])
  check('"' in text and ',' in text and any(ord(letter) > 0x2000 for letter in text),
        'subjects have quotes, commas and letters of other scripts')
  items = [item for r in records for folder in r.get('Folders', []) for item in folder['FolderItems']]
  for name in ('Id', 'ImmutableId'):
    one_to_one = {item[name] for item in items}, {(item[name], item['InternetMessageId']) for item in items}
    check(len(one_to_one[0]) == len(one_to_one[1]), f'an {name} is one message')
  beginnings = {}
  for r in records:
    for folder in r.get('Folders', []):
      for item in folder['FolderItems']:
        beginnings.setdefault(r['MailboxGuid'], set()).add(item['Id'][:60])
  check(all(len(found) == 1 for found in beginnings.values())
        and len(set.union(*beginnings.values())) == len(beginnings), 'ids of a mailbox begin alike, of two do not')
  check({r['Operation'] for r in records} >= {'MailItemsAccessed', 'Send', 'HardDelete', 'UserLoggedIn',
                                              'FileAccessed', 'New-InboxRule'}, 'there are operations of many kinds')


def orders(folder):
  path = folder / 'order.ndjson'
  found = {}
  for order in ('random', 'time', 'backwards', 'blocks'):
    generate('--bytes', 400000, '--order', order, '--ndjson', path)
    times = [record['CreationTime'] for record in of_ndjson(path)]
    found[order] = times == sorted(times), times == sorted(times, reverse=True)
    check('2026-03-01' <= min(times) and max(times) < '2026-03-31', f'{order}: within the month')
  check(found['time'] == (True, False) and found['backwards'] == (False, True)
        and found['random'] == (False, False), 'the orders are as asked')


def main():
  with tempfile.TemporaryDirectory() as scratch:
    forms(pathlib.Path(scratch))
    orders(pathlib.Path(scratch))
  print(f'1..{number}')


main()
