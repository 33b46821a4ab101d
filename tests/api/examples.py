"""Each program of docs/examples runs on the fixtures and prints what
fixtures/README.md (and the READMEs below it) derive by hand; and each public
header has its example.

Usage: examples.py SOURCE-ROOT EXAMPLE...
"""
import pathlib
import subprocess
import sys
import tempfile

root, *programs = sys.argv[1:]
root = pathlib.Path(root).resolve()
program = {pathlib.Path(p).name.removeprefix('example-'): str(pathlib.Path(p).resolve()) for p in programs}
source = {path.stem: path.read_text(encoding='utf-8') for path in (root / 'docs' / 'examples').glob('*.c')}
SESSION = '5e55a77a-0000-4000-8000-00000000000a'
results = []


def tell(ok, what, *details):
  results.append(ok)
  print(f'{"ok" if ok else "not ok"} {len(results)} - {what}')
  for detail in details if not ok else ():
    print('# ' + str(detail).replace('\n', '\n# '))


def run(name, *arguments):
  done = subprocess.run([program[name], *map(str, arguments)], cwd=root, text=True, capture_output=True)
  return done.returncode, done.stdout, done.stderr


def expect(name, arguments, lines, status=0, same=str):
  code, out, said = run(name, *arguments)
  wanted = '\n'.join(lines) + '\n'
  tell(code == status and same(out) == same(wanted), ' '.join([name, *map(str, arguments)]),
       f'status {code}, not {status}' if code != status else 'printed:', out, 'wanted:', wanted, said)


# Sources and programs are the same, and every header has one.
tell(sorted(source) == sorted(program), 'each example is built', sorted(source), sorted(program))
for header in sorted((root / 'include' / 'mia').glob('*.h')):
  if header.name != 'mia.h':
    include = f'#include <mia/{header.name}>'
    of = [name for name, text in source.items()
          if name == header.stem and include in text or f'<mia/{header.name}>' in text.split('*/')[0]]
    tell(of != [], f'<mia/{header.name}> has an example')
for name, text in sorted(source.items()):
  tell(text.startswith('/* ') and text.count('\n') <= 120, f'{name}.c opens with a comment and is short')

# 10:52:33 in Norway is 09:52:33 UTC. 2026-03-04 is 56 years (14 of them leap
# years) and 62 days behind 1970: (56 * 365 + 14 + 62) * 86400 s, and 9:52:33.
seconds = (56 * 365 + 14 + 62) * 86400 + 9 * 3600 + 52 * 60 + 33
expect('base', ['2026-03-04 10:52:33+01:00', '[::ffff:203.0.113.44]:52007'],
       [f'2026-03-04T09:52:33Z, {seconds} s since 1970', '203.0.113.44, IPv4'])
expect('base', ['yesterday', '203.0.113.44'], ["MIA_ERR_ARGUMENT: 'yesterday' is no time"], status=1)

