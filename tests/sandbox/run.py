#!/usr/bin/env python3
"""The sandbox of the tool: nobody gets out, everything still works inside, and
what is said of it is so. Prints TAP. Python 3, standard library only.

usage: run.py MIA ESCAPE FIXTURES SANITIZER
ESCAPE: the program that tries to get out; SANITIZER: that of the build, or none
"""
import ctypes
import json
import os
import pathlib
import pwd
import shutil
import subprocess
import sys
import tempfile
import time

mia, escape, fixtures = (os.path.abspath(path) for path in sys.argv[1:4])
sanitized = any(word in sys.argv[4] for word in ('address', 'thread', 'memory'))
session = '5e55a77a-0000-4000-8000-00000000000a'
incident = os.path.join(fixtures, 'incident')
count = failures = 0


def tell(good, name, why=''):
  global count, failures
  count += 1
  failures += not good
  print(f'{"" if good else "not "}ok {count} - {name}')
  for line in [] if good else str(why).splitlines()[:20]:
    print(f'#   {line}')
  sys.stdout.flush()


def run(*words, **more):
  more.setdefault('stdin', subprocess.DEVNULL)
  more.setdefault('stdout', subprocess.PIPE)
  return subprocess.run([str(word) for word in words], stderr=subprocess.PIPE, timeout=120, **more)


def layers_of_kernel():
  """By asking the kernel, and nothing of mia."""
  libc = ctypes.CDLL(None, use_errno=True)
  abi = libc.syscall(ctypes.c_long(444), None, ctypes.c_size_t(0), ctypes.c_uint(1))
  layers = ['no-new-privileges', 'no-core']
  layers += [name for least, name in ((1, 'landlock-files'), (4, 'landlock-network'), (6, 'landlock-signals'))
    if abi >= least]
  available = pathlib.Path('/proc/sys/kernel/seccomp/actions_avail')
  if available.exists() and 'errno' in available.read_text().split() and os.uname().machine in ('x86_64', 'aarch64'):
    layers.append('seccomp')
  return layers


def told_layers():
  return run(mia, '--version').stdout.decode().splitlines()[-1].removeprefix('sandbox on this machine: ')


def manifest(folder):
  return json.loads(pathlib.Path(folder, 'manifest.json').read_text())['sandbox']


def nobody_gets_out():
  os.mkdir('escape')
  done = run(escape, cwd='escape')
  for line in done.stdout.decode().splitlines():
    if line.startswith(('ok ', 'not ok ')):
      good, name = line.startswith('ok '), line.split(' - ', 1)[1]
      tell(good, name)
  tell(done.returncode == 0, 'the program that tries came to its end', done.stdout[-400:])


def facts_of(pid):
  lines = pathlib.Path(f'/proc/{pid}/status').read_text().splitlines()
  facts = dict(line.split(':\t', 1) for line in lines if ':\t' in line)
  limits = pathlib.Path(f'/proc/{pid}/limits').read_text().splitlines()
  return facts['NoNewPrivs'].strip(), facts['Seccomp'].strip(), next(
    line.split()[4:6] for line in limits if line.startswith('Max core'))


def layers_are_on():
  """What the kernel says of the process while it reads evidence."""
  os.mkfifo('waiting')
  fifo = os.open('waiting', os.O_RDWR)
  running = subprocess.Popen([mia, 'info', '-q', 'waiting'], stdout=subprocess.PIPE)
  # It waits for the FIFO to end; before it read from it, it has entered.
  for _ in range(100):
    time.sleep(0.05)
    privileges, seccomp, core = facts_of(running.pid)
    if privileges == '1' and seccomp == '2':
      break
  os.write(fifo, pathlib.Path(incident, 'graph.json').read_bytes())
  os.close(fifo)
  running.communicate()
  tell(privileges == '1', 'the kernel says: no new privileges', privileges)
  tell(core == ['0', '0'], 'the kernel says: no core file', core)
  if 'seccomp' in layers_of_kernel():
    tell(seccomp == '2', 'the kernel says: a seccomp filter is on', seccomp)
  tell(running.returncode == 0, 'and the evidence was read')


def fed(text, **more):
  return run('bash', '-c', text, env={**os.environ, 'MIA': mia, 'E': incident, 'S': session}, **more)


