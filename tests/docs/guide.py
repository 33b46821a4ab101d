"""What the pages tell an analyst to type does what they say. TAP.

The lines of mia in sh blocks run as they stand, from top to bottom. In a
console block a line that begins with "$ " runs, and prints the lines below it.

Usage: guide.py MIA SOURCE-ROOT PAGE...
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

mia, root = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
# diff says by 1 that there are differences.
EXPECTED = {'diff': 1}
number = failed = 0


def lines_of(page):
  """Each line to run, and what it must print, or None where the page does not say."""
  for kind, block in re.findall(r'^```(sh|console)\n(.*?)^```', page.read_text(encoding='utf-8'), re.M | re.S):
    if kind == 'sh':
      yield from ((line, None) for line in block.splitlines() if line.startswith('mia '))
    else:
      yield from re.findall(r'^\$ (mia .*)\n((?:(?!\$ ).*\n)*)', block, re.M)


for page in map(pathlib.Path, sys.argv[3:]):
  with tempfile.TemporaryDirectory() as room:
    os.symlink(root / 'fixtures', f'{room}/fixtures')
    os.symlink(mia, f'{room}/mia')
    for line, wanted in lines_of(page):
      number += 1
      done = subprocess.run(['sh', '-c', line], cwd=room, stdin=subprocess.DEVNULL, capture_output=True,
        env={**os.environ, 'PATH': f'{room}:{os.environ["PATH"]}'})
      out, words = done.stdout.decode(errors='replace'), line.split()
      faults = []
      if done.returncode != EXPECTED.get(words[1], 0):
        faults = [f'status {done.returncode}', *done.stderr.decode(errors='replace').splitlines()]
      elif wanted is not None and out != wanted:
        faults = ['other output:', *out.splitlines()]
      elif not out and '-o' not in words:
        faults = ['no output']
      print(f'{"not ok" if faults else "ok"} {number} - {page.name}: {line}')
      for fault in faults:
        print(f'# {fault}')
      failed += bool(faults)
print(f'1..{number}')
sys.exit(failed > 0 or number == 0)
