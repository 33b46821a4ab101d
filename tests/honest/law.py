#!/usr/bin/env python3
"""The law of docs/rules.md, as a property: whatever an export drops, cuts,
renames, flattens, retypes or reorders may only weaken an answer. No answer may
become "none recorded" that was not, and no span "covered"; where nothing was
lost and nothing touched a message, "none recorded" still comes.

usage: law.py ASK [SEEDS [FIRST]]      Prints TAP.
"""
import os
import random
import subprocess
import sys

import forms
import maim
from incident import FROM, SINCE, TO, UNTIL, Incident

CLEAN = 'none recorded'


class Asker:
  def __init__(self, program):
    self.pipe = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

  def ask(self, files, incident):
    out = self.pipe.stdin
    for item in incident.listed:
      out.write(f'id <{item}@cust.example>\n'.encode())
    out.write(f'scope {incident.asked}\n'.encode())
    for name, data in files:
      out.write(f'file {len(data)} {name}\n'.encode() + data)
    out.write(f'go {SINCE} {UNTIL} {FROM} {TO}\n'.encode())
    out.flush()
    answer = {'listed': {}, 'mailbox': {}, 'covered': [], 'status': 0, 'told': []}
    for line in self.pipe.stdout:
      parts = line.decode('utf-8', 'replace').rstrip('\n').split('\t')
      if parts[0] == 'end':
        return answer
      if parts[0] == 'listed':
        answer['listed'].setdefault(parts[2], []).append(parts[3])
        answer['told'].append(line.decode('utf-8', 'replace').strip())
      elif parts[0] == 'mailbox':
        answer['mailbox'][parts[1]] = parts[2]
      elif parts[0] == 'span' and parts[2] == 'covered':
        answer['covered'].append((parts[1], parts[4], parts[5]))
      elif parts[0] == 'status':
        answer['status'] = int(parts[1])
    raise SystemExit(f'Bail out! ask ended with {self.pipe.wait()}')


def inside(span, spans):
  """A mailbox whose name was damaged is held against all."""
  known = span[0] in [mailbox for mailbox, _, _ in spans]
  return any((not known or mailbox in ('', span[0])) and start <= span[1] and span[2] <= end
             for mailbox, start, end in spans)


def faults_of(incident, answer, whole, label, covered):
  """What the answer says too cleanly, and, where nothing was lost, what it no
  longer says."""
  faults = []
  for item in incident.listed:
    wanted = incident.answer(item)
    got = answer['listed'].get(f'<{item}@cust.example>', [])
    if wanted != CLEAN and (not got or all(level == CLEAN for level in got)):
      faults.append(f'{label}: <{item}> is {wanted}, answered {got}')
    if whole and wanted == 'access recorded' and wanted not in got:
      faults.append(f'{label}: nothing was lost, <{item}> is {wanted}, answered {got}')
    if whole is True and wanted == CLEAN and got and CLEAN not in got:
      faults.append(f'{label}: nothing was lost, nothing touched <{item}>, answered {got}')
  name = f'{incident.touched}@harbourline.example'
  if incident.answer_mailbox(incident.touched) != CLEAN:
    # Where the mailbox has lost its name, somebody must still be told of.
    levels = [answer['mailbox'][name]] if name in answer['mailbox'] else list(answer['mailbox'].values())
    if CLEAN in levels if name in answer['mailbox'] else all(level == CLEAN for level in levels) and levels:
      faults.append(f'{label}: mailbox {name} was accessed, answered {levels}')
  if whole is True:
    for mailbox in incident.mailboxes:
      wanted, got = incident.answer_mailbox(mailbox), answer['mailbox'].get(f'{mailbox}@harbourline.example')
      if wanted != got:
        faults.append(f'{label}: nothing was lost, mailbox {mailbox} is {wanted}, answered {got}')
  for span in answer['covered']:
    if not inside(span, covered):
      faults.append(f'{label}: {span} is covered, which it is not of the whole: {covered}')
  if whole is True and not answer['covered']:
    faults.append(f'{label}: nothing was lost, and nothing is covered')
  return faults


