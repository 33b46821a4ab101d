"""Holds a report folder against its manifest, and the manifest against the
evidence itself, by nothing but the standard library.

usage: manifest.py FOLDER INFO.json EVIDENCE
INFO.json: what mia info says of the same evidence, named in the same way.
"""
import csv
import gzip
import hashlib
import json
import pathlib
import sys
import zipfile
import zlib

folder, info_path, evidence = (pathlib.Path(arg) for arg in sys.argv[1:4])
faults = []


def no_twins(pairs):
  if len({name for name, _ in pairs}) != len(pairs):
    faults.append('a member stands twice in an object')
  return dict(pairs)


text = (folder / 'manifest.json').read_text(encoding='utf-8')
manifest = json.loads(text, object_pairs_hook=no_twins)
info = json.loads(info_path.read_text(encoding='utf-8'))


def expect(what, got, wanted):
  if got != wanted:
    faults.append(f'{what}: {got!r}, not {wanted!r}')


def sha256(data):
  return hashlib.sha256(data).hexdigest()


def rows(data):
  """Records of a CSV file without its header."""
  return len(list(csv.reader(data.decode('utf-8-sig').splitlines(keepends=True)))) - 1


expect('manifest', (manifest['manifest'], manifest['version']), ('libmia-case', 1))
there = {str(path.relative_to(folder)) for path in folder.rglob('*') if path.is_file()}
listed = [result['name'] for result in manifest['results']]
expect('results', sorted([*listed, 'manifest.json', 'SHA256SUMS']), sorted(there))
expect('left out', [one['name'] for one in manifest['left_out'] if (folder / one['name']).exists()], [])
for result in manifest['results']:
  data = (folder / result['name']).read_bytes()
  expect(result['name'], (result['size'], result['sha256']), (len(data), sha256(data)))
  expect(f'{result["name"]}: rows stated', 'rows' in result, result['name'].endswith('.csv'))
  if 'rows' in result:
    expect(f'{result["name"]}: rows', result['rows'], rows(data))
sums = ''.join(f'{sha256((folder / name).read_bytes())}  {name}\n' for name in [*listed, 'manifest.json'])
expect('SHA256SUMS', (folder / 'SHA256SUMS').read_text(), sums)
if 'exposure.xlsx' in there and zipfile.ZipFile(folder / 'exposure.xlsx').testzip():
  faults.append('exposure.xlsx is damaged')

paths = {str(path.relative_to(evidence)): path for path in evidence.rglob('*') if path.is_file()}
expect('sources', [source['name'] for source in manifest['sources']],
       sorted(paths, key=lambda name: name.encode('utf-8', 'surrogateescape')))
by_info = {source['source']: source for source in info['sources']}
for source in manifest['sources']:
  name = source['name']
  data = paths[name].read_bytes()
  expect(f'{name}: as stored', (source['size'], source['sha256']), (len(data), sha256(data)))
  if source['gzip_members'] == 0:
    expect(f'{name}: as inflated', source['text_sha256'], sha256(data))
  else:
    try:
      inflated = gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
      inflated = None
    if inflated is not None:
      expect(f'{name}: as inflated', (source['text_size'], source['text_sha256']), (len(inflated), sha256(inflated)))
  told = by_info[name]
  for ours, theirs in (('container',) * 2, ('encoding',) * 2, ('gzip_members',) * 2, ('lines',) * 2, ('records',) * 2,
                       ('events',) * 2, ('repeats',) * 2, ('rejected',) * 2, ('rejected_by', 'rejects'), ('flags',) * 2,
                       ('text_size', 'text_bytes'), ('sha256',) * 2, ('note',) * 2):
    expect(f'{name}: {ours}', source[ours], told[theirs])
  expect(f'{name}: books', source['decoded'] + source['rejected'], source['records'])
  expect(f'{name}: reasons', sum(source['rejected_by'].values()), source['rejected'])

totals = dict(manifest['totals'])
expect('totals', {'rejects' if name == 'rejected_by' else name: value for name, value in totals.items()}, info['totals'])
for name in ('records', 'events', 'repeats', 'rejected'):
  expect(f'sum of {name}', totals[name], sum(source[name] for source in manifest['sources']))
by_name = {result['name']: result for result in manifest['results']}
if 'rejects/rejects.csv' in by_name:
  expect('rejects listed', by_name['rejects/rejects.csv']['rows'], totals['rejected'])


def column(name, wanted):
  with open(folder / name, encoding='utf-8-sig', newline='') as file:
    return [row[wanted] for row in csv.DictReader(file)]


for table, of in (('messages.csv', 'messages_by_level'), ('mailboxes.csv', 'mailboxes_by_level')):
  levels = column(table, 'exposure')
  expect(of, manifest[of], {level: levels.count(level) for level in manifest[of]})
  expect(f'{of}: in all', sum(manifest[of].values()), len(levels))
rules = column('coverage.csv', 'rule')
expect('coverage_rules', manifest['coverage_rules'], {rule: rules.count(rule) for rule in rules})
expect('rules in order', list(manifest['coverage_rules']), sorted(set(rules)))
for word in ('/tmp', str(evidence.resolve().parent), '\\u0000'):
  if word in text:
    faults.append(f'the manifest tells {word}')

print('\n'.join(faults) if faults else 'the manifest holds')
sys.exit(bool(faults))
