"""Hostile texts in every field of the evidence through every command and every format.

usage: run.py MIA [--keep DIR]     prints TAP
       --keep: what was made stays there, for scripts/outputs.sh

The texts stand in texts.py, what is made of them in evidence.py, a checker for each
format in checks.py. Python 3.11, standard library only.
"""
import collections
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import checks
import evidence
from texts import TEXTS

MIA = os.path.abspath(sys.argv[1])
SCOPE = ['--since', '2026-01-01']
FORMATS = {'messages': 'timesketch ecs dat ids graph', 'folders': 'timesketch kql', 'sessions': 'timesketch', 'coverage': 'timesketch',
  'timeline': 'timesketch ecs tln bodyfile'}
results = []


def test(name, what, *args):
  try:
    what(*args)
    results.append(True)
    print(f'ok {len(results)} - {name}')
  except (AssertionError, ValueError, KeyError, IndexError) as fault:
    results.append(False)
    print(f'not ok {len(results)} - {name}')
    print('# ' + ascii(f'{type(fault).__name__}: {fault}')[:600])


def run(*args, status=(0, 1), **options):
  """Standard output; what is said beside it must be harmless whatever it tells of."""
  done = subprocess.run([MIA, *args], capture_output=True, check=False, timeout=120, **options)
  checks.harmless(done.stderr)
  assert done.returncode in status, (args, done.returncode, done.stderr[-300:])
  return done.stdout


def rows_of(data):
  return json.loads(data)


def short(texts):
  return {text for _, text, _ in texts if len(text) <= evidence.LONG}


def trimmed(texts):
  """An id and a name are read without outer blanks."""
  return {text.strip(' \t\r\n') for text in texts} - {''}


COMMANDS = {
  'messages': ['--handled', '--inventory', 'inventory.csv', '--inventory', 'graph.json', '--inventory', 'folders.csv', '--readiness', 'readiness'],
  'folders': ['--inventory', 'folders.csv'],
  'mailboxes': ['--readiness', 'readiness'],
  'sessions': [],
  'timeline': [],
  'coverage': ['--readiness', 'readiness'],
  'subjects': ['--inventory', 'inventory.csv', '--inventory', 'graph.json'],
  'info': [],
  'triage': [],
  'readiness': [],
  'list': ['--list', 'list.txt'],
}


def arguments(name):
  command = 'messages' if name == 'list' else name
  operands = ['readiness'] if name == 'readiness' else ['audit']
  scope = [] if name in ('readiness', 'info', 'triage', 'coverage') else SCOPE
  return [command, *scope, *COMMANDS[name], *operands]


def every_format(name, rows):
  """rows: what JSON says; None: it is no list of rows."""
  args = arguments(name)
  command = args[0]

  def look(form, check, *options):
    test(f'{name} {form}', lambda: check(run(*args, *options), rows))
  look('table', checks.table, '-f', 'table', '--color', 'never')
  if command in ('messages', 'mailboxes', 'info', 'triage'):
    look('table in colour', checks.colored, '-f', 'table', '--color', 'always', '--verbose')
  if rows is None:
    test(f'{name} csv', lambda: run(*args, '--csv', 'exact'))
    test(f'{name} csv excel', lambda: run(*args, '--csv', 'excel'))
    test(f'{name} ndjson', lambda: checks.objects(run(*args, '-f', 'ndjson')))
    return
  look('csv exact', checks.exact, '--csv', 'exact')
  look('csv excel', checks.excel, '--csv', 'excel')
  look('ndjson', checks.lines_of_json, '-f', 'ndjson')
  for form in FORMATS.get(command, '').split():
    look(form, getattr(checks, form), '-f', form)


def holds(rows, column, wanted):
  """The texts stand in the column, each as it was."""
  found = set()
  for row in rows:
    value = row[column]
    found.update(value if isinstance(value, list) else [value])
  lost = wanted - found
  assert not lost, f'{len(lost)} of {len(wanted)} texts are not in {column}: {sorted(lost)[:3]}'


def check_values(rows):
  """JSON against what was put into the evidence."""
  every, few = {text for _, text, _ in TEXTS}, short(TEXTS)
  test('subjects are as they were', holds, rows['messages'], 'subject', every)
  test('operations are as they were', holds, rows['timeline'], 'operation', trimmed(few))
  test('rules are as they were', holds, rows['timeline'], 'rule', trimmed(few))
  test('record ids are as they were', holds, rows['timeline'], 'record_id', trimmed(few))
  test('folders are as they were', holds, rows['timeline'], 'folder', {'\\' + text for text in every} - {'\\'})
  test('client strings are as they were', holds, rows['sessions'], 'client_info', few)
  test('mailboxes are as they were', holds, rows['mailboxes'], 'mailbox', trimmed(few) - {'null'})


def check_show(lines):
  """The bytes of a record, whatever they are."""
  for number in range(0, len(lines), 97):
    assert run('show', '-q', f'#{number + 1}', 'audit/a.ndjson') == lines[number], number


def check_explain(rows):
  """Blocks of lines, and the command that shows the record, which a shell must take apart to the name of the file."""
  seen = 0
  for row in rows['messages'][::61]:
    message = row['internet_message_id']
    if not message or '\0' in message:
      continue
    data = run('explain', '--message', message, '-f', 'table', '--color', 'never', *SCOPE, 'audit')
    text = checks.harmless(data)
    checks.objects(run('explain', '--message', message, '-f', 'ndjson', *SCOPE, 'audit'))
    for command in re.findall(r'^ *its bytes *(mia show .*)$', text, re.M):
      words = subprocess.run(['bash', '-c', 'printf "%s\\0" ' + command], capture_output=True, check=True).stdout.split(b'\0')[:-1]
      assert words[:2] == [b'mia', b'show'] and os.path.exists(words[-1]) and words[-2].startswith(words[-1]), words
      seen += 1
  assert seen, 'no command to show a record'