# r30 stands in graph.json, the first source by name; r05 and r11 in portal.csv.
expect('event', ['fixtures/incident'], [
  '2026-03-04T12:40:00Z Remove-InboxRule: inbox rule, from 198.51.100.23',
  '  rule "." removed',
  '2026-03-04T09:14:02Z UserLoggedIn: sign-in, from 203.0.113.7',
  '  sign-in ok, app 4765445b',
  '2026-03-04T10:02:00Z New-InboxRule: inbox rule, from 203.0.113.7',
  '  rule ".": subject contains invoice, payment -> move to folder Arkiv, mark as read, stop other rules',
])
# bad/: the second of three records is the bad one, on line 3.
expect('evidence', ['fixtures/bad/TOO_FEW_COLUMNS.csv'], [
  'TOO_FEW_COLUMNS: record 2, line 3',
  'CSV with AuditData, UTF-8',
  '  3 records = 2 decoded + 1 rejected',
  '  each byte is accounted for',
])
# The books of the incident: 23 MailItemsAccessed, two of which (r07, r10) stand
# in two exports each.
expect('fold', ['MailItemsAccessed', 'fixtures/incident'], ['23 records'])
expect('fold', ['SoftDelete', 'fixtures/incident'], ['2 records'])
expect('fold', ['FolderBind', 'fixtures/incident'], ['0 records'])
size = sum(path.stat().st_size for path in (root / 'fixtures' / 'incident').iterdir())
expect('load', ['fixtures/incident'], [
  f'{size} of {size} bytes',
  '33 records = 31 events + 2 repeats + 0 rejected',
  ' 23 MailItemsAccessed', '  2 MoveToDeletedItems', '  1 New-InboxRule', '  1 Remove-InboxRule', '  1 Send',
  '  2 SoftDelete', '  1 UserLoggedIn',
])
# stories/README.md: records 4, 5, 7 forward outside, 8 moves to Archive, 9 and 10 end 4 and 5;
# the first forwarding lasts from 18 May 09:00 to 20 May 08:00. Weights: 40 + 25 + 15 + 15 + 5
# for the intruder; 40 + 15 + 5 for yuri.falk, who has a rule and copied a folder.
OF_FORWARDING = [
  '    forward-outside: sends mail to collector@mail.example.net (47 h) and 2 more',
  '    rule-hides: 1 rule that hides mail', '    rule-words: picks mail by telling words',
  '    rule: 3 inbox rules', '    rule-name: a rule without a name',
]
OF_YURI = [
  '    forward-outside: sends mail to yuri@home.example.com', '    rule: 1 inbox rule', '    copies: 1 folder copied',
]
expect('triage', ['fixtures/stories/forwarding'], [
  '1 address 203.0.113.50, weight 100', *OF_FORWARDING,
  f'2 session {SESSION}, weight 100', *OF_FORWARDING,
  '3 address 198.51.100.141, weight 60', *OF_YURI,
  '4 session 0c0c0c0c-0000-4000-8000-00000000d029, weight 60', *OF_YURI,
  'outside: rule "Rss": subject contains invoice -> forward to collector@mail.example.net, stop other rules',
  'outside: rule "..": all mail -> redirect to collector@mail.example.net',
  'outside: all mail of xena.dahl@greenholt.example -> forward to collector@mail.example.net',
  'outside: rule "Copies": all mail -> forward to yuri@home.example.com',
  'inside: rule ".": subject contains answer -> move to folder Archive',
  '0 contexts of background clients are folded',
])
# --ip 203.0.113.0/24: 22 rows in scope and r25, which has no address; 10 sessions:
# 1, 2, 3, 5, 6, 7, 8, 9, I, and M. Binds: 3 has M1, M2, M3, M9 (r06 r07 r23), 5 has
# M4, M10, 6 has M11, I has M12, M13, 8 has M14, M15, M has M8.
expect('timeline', ['203.0.113.0/24', 'fixtures/incident'], [
  '23 rows', '2026-03-04T09:14:02Z UserLoggedIn', '2026-03-04T11:20:00Z MailItemsAccessed (cannot be told)',
  '10 sessions',
  'accounts@fjordlight.example: 2 messages by OWA',
  'anna.berg@fjordlight.example: 4 messages by OWA',
  'anna.berg@fjordlight.example: 1 messages by OWA',
  'anna.berg@fjordlight.example: 2 messages by EWS app',
  'anna.berg@fjordlight.example: 2 messages by Graph/REST app',
  'anna.berg@fjordlight.example: 1 messages by Graph/REST app',
])
# --session S: 18 events in scope, of which two come twice; r19, r21, r25 cannot be
# told; the other 10 of 33 records have another session.
expect('scope', [SESSION, 'fixtures/incident'], ['yes 20, no 10, cannot tell 3'])
# Two ids begin with 0a0a. One digit of S is another: no other id is near.
written = ['{', '  "note": "an example",', f'  "session": "{SESSION}"', '}']
expect('scope_check', ['5e55', 'fixtures/incident'], [f'5e55 is the beginning of {SESSION}', *written])
expect('scope_check', ['0a0a', 'fixtures/incident'], [
  '0a0a is the beginning of each of 0a0a0a0a-0000-4000-8000-00000000000b 0a0a0a0a-0000-4000-8000-00000000000c',
  '{', '  "note": "an example",', '  "session": "0a0a"', '}'])
wrong = SESSION.replace('a-', 'b-', 1)
expect('scope_check', [wrong, 'fixtures/incident'], [
  f'{wrong} is not borne; near it {SESSION}', '{', '  "note": "an example",', f'  "session": "{wrong}"', '}'])
