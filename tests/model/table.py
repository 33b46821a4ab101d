"""Where the rows of a table begin and end: RFC 4180, and what is not quite that."""
import re

from text import Bad, Obj, json_whole, readable


class Csv:
  """A table: the header, and a strict reader of one row (RFC 4180)."""

  def __init__(self, body, holders):
    self.body, self.holders = body, holders
    self.at = 0
    first = body.split(b'\n', 1)[0].rstrip(b'\r')
    typed = first.startswith(b'#TYPE') and not re.search(rb'[",;\t|]', re.sub(rb'\[.*\]', b'', first))
    if typed or first.lower().startswith(b'sep='):
      self.at = len(first) + (2 if body[len(first):len(first) + 1] == b'\r' else 1)
    self.ends = (b'\r',) if b'\n' not in body and b'\r' in body else (b'\n',)
    self.style = 'rfc'
    self.names, self.holder = [], None
    for telling in (True, False):
      for delimiter in b',;\t|':
        self.delimiter = delimiter
        try:
          cells, end = self.row(self.at)
        except Bad:
          continue
        names = [self.plain(cell) for cell in cells]
        if any(self.data(name) for name in names):
          continue  # a row of a record, in front of which the header was lost
        if telling and (len(names) > 1 or names[0] in self.holders[:5]) and any(self.telling(name) for name in names):
          self.names, self.first = names, end
          held = any(h.lower() == name.lower() for h in self.holders for name in names)
          if not held:
            self.any_column(names, end)
          return
        if not telling and self.any_column(names, end):
          return

  def any_column(self, names, end):
    """A column of whatever name whose first cell holds a record."""
    end += self.line_end(end)
    try:
      cells, _ = self.row(end)
    except Bad:
      return False
    for i, cell in enumerate(cells):
      if cell[:1] == b'{' and len(cells) == len(names) and b'"Operation"' in cell:
        self.names, self.first, self.holder = names, end, i
        return True
    return False

  @staticmethod
  def plain(cell):
    return readable(cell, set()).strip(' \t\r\n\0')

  @staticmethod
  def data(name):
    """What can only be a value."""
    return bool(re.match(r'[{\[<\\"\'(]|true$|false$|[0-9a-f]{8}-[0-9a-f]{4}-|[^@]+[^.@]@(?!odata)|\d[\d./:TZ-]{5,}', name,
                         re.I)) or '{"' in name or '":' in name

  def telling(self, name):
    return name.lower() in [h.lower() for h in self.holders] + ['operation', 'operations', 'operationname']

  def known(self):
    lower = [name.lower() for name in self.names]
    if self.holder is not None or any(h.lower() in lower for h in self.holders[:5]):
      return True
    return bool({'operation', 'operations'} & set(lower)) and bool({'mailboxguid', 'mailboxownerupn', 'clientinfostring',
                                          'officeworkload', 'lastaccessed', 'userid', 'userids'} & set(lower))

  def line_end(self, at):
    """The length of a line end at `at`, else 0."""
    two = self.body[at:at + 2]
    if self.ends == (b'\n',):
      return 2 if two == b'\r\n' else 1 if two[:1] == b'\n' else 0
    return 1 if two[:1] == b'\r' else 0

  def row(self, at):
    """(cells, behind the row). Raises Bad where a quote is not closed, or stands
    where none may stand."""
    body, cells = self.body, []
    n, self.stray = len(body), False
    while True:
      cell = bytearray()
      if body[at:at + 1] == b'"':
        start = at
        at += 1
        while True:
          if at >= n:
            raise Bad('unclosed', start)
          c = body[at]
          if self.style == 'backslash' and body[at:at + 2] == b'\\"':
            cell.append(0x22)
            at += 2
          elif c != 0x22:
            cell.append(c)
            at += 1
          elif body[at + 1:at + 2] == b'"' and self.style == 'rfc':
            cell.append(c)
            at += 2
          else:
            at += 1
            break
        if at < n and body[at] != self.delimiter and not self.line_end(at):
          raise Bad('behind a quote', at)
      else:
        while at < n and body[at] != self.delimiter and not self.line_end(at):
          self.stray |= body[at] == 0x22
          cell.append(body[at])
          at += 1
        if self.delimiter == 9 and cell[:1] == b'{' and b'\\' not in cell.replace(b'\\\\', b''):
          cell = bytearray(bytes(cell).replace(b'\\\\', b'\0').replace(b'\\t', b'\t')
                           .replace(b'\\n', b'\n').replace(b'\\r', b'\r').replace(b'\0', b'\\'))
      cells.append(bytes(cell))
      if at < n and body[at] == self.delimiter:
        at += 1
        continue
      return cells, at


