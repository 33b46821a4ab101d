"""What mia writes as JSON keeps to docs/schemas, on every fixture; and the
schemas would notice if it did not. TAP.

Usage: validate.py MIA FIXTURES VARIANTS SCHEMAS
"""
import copy
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

try:
  import jsonschema
except ImportError:
  # Debian's module belongs to Debian's Python.
  if sys.executable != '/usr/bin/python3' and os.path.exists('/usr/bin/python3'):
    os.execv('/usr/bin/python3', ['/usr/bin/python3'] + sys.argv)
  print('1..0 # SKIP no jsonschema (Debian: python3-jsonschema)')
  sys.exit(0)

mia, fixtures, variants, schemas = sys.argv[1], *map(pathlib.Path, sys.argv[2:5])
SESSION = '5e55a77a-0000-4000-8000-00000000000a'
INCIDENT = fixtures / 'incident'
INVENTORY = [f'--inventory={p}' for p in sorted((fixtures / 'inventory').iterdir()) if p.suffix in ('.csv', '.json')]
PEOPLE = [f'--inventory={fixtures / "inventory" / "ediscovery-results.csv"}', '--own-domain=fjordlight.example']
READINESS = sorted(p for p in (fixtures / 'readiness').iterdir() if p.is_file())


def run(*args, made=None):
  env = {k: v for k, v in os.environ.items() if k != 'SOURCE_DATE_EPOCH'}
  if made:
    env['SOURCE_DATE_EPOCH'] = made
  done = subprocess.run([mia, *map(str, args)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env)
  return done.stdout if done.returncode <= 1 else None


def sources():
  yield from (INCIDENT, fixtures / 'containers', fixtures / 'bad', variants)
  yield from sorted(p for p in (fixtures / 'stories').iterdir() if p.is_dir())


def folders_of_cases():
  """Case folders: with everything, redacted, with rejects, without an event."""
  with tempfile.TemporaryDirectory() as place:
    key, out = pathlib.Path(place, 'key'), pathlib.Path(place, 'case')
    key.write_text('a key of more than sixteen bytes\n')
    nothing = pathlib.Path(place, 'nothing.json')
    nothing.write_text('[]\n')
    everything = ['--session', SESSION, '--case', '17', *PEOPLE, *[f'--readiness={p}' for p in READINESS], INCIDENT]
    for made, args in ((None, everything), ('1772582400', ['--redact', key, *everything]),
        (None, [fixtures / 'bad']), (None, [nothing])):
      if run('report', '-o', out, *args, made=made) is None:
        continue
      yield out
      shutil.rmtree(out)


def rows_of(schema):
  """Every object that mia writes for a schema."""
  plain = {'messages', 'folders', 'mailboxes', 'sessions', 'coverage', 'timeline'}
  if schema in plain:
    for source in sources():
      yield run(schema, '-f', 'ndjson', source)
    for more in (['--session', SESSION], ['--ip', '192.0.2.99'], ['--since', '2026-03-04T10:00:00.25Z']):
      yield run(schema, '-f', 'ndjson', *more, INCIDENT)
  if schema in ('messages', 'folders', 'mailboxes'):
    for more in (['--sync', 'mailbox'], ['--sync', 'folder', '--handled']):
      yield run(schema, '-f', 'ndjson', '--session', SESSION, *more, *INVENTORY, INCIDENT)
  if schema == 'triage':
    for source in sources():
      yield run(schema, '-f', 'ndjson', source)
      yield run(schema, '--all', '-f', 'ndjson', source)
  if schema == 'scope':
    for name in ('scope.json', 'scope-accounts.json'):
      yield (fixtures / 'stories' / name).read_bytes()
    yield run('scope', '--session', SESSION, '--note', 'why', INCIDENT)
    yield run('scope', '--ip', '203.0.113.7', '--ip', '2001:db8:7::/48', '--since', '2026-03-04', '--not-user',
      'bjorn.dahl@fjordlight.example', '--not-logon', 'admin', '--or', '--client', '^Client=OWA', '--note', 'why', INCIDENT)
    yield run('scope', '--scope', fixtures / 'stories' / 'scope.json', '--user', 'anna.berg@fjordlight.example', INCIDENT)
  if schema == 'readiness':
    yield run(schema, '-f', 'ndjson', *READINESS)
  if schema == 'expansion':
    yield run('explain', '--session', SESSION, '--expand', 'session', '-f', 'ndjson', INCIDENT)
  if schema == 'explain':
    yield run('explain', '--message', '<invoice-7731@supplier.example.net>', '-f', 'ndjson', INCIDENT)
    yield run('explain', '--folder', '\\Innboks', '-f', 'ndjson', INCIDENT)
  if schema == 'subjects':
    yield run('subjects', '-f', 'ndjson', '--session', SESSION, *PEOPLE, INCIDENT)
    yield run('subjects', '-f', 'ndjson', '--session', SESSION, *INVENTORY, INCIDENT)
  if schema == 'manifest':
    for folder in folders_of_cases():
      yield (folder / 'manifest.json').read_bytes()
  if schema == 'verification':
    for folder in folders_of_cases():
      yield run('verify', '-f', 'ndjson', folder)
      (folder / 'messages.csv').write_text('changed')
      (folder / 'folders.csv').unlink()
      (folder / 'new').touch()
      yield run('verify', '-f', 'ndjson', folder, INCIDENT)
  if schema == 'difference':
    with tempfile.TemporaryDirectory() as place:
      for report in ('messages', 'folders'):
        old, new = pathlib.Path(place, 'old.csv'), pathlib.Path(place, 'new.csv')
        run(report, '--ip', '203.0.113.7', '-o', old, INCIDENT)
        run(report, '--session', SESSION, '-o', new, INCIDENT)
        yield run('diff', '--all', '-f', 'ndjson', old, new)
  if schema == 'info':
    for source in sources():
      yield run('info', '-f', 'json', source)


def objects(schema):
  for text in rows_of(schema):
    if text is None:
      continue
    if schema in ('info', 'manifest', 'scope'):
      yield json.loads(text)
    else:
      yield from map(json.loads, text.decode().splitlines())


def spoilt(row, required):
  """The same object in ways that a schema must not let pass."""
  for key in row:
    if key == 'made':
      continue
    missing = copy.deepcopy(row)
    del missing[key]
    if key in required:
      yield f'without {key}', missing
    other = copy.deepcopy(row)
    other[key] = {'no': 'such'}
    yield f'{key} of another type', other
  yield 'with a column more', {**row, 'no_such_column': 1}


def check(name):
  schema = json.loads((schemas / f'{name}.schema.json').read_text(encoding='utf-8'))
  checker = jsonschema.validators.validator_for(schema)
  if not hasattr(jsonschema, 'Draft202012Validator'):
    checker = jsonschema.Draft7Validator
  checker.check_schema(schema)
  validator = checker(schema)
  # A scope file has what it asks, and nothing that it must have.
  required = schema.get('required', [])
  faults, count, last = [], 0, None
  for row in objects(name):
    count += 1
    last = row
    faults += [f'{error.json_path if hasattr(error, "json_path") else list(error.path)}: {error.message}'[:300]
      for error in validator.iter_errors(row)]
    if list(row) != [name for name in schema['properties'] if name in row or name in required]:
      faults.append(f'columns in another order: {list(row)}')
  if last is None:
    faults.append('mia wrote nothing for it')
  else:
    faults += [f'let pass: {what}' for what, row in spoilt(last, required) if validator.is_valid(row)]
  return count, faults


names = sorted(p.name.removesuffix('.schema.json') for p in schemas.glob('*.schema.json'))
print(f'1..{len(names)}')
failed = 0
for number, name in enumerate(names, 1):
  count, faults = check(name)
  print(f'{"not ok" if faults else "ok"} {number} - {name}: {count} objects')
  for fault in sorted(set(faults))[:10]:
    print(f'# {fault}')
  failed += bool(faults)
sys.exit(failed > 0)
