#!/usr/bin/env python3
"""What only Windows has, tried with mia.exe under wine: $MIA_EXE, $MIA_FIXTURES, $WINEPREFIX.

The twins of cases of tests/cli that need SIGTERM, permissions or links. Prints TAP. Standard library only.
"""
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

EXE, FIXTURES = os.environ['MIA_EXE'], pathlib.Path(os.environ['MIA_FIXTURES'])
PORTAL = FIXTURES / 'incident' / 'portal.csv'
WINE = ['wine', EXE]
failed = []
number = 0


def mia(*words, **more):
  return subprocess.run([*WINE, *words], capture_output=True, timeout=300, stdin=subprocess.DEVNULL, **more)


def check(name, fine, more=''):
  global number
  number += 1
  print(f'{"" if fine else "not "}ok {number} - {name}' + ('' if fine else f'\n# {more}'), flush=True)
  failed.extend([] if fine else [name])


def refused(name, target, status=(2, 3)):
  before = sorted(os.listdir('.'))
  done = mia('messages', '-q', '-o', target, 'incident')
  check(name, done.returncode in status and sorted(os.listdir('.')) == before and b'cannot write' in done.stderr,
        f'{done.returncode} {done.stderr} {os.listdir(".")}')


def ended_by_ctrl_c():
  """Wine makes CTRL_C_EVENT of SIGINT; the handler runs on a thread of its own, as on Windows."""
  os.mkdir('interrupted')
  child = subprocess.Popen([*WINE, 'messages', '-q', '-o', 'out.csv', '-'], cwd='interrupted', stdin=subprocess.PIPE,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
  child.stdin.write(PORTAL.read_bytes())
  child.stdin.flush()
  until = time.monotonic() + 60
  while not os.listdir('interrupted') and time.monotonic() < until:
    time.sleep(0.05)
  there = os.listdir('interrupted')
  child.send_signal(signal.SIGINT)
  try:
    child.wait(60)
  except subprocess.TimeoutExpired:
    child.kill()
  check('Ctrl-C: what was not whole is gone', len(there) == 1 and there[0].startswith('.mia-') and
        os.listdir('interrupted') == [] and child.returncode != 0, f'{there} {os.listdir("interrupted")} {child.returncode}')


def main():
  shutil.copytree(FIXTURES / 'incident', 'incident')
  wanted = mia('messages', '-q', 'incident').stdout
  check('messages', wanted.count(b'\n') > 10, wanted)

  for name, word in (('a backslash', 'incident\\portal.csv'), ('a drive', 'Z:' + os.getcwd().replace('/', '\\') + '\\incident'),
                     ('a drive without a separator', 'Z:incident'), ('two dots', 'incident\\..\\incident'),
                     ('the form for long names', '\\\\?\\Z:' + os.getcwd().replace('/', '\\') + '\\incident')):
    done = mia('messages', '-q', word)
    alone = mia('messages', '-q', word.replace('\\', '/')).stdout if name == 'a backslash' else wanted
    check(f'evidence: {name}', done.returncode == 0 and done.stdout == alone, done.stderr)
  names = mia('info', '-q', '-f', 'csv', 'incident\\portal.csv').stdout
  check('names are told with slashes', b'\nincident/portal.csv,' in names, names)

  odd = 'Bergström €😀/日本語'
  os.makedirs(odd)
  shutil.copy(PORTAL, f'{odd}/a b.csv')
  done = mia('info', '-q', '-f', 'csv', '-o', f'{odd}/結果.csv', f'{odd}/a b.csv')
  check('other letters', done.returncode == 0 and f'{odd}/a b.csv'.encode() in pathlib.Path(f'{odd}/結果.csv').read_bytes(),
        done.stderr)

  deep = '/'.join(['a-folder-with-a-rather-long-name'] * 12)
  os.makedirs(deep)
  shutil.copy(PORTAL, f'{deep}/portal.csv')
  done = mia('messages', '-q', '-o', deep.replace('/', '\\') + '\\out.csv', deep.replace('/', '\\') + '\\portal.csv')
  check(f'{len(deep)} letters of path', done.returncode == 0 and os.path.getsize(f'{deep}/out.csv') > 100, done.stderr)

  lines = PORTAL.read_bytes()
  pathlib.Path('ends.csv').write_bytes(lines.replace(b'\r\n', b'\n').replace(b'\n', b'\r\n') + b'\x1a\r\n')
  done = mia('info', '-q', '-f', 'json', 'ends.csv')
  size = os.path.getsize('ends.csv')
  check('no text mode in what is read', f'"stored_bytes":{size}'.encode() in done.stdout.replace(b': ', b':'), done.stdout)
  with open('through.out', 'wb') as out:
    subprocess.run([*WINE, 'messages', '-q', 'incident'], stdout=out, stderr=subprocess.DEVNULL, check=True, timeout=300)
  mia('messages', '-q', '-o', 'file.out', 'incident')
  check('no text mode in what is written', wanted == pathlib.Path('through.out').read_bytes() ==
        pathlib.Path('file.out').read_bytes() and b'\r\n' not in wanted.replace(b'\r\r', b''))

  for name in ('CON', 'NUL', 'nul.csv', 'COM1', 'lpt9.txt', 'aux.csv'):
    refused(f'a device as a result: {name}', name)
  refused('another stream of a file', 'file.out:other')
  refused('a dot at the end', 'end.')
  refused('a space at the end', 'end ')
  refused('letters that no name has', 'what?.csv')
  refused('a folder', 'incident\\', (2,))
  done = mia('info', '-q', 'NUL')
  check('a device as evidence', done.returncode != 0 and b'a device, not a file' in done.stderr, done.stderr)

  os.link('incident/portal.csv', 'second-name.csv')
  before = PORTAL.read_bytes()
  refused('evidence by another name', 'second-name.csv')
  refused('evidence in capitals, spelled otherwise', 'INCIDENT\\.\\Portal.csv')
  for how in ('r+b', 'ab'):
    with open('incident/portal.csv', how) as out:
      done = subprocess.run([*WINE, 'messages', '-q', 'incident'], stdout=out, stderr=subprocess.PIPE, timeout=300)
    check(f'evidence as standard output, {how}', done.returncode == 2 and
          pathlib.Path('incident/portal.csv').read_bytes() == before, done.stderr)

  done = [mia('ingest', '-q', '-o', 'case.mia', f'incident\\{name}') for name in ('portal.csv', 'graph.json', 'search-ual.csv')]
  check('a case file is added to in place', [d.returncode for d in done] == [0] * 3 and
        mia('messages', '-q', 'case.mia').stdout == wanted, done)
  done = mia('report', '-q', '-o', 'of results', 'incident')
  check('a folder of results', done.returncode in (0, 1) and mia('verify', '-q', 'of results').returncode == 0, done.stderr)
  check('nothing is left behind', not [n for n in os.listdir('.') if n.startswith('.mia-')], os.listdir('.'))
  ended_by_ctrl_c()
  done = mia('messages', '--sandbox', 'require', 'incident')
  check('no sandbox is there', done.returncode == 2 and b'Linux only' in done.stderr, done.stderr)
  print(f'1..{number}')


here = os.getcwd()
with tempfile.TemporaryDirectory(prefix='mia-windows-') as scratch:
  os.chdir(scratch)
  try:
    main()
  finally:
    os.chdir(here)
sys.exit(bool(failed))
