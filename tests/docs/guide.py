"""What the pages tell an analyst to type does what they say. TAP.

Every line of an sh block runs as it stands, from top to bottom, in a copy of
the project's root. In a console block what stands behind "$ " runs in a
terminal of 100 columns and prints the lines below it. Lines that build or
install are skipped. A page leaves nothing behind but the folder out/, which
git ignores.

Usage: guide.py MIA SOURCE-ROOT PAGE...
"""
import os
import pathlib
import pty
import re
import subprocess
import sys
import tempfile

mia, root = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
COLUMNS, ROWS = 100, 300
# diff says by 1 that there are differences.
EXPECTED = {'diff': 1}
BUILDS = ('./scripts/', 'scripts/', 'meson ', 'sudo ', 'git ')
# Fences whose text nobody types here.
OTHER = ('c', 'json', 'powershell', 'sql', 'text')
SCRATCH = 'out'
number = failed = 0


def lines_of(page):
  """Each line to run, and what it must print, or None where the page does not say."""
  text = page.read_text(encoding='utf-8')
  for indent, kind, block in re.findall(r'^( *)```(\S*)\n(.*?)^\1```', text, re.M | re.S):
    block = re.sub(f'^{indent}', '', block, flags=re.M).replace('\\\n', '')
    if kind == 'sh':
      yield from ((line, None) for line in block.splitlines() if line and not line.startswith('#'))
    elif kind == 'console':
      yield from re.findall(r'^\$ (.*)\n((?:(?!\$ ).*\n)*)', block, re.M)
    elif kind not in OTHER:
      yield f'```{kind}', None


def in_terminal(command, room, env):
  """The status of a command and what it shows on a terminal."""
  done = subprocess.run([sys.executable, root / 'tests/cli/terminal.py', str(COLUMNS), '/bin/sh', '-c',
                         f'exec </dev/null\n{command}'], cwd=room, env={**env, 'TERMINAL_LINES': str(ROWS)},
                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
  # A line of progress stays until the next one, or the result, takes its place.
  text = done.stdout.decode(errors='replace')
  return done.returncode, re.sub('(\r\x1b\\[K[^\r\n]*)*\r\x1b\\[K', '', text)


def faults_of(line, wanted, room):
  env = {**os.environ, 'PATH': f'{room}/.bin:{os.environ["PATH"]}', 'NO_COLOR': '1', 'TERM': 'xterm'}
  for name in ('COLUMNS', 'PAGER', 'MIA_PAGER'):
    env.pop(name, None)
  words = line.split()
  if wanted is None:
    done = subprocess.run(['sh', '-c', line], cwd=room, env=env, stdin=subprocess.DEVNULL, capture_output=True)
    status, out = done.returncode, done.stdout.decode(errors='replace')
    told = done.stderr.decode(errors='replace')
  else:
    status, out = in_terminal(line, room, env)
    told = out
  if status != (EXPECTED.get(words[1], 0) if words[0] == 'mia' else 0):
    return [f'status {status}', *told.splitlines()]
  if wanted is not None:
    same = [text.rstrip() for text in out.splitlines()] == [text.rstrip() for text in wanted.splitlines()]
    return [] if same else ['other output:', *out.splitlines()]
  return [] if words[0] != 'mia' or out or '-o' in words else ['no output']


def terminal_to_be_had():
  try:
    for end in pty.openpty():
      os.close(end)
  except OSError:
    return False
  return True


def here(folder):
  return {str(path) for path in pathlib.Path(folder).rglob('*')}


terminals = terminal_to_be_had()
for page in map(pathlib.Path, sys.argv[3:]):
  with tempfile.TemporaryDirectory() as room:
    for path in root.iterdir():
      if not path.name.startswith(('.', 'build', SCRATCH)):
        os.symlink(path, f'{room}/{path.name}')
    os.mkdir(f'{room}/.bin')
    os.symlink(mia, f'{room}/.bin/mia')
    before, evidence = set(os.listdir(room)), here(root / 'fixtures')
    for line, wanted in lines_of(page):
      number += 1
      label = f'{number} - {page.name}: {line}'
      if line.startswith(BUILDS):
        print(f'ok {label} # SKIP builds or installs')
        continue
      if wanted is not None and not terminals:
        print(f'ok {label} # SKIP no pseudo terminal to be had here')
        continue
      faults = ['a block of no known kind'] if line.startswith('```') else faults_of(line, wanted, room)
      print(f'{"not ok" if faults else "ok"} {label}')
      for fault in faults:
        print(f'# {fault}')
      failed += bool(faults)
    left = sorted(set(os.listdir(room)) - before - {SCRATCH} | here(root / 'fixtures') - evidence)
    number += 1
    print(f'{"not ok" if left else "ok"} {number} - {page.name} leaves nothing behind')
    for name in left:
      print(f'# left: {name}')
    failed += bool(left)
print(f'1..{number}')
sys.exit(failed > 0)
