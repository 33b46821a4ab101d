"""Prints chosen columns of a report in CSV, so that a case does not depend on
the wording of the others.

usage: columns.py COLUMN,COLUMN... [COLUMN!=VALUE...] < REPORT
"""
import csv
import sys

csv.field_size_limit(1 << 30)
# Nothing may be made of the ids and subjects on the way.
for stream in (sys.stdin, sys.stdout):
  stream.reconfigure(encoding='utf-8', errors='surrogateescape', newline='')

names = sys.argv[1].split(',')
without = [argument.split('!=', 1) for argument in sys.argv[2:]]
out = csv.writer(sys.stdout, lineterminator='\n')
out.writerow(names)
for row in csv.DictReader(sys.stdin):
  if all(row[name] != value for name, value in without):
    out.writerow([row[name] for name in names])