def check_rejects():
  """What cannot be used is kept as it is, and rejected again for the same reasons."""
  run('info', '-f', 'json', '--rejects', 'rejects.out', '-o', 'info1.json', 'audit')
  run('info', '-f', 'json', '-o', 'info2.json', 'rejects.out')
  first, second = (json.loads(pathlib.Path(name).read_bytes())['totals'] for name in ('info1.json', 'info2.json'))
  assert first['rejects'] == second['rejects'] and first['rejected'] == second['records'], (first['rejects'], second['rejects'])


def check_diff(rows):
  """Two lists of hostile rows, one as each format has them."""
  pathlib.Path('old.ndjson').write_bytes(run(*arguments('list'), '-f', 'ndjson'))
  pathlib.Path('new.csv').write_bytes(run(*arguments('messages'), '--csv', 'excel'))
  pathlib.Path('new.exact.csv').write_bytes(run(*arguments('messages'), '--csv', 'exact'))
  for new in ('new.exact.csv', 'new.csv'):
    done = subprocess.run([MIA, 'diff', '--all', '-f', 'json', 'old.ndjson', new], capture_output=True, check=False)
    checks.harmless(done.stderr)
    if done.returncode == 3:  # a cell that was cut for a spreadsheet
      assert new == 'new.csv' and b'cut' in done.stderr, done.stderr
      continue
    found = rows_of(done.stdout)
    for form, check in (('table', checks.table), ('csv', checks.exact)):
      check(run('diff', '--all', '-f', form, *(['--color', 'never'] if form == 'table' else []), 'old.ndjson', new), found)


def check_report(rows):
  run('report', *SCOPE, *COMMANDS['messages'], '--case', '=1+1<script>\x1b]0;titled\x07\u202e', '-o', 'case', 'audit')
  text = checks.page(pathlib.Path('case/report.html').read_bytes())
  few = [text for text in short(TEXTS) if '\n' not in text and len(text) < 200]
  told = [each for each in few if checks.tokens(each) in text]
  assert len(told) > len(few) / 2, f'{len(told)} of {len(few)} texts stand on the page'
  if os.path.exists('case/exposure.xlsx'):
    checks.workbook('case/exposure.xlsx')
  manifest = json.loads(pathlib.Path('case/manifest.json').read_bytes())
  assert manifest
  checks.harmless(pathlib.Path('case/manifest.json').read_bytes(), blanks=True)
  for line in pathlib.Path('case/SHA256SUMS').read_text(encoding='utf-8').splitlines():
    digest, name = re.fullmatch('([0-9a-f]{64}) [ *]([A-Za-z0-9._/-]+)', line).groups()
    assert hashlib.sha256(pathlib.Path('case', name).read_bytes()).hexdigest() == digest, name
  checks.table(run('verify', '-f', 'table', '--color', 'never', 'case', 'audit'), None)
  checks.objects(run('verify', '-f', 'ndjson', 'case', 'audit'))
  run('report', *SCOPE, '--language', 'fr', '-o', 'fr', 'audit')
  checks.harmless(pathlib.Path('fr/report.html').read_bytes(), blanks=True)


def check_jq(data, rows):
  """jq reads the same number of objects, and the same subjects."""
  done = subprocess.run(['jq', '-r', '.subject // "" | @base64'], input=data, capture_output=True, check=True)
  import base64
  found = collections.Counter(base64.b64decode(line).decode() for line in done.stdout.splitlines())
  assert found == collections.Counter(row['subject'] or '' for row in rows)


def check_all():
  lines = evidence.write('.')
  rows = {}
  for name in COMMANDS:
    try:
      got = rows_of(run(*arguments(name), '-f', 'json'))
    except (AssertionError, ValueError) as fault:
      test(f'{name} json', lambda fault=fault: (_ for _ in ()).throw(AssertionError(str(fault))))
      continue
    rows[name] = got if isinstance(got, list) else None
    test(f'{name} json', lambda got=got, name=name: checks.harmless(run(*arguments(name), '-f', 'json'), blanks=True))
    every_format(name, rows[name])
  check_values(rows)
  test('PowerShell runs nothing of a name', checks.powershell, rows['readiness'], {text.replace('\0', '') for text in short(TEXTS)})
  test('show', check_show, lines)
  test('explain', check_explain, rows)
  test('rejects', check_rejects)
  test('diff', check_diff, rows)
  test('the folder of a case', check_report, rows)
  if shutil.which('jq'):
    test('jq', check_jq, run(*arguments('messages'), '-f', 'ndjson'), rows['messages'])


if sys.version_info < (3, 11):
  print('1..0 # SKIP the csv reader of this Python stops at a NUL')
  sys.exit(0)
with tempfile.TemporaryDirectory(prefix='mia-hostile-') as room:
  where = pathlib.Path(sys.argv[3] if sys.argv[2:3] == ['--keep'] else room)
  where.mkdir(parents=True, exist_ok=True)
  os.chdir(where)
  check_all()
  os.chdir('/')
print(f'1..{len(results)}')
sys.exit(not all(results))
