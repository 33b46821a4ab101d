#!/usr/bin/env python3
"""Counts the test cases of one `meson test` run.

Usage: tally.py LABEL TESTLOG.JSON
Prints "PASSED FAILED" on stdout and the name of each failed case on stderr.
A program that reports TAP counts by its cases, any other as one; a program
that fails although all its cases passed (a leak, a crash after the last case)
is one failure more.
"""
import json
import re
import sys

label, path = sys.argv[1:]
passed = failed = 0
case = re.compile(r'^(not )?ok\b[ \t]*\d*[ \t]*(?:- )?(.*)$')

with open(path, encoding='utf-8', errors='replace') as log:
  for line in log:
    test = json.loads(line)
    name, result = test['name'], test['result']
    if result in ('SKIP', 'IGNORED'):
      continue
    ok, skipped, bad = 0, 0, []
    for out in (test.get('stdout') or '').splitlines():
      found = case.match(out)
      if not found:
        continue
      if re.search(r'#\s*skip', found[2], re.I):
        skipped += 1
      elif found[1]:
        bad.append(found[2])
      else:
        ok += 1
    good = result in ('OK', 'EXPECTEDFAIL')
    if good and not bad:
      passed += ok if ok or skipped else 1
      continue
    passed += ok
    failed += max(len(bad), 1)
    print(f'{label}: {name}: {result}: {"; ".join(bad) or "outside any case"}', file=sys.stderr)
    for stream in ('stdout', 'stderr'):
      text = [t for t in (test.get(stream) or '').splitlines() if not re.match(r'^ok\b', t)]
      for out in text[:40]:
        print(f'    {out}', file=sys.stderr)
print(passed, failed)
