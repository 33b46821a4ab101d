"""The evidence of bench.py: made by bench-gen, once for each set of options,
and kept. A folder holds what one set made."""
import gzip
import json
import pathlib
import shutil
import subprocess

SINCE, UNTIL = '2026-03-05T00:00:00', '2026-03-25T00:00:00'
ADDRESSES = ['203.0.113.77', '203.0.113.78', '2001:db8:66::77']
SCOPE = ['--since', SINCE + 'Z', '--until', UNTIL + 'Z', *(part for ip in ADDRESSES for part in ('--ip', ip))]


class Evidence:
  """csv, ndjson, array: one file each. gz: the CSV as one member; gz_parts:
  the CSV as four gzip files. parts: a folder of 100 CSV files. small: 2 MB of
  CSV. case: the CSV for report and ingest. made: what bench-gen says of it."""

  def __init__(self, folder, gen, tenant, megabytes, case_megabytes):
    self.tenant = tenant
    self.gen = gen
    name = '-'.join([f'{megabytes}MB'] + [part.lstrip('-') for part in tenant])
    self.folder = pathlib.Path(folder) / name
    self.csv, self.ndjson, self.array = (self.folder / f'audit.{kind}' for kind in ('csv', 'ndjson', 'json'))
    self.gz = self.folder / 'audit.csv.gz'
    self.gz_parts = self.folder / 'gz-parts'
    self.parts = self.folder / 'parts'
    self.small = self.folder / 'small.csv'
    self.case = self.folder / f'case-{case_megabytes}MB.csv'
    made = self.folder / 'made.json'
    if not made.exists():
      self._make(megabytes)
      made.write_text(json.dumps(self.made))
    self.made = json.loads(made.read_text())
    if not self.case.exists():
      self._run(case_megabytes, '--csv', self.case)

  def _run(self, megabytes, *options):
    command = [self.gen, '--bytes', int(megabytes * 1000000), *self.tenant, *options]
    done = subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)

  def _make(self, megabytes):
    shutil.rmtree(self.folder, ignore_errors=True)
    self.parts.mkdir(parents=True)
    self.gz_parts.mkdir()
    self.made = self._run(megabytes, '--csv', self.csv, '--ndjson', self.ndjson, '--array', self.array)
    self._run(megabytes, '--files', 100, '--csv', self.parts / 'audit.csv')
    self._run(megabytes, '--files', 4, '--csv', self.gz_parts / 'audit.csv')
    self._run(2, '--csv', self.small)
    pack(self.csv, self.gz)
    for path in sorted(self.gz_parts.iterdir()):
      pack(path, path.with_name(path.name + '.gz'))
      path.unlink()


def pack(path, packed):
  """As gzip -6 packs it, without a name or a time in it."""
  with open(path, 'rb') as text, open(packed, 'wb') as out:
    with gzip.GzipFile('', 'wb', 6, out, 0) as member:
      shutil.copyfileobj(text, member, 1 << 20)


def size(path):
  """Of a file, or of all files in a folder."""
  path = pathlib.Path(path)
  return sum(file.stat().st_size for file in path.iterdir()) if path.is_dir() else path.stat().st_size
