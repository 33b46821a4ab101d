#!/usr/bin/env python3
"""Has system calls and allocations of mia fail, one after another, over all its commands.

usage: faults.py MIA FIXTURES INJECT REFUSE [--all | --sample N] [--only COMMAND] [--kind KIND]
       faults.py MIA FIXTURES INJECT REFUSE --valgrind N

For each command and each kind of call the calls are counted; then the command is run again and again, each time
with another call failing, once or from then on. Whatever happens:

  it ends by itself, with a status from 0 to 3, and says why where that is not 0;
  with status 0 the result is the right one, and with any status a file is the old one or a whole new one;
  no temporary file is left, and the evidence is as it was.

"kill" and "term" end the program before the call instead; after a kill, temporary files may be left, by their
name alone, and the command works when it is run again. "run" changes a file of the evidence before a call, which
has to be told. With --valgrind nothing fails: every N-th command runs under valgrind, which must find nothing and
change no result. By default a sample is taken (N of each kind); --all takes each call. Prints TAP; 77 where the
machine does not let a program be traced. Python 3, standard library only.
"""
import argparse
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

parser = argparse.ArgumentParser()
parser.add_argument('mia')
parser.add_argument('fixtures')
parser.add_argument('inject')
parser.add_argument('refuse')
parser.add_argument('--all', action='store_true')
parser.add_argument('--sample', type=int, default=1)
parser.add_argument('--only')
parser.add_argument('--kind')
parser.add_argument('--valgrind', type=int, default=0)
args = parser.parse_args()
MIA, FIXTURES, INJECT, REFUSE = (os.path.abspath(path) for path in
                                 (args.mia, args.fixtures, args.inject, args.refuse))
S = '5e55a77a-0000-4000-8000-00000000000a'
TEMPORARY = re.compile(r'\.mia-[0-9a-f]{8}\.tmp$')

# The name, then its arguments. out: a file or folder that it writes, beside standard output.
SCOPE = ['--session', S]
COMMANDS = {
  'info': ['info', '-f', 'json', 'e'],
  'messages': ['messages', *SCOPE, '-o', 'out', 'e'],
  'messages-rejects': ['messages', '--ip', '203.0.113.7', '--rejects', 'out', 'bad'],
  'messages-inventory': ['messages', *SCOPE, '--inventory', 'inventory', '-f', 'ndjson', 'e'],
  'messages-redact': ['messages', '--redact', 'key', '-o', 'out', 'e'],
  'messages-store': ['messages', *SCOPE, '--store', 'out', 'e'],
  'messages-kept': ['messages', *SCOPE, '--store', 'kept', 'e'],
  'messages-case': ['messages', *SCOPE, '-f', 'csv', 'case.db'],
  'messages-threads': ['messages', *SCOPE, '-j3', '-f', 'csv', 'e'],
  'folders': ['folders', '--scope', 'scope', '-f', 'json', 'e'],
  'mailboxes': ['mailboxes', *SCOPE, '--readiness', 'readiness', '-f', 'csv', 'e'],
  'subjects': ['subjects', *SCOPE, '--inventory', 'inventory', '-f', 'csv', 'e'],
  'sessions': ['sessions', '--watch', 'watch', '-f', 'table', 'e'],
  'timeline': ['timeline', '-f', 'ecs', '-o', 'out', 'e'],
  'coverage': ['coverage', '-f', 'json', 'e'],
  'readiness': ['readiness', '-f', 'csv', 'readiness'],
  'triage': ['triage', '-f', 'json', 'e'],
  'explain': ['explain', '--message', '<invoice-7731@supplier.example.net>', '-f', 'json', 'e'],
  'scope': ['scope', '--pick', '1', '-o', 'out', 'e'],
  'expand': ['timeline', '--expand', 'session', '--ip', '203.0.113.7', '-f', 'csv', 'e'],
  'show': ['show', 'e/portal.csv#1', 'e/portal.csv'],
  'diff': ['diff', 'old.csv', 'new.csv', '-o', 'out'],
  'report': ['report', *SCOPE, '--date', '2026-05-01', '-o', 'folder', 'e'],
  'verify': ['verify', 'report'],
  'ingest': ['ingest', '-o', 'new.db', 'e'],
  'ingest-more': ['ingest', '-o', 'case.db', 'more'],
  'selftest': ['selftest'],
}
WRITES = ('messages', 'messages-rejects', 'messages-store', 'timeline', 'report', 'ingest', 'ingest-more')
WHAT = {
  'read': ('EIO', 'EINTR', 'short'), 'write': ('ENOSPC', 'EINTR', 'EIO', 'short'), 'fsync': ('EIO', 'ENOSPC', 'EINTR'),
  'open': ('EMFILE', 'EACCES', 'EINTR'), 'close': ('EIO', 'EINTR'), 'stat': ('EIO', 'ENOENT'),
  'rename': ('EIO', 'EXDEV', 'EINVAL', 'ENOSPC'), 'link': ('EPERM', 'EIO'), 'unlink': ('EIO',),
  'mkdir': ('ENOSPC', 'EACCES'), 'list': ('EIO',), 'chmod': ('EPERM',), 'truncate': ('EIO',), 'other': ('EIO',),
}


