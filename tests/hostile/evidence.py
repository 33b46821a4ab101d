"""Invented evidence in which every field that somebody else fills holds a hostile text.

write(folder) makes, all of it about one intruder at 203.0.113.7:
  audit/        records as JSON, as CSV, and one file that has a hostile name;
                rubbish that must be rejected
  inventory.csv, graph.json, folders.csv    lists from elsewhere
  readiness/    exports of the configuration
  list.txt      ids to ask for
and answers with what it wrote where: {field: set of texts}.
"""
import csv
import io
import json
import os

from texts import BYTES, JSON_ESCAPES, TEXTS

TENANT = '6e6f7274-6877-4861-8266-000000000002'
ADDRESS = '203.0.113.7'
FILE_NAME = '=1+1;\x1b]0;titled\x07\u202e\u2800<script>"\'|\xfe\xae.ndjson'.encode() + b'\xff\x9b.json'
LONG = 5000


def common(number, operation, guid=1):
  return {'CreationTime': f'2026-03-{4 + number // 1440:02}T{number // 60 % 24:02}:{number % 60:02}:00',
    'Id': f'c0000000-0000-4000-8000-{number:012}', 'Operation': operation, 'OrganizationId': TENANT, 'RecordType': 50,
    'ResultStatus': 'Succeeded', 'UserKey': '1', 'UserType': 0, 'Version': 1, 'Workload': 'Exchange', 'UserId': 'eve@example.org',
    'ClientIPAddress': ADDRESS, 'ClientInfoString': 'Client=OWA;Action=ViaProxy', 'LogonType': 0,
    'MailboxGuid': f'd0000000-0000-4000-8000-{guid:012}', 'MailboxOwnerUPN': 'eve@example.org' if guid == 1 else f'box{guid}@example.org',
    'SessionId': '5e55a77a-0000-4000-8000-00000000000a'}


def access(kind):
  return [{'Name': 'MailAccessType', 'Value': kind}, {'Name': 'IsThrottled', 'Value': 'False'}]


def parameters(**values):
  return [{'Name': name, 'Value': value} for name, value in values.items()]


def records_of(text, number):
  """Records that hold the text in each field in turn, or in several at once."""
  at = number * 10
  item = {'InternetMessageId': f'<{number}@example.org>', 'Subject': text, 'SizeInBytes': 7, 'Id': f'item-{number}', 'ImmutableId': f'im-{number}'}
  yield {**common(at, 'MailItemsAccessed'), 'OperationProperties': access('Bind'), 'Folders': [{'Id': f'F{number}', 'Path': '\\' + text, 'FolderItems': [item]}]}
  yield {**common(at + 1, 'MailItemsAccessed'), 'OperationProperties': access('Sync'), 'Item': {'ParentFolder': {'Id': f'S{number}', 'Path': '\\Sync' + text, 'Name': text}}}
  if len(text) > LONG:
    return
  ids = {'InternetMessageId': f'<{text}@example.org>', 'Subject': f's{number}', 'SizeInBytes': 7, 'Id': text, 'ImmutableId': text + 'i'}
  bare = {'InternetMessageId': text, 'Subject': f'b{number}'}
  yield {**common(at + 2, 'MailItemsAccessed'), 'Id': text, 'OperationProperties': access('Bind'), 'Folders': [{'Id': text, 'Path': text, 'FolderItems': [ids, bare]}]}
  yield {**common(at + 3, 'MailItemsAccessed', number + 2), 'MailboxOwnerUPN': text, 'UserId': text, 'SessionId': text, 'ClientInfoString': text, 'AppId': text,
    'ClientAppId': text, 'ActorInfoString': text, 'DeviceId': text, 'OrganizationName': text, 'LogonUserDisplayName': text,
    'OperationProperties': access('Bind'), 'Folders': [{'Id': f'M{number}', 'Path': '\\Inbox', 'FolderItems': [{'InternetMessageId': f'<m{number}@example.org>'}]}]}
  yield {**common(at + 4, text or 'x'), 'ClientIPAddress': text, 'Item': {'Subject': text, 'InternetMessageId': f'<o{number}@example.org>', 'ParentFolder': {'Path': text}}}
  yield {**common(at + 5, 'New-InboxRule'), 'ClientIP': ADDRESS, 'ObjectId': 'eve\\' + text, 'Parameters': parameters(Name=text, SubjectContainsWords=text,
    FromAddressContainsWords=text, ForwardTo=text, MoveToFolder=text)}
  yield {**common(at + 6, 'Set-Mailbox'), 'ClientIP': ADDRESS, 'ObjectId': text, 'Parameters': parameters(Identity=text, ForwardingSmtpAddress='smtp:' + text)}
  yield {**common(at + 7, 'Add-MailboxPermission'), 'ClientIP': ADDRESS, 'ObjectId': 'eve', 'Parameters': parameters(Identity='eve@example.org', User=text, AccessRights=text)}
  yield {**common(at + 8, 'Consent to application.'), 'RecordType': 8, 'Workload': 'AzureActiveDirectory', 'ClientIP': ADDRESS, 'ObjectId': text,
    'Target': [{'ID': text, 'Type': 1}], 'ModifiedProperties': [{'Name': 'ConsentAction.Permissions', 'NewValue': text, 'OldValue': text}]}
  yield {**common(at + 9, 'UserLoggedIn'), 'RecordType': 15, 'Workload': 'AzureActiveDirectory', 'ClientIP': ADDRESS, 'ApplicationId': text, 'DeviceProperties': parameters(Id=text, DisplayName=text),
    'ExtendedProperties': parameters(UserAgent=text, ResultStatusDetail=text)}


