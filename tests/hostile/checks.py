"""A checker for each format: that nothing in it can act on its reader, and that what the
evidence holds can be had back. Written from docs/formats.md and the rules of the readers,
not from the C code. Each raises AssertionError. Python 3.11, standard library only.
"""
import csv
import functools
import html.parser
import io
import json
import pathlib
import re
import sys
import unicodedata
import urllib.parse
import xml.etree.ElementTree as ElementTree
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'cli'))
import formats  # how the formats for other tools are read

csv.field_size_limit(1 << 24)
IGNORABLE = ('\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufffe\uffff' + ''.join(map(chr, [*range(0x180b, 0x1810), *range(0xfe00, 0xfe10), *range(0xfff0, 0xfffc)])))
SIGNS = '=+-@\t\r\n\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212'
CUT = ' [cut: see csv exact or json]'
JOINT = ' | '


@functools.lru_cache(maxsize=None)
def is_hidden(c):
  return unicodedata.category(c) in ('Cc', 'Cf', 'Zl', 'Zp') or c in IGNORABLE or 0xe0000 <= ord(c) <= 0xe0fff


@functools.lru_cache(maxsize=None)
def is_blank(c):
  return c != ' ' and (unicodedata.category(c) == 'Zs' or c == '\u2800')


def harmless(data, blanks=False, but='\n'):
  """UTF-8 without anything hidden; returns the text."""
  text = data.decode('utf-8')
  for c in set(text):
    assert c in but or not is_hidden(c), f'U+{ord(c):04X} stands as it is'
    assert blanks or c in but or not is_blank(c), f'U+{ord(c):04X}, which looks like a blank, stands as it is'
  return text


def cell(value):
  """A value of JSON as CSV has it."""
  if value is None:
    return ''
  if isinstance(value, dict):
    return JOINT.join(f'{name}={count}' for name, count in value.items())
  if isinstance(value, list):
    return JOINT.join('' if each is None else each for each in value)
  return str(value)


def objects(data):
  harmless(data, blanks=True)
  return [json.loads(line) for line in data.decode('utf-8').split('\n') if line]


def same_rows(found, rows, what):
  assert len(found) == len(rows), f'{len(found)} rows of {len(rows)}'
  for one, row in zip(found, rows):
    for name, text in one.items():
      if name != 'csv_escaped':
        what(text, cell(row[name]), name, row)


def exact(data, rows):
  """A real reader of CSV gives back each value."""
  def same(text, wanted, name, row):
    assert text == wanted, f'{name}: {text[:80]!r} for {wanted[:80]!r}'
  same_rows(list(csv.DictReader(io.StringIO(data.decode('utf-8'), newline=''))), rows, same)


def would_run(text):
  for c in text:
    if c in SIGNS:
      return True
    if c not in ' "\'' and not is_hidden(c) and not is_blank(c):
      return False
  return False


def segments(text):
  """Where a cell begins, where one would begin in another country, and on a new line."""
  return re.split('[;\t\r\n]', text)


def blank_in_front(text):
  for c in text:
    if c in ' \n\x0b\x0c\r\x85\u2028\u2029':
      return True
    if c not in '"\'' and not is_hidden(c) and not is_blank(c):
      return False
  return True


def undone(text):
  if "'" not in text:
    return text
  out, start = '', True
  i = 0
  while i < len(text):
    if start and text[i] == "'" and (would_run(text[i + 1:i + 40000]) or blank_in_front(text[i + 1:i + 40000])):
      start, i = False, i + 1
      continue
    start = text[i] in ';\t'
    out += text[i]
    i += 1
  return out