def damaged(r, files):
  """Cuts, flips, overwrites or repeats something, and says what."""
  name, data = files[0]
  kind = r.choice(('cut', 'flip', 'rubbish', 'key', 'kind', 'blank'))
  at = r.randrange(len(data) // 10, len(data))
  if kind == 'cut':
    data = data[:at]
  elif kind == 'flip':
    # No letter of ASCII any more, so that it can be seen: one letter in the
    # place of another is another message, to everybody.
    if b'\0' in data:
      return None
    data = data[:at] + bytes((data[at] ^ 0x80,)) + data[at + 1:]
  elif kind == 'rubbish':
    ends = [i for i, byte in enumerate(data) if byte == 10] or [at]
    at = r.choice(ends) + 1
    data = data[:at] + bytes(r.randrange(256) for _ in range(r.randint(1, 40))) + b'\n' + data[at:]
  elif kind in ('key', 'kind'):
    words = [b'Folders', b'FolderItems', b'InternetMessageId', b'OperationProperties', b'SessionId', b'MailAccessType',
             b'Operation', b'MailItemsAccessed', b'CreationTime', b'Item', b'Bind', b'Sync', b'AuditData']
    present = [word for word in words if word in data]
    if not present:
      return None
    word = r.choice(present)
    places = [i for i in range(len(data)) if data.startswith(word, i)]
    new = word[:-1] + bytes((word[-1] ^ 1,)) if kind == 'key' else b''
    for at in sorted(r.sample(places, r.randint(1, len(places))), reverse=True):
      data = data[:at] + new + data[at + len(word):]
  else:
    data = data[:at] + b' ' * min(40, len(data) - at) + data[at + 40:]
  return f'{kind} at {at}', [(name, data)] + files[1:]


def lost_silently(files, wrecked):
  """A cut or overwritten end of a line that leaves whole lines only, with no
  count that tells, cannot be seen by anybody."""
  before, after = files[0][1].split(b'\n'), wrecked[0][1].split(b'\n')
  return len(after) < len(before) and all(line in before for line in after)


NAMED = 'what is named stays named'


def exports(r, incident, make, whole):
  """(what was done, the files, is nothing lost)"""
  records = incident.records()
  files = make(records)
  yield 'native', [('native.ndjson', forms.lines(records))], True
  yield '', files, whole
  shuffled = records[:]
  r.shuffle(shuffled)
  yield 'shuffled', make(shuffled), whole
  yield 'retyped', make(maim.retyped(r, records)), whole
  # Beside what is whole, in either order of names, a copy takes no name away; what it
  # says of itself (rows are missing) may raise doubt.
  yield 'beside', [('m.ndjson', forms.lines(records))] + [(r.choice('az') + name, data) for name, data in files], whole or NAMED
  for _ in range(4):
    label, other = maim.maimed(r, records)
    try:
      yield label, make(other), False
    except (TypeError, ValueError, AttributeError, KeyError):
      continue  # this exporter would have failed
  for _ in range(6):
    wreck = damaged(r, files)
    # A line more beside a row that is missing: as many rows as the search found.
    if wreck is not None and not (files[0][0] == 'rows-missing.csv' and wreck[0].startswith('rubbish')) and not lost_silently(files, wreck[1]):
      yield wreck[0], wreck[1], False


def tell(number, name, faults):
  print(f'{"not " if faults else ""}ok {number} - {name}')
  for fault in faults[:8]:
    print(f'# {fault}')
  if len(faults) > 8:
    print(f'# and {len(faults) - 8} more')
  sys.stdout.flush()


def main():
  asker = Asker(sys.argv[1])
  seeds = 3 if os.environ.get('MIA_FEW') else int(sys.argv[2]) if len(sys.argv) > 2 else 12
  first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
  every = forms.FORMS + forms.LOSSY
  print(f'1..{len(every)}')
  asked = failed = total = 0
  for number, (name, make, whole) in enumerate(every, 1):
    faults = []
    for seed in range(first, first + seeds):
      incident, r = Incident(seed), random.Random(f'{name} {seed}')
      for label, files, lossless in exports(r, incident, make, whole):
        answer = asker.ask(files, incident)
        if label == 'native':
          covered = answer['covered']
        else:
          faults += faults_of(incident, answer, lossless, f'seed {seed} {label}', covered)
        asked += 1
    failed += bool(faults)
    total += len(faults)
    tell(number, name, faults)
  print(f'# {asked} exports of {seeds} incidents asked, {total} faults')
  sys.exit(failed > 0)


if __name__ == '__main__':
  main()
