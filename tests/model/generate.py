"""Evidence that is made up: good records of many kinds, then bent and broken.

An evidence is a few files of one incident; what is in it depends on the seed and
its number alone. Everything is invented.
"""
import gzip
import json
import random

BOXES = [('c1000000-0000-4000-8000-00000000000%d' % i, name + '@fjord.example')
         for i, name in enumerate(('ada', 'bo', 'cy', 'dora'))]
PEOPLE = [owner for _, owner in BOXES] + ['mallory@outside.example.net', 'S-1-5-18']
SESSIONS = ['5e550000-0000-4000-8000-00000000000a', '5e550000-0000-4000-8000-00000000000b', 'masked']
IPS = ['203.0.113.7', '203.0.113.44', '198.51.100.23', '2001:db8:7::a5', '40.126.23.26']
FOLDERS = ['\\Inbox', '\\Sent Items', '\\Inbox\\Kontrakter', '\\S\u00f8ppelpost', '\\Archive']
CLIENTS = ['Client=OWA;Action=ViaProxy', 'Client=MSExchangeRPC', 'Client=REST;Client=RESTSystem;;',
           'Client=WebServices;python-requests/2.25.1[AppId=47629505-c2b6-4a80-adb1-9b3a3d233b7b];']
# Faults that are known and still open: what shows them is not made.
OPEN = ('a record inside a record', 'IsThrottled twice', 'a blank before a colon behind a prefix',
        'versions whose kinds differ', 'a version that the scope excludes',
        'half a pair in a text')
HANDLED = ('SoftDelete', 'MoveToDeletedItems', 'HardDelete')
OTHER = ('New-InboxRule', 'UserLoggedIn', 'Send', 'Update', 'MailboxLogin')


class Pairs(list):
  """An object whose keys may stand twice, for dumps() below."""


class Raw(str):
  """JSON text that stands as it is: numbers in odd forms."""


