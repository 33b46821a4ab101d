"""docs/formats.md and docs/schemas say the same columns as the library: their
names, their order and their types. TAP.

Usage: columns.py PROGRAM SCHEMAS FORMATS.md
"""
import json
import pathlib
import re
import subprocess
import sys

program, schemas, formats = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])

# The heading of docs/formats.md under which the columns of a report stand.
HEADINGS = {
  **{f'`{name}`': name for name in (
    'messages', 'folders', 'mailboxes', 'sessions', 'coverage', 'timeline', 'explain', 'info', 'readiness', 'subjects',
    'triage')},
  '`explain --expand`': 'expansion', '`verify`': 'verification', '`diff`': 'difference',
}
# Which JSON types a column of this type has, and how docs/formats.md calls it.
JSON_TYPES = {
  'text': ({'string', 'null'}, 'string'), 'texts': ({'array'}, 'array'), 'time': ({'string', 'null'}, 'string'),
  'count': ({'integer'}, 'number'), 'size': ({'integer', 'null'}, 'number'), 'counts': ({'object'}, 'object'),
}
# Their columns have no schema of their own, or are told in prose alone.
NO_SCHEMA = {'rejects'}


def library():
  """{report: [(name, type, json_only)]} in the order of the columns."""
  reports = {}
  for line in subprocess.run([program], stdout=subprocess.PIPE, check=True).stdout.decode().splitlines():
    report, name, kind, json_only = line.split('\t')
    reports.setdefault(report, []).append((name, kind, json_only == '1'))
  return reports


def json_types(schema):
  """What JSON types a schema lets pass."""
  types = schema.get('type', [])
  found = {types} if isinstance(types, str) else set(types)
  for value in schema.get('enum', []) + ([schema['const']] if 'const' in schema else []):
    found.add('null' if value is None else 'string')
  for choice in schema.get('anyOf', []) + schema.get('oneOf', []):
    found |= json_types(choice)
  return found


def check_schema(report, columns):
  schema = json.loads((schemas / f'{report}.schema.json').read_text(encoding='utf-8'))
  whole = schema
  if report == 'info':
    schema = schema['properties']['sources']['items']
  faults = []
  names = [name for name, _, _ in columns]
  for what, said in (('properties', list(schema['properties'])), ('required', schema['required'])):
    if said != names:
      faults.append(f'{what} of the schema: {said}, not {names}')
  for name, kind, _ in columns:
    of = schema['properties'].get(name, {})
    if '$ref' in of:
      of = whole['$defs'][of['$ref'].rsplit('/', 1)[-1]]
    types = json_types(of)
    may = JSON_TYPES[kind][0]
    # That a value is never absent may be known better by the schema.
    if not types or not types <= may or may - types - {'null'}:
      faults.append(f'{name} is {kind}, the schema has {sorted(types)}')
  return faults


def sections():
  """(report, text) of each section of docs/formats.md that has columns."""
  for part in re.split(r'^## ', formats.read_text(encoding='utf-8'), flags=re.M)[1:]:
    heading, _, text = part.partition('\n')
    if heading in HEADINGS:
      yield HEADINGS[heading], re.split(r'^### ', text, flags=re.M)[0]


def rows(text):
  """(names, types, meaning) of each row of the section's table of columns."""
  inside = False
  for line in text.splitlines():
    cells = [cell.strip() for cell in re.split(r'(?<!\\)\|', line)[1:-1]]
    if len(cells) < 3:
      inside = False
    elif cells[0] in ('column', '`sources` (and CSV)'):
      inside = True
    elif inside and not set(cells[0]) <= set('-: '):
      words = [word.removesuffix('s') for word in re.split(r', ', cells[1]) if word]
      yield re.findall(r'`(\w+)`', cells[0]), words, cells[2]


def check_document(report, columns, text):
  faults, order = [], [name for name, _, _ in columns]
  known = {name: (kind, json_only) for name, kind, json_only in columns}
  said = []
  for names, words, meaning in rows(text):
    said += names
    for at, name in enumerate(names):
      if name not in known:
        continue
      kind, json_only = known[name]
      word = words[at] if len(words) == len(names) else words[0] if len(words) == 1 else None
      if words and word != JSON_TYPES[kind][1]:
        faults.append(f'{name} is {kind}, docs/formats.md has "{", ".join(words)}"')
      if json_only != ('JSON only' in meaning):
        faults.append(f'{name}: "JSON only" is {"missing" if json_only else "wrong"}')
  # Where most columns are those of another report, a list before the table has them all.
  lists = [re.findall(r'`(\w+)`', paragraph) for paragraph in re.split(r'\n\n+', text)
    if re.fullmatch(r'(`\w+`[,.;]?\s*)+', paragraph.strip())]
  whole = lists[0] if lists else said
  if whole != order:
    faults.append(f'columns of docs/formats.md: {whole}, not {order}')
  elif [name for name in order if name in said] != said:
    faults.append(f'the table has other columns or another order: {said}')
  return faults


reports = library()
documented = {}
for report, text in sections():
  documented.setdefault(report, []).append(text)
print(f'1..{len(reports)}')
failed = 0
for number, (report, columns) in enumerate(reports.items(), 1):
  faults = [] if report in NO_SCHEMA else check_schema(report, columns)
  for text in documented.get(report, []):
    faults += check_document(report, columns, text)
  if report not in documented:
    prose = '`rejects.csv`: ' + ', '.join(f'`{name}`' for name, _, _ in columns)
    plain = re.sub(r' \([^`]*?\)(?=,)', '', re.sub(r'\s+', ' ', formats.read_text(encoding='utf-8')))
    plain = re.sub(r' \(\[[^)]*\)\)', '', plain)
    if report != 'rejects' or prose not in plain:
      faults.append('its columns do not stand in docs/formats.md')
  print(f'{"not ok" if faults else "ok"} {number} - {report}: {len(columns)} columns')
  for fault in faults:
    print(f'# {fault}')
  failed += bool(faults)
sys.exit(failed > 0)
