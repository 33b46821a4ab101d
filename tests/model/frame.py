"""Where each record of a file begins and ends, and what is none: docs/records.md
("Containers and their oddities") and docs/reasons.md, read anew.
"""
from table import Csv, CsvFrame
from text import Bad, Json, Obj, Text, inflate, json_whole, readable

ACCESS_WORDS = (b'MailItemsAccessed', b'AttachmentAccess', b'MessageBind', b'FolderBind')
# Keys of a CSV row, or of an envelope, that hold the record; the first counts.
HOLDERS = ('AuditData', 'auditData', 'RawEventData', 'rawData', '_raw', 'message')
RECORD_KEYS = ('Operation', 'CreationTime', 'CreationDate', 'RecordType', 'CreatedDateTime', 'ActionType',
               'TimeGenerated', 'Timestamp', '@timestamp', '_time') + HOLDERS
PAGES = ('value', 'records', 'results', 'Results', 'events', 'hits')


class Piece:
  """A record, or a reject (with `reason`), and its place."""

  def __init__(self, offset, length, value=None, reason=None, cells=None, notes=()):
    self.offset, self.length, self.value = offset, length, value
    self.reason, self.cells, self.notes = reason, cells, set(notes)
    self.number = 0
    self.raw = ''


class Source:
  """A file, framed."""

  def __init__(self, name, data, limit=16 << 20):
    self.name, self.limit = name, limit
    self.pieces = []
    self.torn = False  # JSON whose structure is damaged
    self.more = False
    self.container = 'no audit export'
    self.inflated, self.members, self.damage = inflate(data)
    self.text = Text(self.inflated)
    self.encoding = self.text.encoding
    body = self.text.bytes
    if not body.strip(b'\0') and not body:
      self.only('GZIP_CUT' if self.damage else 'EMPTY') if not self.damage else self.only(self.damage[0])
    else:
      self.frame(body)
      for reason in self.damage:
        self.damaged(reason)
    for number, piece in enumerate(self.pieces, 1):
      piece.number = number

  def only(self, reason):
    self.pieces = [Piece(0, 0, reason=reason)]

  def damaged(self, reason):
    """What gzip lost: with a record that was cut by it, one reject."""
    last = self.pieces[-1] if self.pieces else None
    end = self.text.place(len(self.text.bytes))
    merge = reason in ('GZIP_CUT', 'GZIP_DAMAGED')
    cut = last and last.reason == 'CUT' and last.offset == end
    if cut or (merge and last and last.length and last.offset + last.length == end and (last.reason or last.cells)):
      last.reason = reason
    else:
      nothing = self.container == 'no audit export'
      self.pieces.append(Piece(0 if nothing else len(self.text.bytes), 0, reason=reason))

  def frame(self, body):
    start = len(body) - len(body.lstrip(b' \t\r\n'))
    if start == len(body):
      return self.unknown(body)
    if body[start:start + 1] in b'{[':
      return JsonFrame(self, body).run(start)
    table = Csv(body, HOLDERS)
    if table.known():
      return CsvFrame(self, table, Piece).run()
    line = body[start:].splitlines()[0]
    brace = line.find(b'{')
    if brace >= 0 and b'"' in line:
      return JsonFrame(self, body).run(start)
    return self.unknown(body)

  def unknown(self, body):
    packed = self.inflated[:2] in (b'PK', b'BZ') or self.inflated[:6] in (b'SQLite', b'\xfd7zXZ\0')
    self.only('PASSED_OVER' if packed or any(
      w in body or w in self.inflated.replace(b'\0', b'') for w in ACCESS_WORDS) else 'NOT_AN_EXPORT')
    self.torn = any(w in self.inflated.replace(b'\0', b'') for w in (b'"Operation"', b'#TYPE'))  # an export whose beginning is lost

  # the books
  def count(self, reason=None):
    if reason is None:
      return len(self.pieces)
    return sum(1 for piece in self.pieces if piece.reason == reason)