def tree(path):
  """What stands below the path, as one text."""
  path = pathlib.Path(path)
  if not path.exists():
    return None
  files = sorted(path.rglob('*')) if path.is_dir() else [path]
  return hashlib.sha256(b''.join(str(file).encode() + b'\0' + (file.read_bytes() if file.is_file() else b'') + b'\0'
                                 for file in files)).hexdigest()


def call(*command, env=None, timeout=120):
  return subprocess.run(command, capture_output=True, timeout=timeout, check=False, stdin=subprocess.DEVNULL,
                        env={**os.environ, 'TMPDIR': os.path.abspath('tmp'), **(env or {})})


def mia(*arguments):
  return call(MIA, *arguments)


def prepare():
  """What the commands read, in the folder of the test."""
  shutil.copytree(os.path.join(FIXTURES, 'incident'), 'e')
  for name in ('bad', 'inventory'):
    shutil.copytree(os.path.join(FIXTURES, name), name)
  os.mkdir('readiness')
  os.mkdir('tmp')
  os.mkdir('more')
  for name in ('get-mailbox.csv', 'organization.json', 'bypass.csv'):
    shutil.copy(os.path.join(FIXTURES, 'readiness', name), 'readiness')
  shutil.copy(os.path.join(FIXTURES, 'containers', 'lines.ndjson'), 'more')
  pathlib.Path('key').write_text('a key of more than sixteen bytes\n' * 2)
  pathlib.Path('watch').write_text('ip 203.0.113.0/24 # hosting\nagent PYTHON-requests\n')
  mia('scope', *SCOPE, '-o', 'scope', 'e')
  mia('messages', '--ip', '203.0.113.7', '-o', 'old.csv', 'e/portal.csv')
  mia('messages', '--ip', '203.0.113.7', '-o', 'new.csv', 'e')
  mia('report', '-q', *SCOPE, '-o', 'report', 'e')
  mia('ingest', '-q', '-o', 'case.db', 'e')
  mia('messages', '-q', '--store', 'kept', 'e')
  shutil.copy('case.db', 'before.db')


def begin(name):
  """The state before a run."""
  for path in ('folder', 'new.db', 'out'):
    if os.path.isdir(path):
      shutil.rmtree(path)
    elif os.path.exists(path):
      os.remove(path)
  for left in pathlib.Path('.').glob('.mia-*'):
    if left.is_dir():
      shutil.rmtree(left)
    else:
      left.unlink()
  shutil.rmtree('tmp')
  os.mkdir('tmp')
  if 'out' in COMMANDS[name] and '--store' not in COMMANDS[name]:
    pathlib.Path('out').write_text('old\n')
  if name == 'ingest-more':
    shutil.copy('before.db', 'case.db')


def made(name):
  """What the command wrote beside standard output."""
  command = COMMANDS[name]
  return {path: tree(path) for path in ('out', 'folder', 'new.db', 'case.db') if path in command}


def is_whole(path, name):
  """Of what differs from a good run, since something could not be read: whether it is whole."""
  if path == 'folder':
    return mia('verify', '-q', path).returncode == 0
  if path.endswith('.db'):
    return mia('info', '-q', path).returncode in (0, 1)
  return True


def listing():
  return sorted(os.listdir('.'))


class Bad(Exception):
  pass


