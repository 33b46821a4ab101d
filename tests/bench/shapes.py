"""Evidence of one shape at any size, for growth.py: each function writes
what it says into a new folder and returns the paths to give to mia. Plain
records, since here only their number and their names count; bench-gen makes
evidence that looks like a tenant's."""
import json

INTRUDER = '203.0.113.77'


def guid(number, kind=0):
  return f'{kind:08x}-0000-4000-8000-{number:012x}'


def moment(second):
  days, rest = divmod(second, 86400)
  return f'2026-{1 + days // 28 % 12:02}-{1 + days % 28:02}T{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}'


def item(number, size=True):
  text = f'{{"Id":"RgAAAA{number:030x}","InternetMessageId":"<{number:026x}@mail.example>"'
  return text + (f',"SizeInBytes":{2000 + number % 90000}}}' if size else '}')


def folder(number, items):
  return f'{{"Id":"LgAAAA{number:020x}","Path":"\\\\Folder {number}","FolderItems":[{",".join(items)}]}}'


def bind(number, items=(), mailbox=0, session=None, second=None, folders=None, record_id=None, address=None,
         owner=None):
  """A bind of these items; every tenth is the intruder's."""
  if address is None:
    address = INTRUDER if number % 10 == 0 else f'198.51.100.{number % 250}'
  owner = owner or f'user{mailbox}@fjord.example'
  listed = ','.join(folders) if folders else folder(mailbox % 7, items)
  return (f'{{"CreationTime":"{moment(number if second is None else second)}",'
          f'"Id":"{guid(number if record_id is None else record_id, 1)}",'
          f'"Operation":"MailItemsAccessed","RecordType":50,"ResultStatus":"Succeeded","UserId":"{owner}",'
          f'"ClientIPAddress":"{address}","ClientInfoString":"Client=OWA;Action=ViaProxy","LogonType":0,'
          f'"MailboxGuid":"{guid(mailbox, 2)}","MailboxOwnerUPN":"{owner}",'
          '"OperationProperties":[{"Name":"MailAccessType","Value":"Bind"},'
          '{"Name":"IsThrottled","Value":"False"}],'
          f'"SessionId":"{guid(number % 1000 if session is None else session, 3)}","Folders":[{listed}],'
          f'"OperationCount":{len(items) or 1}}}')


def lines(place, records, name='audit.ndjson'):
  place.mkdir(parents=True, exist_ok=True)
  with open(place / name, 'w', encoding='utf-8') as file:
    file.writelines(record + '\n' for record in records)
  return [place / name]


def records(place, n):
  """n records of 3 items in 50 mailboxes, of 3,000 messages each."""
  return lines(place, (bind(i, [item(i * 7 % 3000 + j + i % 50 * 100000) for j in range(3)], i % 50, second=i % 2000000)
                       for i in range(n)))


