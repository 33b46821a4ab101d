#!/usr/bin/env python3
"""How many small changes of the code do the tests notice?

usage: mutants.py BUILD COUNT SEED FOLDER...
       mutants.py BUILD by-hand

BUILD is a build directory of meson (scripts/mutants.sh makes it) that may be
spoilt. In each FOLDER of libmia/ it picks COUNT places at random, changes one
of them at a time, and runs the tests: first the unit tests of that folder, then
all other unit tests, then the quick cases of the command line, at last the unit
tests of the folder with the changed file under the sanitizers, as scripts/test.sh
has them: memory that is not its own shows there alone. The first that
fails has killed the mutant. One mutant that survives is printed with its place,
unless explained.txt beside this file says why no test can notice it. by-hand
takes the changes of by_hand.txt in place of random ones; there none may
survive. The last line holds the score. Python 3, standard library only.
"""
import collections
import json
import os
import pathlib
import random
import re
import resource
import shlex
import shutil
import subprocess
import sys
import threading

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LIBRARY = 'libmia.so.0'
STAGES = os.environ.get('MIA_STAGES', 'own unit cli sanitized').split()
# These measure size or time, and take longer than all others together.
LEFT_OUT = re.compile(r'many$|^casefile|^store-damage|^base-parallel|^report-(case|verify|xlsx)|^selftest|^api-limits')
SLOW = 0.4 # seconds of the processor; what takes longer without any change is left out
CASES = ('attack-answers bad-csv-quote bad-duplicate-keys bad-json-cut coverage-asked incident-explain incident-folders-all '
         'incident-messages-session inventory-unusable list-earned mailboxes-session messages-inventory story-asked '
         'story-cut-short story-forwarding story-people story-rejected story-throttled story-unnamed').split()

# ---- what is changed ----

SWAPS = [(' < ', ' <= '), (' <= ', ' < '), (' > ', ' >= '), (' >= ', ' > '), (' == ', ' != '), (' != ', ' == '),
         (' && ', ' || '), (' || ', ' && '), (' + 1', ''), (' - 1', ''), ('break;', ';'), ('continue;', ';'),
         ('return true;', 'return false;'), ('return false;', 'return true;'), (' += ', ' -= ')]
STATEMENT = re.compile(r'^\t+[a-z_*(][^={}]*?(\[.*\])?( [|&+-]?= [^;]+|\([^;]*\)|\+\+|--);$')
TYPED = re.compile(r'^\t+(const |static |struct |enum |unsigned |size_t |char |int |bool |u?int\d+_t |return\b|goto |break|continue)')
# What is not given back the sanitizers notice; speed is measured elsewhere.
NOT_TRIED = re.compile(r'(_release|_dealloc|_free|_close|_expect)\(|\.(factor|multiplier) = ')
CONDITION = re.compile(r'\bif \((.+)\)( \{)?$')
LETTER = re.compile(r'"(?:[^"\\%]|\\.)*?([A-Za-z])[A-Za-z]')


def code_only(text):
  """The text with comments and the insides of strings blanked, each byte in its place."""
  def blank(match):
    found = match.group(0)
    keep = found[0] if found[0] in '"\'' else ' '
    return keep + re.sub(r'[^\n]', ' ', found[1:-1]) + keep
  return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank, text, flags=re.S)


def mutations(path):
  """(line number, what it was, what it becomes) for each change of one line that we know."""
  text = path.read_text()
  lines, codes = text.split('\n'), code_only(text).split('\n')
  for number, (line, code) in enumerate(zip(lines, codes)):
    if code.startswith('#') or not code.strip():
      continue
    inside = line.startswith('\t')
    if inside:
      for old, new in SWAPS:
        for at in (m.start() for m in re.finditer(re.escape(old), code)):
          yield number, line, line[:at] + new + line[at + len(old):]
      found = CONDITION.search(code)
      if found and code.count('(') == code.count(')'):
        condition = line[found.start(1):found.end(1)]
        for form in ('!({})', '0 && ({})', '1 || ({})'):
          yield number, line, line[:found.start(1)] + form.format(condition) + line[found.end(1):]
      if STATEMENT.match(code) and not NOT_TRIED.search(code) and not TYPED.match(code) and codes[number - 1].rstrip()[-1:] in (';', '{', '}', ')', ''):
        yield number, line, '\t;'
    for found in LETTER.finditer(line):
      if code[found.start()] == '"' and '#include' not in line:
        at = found.start(1)
        yield number, line, line[:at] + ('x' if line[at].lower() != 'x' else 'y') + line[at + 1:]


# ---- how it is built and run ----

SANITIZED = ['-fsanitize=address,undefined', '-fno-sanitize-recover=all']

