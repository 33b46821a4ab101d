"""Every reason and every flag is explained in docs/reasons.md, and nothing
is explained there that does not exist.

Usage: reasons.py SOURCE-ROOT
"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
evidence = (root / 'include/mia/evidence.h').read_text(encoding='utf-8')
event = (root / 'include/mia/event.h').read_text(encoding='utf-8')
page = (root / 'docs/reasons.md').read_text(encoding='utf-8')

real = set(re.findall(r'^\s*MIA_REASON_(\w+)', evidence, re.M)) - {'NONE', 'COUNT'}
real |= set(re.findall(r'^#define MIA_FLAG_(\w+)', event, re.M)) - {'COUNT'}
sections = dict(re.findall(r'^### `(\w+)`\n(.*?)(?=^#|\Z)', page, re.M | re.S))

faults = [f'{name}: not in docs/reasons.md' for name in sorted(real - set(sections))]
faults += [f'{name}: in docs/reasons.md, but not in the headers' for name in sorted(set(sections) - real)]
for name, text in sections.items():
  for part in ('Means:', 'What to do:', 'Example:'):
    if part not in text:
      faults.append(f'{name}: docs/reasons.md lacks "{part}"')
print('\n'.join(faults) or f'{len(real)} names')
sys.exit(bool(faults))
