"""The differential test of issue 13: this model against mia.

usage: run.py MIA [--fixtures DIR] [--folder DIR] [-n N] [--seed SEED] [--keep DIR]
              [--one NUMBER] [-v]
"""
import argparse
import os
import random
import shutil
import sys
import tempfile
import traceback

import generate
from answers import Scope
from compare import compare

sys.setrecursionlimit(50000)


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


def check(mia, files, scope, workspace):
  try:
    return compare(mia, files, scope, workspace)
  except Exception:
    return traceback.format_exc()


def main():
  parser = argparse.ArgumentParser()
  parser.add_argument('mia')
  parser.add_argument('--fixtures')
  parser.add_argument('-n', type=int, default=0)
  parser.add_argument('--seed', default='1')
  parser.add_argument('--one', type=int)
  parser.add_argument('--first', type=int, default=0)
  parser.add_argument('--keep')
  parser.add_argument('--most', type=int, default=10)
  asked = parser.parse_args()
  mia = os.path.abspath(asked.mia)
  home, workspace = os.getcwd(), tempfile.mkdtemp(prefix='mia-model-')
  done, bad = 0, 0
  numbers = [asked.one] if asked.one is not None else range(asked.first, asked.first + asked.n)
  try:
    os.chdir(workspace)
    for number in numbers:
      folder = 'e'
      shutil.rmtree(folder, ignore_errors=True)
      os.mkdir(folder)
      files = []
      for name, data in generate.Maker(asked.seed, number).evidence():
        files.append(os.path.join(folder, name))
        with open(files[-1], 'wb') as out:
          out.write(data)
      said = check(mia, files, scope_of(asked.seed, number), workspace)
      done += 1
      if said:
        bad += 1
        print('evidence %d of seed %s: %s' % (number, asked.seed, said), flush=True)
        if asked.keep:
          shutil.copytree(folder, os.path.join(asked.keep, '%s-%d' % (asked.seed, number)), dirs_exist_ok=True)
        if bad >= asked.most:
          break
  finally:
    os.chdir(home)
    shutil.rmtree(workspace, ignore_errors=True)
  print('%d evidences, %d differ' % (done, bad))
  return 1 if bad else 0


sys.exit(main())
