#!/usr/bin/env python3
"""Draws what growth.py --json measured: curves as SVG, and a table with a line
for each shape, which --into puts into a page.

Usage: curves.py DATA.json [--svg FILE] [--into PAGE]
"""
import argparse
import html
import json
import math

import page

PANELS = {'records': 'records', 'messages': 'messages', 'mailboxes': 'mailboxes', 'files': 'files',
          'threads': 'threads', 'scope: ip': 'addresses in the scope', 'scope: session': 'sessions in the scope'}
LINES = ['messages', 'messages, scope', 'sessions', 'timeline', 'coverage', 'triage', 'folders', 'mailboxes, scope']
COLOURS = ['#1b6ca8', '#d1495b', '#3a7d44', '#8d5a97', '#c77d0a', '#5f6b6d', '#00798c', '#7a4419']
WIDTH, HEIGHT, LEFT, TOP = 250, 190, 46, 26


def label(name):
  """Of the rows over a scope the command alone."""
  return name.split(',')[0] if name.endswith((', ip', ', session')) else name


def path_of(xs, ys, box):
  x0, x1, y0, y1 = box
  points = []
  for x, y in zip(xs, ys):
    across = (math.log(x) - math.log(x0)) / ((math.log(x1) - math.log(x0)) or 1)
    up = (math.log(y) - math.log(y0)) / ((math.log(y1) - math.log(y0)) or 1)
    points.append(f'{LEFT + across * (WIDTH - LEFT - 12):.1f},{HEIGHT - 30 - up * (HEIGHT - 30 - TOP):.1f}')
  return ' '.join(points)


def panel(rows, title, across, down):
  xs = [x for row in rows for x in row['sizes']]
  ys = [max(y, .01) for row in rows for y in row['cpu']]
  box = min(xs), max(xs), min(ys), max(ys)
  out = [f'<g transform="translate({across * WIDTH},{down * HEIGHT})">',
         f'<text x="{LEFT}" y="16" class="title">{html.escape(title)}</text>',
         f'<path d="M{LEFT},{TOP}V{HEIGHT - 30}H{WIDTH - 12}" class="axis"/>',
         f'<text x="{LEFT}" y="{HEIGHT - 14}">{box[0]:,}</text>',
         f'<text x="{WIDTH - 12}" y="{HEIGHT - 14}" text-anchor="end">{box[1]:,}</text>',
         f'<text x="{LEFT - 4}" y="{TOP + 8}" text-anchor="end">{box[3]:.2g} s</text>',
         f'<text x="{LEFT - 4}" y="{HEIGHT - 32}" text-anchor="end">{box[2]:.2g} s</text>']
  for row in rows:
    colour = COLOURS[LINES.index(row['line'])]
    points = path_of(row['sizes'], [max(y, .01) for y in row['cpu']], box)
    out.append(f'<polyline points="{points}" stroke="{colour}"/>')
  return out + ['</g>']


def draw(data):
  panels = {}
  for row in data:
    row['line'] = label(row['what'])
    row['line'] = {'mailboxes': 'mailboxes, scope', 'messages': 'messages, scope'}.get(row['line'], row['line']) \
      if row['title'].startswith('scope') else row['line']
    if row['title'] in PANELS and row['line'] in LINES and not row['what'].startswith('not') \
        and ', not ' not in row['what']:
      panels.setdefault(row['title'], []).append(row)
  rows = (len(panels) + 3) // 3
  out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{3 * WIDTH}" height="{rows * HEIGHT}" '
         f'viewBox="0 0 {3 * WIDTH} {rows * HEIGHT}">',
         '<style>text{font:10px sans-serif;fill:#333}.title{font-weight:bold;font-size:11px}'
         '.axis{fill:none;stroke:#999}polyline{fill:none;stroke-width:1.6}</style>',
         '<rect width="100%" height="100%" fill="white"/>']
  for place, (title, found) in enumerate(panels.items()):
    out += panel(found, PANELS[title], place % 3, place // 3)
  across, down = len(panels) % 3, len(panels) // 3
  for place, name in enumerate(LINES):
    x, y = across * WIDTH + LEFT, down * HEIGHT + 30 + place * 16
    out.append(f'<path d="M{x},{y - 3}h20" stroke="{COLOURS[place]}" stroke-width="2"/>'
               f'<text x="{x + 26}" y="{y}">{html.escape(name)}</text>')
  return '\n'.join(out + ['</svg>']) + '\n'


def worst(rows, key):
  found = [(row[key], row['what']) for row in rows if row.get(key) is not None]
  return max(found) if found else None


def table(data):
  """A line a shape: the largest exponents of all commands."""
  by_title = {}
  for row in data:
    by_title.setdefault(row['title'], []).append(row)
  out = ['| what there is many of | up to | time: worst exponent | memory: worst exponent | longest run |',
         '|---|---:|---|---|---|']
  for title, rows in by_title.items():
    cells = [f'{max(max(row["sizes"]) for row in rows):,}']
    for key in ('time', 'memory'):
      found = worst(rows, key)
      cells.append(f'{found[0]:.2f} ({found[1]})' if found else 'too little to tell')
    longest = max(rows, key=lambda row: row['cpu'][-1])
    cells.append(f'{longest["cpu"][-1]:.1f} s ({longest["what"]})')
    out.append(f'| {rows[0].get("about") or title} | {" | ".join(cells)} |')
  return '\n'.join(out)


def main():
  parser = argparse.ArgumentParser(description=__doc__.split('\n', maxsplit=1)[0])
  parser.add_argument('data')
  parser.add_argument('--svg')
  parser.add_argument('--into')
  options = parser.parse_args()
  with open(options.data, encoding='utf-8') as file:
    data = json.load(file)
  if options.svg:
    with open(options.svg, 'w', encoding='utf-8') as file:
      file.write(draw(data))
  print(table(data))
  if options.into:
    page.put(options.into, 'growth', table(data))


main()