class Maker:

  def __init__(self, seed, number):
    self.r = random.Random('%s/%s' % (seed, number))
    self.number = number
    self.next_id = 0

  def chance(self, percent):
    return self.r.random() * 100 < percent

  def one(self, *of):
    return self.r.choice(of)

  # --- one record

  def time(self):
    return (17 + self.r.randrange(2), self.r.randrange(24), self.r.randrange(60), self.r.randrange(60))

  def time_text(self, t):
    day, hour, minute, second = t
    iso = '2026-03-%02dT%02d:%02d:%02d' % t
    form = self.r.randrange(20)
    if form < 10:
      return iso
    if form < 13:
      return iso + 'Z'
    if form == 13:
      return iso + '.' + str(self.r.randrange(10 ** 7)) + self.one('', 'Z')
    if form == 14:
      return iso + '.0000000Z'
    if form == 15:
      return iso.replace('T', ' ')
    if form == 16:
      return iso + self.one('+02:00', '-05:00', '+05:30')
    if form == 17:
      return '3/%d/2026 %d:%02d:%02d %s' % (day, hour % 12 or 12, minute, second, 'PM' if hour > 11 else 'AM')
    if form == 18:
      return '%d.03.2026 %02d:%02d:%02d' % t
    return self.one('last Tuesday', '2026-02-31T10:00:00', iso + ' ', '2026-03-17T25:00:00', '4/5/2026 1:02:03 AM',
                    '/Date(1773738980000)/')

  def ip(self):
    ip = self.one(*IPS)
    if ':' in ip:
      return self.one(ip, '[%s]:50123' % ip, '[%s]' % ip, ip.upper(), '2001:0DB8:0007:0:0:0:0:A5', ip + '%3')
    return self.one(ip, ip, ip + ':61822', '::ffff:' + ip, '[::ffff:%s]:52007' % ip, ' ' + ip)

  def message(self):
    n = self.r.randrange(12)
    plain = '<m-%d@mail.example>' % n
    return self.one(plain, plain, plain, plain, plain[1:-1], ' ' + plain + ' ', '<M-%d@mail.example>' % n,
                    '<' + plain + '>')

  def item(self, box):
    n = self.r.randrange(12)
    out = Pairs()
    if self.chance(88):
      out.append(['InternetMessageId', self.message()])
    if self.chance(60):
      out.append(['Id', self.one('RgAAAA%d%03d' % (box, n), 'RgAAAA%d%03d' % (box, n), 'Unknown')])
    if self.chance(20):
      out.append(['ImmutableId', self.one('AAkALg%d%03d' % (box, n), 'ErrorDuringIdConversion')])
    if self.chance(60):
      size = self.r.randrange(100000)
      out.append(['SizeInBytes', self.one(size, size, str(size), Raw('%d.00' % size), Raw('%de0' % size), -1, 'many',
                                          Raw('%d.5' % size), None, Raw('1' + '0' * 25))])
    if self.chance(15):
      out.append(['Subject', self.one('Offer 2291', 'S\u00f8k\u200b', '=1+1', 'a "b" \\ c', '')])
    return out

  def folder_id(self, box, n):
    return 'LgAAAA%d%02d' % (box, n)

  def folder(self, box, items=True):
    n = self.r.randrange(len(FOLDERS))
    out = Pairs()
    if items:
      inner = [self.item(box) for _ in range(self.r.randrange(4))]
      out.append(['FolderItems', self.one(inner, inner, inner, inner + [None], None if self.chance(20) else inner)])
    if self.chance(92):
      out.append(['Id', self.folder_id(box, n)])
    if self.chance(85):
      out.append(['Path', self.one(FOLDERS[n], FOLDERS[n], FOLDERS[n], 'Not Available')])
    if self.chance(25):
      out.append(['Name', FOLDERS[n].rsplit('\\', 1)[1]])
    return out

  def properties(self, kind):
    kind = self.one(kind, kind, kind, kind.lower(), kind.upper()) if kind else None
    pairs = []
    if kind:
      pairs.append(('MailAccessType', kind))
    if self.chance(90):
      pairs.append(('IsThrottled', self.one('False', 'False', 'False', 'True', 'true', 'FALSE', True, False, 'yes',
                                            1, None, ' True ')))
    if self.chance(4) and 'IsThrottled twice' not in OPEN:
      pairs.append(('IsThrottled', self.one('True', 'False')))
    if self.chance(15):
      self.r.shuffle(pairs)
    out = []
    for name, value in pairs:
      name = self.one(name, name, name, name, name.lower())
      two = [['Name', name], ['Value', value]]
      out.append(Pairs(two if self.chance(80) else two[::-1]))
    if self.chance(4) and len(out) == 1:
      return out[0]
    if self.chance(5):
      return dumps(out)
    if self.chance(3):
      return ['@{Name=%s; Value=%s}' % (n, v) for n, v in pairs]
    if self.chance(2):
      return ' '.join('%s:%s' % (n, v) for n, v in pairs)
    return out

  def record(self):
    box = self.r.randrange(len(BOXES)) if self.chance(50) else 0
    kind = self.one('bind', 'bind', 'bind', 'bind', 'sync', 'sync', 'unstated', 'handled', 'other', 'attachment')
    out = Pairs()
    t = self.time()
    if not self.chance(3):
      out.append(['CreationTime', self.time_text(t)])
    self.next_id += 1
    if not self.chance(3):
      out.append(['Id', self.one('ANONYMIZED', '') if self.chance(3) else
                  '%08x-0000-4000-8000-%012x' % (self.number & 0xffffffff, self.next_id)])
    operation = {'handled': self.one(*HANDLED), 'other': self.one(*OTHER),
                 'attachment': 'AttachmentAccess'}.get(kind, 'MailItemsAccessed')
    out.append(['Operation', operation])
    out.append(['RecordType', {'sync': 2, 'handled': 3, 'other': 2}.get(kind, 50)])
    if self.chance(85):
      out.append(['ResultStatus', self.one('Succeeded', 'Succeeded', 'Succeeded', 'Failed', 'PartiallySucceeded',
                                           'failed', 'False', '')])
    if self.chance(95):
      out.append(['UserId', self.one(BOXES[box][1], self.one(*PEOPLE), BOXES[box][1].upper())])
    for key in self.one(('ClientIPAddress',), ('ClientIPAddress',), ('ClientIP', 'ClientIPAddress'), ('ClientIP',),
                        ('ActorIP',), ()):
      out.append([key, self.ip() if self.chance(96) else self.one('', None, 'cool.client.local:12345', '::1',
                                                                  'localhost', '999.1.1.1')])
    if self.chance(90):
      out.append(['ClientInfoString', self.one(*CLIENTS)])
    if self.chance(80):
      out.append(['LogonType', self.one(0, 0, '0', 2, 'Owner', 'Delegate', 1, 6, 17, 'odd')])
    guid, owner = BOXES[box]
    if self.chance(93):
      out.append(['MailboxGuid', self.one(guid, guid, guid, guid.upper()) if self.chance(97) else
                  self.one('masked', '00000000-0000-0000-0000-000000000000', '')])
    if self.chance(93):
      out.append(['MailboxOwnerUPN', self.one(owner, owner, owner, owner.upper())])
    if self.chance(75):
      session = self.one(*SESSIONS)
      out.append(['SessionId', session if session == 'masked' else self.one(
        session, session, session.upper(), '{%s}' % session, session.replace('-', ''))
                  if self.chance(97) else self.one('', '00000000-0000-0000-0000-000000000000', None)])
    if self.chance(20):
      context = Pairs([['AADSessionId', self.one(*SESSIONS[:2])], ['UniqueTokenId', 'tOk%d' % self.r.randrange(9)]])
      out.append(['AppAccessContext', context if self.chance(80) else dumps(context)])
    if self.chance(70):
      out.append(['AppId', '00000002-0000-0ff1-ce00-000000000000'])
    if self.chance(60):
      out.append(['ClientAppId', self.one('', 'c11e47a0-0000-4000-8000-00000000f00d')])
    out += self.payload(kind, box)
    if self.chance(10):
      self.r.shuffle(out)
    if self.chance(22):
      self.bend(out)
    return out

  def payload(self, kind, box):
    out = []
    if kind in ('bind', 'sync', 'unstated'):
      name = {'bind': 'Bind', 'sync': 'Sync'}.get(kind)
      if name or self.chance(60):
        out.append(['OperationProperties', self.properties(name)])
    if kind in ('bind', 'unstated'):
      folders = [self.folder(box) for _ in range(self.one(1, 1, 1, 2, 0))]
      value = folders
      if self.chance(6):
        value = dumps(folders)
      elif self.chance(3) and len(folders) == 1:
        value = folders[0]
      elif self.chance(3):
        value = ['@{Id=%s; Path=%s; FolderItems=System.Object[]}' % (self.folder_id(box, 0), FOLDERS[0])]
      if self.chance(97):
        out.append(['Folders', value])
      if self.chance(80):
        count = sum(len(dict(map(tuple, f)).get('FolderItems') or []) for f in folders)
        out.append(['OperationCount', self.one(count, count, count, count + 2, max(count - 1, 0), str(count), -3,
                                               Raw('%d.0' % count), 'x', 0)])
    if kind == 'sync':
      n = self.r.randrange(len(FOLDERS))
      if self.chance(70):
        parent = Pairs([['Id', self.folder_id(box, n)], ['Name', FOLDERS[n].rsplit('\\', 1)[1]],
                        ['Path', self.one('Not Available', FOLDERS[n])]])
        out.append(['Item', Pairs([['Id', self.folder_id(box, n)], ['ParentFolder', parent]])])
      else:
        out.append(['Folders', [self.folder(box, self.chance(15))]])
    if kind == 'handled':
      n = self.r.randrange(len(FOLDERS))
      affected = []
      for _ in range(self.r.randrange(1, 3)):
        item = self.item(box)
        item.append(['ParentFolder', Pairs([['Id', self.folder_id(box, n)], ['Path', FOLDERS[n]]])])
        affected.append(item)
      out.append(['AffectedItems', affected])
    if kind == 'attachment':
      out.append(['Messages', [Pairs([['Path', 'Messages'], ['Id', 'RgAAAA%d%03d' % (box, self.r.randrange(12))],
                                      ['MessageItems', [Pairs([['Id', 'att'], ['SizeInBytes', 5]])]]])]])
    return out

  def bend(self, out):
    """Something an attacker, or a poor exporter, does to a record."""
    what = self.r.randrange(9)
    place = self.r.randrange(len(out) + 1)
    here = [pair for pair in out if pair[0] in ('Folders', 'Item', 'OperationProperties', 'UserId', 'SessionId',
                                                'ClientIPAddress', 'Operation', 'MailboxGuid', 'Id', 'CreationTime')]
    if what in (1, 2):
      here = [pair for pair in here if pair[0] != 'Id']
    if not here:
      return
    pair = self.r.choice(here)
    if what == 0 and not (pair[0] == 'Folders' and isinstance(pair[1], str)):  # a key twice
      out.insert(place, [pair[0], self.one(pair[1], 'x' if isinstance(pair[1], str) else [])])
    elif what == 1:  # a key twice, in another case
      out.insert(place, [self.one(pair[0].lower(), pair[0].upper()), pair[1]])
    elif what == 2:  # in another case alone
      pair[0] = self.one(pair[0].lower(), pair[0].upper())
    elif what == 3 and not any(p[0] == 'Folders' and isinstance(p[1], str) for p in out):  # several Folders
      out.insert(place, ['Folders', [self.folder(0)]])
    elif what == 4 and 'a record inside a record' not in OPEN:  # what replaces a record elsewhere
      out.insert(place, [self.one('message', '_raw', 'rawData'), self.one('hello', '{"Operation":"Send"}')])
    elif what == 5:  # nothing in it
      pair[1] = self.one(None, '', [], Pairs())
    elif what == 6:  # in the folders or items
      for name, value in out:
        if name == 'Folders' and isinstance(value, list) and value and isinstance(value[0], Pairs):
          value[0].append(self.one(['Path', '\\Other'], ['path', '\\Other'], ['folderItems', [self.item(0)]],
                                   ['FolderItems', [self.item(0)]]))
    elif what == 7:
      out.insert(place, ['Extra', deep(self.one(3, 10, 60, 61, 62, 63, 64, 70))])
    else:
      out.insert(place, ['Note', self.one(Raw('"\\ud83d"'), Raw('"\\ud83d\\ude00"'), Raw('1e999'), Raw('-0'),
                                          Raw('"\\u0000"'), '\u2028', Raw('"\\/"'))])

  # --- files

  def evidence(self):
    """[(name, bytes)]"""
    records = [self.record() for _ in range(self.r.randrange(1, 9))]
    for _ in range(self.r.randrange(3)):
      copy = json_copy(self.r.choice(records))
      if self.chance(50):
        self.version(copy)
      records.insert(self.r.randrange(len(records) + 1), copy)
    files = []
    parts = self.one(1, 1, 2, 3)
    for i in range(parts):
      mine = records[i::parts]
      writer = self.one(self.ndjson, self.ndjson, self.array, self.page, self.csv, self.csv, self.wrapped)
      name, data = writer(mine)
      if self.chance(25):
        data = self.maim(data)
      data = self.encode(data)
      files.append(('%d-%s' % (i, name), data))
    return files

  def version(self, record):
    kind = dumps([pair for pair in record if pair[0] == 'OperationProperties']).lower()
    told = ('"bind"' in kind or '"sync"' in kind) or 'a version that the scope excludes' not in OPEN
    for pair in record:
      if pair[0] == 'Folders' and told and type(pair[1]) is list and self.chance(60):
        pair[1].append(self.folder(0))
      if pair[0] in ('SessionId', 'ClientIPAddress') and told and self.chance(30):
        pair[1] = None
    if self.chance(20):
      lost = self.one('OperationProperties', 'SessionId', 'Folders')
      if lost in ('SessionId', 'Folders') and not told:
        return
      if lost != 'OperationProperties' or 'versions whose kinds differ' not in OPEN:
        record[:] = [pair for pair in record if pair[0] != lost]

  def text(self, value):
    """JSON, with whatever blanks and escapes."""
    out = dumps(value, self.one(True, True, False), self.one((',', ':'), (',', ':'), (', ', ': '), (' ,\t', ' : ')))
    if self.chance(10):
      out = out.replace('<', '\\u003c').replace('>', '\\u003E')
    if self.chance(5):
      out = out.replace('MailItemsAccessed', 'Mail\\u0049temsAccessed')
    return out

  def ndjson(self, records):
    end = self.one('\n', '\n', '\r\n', '\n\n')
    prefix = self.one('', '', '', '<134>1 host o365 - ', 'Mar 17 [audit] ')
    lines = [self.text(record) for record in records]
    if any('" :' in line for line in lines) and 'a blank before a colon behind a prefix' in OPEN:
      prefix = ''
    text = end.join(prefix + line for line in lines)
    return 'lines.ndjson', (text + self.one('', end)).encode('utf-8', 'surrogatepass')

  def array(self, records):
    between = self.one(',', ',\n', ' ,\r\n')
    text = '[' + self.one('', '\n') + between.join(self.text(record) for record in records) + self.one(']', '\n]\n')
    return 'array.json', text.encode('utf-8', 'surrogatepass')

  def page(self, records):
    rows = []
    for record in records:
      own = [pair for pair in record if pair[0] == 'Id' and isinstance(pair[1], str) and not isinstance(pair[1], Raw)]
      row = Pairs([['userId', '1003'], ['clientIp', None], ['auditData', record]])
      if own and own[0][1]:
        row.insert(0, ['id', own[0][1]])
      rows.append(self.text(row))
    text = '{"@odata.context":"https://graph.example/x","value":[' + ',\n'.join(rows) + ']}'
    return 'page.json', text.encode('utf-8', 'surrogatepass')

  def wrapped(self, records):
    holder = self.one('AuditData', 'auditData', 'RawEventData', 'rawData', '_raw')
    rows = []
    for record in records:
      inner = record if self.chance(50) else self.text(record)
      if isinstance(inner, str) and '\\ud83d"' in inner and 'half a pair in a text' in OPEN:
        inner = record
      rows.append(self.text(Pairs([['Identity', 'envelope'], [holder, inner]])))
    return 'wrapped.ndjson', ('\n'.join(rows) + '\n').encode('utf-8', 'surrogatepass')

  def csv(self, records):
    delimiter = self.one(',', ',', ',', ';', '\t')
    names = self.one(['RecordId', 'CreationDate', 'RecordType', 'Operation', 'UserId', 'AuditData', 'AssociatedAdminUnits'],
                     ['CreationDate', 'UserIds', 'Operations', 'AuditData'], ['AuditData'] + ['Note'])
    end = self.one('\r\n', '\n')
    quoted = self.chance(50)
    rows = [delimiter.join('"%s"' % name if quoted else name for name in names)]
    if self.chance(15):
      rows.insert(0, '#TYPE Selected.System.Management.Automation.PSCustomObject')
    for record in records:
      get = dict((pair[0], pair[1]) for pair in record)
      cells = []
      for name in names:
        value = {'UserIds': get.get('UserId'), 'UserId': get.get('UserId'), 'Operations': get.get('Operation'),
                 'Operation': get.get('Operation'), 'RecordId': get.get('Id'), 'CreationDate': '',
                 'RecordType': '50'}.get(name, '')
        value = value if isinstance(value, str) else ''
        if self.chance(2):
          value = 'something else'
        if name == 'AuditData':
          value = self.text(record)
          if self.chance(10):
            value = value[:self.r.randrange(len(value))] if self.chance(80) else ''
          value = '"' + value.replace('"', '""') + '"'
        elif quoted or any(c in value for c in ',;"\t\n'):
          value = '"' + value.replace('"', '""') + '"'
        cells.append(value)
      if self.chance(4):
        cells = cells[:-1] if self.chance(50) else cells + ['x']
      rows.append(delimiter.join(cells))
    if self.chance(5) and len(rows) > 2:
      rows.insert(self.r.randrange(2, len(rows)), rows[1] if rows[0][:1] == '#' else rows[0])
    if self.chance(10):
      rows.insert(self.r.randrange(2, len(rows) + 1) if len(rows) > 1 else 1, '')
    return 'table.csv', (end.join(rows) + self.one('', end)).encode('utf-8', 'surrogatepass')

  def maim(self, data):
    """Bytes that were lost, added or changed."""
    if not data:
      return data
    at = self.r.randrange(len(data))
    what = self.r.randrange(6)
    if what == 0:
      return data[:at]
    if what == 1:
      return data[:at] + data[at + 1:]
    if what == 2:
      return data[:at] + bytes([self.one(0xff, 0xc0, 0xe2, 0x80)]) + data[at:]
    if what == 3:
      return data[:at] + b'\0' + data[at:]
    if what == 4:
      return data[:at] + self.one(b'"', b'\\', b'{', b'}', b'[', b',', b'\n', b'\t', b' ') + data[at:]
    return data[:at] + data[min(len(data), at + self.r.randrange(300)):]

  def encode(self, data):
    what = self.r.randrange(30)
    if what == 0:
      return b'\xef\xbb\xbf' + data
    if what in (1, 2):
      try:
        text = data.decode()
      except UnicodeDecodeError:
        return data
      codec, mark = self.one(('utf-16-le', b'\xff\xfe'), ('utf-16-be', b'\xfe\xff'), ('utf-16-le', b''))
      return mark + text.encode(codec) if text and '\0' not in text else data
    if what in (3, 4):
      whole = gzip.compress(data, mtime=0)
      bend = self.r.randrange(8)
      if bend == 0:
        at = self.r.randrange(len(data) + 1)
        return gzip.compress(data[:at], mtime=0) + gzip.compress(data[at:], mtime=0)
      if bend == 1:
        return whole[:self.r.randrange(20, len(whole))]
      if bend == 2:
        return whole + self.one(b'\0' * 7, b'rubbish', b'\0\0x')
      if bend == 3:
        return whole[:-6] + b'\1' + whole[-5:]
      return whole
    return data


def deep(levels):
  out = 1
  for _ in range(levels):
    out = [out]
  return out


def json_copy(record):
  """A copy that can be changed by itself."""
  if isinstance(record, Pairs):
    return Pairs([[json_copy(key), json_copy(value)] for key, value in record])
  if isinstance(record, list):
    return [json_copy(one) for one in record]
  return record


def dumps(value, ascii_=True, between=(',', ':')):
  if isinstance(value, Raw):
    return str(value)
  if isinstance(value, Pairs):
    return '{' + between[0].join(json.dumps(key, ensure_ascii=ascii_) + between[1] + dumps(one, ascii_, between)
                                 for key, one in value) + '}'
  if isinstance(value, list):
    return '[' + between[0].join(dumps(one, ascii_, between) for one in value) + ']'
  return json.dumps(value, ensure_ascii=ascii_)