def lines(longest):
  for number, (_, text, _) in enumerate(TEXTS):
    if len(text) > longest:
      continue
    for record in records_of(text, number):
      yield json.dumps(record, ensure_ascii=number % 2 == 0, separators=(',', ':')).encode('utf-8')
  for number, (_, raw, _) in enumerate(BYTES + JSON_ESCAPES, 500):
    raw = raw if isinstance(raw, bytes) else raw.encode()
    for record in records_of('TEXT', number):
      yield json.dumps(record).encode().replace(b'TEXT', raw)


def portal():
  """A few of them as the portal exports them."""
  out = io.StringIO()
  writer = csv.writer(out)
  writer.writerow(['RecordId', 'CreationDate', 'RecordType', 'Operation', 'UserId', 'AuditData'])
  for number, (_, text, _) in enumerate(TEXTS[:40], 800):
    record = next(records_of(text, number))
    writer.writerow([record['Id'], record['CreationTime'], '50', record['Operation'], text.replace('\x00', ''), json.dumps(record)])
  return out.getvalue().encode('utf-8')


def rubbish():
  """What is no record: each line is rejected, and told."""
  out = b''
  for _, text, _ in TEXTS:
    if len(text) < LONG:
      out += b'{"Operation":"' + text.replace('\n', '').replace('\r', '').replace('"', '').encode('utf-8', 'replace') + b'" "x"}\n'
  for _, raw, _ in BYTES:
    out += raw + b'\n'
  return out


def table(rows):
  out = io.StringIO()
  writer = csv.writer(out, lineterminator='\r\n', quoting=csv.QUOTE_ALL)
  writer.writerows(rows)
  return out.getvalue().replace('\x00', '').encode('utf-8')


def inventory():
  yield ['Received', 'SenderAddress', 'RecipientAddress', 'Subject', 'Status', 'ToIP', 'FromIP', 'Size', 'MessageId', 'MessageTraceId']
  for number, (_, text, _) in enumerate(TEXTS):
    if len(text) < LONG:
      yield ['2026-03-02T08:14:09Z', text, 'eve@example.org', text, 'Delivered', '', '192.0.2.25', '18', f'<{number}@example.org>', f't{number}']
      yield ['2026-03-02T08:14:09Z', f'x <{text}>', text + '@example.org', 'z', text, text, text, text, text, text]


def graph_list():
  return {'@odata.context': "https://graph.example.com/v1.0/$metadata#users('eve%40example.org')/mailFolders('k')/messages(id,receivedDateTime,subject,internetMessageId,parentFolderId,from)",
    'value': [{'id': text, 'receivedDateTime': '2026-02-10T09:00:02Z', 'subject': text, 'internetMessageId': f'<g{number}{text}@example.org>', 'parentFolderId': text,
      'from': {'emailAddress': {'name': text, 'address': text}}, 'toRecipients': [{'emailAddress': {'name': text, 'address': text}}]}
      for number, (_, text, _) in enumerate(TEXTS) if len(text) < LONG]}


def folder_list():
  yield ['Name', 'FolderPath', 'FolderId', 'FolderType', 'ItemsInFolder', 'Identity', 'ContentMailboxGuid']
  for number, (_, text, _) in enumerate(TEXTS):
    if len(text) < LONG:
      yield [text, '/' + text, f'F{number}', 'User Created', '3', 'eve@example.org\\' + text, 'd0000000-0000-4000-8000-000000000001']


def mailboxes():
  yield ['UserPrincipalName', 'PrimarySmtpAddress', 'Name', 'ExchangeGuid', 'RecipientTypeDetails', 'AuditEnabled', 'AuditLogAgeLimit', 'DefaultAuditSet', 'AuditOwner',
    'AuditDelegate', 'AuditAdmin']
  for number, (_, text, _) in enumerate(TEXTS):
    if len(text) < LONG:
      yield [text, text, text, f'd0000000-0000-4000-8000-{number + 2:012}', 'UserMailbox', 'False', '90.00:00:00', '', 'Update', text, 'Update']


def bypass():
  yield ['Name', 'Identity', 'Guid', 'AuditBypassEnabled']
  for number, (_, text, _) in enumerate(TEXTS):
    if len(text) < LONG:
      yield [text, text, f'b0000000-0000-4000-8000-{number:012}', 'True']


def write(folder, longest=1 << 20):
  audit, ready = os.path.join(folder, 'audit'), os.path.join(folder, 'readiness')
  os.mkdir(audit)
  os.mkdir(ready)

  def put(path, data):
    with open(path, 'wb') as file:
      file.write(data)
  every = list(lines(longest))
  put(os.path.join(audit, 'a.ndjson'), b''.join(line + b'\n' for line in every))
  put(os.path.join(os.fsencode(audit), FILE_NAME), b''.join(line + b'\n' for line in every[:30]) + rubbish())
  put(os.path.join(audit, 'portal.csv'), portal())
  put(os.path.join(folder, 'inventory.csv'), table(inventory()))
  put(os.path.join(folder, 'graph.json'), json.dumps(graph_list()).encode())
  put(os.path.join(folder, 'folders.csv'), table(folder_list()))
  put(os.path.join(ready, 'mailbox.csv'), table(mailboxes()))
  put(os.path.join(ready, 'bypass.csv'), table(bypass()))
  put(os.path.join(folder, 'list.txt'), b''.join(text.replace('\n', '').encode('utf-8') + b'\n' for _, text, _ in TEXTS if len(text) < LONG))
  return every
