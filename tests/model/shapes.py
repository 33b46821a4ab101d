"""What a record is read into, and the names under which it says things."""
from text import Obj, Word

ACCESS = ('MailItemsAccessed', 'AttachmentAccess', 'MessageBind')
LOGON = {'0': 'owner', '1': 'admin', '2': 'delegate', '3': 'transport', '4': 'system', '5': 'best access',
         '6': 'delegated admin', 'owner': 'owner', 'admin': 'admin', 'delegate': 'delegate',
         'delegated': 'delegate', 'transport': 'transport', 'systemservice': 'system',
         'bestaccess': 'best access', 'delegatedadmin': 'delegated admin'}
# Where a record has each value, the first that stands counts.
NAMES = {
  'time': ('CreationTime',), 'id': ('Id', 'OfficeId', 'SourceRecordId', 'id'),
  'operation': ('Operation', 'operation'),
  'guid': ('MailboxGuid',), 'owner': ('MailboxOwnerUPN',), 'display': ('MailboxResolvedOwnerName',),
  'actor': ('UserId',), 'logon': ('LogonType', 'Logon_Type'), 'session': ('SessionId',),
  'ip': ('ClientIPAddress', 'Client_IPAddress'), 'ip2': ('ClientIP',), 'ip3': ('ActorIP',),
  'info': ('ClientInfoString',), 'info2': ('ActorInfoString',), 'app': ('AppId',),
  'client_app': ('ClientAppId',), 'status': ('ResultStatus', 'OperationResult'),
  'count': ('OperationCount', 'AuditOperationsCountInAggregatedRecord'),
  'properties': ('OperationProperties',), 'folders': ('Folders', 'AggregatedRecordFoldersData'),
  'item': ('Item',), 'folder': ('Folder',), 'affected': ('AffectedItems',), 'messages': ('Messages',),
  'context': ('AppAccessContext',), 'type': ('RecordType',),
}
# Names that an envelope has too, with a small letter: no wonder in another case.
ITEM_OPERATIONS = ('mailitemsaccessed', 'attachmentaccess', 'messagebind', 'folderbind', 'softdelete', 'harddelete',
                   'movetodeleteditems', 'move', 'copy', 'send', 'sendas', 'sendonbehalf', 'create', 'update')
ENVELOPE = ('Id', 'Operation', 'UserId', 'ClientIP', 'RecordType', 'ResultStatus', 'ObjectId', 'UserType', 'Workload')
COLUMN_TIMES = ('CreationDate', 'TimeGenerated [UTC]', 'TimeGenerated', 'createdDateTime', 'CreatedDateTime',
                'Timestamp', '@timestamp')
OBJECT_KEYS = {'folder': ('Id', 'Path', 'Name', 'FolderItems', 'MessageItems'),
               'item': ('Id', 'InternetMessageId', 'ImmutableId', 'Subject', 'SizeInBytes', 'ParentFolder',
                        'ClientRequestId'),
               'property': ('Name', 'Value'), 'context': ('AADSessionId', 'UniqueTokenId', 'ClientAppId', 'APIId')}


class Folder:

  def __init__(self, id=None, path=None, name=None):
    self.id, self.path, self.name = id, path, name

  def key(self):
    return (self.id, self.path, self.name)

  def __bool__(self):
    return any(self.key())


class Item:

  def __init__(self):
    self.message = self.immutable = self.store = self.subject = self.size = self.folder = None

  def key(self):
    return self.message or self.immutable or self.store


class Event:

  def __init__(self):
    self.flags = set()
    self.items, self.folders = [], []
    self.unnamed = 0


def scalar(value):
  """A value as text; None where it is no scalar, or nothing."""
  if isinstance(value, (Obj, list)) or value is None:
    return None
  if isinstance(value, Word):
    return {'true': 'True', 'false': 'False'}[value]
  return value if value != '' else None


def looks(name):
  """What a reader takes a name for: signs left out, digits as the letters that they look like."""
  return ''.join(c for c in name.lower().translate(str.maketrans('l1|!05$34@', 'iiiiosseaa')) if c.isalnum())


def damage(text):
  """@{Id=...; Path=...} of PowerShell, as an object."""
  out = Obj()
  inside = text.strip()[2:]
  inside = inside[:-1] if inside.endswith('}') else inside
  for part in inside.split(';'):
    name, _, value = part.partition('=')
    if name.strip():
      out.pairs.append((name.strip(), value.strip()))
  return out
