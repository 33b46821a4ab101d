#!/usr/bin/env python3
"""Whoever may write a part of the evidence adds records to it. No answer may become
"none recorded" that was not, of a mailbox or of a message. What is added here is nothing
that docs/rules.md lets sharpen an answer: no access of the mailbox near the time asked for.

usage: adding.py ASK [SEEDS [FIRST]]      Prints TAP.
"""
import copy
import random
import sys

import forms
from incident import AWAY, HOME, INTRUDER, OWNER, Incident
from law import CLEAN, Asker, tell

FAR = ('0001-01-01T00:00:00', '1999-12-31T23:59:59', '2019-03-04T09:00:00', '2025-03-04T09:00:00',
       '2026-01-02T09:00:00', '2026-06-04T09:00:00', '2031-03-04T09:00:00', '2099-01-01T00:00:00',
       '9999-12-31T23:59:59', '99999-13-45T99:99:99', '')


# ---- what makes an answer doubtful in the first place ----

def throttled(r, records):
  binds = [x for x in records if x.get('RecordType') == 50]
  r.choice(binds)['OperationProperties'][1]['Value'] = 'True'


def unstated(r, records):
  binds = [x for x in records if x.get('RecordType') == 50]
  properties = r.choice(binds)['OperationProperties']
  if r.random() < .5:
    del properties[1]
  else:
    properties[1]['Value'] = r.choice(('yes', '', 'Tru', '2', '[]'))


def begins_late(r, records):
  records[:] = [x for x in records if x['CreationTime'] >= '2026-03-05'] or [
    {**x, 'CreationTime': x['CreationTime'].replace('-03-04', '-03-12')} for x in records]


def ends_early(r, records):
  for x in records:
    x['CreationTime'] = x['CreationTime'].replace('-03-04', '-02-20')


def without_guid(r, records):
  for x in records:
    if r.random() < .5:
      x.pop('MailboxGuid', None)


def as_it_is(r, records):
  pass


DOUBTS = (throttled, unstated, begins_late, ends_early, without_guid, as_it_is)


# ---- what an attacker adds ----

def another(r, records):
  """A record of its own id."""
  ret = copy.deepcopy(r.choice(records))
  ret['Id'] = f'add00000-0000-4000-8000-{r.randrange(10 ** 12):012d}'
  return ret


def far(r, records):
  return [{**another(r, records), 'CreationTime': r.choice(FAR)}]


def far_and_near(r, records):
  return far(r, records) + far(r, records) + far(r, records)


def other_guid(r, records):
  return [{**another(r, records), 'MailboxGuid': f'0d0d0d0d-0000-4000-8000-{r.randrange(3):012d}', 'SessionId': OWNER,
           'ClientIPAddress': HOME, 'CreationTime': r.choice(FAR[1:9])}]


def other_name(r, records):
  x = another(r, records)
  x['MailboxOwnerUPN'] = r.choice(('other@harbourline.example', 'rune.dahl@harbourline.example', 'zzz@elsewhere.example'))
  return [{**x, 'CreationTime': r.choice(FAR[:9]), 'SessionId': OWNER, 'ClientIPAddress': HOME}]


def other_version(r, records):
  x = copy.deepcopy(r.choice(records))
  x['SessionId'], x['ClientIPAddress'] = r.choice(((OWNER, HOME), ('0c0c0c0c-0000-4000-8000-000000000003', '192.0.2.9')))
  return [x]


def sign_in(r, records):
  return [{'CreationTime': r.choice(FAR), 'Id': f'add1{r.randrange(10 ** 4):04d}-0000-4000-8000-000000000000',
           'Operation': 'UserLoggedIn', 'RecordType': 15, 'UserId': 'anybody@harbourline.example', 'ClientIP': HOME}]


def rule(r, records):
  return [{'CreationTime': '2026-03-04T09:05:00', 'Id': f'add2{r.randrange(10 ** 4):04d}-0000-4000-8000-000000000000',
           'Operation': r.choice(('Set-Mailbox', 'New-InboxRule')), 'RecordType': 1, 'ResultStatus': 'True',
           'UserId': 'admin@harbourline.example', 'SessionId': r.choice((INTRUDER, OWNER)), 'ClientIP': AWAY,
           'ObjectId': r.choice(('0f0f0f0f-0000-4000-8000-000000000001', 'signe', 'corp/Users/Signe Holm',
                                 'second@harbourline.example', 'signe.holm@harbourline.example')),
           'Parameters': [{'Name': 'ForwardingSmtpAddress', 'Value': 'smtp:drop@evil.example'},
                          {'Name': 'ForwardTo', 'Value': 'drop@evil.example'}, {'Name': 'Name', 'Value': '.'}]}]


def nameless(r, records):
  x = another(r, records)
  for key in ('MailboxGuid', 'MailboxOwnerUPN', 'UserId'):
    x.pop(key, None)
  return [{**x, 'CreationTime': r.choice(FAR)}]


def outside(r, records):
  return [{**another(r, records), 'CreationTime': r.choice(('2026-02-27T12:00:00', '2026-03-25T12:00:00'))}]


ADDED = (far, far_and_near, other_guid, other_name, other_version, sign_in, rule, nameless, outside)


def stronger(before, after):
  """What is clean now and was not."""
  faults = [f'<{item}> was {before["listed"].get(item)}, is {levels}' for item, levels in after['listed'].items()
            if all(level == CLEAN for level in levels) and
            not all(level == CLEAN for level in before['listed'].get(item, [CLEAN]))]
  names = set(before['mailbox'])
  return faults + [f'mailbox {name} was {before["mailbox"][name]}, is {level}' for name, level in after['mailbox'].items()
                   if level == CLEAN and name in names and before['mailbox'][name] != CLEAN]


def main():
  asker = Asker(sys.argv[1])
  seeds = int(sys.argv[2]) if len(sys.argv) > 2 else 12
  first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
  print(f'1..{len(DOUBTS)}')
  asked = clean = failed = 0
  for number, doubt in enumerate(DOUBTS, 1):
    faults = []
    for seed in range(first, first + seeds):
      incident, r = Incident(seed), random.Random(f'{doubt.__name__} {seed}')
      records = copy.deepcopy(incident.records())
      doubt(r, records)
      before = asker.ask([('m.ndjson', forms.lines(records))], incident)
      clean += CLEAN in before['mailbox'].values()
      for kind in ADDED + tuple(r.sample(ADDED, 3)):
        kinds = [kind] + r.sample(ADDED, r.randrange(3))
        more = [x for one in kinds for x in one(r, records)]
        if r.random() < .5:
          files = [('m.ndjson', forms.lines(records)), (r.choice('az') + '.ndjson', forms.lines(more))]
        else:
          files = [('m.ndjson', forms.lines(r.sample(records + more, len(records + more))))]
        label = f'seed {seed} with {", ".join(one.__name__ for one in kinds)}'
        faults += [f'{label}: {fault}' for fault in stronger(before, asker.ask(files, incident))]
        asked += 1
    failed += bool(faults)
    tell(number, doubt.__name__, faults)
  print(f'# {asked} evidences with added records asked; {clean} began with a mailbox of which none was recorded')
  sys.exit(failed > 0)


if __name__ == '__main__':
  main()