# Steps of session,token: X from record 2 (2, 3, 4), K from record 4 (4, 5); then
# pay-1, pay-2 and pay-3 are in scope. X stands in capitals in one record.
expect('expansion', ['203.0.113.50', 'fixtures/stories/expansion'], [
  'session 5e55e19a-0000-4000-8000-00000000000b, borne by 3 records, from record 2',
  'token S2F0aUdyZWVuaG9sdFRva2Vu, borne by 2 records, from record 4',
  '3 binds in the wider scope',
], same=str.lower)
# 12 access recorded, 4 unattributed; M1 and M2 in two records each; 6 unnamed.
expect('exposure', [SESSION, 'fixtures/incident'], [
  '<invoice-7731@supplier.example.net>: 2 times since 2026-03-04T09:16:20Z, BIND',
  '<offer-2291@supplier.example.net>: 2 times since 2026-03-04T09:16:20Z, BIND',
  'access recorded: 12', 'unattributed: 4', 'operations without a name: 6',
])
# stories/README.md, throttled.
expect('coverage', ['2026-04-06', '2026-05-06', 'fixtures/stories/throttled'], [
  'ivy.chen@greenholt.example 2026-04-06T09:58:00Z..2026-04-08T06:00:00Z throttled',
  'jon.keller@greenholt.example 2026-04-06T09:58:00Z..2026-04-07T10:00:00Z throttled',
  'jon.keller@greenholt.example 2026-04-07T10:00:01Z..2026-04-08T10:02:01Z throttled',
  'kim.lowe@greenholt.example 2026-04-06T09:58:00Z..2026-04-08T10:01:59Z throttled',
  'lea.marsh@greenholt.example 2026-04-08T11:58:00Z..2026-04-09T12:00:00Z throttling-not-stated',
])
expect('findings', [SESSION, '2026-04-06', '2026-04-09', 'fixtures/stories/throttled'], [
  'ivy.chen@greenholt.example: access recorded (BIND | SYNC_FOLDER | THROTTLED), blind for 44:02:00',
  'jon.keller@greenholt.example: cannot exclude (THROTTLED), blind for 48:04:00',
  'kim.lowe@greenholt.example: cannot exclude (THROTTLED), blind for 48:03:59',
  'lea.marsh@greenholt.example: cannot exclude (THROTTLED_SUSPECTED), blind for 12:02:00',
])
# The same: ivy.chen alone is accessed; the copy of her Inbox at 15:00 is the last.
# Three mailboxes were throttled, of lea.marsh it is not stated. Nothing covers the 6th of April of jon.keller
# and kim.lowe.
expect('summary', [SESSION, '2026-04-06', '2026-04-09', 'fixtures/stories/throttled'], [
  '1 of 4 mailboxes, 1 messages',
  'In 1 of 4 mailboxes, access to at least 1 message is recorded in sessions attributed by the examiner to the '
  'intruder.',
  'The first access attributed to the intruder (copies of folders included) is of 2026-04-06 10:00:00 UTC, the last of 2026-04-06 15:00:00 UTC.',
  '1 folder is recorded as copied in sessions attributed by the examiner to the intruder; everything in it at that '
  'time is presumed copied.',
  'In 4 of 4 mailboxes, access beyond what is recorded cannot be excluded, mainly because the log had stopped '
  'recording access to single messages (throttling).',
  'The number of people concerned is not known, because no inventory of the mailboxes was supplied (option '
  '--inventory).',
  '3 mailboxes: because the log had stopped recording access to single messages (throttling)',
  '2 mailboxes: because it is not established that the records are complete for the whole period examined',
  '1 mailboxes: because records of access do not say whether the log had stopped recording access to single '
  'messages (throttling)',
])
# readiness/README.md: the files of the folder together, those with "n" for the owner.
expect('readiness', sorted(path for path in (root / 'fixtures' / 'readiness').iterdir()
                           if path.suffix in ('.csv', '.json')), [
  'bjorn.dahl@fjordlight.example: customised set, mailbox switch not stated',
  "kari.o'dahl@fjordlight.example: customised set, licence",
  'room.fjord@fjordlight.example: mailbox type',
  'svc.backup@fjordlight.example: bypass',
  'team@fjordlight.example: mailbox type',
])
# inventory/README.md: M25, M20, M22, M23, M24, M21; M23 has no date, that of M24 is
# ambiguous. When M25 came the README does not say: it is left out below.
code, out, said = run('inventory', 'anna.berg@fjordlight.example', 'fixtures/inventory/ediscovery-results.csv')
lines = out.split('\n')
tell(code == 0 and lines[0] == '6 rows = 6 items + 0 folders + 0 repeats + 0 rejected' and
     lines[1].startswith(' (') and lines[2:] == [
       '<contract-hamnegata-5@partner.example.org> (2026-02-10T09:00:02Z)',
       '<contract-hamnegata-9@partner.example.org> (2026-03-04T13:30:01Z)',
       '<contract-undated@partner.example.org> ()',
       '<payslip-2026-01@fjordlight.example> ()',
       '<payslip-2026-02@fjordlight.example> (2026-02-25T07:00:00Z)',
       '',
     ], 'inventory', out, said)
