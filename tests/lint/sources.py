"""No file over 500 lines, no promise instead of code, no path of one machine.

Usage: sources.py SOURCE-ROOT
"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
TEXT = {'.c', '.h', '.py', '.sh', '.md', '.build', '.map', '.1', '.3', '.5', '.7'}
LONGEST = 500
# Spelt so that this file passes its own test.
promise = re.compile(r'\b(TO' r'DO|FIX' r'ME|X' r'XX)\b')
machine = re.compile(r'(?<![\w.])/(work|tmp|farm|home|root)/')
faults = []


def files(*folders):
  for folder in folders:
    base = root / folder
    found = [base] if base.is_file() else sorted(base.rglob('*'))
    for path in found:
      if path.is_file() and path.suffix in TEXT and '__pycache__' not in path.parts:
        yield path.relative_to(root), path.read_text(encoding='utf-8')


seen = 0
for path, text in files('include', 'libmia', 'tools', 'tests', 'scripts', 'docs', 'README.md', 'meson.build'):
  seen += 1
  lines = text.splitlines()
  # A page for people may be as long as it must.
  if path.suffix not in ('.md', '.1') and len(lines) > LONGEST:
    faults.append(f'{path}: {len(lines)} lines, more than {LONGEST}')
  for number, line in enumerate(lines, 1):
    if promise.search(line):
      faults.append(f'{path}:{number}: a promise instead of code')
    if path.parts[0] in ('include', 'libmia', 'tools', 'docs', 'README.md') and machine.search(line):
      faults.append(f'{path}:{number}: a path of one machine')
    if re.search(r'[ \t]$', line):
      faults.append(f'{path}:{number}: blank at the end of the line')
  if text and not text.endswith('\n'):
    faults.append(f'{path}: no newline at the end')
print('\n'.join(faults) or f'{seen} files')
sys.exit(bool(faults))
