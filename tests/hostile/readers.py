"""The programs that people read results with, and what hostile texts do in them: nothing.

usage: readers.py MIA DIR [NAME...]    DIR: what run.py --keep left there
NAMES: office chromium tmux jq modules duckdb; all without one.

Each check of a reader comes with its counterpart, which shows that the check can fail: a
formula that does run, a title that does change. Prints TAP; what is not installed is skipped.
"""
import csv
import importlib.util
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / 'browser')]
import checks
import evidence
from texts import TEXTS

MIA, ROOM = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
results = []


def check(holds, name, detail=''):
  results.append(bool(holds))
  print(f'{"ok" if holds else "not ok"} {len(results)} - {name}', flush=True)
  if not holds:
    print('# ' + ascii(detail)[:500])


def skip(name, why):
  results.append(True)
  print(f'ok {len(results)} - {name} # SKIP {why}')


def mia(*args, room=ROOM):
  return subprocess.run([MIA, *args, '-q'], cwd=room, capture_output=True, check=False).stdout


# LibreOffice

OFFICE = '{urn:oasis:names:tc:opendocument:xmlns:office:1.0}'
TABLE = '{urn:oasis:names:tc:opendocument:xmlns:table:1.0}'
TEXT = '{urn:oasis:names:tc:opendocument:xmlns:text:1.0}'
# Separator, language; 9 is the tab. Texts may become numbers and dates, as with a double click.
WAYS = {'by default': None, 'comma, English': '44,34,76,1,,1033,false,true', 'semicolon, German': '59,34,76,1,,1031,false,true',
  'tab, German': '9,34,76,1,,1031,false,true', 'comma, semicolon and tab, German': '44/59/9,34,76,1,,1031,false,true', 'without quotes, semicolon': '59,,76,1,,1031,false,true'}


def opened(room, path, options):
  """The document as LibreOffice has it after it opened the file."""
  out = pathlib.Path(tempfile.mkdtemp(dir=room))
  way = ['--infilter=CSV:' + options] if options else []
  subprocess.run(['soffice', f'-env:UserInstallation={(room / "profile").as_uri()}', '--headless', *way, '--convert-to', 'fods', '--outdir', str(out), str(path)],
    check=True, capture_output=True, timeout=90)
  return ElementTree.parse(next(out.glob('*.fods')))


def formulas(document):
  return [cell.get(TABLE + 'formula') for cell in document.iter(TABLE + 'table-cell') if cell.get(TABLE + 'formula')]


def shown(document):
  return {'\n'.join(''.join(p.itertext()) for p in cell.iter(TEXT + 'p')) for cell in document.iter(TABLE + 'table-cell')}


def office():
  if not shutil.which('soffice'):
    skip('LibreOffice', 'no soffice on this machine')
    return
  with tempfile.TemporaryDirectory(prefix='mia-office-') as name:
    room = pathlib.Path(name)
    # A spreadsheet is slow with cells that are longer than it holds; these are looked at in run.py.
    (room / 'short').mkdir()
    evidence.write(str(room / 'short'), longest=500)
    (room / 'exact.csv').write_bytes(mia('timeline', '--csv', 'exact', 'audit', room=room / 'short'))
    ran = formulas(opened(room, room / 'exact.csv', WAYS['comma, English']))
    check(ran, 'LibreOffice does run formulas of csv exact, so that this test can fail')
    for command in (['messages', '--handled'], ['timeline'], ['sessions']):
      path = room / (command[0] + '.csv')
      path.write_bytes(mia(*command, '--csv', 'excel', 'audit', room=room / 'short'))
      for way, options in WAYS.items():
        ran = formulas(opened(room, path, options))
        check(not ran, f'LibreOffice, {command[0]}, {way}: no formula', ran[:3])
    found = shown(opened(room, room / 'timeline.csv', WAYS['comma, English']))
    few = {text for _, text, _ in TEXTS if text.isprintable() and text.isascii() and len(text) < 100 and text[:1].isalpha() and not set(text) & set(';')}
    check(few <= found | {'true', 'TRUE'}, 'LibreOffice shows the texts', few - found)
    book = ROOM / 'case' / 'exposure.xlsx'
    if book.exists():
      document = opened(room, book, None)
      check(not formulas(document), 'LibreOffice, workbook: no formula')
      links = [e for e in document.iter() if e.tag.endswith('}a')]
      check(not links, 'LibreOffice, workbook: no link', links[:3])
      types = {cell.get(OFFICE + 'value-type') for cell in document.iter(TABLE + 'table-cell')}
      check(types <= {None, 'string', 'float', 'date'}, 'LibreOffice, workbook: texts, numbers, dates', types)
      lost = [text for text in ('00123', '1e5', '=1+1', '3/4/2026', 'TRUE', '50%', "'=1+1") if text not in shown(document)]
      check(not lost, 'LibreOffice, workbook: a text stays a text', lost)


# Chromium

