"""An invented incident, small and whole: who came to which mailbox, what was
handed out, which folder was copied. The right answers follow from the story
alone, not from any record of it.
"""
import random

OWNER, INTRUDER = '0a0a0a0a-1111-4000-8000-000000000001', '0b0b0b0b-2222-4000-8000-000000000002'
HOME, AWAY = '198.51.100.10', '203.0.113.77'
SINCE, UNTIL = '2026-03-04T09:00', '2026-03-04T10:00'
FROM, TO = '2026-03-01', '2026-03-20'
FOLDERS = ('\\Inbox', '\\Sent Items', '\\Contracts')


def folder_id(path):
  return 'LgAAAAB1AAAAAAAAAAAAAAAAAAAAAQB2AAAAAAAAAAAAAAAAAAAAAAAAAAEM' + format(FOLDERS.index(path), '04d')


class Access:
  """One record of the log, before anybody wrote it down."""

  def __init__(self, number, time, mailbox, session, address, folder, items):
    self.number, self.time, self.mailbox = number, time, mailbox
    self.session, self.address = session, address
    self.folder, self.items = folder, items  # items None: the folder was copied

  def record(self):
    record = {
      'CreationTime': self.time, 'Id': f'e1e10000-0000-4000-8000-{self.number:012d}',
      'Operation': 'MailItemsAccessed', 'OrganizationId': '7f0e2a31-0000-4000-8000-0000000000aa',
      'RecordType': 2 if self.items is None else 50, 'ResultStatus': 'Succeeded', 'UserKey': '10032000AAAAAAAA',
      'UserType': 0, 'Version': 1, 'Workload': 'Exchange', 'UserId': f'{self.mailbox}@harbourline.example',
      'AppId': '00000002-0000-0ff1-ce00-000000000000', 'ClientIPAddress': self.address,
      'ClientInfoString': 'Client=OWA;Action=ViaProxy', 'ExternalAccess': False, 'InternalLogonType': 0,
      'LogonType': 0, 'LogonUserSid': 'S-1-5-21-1-2-3-4',
      'MailboxGuid': f'b0c50001-0000-4000-8000-{sum(self.mailbox.encode()):012d}',
      'MailboxOwnerUPN': f'{self.mailbox}@harbourline.example', 'OrganizationName': 'harbourline.example',
      'OriginatingServer': 'AM0EXAMPLE01 (15.20.4200.000)\r\n', 'SessionId': self.session,
      'OperationProperties': [
        {'Name': 'MailAccessType', 'Value': 'Sync' if self.items is None else 'Bind'},
        {'Name': 'IsThrottled', 'Value': 'False'}],
    }
    if self.items is None:
      record['Item'] = {
        'Id': folder_id(self.folder),
        'ParentFolder': {'Id': folder_id(self.folder), 'Name': self.folder[1:], 'Path': self.folder}}
    else:
      record['Folders'] = [{
        'FolderItems': [
          {'Id': f'RgAAAA{name}', 'InternetMessageId': f'<{name}@cust.example>', 'SizeInBytes': 1000 + len(name)}
          for name in self.items],
        'Id': folder_id(self.folder), 'Path': self.folder}]
      record['OperationCount'] = len(self.items)
    return record


class Incident:
  """`quiet` mailboxes are never touched by the intruder; nothing in them is."""

  def __init__(self, seed):
    r = random.Random(seed)
    self.asked = r.choice((f'session {INTRUDER}', f'ip {AWAY}'))
    self.accesses, self.placed, self.named, self.copied = [], {}, {}, {}
    self.mailboxes = ['signe.holm', 'rune.dahl'][:r.choice((1, 2, 2))]
    self.touched = self.mailboxes[0]
    number = 0

    def add(time, mailbox, session, address, folder, items):
      nonlocal number
      number += 1
      self.accesses.append(Access(number, time, mailbox, session, address, folder, items))

    for mailbox in self.mailboxes:
      for hour in ('08:01', '08:30', '10:20', '11:45'):
        folder = r.choice(FOLDERS)
        items = [f'own-{mailbox}-{hour[:2]}{hour[3:]}-{i}' for i in range(r.randint(1, 3))]
        for item in items:
          self.placed[item] = (mailbox, folder)
        add(f'2026-03-04T{hour}:00', mailbox, OWNER, HOME, folder, items)
    self.acts = r.choice(('bind', 'bind', 'sync', 'both', 'none'))
    for minute in range(12, 12 + 4 * r.randint(1, 3), 4):
      if self.acts in ('bind', 'both'):
        folder = r.choice(FOLDERS)
        items = [f'm-{minute}-{i}' for i in range(r.randint(1, 3))]
        for item in items:
          self.named[item] = self.touched
        add(f'2026-03-04T09:{minute}:00', self.touched, INTRUDER, AWAY, folder, items)
    if self.acts in ('sync', 'both'):
      folder = r.choice(FOLDERS)
      self.copied[folder] = '2026-03-04T09:40:00'
      add(self.copied[folder], self.touched, INTRUDER, AWAY, folder, None)
    self.accesses.sort(key=lambda a: a.time)
    self.listed = sorted(self.named) + sorted(self.placed)[:6] + ['nowhere-1']

  def records(self):
    """With what the owners did besides, in which records of other types than binds show
    that none were filtered out."""
    ret = [access.record() for access in self.accesses]
    for number, mailbox in enumerate(self.mailboxes, 900):
      for time in ('08:00:30', '11:46:00'):
        record = Access(number, f'2026-03-04T{time}', mailbox, OWNER, HOME, FOLDERS[0], None).record()
        del record['OperationProperties']
        ret.append({**record, 'Operation': 'Create', 'Id': record['Id'][:-2] + time[:2],
                    'Item': {'Id': f'RgAAAAdraft{number}{time[:2]}', 'InternetMessageId': f'<draft-{number}-{time[:2]}@harbourline.example>',
                             'ParentFolder': record['Item']['ParentFolder'], 'Subject': 'Draft'}})
    return sorted(ret, key=lambda record: record['CreationTime'])

  def answer(self, item):
    """What must be said of a listed message, from the story."""
    if item in self.named:
      return 'access recorded'
    mailbox, folder = self.placed.get(item, (None, None))
    if mailbox == self.touched and folder in self.copied:
      return 'presumed copied'
    if self.copied and mailbox is None:
      return 'cannot exclude'
    return 'none recorded'

  def answer_mailbox(self, mailbox):
    if mailbox != self.touched or self.acts == 'none':
      return 'none recorded'
    return 'access recorded' if self.named else 'presumed copied'
