"""What the shared library exports is what mia.map lists is what the public
headers declare; and it calls nothing that prints, exits or heeds the locale.

Usage: symbols.py NM LIBMIA.SO MIA.MAP HEADER...
"""
import re
import subprocess
import sys

nm, library, map_file, *headers = sys.argv[1:]
FORBIDDEN = {
  'abort', 'exit', '_exit', 'printf', 'puts', 'putchar', 'fprintf', 'perror',
  '__printf_chk', '__fprintf_chk',
  'setlocale', 'strtol', 'strtoul', 'strtoll', 'strtoull', 'strtod', 'atoi', 'atol', 'atof',
  '__isoc99_sscanf', 'sscanf', '__ctype_b_loc', '__ctype_tolower_loc', '__ctype_toupper_loc',
  'tolower', 'toupper', 'strcasecmp', 'strncasecmp', 'strcoll', 'mktime', 'localtime',
  'localtime_r', 'strftime', 'strtok', 'rand', 'gzopen', 'gzread', 'yajl_tree_parse',
  'qsort', 'qsort_r', 'bsearch', 'strdup', 'asprintf',
}


def names(*options):
  out = subprocess.run([nm, '-D', *options, library], check=True, capture_output=True, text=True).stdout
  for line in out.splitlines():
    kind, name = line.split()[-2:]
    yield kind, name.split('@')[0]


# The node of a version script is a symbol of its own (A); a sanitizer adds more.
exported = {name for kind, name in names('--defined-only') if kind != 'A' and not name.startswith('__')}
used = {name for _, name in names('--undefined-only')}

with open(map_file, encoding='utf-8') as file:
  text = file.read()
nodes = re.findall(r'^(\w[\w.]*)\s*\{', text, re.M)
mapped = set(re.findall(r'^\s*(\w+);', text, re.M))

declared = set()
for header in headers:
  with open(header, encoding='utf-8') as file:
    code = re.sub(r'/\*.*?\*/', '', file.read(), flags=re.S)
  declared |= set(re.findall(r'\bMIA_API\b[^;{(]*?\b(mia_\w+)\s*\(', code))

faults = []
if nodes != ['MIA_0.1']:
  faults.append(f'mia.map has the nodes {nodes}, not the one node MIA_0.1')
for what, extra in [
  ('declared, but not in mia.map', declared - mapped),
  ('in mia.map, but not declared', mapped - declared),
  ('declared, but not exported', declared - exported),
  ('exported, but not declared', exported - declared),
  ('called, but forbidden in the library', used & FORBIDDEN),
]:
  faults += [f'{name}: {what}' for name in sorted(extra)]
print('\n'.join(faults) or f'{len(declared)} functions')
sys.exit(bool(faults))