def excel(data, rows):
  """No cell that a spreadsheet would run; one apostrophe less gives the value back."""
  text = data.decode('utf-8-sig')
  assert not re.search('[^\r]\n', text), 'a line ends without CR'

  def same(text, wanted, name, row):
    if re.fullmatch('-?[0-9]+', text) and isinstance(row[name], int):
      return
    assert '\n' not in text and '\r' not in text, name
    for each in segments(text):
      assert each[:1] == "'" or not would_run(each), f'{name}: {text[:60]!r} would run'
    line = re.sub('[\n\x0b\x0c\r\x85\u2028\u2029]', ' ', wanted)
    if text.endswith(CUT):
      assert len(text.encode('utf-16-le')) // 2 <= 32767 and line.startswith(undone(text[:-len(CUT)]).lstrip("'")[:-1]), f'{name} is cut wrongly'
    else:
      assert undone(text) == line, f'{name}: {text[:80]!r} for {wanted[:80]!r}'
  found = list(csv.DictReader(io.StringIO(text, newline='')))
  same_rows(found, rows, same)
  for one, row in zip(found, rows):
    changed = any(one[name] != cell(row[name]) for name in one if name != 'csv_escaped')
    # U+FFFD and two digits are a byte of the name of a file, or of the evidence as it stands.
    assert one['csv_escaped'] == str(int(changed)) or (not changed and '\ufffd' in ''.join(one.values())), f'csv_escaped: {one}'


def lines_of_json(data, rows):
  assert objects(data) == rows


def array(data, rows):
  harmless(data, blanks=True)
  assert json.loads(data) == rows