def messages(place, n):
  """n different messages in 50 mailboxes, ten of them in a record."""
  return lines(place, (bind(i, [item(i * 10 + j) for j in range(10)], i % 50) for i in range(n // 10)))


def mailboxes(place, n):
  """n mailboxes, each with one record."""
  return lines(place, (bind(i, [item(i)], i) for i in range(n)))


def files(place, n):
  """n files in one folder, each with one record."""
  for i in range(n):
    lines(place, [bind(i, [item(i)], i % 50)], f'{i:06}.ndjson')
  return [place]


def one_mailbox(place, n):
  """One mailbox, one folder, n messages."""
  return lines(place, (bind(i, [item(i * 10 + j) for j in range(10)], session=0) for i in range(n // 10)))


def one_record(place, n):
  """One record that names n items in one folder."""
  return lines(place, [bind(0, [item(j) for j in range(n)])])


def one_record_of_folders(place, n):
  """One record that names n folders of one item each."""
  return lines(place, [bind(0, folders=[folder(j, [item(j)]) for j in range(n)])])


def one_session(place, n):
  """n records of one session, from as many addresses."""
  return lines(place, (bind(i, [item(i)], i % 50, session=0, address=f'2001:db8::{i >> 16:x}:{i & 65535:x}'
                            if i % 10 else INTRUDER) for i in range(n)))


def sessions(place, n):
  """n records, each of a session of its own."""
  return lines(place, (bind(i, [item(i)], i % 50, session=i) for i in range(n)))


def folders(place, n):
  """n folders in one mailbox, one message in each."""
  return lines(place, (bind(i, folders=[folder(i, [item(i)])]) for i in range(n)))


def folder_paths(place, n):
  """One folder id that is renamed n times: as many paths."""
  return lines(place, (bind(i, folders=[folder(i, [item(i)]).replace(f'LgAAAA{i:020x}', f'LgAAAA{0:020x}')])
                       for i in range(n)))


def one_second(place, n):
  """n records of the same second."""
  return lines(place, (bind(i, [item(i)], i % 50, second=0) for i in range(n)))


def one_id(place, n):
  """n records under one record id, each with other content."""
  return lines(place, (bind(i, [item(i)], 0, second=0, record_id=0, session=0) for i in range(n)))


def one_message(place, n):
  """n records that name the same message, in 50 mailboxes."""
  return lines(place, (bind(i, [item(0)], i % 50) for i in range(n)))


def many_names(place, n):
  """One mailbox under n owners' names."""
  return lines(place, (bind(i, [item(i)], 0, owner=f'user{i}@fjord.example') for i in range(n)))


def one_name(place, n):
  """One owner's name on n mailboxes."""
  return lines(place, (bind(i, [item(i)], i, owner='user@fjord.example') for i in range(n)))


def subjects(place, n):
  """One message under n subjects, a record each."""
  return lines(place, (bind(i, [item(0)[:-1] + f',"Subject":"No. {i}"}}'], 0) for i in range(n)))


def parameters(place, n):
  """One record with n parameters."""
  pairs = [{'Name': f'P{i}', 'Value': str(i)} for i in range(n)]
  return lines(place, [json.dumps({'CreationTime': moment(0), 'Id': guid(0), 'Operation': 'Set-Mailbox',
                                   'ObjectId': 'user0@fjord.example', 'UserId': 'admin@fjord.example',
                                   'Parameters': pairs}), bind(1, [item(1)])])


def keys(place, n):
  """One record with n keys that nobody knows."""
  more = ','.join(f'"Key{i}":"{i}"' for i in range(n))
  return lines(place, [bind(0, [item(0)])[:-1] + ',' + more + '}'])


def rejects(place, n):
  """n lines that are no records, after one that is."""
  return lines(place, [bind(0, [item(0)])] + [f'{{"a":{i}' for i in range(n)])


def rules(place, n):
  """n inbox rules in one mailbox, made and removed."""
  def rule(i):
    return json.dumps({
      'CreationTime': moment(i), 'Id': guid(i, 5), 'RecordType': 1, 'UserId': 'user0@fjord.example',
      'Operation': 'New-InboxRule' if i % 2 == 0 else 'Remove-InboxRule', 'ClientIP': f'198.51.100.{i % 250}:4711',
      'ObjectId': f'user0\\rule{i // 2}', 'ResultStatus': 'True', 'Parameters': [
        {'Name': 'Name', 'Value': f'rule{i // 2}'}, {'Name': 'DeleteMessage', 'Value': 'True'}]})
  return lines(place, [bind(0, [item(0)])] + [rule(i) for i in range(n)])


def permissions(place, n):
  """n delegates given rights to one mailbox."""
  def given(i):
    return json.dumps({
      'CreationTime': moment(i), 'Id': guid(i, 5), 'RecordType': 1, 'UserId': 'admin@fjord.example',
      'Operation': 'Add-MailboxPermission', 'ObjectId': 'user0@fjord.example', 'ResultStatus': 'True', 'Parameters': [
        {'Name': 'Identity', 'Value': 'user0@fjord.example'}, {'Name': 'User', 'Value': f'user{i}@fjord.example'},
        {'Name': 'AccessRights', 'Value': 'FullAccess'}]})
  return lines(place, [bind(0, [item(0)])] + [given(i) for i in range(n)])


def throttled(place, n):
  """n throttled binds in n mailboxes, spread over the year."""
  return lines(place, (bind(i, [item(i)], i, second=i * 977 % 25000000).replace('"Value":"False"', '"Value":"True"')
                       for i in range(n)))


def syncs(place, n):
  """n syncs of as many folders in one mailbox."""
  def sync(i):
    text = bind(i).replace('"Value":"Bind"', '"Value":"Sync"')
    return text[:text.index('"Folders"')] + (
      f'"Item":{{"Id":"LgAAAA{i:020x}","ParentFolder":{{"Id":"LgAAAA{i:020x}","Path":"\\\\Folder {i}"}}}}}}')
  return lines(place, (sync(i) for i in range(n)))


def tenant_throttled(place, n):
  """n mailboxes, and n records of throttling that name none."""
  return lines(place, [f'{{"Operation":"x","MailboxOwnerUPN":"u{i}@fjord.example"}}' for i in range(n)] +
               [f'{{"Operation":"x","IsThrottled":1,"CreationTime":"{2000 + i // 168 % 25}-{1 + i % 168 // 14:02}-{1 + i % 14 * 2:02}T{i // 4200 % 24:02}:00:00"}}'
                for i in range(n)])


def switched(i, name):
  return json.dumps({
    'CreationTime': moment(i * 7200 % 28000000), 'Id': guid(i, 5), 'RecordType': 1, 'UserId': 'admin@fjord.example',
    'Operation': 'Set-Mailbox', 'ObjectId': name, 'ResultStatus': 'True', 'Parameters': [
      {'Name': 'Identity', 'Value': name}, {'Name': 'AuditEnabled', 'Value': 'False' if i % 2 else 'True'}]})


def one_name_switched(place, n):
  """One owner's name on n mailboxes, whose auditing is switched n times under it."""
  return lines(place, [bind(i, [item(i)], i, owner='user@fjord.example') for i in range(n)] +
               [switched(i, 'user@fjord.example') for i in range(n)])


def one_alias_switched(place, n):
  """n mailboxes whose addresses begin alike, and n switches under that beginning."""
  return lines(place, [bind(i, [item(i)], i, owner=f'user@d{i}.example') for i in range(n)] +
               [switched(i, 'user') for i in range(n)])


def few_alias_switched(place, n):
  """16 mailboxes whose addresses begin alike, and n switches under that beginning."""
  return lines(place, [bind(i, [item(i)], i % 16, owner=f'user@d{i % 16}.example') for i in range(n)] +
               [switched(i, 'user') for i in range(n)])


def empty_files(place, n):
  """n mailboxes, and n files without a byte."""
  lines(place, (bind(i, [item(i)], i) for i in range(n)))
  for i in range(n):
    (place / f'{i:06}.json').touch()
  return [place]


def recipients(place, n):
  """One message in n mailboxes, whose people an inventory lists."""
  lines(place, (bind(i, [item(0)], i) for i in range(n)))
  with open(place / 'trace.csv', 'w', encoding='utf-8') as file:
    file.write('RecipientAddress,SenderAddress,MessageTraceId,MessageId,Received,Subject,Status\n')
    for i in range(n):
      file.write(f'user{i}@fjord.example,s@fjord.example,t,<{0:026x}@mail.example>,2026-01-01T00:00:00,Hello,'
                 'Delivered\n')
  return [place / 'audit.ndjson', '--inventory', place / 'trace.csv']


def headers(place, n):
  """CSV in which every line is another header."""
  return lines(place, ['Operation,CreationTime,UserId' if i % 2 else 'Operation,CreationTime,UserIds'
                       for i in range(n)], 'audit.csv')


def repeats(place, n):
  """The same few bytes, n times."""
  return lines(place, ('{"Operation":"x"}' for _ in range(n)))