class Build:
  def __init__(self, directory):
    self.dir = pathlib.Path(directory).resolve()
    commands = json.loads((self.dir / 'compile_commands.json').read_text())
    self.commands = {os.path.normpath(self.dir / c['file']): c for c in commands if '/libmia.so' in c['output']}
    self.objects = [str(self.dir / c['output']) for c in self.commands.values()]
    self.wide = [str(p) for p in self.dir.glob('libmia/libmia-wide*.p/*.o')]
    introspected = subprocess.run(['meson', 'introspect', str(self.dir), '--tests'], capture_output=True, check=True)
    self.libraries = subprocess.run(
      ['ldd', str(self.dir / 'libmia' / LIBRARY)], capture_output=True, text=True, check=True).stdout
    self.libraries = [line.split()[2] for line in self.libraries.splitlines() if '=> /' in line and 'libc.so' not in line]
    self.names = self.dir / 'every-name.map' # the versions of the library's own map, with nothing hidden
    version = (ROOT / 'libmia/mia.map').read_text().split()[0]
    self.names.write_text(f'{version} {{ global: *; }};\n')
    self.tests = []
    for test in json.loads(introspected.stdout):
      suites = {s.split(':')[-1] for s in test['suite']}
      if suites & {'unit', 'api'} and test['cmd'][0].startswith(str(self.dir)) and not LEFT_OUT.search(test['name']):
        self.tests.append((test['name'], suites, test['cmd'], test['env']))

  def link(self, output, swapped=None, more=()):
    objects = [swapped[1] if swapped and o == swapped[0] else o for o in self.objects]
    return subprocess.run(
      ['gcc', '-shared', '-fuse-ld=gold', '-Wl,-s', f'-Wl,-soname,{LIBRARY}', f'-Wl,--version-script={self.names}', '-o', str(output)] + objects + self.wide +
      self.libraries + ['-lpthread', *more], capture_output=True).returncode == 0

  def relink_tests(self):
    """Tests of inner functions hold a copy of the library; here they take the shared one, with all its names."""
    self.link(self.dir / 'libmia' / LIBRARY)
    for name, _, command, _ in self.tests:
      program = pathlib.Path(command[0])
      objects = [str(o) for o in pathlib.Path(str(program) + '.p').rglob('*.o')]
      marker = program.with_suffix('.shared') # ninja would link it anew without this one
      if objects and not (marker.exists() and
                          all(marker.stat().st_mtime > os.stat(o).st_mtime for o in objects + [program])):
        done = subprocess.run(
          ['gcc', '-fuse-ld=gold', '-rdynamic', '-o', str(program)] + objects +
          [str(self.dir / 'libmia' / LIBRARY), '-lcmocka', '-lpthread'] + self.libraries, capture_output=True)
        if done.returncode:
          sys.exit(f'cannot link {name}: ' + done.stderr.decode()[-400:])
        marker.touch()


class Worker:
  def __init__(self, build, number):
    self.build, self.place = build, build.dir / f'mutant-{number}'
    shutil.rmtree(self.place, ignore_errors=True)
    self.place.mkdir()

  def run(self, command, env, seconds):
    try:
      done = subprocess.run(command, cwd=self.build.dir, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL, timeout=seconds,
                            env={**os.environ, **env, 'LD_LIBRARY_PATH': str(self.place), 'MIA_FEW': '1'})
      return done.returncode in (0, 77)
    except subprocess.TimeoutExpired:
      return False

  def stage(self, stage, folder):
    if stage == 'sanitized':
      run = subprocess.run(['gcc', '-print-file-name=libasan.so'], capture_output=True, text=True, check=True)
      env = {'LD_PRELOAD': run.stdout.strip(), 'ASAN_OPTIONS': 'detect_leaks=0'}
      return [(n, c, {**e, **env}, 60) for n, c, e, _ in self.stage('own', folder)]
    if stage == 'cli':
      return [('cli', ['python3', str(ROOT / 'tests/cli/run.py'), str(self.build.dir / 'tools/mia'),
                       str(ROOT / 'fixtures'), str(self.build.dir / 'tests/fault/variants')] + CASES, {}, 300)]
    def wanted(suites):
      return (f'unit-{folder}' in suites) == (stage == 'own')
    return [(n, c, e, 20) for n, s, c, e, _ in self.build.tests if wanted(s)]

  def build_with(self, path, text, more=()):
    """The library with this text in the place of one of its files; False: it does not build."""
    command = self.build.commands[str(path)]
    source = self.place / path.name
    source.write_text(text)
    words = [w for w in shlex.split(command['command']) if w != 'ccache']
    changed = str(self.place / 'mutant.o')
    words = words[:-4] + ['-w', '-iquote', str(path.parent), *more, '-o', changed, '-c', str(source)] \
      if words[-4] == '-o' else words
    return subprocess.run(words, cwd=self.build.dir, capture_output=True).returncode == 0 and \
      self.build.link(self.place / LIBRARY, (str(self.build.dir / command['output']), changed), more)

  def killer(self, path, mutated):
    """The test that failed, 'not built', or None."""
    if not self.build_with(path, mutated):
      return 'not built'
    for stage in STAGES:
      more = SANITIZED if stage == 'sanitized' else ()
      if more and not self.build_with(path, mutated, more):
        continue
      for name, test, env, seconds in self.stage(stage, path.parent.name):
        if not self.run(test, env, seconds):
          # What fails there without any change too tells nothing.
          if not more or (self.build_with(path, path.read_text(), more) and self.run(test, env, seconds)):
            return name + (' (sanitized)' if more else '')
          break
    return None