def without_escapes(text):
  """A text of a table or of TLN as it was; bytes that are no UTF-8 stay escaped."""
  def one(match):
    run, rest = match[1], match[2]
    if not rest:
      return match[0]
    code = re.fullmatch(r'x([0-7][0-9a-f])|u\{([0-9a-f]+)\}', rest)
    if len(run) % 2 == 0 or code is None:
      return '\\' * (len(run) // 2) + ('' if len(run) % 2 == 0 else '\\') + rest
    return '\\' * (len(run) // 2) + chr(int(code[1] or code[2], 16))
  return re.sub(r'(\\+)(x[0-9a-f]{2}|u\{[0-9a-f]*\}?)?', one, text)


def table(data, rows):
  text = harmless(data)
  assert not rows or text, 'no table'


def colored(data, rows):
  text = re.sub(r'\x1b\[[0-9;]*m', '', data.decode('utf-8'))
  table(text.encode(), rows)


def named(text):
  return re.sub(r'\\u\{([0-9a-f]+)\}', lambda m: chr(int(m[1], 16)), text)


def visible(value):
  """What timesketch and ecs make of a value of JSON."""
  if isinstance(value, str):
    return re.sub(r'\x00|\\(?=u\{)', lambda m: '\\u{%x}' % ord(m[0]), value)
  if isinstance(value, list):
    return [visible(each) for each in value]
  return value


def for_import(data, rows, inside):
  assert b'\\u0000' not in data and b'\0' not in data, 'a NUL'
  found = objects(data)
  assert len(found) >= len(rows)
  of_row = {json.dumps({name: visible(value) for name, value in row.items()}, sort_keys=True) for row in rows}
  for one in found:
    values = inside(one)
    assert json.dumps({name: values[name] for name in rows[0]}, sort_keys=True) in of_row, 'a row is another one'
  return found


def timesketch(data, rows):
  for_import(data, rows, lambda one: one)


def ecs(data, rows):
  for_import(data, rows, lambda one: one['mia'])


def described(row):
  """The description of a row of the timeline, by docs/formats.md."""
  parts = [('', 'what'), ('until ', 'until'), ('message ', 'internet_message_id'), ('item ', 'item_id'), ('subject ', 'subject'), ('folder ', 'folder'),
    ('mailbox ', 'mailbox'), ('by ', 'actor'), ('from ', 'client_ip'), ('mark ', 'mark'), ('flags ', 'flags'), ('record ', 'record_id')]
  return formats.word(row) + ': ' + '; '.join(label + cell(row[name]) for label, name in parts if cell(row[name]))


def tln(data, rows):
  found = harmless(data).split('\n')[:-1]
  assert len(found) == len(rows)
  for line, row in zip(found, rows):
    fields = line.split('|')
    assert len(fields) == 5 and re.fullmatch('-?[0-9]+', fields[0]) and fields[1] == 'M365', line[:80]
    wanted = [row['mailbox'] or '', row['actor'] or '', described(row)]
    got = [without_escapes(each).removeprefix('time not stated; ') for each in fields[2:]]
    assert got == wanted, f'{got} for {wanted}'[:400]


def as_plaso(name):
  """plaso 20260720, parsers/bodyfile.py."""
  for n in [*range(0x20), *range(0x7f, 0xa0)]:
    name = name.replace(f'\\x{n:02x}', chr(n))
  return name.replace('\\|', '|').replace('\\\\', '\\')


def as_mactime(name):
  """The Sleuth Kit 4.11."""
  return re.sub('%([A-Fa-f0-9]{2})', lambda m: chr(int(m[1], 16)), name)


def bodyfile(data, rows):
  found = harmless(data).split('\n')[:-1]
  assert len(found) == len(rows)
  for line, row in zip(found, rows):
    fields = line.split('|')
    assert len(fields) == 11 and all(re.fullmatch('-?[0-9]+', each) for each in fields[4:]), line[:80]
    name = fields[1]
    assert as_plaso(name) == name, 'plaso turns something back'
    shown = as_mactime(name)
    harmless(shown.encode())
    got = named(shown).removeprefix('time not stated; ')
    assert got == described(row), f'{got} for {described(row)}'[:400]


def dat(data, rows):
  text = data.decode('utf-8')
  assert text.startswith('\ufeff') and text.endswith('\r\n')
  head, *lines = [line.split('\x14') for line in text[1:-2].split('\r\n')]
  names = [each[1:-1] for each in head]
  rows = [row for row in rows if row['internet_message_id']]
  assert len(lines) == len(rows)
  for line, row in zip(lines, rows):
    assert len(line) == len(names) and all(re.fullmatch('\u00fe[^\u00fe\x00-\x1f]*\u00fe', each) for each in line), line
    fields = dict(zip(names, (each[1:-1] for each in line)))
    escaped = fields['MIA_ESCAPED'].split('; ')
    for name, column in (('MESSAGEID', 'internet_message_id'), ('CUSTODIAN', 'mailbox')):
      harmless(fields[name].encode(), blanks=True)
      back = without_escapes(fields[name].replace('\u00ae', '\n'))
      assert back == (row[column] or ''), f'{name}: {back[:60]!r} for {row[column][:60]!r}'
      as_is = fields[name] == (row[column] or '').replace('\n', '\u00ae')
      assert (name in escaped) == (not as_is), f'MIA_ESCAPED: {fields[name][:60]!r}'


def ids(data, rows):
  found = harmless(data).split('\n')[:-1]
  plain = [row['internet_message_id'] for row in rows if formats.plain(row['internet_message_id']) and not any(
    is_hidden(c) or is_blank(c) for c in row['internet_message_id'])]
  assert found == list(dict.fromkeys(plain)), set(found) ^ set(plain)


def graph(data, rows):
  asked = set()
  for body in objects(data):
    assert list(body) == ['requests'] and len(body['requests']) <= 20
    for each in body['requests']:
      match = re.fullmatch(r'/users/([A-Za-z0-9._~%-]+)/messages\?\$filter=internetMessageId%20eq%20%27([A-Za-z0-9._~%-]*)%27&\$select=[A-Za-z,]+', each['url'])
      assert match and each['method'] == 'GET', each
      value = urllib.parse.unquote(match[2], errors='strict')
      assert re.fullmatch("(?:[^']|'')*", value), 'a quote ends the literal'
      asked.add((urllib.parse.unquote(match[1], errors='strict'), value.replace("''", "'")))
  assert asked <= {(row['mailbox'], row['internet_message_id']) for row in rows} and asked


def kql(data, rows):
  assert re.fullmatch(r'((folderid:[0-9a-fA-F]{48}( OR |\n))*)', data.decode('ascii'))


def powershell(rows, names):
  """Each command is one cmdlet, its options, and a name that the export holds."""
  quoted = "'((?:[^'\u2018\u2019\u201a\u201b]|''|\u2018\u2018|\u2019\u2019|\u201a\u201a|\u201b\u201b)*)'"
  shape = re.compile(f"(Set-[A-Za-z]+)(?: -Identity {quoted})?( -[A-Za-z]+ (\\$true|\\$false|[A-Z][A-Za-z, ]+|@\\{{Add='MailItemsAccessed'\\}}))+")
  count = 0
  for row in rows:
    for command in row['commands'] or []:
      harmless(command.encode(), but='')
      match = shape.fullmatch(command)
      assert match, command
      if match[2] is not None:
        name = re.sub("(['\u2018\u2019\u201a\u201b])\\1", r'\1', match[2])
        assert name in names or re.fullmatch('[0-9a-f-]{36}', name), name
      count += 1
  assert count, 'no command at all'


TAGS = set('html head meta title style body main header footer section article nav div span p br b bdi i em strong small abbr a ul ol li dl dt dd table caption colgroup col '
           'thead tbody tfoot tr th td details summary h1 h2 h3 h4 h5 h6 code pre time svg g rect line path circle text tspan polygon polyline defs pattern use figure '
           'figcaption desc mark sup hr wbr address clippath'.split())


class Page(html.parser.HTMLParser):
  def __init__(self):
    super().__init__(convert_charrefs=True)
    self.text, self.faults, self.style = [], [], 0

  def handle_starttag(self, tag, attrs):
    if tag not in TAGS:
      self.faults.append(f'<{tag}>')
    for name, value in attrs:
      value = value or ''
      if name.startswith('on') or name in ('srcdoc', 'action', 'formaction', 'ping', 'background', 'poster', 'srcset'):
        self.faults.append(f'{tag} {name}')
      if name in ('href', 'src', 'xlink:href', 'data') and not value.startswith('#'):
        self.faults.append(f'{tag} {name}={value[:60]}')
      if name == 'http-equiv' and value.lower() != 'content-security-policy':
        self.faults.append(f'http-equiv={value}')
    self.style += tag == 'style'

  def handle_endtag(self, tag):
    self.style -= tag == 'style'

  def handle_comment(self, data):
    self.faults.append(f'comment {data[:40]}')

  def handle_data(self, data):
    if not self.style:
      self.text.append(data)


def page(data):
  """Markup of ours alone; returns what it says."""
  harmless(data, blanks=True)
  reader = Page()
  reader.feed(data.decode('utf-8'))
  reader.close()
  assert not reader.faults, reader.faults[:5]
  assert b"default-src 'none'" in data
  return ''.join(reader.text)


def tokens(text):
  """How the page and the workbook write what is hidden."""
  return ''.join(f'\u27e8U+{ord(c):04X}\u27e9' if is_hidden(c) or is_blank(c) else c for c in text)


MAIN = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'


def workbook(path):
  """No formula, link or macro; texts are typed; returns all of them."""
  texts = []
  with zipfile.ZipFile(path) as archive:
    for name in archive.namelist():
      data = archive.read(name)
      ElementTree.fromstring(data)
      assert b'<f>' not in data and b'<f ' not in data and b'<hyperlink' not in data and b'TargetMode' not in data, name
      assert not re.search('externalLink|vba|macro|connection', name, re.I), name
      if name.startswith('xl/worksheets/sheet'):
        for one in ElementTree.fromstring(data).iter(MAIN + 'c'):
          assert one.get('t') in (None, 'inlineStr', 's'), one.get('t')
          if one.get('t') == 'inlineStr':
            texts.append(''.join(e.text or '' for e in one.iter(MAIN + 't')))
  for text in texts:
    harmless(text.encode(), blanks=True, but='\n\r\t')
  return texts