class JsonFrame:

  def __init__(self, source, body):
    self.source, self.body = source, body
    self.chars = body.decode('latin-1')  # one character, one byte
    self.next_link = None
    self.contexts = []
    source.container = 'JSON values'

  def blank(self, at):
    while at < len(self.chars) and self.chars[at] in ' \t\r\n':
      at += 1
    return at

  def give(self, start, end, reason=None):
    raw = self.body[start:end]
    place = self.source.text.place
    offset, length = place(start), place(end) - place(start)
    if reason is None and length > self.source.limit:
      reason = 'TOO_LONG'
    notes, value = set(), None
    if reason is None:
      try:
        value = json_whole(readable(raw, notes), notes)
        if not isinstance(value, Obj):
          reason = 'NOT_A_RECORD'
      except Bad as bad:
        reason = 'TOO_DEEP' if bad.why == 'DEEP' else 'NUL_BYTE' if b'\0' in raw else 'BAD_JSON'
    self.source.pieces.append(Piece(offset, length, value, reason, notes=notes))

  def end_of(self, at):
    """Behind the value at `at`, or None: it is damaged."""
    reader = Json(self.chars, deepest=1 << 30)
    reader.at = at
    try:
      reader.value()
    except Bad:
      return None
    except RecursionError:
      return self.brackets(at)
    return reader.at

  def whole_record(self, at):
    """Whether a whole record begins at `at`, which is no member's value."""
    before = self.chars[:at].rstrip(' \t\r\n')
    if before.endswith(':') and before[:-1].rstrip(' \t\r\n\0').endswith('"'):
      return False
    if self.chars[at + 1:at + 2] not in ('"', ' ', '\t', '\r', '\n'):
      return False
    reader = Json(self.chars, deepest=64)
    reader.at = at
    try:
      value = reader.value()
    except Bad:
      return False
    known = {name.lower() for name in RECORD_KEYS}
    return isinstance(value, Obj) and any(name.lower() in known for name in value.names())

  def brackets(self, at):
    """A damaged object: where it ends by its brackets, or None."""
    open_, quoted, i = [], False, at
    while i < len(self.chars):
      c = self.chars[i]
      if quoted:
        if c == '\\':
          i += 1
        elif c == '"':
          quoted = False
        elif c == '\n' and self.record_in(i + 1, self.line_end(i + 1)) is not None:
          return None
      elif c == '"':
        quoted = True
      elif c in '{[':
        open_.append('}' if c == '{' else ']')
      elif c in '}]':
        if not open_ or open_[-1] != c:
          return None
        open_.pop()
        if not open_:
          return i + 1
      i += 1
    return None

  def line_end(self, at):
    end = self.chars.find('\n', at)
    return len(self.chars) if end < 0 else end

  def record_in(self, at, end):
    """The first whole record that begins in [at, end)."""
    while True:
      at = self.chars.find('{', at, end)
      if at < 0:
        return None
      if self.whole_record(at):
        return at
      at += 1

  def whole_but_for_escapes(self, at):
    reader = Json(self.chars, deepest=1 << 30)
    reader.at, reader.lenient = at, True
    try:
      reader.value()
      return True
    except (Bad, RecursionError) as bad:
      return getattr(bad, 'why', '') == 'DEEP'

  def row_in(self, at, end):
    """A whole record in the rest of the line, else one that a line begins with."""
    line = min(self.line_end(at), end)
    found = self.record_in(at, line)
    while found is None and line < end:
      start = self.blank(line + 1)
      if self.chars[start:start + 1] == '{' and self.whole_record(start):
        found = start
      line = self.line_end(line + 1)
    return found

  def damaged(self, at):
    """A value that is none: a reject, and where reading goes on."""
    reader = Json(self.chars, deepest=1 << 30)
    reader.at = at
    try:
      reader.value()
      reason, bad_at = None, at
    except Bad as bad:
      bad_at = bad.at
      reason = 'CUT' if bad.at >= len(self.chars) else 'BAD_JSON'
      self.source.torn |= bad.why not in ('bad escape', 'DEEP') or not self.whole_but_for_escapes(at)
    end = self.brackets(at)
    inner = end and self.row_in(bad_at + 1, end)
    if inner:
      # Its brackets are balanced, but a row in it is a record by itself.
      self.source.torn = True
      stop = len(self.chars[:inner].rstrip(' \t\r\n'))
      self.give(at, stop, 'NUL_BYTE' if '\0' in self.chars[at:stop] else 'BAD_JSON')
      return inner
    if end is not None:
      self.give(at, end)
      return end
    self.source.torn = True
    following = self.record_in(at + 1, len(self.chars))
    if following is None:
      stop = len(self.chars.rstrip(' \t\r\n'))
      self.give(at, max(stop, at), 'NUL_BYTE' if '\0' in self.chars[at:] else reason)
      return len(self.chars)
    stop = following
    while stop > at and self.chars[stop - 1] in ' \t\r\n':
      stop -= 1
    self.give(at, stop, 'NUL_BYTE' if '\0' in self.chars[at:stop] else 'BAD_JSON')
    return following

  def run(self, at):
    while True:
      at = self.blank(at)
      if at >= len(self.chars):
        break
      c = self.chars[at]
      if c == '[':
        if self.source.container == 'JSON values':
          self.source.container = 'JSON array'
        at = self.elements(at)
      elif c == '{':
        page = self.page(at)
        if page is not None:
          at = page
          continue
        end = self.end_of(at)
        if end is None:
          at = self.damaged(at)
        else:
          self.give(at, end)
          at = end
      else:
        # Text in front of the first brace of a line.
        line = self.chars.find('\n', at)
        line = len(self.chars) if line < 0 else line
        brace = self.chars.find('{', at, line)
        if brace >= 0 and any(c < ' ' and c != '\t' for c in self.chars[at:brace]):
          # What a collector puts in front is text: these bytes are none.
          self.source.torn = True
          self.source.pieces.append(Piece(self.source.text.place(at), brace - at, reason='BAD_JSON'))
        if brace < 0:
          self.source.torn = True
          self.source.pieces.append(Piece(self.source.text.place(at), len(self.chars[at:line].rstrip()),
                                          reason='BAD_JSON'))
        at = brace if brace >= 0 else line
    if self.next_link:
      self.source.pieces.append(Piece(self.source.text.place(len(self.body)), 0, reason='MORE_RECORDS'))

  def elements(self, at):
    """The elements of an array at `at`; answers what is behind it."""
    at = self.blank(at + 1)
    if self.chars[at:at + 1] == ']':
      return at + 1
    while True:
      at = self.blank(at)
      if at >= len(self.chars):
        self.cut()
        return at
      end = self.end_of(at)
      if end is not None:
        self.give(at, end)
      else:
        end = self.damaged(at)
        if end >= len(self.chars):
          return end  # said once, for the record and the array around it
        if self.chars[end:end + 1] == '{':
          at = end
          continue
      at = self.blank(end)
      if at >= len(self.chars):
        self.cut()
        return at
      if self.chars[at] == ']':
        return at + 1
      if self.chars[at] == ',':
        at += 1
      else:
        self.source.torn = True

  def cut(self):
    self.source.pieces.append(Piece(self.source.text.place(len(self.body)), 0, reason='CUT'))

  def page(self, at):
    """{"value":[...]} and its kin: frames it and answers what is behind it, or
    None: the object at `at` is none."""
    reader = Json(self.chars, deepest=1 << 30)
    reader.at, reader.lenient = at + 1, True  # what stands around records is none
    found, link, context = False, False, ''
    try:
      while True:
        reader.space()
        if self.chars[reader.at:reader.at + 1] == '}':
          reader.at += 1
          break
        self.source.torn |= self.chars[reader.at:reader.at + 1] != '"'
        key = reader.string()[0]
        reader.space()
        if self.chars[reader.at:reader.at + 1] != ':':
          return None
        reader.at += 1
        reader.space()
        while self.chars[reader.at:reader.at + 1] >= '\x80':
          reader.at += 1  # a byte that is none, around the records
        if key in ('Operation', 'operation', 'CreationTime') + HOLDERS:
          return None
        here = self.chars[reader.at:reader.at + 1]
        if key in PAGES and here == '[' and not found:
          found = True
          reader.at = self.elements(reader.at)
        elif key == 'hits' and here == '{':
          inner = self.page(reader.at)
          if inner is None:
            return None
          found, reader.at = True, inner
        else:
          value = reader.value()
          if key == '@odata.nextLink' and value:
            link = True
          if key == '@odata.context':
            context = value
        reader.space()
        if self.chars[reader.at:reader.at + 1] == ',':
          reader.at += 1
    except (Bad, IndexError):
      self.source.torn |= found
      if found and reader.at >= len(self.chars.rstrip(' \t\r\n')):
        if not self.source.pieces or self.source.pieces[-1].reason != 'CUT':
          self.cut()  # the object around the array is not closed
      return len(self.chars) if found else None
    if not found:
      return None
    self.source.container = 'JSON page'
    self.contexts.append((context, link))
    self.next_link = any(l for c, l in self.contexts) and not any(
      not l for c, l in self.contexts)
    return reader.at