# Commands as a shell runs them, and their statuses.
WORKS = [
  ('triage', '"$MIA" triage --sandbox require -q "$E"', 0),
  ('info, hashes', '"$MIA" info --sandbox require -q --hashes "$E"', 0),
  ('sessions, two threads', '"$MIA" sessions --sandbox require -q -j2 "$E"', 0),
  ('messages to /dev/stdout', 'set -o pipefail; ("$MIA" messages --sandbox require -q --session $S "$E" > /dev/stdout) | cat', 0),
  ('messages through a pipe', 'set -o pipefail; "$MIA" messages --sandbox require -q --session $S "$E" | cat', 0),
  ('messages to a full device', '"$MIA" messages --sandbox require -q --session $S "$E" > /dev/full', 3),
  ('messages to a file here', '"$MIA" messages --sandbox require -q --session $S -o here.csv "$E" && test -s here.csv', 0),
  ('the file is replaced', '"$MIA" messages --sandbox require -q --session $S -o here.csv "$E"', 0),
  ('messages to a file elsewhere', 'mkdir -p d/e && "$MIA" messages --sandbox require -q -o d/e/x.csv "$E" && ! ls d/e/.mia* 2>/dev/null', 0),
  ('messages to another file system', '[ -w /dev/shm ] || exit 0; "$MIA" messages --sandbox require -q -o /dev/shm/mia-sandbox.csv "$E" && rm /dev/shm/mia-sandbox.csv', 0),
  ('rejects', '"$MIA" messages --sandbox require -q --rejects rejects.txt "$E"', 0),
  ('standard input', 'cat "$E/graph.json" | "$MIA" info --sandbox require -q -', 0),
  ('/dev/stdin, a pipe', 'cat "$E/graph.json" | "$MIA" info --sandbox require -q /dev/stdin', 0),
  ('/dev/stdin, a file', '"$MIA" info --sandbox require -q /dev/stdin < "$E/graph.json"', 0),
  ('process substitution', '"$MIA" info --sandbox require -q <(cat "$E/graph.json") <(cat "$E/portal.csv")', 0),
  ('a FIFO', 'mkfifo f; timeout 20 cat "$E/graph.json" > f & sleep 1; "$MIA" info --sandbox require -q f', 0),
  ('evidence in the current folder', 'cd "$E" && "$MIA" info --sandbox require -q .', 0),
  ('a link to a file elsewhere', 'mkdir -p l/m && ln -sf "$E/graph.json" l/m/a.json && "$MIA" info --sandbox require -q l', 0),
  ('evidence that is not there', '"$MIA" info --sandbox require -q nowhere.json', 3),
  ('a scope file, a list, watch',
    'printf "ip 203.0.113.7 # x\\n" > w; echo "<a@b>" > ids; "$MIA" scope --sandbox require -q --session $S -o s.json "$E" && '
    '"$MIA" messages --sandbox require -q --scope s.json --list ids "$E" && '
    '"$MIA" sessions --sandbox require -q --watch w --scope s.json "$E"', 0),
  ('a pick, which reads twice', '"$MIA" scope --sandbox require -q --pick 1 -o p.json "$E"', 0),
  ('an expansion', '"$MIA" explain --sandbox require -q --ip 203.0.113.7 --expand session "$E"', 0),
  ('a record', '"$MIA" show --sandbox require -q "#1" "$E/graph.json"', 0),
  ('a redacted list', 'head -c 32 /dev/zero > key; "$MIA" messages --sandbox require -q --redact key "$E"', 0),
  ('a store, written and used',
    'rm -f st; "$MIA" messages --sandbox require --store st "$E" && "$MIA" messages --sandbox require --store st "$E" 2>&1 | grep "answered from"', 0),
  ('a report with local times',
    'rm -rf r; [ -e /usr/share/zoneinfo/Europe/Oslo ] && zone=Europe/Oslo || zone=+02:00; '
    '"$MIA" report --sandbox require -q -o r --session $S --time-zone $zone "$E" && "$MIA" verify --sandbox require -q r "$E"', 0),
  ('a report with scratch elsewhere',
    'rm -rf r2; mkdir -p scratch; TMPDIR=$PWD/scratch "$MIA" report --sandbox require -q -o r2 --session $S "$E" && [ -z "$(ls scratch)" ]', 0),
  ('a report without a sandbox, the same but for what it says of that',
    'rm -rf r4; "$MIA" report --sandbox off -q -o r4 --session $S "$E" && ! diff -r r2 r4 | grep "^[<>]" | grep -v "sandbox\\|manifest.json$"', 0),
  ('a difference', '"$MIA" diff --sandbox require -q r r2', 0),
  ('a self-test', '"$MIA" selftest --sandbox require -q', 0),
  ('readiness', f'"$MIA" readiness --sandbox require -q {fixtures}/readiness/get-mailbox.csv', 0),
  ('inventory', f'"$MIA" subjects --sandbox require -q --session $S --inventory {fixtures}/inventory/ediscovery-results.csv "$E"', 0),
]
CASE_FILE = [
  ('a case file, made', 'rm -f c.db; "$MIA" ingest --sandbox require -q -o c.db "$E/graph.json"', 0),
  ('a case file, added to', '"$MIA" ingest --sandbox require -q -o c.db "$E"', 0),
  ('a case file, asked', '"$MIA" messages --sandbox require -q --session $S c.db | cmp - <("$MIA" messages --sandbox off -q --session $S "$E")', 0),
  ('a case file, a report', 'rm -rf r3; "$MIA" report --sandbox require -q -o r3 --session $S c.db', 0),
]


