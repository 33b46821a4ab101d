"""Changes one byte after the other of a report and of its evidence, and says
what 'mia verify' did not notice. Run beside the folders 'report' and 'incident'.

usage: verify.py MIA
"""
import csv
import io
import pathlib
import subprocess
import sys


def verify():
  done = subprocess.run([sys.argv[1], 'verify', '-q', '-f', 'csv', 'report', 'incident'], capture_output=True)
  rows = list(csv.DictReader(io.StringIO(done.stdout.decode())))
  return done.returncode, [(row['part'], row['name'], row['state']) for row in rows if row['state'] != 'same']


def flip(path, at):
  data = bytearray(path.read_bytes())
  data[at] ^= 1
  path.write_bytes(data)


folder = pathlib.Path('report')
assert verify() == (0, [])
for path in sorted(p for p in folder.rglob('*') if p.is_file()):
  name, size = path.relative_to(folder).as_posix(), path.stat().st_size
  one = name in ('manifest.json', 'SHA256SUMS')
  # The manifest and the sums have a meaning; there it matters where.
  for at in sorted({0, size // 2, size - 1, *(range(0, size, 1 + size // 100) if one else ())} & set(range(size))):
    flip(path, at)
    status, faults = verify()
    if status == 0 or (not one and faults != [('result', name, 'changed')]):
      print(f'{name}, byte {at}: status {status}, {faults}')
    # What is no manifest any more cannot be verified at all.
    if one and status == 3 and name != 'manifest.json':
      print(f'{name}, byte {at}: not verified')
    flip(path, at)
  held = path.read_bytes()
  path.unlink()
  status, faults = verify()
  if status != (3 if name == 'manifest.json' else 1):
    print(f'{name} missing: status {status}, {faults}')
  path.write_bytes(held)
for path in sorted(pathlib.Path('incident').iterdir()):
  flip(path, path.stat().st_size // 2)
  status, faults = verify()
  print(status, faults)
  flip(path, path.stat().st_size // 2)
print(*verify())
