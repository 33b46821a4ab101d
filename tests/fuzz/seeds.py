#!/usr/bin/env python3
"""Seeds and dictionaries of the fuzz targets, made of the fixtures.

Usage: seeds.py FIXTURES OUT

Writes OUT/TARGET/* and OUT/TARGET.dict. Most targets take four bytes first that choose what is done with
the rest (input.c); each seed gets a few of these. What is long is cut at a line: small inputs are quick.
"""
import pathlib
import re
import shutil
import sys
import zlib

MOST = 3500
fixtures, out = map(pathlib.Path, sys.argv[1:3])


def cut(data, most=MOST):
  if len(data) <= most:
    return data
  end = data.rfind(b'\n', 0, most)
  return data[:end + 1] if end > most // 4 else data[:most]


def read(pattern, most=MOST):
  return {str(p.relative_to(fixtures)): cut(p.read_bytes(), most) for p in sorted(fixtures.glob(pattern)) if p.is_file()}


def choices(name, how_many):
  """Numbers that depend on the name alone, spread over all that can be chosen."""
  seed = zlib.crc32(name.encode())
  return [(seed + i * 2654435761 & 0xffffffff).to_bytes(4, 'little') for i in range(how_many)]


def write(target, name, data, how_many=0):
  folder = out / target
  folder.mkdir(parents=True, exist_ok=True)
  plain = re.sub(r'[^A-Za-z0-9.-]+', '_', name)
  if not how_many:
    (folder / plain).write_bytes(data)
  for i, choice in enumerate(choices(target + name, how_many)):
    (folder / f'{plain}-{i}').write_bytes(choice + data)


if out.exists():
  shutil.rmtree(out)
evidence = {}
for pattern in ['bad/*', 'containers/*', 'containers/*/*', 'exchange-server/*', 'incident/*', 'people/records.ndjson',
                'sample-s/*', 'stories/*', 'stories/*/*']:
  evidence.update(read(pattern))
evidence = {k: v for k, v in evidence.items() if not k.endswith('.md')}
incident = cut((fixtures / 'incident/portal.csv').read_bytes(), 6000)
inventories = read('inventory/*.csv') | read('inventory/*.json') | read('people/items.csv')
settings = read('readiness/**/*.csv') | read('readiness/**/*.json')

for name, data in evidence.items():
  for target, how_many in [('evidence', 4), ('merge', 1), ('pieces', 1), ('gunzip', 1), ('encoding', 1)]:
    write(target, name, data, how_many)
  # Each takes a workbook.
  if zlib.crc32(name.encode()) % 6 == 0:
    write('folder', name, data, 1)
  if name.endswith(('.csv', '.tsv')):
    write('csv', name, data, 2)
  elif not name.endswith('.py'):
    write('json', name, data, 2)
  if data[:2] != b'\x1f\x8b':
    write('gunzip', name + '.gz', bytes(4) + zlib.compress(data, 6, 31))
  if name.endswith('.ndjson') or name in ('containers/lines.ndjson',):
    for how in range(3):
      write('record', f'{name}.{how}', bytes([how]) + data)
# The halves of two sources share records, so that there are repeats and conflicts.
for name in ('containers/lines.ndjson', 'bad/FLAG-ID_CONFLICT.ndjson', 'bad/SHARED_ID.ndjson'):
  data = evidence[name]
  write('merge', name + '.twice', data + b'@@\n' + data, 8)
for name in ('incident/search-ual.csv', 'incident/portal.csv'):
  lines = (fixtures / name).read_bytes().splitlines(True)
  head = next(i for i, l in enumerate(lines) if not l.startswith(b'#'))
  for at in range(head + 1, len(lines), 4):
    write('evidence', f'{name}.{at}', b''.join(lines[head:head + 1] + lines[at:at + 4]), 3)
for name, data in inventories.items():
  write('inventory', name, data + b'\n@@\n' + incident, 2)
for name, data in settings.items():
  write('readiness', name, data + b'\n@@\n' + incident, 2)

TIMES = ['2026-03-04T09:16:20', '2026-03-04T09:16:20.1234567Z', '2026-03-04 09:16:20+01:00', '3/4/2026 9:16:20 AM',
         '04.03.2026 09:16', '/Date(1618561459000)/', '2569-03-04', '1772615780', '1772615780000', '46085.386342592',
         '2026-03-04', '0001-01-01T00:00:00', '9999-12-31T23:59:59.9999999Z', '-12:00', '+1400', '1e9', '04-03-26 11.12.00',
         '2026-03-04T09:16:20\n@@\n3/4/2026 9:16:20 AM', '1156492.00', '2.5E8']
