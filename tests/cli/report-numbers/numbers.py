"""The numbers of a case folder against the evidence, counted without mia.

Usage: numbers.py FOLDER EVIDENCE SESSION
"""
import csv
import html
import json
import pathlib
import re
import sys

folder, evidence, session = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
csv.field_size_limit(1 << 30)


def records():
  for path in sorted(evidence.iterdir()):
    if path.suffix == '.json':
      for row in json.loads(path.read_text(encoding='utf-8'))['value']:
        yield row['auditData']
    else:
      text = path.read_text(encoding='utf-8-sig')
      if text.startswith('#TYPE'):
        text = text.partition('\n')[2]
      for row in csv.DictReader(text.splitlines(True)):
        yield json.loads(row['AuditData'])


def sid(record):
  ids = record.get('SessionId') or (record.get('AppAccessContext') or {}).get('AADSessionId')
  return ids.lower() if ids else None


def brackets(text):
  text = text.strip()
  return text if text.startswith('<') else f'<{text}>'


def property_of(record, name):
  return next((p['Value'] for p in record.get('OperationProperties') or [] if p['Name'] == name), None)


def items(record):
  for folder_ in record.get('Folders') or []:
    for item in folder_.get('FolderItems') or []:
      yield brackets(item['InternetMessageId']) if item.get('InternetMessageId') else item['Id']


events = {r['Id']: r for r in records()}
named, unsure, synced = set(), set(), set()
for r in events.values():
  if r['Operation'] != 'MailItemsAccessed' or r.get('ResultStatus') == 'Failed' or sid(r) not in (None, session):
    continue
  box = r['MailboxOwnerUPN'].lower()
  if property_of(r, 'MailAccessType') == 'Sync':
    if sid(r):
      synced.add((box, r['Item']['ParentFolder']['Id']))
  else:
    (named if sid(r) else unsure).update((box, i) for i in items(r))
unsure -= named


def table(name):
  with open(folder / name, encoding='utf-8-sig', newline='') as f:
    return list(csv.DictReader(f))


def level(rows, name):
  return sum(r['exposure'] == name for r in rows)


faults = 0


def same(what, expected, *found):
  global faults
  ok = all(f == expected for f in found)
  faults += not ok
  print(f'{what}: {expected}' if ok else f'{what}: {expected} by the evidence, {found} in the folder')


messages, folders, people = table('messages.csv'), table('folders.csv'), table('subjects.csv')
boxes = {r['mailbox']: r for r in table('mailboxes.csv')}
manifest = json.loads((folder / 'manifest.json').read_text())
page = re.sub(r'<[^>]+>', ' ', (folder / 'report.html').read_text(encoding='utf-8'))
page = ' '.join(html.unescape(page).split())
same('events', len(events), manifest['totals']['events'])
same('records', sum(1 for _ in records()), manifest['totals']['records'])
same('messages with a recorded access', len(named), level(messages, 'access recorded'),
  manifest['messages_by_level']['access recorded'], sum(int(b['messages_accessed']) for b in boxes.values()))
same('messages unattributed', len(unsure), level(messages, 'unattributed'), manifest['messages_by_level']['unattributed'])
same('folders copied', len(synced), sum(int(r['sync_count']) > 0 for r in folders),
  sum(int(b['folders_synced']) for b in boxes.values()), int(re.search(r'(\d+) folders are recorded as copied', page)[1]))
for box, row in boxes.items():
  count = sum(b == box for b, _ in named)
  same(f'sentence of {box}', count, int(re.search(r'access to at least (\d+) messages', row['sentence'])[1]))
  same(f'the same on the page of {box}', True, row['sentence'] in page)
presumed = [r for r in messages if r['exposure'] == 'presumed copied']
key = lambda r: r['internet_message_id'] or r['item_id']
least = {i for _, i in named} | {key(r) for r in presumed}
most = least | {i for _, i in unsure}
found = re.search(r'Messages concerned: at least (\d+)\. With those [^,]*, (\d+) are known', page)
same('records for Art. 33', (len(least), len(most)), (int(found[1]), int(found[2])))
same('no upper bound where the log is blind', True, 'at most' not in page.partition('When it happened')[0].partition('Messages concerned')[2])
found = re.search(r'People concerned.*?at least (\d+)\. With [^,]*, (\d+) are known', page)
same('people', len(people), int(found[2]))
same('rows in the manifest', [len(messages), len(folders), len(people)],
  [r['rows'] for n in ('messages.csv', 'folders.csv', 'subjects.csv') for r in manifest['results'] if r['name'] == n])
same('handled is not counted where nobody asked', True, 'made without the option handled' in page)
same('fractions of a second that nobody measured', False, '0000001' in page)
sys.exit(faults > 0)
