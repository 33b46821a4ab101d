#!/usr/bin/env python3
"""Runs the tool as an analyst does, and compares all that comes out.

usage: run.py MIA FIXTURES VARIANTS [CASE...]

A case is a folder beside this file:

  command  sh, run in an empty folder of its own, lib.sh before it, with $MIA,
           $FIXTURES, $VARIANTS (what make_variants.py writes; made if it is not
           there), $CLI (the folder of this file) and $PYTHON set
  stdout   what it must print, byte for byte; not compared if not there
  stderr   likewise
  status   what it must exit with; 0 if not there

A command that exits with 77 is skipped, with what it printed last as the
reason. Prints TAP. Python 3, standard library only.
"""
import difflib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77
# What another system prints, in folders of the same names: tests/windows/cli.
OTHER = pathlib.Path(os.environ['MIA_CLI_OTHER']) if os.environ.get('MIA_CLI_OTHER') else None
SECONDS = 300


def difference(name, wanted, got):
  lines = [data.decode('utf-8', 'backslashreplace').splitlines() for data in (wanted, got)]
  told = list(difflib.unified_diff(*lines, f'{name} wanted', f'{name} got', n=1, lineterm=''))
  return told[:40] or [f'{name} differs in its line ends']


def run(case, setting):
  """The faults of one case, and why it was skipped if it was."""
  status = case / 'status'
  wanted = int(status.read_text()) if status.exists() else 0
  scratch = tempfile.mkdtemp(prefix='mia-cli-')
  os.chmod(scratch, 0o755)
  try:
    done = subprocess.run(
      ['sh', '-c', '. "$CLI/lib.sh"; . "$1"', 'sh', str(case / 'command')],
      cwd=scratch, env={**os.environ, **setting}, stdin=subprocess.DEVNULL,
      capture_output=True, timeout=SECONDS)
  except subprocess.TimeoutExpired:
    return [f'still running after {SECONDS} seconds'], None
  finally:
    shutil.rmtree(scratch, ignore_errors=True)
  if done.returncode == SKIPPED:
    return [], (done.stdout.decode('utf-8', 'replace').splitlines() or ['no reason given'])[-1]
  faults = []
  if done.returncode != wanted:
    faults.append(f'status {done.returncode}, not {wanted}')
  for name, got in (('stdout', done.stdout), ('stderr', done.stderr)):
    path = case / name
    if OTHER and (OTHER / case.name / name).exists():
      path = OTHER / case.name / name
    if path.exists() and path.read_bytes() != got:
      faults += difference(name, path.read_bytes(), got)
    elif not path.exists() and name == 'stderr' and done.returncode != wanted:
      faults += got.decode('utf-8', 'backslashreplace').splitlines()[:20]
  return faults, None


def main():
  if len(sys.argv) < 4:
    sys.exit('usage: run.py MIA FIXTURES VARIANTS [CASE...]')
  mia, fixtures, variants = (os.path.abspath(path) for path in sys.argv[1:4])
  names = sys.argv[4:] or sorted(path.parent.name for path in HERE.glob('*/command'))
  if not os.path.isdir(variants):
    subprocess.run([sys.executable, os.path.join(fixtures, 'make_variants.py'), variants], check=True)
  setting = {
    'MIA': mia, 'FIXTURES': fixtures, 'VARIANTS': variants, 'CLI': str(HERE), 'PYTHON': sys.executable,
    'PYTHONDONTWRITEBYTECODE': '1', 'TERM': 'xterm',
  }
  os.environ.pop('NO_COLOR', None)
  failed = 0
  print(f'1..{len(names)}')
  with ThreadPoolExecutor(max_workers=2) as workers:
    results = workers.map(lambda name: run(HERE / name, setting), names)
    for number, (name, (faults, skipped)) in enumerate(zip(names, results), 1):
      failed += bool(faults)
      print(f'{"not " if faults else ""}ok {number} - {name}' + (f' # SKIP {skipped}' if skipped else ''))
      for fault in faults:
        print(f'# {fault}')
      sys.stdout.flush()
  sys.exit(failed > 0)


if __name__ == '__main__':
  main()
