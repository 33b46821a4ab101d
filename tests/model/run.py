"""The differential test: the model of this folder, written from the documents and not
from the C sources, reads evidences as mia does; the two are compared in events,
messages, folders and rejects.

usage: run.py MIA [--of DIR]... [-n N] [--seed SEED] [--first N] [--only K,K...] [--keep DIR] [--most N]

--of: every file below DIR is an evidence; of a directory that DIR/expected.tsv or
a story names, the whole is one. -n: so many made-up evidences (generate.py), --only:
these alone. What differs is told, and kept below DIR of --keep. Status 1 if anything does.
"""
import argparse
import os
import random
import shutil
import sys
import tempfile
import traceback

import generate
from compare import compare
from scope import Scope

sys.setrecursionlimit(50000)

# Forms that only the second reading knows, by names that the documents do not list in full.
NOT_READ = {
  'custom-table.csv': 'columns of a custom table (Operation_s)', 'elastic-mapped.ndjson': 'members of Elastic',
  'flattened-brackets.ndjson': 'a name for each value', 'flattened-cells.csv': 'values in one cell',
  'flattened-commas.csv': 'values in one cell', 'flattened.csv': 'a name for each value',
  'kusto-frames.json': 'rows of Kusto', 'kusto-tables.json': 'rows of Kusto', 'python.csv': "Python's notation",
  'PASSED_OVER-sqlite.json': 'mia takes it for a case file',
}
WHOLE = ('incident', 'sample-s', 'exchange-server', 'extractor', 'people')


def scope_of(seed, number):
  """What is asked of an evidence: one of a few scopes."""
  r = random.Random('scope/%s/%s' % (seed, number))
  at = lambda hour: (20529 * 86400 + hour * 3600) * 10000000  # 2026-03-17 is day 20529
  return r.choice([
    lambda: Scope(),
    lambda: Scope(sessions=[generate.SESSIONS[0]]),
    lambda: Scope(ips=['203.0.113.0/24']),
    lambda: Scope(ips=['203.0.113.7/32', '2001:db8:7::/48']),
    lambda: Scope(users=[generate.PEOPLE[0]]),
    lambda: Scope(since=at(6), until=at(30)),
    lambda: Scope(sessions=[generate.SESSIONS[1]], ips=['203.0.113.0/24']),
    lambda: Scope(users=[generate.PEOPLE[0], generate.PEOPLE[4]], until=at(24)),
  ])()


class Campaign:

  def __init__(self, asked, workspace):
    self.mia, self.keep, self.most = os.path.abspath(asked.mia), asked.keep, asked.most
    self.workspace, self.done, self.bad = workspace, 0, 0

  def check(self, name, files, scope):
    """False: enough has been found."""
    try:
      said = compare(self.mia, files, scope, self.workspace)
    except Exception:
      said = traceback.format_exc()
    self.done += 1
    if said:
      self.bad += 1
      print('%s: %s' % (name, said), flush=True)
      if self.keep:
        folder = os.path.join(self.keep, name.replace('/', '_').replace(' ', '-'))
        os.makedirs(folder, exist_ok=True)
        for path in files:
          shutil.copy(path, folder)
    return self.bad < self.most

  def below(self, top):
    """Evidences that lie in a folder."""
    for folder, _, names in sorted(os.walk(top)):
      paths = [os.path.join(folder, name) for name in sorted(names) if not name.endswith(
        ('.md', '.py', '.tsv', '.txt'))]
      base = os.path.basename(folder)
      if 'inventory' in folder or 'readiness' in folder or base == 'stories':
        continue
      if base in WHOLE or 'stories' in folder:
        yield folder, paths
      if 'stories' not in folder:
        yield from ((path, [path]) for path in paths if os.path.basename(path) not in NOT_READ)

  def made(self, seed, number):
    folder = os.path.join(self.workspace, 'e')
    shutil.rmtree(folder, ignore_errors=True)
    os.mkdir(folder)
    files = []
    for name, data in generate.Maker(seed, number).evidence():
      files.append(os.path.join(folder, name))
      with open(files[-1], 'wb') as out:
        out.write(data)
    return self.check('evidence %d of seed %s' % (number, seed), files, scope_of(seed, number))


def main():
  parser = argparse.ArgumentParser()
  parser.add_argument('mia')
  parser.add_argument('--of', action='append', default=[])
  parser.add_argument('-n', type=int, default=0)
  parser.add_argument('--seed', default='1')
  parser.add_argument('--first', type=int, default=0)
  parser.add_argument('--only')
  parser.add_argument('--keep')
  parser.add_argument('--most', type=int, default=10)
  parser.add_argument('--largest', type=int, default=300000)
  asked = parser.parse_args()
  with tempfile.TemporaryDirectory(prefix='mia-model-') as workspace:
    campaign = Campaign(asked, workspace)
    go = True
    for top in asked.of:
      for name, files in campaign.below(top):
        if go and files and sum(map(os.path.getsize, files)) <= asked.largest:
          go = campaign.check(os.path.relpath(name, top), files, Scope(ips=['203.0.113.0/24']))
    numbers = range(asked.first, asked.first + asked.n)
    for number in map(int, asked.only.strip(',').split(',')) if asked.only else numbers:
      go = go and campaign.made(asked.seed, number)
      if campaign.done % 500 == 0:
        print('# %d evidences so far, %d differ' % (campaign.done, campaign.bad), flush=True)
  print('%d evidences, %d differ' % (campaign.done, campaign.bad))
  return 1 if campaign.bad else 0


sys.exit(main())
