"""One evidence, read by the model and by mia: the first difference, or None.

Compared strictly: the sums of `info`, and every row of timeline, messages and folders
with all the columns of LISTS, but for what stands here. Each has its reason.

* Rejects of a source whose structure is damaged (`torn`: brackets, a header, bytes that
  are none): into how many parts broken text falls nobody says. If the model rejects
  something of it, mia must; how many, where and for which reason is mia's. All events of
  such a source are compared, but for their number.
* BAD_JSON and NOT_A_RECORD of a text that is broken inside a whole wrapper: both are
  rejects that blind, and which of them it is hangs on whether the text speaks of an operation.
* Flags: of a text that is cut BAD_VALUE and DUP_KEY of what stands behind the cut; beside
  DUP_KEY what is told of a member that another one contradicts.
* Versions of a record: whichever mia lets speak first, in any order, with the rows that follow
  from it (answers.timeline). With a scope, timeline rows of records in versions that differ are
  not compared, nor folders without a name beside one that another version names (open faults).
* An event shown as a whole: which of its items stands in the row.
* Spelling of ids, and hashes of records without an id: values.session, 'sha256'.
"""
import json
import subprocess

from answers import Evidence
from frame import Source
from scope import Scope

# Rows whose place or order is no answer are compared as multisets.
LISTS = {
  'messages': ('mailbox', 'internet_message_id', 'item_id', 'exposure', 'basis', 'access_count',
               'first_access', 'last_access', 'folders', 'subject', 'size_bytes', 'sessions', 'client_ips', 'actors',
               'record_ids'),
  'folders': ('mailbox', 'folder', 'folder_id', 'exposure', 'basis', 'sync_count', 'first_sync', 'last_sync',
              'bind_count', 'first_bind', 'last_bind', 'messages_accessed', 'sessions', 'client_ips', 'actors',
              'record_ids'),
  'timeline': ('time', 'operation', 'access', 'mailbox', 'actor', 'logon_type', 'client_ip', 'session_id',
               'app_id', 'folder', 'internet_message_id', 'item_id', 'subject', 'size_bytes', 'throttled',
               'flags', 'record_id', 'source', 'record', 'offset', 'client_ip_raw', 'match'),
}
SUMS = ('events', 'repeats', 'rejected', 'binds', 'syncs', 'unstated', 'throttled', 'throttled_not_stated',
        'no_time', 'first', 'last')
WHOLE = ('folder', 'internet_message_id', 'item_id', 'subject', 'size_bytes')


def run(mia, command, args, files):
  out = subprocess.run([mia, command, '-q', '-j1', '-f', 'ndjson'] + args + files, capture_output=True)
  if out.returncode not in (0, 1):
    raise RuntimeError('mia %s: status %d: %s' % (command, out.returncode, out.stderr.decode('utf-8', 'replace')))
  return [json.loads(line) for line in out.stdout.decode().split('\n') if line]


def whole(row):
  """Of an event that is shown as a whole one item and one folder stand in the
  row, whichever; of versions of a record one speaks, whichever."""
  if row['access'] not in ('bind', 'sync'):
    row.update({name: None for name in WHOLE})
  if row['access'] == 'bind' and not row.get('internet_message_id') and not row.get('item_id'):
    row['folder'] = None
  if 'ITEMS_LOST' in row['flags']:
    row['flags'] = set(row['flags']) - {'DUP_KEY', 'BAD_VALUE'}  # of a broken text not counted
  if 'DUP_KEY' in row['flags']:
    # What stands in a member that another takes the place of may be told or not.
    row['flags'] = set(row['flags']) - {'BAD_VALUE', 'MESSAGE_ID_REWRITTEN', 'ITEMS_LOST'}


def plain(row, names, session):
  """A row as a tuple of plain values; what is stated as empty is not stated."""
  out = []
  for name in names:
    value = row.get(name)
    if value == '':
      value = None
    if name in ('sessions',):
      value = {session(one) for one in value}
    if name in ('session_id', 'app_id') and value:
      value = session(value)
    if name == 'record_id' and value.startswith('sha256'):
      value = 'sha256'
    if name == 'record_ids':
      value = {'sha256' if one.startswith('sha256') else one for one in value}
    if isinstance(value, (list, set)):
      value = tuple(sorted(map(str, value)))
    out.append(value)
  return tuple(out)