class Good:
  """A run of a command in which nothing fails."""

  def __init__(self, name):
    begin(name)
    self.name, self.old = name, made(name)
    self.before = listing()
    done = mia(*COMMANDS[name])
    self.status, self.stdout, self.new = done.returncode, done.stdout, made(name)
    self.after = listing()
    self.error = done.stderr
    if self.status not in (0, 1):
      raise Bad(f'{name}: status {self.status} where nothing fails: {done.stderr!r}')

  def check(self, done, killed=False, cleans=True, mute=False):
    """Whether the run `done` ended well, whatever failed in it."""
    status, told = done.returncode, done.stderr.decode('utf-8', 'backslashreplace')
    if killed:
      if status not in (128 + 9, 128 + 15, 0, 1):
        raise Bad(f'status {status}')
    elif status not in (0, 1, 2, 3):
      raise Bad(f'status {status}: {told[-300:]}')
    elif status != self.status and 'mia: ' not in told and not mute:
      raise Bad(f'status {status} without a word')
    now = made(self.name)
    for path, state in now.items():
      # What a store holds names the time; that it is whole is asked below.
      if state in (self.old[path], self.new[path]) or self.name == 'messages-store':
        continue
      if status not in (1,) or not is_whole(path, self.name):
        raise Bad(f'{path} is neither old nor new; status {status}: {told[-300:]}')
    if status == 0 and not killed and self.status == 0 and (done.stdout != self.stdout or now != self.new):
      if self.name != 'messages-store' and 'store' not in told:
        raise Bad(f'status 0, and another result: {told[-300:]}')
    left = [name for name in listing() if name not in self.before and name not in self.after]
    if status == 128 + 9 or not cleans:
      left = [name for name in left if not TEMPORARY.match(name)]
    else:
      left += os.listdir('tmp')
    if left:
      raise Bad(f'left behind: {left}')
    if self.name == 'messages-store' and 'out' in now and now['out'] is not None:
      again = mia(*COMMANDS[self.name])
      if again.stdout != self.stdout:
        raise Bad('what was kept answers otherwise')


def steps(count):
  """Which of so many calls fail."""
  if args.all or count <= args.sample:
    return range(1, count + 1)
  # The first, the last, and others between, not the same for each kind.
  return sorted({1 + (i * (count - 1)) // max(1, args.sample - 1) if args.sample > 1 else 1 + count * 2 // 3
                 for i in range(args.sample)})


def counted(name):
  begin(name)
  done = call(INJECT, 'counts', 'none:0:once:EIO', MIA, *COMMANDS[name])
  if done.returncode == 77:
    print(f'1..0 # SKIP {done.stderr.decode().strip() or "no tracing here"}')
    sys.exit(77)
  lines = pathlib.Path('counts').read_text().split('\n')
  os.remove('counts')
  return {line.split()[0]: int(line.split()[1]) for line in lines if line}


runs = 0
faults = []


def attempt(good, what, command, **how):
  """One run in which something fails; env: for the command, killed and cleans: see Good.check."""
  global runs
  runs += 1
  begin(good.name)
  evidence = tree('e')
  try:
    done = call(*command, env=how.pop('env', None))
    good.check(done, **how)
    if tree('e') != evidence:
      raise Bad('the evidence was changed')
    if how.get('killed'):
      again = mia(*COMMANDS[good.name]) if not os.path.exists('folder') else None
      if again and again.returncode != good.status and good.name not in ('ingest-more', 'ingest'):
        raise Bad(f'and then status {again.returncode}: {again.stderr[-200:]!r}')
  except Bad as bad:
    faults.append(f'{good.name}: {what}: {bad}')
  except subprocess.TimeoutExpired:
    faults.append(f'{good.name}: {what}: does not end')


def fail_calls(good):
  counts = counted(good.name)
  for kind, count in counts.items():
    if (args.kind and kind != args.kind) or not WHAT.get(kind):
      continue
    for turn, k in enumerate(steps(count)):
      # In a sample each call fails in one way, another one for each; with --all in every way.
      ways = [(what, mode) for what in WHAT[kind] for mode in ('once', 'ever') if (what, mode) != ('EINTR', 'ever')]
      if not args.all:
        ways = [ways[(turn + len(good.name) + runs) % len(ways)]]
      for what, mode in ways:
        attempt(good, f'{kind} {k} {mode} {what}', (INJECT, '-', f'{kind}:{k}:{mode}:{what}', MIA, *COMMANDS[good.name]),
                cleans=kind != 'unlink', mute=(kind, mode) == ('write', 'ever'))
    if good.name in WRITES and kind in ('write', 'rename', 'open', 'fsync', 'link', 'close'):
      for k in steps(count):
        for what in ('kill', 'term'):
          attempt(good, f'{kind} {k} {what}', (INJECT, '-', f'{kind}:{k}:once:{what}', MIA, *COMMANDS[good.name]),
                  killed=True)