def browser():
  import chromium
  if chromium.program() is None:
    skip('Chromium', 'no chromium on this machine')
    return
  with tempfile.TemporaryDirectory(prefix='mia-page-') as name:
    bad = pathlib.Path(name, 'bad.html')
    bad.write_text('<!doctype html><title>t</title><img src="x.png"><script>document.title = "titled"</script>', encoding='utf-8')
    with_page(chromium, bad, lambda asked, said, title: check(len(asked) > 1 and title == 'titled', 'Chromium does run a script, so that this test can fail', asked))

  def quiet(asked, said, title):
    check(len(asked) == 1, 'Chromium: nothing is requested but the page', asked)
    check(not said, 'Chromium: no word on the console', said)
    check('<script>' in title and not any(checks.is_hidden(c) for c in title), 'Chromium: the title is what it was called, as text', title)
  with_page(chromium, ROOM / 'case' / 'report.html', quiet)


def with_page(chromium, path, what):
  page = chromium.Browser(300)
  try:
    events = page.load(path)
    asked = [e['params']['request']['url'] for e in events if e.get('method') == 'Network.requestWillBeSent']
    said = [e for e in events if e.get('method') in ('Log.entryAdded', 'Runtime.consoleAPICalled', 'Runtime.exceptionThrown')]
    what(asked, said, page.value('document.title'))
    if path.name == 'report.html':
      check(page.value('document.querySelectorAll("script,iframe,object,embed,img,link,form,base,video,audio").length') == 0, 'Chromium: no element of the evidence')
      check(page.value('[...document.querySelectorAll("*")].every(e => [...e.attributes].every(a => !a.name.startsWith("on")))'), 'Chromium: no handler')
      check(page.value('[...document.querySelectorAll("a,use,image")].every(e => (e.getAttribute("href") || "#")[0] === "#")'), 'Chromium: no link leads elsewhere')
  finally:
    page.close()


# tmux: a real terminal

class Terminal:
  def __init__(self, room, columns):
    self.room, self.columns = room, columns
    self.base, self.count = [], 0

  def ask(self, *args):
    return subprocess.run([*self.base, *args], capture_output=True, text=True, check=False, env={**os.environ, 'LC_ALL': 'C.UTF-8'}).stdout

  def shows(self, command):
    """Runs it on the terminal; the screen with what has left it, and what has become of the terminal."""
    # A server that is about to end takes no new session.
    self.count += 1
    self.base = ['tmux', '-L', f'mia-{os.getpid()}-{self.count}', '-f', '/dev/null']
    done = self.room / 'done'
    done.unlink(missing_ok=True)
    # What the terminal answers is typed at whoever reads next.
    script = self.room / 'script'
    script.write_text(f'cd "{ROOM}"\n{command}\nif IFS= read -r -s -t 1 -n 1 typed; then echo typed; else echo nothing; fi >"{done}.tmp"\nmv "{done}.tmp" "{done}"\nsleep 60\n', encoding='utf-8')
    self.ask('new-session', '-d', '-x', str(self.columns), '-y', '50', 'exec bash --norc "' + str(script) + '"', ';', 'set', '-g', 'history-limit', '50000', ';',
      'set', '-g', 'set-clipboard', 'on', ';', 'set', '-g', 'allow-rename', 'on', ';', 'select-pane', '-T', 'mine')
    until = time.monotonic() + 60
    while not done.exists() and time.monotonic() < until:
      time.sleep(0.05)
    state = {'typed': done.read_text().strip() if done.exists() else 'no end', 'title': self.ask('display', '-p', '#{pane_title}').strip(),
      'buffers': self.ask('list-buffers').strip(), 'alternate': self.ask('display', '-p', '#{alternate_on}').strip(),
      'screen': self.ask('capture-pane', '-p', '-J', '-S', '-')}
    self.ask('kill-server')
    return state


CLEAN = {'typed': 'nothing', 'title': 'mine', 'buffers': '', 'alternate': '0'}
ON_TERMINAL = [['messages', '--handled'], ['folders'], ['sessions'], ['mailboxes'], ['timeline'], ['coverage'], ['triage'], ['info', '--verbose'], ['subjects', '--inventory', 'inventory.csv'],
  ['messages', '--csv', 'exact'], ['timeline', '--csv', 'excel'], ['messages', '-f', 'dat'], ['timeline', '-f', 'auditdata'], ['timeline', '-f', 'tln'], ['timeline', '-f', 'bodyfile'],
  ['messages', '-f', 'ids'], ['timeline', '-f', 'ndjson'], ['timeline', '-f', 'ecs'], ['explain', '--message', '<0@example.org>']]


def tmux():
  if not shutil.which('tmux'):
    skip('tmux', 'no tmux on this machine')
    return
  with tempfile.TemporaryDirectory(prefix='mia-tmux-') as name:
    terminal = Terminal(pathlib.Path(name), 230)
    state = terminal.shows("printf '\\033]2;titled\\007\\033[6n\\033]52;c;dGl0bGVk\\007\\033[?1049h'")
    check(state['typed'] == 'typed' and state['title'] == 'titled' and state['alternate'] == '1', 'tmux does obey escapes, so that this test can fail', {**state, 'screen': ''})
    commands = [[*each, 'audit', '--color', 'never', '--no-pager'] if each[0] != 'explain' else [*each, 'audit', '--no-pager'] for each in ON_TERMINAL]
    shows = [['show', f'#{number}', 'audit/a.ndjson'] for number in (931, 941, 1001, 1041, 1661)]
    for command in commands + shows:
      words = ' '.join("'" + word + "'" for word in [MIA, *command])
      state = terminal.shows(words)
      screen = state.pop('screen')
      check(state == CLEAN, f'tmux: {" ".join(command[:3])}', state)
      hidden = [c for c in set(screen) if c != '\n' and checks.is_hidden(c)]
      check(not hidden and screen.strip(), f'tmux: {" ".join(command[:3])}: nothing hidden on the screen', hidden)