def everything_works(who, **more):
  cases = WORKS + (CASE_FILE if b'SQLite' in run(mia, '--version').stdout else [])
  for name, text, wanted in cases:
    done = fed(text, **more)
    tell(done.returncode == wanted, f'{who}: {name}', f'status {done.returncode}\n{done.stderr.decode()}{text}')
  left = [name for name in os.listdir(more.get('cwd', '.')) if name.startswith('.mia')]
  tell(not left, f'{who}: nothing is left behind', left)


def as_nobody():
  """Files of /proc/self belong to root for one who is not dumpable."""
  if os.getuid() != 0:
    return
  nobody = pwd.getpwnam('nobody')
  os.mkdir('nobody')
  os.chown('nobody', nobody.pw_uid, nobody.pw_gid)
  os.chmod('.', 0o755)
  if run('test', '-r', incident, '-a', '-x', mia, user=nobody.pw_uid).returncode != 0:
    print('# nobody cannot read the sources: not tried')
    return
  everything_works('another user', cwd='nobody', user=nobody.pw_uid, group=nobody.pw_gid, extra_groups=[])


def without(layer, absent):
  """As on a kernel that lacks the layer."""
  gone = [escape, '--without', layer]
  done = run(*gone, mia, 'report', '-q', '-o', f'without-{layer}', '--session', session, incident)
  if done.returncode == 77:
    return
  wanted = ','.join(name for name in layers_of_kernel() if not name.startswith(absent))
  tell(done.returncode == 0 and manifest(f'without-{layer}') == wanted, f'without {layer}: auto goes on, and says so',
    done.stderr.decode())
  done = run(*gone, mia, 'info', '--sandbox', 'require', incident)
  tell(done.returncode == 2 and done.stdout == b'' and absent in done.stderr.decode(),
    f'without {layer}: require is status 2 and names it', done.stderr.decode())
  done = run(*gone, mia, 'info', '--sandbox', 'off', '-q', incident)
  tell(done.returncode == 0, f'without {layer}: off goes on', done.stderr.decode())


def what_is_said():
  for mode, wanted in (('auto', ','.join(layers_of_kernel())), ('off', 'off')):
    if sanitized:
      wanted = 'off'
    done = run(mia, 'report', '-q', '--sandbox', mode, '-o', f'said-{mode}', '--session', session, incident)
    tell(done.returncode == 0 and manifest(f'said-{mode}') == wanted, f'the manifest, {mode}: {wanted}', done.stderr.decode())
  tell(told_layers() == ('off' if sanitized else ','.join(layers_of_kernel())), '--version names the layers of this kernel',
    told_layers())
  done = run(mia, 'info', '--sandbox', 'perhaps', incident)
  tell(done.returncode == 2 and b'auto|require|off' in done.stderr, 'another word is refused', done.stderr.decode())


def main():
  here = tempfile.mkdtemp(prefix='mia-sandbox-')
  os.chdir(here)
  try:
    what_is_said()
    if sanitized:
      done = run(mia, 'info', '--sandbox', 'require', incident)
      tell(done.returncode == 2 and b'sanitizer' in done.stderr, 'with a sanitizer: require is status 2', done.stderr.decode())
    else:
      nobody_gets_out()
      layers_are_on()
      everything_works('this user')
      as_nobody()
      without('landlock', 'landlock')
      without('seccomp', 'seccomp')
  finally:
    os.chdir('/')
    shutil.rmtree(here, ignore_errors=True)
  print(f'1..{count}')
  sys.exit(failures > 0)


if __name__ == '__main__':
  main()
