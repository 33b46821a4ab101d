"""Writes the texts of the licences as C, for mia --licences.

Usage: licences.py OUT LICENCE-OF-MIA FOLDER [NAME=VERSION...]
The text of NAME is FOLDER/NAME.txt.
"""
import pathlib
import sys

out, own, folder, *inside = sys.argv[1:]


def literal(text):
  """Lines of C: a literal for each line of the text, escaped, so that any byte stands for itself."""
  lines = []
  for line in text.decode().splitlines():
    escaped = ''.join(c if ' ' <= c <= '~' and c not in '"\\?' else ''.join(f'\\{b:03o}' for b in c.encode())
                      for c in line.expandtabs())
    lines.append(f'\t"{escaped}\\n"')
  return '\n'.join(lines)


def read(path):
  return pathlib.Path(path).read_bytes().strip(b'\r\n')


parts = ['#include "licences.h"\n', f'const char licence_of_mia[] =\n{literal(read(own))};\n', 'const struct licence licences[] = {']
for item in inside:
  name, version = item.split('=')
  parts.append(f'\t{{ "{name}", "{version}",\n{literal(read(pathlib.Path(folder) / f"{name}.txt"))} }},')
parts.append('\t{ NULL, NULL, NULL }\n};\n')
pathlib.Path(out).write_text('\n'.join(parts))
