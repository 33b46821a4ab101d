"""Every rule of coverage is explained in docs/rules.md: a row of its table and
a section that bears its name. Nothing is explained there that is no rule. Each
has a text for reports too (libmia/texts/texts.c).

Usage: rules.py SOURCE-ROOT
"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
page = (root / 'docs/rules.md').read_text(encoding='utf-8')

# A rule's name stands in an initialiser or an assignment, or is handed to the
# function that makes the span.
NAME = r'"([a-z]+(?:-[a-z]+)*)"'
GIVEN = re.compile(r'\brule = ' + NAME + r'|\b(?:tell_\w+|span_of)\(c, (?:source, )?' + NAME)
real = {}
for path in sorted((root / 'libmia/coverage').glob('*.c')):
  for match in GIVEN.finditer(path.read_text(encoding='utf-8')):
    real.setdefault(match[1] or match[2], path.name)

table = re.findall(r'^\| \[`([\w-]+)`\]\(#([\w-]+)\) \|', page, re.M)
sections = re.findall(r'^### ([\w-]+)$', page, re.M)

faults = [f'{name} ({real[name]}): no row in the table of docs/rules.md' for name in sorted(real) if (name, name) not in table]
faults += [f'{name} ({real[name]}): no section in docs/rules.md' for name in sorted(real) if name not in sections]
for name in sorted({name for name, link in table} | {link for name, link in table} | set(sections)):
  if name not in real:
    faults.append(f'{name}: in docs/rules.md, but in no file of libmia/coverage')
  if sections.count(name) > 1 or [row for row, link in table].count(name) > 1:
    faults.append(f'{name}: twice in docs/rules.md')
said = re.search(r'rules\[\] = \{(.*?)\}', (root / 'libmia/texts/texts.c').read_text(encoding='utf-8'), re.S)
faults += [f'{name}: in one only of libmia/coverage and libmia/texts/texts.c'
           for name in sorted(set(real) ^ set(re.findall('"([\\w-]+)"', said[1])))]
if not real:
  faults.append('no rule found')
print('\n'.join(faults) or f'{len(real)} rules')
sys.exit(bool(faults))