class CsvFrame:

  def __init__(self, source, table, piece):
    self.source, self.table, self.piece = source, table, piece
    lower = [name.lower() for name in table.names]
    self.holder = next((lower.index(h.lower()) for h in table.holders if h.lower() in lower),
                       table.holder)
    if self.holder is not None:
      source.container = 'CSV with AuditData'
    elif 'lastaccessed' in lower:
      source.container = 'CSV of the mailbox audit log'
    else:
      source.container = 'CSV with one column a property'

  def whole(self, at, strictly=False):
    """Whether a row that is whole begins at `at`: what stands in it may be broken inside."""
    try:
      cells, end = self.table.row(at)
    except Bad:
      return False
    if len(cells) != len(self.table.names):
      return False
    if self.holder is None:
      return True
    cell = cells[self.holder].strip(b' \t\r\n')
    if not strictly:
      return cell[:1] == b'{' and cell[-1:] == b'}'
    try:
      return isinstance(json_whole(readable(cells[self.holder], set())), Obj)
    except Bad:
      return False

  def style(self, at):
    """Backslashes in front of quotes: told by the first row."""
    if self.holder is None or self.whole(at, True):
      return
    self.table.style = 'backslash'
    if not self.whole(at, True):
      self.table.style = 'rfc'

  def run(self):
    table, body, at = self.table, self.table.body, self.table.first
    styled = False
    while at < len(body):
      step = table.line_end(at)
      if step:
        at += step
        continue
      if not styled:
        self.style(at)
        styled = True
      start = at
      try:
        cells, end = table.row(at)
      except Bad:
        cells, end = self.one_line(at)
      stray = cells is not None and table.stray and self.one_line(start)[0] is None
      if cells is None or len(cells) != len(table.names):
        following = self.recover(start, None if stray else end)
        if cells is None or stray or following is not None:
          stop = len(body) if following is None else following
          reason = 'UNCLOSED_QUOTE'
          while stop > start and body[stop - 1] in b'\r\n':
            stop -= 1
          self.give(start, stop, None, reason)
          at = len(body) if following is None else following
          continue
        self.give(start, end, cells, 'UNCLOSED_QUOTE' if stray else 'TOO_FEW_COLUMNS' if len(cells) < len(
          table.names) else 'TOO_MANY_COLUMNS')
      elif not self.header_again([table.plain(cell) for cell in cells]):
        self.give(start, end, cells)
      at = end

  def one_line(self, at):
    """A line with a quote where none may stand: it is text if as many cells come
    out as the header has, or if the JSON stands there without quotes."""
    line = self.table.body[at:].split(self.table.ends[0], 1)[0].rstrip(b'\r')
    cells = self.stray(line)
    if cells is not None and len(cells) == len(self.table.names):
      return cells, at + len(line)
    cells = line.split(bytes([self.table.delimiter]))
    holder = self.holder or 0
    if len(cells) > len(self.table.names) and cells[holder][:1] == b'{':
      return cells, at + len(line)
    return None, None

  def stray(self, line):
    """The cells of a line in which a quoted cell ends at a quote that the
    delimiter or the end follows, and at no other."""
    cells, at, n, delimiter = [], 0, len(line), self.table.delimiter
    while True:
      cell = bytearray()
      if line[at:at + 1] == b'"':
        at += 1
        while True:
          if at >= n:
            return None
          if line[at] == 0x22:
            if line[at + 1:at + 2] == b'"':
              at += 1
            elif at + 1 == n or line[at + 1] == delimiter:
              at += 1
              break
          cell.append(line[at])
          at += 1
      else:
        while at < n and line[at] != delimiter:
          cell.append(line[at])
          at += 1
      cells.append(bytes(cell))
      if at >= n:
        return cells
      at += 1

  def header_again(self, cells):
    if self.holder is None:
      return cells == self.table.names
    return cells[self.holder] == self.table.names[self.holder]

  def recover(self, start, end):
    """The next line that is a whole row, inside the row that is damaged."""
    at = start
    while True:
      at = self.table.body.find(self.table.ends[0], at, len(self.table.body) if end is None else end)
      if at < 0:
        return None
      at += 1
      if self.whole(at):
        return at

  def give(self, start, end, cells, reason=None):
    place = self.source.text.place
    offset, length = place(start), place(end) - place(start)
    notes, row = set(), None
    raw = self.table.body[start:end]
    if reason is None and length > self.source.limit:
      reason = 'TOO_LONG'
    if reason is None:
      readable(raw, notes)
      row = list(zip(self.table.names, cells))
      if self.holder is not None and not cells[self.holder].strip():
        reason = 'NO_AUDITDATA'
    self.source.pieces.append(self.piece(offset, length, reason=reason, cells=row, notes=notes))
    self.source.pieces[-1].holder = self.holder
    self.source.pieces[-1].raw = raw.decode('latin-1')
    self.source.pieces[-1].unnamed = self.table.holder is not None
