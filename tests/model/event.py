"""What one record says: docs/records.md and docs/reasons.md, read anew."""
import re

import values
from frame import HOLDERS
from said import Values, pair
from shapes import (ACCESS, COLUMN_TIMES, ENVELOPE, ITEM_OPERATIONS, LOGON, NAMES, OBJECT_KEYS, Event, Folder, Item,
                    damage, looks, scalar)
from text import Bad, Number, Obj, Word, json_rest, json_whole


class Decoder(Values):

  record_keys = [name for names in NAMES.values() for name in names]

  def __init__(self, piece):
    self.piece = piece
    self.event = Event()
    self.event.flags |= piece.notes & {'BAD_UTF8', 'BAD_SURROGATE'}
    self.envelope = Obj()
    self.flat = False
    self.lost = False

  # --- where the record stands

  def body(self):
    piece = self.piece
    if piece.cells is not None:
      said = [self.cell(value).lower() for name, value in piece.cells if name.lower() == 'operation']
      if piece.holder is None or (piece.unnamed and said and said[0] not in ITEM_OPERATIONS):
        self.flat = True
        row = Obj()
        row.pairs = [(name, self.cell(value)) for name, value in piece.cells if value != b'']
        return row
      self.envelope.pairs = [(name, self.cell(value)) for i, (name, value) in enumerate(piece.cells)
                             if i != piece.holder]
      return self.parse(self.cell(piece.cells[piece.holder][1]))
    return self.unwrap(piece.value)

  def cell(self, data):
    from text import readable
    return readable(data, self.event.flags)

  def parse(self, text):
    """The record in a text; what stands in front of a cut where it is cut."""
    try:
      value = json_whole(text, self.event.flags)
    except Bad as bad:
      if bad.why == 'DEEP' or '\0' in text:
        raise Bad('TOO_DEEP' if bad.why == 'DEEP' else 'NUL_BYTE')
      value = json_rest(text, self.event.flags)
      for key, names in (('Operation', ('Operation', 'Operations')), ('UserId', ('UserId', 'UserIds'))):
        said = [scalar(self.envelope.fold(n)) for n in names if scalar(self.envelope.fold(n))]
        if isinstance(value, Obj) and value.get(key) is None and said:
          value.pairs.append((key, said[0]))
      raw = self.piece.raw.strip() or text
      two = re.search(r'\n[^\s}\]]', self.piece.raw.strip()) or any(
        len(re.findall(r'"%s["\\]' % key, raw)) > 1 for key in ('Operation', 'operation', 'Operations', 'CreationTime'))
      if two or not isinstance(value, Obj) or not (scalar(value.get('Operation')) or scalar(value.get('operation'))):
        raise Bad('CUT_AT_32767' if len(text) in (32767, 65535) else 'BAD_JSON')
      self.lost = True
    if not isinstance(value, Obj):
      raise Bad('NOT_A_RECORD')
    return self.unwrap(value) if value.get('Operation') is None else value

  def unwrap(self, value):
    if value.get('Operation') is not None and value.get('CreationTime') is not None:
      return value
    event = value.get('event')
    inner = event.get('original') if isinstance(event, Obj) else None
    for holder in HOLDERS:
      if inner is None:
        inner = value.get(holder)
    for outer, key in (('properties', 'RawEventData'), ('o365', 'audit'), ('data', 'office365')):
      if inner is None and isinstance(value.get(outer), Obj):
        inner = value.get(outer).get(key)
    if inner is None and isinstance(value.get('_source'), Obj):
      inner = value.get('_source')
    if inner is None and value.get('Operation') is None and value.get('operation') is None:
      # The second reading: a record as JSON in any string.
      inner = next((one for _, one in value.pairs if isinstance(one, str) and one.lstrip()[:1] == '{' and
                    isinstance(json_rest(one), Obj) and json_rest(one).get('Operation')), None)
    if isinstance(inner, str) and inner.lstrip()[:1] == '{':
      self.envelope = value
      return self.parse(inner)
    if isinstance(inner, Obj):
      self.envelope = value
      for deeper in ('AdditionalProperties', 'dynamicProperties'):
        if isinstance(inner.get(deeper), Obj) and inner.get('Operation') is None:
          inner = inner.get(deeper)
      return inner
    return value

  # --- its members

  def first(self, what):
    for name in NAMES[what]:
      value = self.record.get(name) if name in ENVELOPE + ('id', 'operation') else self.record.fold(name)
      if value is not None and value != '':
        return value
    return None

  def text(self, what):
    value = scalar(self.first(what))
    return value and (value.strip(' \t\r\n') or None)

  def twice(self, thing, known):
    """A key that is used, and stands twice."""
    seen = set()
    for name in thing.names():
      for key in known:
        if name == key or (name.lower() == key.lower() and name != 'operation' and (
            known is not self.record_keys or key == 'Operation' or key not in ENVELOPE + ('id', 'operation'))):
          if key in seen:
            self.event.flags.add('DUP_KEY')
          seen.add(key)

  def nested(self, value):
    """A value, or the JSON that a text of it holds."""
    if isinstance(value, str) and not isinstance(value, (Number, Word)) and value.lstrip()[:1] in ('[', '{'):
      try:
        return json_whole(value, self.event.flags)
      except Bad:
        self.lost = True
        return json_rest(value, self.event.flags)
    return value

  def things(self, value):
    """The objects of a list, of one object, or of a text."""
    value = self.nested(value)
    if isinstance(value, Obj):
      return [value]
    out = []
    if isinstance(value, list):
      for one in value:
        one = self.nested(one)
        if isinstance(one, Obj):
          out.append(one)
        elif isinstance(one, str) and one.lstrip().startswith('@{'):
          out.append(damage(one))
        elif isinstance(one, str) and one == 'System.Object[]':
          self.lost = True
        elif isinstance(one, str) and not isinstance(one, (Number, Word)):
          out.append(one)
    elif isinstance(value, str):
      if value.lstrip().startswith('@{'):
        out.append(damage(value))
      elif value.startswith('System.Object[]'):
        self.lost = True
      elif value:
        out.append(value)
    return out

  def folder(self, thing):
    if not isinstance(thing, Obj):
      return Folder()
    self.twice(thing, OBJECT_KEYS['folder'])
    thing = self.once(thing, ('Id', 'Path', 'Name'), lambda key, value: self.remember(
      Folder(**{key.lower(): None if key == 'Path' and value == 'Not Available' else value})))
    path = scalar(thing.any('Path'))
    if path == 'Not Available':
      path = None
    return Folder(scalar(thing.any('Id')), path, scalar(thing.any('Name')))

  def remember(self, folder):
    self.event.mentions.append(folder.key() if folder else ())
    if not folder:
      return None
    for known in self.event.folders:
      if known.key() == folder.key():
        return known
    self.event.folders.append(folder)
    return folder

  def item(self, thing, folder):
    self.twice(thing, OBJECT_KEYS['item'])
    alone = lambda key, value: self.item(pair(key, value), folder)
    subjects = [scalar(v) for n, v in thing.pairs if n.lower() == 'subject' and scalar(v)]
    sizes = [values.whole(v) for n, v in thing.pairs if n.lower() == 'sizeinbytes' and isinstance(v, str)]
    thing = self.once(thing, ('Id', 'InternetMessageId', 'ImmutableId'), alone)
    item = Item()
    raw = scalar(thing.any('InternetMessageId'))
    if raw is not None:
      canonical = values.message_id(raw)
      if canonical:
        item.message = canonical[0]
        if canonical[1] and canonical[0]:
          self.event.flags.add('MESSAGE_ID_REWRITTEN')
        if canonical[2]:
          self.lost = True
    item.immutable = scalar(thing.any('ImmutableId'))
    if item.immutable == 'ErrorDuringIdConversion':
      item.immutable = None
    item.store = scalar(thing.any('Id'))
    if item.store == 'Unknown':
      item.store = None
    item.subject = min(subjects, key=lambda text: text.encode('utf-8', 'surrogatepass')) if subjects else None
    size = thing.any('SizeInBytes')
    if size is not None:
      item.size = values.whole(size) if isinstance(size, str) else None
      if item.size is None:
        self.event.flags.add('BAD_VALUE')
      item.size = max([one for one in sizes if one is not None], default=None)
    item.folder = folder
    self.event.items.append(item)
    self.take_more()

  def properties(self):
    event = self.event
    event.access_text, event.throttled = None, None
    kinds, said = [], []
    for thing in self.listed('properties'):
      pairs = []
      if isinstance(thing, Obj):
        self.twice(thing, OBJECT_KEYS['property'])
        name, value = scalar(thing.any('Name')), thing.any('Value')
        if name is None and thing.any('Name') is None:
          pairs += [(key, scalar(one)) for key, one in thing.pairs]
        else:
          pairs.append((name, scalar(value)))
      else:
        for part in re.split(r'[;,\s]+', thing):
          name, _, value = part.partition(':')
          pairs.append((name.strip(), value.strip() or None))
      for name, value in pairs:
        name = (name or '').strip().lower()
        if name == 'mailaccesstype' and value is not None:
          kinds.append(value)
        elif name != 'isthrottled' and 'isthrottied' in looks(name):
          said.append(None)  # a letter or a sign in it was changed: what it says is not taken
        elif name == 'isthrottled':
          said.append({'true': 'yes', '1': 'yes', 'false': 'no', '0': 'no'}.get((value or '').strip().lower()))
    if 'yes' in said:
      event.throttled = 'yes'
    elif said and None not in said:
      event.throttled = 'no'
    if None in said:
      event.flags |= {'BAD_VALUE', 'THROTTLED_UNCLEAR'}
    if len(set(said)) > 1:
      event.flags |= {'DUP_KEY', 'THROTTLED_UNCLEAR'}
    other = [kind for kind in kinds if kind.strip().lower() != kinds[0].strip().lower()]
    event.kind = kinds[0] + ' | ' + other[0] if other else kinds[0] if kinds else None
    if other:
      event.flags.add('DUP_KEY')

  def lists_items(self):
    for thing in self.listed('folders'):
      if isinstance(thing, Obj) and any(isinstance(i, Obj) for i in self.things(thing.any('FolderItems'))):
        return True
    return False

  def contents(self):
    """The folders and items that the record names."""
    event = self.event
    event.nameless = self.two_lists = False
    self.more = []
    for thing in self.listed('folders'):
      if not isinstance(thing, Obj):
        continue
      folder = self.folder(thing)
      event.nameless |= not folder
      folder, before = self.remember(folder), len(event.items)
      self.two_lists |= sum(name.lower() == 'folderitems' for name in thing.names()) > 1
      for name, inner in thing.pairs:
        if name.lower() != 'folderitems':
          continue
        if isinstance(inner, str) and inner.startswith('System.Object'):
          self.lost = True
          continue
        for item in self.things(inner):
          if isinstance(item, Obj):
            self.item(item, folder)
      if folder and len(event.items) == before:
        event.bare.add(folder.key())
    for item in self.listed('item'):
      if not isinstance(item, Obj):
        continue
      parent = self.nested(item.any('ParentFolder'))
      if isinstance(parent, str) and parent.startswith('@{'):
        parent = damage(parent)
      said = self.folder(parent)
      same = said.id is None or said.id == scalar(item.any('Id'))
      if event.access == 'sync' or (event.access == 'unstated' and same):
        self.remember(said or Folder(scalar(item.any('Id'))))
      else:
        self.item(item, self.remember(said))
    for thing in self.listed('affected'):
      if isinstance(thing, Obj):
        self.item(thing, self.remember(self.folder(self.nested(thing.any('ParentFolder')))))
    folder = self.nested(self.first('folder'))
    if isinstance(folder, Obj):
      self.remember(self.folder(folder))
    self.flat_item()
    self.take_more()
    event.attachments = 0
    if event.operation == 'AttachmentAccess':
      for thing in self.listed('messages'):
        if isinstance(thing, Obj):
          item = Item()
          item.store = scalar(thing.any('Id'))
          event.items.append(item)
          event.attachments += len(self.things(thing.any('MessageItems')))
    again = any(len(self.all(what)) > 1 for what in ('folders', 'item', 'affected')) or self.two_lists
    event.items = [item for i, item in enumerate(event.items)
                   if not again or not item.key() or (item.key(), item.folder) not in [(one.key(), one.folder) for one in event.items[:i]]]

  def when(self):
    event = self.event
    event.time, event.other_time = None, None
    stated = self.text('time')
    if self.torn('time'):
      event.flags |= {'NO_TIME', 'TIME_UNREADABLE'}
      return
    found = values.time(stated) if stated is not None else None
    if stated is not None and found is None:
      event.flags.add('TIME_UNREADABLE')
    if found is None and self.record.get('LastAccessed'):
      found = values.time(scalar(self.record.get('LastAccessed')) or '')
      if found is None:
        event.flags.add('TIME_UNREADABLE')
      elif not found.zone:
        event.flags.add('TIME_ZONE_UNKNOWN')
    if found is None:
      for holder in (self.envelope, self.record):
        for name in COLUMN_TIMES:
          value = scalar(holder.fold(name))
          if found is None and value:
            found = values.time(value)
            if found is None:
              event.flags.add('TIME_UNREADABLE')
    if found is None:
      event.flags.add('NO_TIME')
      return
    if found.ambiguous:
      event.flags.add('TIME_AMBIGUOUS')
      event.other_time = found.other
    event.time = found.at

  def second(self):
    """The second reading: keys in another case fill what is empty."""
    event = self.event
    operation = (event.operation or '').lower()
    if operation:
      lost = operation == 'mailitemsaccessed' and not event.kind
      body = event.items or event.folders or event.nameless or self.record.get('Messages')
      cmdlet = ('-' in operation or ' ' in operation) and not self.record.get('Parameters')
      other = any(name not in self.record_keys and name.lower() in {
        key.lower() for key in self.record_keys if key not in ENVELOPE} for name in self.record.names())
      if not cmdlet and not other and (operation not in ITEM_OPERATIONS or not (lost or not body or not event.ip)):
        return False
    exact = {name for names in NAMES.values() for name in names}
    here = set(self.record.names())
    found = []
    for name, value in self.record.pairs:
      for key in exact:
        if name != key and name.lower() == key.lower() and key not in here:
          found.append((key, value))
    self.record.pairs += found
    return bool(found)

  def run(self):
    """The event; raises Bad with the reason of a reject."""
    self.record = self.body()
    event = self.event
    self.twice(self.record, self.record_keys)
    before = set(event.flags)
    self.exact_operation = self.text('operation') or self.beside('Operation', 'Operations')
    for _ in range(2):
      event.items, event.folders, event.mentions, event.bare = [], [], [], set()
      event.flags = set(before)
      self.members()
      if not self.second():
        break
    nameless = not self.exact_operation and not (event.items or event.folders)
    if event.operation is None or (nameless and not self.has_time()):
      raise Bad('NOT_A_RECORD')
    self.when()
    self.columns()
    self.judge()
    return event

  def members(self):
    event = self.event
    said = [scalar(value).strip() for value in self.all('operation') if scalar(value)]
    weight = lambda name: 2 if name.lower() == 'mailitemsaccessed' else name.lower() in [n.lower() for n in ACCESS]
    event.operation = self.text('operation') or self.beside('Operation', 'Operations')
    if said:  # an access stays one; else the last counts
      own = [scalar(v).strip() for v in self.named('Operation', 'operation') if scalar(v)] or said
      heavy = max(said, key=weight)
      event.operation = heavy if weight(heavy) else own[-1]
      if len({one.lower() for one in own}) > 1 or (weight(heavy) and heavy not in own):
        event.flags.add('DUP_KEY')
    self.properties()
    event.access = event.odd_kind = None
    operation = (event.operation or '').lower()
    odd = operation not in [name.lower() for name in ACCESS] and (
      'maiiitemsaccessed' in looks(operation) or looks(operation) in ('messagebind', 'attachmentaccess'))
    if odd or (looks(operation) == looks('New-InboxRule') and operation != 'new-inboxrule'):
      event.flags.add('OPERATION_ODD')
    if operation and operation not in [name.lower() for name in ACCESS]:
      if odd or event.kind or self.lists_items():
        event.access = 'unstated'  # an access whose operation lost its name
    elif operation == 'mailitemsaccessed':
      event.access = {'bind': 'bind', 'sync': 'sync'}.get((event.kind or '').strip().lower(), 'unstated')
    if event.access == 'unstated' and (odd or operation == 'mailitemsaccessed'):
      event.odd_kind = event.kind
    event.id = self.text('id')
    if event.id is None and not self.flat:
      around = ('Identity', 'RecordId') + (() if isinstance(self.record.get('Id'), str) else ('id',))
      event.id = next(filter(None, (scalar(self.envelope.fold(name)) for name in around)), None)
    if self.torn('id'):
      event.id = None
    raw, owner, torn = self.text('guid'), self.text('owner'), (self.torn('guid'), self.torn('owner'))
    raw, owner = None if torn[0] else raw, None if torn[0] or torn[1] else owner
    if '\ufffd' in (raw or '') + (owner or ''):
      event.flags.add('BAD_VALUE')
    event.guid = values.guid(raw) if raw else None
    event.owner = (owner if '\ufffd' not in (owner or '') else None) or (None if event.guid or any(torn) else self.text('display'))
    event.actor = (self.text('actor') or scalar(self.envelope.get('userPrincipalName')) or
                   self.beside('UserIds', 'UserId')) if not self.torn('actor') else None
    logon = self.torn('logon') or self.text('logon')
    event.logon = LOGON.get(logon.strip().lower(), logon) if logon else None
    context = self.nested(self.first('context'))
    event.aad = None
    if isinstance(context, Obj):
      self.twice(context, OBJECT_KEYS['context'])
      event.aad = values.session(scalar(context.any('AADSessionId')))
    event.session = values.session(self.text('session'))
    for thing in self.things(self.record.get('DeviceProperties')) if operation in ('userloggedin', 'userloginfailed') else ():
      if isinstance(thing, Obj) and scalar(thing.any('Name')) == 'SessionId' and not event.session:
        event.session = values.session(scalar(thing.any('Value')))
    if self.torn('session'):
      event.session = event.aad = None
    self.address()
    event.app = self.text('client_app') or self.text('app')
    if event.app is None and isinstance(context, Obj):
      event.app = scalar(context.any('ClientAppId'))
    event.apps = (self.text('app'), self.text('info2'), self.text('type'), scalar(self.record.get('UserType')))
    event.info = self.text('info') or self.text('info2')
    if self.torn('app') or self.torn('client_app'):
      event.app, event.apps = None, (None,) + event.apps[1:]
      event.info = None if 'appid' in ((self.text('info') or '') + (self.text('info2') or '')).lower() else event.info
    if self.torn('info') or self.torn('info2'):
      event.info = None
    event.status = self.torn('status') or self.text('status')
    event.status_stands = any(self.record.fold(name) is not None for name in NAMES['status'])
    count = self.first('count')
    event.count = values.whole(count) if isinstance(count, str) else None
    counts = [values.whole(one) for one in self.all('count') if isinstance(one, str)]
    event.count = max([one for one in counts if one is not None], default=event.count)
    if count is not None and event.count is None:
      event.flags.add('BAD_VALUE')
    self.contents()

  def judge(self):
    """Flags that follow from what was found."""
    event, flags = self.event, self.event.flags
    if event.id is None:
      flags.add('NO_ID')
    if (event.status or '').strip().lower() in ('failed', 'false', 'failure'):
      flags.add('FAILED')
    if event.access == 'unstated':
      flags.add('ACCESS_UNSTATED')
    named = [item for item in event.items if item.key()]
    blank = len(event.items) - len(named)
    if event.access == 'bind':
      event.unnamed = max(blank, (event.count or 0) - len(named))
      if event.unnamed:
        flags.add('UNNAMED')
    if event.access == 'sync' and event.items:
      flags.add('ITEMS_UNDER_SYNC')
    if self.lost:
      flags.add('ITEMS_LOST')
    if (event.access or event.operation in ACCESS) and not self.lost:
      missing = not event.items and not event.folders
      if event.access == 'unstated' and event.operation.lower() != 'mailitemsaccessed':
        missing = True
      elif event.access == 'bind':
        missing = not event.items and not (event.count == 0 or (event.count and event.folders))
      elif event.access == 'sync':
        missing = not event.folders
      elif event.access is None:
        missing = not event.items and not event.folders
      if missing:
        flags.add('PAYLOAD_LOST')


def decode(piece):
  """(event, None) or (None, reason)."""
  if piece.reason:
    return None, piece.reason
  try:
    event = Decoder(piece).run()
  except Bad as bad:
    return None, bad.why
  event.piece = piece
  return event, None