def fail_allocations(good):
  begin(good.name)
  path = os.path.abspath('count')
  call(MIA, *COMMANDS[good.name], env={'LD_PRELOAD': REFUSE, 'MIA_REFUSE_COUNT': path})
  count = int(pathlib.Path(path).read_text())
  os.remove(path)
  some = steps(count)
  if not args.all:
    some = sorted({1 + i * (count - 1) // (6 * args.sample) for i in range(6 * args.sample)})
  for k in some:
    for mode in ('', '+') if args.all else (('', '+')[k % 2],):
      attempt(good, f'allocation {k}{mode}', (MIA, *COMMANDS[good.name]),
              env={'LD_PRELOAD': REFUSE, 'MIA_REFUSE': f'{k}{mode}'})


CHANGES = {
  'grows': 'echo >>e/portal.csv', 'shrinks': 'truncate -s 3000 e/portal.csv', 'is removed': 'rm e/portal.csv',
  'is replaced': 'cp e/portal.csv e2; mv e2 e/portal.csv',
  'is written to': 'cp -p e/portal.csv e2; cat e2 >e/portal.csv; touch -r e2 e/portal.csv; rm e2',
}


def change_files():
  """A file that changes after it was opened is told of: before its first bytes are read, and before its end is seen."""
  for name in ('messages', 'messages-store', 'info', 'report', 'mailboxes', 'triage'):
    for how, script in CHANGES.items():
      for k in (1, 2):
        shutil.copy('e/portal.csv', 'portal')
        begin(name)
        done = call(INJECT, '-', f'read:{k}:once:run', MIA, *COMMANDS[name],
                    env={'INJECT_RUN': script, 'INJECT_PATH': '/e/portal.csv'})
        shutil.copy('portal', 'e/portal.csv')
        os.remove('portal')
        told = done.stderr.decode()
        if done.returncode != 1 or 'INPUT_CHANGED' not in told:
          faults.append(f'{name}: a file that {how}, read {k}: status {done.returncode}: {told[-300:]}')
        if name == 'messages-store' and os.path.exists('out'):
          faults.append(f'{name}: a file that {how}, read {k}: it is kept in a store')


def limits():
  """A file that may not grow, and a device that is full."""
  for name in COMMANDS:
    good = Good(name)
    for size in (0, 1, 8):
      attempt(good, f'ulimit -f {size}', ('bash', '-c', f'ulimit -f {size}; exec "$@"', 'bash', MIA, *COMMANDS[name]))
    if not good.stdout:
      continue
    begin(name)
    with open('/dev/full', 'wb') as full:
      done = subprocess.run([MIA, *COMMANDS[name]], stdout=full, stderr=subprocess.PIPE, check=False)
    if done.returncode != 3 or b'cannot write standard output: No space left' not in done.stderr:
      faults.append(f'{name}: /dev/full: status {done.returncode}: {done.stderr[-200:]!r}')


def under_valgrind(good):
  """Nothing fails; memory is used and given back as it must be."""
  begin(good.name)
  done = call('valgrind', '--quiet', '--error-exitcode=99', '--leak-check=full',
              '--errors-for-leak-kinds=definite,indirect', MIA, *COMMANDS[good.name], timeout=900)
  if done.returncode != good.status:
    raise Bad(f'valgrind: status {done.returncode}: {done.stderr.decode()[-3000:]}')
  good.check(done)


def main():
  scratch = tempfile.mkdtemp(prefix='mia-faults-')
  os.chdir(scratch)
  names = [name for name in COMMANDS if args.only in (None, name)]
  parts = [(name, (fail_calls, fail_allocations)) for name in names]
  if args.valgrind:
    parts = [(name, (under_valgrind,)) for name in names[::args.valgrind]]
  try:
    prepare()
    if not args.valgrind:
      counted('info')
    others = args.only in (None, 'limits') and not args.valgrind
    print(f'1..{len(parts) + 2 * others}')
    number = 0
    for number, (name, ways) in enumerate(parts, 1):
      try:
        good = Good(name)
        for way in ways:
          way(good)
      except Bad as bad:
        faults.append(str(bad))
      tell(number, name)
    if others:
      try:
        limits()
      except Bad as bad:
        faults.append(str(bad))
      tell(number + 1, 'files that may not grow, a full device')
      change_files()
      tell(number + 2, 'files that change while they are read')
  finally:
    os.chdir('/')
    shutil.rmtree(scratch, ignore_errors=True)
  print(f'# {runs} runs in which something failed')
  sys.exit(failed > 0)


failed = 0


def tell(number, name):
  global failed
  failed += bool(faults)
  print(f'{"not " if faults else ""}ok {number} - {name}')
  for fault in faults:
    print('# ' + fault.replace('\n', '\n# '))
  faults.clear()
  sys.stdout.flush()


main()
