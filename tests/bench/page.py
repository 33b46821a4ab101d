"""Puts measured text into docs/performance.md, between two marks."""
import pathlib


def put(page, name, text):
  """Replaces what stands between <!-- NAME --> and <!-- /NAME --> of the page."""
  path = pathlib.Path(page)
  old = path.read_text(encoding='utf-8')
  begin, end = f'<!-- {name} -->', f'<!-- /{name} -->'
  before, _, rest = old.partition(begin)
  _, found, after = rest.partition(end)
  if not found:
    raise SystemExit(f'{page}: no {begin} ... {end}')
  path.write_text(f'{before}{begin}\n\n{text.strip()}\n\n{end}{after}', encoding='utf-8')
