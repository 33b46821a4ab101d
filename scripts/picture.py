#!/usr/bin/env python3
"""Makes docs/report.png anew: the first screen of report.html of the example
case, as headless Chromium shows it. To be run when the page has changed.

usage: picture.py MIA
"""
import io
import os
import pathlib
import subprocess
import sys
import tempfile

root = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(root / 'tests' / 'browser'))
import chromium  # noqa: E402

WIDTH, HEIGHT = 1100, 1440
MOST = 150000  # bytes: a page with a picture has to load


def smaller(png):
  """With few colours where Pillow is there: a page of text needs no more."""
  try:
    from PIL import Image
  except ImportError:
    return png
  out = io.BytesIO()
  Image.open(io.BytesIO(png)).convert('RGB').quantize(48, dither=Image.Dither.NONE).save(out, 'PNG', optimize=True)
  return min(png, out.getvalue(), key=len)


def main():
  with tempfile.TemporaryDirectory() as folder:
    mia, case, scope = os.path.abspath(sys.argv[1]), f'{folder}/case', f'{folder}/scope.json'
    for words in (['scope', '--session', '5e55a77a', '--note', 'new address, made the rule that hides answers',
                   '-o', scope, 'fixtures/incident'],
                  ['report', '-o', case, '--case', 'CASE 17', '--examiner', 'A. Examiner', '--scope', scope,
                   '--exported', '2026-03-01..2026-03-10', '--inventory', 'fixtures/inventory/ediscovery-results.csv',
                   '--own-domain', 'fjordlight.example', 'fixtures/incident']):
      subprocess.run([mia, *words, '-q'], cwd=root, check=True)
    browser = chromium.Browser()
    try:
      browser.width(WIDTH, HEIGHT)
      browser.load(f'{case}/report.html')
      png = smaller(browser.shot(HEIGHT))
    finally:
      browser.close()
  if len(png) > MOST:
    sys.exit(f'picture.py: {len(png)} bytes, more than {MOST}')
  (root / 'docs' / 'report.png').write_bytes(png)


main()
