"""Puts other bytes into a case file, under the SHA-256 of the old ones, and seals it anew.

usage: forge.py CASE.db OLD NEW   (both as long)

The seal is what docs/casefile.md says: nobody has to know a secret for it.
"""
import hashlib
import sqlite3
import sys
import zlib

path, old, new = sys.argv[1:]
db = sqlite3.connect(path)
found = 0
for number, deflated, held in db.execute('SELECT number, deflated, bytes FROM chunks').fetchall():
  plain = zlib.decompress(held, -15) if deflated else held
  found += plain.count(old.encode())
  plain = plain.replace(old.encode(), new.encode())
  db.execute('UPDATE chunks SET deflated = 0, bytes = ?, sha256 = ? WHERE number = ?',
             (plain, hashlib.sha256(plain).digest(), number))
assert found and len(old) == len(new)

seal = hashlib.sha256()
text = lambda t: seal.update(t.encode() + b'\0')
number = lambda n: seal.update(n.to_bytes(8, 'little'))
number(1)
rows = db.execute('SELECT name, content, fault FROM sources ORDER BY number').fetchall()
number(len(rows))
for name, content, fault in rows:
  text(name)
  number(content - 1)
  text(fault)
rows = db.execute('SELECT sha256, stored_bytes, first_chunk, chunk_count FROM contents ORDER BY number').fetchall()
number(len(rows))
for sha256, *numbers in rows:
  text(sha256)
  for n in numbers:
    number(n)
for n, size, deflated, sha256 in db.execute('SELECT number, size, deflated, sha256 FROM chunks ORDER BY number'):
  for value in (n, size, deflated, len(sha256)):
    number(value)
  seal.update(sha256)
db.execute('UPDATE casefile SET seal = ?', (seal.hexdigest(),))
db.commit()
