"""Case files as a stranger might make them: each is refused, or says what the
true one says; never something else, and never nothing.

usage: strangers.py MIA CASE.db
"""
import os
import shutil
import sqlite3
import subprocess
import sys

mia, case = sys.argv[1:]
with open(case, 'rb') as file:
  true = file.read()


def run(command, path='x.db'):
  done = subprocess.run([mia, command, '-q', '-f', 'json', path], capture_output=True, timeout=20, check=False)
  return done.returncode, done.stdout, done.stderr.decode('ascii')


wanted = {command: run(command, case)[1] for command in ('info', 'timeline')}


def look(what):
  """Refused; or told as a reject; or the same."""
  said = set()
  for command, answer in wanted.items():
    status, out, err = run(command)
    if status == 3 and not out and err.startswith('mia: cannot use '):
      # What SQLite says itself is not ours to promise.
      said.add('refused: ' + err.split(': ', 2)[2].split(' asked: ')[0].strip())
    elif status == 0 and out == answer:
      said.add('the same')
    elif status == 1 and 'CANNOT_READ' in err:
      said.add('rejected')
    else:
      said.add(f'NO: {command}: status {status}: {err}')
  print(f'{what}: {", ".join(sorted(said))}')


def sql(what, *statements):
  shutil.copy(case, 'x.db')
  db = sqlite3.connect('x.db')
  db.execute('PRAGMA writable_schema=ON')
  for statement in statements:
    db.execute(statement)
  db.commit()
  db.close()
  look(what)


def raw(what, data):
  with open('x.db', 'wb') as file:
    file.write(data)
  look(what)


APP, FORM = 'PRAGMA application_id=0x4d494131', 'PRAGMA user_version=1'

print('== not ours')
raw('a text with the magic', b'SQLite format 3\0' + b'{"Operation":"Send"}\n' * 100)
raw('the magic and our number, and zeros', true[:16] + bytes(52) + true[68:72] + bytes(4000))
raw('a later form', true[:60] + b'\0\0\0\2' + true[64:])
raw('in WAL mode', true[:18] + b'\2\2' + true[20:])
raw('cut to its header', true[:100])
raw('cut in the middle', true[:len(true) // 2 // 4096 * 4096])
os.remove('x.db')
db = sqlite3.connect('x.db')
db.execute('CREATE TABLE t (a)')
db.execute(APP)
db.execute(FORM)
db.commit()
db.close()
look('another schema under our number')

print('== the schema')
sql('a view in the place of a table', 'ALTER TABLE chunks RENAME TO real_chunks',
    'CREATE VIEW chunks AS SELECT * FROM real_chunks')
sql('a trigger on a table', 'CREATE TRIGGER t AFTER INSERT ON chunks BEGIN SELECT 1; END')
sql('an index on a table', 'CREATE INDEX i ON chunks(size)')
sql('a generated column', "UPDATE sqlite_schema SET sql = replace(sql, 'fault TEXT NOT NULL', "
    "'fault TEXT AS (name)') WHERE name = 'sources'")
sql('a table that is not there', 'DROP TABLE contents')
sql('a table twice', "INSERT INTO sqlite_schema SELECT * FROM sqlite_schema WHERE name = 'sources'")
sql('rubbish in the schema', "INSERT INTO sqlite_schema VALUES ('table', 'x', 'x', 2, 'CREATE rubbish')")
sql('tables for SQL that say something else', 'DELETE FROM events', "UPDATE info SET sha256 = 'x'")
sql('a view more', 'CREATE VIEW own AS SELECT * FROM events')

print('== what they hold')
sql('a name', "UPDATE sources SET name = 'b.csv' WHERE number = 1")
sql('a name with NUL', "UPDATE sources SET name = CAST(x'610062' AS TEXT) WHERE number = 1")
sql('a fault with a control', "UPDATE sources SET fault = char(27) || '[31m' WHERE number = 1")
sql('a source less', 'DELETE FROM sources WHERE number = 3')
sql('a content that is not there', 'UPDATE sources SET content = 99 WHERE number = 1')
sql('a huge size', 'UPDATE contents SET stored_bytes = 9223372036854775807 WHERE number = 1')
sql('a size with a sign', 'UPDATE contents SET stored_bytes = -1 WHERE number = 1')
sql('many chunks', 'UPDATE contents SET chunk_count = 4294967295, stored_bytes = 4503599626321920 WHERE number = 1')
sql('another hash', "UPDATE contents SET sha256 = '" + 'a' * 64 + "' WHERE number = 1")
sql('a chunk less', 'DELETE FROM chunks WHERE number = 2')
sql('a chunk with a huge size', 'UPDATE chunks SET size = 1 << 40 WHERE number = 1')
sql('other bytes in a chunk', "UPDATE chunks SET bytes = x'00' WHERE number = 1")
sql('a chunk of 3 MiB', 'UPDATE chunks SET bytes = zeroblob(3 << 20) WHERE number = 1')
sql('no seal', 'DELETE FROM casefile')

print('== beside it')
# Rolled back, it would bring the pages of another file.
shutil.copy(case, 'x.db')
db = sqlite3.connect('x.db', isolation_level=None)
db.execute("UPDATE casefile SET seal = 'x'")
db.execute('PRAGMA cache_size=1').fetchall()
db.execute('BEGIN')
db.execute("UPDATE casefile SET seal = 'y'")
db.execute("UPDATE events SET operation = operation || 'x'")
db.execute("UPDATE coverage SET detail = detail || 'x'")
shutil.copy('x.db-journal', 'y')
db.execute('ROLLBACK')
db.close()
shutil.copy(case, 'x.db')
shutil.copy('y', 'x.db-journal')
look('a journal')
print('it is still there' if os.path.exists('x.db-journal') else 'NO: it was taken')
sqlite3.connect('x.db').execute('SELECT * FROM casefile').fetchall()
with open('x.db', 'rb') as file:
  print('NO: the journal was none' if file.read() == true else 'and SQLite itself would have rolled it back')
