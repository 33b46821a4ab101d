"""Every file of C looks as .clang-format says, and opens with a comment that
says its job. Looks are held with clang-format 14 alone, since other versions
break a few lines elsewhere.

Usage: format.py SOURCE-ROOT [CLANG-FORMAT]
"""
import pathlib
import re
import subprocess
import sys

root = pathlib.Path(sys.argv[1])
faults = []
files = sorted(
  path for folder in ('include', 'libmia', 'tools', 'tests', 'docs') for path in (root / folder).rglob('*.[ch]')
  if 'build' not in path.parts)
for path in files:
  text = path.read_text(encoding='utf-8')
  if not text.startswith('/*'):
    faults.append(f'{path.relative_to(root)}: does not open with a comment that says its job')
  if re.search(r'\bsizeof [^(]', re.sub(r'/\*.*?\*/|"(\\.|[^"\\])*"', '', text, flags=re.S)):
    faults.append(f'{path.relative_to(root)}: sizeof without parentheses')

tool = sys.argv[2] if len(sys.argv) > 2 else None
version = tool and subprocess.run([tool, '--version'], capture_output=True, text=True).stdout
if version and re.search(r'version 14\.', version):
  out = subprocess.run([tool, '--dry-run', *map(str, files)], cwd=root, capture_output=True, text=True).stderr
  for place in re.findall(r'^(\S+?:\d+):\d+: warning: code should be clang-formatted', out, re.M):
    faults.append(f'{place}: not as .clang-format says (run clang-format-14 -i)')
else:
  print('clang-format 14 is not here: the looks were not checked')
if not files:
  faults.append('no file found')
print('\n'.join(faults) or f'{len(files)} files')
sys.exit(bool(faults))
