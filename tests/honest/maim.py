"""What exporters and people do to records before they are written down: keys
dropped, renamed, emptied, told in another type, rows left out. Each function
takes a source of chance and records, and gives other records.
"""
import copy
import json

DAMAGE = ('drop', 'rename', 'null', 'object', 'short')


class Record(dict):
  """A record that may have lost members, which an envelope made of it leaves empty."""

  def __missing__(self, key):
    return ''


def places(value, path=()):
  """The path of every member, at any depth."""
  if isinstance(value, dict):
    for key, inner in value.items():
      yield path + (key,)
      yield from places(inner, path + (key,))
  elif isinstance(value, list):
    for number, inner in enumerate(value):
      yield from places(inner, path + (number,))


def holder(record, path):
  for step in path[:-1]:
    record = record[step]
  return record


def damage_member(r, record, path, how):
  parent, key = holder(record, path), path[-1]
  value = parent[key]
  if how == 'drop':
    del parent[key]
  elif how == 'rename':
    new = key + r.choice(('_', 's', '2', ' (old)')) if r.random() < .5 else 'x' + key
    parent.update({new: parent.pop(key)})
  elif how == 'null':
    parent[key] = r.choice((None, '', 'None', {}, []))
  elif how == 'object':
    parent[key] = r.choice(('System.Object[]', 'System.Collections.Generic.Dictionary`2', '[object Object]', '#####'))
  else:
    text = value if isinstance(value, str) else json.dumps(value)
    parent[key] = text[:r.randrange(len(text))] + '...' if text else ''


def named_alike(path):
  """In all records alike: the numbers of arrays do not count."""
  return tuple(step for step in path if isinstance(step, str))


def maimed(r, records):
  """One member of one record, of some, or of all."""
  records = [Record(copy.deepcopy(record)) for record in records]
  path = r.choice(sorted({named_alike(p) for record in records for p in places(record)}))
  how = r.choice(DAMAGE)
  some = [record for record in records if r.random() < r.choice((.2, .5, 1))] or records
  for record in some:
    for found in [p for p in places(record) if named_alike(p) == path]:
      try:
        damage_member(r, record, found, how)
      except (KeyError, IndexError, TypeError):
        pass  # its parent went before
  return f'{how} {".".join(path)} in {len(some)}', records


def retyped(r, value, key=''):
  """The same, as other tools write it: nothing is lost."""
  if isinstance(value, dict):
    return {inner: retyped(r, of, inner) for inner, of in value.items()}
  if isinstance(value, list):
    return [retyped(r, inner, key) for inner in value]
  if isinstance(value, bool):
    return r.choice((value, str(value), str(value).lower()))
  if isinstance(value, int):
    return r.choice((value, float(value), str(value), f'{value}.0'))
  if key == 'CreationTime':
    return r.choice((value, value + 'Z', value + '.0000000Z', value.replace('T', ' '), value + '+00:00',
                     value.replace('T', ' ') + ' UTC'))
  if key in ('SessionId', 'MailboxGuid', 'Id') and len(value) == 36:
    return r.choice((value, value.upper(), '{' + value + '}' if key != 'Id' else value))
  return value
