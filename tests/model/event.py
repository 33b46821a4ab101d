"""What one record says: docs/records.md and docs/reasons.md, read anew."""
import re

import shapes
import values
from contents import Contents
from frame import HOLDERS
from shapes import ACCESS, COLUMN_TIMES, ENVELOPE, ITEM_OPERATIONS, LOGON, NAMES, OBJECT_KEYS, Event, looks, scalar
from text import Bad, Obj, json_rest, json_whole


class Decoder(Contents):

  record_keys = [name for names in NAMES.values() for name in names]

  def __init__(self, piece):
    self.piece = piece
    self.event = Event()
    self.event.flags |= piece.notes & {'BAD_UTF8', 'BAD_SURROGATE'}
    self.envelope = Obj()
    self.flat = False
    self.lost = self.again = self.borrowed = False
    self.inside = Obj()

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
    if value.get('Operation') is not None and any(value.get(name) for name in (
        'Messages', 'Folders', 'OperationProperties', 'AffectedItems', 'Item')):
      # A record around a record: the one around counts, and whether the one inside was throttled.
      held = next((value.get(name) for name in HOLDERS if value.get(name)), None)
      if isinstance(held, str) and held.lstrip()[:1] == '{':
        self.lost |= not self.is_whole(held)
        held = json_rest(held)
      if isinstance(held, Obj):
        self.event.flags.add('ENVELOPE_DIFFERS')
        self.inside = held
      reached = lambda one: (scalar(one.get('Operation')) or '').lower() in [name.lower() for name in ACCESS]
      if reached(value) or not reached(self.inside):
        return value  # unless the one inside alone is an access
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
      inner = next((one for _, one in value.pairs if (isinstance(one, Obj) and one.get('Operation')) or (
        isinstance(one, str) and one.lstrip()[:1] == '{' and isinstance(json_rest(one), Obj) and
        json_rest(one).get('Operation'))), None)
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

  @staticmethod
  def is_whole(text):
    try:
      json_whole(text)
      return True
    except Bad:
      return False

  # --- its members

  def all(self, name):
    """What stands under a name, however often, in whatever case where no envelope has it."""
    exact = name in ENVELOPE + ('id', 'operation')
    return [value for key, value in self.record.pairs if key == name or (not exact and key.lower() == name.lower())]

  def first(self, what):
    """The first name that says something; of values that contradict all of them, joined."""
    for name in NAMES[what]:
      held = self.all(name)
      said = shapes.distinct(what, [scalar(one) for one in held])
      if len(said) > 1 and what in shapes.WEIGHED:
        return shapes.WEIGHED[what](said)
      if len(said) > 1:
        return ' | '.join(said)
      if said:
        return said[0]
      rest = [one for one in held if one is not None and one != '' and one != []] or [
        one for one in held if one is not None and one != '']
      if rest:
        return rest[-1]
    return None

  def contradicted(self):
    """What counts as not stated, because two values of it, or of its like, contradict."""
    torn = {what for what in shapes.SAID_ONCE for name in NAMES[what]
            if len(shapes.distinct(what, [scalar(one) for one in self.all(name)])) > 1}
    gone = torn - {'ip', 'ip2', 'ip3', 'logon', 'status', 'time'}
    for group in (('session', 'aad'), ('actor',), ('app', 'client_app', 'context app'), ('info', 'info2')):
      gone |= set(group) if torn & set(group) else set()
    if torn & {'ip', 'ip2', 'ip3'}:
      gone |= {'ip', 'ip2', 'ip3'} - torn
    if torn & {'guid', 'owner'}:
      gone |= {'display'} | ({'owner'} if 'guid' in torn else set())
    if torn & {'app', 'client_app'}:
      gone |= {what for what in ('info', 'info2') if 'appid' in (scalar(self.first(what)) or '').lower()}
    self.torn, self.gone = torn, gone

  def beside(self, *names):
    """What the columns around a record say, where it does not."""
    if self.piece.cells is None or self.flat or 'userprincipalname' in [n.lower() for n in self.envelope.names()]:
      return None
    return next(filter(None, (scalar(self.envelope.fold(name)) for name in names)), None)

  def text(self, what):
    if what in self.gone:
      return None
    value = scalar(self.first(what))
    return value and (value.strip(' \t\r\n') or None)

  def properties(self):
    event = self.event
    event.access_text, event.throttled = None, None
    kinds, said = [], []
    # The second reading takes what parts names (braces, brackets, dots) for no part of them.
    plain = lambda name: name.lower().strip('{}[]. ') if self.again else name.lower()
    lists = [value for name, value in self.record.pairs if plain(name) == 'operationproperties']
    for whole, thing in [(not isinstance(one, str), thing) for one in lists or [self.first('properties')]
                         for thing in self.things(one)]:
      pairs = []
      if isinstance(thing, Obj):
        self.twice(thing, OBJECT_KEYS['property'])
        if self.again and whole:
          for pair in [pair for pair in thing.pairs if plain(pair[0]) in ('name', 'value')]:
            thing.pairs.append((plain(pair[0]), pair[1])) if plain(pair[0]) != pair[0].lower() else None
        name, value = scalar(thing.any('Name')), thing.any('Value')
        if name is None and thing.any('Name') is None:
          pairs += [(key, scalar(one)) for key, one in thing.pairs]
        else:
          # Written twice each of them may be the one that is meant.
          given = [[scalar(one) for key, one in thing.pairs if key.lower() == what] or [None] for what in ('name', 'value')]
          pairs += [(given[0][-1], one) for one in given[1]] + [(one, given[1][-1]) for one in given[0][:-1]]
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
    if any('isthrottled' == (scalar(thing.any('Name')) or '').lower() and (scalar(thing.any('Value')) or '').strip(
        ).lower() in ('true', '1') for thing in self.things(self.inside.get('OperationProperties')) if isinstance(thing, Obj)):
      said.append('yes')
    if 'yes' in said:
      event.throttled = 'yes'
    elif said and None not in said:
      event.throttled = 'no'
    if None in said:
      event.flags |= {'BAD_VALUE', 'THROTTLED_UNCLEAR'}
    if len(set(said)) > 1:
      event.flags |= {'DUP_KEY', 'THROTTLED_UNCLEAR'}
    distinct = list({kind.strip().lower(): kind for kind in kinds}.values())
    if len(distinct) > 1:
      event.flags.add('DUP_KEY')  # of two kinds neither counts
    event.kind = ' | '.join(distinct) or None

  def when(self):
    event = self.event
    event.time, event.other_time = None, None
    if 'time' in self.torn:
      event.flags |= {'NO_TIME', 'TIME_UNREADABLE'}  # two times: none of them, and no other
      return
    stated = self.text('time')
    if stated is None and any(isinstance(one, str) and one and not one.strip() for one in self.all('CreationTime')):
      event.flags.add('TIME_UNREADABLE')
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

  def address(self):
    event = self.event
    stated = [self.text(what) and scalar(self.first(what)) for what in ('ip', 'ip2', 'ip3')]
    shown = next(filter(None, stated), None)
    event.ip = event.ip_other = event.ip_raw = None
    event.ip_real = False
    if shown is None:
      return
    event.ip, event.ip_real = values.address(shown)
    event.ip_raw = shown
    other = stated[1]
    if stated[0] and other:
      text, real = values.address(other)
      if real and text != event.ip:
        event.ip_other = text
        event.ip_raw = shown + ' | ' + other
        if not event.ip_real:
          event.ip = event.ip_raw

  def columns(self):
    """ENVELOPE_DIFFERS: the cells around the record say something else."""
    if self.piece.cells is None or self.flat:
      return
    event, differs = self.event, False
    for names, own in ((('UserIds', 'UserId'), event.actor), (('Operations', 'Operation'), event.operation),
                       (('Identity', 'RecordId'), event.id)):
      for name in names:
        said = scalar(self.envelope.fold(name))
        if name == 'UserId' and 'userprincipalname' in [n.lower() for n in self.envelope.names()]:
          continue
        if said and own and said.strip().lower() != own.strip().lower():
          differs = True
    said = scalar(self.envelope.fold('CreationDate'))
    when = values.time(said) if said else None
    if when and event.time is not None and 'NO_TIME' not in event.flags:
      own = event.time // values.TICKS
      if own not in [t // values.TICKS for t in (when.at, when.other) if t is not None]:
        differs = True
    if differs:
      event.flags.add('ENVELOPE_DIFFERS')

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
        if name != key and name.strip('{}[]. ').lower() == key.lower() and key not in here:
          found.append((key, value))
    self.record.pairs += found
    self.again = True
    self.borrowed = 'Folders' in [key for key, _ in found]
    return True

  def run(self):
    """The event; raises Bad with the reason of a reject."""
    self.record = self.body()
    event = self.event
    self.twice(self.record, self.record_keys)
    before = set(event.flags)
    self.contradicted()
    self.exact_operation = self.text('operation') or self.beside('Operation', 'Operations')
    for _ in range(2):
      event.items, event.folders, event.mentions, event.bare = [], [], [], set()
      event.twice_listed = False
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

  def has_time(self):
    """An operation in another case alone, and no time beside it, is anything."""
    return self.text('time') or any(scalar(holder.fold(name)) for holder in (self.envelope, self.record)
                                    for name in COLUMN_TIMES + ('LastAccessed',))

  def members(self):
    event = self.event
    self.contradicted()
    event.operation = self.text('operation') or self.beside('Operation', 'Operations')
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
    if event.id is None and not self.flat and 'id' not in self.gone:
      around = ('Identity', 'RecordId') + (() if isinstance(self.record.get('Id'), str) else ('id',))
      event.id = next(filter(None, (scalar(self.envelope.fold(name)) for name in around)), None)
    raw, owner = self.text('guid'), self.text('owner')
    if '\ufffd' in (raw or '') + (owner or ''):
      event.flags.add('BAD_VALUE')
    event.guid = values.guid(raw) if raw else None
    event.owner = (owner if '\ufffd' not in (owner or '') else None) or (None if event.guid else self.text('display'))
    event.actor = None if 'actor' in self.gone else (self.text('actor') or scalar(self.envelope.get('userPrincipalName')) or
                   self.beside('UserIds', 'UserId'))
    logon = self.text('logon')
    event.logon = LOGON.get(logon.strip().lower(), logon) if logon else None
    context = self.nested(self.first('context'))
    event.aad = None
    if isinstance(context, Obj):
      self.twice(context, OBJECT_KEYS['context'])
      event.aad = values.session(scalar(context.any('AADSessionId'))) if 'aad' not in self.gone else None
    event.session = values.session(self.text('session'))
    for thing in self.things(self.record.get('DeviceProperties')) if operation in ('userloggedin', 'userloginfailed') else ():
      if isinstance(thing, Obj) and scalar(thing.any('Name')) == 'SessionId' and not event.session:
        event.session = values.session(scalar(thing.any('Value')))
    self.address()
    event.app = self.text('client_app') or self.text('app')
    if event.app is None and isinstance(context, Obj) and 'context app' not in self.gone:
      event.app = scalar(context.any('ClientAppId'))
    event.apps, event.actor_info = (self.text('app'), self.text('client_app')), self.text('info2')
    event.info = self.text('info') or self.text('info2')
    event.status = self.text('status')
    event.ip_stands = any(one is not None for what in ('ip', 'ip2', 'ip3') for name in NAMES[what] for one in self.all(name))
    event.status_stands = any(self.record.fold(name) is not None for name in NAMES['status'])
    counts = [one for name in NAMES['count'] for one in self.all(name) if one is not None]
    count = self.first('count') if len(counts) < 2 else max(
      (one for one in counts if isinstance(one, str) and values.whole(one) is not None), key=values.whole, default=counts[0])
    event.count = values.whole(count) if isinstance(count, str) else None
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
