"""The shell blocks of a page run as they stand, from top to bottom. TAP.

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
for page in sys.argv[3:]:
  text = pathlib.Path(page).read_text(encoding='utf-8')
  with tempfile.TemporaryDirectory() as room:
    os.symlink(root / 'fixtures', f'{room}/fixtures')
    os.symlink(mia, f'{room}/mia')
    for block in re.findall(r'^```sh\n(.*?)^```', text, re.M | re.S):
      for line in block.splitlines():
        words = line.split()
        if not words or words[0] != 'mia':
          continue
        number += 1
        done = subprocess.run(['sh', '-c', line], cwd=room, stdin=subprocess.DEVNULL, capture_output=True,
          env={**os.environ, 'PATH': f'{room}:{os.environ["PATH"]}'})
        good = done.returncode == EXPECTED.get(words[1], 0) and (done.stdout or '-o' in words)
        print(f'{"ok" if good else "not ok"} {number} - {line}')
        if not good:
          failed += 1
          for said in done.stderr.decode(errors='replace').splitlines():
            print(f'# status {done.returncode}: {said}')
print(f'1..{number}')
sys.exit(failed > 0 or number == 0)