for i, text in enumerate(TIMES):
  write('time', f'{i}', text.encode())
for i, text in enumerate(['203.0.113.7', '203.0.113.7:443', '[2001:db8::1]:443', '2001:db8::1%eth0', '::ffff:203.0.113.7',
                          '2001:db8::/32', '203.0.113.0/24', '::', '0.0.0.0', 'fe80::1', '1:2:3:4:5:6:7:8', '64:ff9b::192.0.2.33']):
  write('address', f'{i}', text.encode())
ids = set()
for data in list(evidence.values()) + list(inventories.values()):
  ids.update(re.findall(rb'[A-Za-z0-9+/_=-]{60,160}', data))
  ids.update(re.findall(rb'<[^<>\s"]{3,60}@[^<>\s"]+>', data)[:3])
for i, text in enumerate(sorted(ids)[:200]):
  write('entryid', f'{i}', text)
SCOPES = ['{"ip":["203.0.113.7"]}', '{"any":[{"ip":["203.0.113.0/24"],"since":"2026-03-04"},{"session":"x"}]}',
          '{"not":{"user":["anna.berg@fjordlight.example"]},"client":"OWA|REST","logon":["owner"],"note":"why"}',
          '{"app":["c11e47a0-0000-4000-8000-00000000f00d"],"mailbox":["a@x.example"],"until":"2026-03-05","token":["t"],'
          '"device":["d"],"token-object":["o"]}', '{"any":[{"any":[{"ip":["2001:db8::1"]}]},{"not":{"session":["s"]}}]}',
          'ip 203.0.113.0/24 # hosting\nagent python-requests\napp x # y\nsession z\n', '# nothing\n\nip 2001:db8::1\n']
for i, text in enumerate(SCOPES):
  write('scope', f'{i}', text.encode())
EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
MANIFEST = ('{"manifest":"libmia-case","version":1,"results":[{"name":"messages.csv","sha256":"%s"}],"sources":['
            '{"name":"a.csv","sha256":"%s"},{"name":"b","sha256":null}],"inventories":[],"readiness":[]}' % (EMPTY, EMPTY))
SUMS = '%s  messages.csv\n%s  manifest.json\n' % (EMPTY, EMPTY)
for i, text in enumerate([MANIFEST, MANIFEST + '\n@@\n' + SUMS, MANIFEST.replace('messages.csv', '../messages.csv'),
                          MANIFEST.replace('messages.csv', 'rejects/rejects.csv').replace('a.csv', 'messages.csv'), '{}', '[']):
  write('manifest', f'{i}', text.encode(), 3)
HEAD = 'mailbox,internet_message_id,item_id,exposure,basis,access_count,first_access,last_access,folders,subject\n'
ROWS = ['a@x.example,<1@x>,i1,access recorded,BIND,1,2026-03-04T09:16:20Z,2026-03-04T09:16:20Z,\\Inbox,s\n',
        'a@x.example,<2@x>,i2,presumed copied,SYNC_FOLDER,0,,,\\Inbox,"a, b"\n',
        'b@x.example,,i3 | i4,unattributed,BIND_UNATTR,1,,,,\n']
JSON = '[{"mailbox":"a@x.example","internet_message_id":"<1@x>","item_id":["i1"],"exposure":"access recorded","basis":["BIND"]}]\n'
FOLDERS = 'mailbox,folder,folder_id,exposure,basis\na@x.example,\\Inbox,f,presumed copied,SYNC_FOLDER\n'
LISTS = [HEAD + ''.join(ROWS), HEAD + ROWS[0] + ROWS[2], HEAD, JSON, JSON.strip('[]\n') + '\n', FOLDERS,
         '\ufeff' + (HEAD + ROWS[1]).replace('\n', '\r\n')]
for i, a in enumerate(LISTS):
  for k, b in enumerate(LISTS):
    write('diff', f'{i}-{k}', (a + '\n@@\n' + b).encode(), 1)
write('casefile', 'good', b'', 2)
write('casefile', 'record', evidence['containers/lines.ndjson'], 6)
write('casefile', 'deflated', zlib.compress(evidence['containers/lines.ndjson'], 6, -15), 6)
write('store', 'good', b'', 4)
write('store', 'changed', bytes(range(30)), 8)
# From UTF-8 into all encodings; a lone surrogate.
text = evidence['containers/lines.ndjson'].decode()
for name, data in [('le', b'\xff\xfe' + text.encode('utf-16-le')), ('be', b'\xfe\xff' + text.encode('utf-16-be')),
                   ('nomark', text.encode('utf-16-le')), ('bom', b'\xef\xbb\xbf' + text.encode()), ('lone', b'\xff\xfe\x00\xd8a\x00')]:
  for target in ('encoding', 'pieces', 'evidence'):
    write(target, 'utf16-' + name, cut(data, MOST), 3)