def explained():
  """Mutants that no test can notice: path, TAB, the line as it was, TAB, as it became, TAB, why."""
  known = set()
  for line in (HERE / 'explained.txt').read_text().splitlines():
    if line and not line.startswith('#'):
      path, old, new, _ = line.split('\t')
      known.add((path, old, new))
  return known


def processor_time():
  """Of the programs run so far: a busy machine does not make a test slow."""
  used = resource.getrusage(resource.RUSAGE_CHILDREN)
  return used.ru_utime + used.ru_stime


def by_hand():
  """The changes of by_hand.txt: path, TAB, a part of one line, TAB, what it becomes."""
  for row in (HERE / 'by_hand.txt').read_text().splitlines():
    if row and not row.startswith('#'):
      path, old, new = row.split('\t')
      lines = (ROOT / path).read_text().split('\n')
      found = [n for n, line in enumerate(lines) if old in line]
      if len(found) != 1:
        sys.exit(f'by_hand.txt: {path} holds "{old}" in {len(found)} lines, not in one')
      line = lines[found[0]]
      yield ROOT / path, (found[0], line, line.replace(old, new))


def choose(count, seed, folders):
  for folder in folders:
    every = [(p, m) for p in sorted((ROOT / 'libmia' / folder).glob('*.c')) for m in mutations(p)]
    yield from random.Random(seed + folder).sample(every, min(int(count), len(every)))


def main():
  build = Build(sys.argv[1])
  build.relink_tests()
  chosen = list(by_hand() if sys.argv[2] == 'by-hand' else choose(sys.argv[2], sys.argv[3], sys.argv[4:]))
  random.Random(1).shuffle(chosen) # a run that is stopped has seen something of each folder
  known = explained()
  first = Worker(build, 0)
  shutil.copy(build.dir / 'libmia' / LIBRARY, first.place / LIBRARY)
  build.tests, tried = [], build.tests
  for name, suites, command, env in tried:
    began = processor_time()
    if not first.run(command, env, 60):
      print(f'left out\t{name}: it fails with every name of the library in sight', file=sys.stderr)
    elif processor_time() - began < SLOW:
      build.tests.append((name, suites, command, env, processor_time() - began))
  build.tests.sort(key=lambda test: test[4]) # the quick ones first
  for name, command, env, seconds in first.stage('cli', '') if 'cli' in STAGES else []:
    if not first.run(command, env, seconds):
      sys.exit(f'{name} fails without any change')
  score, lock = collections.defaultdict(collections.Counter), threading.Lock()

  def work(number):
    worker = Worker(build, number)
    while True:
      with lock:
        if not chosen:
          return
        path, (at, old, new) = chosen.pop()
      lines = path.read_text().split('\n')
      lines[at] = new
      name = str(path.relative_to(ROOT))
      if (name, old.strip(), new.strip()) in known:
        killer, kind = '-', 'equal'
      else:
        killer = worker.killer(path, '\n'.join(lines))
        kind = 'survived' if killer is None else 'not built' if killer == 'not built' else 'killed'
      with lock:
        score[path.parent.name][kind] += 1
        if kind == 'survived':
          print(f'survived\t{name}:{at + 1}\t{old.strip()}\t{new.strip()}', flush=True)
        elif kind == 'killed' and os.environ.get('MIA_VERBOSE'):
          print(f'killed\t{name}:{at + 1}\t{new.strip()}\tby {killer}', flush=True)

  workers = [threading.Thread(target=work, args=(n,)) for n in range(os.cpu_count() or 1)]
  for thread in workers:
    thread.start()
  for thread in workers:
    thread.join()
  total = collections.Counter()
  for folder, kinds in score.items():
    total.update(kinds)
    print(f'{folder}: {kinds["killed"]} of {kinds["killed"] + kinds["survived"]} killed, {kinds["equal"]} explained')
  asked = total['killed'] + total['survived']
  print(f'all: {total["killed"]} of {asked} killed ({100 * total["killed"] // max(asked, 1)} %), '
        f'{total["equal"]} explained')
  sys.exit(total['killed'] < asked if sys.argv[2] == 'by-hand' else total['killed'] * 10 < asked * 9)


main()
