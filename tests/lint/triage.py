"""The table of reasons in libmia/triage/reasons.c and that of docs/triage.md
are the same: codes, weights, words and sources, in one order.

Usage: triage.py SOURCE-ROOT
"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
code = (root / 'libmia/triage/reasons.c').read_text(encoding='utf-8')
page = (root / 'docs/triage.md').read_text(encoding='utf-8')

TEXT = r'((?:"(?:[^"\\]|\\.)*"\s*)+)'
ENTRY = re.compile(r'\[REASON_\w+\] = \{ ' + TEXT + r', (\d+),\s*' + TEXT + r',\s*' + TEXT + r'\}')


def text(literals):
  return ''.join(re.findall(r'"((?:[^"\\]|\\.)*)"', literals)).replace('\\"', '"').replace('\\\\', '\\')


real = [(text(c), w, text(h), text(s)) for c, w, h, s in ENTRY.findall(code)]
told = re.findall(r'^\| `([\w-]+)` \| (\d+) \| (.*?) \| (.*?) \|$', page, re.M)
faults = []
if len(real) != code.count('[REASON_') - code.count('[REASON_COUNT]'):
  faults.append(f'{len(real)} entries can be read of {code.count("[REASON_")}')
for a, b in zip(real, told):
  if a != b:
    faults.append(f'libmia/triage/reasons.c: {a}\ndocs/triage.md:          {b}')
    break
if len(real) != len(told):
  faults.append(f'{len(real)} reasons, {len(told)} in docs/triage.md')
for code_name, _, _, source in real:
  if not source.strip():
    faults.append(f'{code_name}: no source')
print('\n'.join(faults) or f'{len(real)} reasons')
sys.exit(bool(faults))
