"""The pages for people: each link inside the project leads to a file, and to a
heading of it where it names one; each file of the sources that is named is
there; prose has at most 120 columns.

Usage: pages.py SOURCE-ROOT
"""
import pathlib
import re
import sys

WIDTH = 120
root = pathlib.Path(sys.argv[1]).resolve()
pages = sorted(path for place in ('.', 'docs', 'fixtures') for path in (root / place).glob('*.md' if place == '.' else '**/*.md'))
CODE = re.compile(r'^```.*?^```[ \t]*$', re.M | re.S)
SPAN = re.compile(r'``.+?``|`[^`\n]*`')
LINK = re.compile(r'\[[^\]]*\]\(([^)\s]+)\)')
NAMED = re.compile(r'`((?:docs|fixtures|include|libmia|scripts|tests|tools)/[\w*./-]+)`')
# What was is named in NEWS.md, what will be in adding.md.
ELSEWHEN = ('NEWS.md', 'docs/adding.md')
faults = []


def without_code(text):
  """The same lines, those of code blocks empty."""
  return CODE.sub(lambda block: '\n' * block[0].count('\n'), text)


def anchors(path):
  """The headings as a forge makes anchors of them."""
  seen = {}
  for title in re.findall(r'^#+ +(.*?) *$', without_code(path.read_text(encoding='utf-8')), re.M):
    title = re.sub(r'\[([^\]]*)\]\([^)]*\)', r'\1', title)
    name = re.sub(r'[^\w\- ]', '', title.lower()).replace(' ', '-')
    again = seen.get(name, 0)
    seen[name] = again + 1
    yield f'{name}-{again}' if again else name


known = {path: set(anchors(path)) for path in pages}
count = 0
for path in pages:
  place = path.relative_to(root)
  for number, line in enumerate(without_code(path.read_text(encoding='utf-8')).split('\n'), 1):
    for target in LINK.findall(SPAN.sub('', line)):
      if re.match(r'[a-z]+:', target):
        continue
      count += 1
      file, _, anchor = target.partition('#')
      leads = (path.parent / file).resolve() if file else path
      if not leads.exists() or not leads.is_relative_to(root):
        faults.append(f'{place}:{number}: {target}: no such file')
      elif anchor and anchor not in known.get(leads, ()):
        faults.append(f'{place}:{number}: {target}: no such heading')
    for name in NAMED.findall(line) if str(place) not in ELSEWHEN else ():
      if not any(root.glob(name.rstrip('/'))):
        faults.append(f'{place}:{number}: {name}: no such file')
    # Tables, addresses and code cannot be broken; the fixtures are tables mostly.
    prose = re.sub(r'\]\([^)]*\)|https?://\S+', '', SPAN.sub('', line))
    if place.parts[0] not in ('fixtures', 'NEWS.md') and not line.startswith(('|', '    ')) and len(prose) > WIDTH:
      faults.append(f'{place}:{number}: {len(line)} columns, more than {WIDTH}')
if not count:
  faults.append('no link found')
print('\n'.join(faults) or f'{count} links in {len(pages)} pages')
sys.exit(bool(faults))