# ---- dictionaries: what stands in quotes in the fixtures ----
words = {}
for data in list(evidence.values()) + list(settings.values()) + list(inventories.values()):
  for word in set(re.findall(rb'[A-Za-z][A-Za-z0-9_.-]{2,30}', data)):
    words[word] = words.get(word, 0) + 1
common = sorted(w for w, n in words.items() if n >= 3)[:600]
names = sorted({w for data in evidence.values() for w in re.findall(rb'"+([A-Za-z@_][A-Za-z0-9_@.]{1,40})"+ ?:', data)})
TOKENS = [b'\\u0000', b'\\ud800', b'\\udc00', b'\\ud83d\\ude00', b'\\u202e', b'\xe2\x80\xae', b'\xe2\x80\xa8', b'\xc2\x85', b'\xef\xbf\xbd',
          b'\\"', b'""', b'""""', b'"",', b',""', b'\r\n', b'\r', b'\n', b'{}', b'[]', b'[{', b'}]', b'"}', b'null', b'true', b'false', b'0',
          b'-1', b'1e308', b'18446744073709551615', b'9223372036854775808', b'\xef\xbb\xbf', b'\xff\xfe', b'\x1f\x8b', b'\n@@\n', b'=1+1',
          b' | ', b'|', b'\x1b[', b'<b>', b'&amp;', b'\xc3\xbe', b'\x14', b'2026-03-04T09:16:20', b'9999-12-31T23:59:59',
          b'0001-01-01T00:00:00', b'Bind', b'Sync', b'#TYPE x\n', b'sep=;\n', b'\t', b';', b'AuditData', b'RawEventData', b'value']


def dictionary(target, entries):
  lines = []
  for entry in filter(None, dict.fromkeys(entries)):
    lines.append('"' + ''.join(chr(b) if 32 <= b < 127 and b not in b'"\\' else f'\\x{b:02x}' for b in entry) + '"')
  (out / f'{target}.dict').write_text('\n'.join(lines) + '\n')


members = [b'"' + n + b'":' for n in names]
for target in ('evidence', 'merge', 'pieces', 'folder', 'record', 'json', 'csv', 'gunzip', 'encoding', 'inventory', 'readiness', 'casefile'):
  dictionary(target, TOKENS + (members if target not in ('csv', 'gunzip', 'encoding') else []) + common)
dictionary('time', [t.encode() for t in TIMES] + [b'AM', b'PM', b'Z', b'+01:00', b'UTC', b'/Date(', b')/', b'T', b'.1234567'])
dictionary('address', [b'::ffff:', b'::', b'/32', b'/24', b']:443', b'[', b'%1', b'203.0.113.7', b'2001:db8::'])
dictionary('entryid', [b'LgAAAA', b'RgAAAA', b'AAMk', b'AQMk', b'AAA', b'=', b'-', b'_', b'+', b'/', b'<', b'>', b'@'])
KEYS = ['ip', 'session', 'client', 'app', 'user', 'mailbox', 'logon', 'token', 'device', 'token-object', 'since', 'until', 'any', 'not', 'note']
dictionary('scope', [f'"{k}":'.encode() for k in KEYS] + [b'["', b'"]', b'(?i)', b'(a+)+', b'\\\\', b'203.0.113.0/24', b'2026-03-04', b'agent ', b' # '])
dictionary('manifest', [f'"{k}":'.encode() for k in ('manifest', 'version', 'results', 'sources', 'inventories', 'readiness', 'name', 'sha256')] +
           [b'"libmia-case"', EMPTY.encode(), b'../', b'/', b'messages.csv', b'SHA256SUMS', b'null', b'\n@@\n', b'  '])
dictionary('diff', [w.encode() for w in re.split('[,\n]', HEAD)] + [b'access recorded', b'presumed copied', b'BIND', b'SYNC_FOLDER', b'\n@@\n', b'csv_escaped', b"'=", b' | '])
dictionary('store', [b'\x00', b'\x01', b'\x7f', b'\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01', b'\x80\x80\x80\x80\x10'])
print(sum(1 for p in out.rglob('*') if p.is_file()), 'files')
