#!/usr/bin/env python3
"""Runs what stands under EXAMPLES of every manual page, as an analyst would
who copies it from the page, beside a folder `fixtures`.

A line that begins with "$ " is a command, with the lines that it is continued
on. Its status must be 0, or the one that the text before the display names
("status 1"). One folder a page, so that one example may use the result of
another. Prints TAP.

usage: examples.py MIA FIXTURES PAGE...
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ESCAPES = {'\\-': '-', '\\e': '\\', '\\(aq': "'", '\\(ga': '`', '\\(ha': '^', '\\(ti': '~', '\\&': ''}


def plain(line):
  return re.sub(r'\\(?:\(..|.)', lambda found: ESCAPES[found[0]], line)


def examples(page):
  """(command, wanted status) of each."""
  inside = showing = False
  text, found = '', []
  for line in pathlib.Path(page).read_text(encoding='utf-8').splitlines():
    if line.startswith('.Sh '):
      inside = line == '.Sh EXAMPLES'
    elif not inside:
      continue
    elif line.startswith('.Bd '):
      showing = True
      named = re.search(r'\bstatus (\d)', text)
      wanted = int(named[1]) if named else 0
    elif line == '.Ed':
      showing, text = False, ''
    elif not showing:
      text += ' ' + line
    elif line.startswith('$ '):
      found.append([plain(line[2:]), wanted])
    elif found:
      found[-1][0] += '\n' + plain(line)
  return found


def main():
  mia, fixtures = (os.path.abspath(path) for path in sys.argv[1:3])
  bash = shutil.which('bash')
  if bash is None:
    print('1..0 # SKIP no bash')
    return
  number, failed = 0, 0
  for page in sys.argv[3:]:
    name = os.path.basename(page)
    found = examples(page)
    if not found:
      number, failed = number + 1, failed + 1
      print(f'not ok {number} - {name}: no example')
    with tempfile.TemporaryDirectory(prefix='mia-examples-') as scratch:
      os.symlink(fixtures, os.path.join(scratch, 'fixtures'))
      for command, wanted in found:
        number += 1
        label = f'{name}: {" ".join(command.split())}'
        if re.search(r'\|\s*jq\b', command) and shutil.which('jq') is None:
          print(f'ok {number} - {label} # SKIP no jq')
          continue
        done = subprocess.run(
          [bash, '-o', 'pipefail', '-c', 'mia() { "$MIA" "$@"; }\n' + command], cwd=scratch,
          env={**os.environ, 'MIA': mia}, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
        good = done.returncode == wanted
        failed += not good
        print(f'{"" if good else "not "}ok {number} - {label}')
        if not good:
          print(f'# status {done.returncode}, not {wanted}')
          for line in done.stderr.decode('utf-8', 'replace').splitlines()[:5]:
            print(f'# {line}')
  print(f'1..{number}')
  sys.exit(failed > 0)


main()
