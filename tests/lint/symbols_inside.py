"""No external symbol of the library can collide with one of a program that
links it statically: what is public begins with mia_, what is private to the
library with mia__.

Usage: symbols_inside.py NM ARCHIVE MIA.MAP
"""
import re
import subprocess
import sys

nm, archive, map_file = sys.argv[1:]
with open(map_file, encoding='utf-8') as file:
  public = set(re.findall(r'^\s*(mia_\w+);', file.read(), re.M))
out = subprocess.run([nm, '--defined-only', '--extern-only', archive], check=True, capture_output=True, text=True).stdout
names = {line.split()[-1] for line in out.splitlines() if len(line.split()) == 3}
# A sanitizer adds symbols of its own.
names = {name for name in names if not re.match(r'_|asan\.|odr', name)}
faults = [f'{name}: external, but neither public nor with the prefix mia__' for name in sorted(names)
  if name not in public and not name.startswith('mia__')]
if not names & public:
  faults.append('no public symbol found')
print('\n'.join(faults) or f'{len(names)} symbols')
sys.exit(bool(faults))