# people/README.md.
expect('subjects', [SESSION, 'greenholt.example', 'fixtures/people/items.csv', 'fixtures/people/records.ndjson'], [
  'ann@notgreenholt.example: 1', 'client@outside.example: 2', 'legal@partner.example.org: 1',
  'nurse@mail.greenholt.example: 1, own', 'rosa.lind@greenholt.example: 4, own',
  'sven.holt@greenholt.example: 2, own', 'tess@outside.example: 1',
  'messages: 5 at least, 6 at most', 'people: 6 at least, 7 at most, or more',
])
# containers/: C1 names three messages at 09:16:20, C4 one at 09:40:05.
expect('report', ['ids', 'fixtures/containers/lines.ndjson'], [
  '<archive-2019@partner.example.org>', '<q1-figures@northwharf.example>', '<q1-report@northwharf.example>',
  '<tender-77@partner.example.org>',
])
expect('report', ['kql', 'fixtures/containers/lines.ndjson'], [], status=2, same=str.strip)
# M5 and M6 have no internet message id, so two of the 16 have no place.
code, out, said = run('report', 'ids', 'fixtures/incident')
tell(code == 0 and said == '2 messages have no place in this format\n', 'report tells what is left out', said)
expect('selftest', [], ['all checks passed'])

with tempfile.TemporaryDirectory() as scratch:
  scratch = pathlib.Path(scratch)
  # A folder, whole, then changed by a byte.
  case = scratch / 'case'
  case.mkdir()
  expect('case', [case, 'fixtures/incident'], ['as its manifest says'])
  names = {path.name for path in case.iterdir()}
  tell({'manifest.json', 'SHA256SUMS', 'messages.csv', 'report.html'} <= names, 'case writes the folder', names)
  with open(case / 'messages.csv', 'ab') as file:
    file.write(b'\n')
  expect('case', [case], ['changed: messages.csv', 'not as its manifest says'], status=1)
  # object.json is C1 alone; C4 brings one message more.
  for name in ('object.json', 'lines.ndjson'):
    (scratch / (name + '.csv')).write_text(run('report', 'csv', f'fixtures/containers/{name}')[1], encoding='utf-8')
  expect('diff', [scratch / 'object.json.csv', scratch / 'lines.ndjson.csv'],
         ['added: <tender-77@partner.example.org>', 'same: 3'])
  expect('diff', [scratch / 'lines.ndjson.csv', scratch / 'object.json.csv'],
         ['gone: <tender-77@partner.example.org>', 'same: 3'])
  # Three files; the second time their bytes are known.
  if run('casefile')[0] != 77:
    book = ['33 records, 31 events']
    expect('casefile', [scratch / 'case.db', 'fixtures/incident'],
           ['added'] * 3 + ['3 sources added, 0 known'] + book)
    expect('casefile', [scratch / 'case.db', 'fixtures/incident'],
           ['known'] * 3 + ['0 sources added, 3 known'] + book)
  # The second time what the first kept is asked.
  for way in ['read and kept', 'from the store']:
    expect('store', [scratch / 'kept.mia', 'fixtures/incident'], [way, '33 records, 31 events'])

print(f'1..{len(results)}')
sys.exit(not all(results))
