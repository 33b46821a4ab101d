"""The folders are the sentence: each includes only itself and what is to its
left; a tool includes nothing that a user of the library could not.

Usage: layers.py SOURCE-ROOT
"""
import pathlib
import re
import sys

LAYERS = [
  'system', 'crypto', 'base', 'texts', 'format', 'bytes', 'record', 'event', 'names', 'load', 'store', 'timeline', 'scope', 'inventory', 'readiness',
  'coverage', 'exposure', 'findings', 'triage', 'report', 'report/html', 'report/xlsx', 'report/case', 'casefile',
  'selftest',
]
# Knows tables only, so it needs nothing else of what is to its left or right.
ONLY = {'format': {'base', 'format'}}
# The layer from which on a public header may be included.
PUBLIC = {
  'base.h': 'base', 'event.h': 'base', 'format.h': 'base', 'evidence.h': 'bytes', 'fold.h': 'load',
  'load.h': 'load', 'store.h': 'store', 'timeline.h': 'timeline', 'scope.h': 'scope', 'expansion.h': 'scope', 'scope_check.h': 'scope',
  'inventory.h': 'inventory', 'readiness.h': 'readiness', 'coverage.h': 'coverage', 'exposure.h': 'exposure',
  'findings.h': 'findings', 'subjects.h': 'findings', 'summary.h': 'findings', 'triage.h': 'triage',
  'report.h': 'report', 'case.h': 'report', 'diff.h': 'report',
  'casefile.h': 'casefile', 'selftest.h': 'selftest',
}
# A timeline asks a scope through its public face.
ALLOWED = {('timeline', 'scope.h')}

root = pathlib.Path(sys.argv[1])
include = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)
faults = []


def includes(path):
  text = path.read_text(encoding='utf-8')
  for found in include.finditer(text):
    line = text.count('\n', 0, found.start()) + 1
    yield f'{path.relative_to(root)}:{line}: ', found[1], found[2]


seen = 0
for path in sorted((root / 'libmia').rglob('*.[ch]')):
  seen += 1
  layer = str(path.parent.relative_to(root / 'libmia'))
  if layer not in LAYERS:
    faults.append(f'{path.relative_to(root)}: in no layer')
    continue
  for place, kind, name in includes(path):
    folder, _, rest = name.rpartition('/')
    if kind == '"':
      if folder not in LAYERS:
        faults.append(f'{place}"{name}" names no layer (write "layer/file.h")')
      elif LAYERS.index(folder) > LAYERS.index(layer) or folder not in ONLY.get(layer, LAYERS):
        faults.append(f'{place}{layer}/ includes {folder}/, which is not to its left')
    elif folder == 'mia':
      if rest not in PUBLIC:
        faults.append(f'{place}<{name}> is not for the inside')
      elif (LAYERS.index(PUBLIC[rest]) > LAYERS.index(layer)
            and (layer, rest) not in ALLOWED):
        faults.append(f'{place}{layer}/ includes <{name}>, which is to its right')

for path in sorted((root / 'tools').rglob('*.[ch]')):
  seen += 1
  for place, kind, name in includes(path):
    if kind == '"' and name.startswith('system/') and (root / 'libmia' / name).is_file():
      continue
    # What only a system can do knows nothing of what the tool does with it.
    if (kind == '"' and path.parent.name == 'host' and name != 'say.h' and not name.startswith('host/')):
      faults.append(f'{place}tools/host/ includes "{name}" of the tool')
    if kind == '"' and not (root / 'tools' / name).is_file():
      faults.append(f'{place}"{name}" is not a header of tools/')
    if kind == '"' and '..' in name:
      faults.append(f'{place}"{name}" leaves tools/')
    if kind == '<' and name.split('/')[0] in LAYERS:
      faults.append(f'{place}<{name}> is private to the library')
    if kind == '<' and name.startswith('mia/') and not (root / 'include' / name).is_file():
      faults.append(f'{place}<{name}> does not exist')

for path in sorted((root / 'include').rglob('*.h')):
  seen += 1
  for place, kind, name in includes(path):
    if kind == '"' or not (name.startswith('mia/') or name in ('stddef.h', 'stdint.h')):
      faults.append(f'{place}{name}: a public header needs only its own and the language')

print('\n'.join(faults) or f'{seen} files look only to their left')
sys.exit(bool(faults))
