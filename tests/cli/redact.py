"""Looks for people and subjects of the evidence in everything that mia writes
with --redact; the list of them is made from the evidence, not from mia.

usage: redact.py MIA FIXTURES
"""
import csv
import io
import json
import pathlib
import re
import subprocess
import sys
import zipfile

mia, fixtures = sys.argv[1], pathlib.Path(sys.argv[2])
incident = fixtures / 'incident'
people, subjects, messages, records = set(), set(), set(), set()


def walk(value):
  if isinstance(value, list):
    for element in value:
      walk(element)
  elif isinstance(value, dict):
    for name, member in value.items():
      if isinstance(member, str):
        if name in ('MailboxOwnerUPN', 'UserId', 'MailboxGuid', 'userPrincipalName') and len(member) > 3:
          people.add(member)
        elif name == 'Subject' and member:
          subjects.add(member)
        elif name == 'InternetMessageId':
          messages.add(member)
        elif name == 'Id' and 'Operation' in value:
          records.add(member)
        if member.startswith('{'):
          walk(json.loads(member))
      else:
        walk(member)


walk(json.loads((incident / 'graph.json').read_text(encoding='utf-8-sig')))
for name in ('portal.csv', 'search-ual.csv'):
  text = (incident / name).read_text(encoding='utf-8-sig').split('\n')
  for row in csv.DictReader(io.StringIO('\n'.join(line for line in text if not line.startswith('#')))):
    walk(dict(row))
inventory = fixtures / 'inventory' / 'ediscovery-results.csv'
with open(inventory, encoding='utf-8-sig', newline='') as f:
  for row in csv.DictReader(f):
    if len(row['Subject or Title']) > 3:
      subjects.add(row['Subject or Title'])
    for name, cell in row.items():
      if 'Message ID' not in name:
        people.update(re.findall(r'[\w.+-]+@[\w.-]+\w', re.sub(r'<[^<>]*>', '', cell or '')))
assert len(people) > 5 and len(subjects) > 5 and len(messages) > 5 and len(records) > 10


def run(*arguments):
  done = subprocess.run([mia, *map(str, arguments)], capture_output=True)
  assert done.returncode == 0, (arguments, done)
  return done.stdout


def without_ids(text):
  for message in sorted(messages | {m.strip('<>') for m in messages}, key=len, reverse=True):
    text = text.replace(message, '')
  # Of the inventory only: an id with its brackets, escaped or not.
  return re.sub(r'(<|&lt;|\\u003c)[^<>&\s,"]*@[^<>&\s,"]*(>|&gt;|\\u003e)', '', text)


def look(what, data):
  lower = without_ids(data.decode('utf-8')).lower()
  for secret in sorted(people | subjects):
    if secret.lower() in re.sub(r'\s+', ' ', lower) or json.dumps(secret)[1:-1].lower() in lower:
      print(f'{what}: {secret}')


pathlib.Path('key').write_bytes(b'0123456789abcdef')
pathlib.Path('other').write_bytes(b'0123456789abcdeg')
pathlib.Path('short').write_bytes(b'0123456789abcde')
more = ['--inventory', inventory, '--inventory-mailbox', 'anna.berg@fjordlight.example']
hashes = {}
for command in ('messages', 'folders', 'mailboxes', 'sessions', 'coverage', 'timeline', 'subjects'):
  given = more if command in ('messages', 'folders', 'mailboxes', 'subjects') else []
  formats = [['-f', name] for name in ('table', 'csv', 'json', 'ndjson')] + [['--csv', 'excel']]
  if command in ('messages', 'timeline'):
    formats += [['-f', name] for name in ('timesketch', 'ecs')]
  if command == 'timeline':
    formats += [['-f', name] for name in ('tln', 'bodyfile')]
  if command == 'messages':
    formats += [['-f', name] for name in ('dat', 'ids')]
  for form in formats:
    out = run(command, '-q', '--redact', 'key', *form, *given, incident)
    look(f'{command} {form}', out)
    hashes.setdefault(command, set()).update(re.findall(rb'person-[0-9a-f]{16}', out))
  other = run(command, '-q', '--redact', 'other', '-f', 'json', *given, incident)
  if hashes[command] & set(re.findall(rb'person-[0-9a-f]{16}', other)):
    print(f'{command}: one hash under two keys')
out = run('timeline', '-q', '--redact', 'key', '-f', 'json', incident)
rows, plain = json.loads(out), json.loads(run('timeline', '-q', '-f', 'json', incident))
assert len(rows) == len(plain)
known = {}
for row, was in zip(rows, plain):
  for name in row:
    if name in ('mailbox', 'actor', 'subject') and was[name] is not None:
      key = (name == 'subject', was[name] if name == 'subject' else was[name].lower())
      if known.setdefault(key, row[name]) != row[name] or row[name] == was[name]:
        print(f'{name}: {row[name]}')
    elif name == 'source':
      # An export is often named after the person.
      if not row[name].startswith('file-') or known.setdefault(('file', was[name]), row[name]) != row[name]:
        print(f'source: {row[name]}')
    elif row[name] != was[name] and 'person-' not in str(row[name]):
      print(f'{name} was changed: {row[name]}')
if len(set(known.values())) != len(known):
  print('two have one hash')
if not any(r.encode() in out for r in records) or not any(m.strip('<>').encode() in out for m in messages):
  print('ids are gone')
print('persons of the timeline are known in the sessions:', hashes['sessions'] <= hashes['timeline'])

run('report', '-q', '-o', 'report', '--redact', 'key', '--user', 'anna.berg@fjordlight.example', *more, incident)
for path in sorted(p for p in pathlib.Path('report').rglob('*') if p.is_file()):
  if path.suffix == '.xlsx':
    with zipfile.ZipFile(path) as book:
      for member in book.namelist():
        look(f'{path}: {member}', book.read(member))
  else:
    look(str(path), path.read_bytes())
  if b'0123456789abcdef' in path.read_bytes() and path.suffix != '.xlsx':
    print(f'{path} holds the key')
for name, status in (('short', 2), ('missing', 2)):
  done = subprocess.run([mia, 'messages', '--redact', name, incident], capture_output=True)
  print(name, done.returncode, done.stdout, done.stderr.decode().strip())