# jq

def whole(line):
  """Without a half of a surrogate pair, which is how jq 1.6 stops."""
  return not re.search('[\ud800-\udfff]', json.dumps(json.loads(line.decode('utf-8', 'replace')), ensure_ascii=False))


def jq():
  if not shutil.which('jq'):
    skip('jq', 'no jq on this machine')
    return
  for command in ('messages', 'folders', 'sessions', 'mailboxes', 'timeline', 'coverage', 'triage', 'info', 'subjects'):
    more = ['--inventory', 'inventory.csv'] if command == 'subjects' else []
    forms = ['json', 'ndjson'] + {'messages': ['timesketch', 'ecs', 'graph'], 'folders': ['timesketch'], 'sessions': ['timesketch'], 'coverage': ['timesketch'],
      'timeline': ['timesketch', 'ecs', 'auditdata']}.get(command, [])
    for form in forms:
      data = mia(command, '-f', form, *more, 'audit')
      if form == 'auditdata':  # records as they stand; jq 1.6 stops at halves of a surrogate pair
        data = b''.join(line + b'\n' for line in data.split(b'\n') if line and whole(line))
      done = subprocess.run(['jq', '-c', '.'], input=data, capture_output=True, check=False)
      lines = 1 if form == 'json' else data.count(b'\n')
      check(done.returncode == 0 and done.stdout.count(b'\n') == lines, f'jq: {command} {form}', done.stderr)
      if form in ('json', 'ndjson'):
        mine = json.loads(data) if form == 'json' else [json.loads(line) for line in data.decode().split('\n') if line]
        theirs = [json.loads(line) for line in done.stdout.decode().split('\n') if line]
        check(theirs == ([mine] if form == 'json' else mine), f'jq: {command} {form}: the same values')


# Modules of Python

def modules():
  book = ROOM / 'case' / 'exposure.xlsx'
  if not book.exists():
    skip('workbook', 'this build has none')
    return
  texts = [text for text in checks.workbook(book) if text]
  if importlib.util.find_spec('openpyxl'):
    import openpyxl
    cells = [cell for sheet in openpyxl.load_workbook(book) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    check({cell.data_type for cell in cells} <= {'s', 'n', 'd', 'inlineStr'}, 'openpyxl: no formula', {cell.data_type for cell in cells})
    check(not any(cell.hyperlink for cell in cells), 'openpyxl: no link')
    # It does not undo the escapes of the format.
    check({cell.value.replace('\r\n', '\n') for cell in cells if isinstance(cell.value, str)} == {text.replace('\r\n', '\n') for text in texts}, 'openpyxl: the same texts')
  else:
    skip('openpyxl', 'not installed (pip install openpyxl)')
  if importlib.util.find_spec('python_calamine'):
    import python_calamine
    names = python_calamine.CalamineWorkbook.from_path(str(book))
    found = {value for sheet in names.sheet_names for row in names.get_sheet_by_name(sheet).to_python() for value in row if isinstance(value, str) and value}
    wanted = {as_calamine(text) for text in texts}
    check(found == wanted, 'calamine: the same texts', [sorted(found - wanted)[:3], sorted(wanted - found)[:3]])
  else:
    skip('calamine', 'not installed (pip install python-calamine)')


def as_calamine(text):
  """It undoes the escapes of the format, as Excel does."""
  return re.sub('_x([0-9A-Fa-f]{4})_', lambda m: chr(int(m[1], 16)), text)


def duckdb():
  if not importlib.util.find_spec('duckdb'):
    skip('DuckDB', 'not installed (pip install duckdb)')
    return
  import duckdb as base
  data = mia('timeline', '--csv', 'exact', 'audit')
  with tempfile.NamedTemporaryFile(suffix='.csv') as file:
    file.write(data)
    file.flush()
    found = base.sql(f"FROM read_csv('{file.name}', all_varchar = true, header = true, delim = ',', quote = '\"', escape = '\"', max_line_size = 10000000)").fetchall()
  rows = list(csv.reader(io.StringIO(data.decode(), newline='')))[1:]
  check([[cell or '' for cell in row] for row in found] == rows, 'DuckDB: csv exact, the same values', len(found))


READERS = {'office': office, 'chromium': browser, 'tmux': tmux, 'jq': jq, 'modules': modules, 'duckdb': duckdb}
for each in sys.argv[3:] or READERS:
  READERS[each]()
print(f'1..{len(results)}')
sys.exit(not all(results))
