"""What a record is read into, and the names under which it says things."""
import values
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


# Of these one value is meant; two that contradict are none.
SAID_ONCE = ('time', 'id', 'guid', 'owner', 'display', 'actor', 'logon', 'session', 'ip', 'ip2', 'ip3', 'info', 'info2',
             'app', 'client_app', 'status')
ANY_CASE = ('actor', 'owner', 'display', 'logon', 'status', 'operation')


def same(what, a, b):
  """Whether two texts say the same of that thing."""
  a, b = a.strip(), b.strip()
  if what in ANY_CASE and a.lower() == b.lower():
    return True
  if what in ('ip', 'ip2', 'ip3'):
    return a == b or (values.address(a)[1] and values.address(a) == values.address(b))
  if what == 'time':
    one, other = values.time(a), values.time(b)
    return a == b or bool(one and other and not one.ambiguous and not other.ambiguous and one.at == other.at)
  if what in ('logon', 'count'):
    return a == b or (values.whole(a) is not None and values.whole(a) == values.whole(b))
  return a == b or bool(values.guid(a) and values.guid(a) == values.guid(b))


def nothing(what, text):
  ids = ('session', 'guid', 'app', 'client_app')
  return text is None or text.strip().lower() in ('', 'null', 'none', 'nan') or (
    what in ids and values.session(text) is None)


def distinct(what, texts):
  """Of the values of one member those that contradict each other, in their order."""
  out = []
  for text in texts:
    if not nothing(what, text) and not any(same(what, text, one) for one in out):
      out.append(text)
  return out


def heaviest(operations):
  """Of two operations the access stays, then what sets rules; of equal ones the last."""
  weight = lambda name: 4 if name.lower() == 'mailitemsaccessed' else 3 if (
    name.lower() in ('messagebind', 'attachmentaccess', 'folderbind') or 'maiiitemsaccessed' in looks(name)) else (
    2 if looks(name) == looks('New-InboxRule') or name.lower() in ('userloggedin', 'userloginfailed') else 0)
  return max(enumerate(operations), key=lambda pair: (weight(pair[1].strip()), pair[0]))[1]


WEIGHED = {'operation': heaviest}