def choose(records, theirs):
  """Of the ways to tell each record the one that the other side has chosen, else the likest."""
  out = []
  for ways in records:
    out += max(ways, key=lambda rows: sum(1 if row in theirs else -1 for row in rows))
  return out


def differing(what, names, ours, theirs):
  """The first row that one side has and the other has not, next to its like."""
  left, right = list(ours), list(theirs)
  for row in ours:
    if row in right:
      right.remove(row)
      left.remove(row)
  if not left and not right:
    return None
  if not left or not right:
    side, row = ('model', left[0]) if left else ('mia', right[0])
    return '%s: only %s has: %s' % (what, side, {n: v for n, v in zip(names, row) if v not in (None, (), 0)})
  best = min(((a, b) for a in left[:50] for b in right[:50]),
             key=lambda pair: sum(x != y for x, y in zip(*pair)))
  return what + ': ' + '; '.join('%s: model %r, mia %r' % (n, a, b)
                                 for n, a, b in zip(names, *best) if a != b) + '  of ' + repr(best[0][:3])


def compare(mia, files, scope, workspace):
  """None, or what differs first, in words."""
  model = Evidence([Source(name, open(name, 'rb').read()) for name in files])
  rejects = workspace + '/rejects'
  info = run(mia, 'info', ['--rejects', rejects], files)
  totals = next(row for row in info if row['kind'] == 'totals')
  # Where the structure of JSON is damaged, nobody says into how many rejects it falls.
  torn = {source.name for source in model.sources if source.torn}
  broken = {row[:3] for row in model.rejects if row[:2] in model.inner and row[3] == 'BAD_JSON'}
  told = [row[:3] + ('BAD_JSON',) if row[:3] in broken and row[3] == 'NOT_A_RECORD' else row
          for row in read_rejects(rejects, files)]
  within = {row[0] for row in told}
  loose = lambda rows: [row for row in rows if row[0] not in torn or row[0] not in within]
  found = differing('rejects', ('source', 'record', 'offset', 'reason'), loose(model.rejects), loose(told))
  if found:
    return found
  ours = model.sums()
  for name in SUMS:
    if name == 'rejected' and torn:
      continue
    if ours[name] != totals[name]:
      return 'info: %s: model %r, mia %r' % (name, ours[name], totals[name])
  for what, asked in (('timeline', Scope()), ('timeline', scope), ('messages', scope), ('folders', scope)):
    theirs = run(mia, what, asked.args() + (['--match', 'all'] if what == 'timeline' and asked.args() else []), files)
    found = compare_list(model, what, asked, theirs, torn)
    if found:
      return found + '  ' + ' '.join(asked.args())
  return None


def compare_list(model, what, asked, theirs, torn):
  from values import session
  names, ours = LISTS[what], getattr(model, what)(asked)
  as_plain = lambda rows: [plain(row, names, session) for row in rows]
  if what != 'timeline':
    if what == 'folders' and model.torn():
      # Open fault: a version without its folder has a row although another names it.
      ours, theirs = ([row for row in rows if row['folder'] or row['folder_id']] for rows in (ours, theirs))
    return differing(what, names, as_plain(ours), as_plain(theirs))
  if asked.args():
    # Open fault: the timeline does not see versions that the scope excludes.
    ours = [ways for ways in ours if ways[0][0]['record_id'] not in model.torn()]
    theirs = [row for row in theirs if row['record_id'] not in model.torn()]
  for row in theirs + [row for ways in ours for rows in ways for row in rows]:
    whole(row)
    if row['source'] in torn:
      row['record'] = None
  theirs = as_plain(theirs)
  return differing(what, names, choose([[as_plain(rows) for rows in ways] for ways in ours], theirs), theirs)


def read_rejects(path, files):
  """(source, record, offset, reason) of each; parts of one are one."""
  data = open(path, 'rb').read()
  at = data.index(b'\n') + 1
  out = []
  while at < len(data):
    end = data.index(b'\n', at)
    fields = dict(part.split('=', 1) for part in data[at:end].decode().split(' ')[1:] if '=' in part)
    name = data[at:end].decode().split(' source=', 1)[1]
    at = end + 1 + int(fields['header']) + int(fields['bytes']) + 1
    one = (name, int(fields['record']), int(fields['offset']), fields['reason'])
    if not out or out[-1] != one:
      out.append(one)
  return out
