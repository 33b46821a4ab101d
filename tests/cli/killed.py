"""Kills mia ingest at random moments, and looks at what is left.

usage: killed.py MIA FIXTURES TIMES [SEED]

Kills TIMES times. If only one of the two states came out by then, because the
machine is faster or slower than it was at the beginning, it goes on with longer
or shorter delays, at most MORE times. A long campaign:
killed.py MIA FIXTURES 2000 7
"""
import os
import random
import shutil
import signal
import subprocess
import sys
import time

mia, fixtures, times, *seed = sys.argv[1:]
random.seed(int(seed[0]) if seed else 4)
times = int(times)
MORE = 40


def run(*arguments):
  return subprocess.run([mia, *arguments], capture_output=True, check=False)


def info(path):
  """What the case file says, as every command would."""
  done = run('info', '-q', '-f', 'json', path)
  return done.stdout if done.returncode == 0 else f'status {done.returncode}: {done.stderr}'.encode()


shutil.copytree(os.path.join(fixtures, 'incident'), 'incident')
with open('incident/portal.csv', encoding='utf-8') as file:
  header, *rows = file.read().splitlines(keepends=True)
# Enough that it takes a while.
with open('more.csv', 'w', encoding='utf-8') as file:
  file.write(header)
  for i in range(300):
    file.writelines(row.replace('000000000', f'{i:09d}') for row in rows)
run('ingest', '-q', '-o', 'old.db', 'incident')
shutil.copy('old.db', 'new.db')
began = time.monotonic()
run('ingest', '-q', '-o', 'new.db', 'more.csv')
whole = time.monotonic() - began
states = {info('old.db'): 'old', info('new.db'): 'new'}
assert len(states) == 2, states
seen = set()
longest = 1.15 * whole
for i in range(times + MORE):
  if i >= times:
    if len(seen) == 2:
      break
    longest *= 1.3 if 'new' not in seen else 0.7
  fresh = i % 4 == 3
  path = 'case.db'
  for name in os.listdir('.'):
    if name.startswith('.mia-') or name == path:
      os.remove(name)
  if not fresh:
    shutil.copy('old.db', path)
  process = subprocess.Popen([mia, 'ingest', '-q', '-o', path] + (['incident'] if fresh else []) + ['more.csv'],
                             stdout=subprocess.DEVNULL)
  time.sleep(random.uniform(0, longest))
  process.send_signal(signal.SIGKILL)
  process.wait()
  if fresh and not os.path.exists(path):
    state = 'old'
  else:
    state = states.get(info(path))
  if state is None or (fresh and os.path.exists(path) and state == 'old'):
    sys.exit(f'kill {i}: neither old nor new: {info(path)[:500]!r}')
  seen.add(state)
  left = [name for name in os.listdir('.') if name.startswith(path + '-') or name.startswith('.mia-') and state == 'new']
  if left:
    sys.exit(f'kill {i}: left behind: {left}')
  # And it can be gone on with.
  if i % 10 == 0:
    done = run('ingest', '-q', '-o', path, 'incident', 'more.csv')
    if done.returncode or states.get(info(path)) != 'new':
      sys.exit(f'kill {i}: cannot go on: {done.stderr}')
print('old or new, whole')
print('both happened' if seen == {'old', 'new'} else f'only {seen} in {times + MORE} kills')
