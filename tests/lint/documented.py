"""Every public function is documented: a comment stands before it in its
paragraph. What base.h says once for all (how a thing is made, freed, walked
and made a fold of) need not be said again.

Usage: documented.py HEADER...
"""
import re
import sys

BY_CONVENTION = ('_new', '_free', '_fold', '_next')
faults = []
count = 0
for header in sys.argv[1:]:
  with open(header, encoding='utf-8') as file:
    text = file.read()
  # The comment at the head of a file speaks of the file.
  for paragraph in re.split(r'\n\n+', text.split('*/', 1)[-1]):
    code = re.sub(r'/\*.*?\*/', '\0', paragraph, flags=re.S)
    commented = False
    for token in re.finditer(r'\0|\bMIA_API\b(?!\s*__)[^;{(]*?\b(\w+)\s*\(', code):
      if token[0] == '\0':
        commented = True
      else:
        count += 1
        if not commented and not token[1].endswith(BY_CONVENTION):
          faults.append(f'{header}: {token[1]} has no comment')
if count == 0:
  faults.append('no function found')
print('\n'.join(faults) or f'{count} functions')
sys.exit(bool(faults))
