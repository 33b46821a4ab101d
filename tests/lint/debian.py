"""What debian/ says twice is what the sources say: each function of mia.map is
in the symbols file and no other, the version is that of meson.build, the
licence that of LICENSE.

Usage: debian.py SOURCE-ROOT
"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])


def text(path):
  return (root / path).read_text(encoding='utf-8')


def number(version):
  return [int(part) for part in version.split('.')]


version = re.search(r"^ *version: '([\d.]+)'", text('meson.build'), re.M)[1]
mapped = set(re.findall(r'^\s*(mia_\w+);', text('libmia/mia.map'), re.M))
listed = dict(re.findall(r'^ (mia_\w+)@MIA_0\.1 (\S+)$', text('debian/libmia0.symbols'), re.M))
faults = [f'{name}: in mia.map, but not in debian/libmia0.symbols' for name in sorted(mapped - set(listed))]
faults += [f'{name}: in debian/libmia0.symbols, but not in mia.map' for name in sorted(set(listed) - mapped)]
# A later version would be asked of a library that is not there yet.
faults += [f'{name}: since {since}, which is later than {version}'
  for name, since in sorted(listed.items()) if number(since) > number(version)]

packaged = re.match(r'libmia \(([^)]+)\)', text('debian/changelog'))[1]
if packaged.split('-')[0] != version:
  faults.append(f'debian/changelog begins with {packaged}, and meson.build has {version}')

licence = re.sub(r'^ \.?', '', text('debian/copyright'), flags=re.M)
for paragraph in text('LICENSE').split('\n\n')[2:]:
  if paragraph.strip() not in licence:
    faults.append(f'debian/copyright lacks what LICENSE has: {paragraph.splitlines()[0]}')
if not listed:
  faults.append('debian/libmia0.symbols names no function')
print('\n'.join(faults) or f'{len(listed)} functions, version {version}')
sys.exit(bool(faults))
