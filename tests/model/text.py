"""The bytes of a file as text: gzip and encodings seen through, and JSON read
strictly, by this model alone. Slow and plain on purpose: one byte or one
character after the other.
"""
import re
import struct
import zlib


class Bad(Exception):
  """Text that is not what it has to be. `at` is where, in it."""

  def __init__(self, why, at=0):
    super().__init__(why)
    self.why = why
    self.at = at


# --- gzip (RFC 1952) ---------------------------------------------------------

def gzip_header(data, at):
  """The length of the header of a member, or None where it is cut."""
  if len(data) - at < 10:
    return None
  flags = data[at + 3]
  here = at + 10
  if flags & 4:
    if len(data) - here < 2:
      return None
    here += 2 + struct.unpack_from('<H', data, here)[0]
  for bit in (8, 16):
    if flags & bit:
      end = data.find(b'\0', here)
      if end < 0:
        return None
      here = end + 1
  if flags & 2:
    here += 2
  return here - at if here <= len(data) else None


def inflate(data):
  """(text, number of members, reasons in the order in which they occur)."""
  if data[:2] != b'\x1f\x8b':
    return data, 0, []
  text, members, reasons, at = b'', 0, [], 0
  while at < len(data):
    if data[at] == 0:
      if data[at:].strip(b'\0') == b'':
        break
      at += 1
      continue
    if data[at:at + 2] != b'\x1f\x8b'[:len(data) - at] or (len(data) > at + 2 and data[at + 2] != 8):
      reasons.append('GZIP_TRAILING')
      break
    members += 1
    head = gzip_header(data, at)
    if head is None:
      reasons.append('GZIP_CUT')
      break
    stream = zlib.decompressobj(-15)
    out, ok = b'', True
    try:
      for i in range(at + head, len(data)):
        out += stream.decompress(data[i:i + 1])
        if stream.eof:
          break
    except zlib.error:
      ok = False
    text += out
    if not ok:
      reasons.append('GZIP_DAMAGED')
      break
    if not stream.eof or len(data) - (i + 1) < 8:
      reasons.append('GZIP_CUT')
      break
    crc, size = struct.unpack_from('<II', data, i + 1)
    at = i + 9
    if crc != zlib.crc32(out) or size != len(out) & 0xffffffff:
      reasons.append('GZIP_BAD_CHECK')
  return text, members, reasons


# --- encodings ---------------------------------------------------------------

class Text:
  """UTF-8 bytes, and where each of them stood in the file as inflated."""

  def __init__(self, data):
    self.encoding, self.skip, codec = 'UTF-8', 0, None
    if data[:3] == b'\xef\xbb\xbf':
      self.encoding, self.skip = 'UTF-8 with BOM', 3
    elif data[:2] == b'\xff\xfe':
      self.encoding, self.skip, codec = 'UTF-16LE', 2, 'utf-16-le'
    elif data[:2] == b'\xfe\xff':
      self.encoding, self.skip, codec = 'UTF-16BE', 2, 'utf-16-be'
    elif len(data) >= 2 and data[0] and not data[1]:
      self.encoding, codec = 'UTF-16LE', 'utf-16-le'
    body = data[self.skip:]
    self.codec = codec
    self.bytes = body.decode(codec, 'replace').encode() if codec else body

  def place(self, at):
    """Where byte `at` of the text stood in the file."""
    if not self.codec:
      return self.skip + at
    return self.skip + len(self.bytes[:at].decode().encode(self.codec))


def readable(data, notes):
  """Bytes as characters: each that is no UTF-8 becomes U+FFFD and its digits."""
  try:
    return data.decode()
  except UnicodeDecodeError:
    pass
  notes.add('BAD_UTF8')
  out = ''
  while data:
    try:
      return out + data.decode()
    except UnicodeDecodeError as bad:
      out += data[:bad.start].decode()
      out += ''.join('\ufffd%02X' % byte for byte in data[bad.start:bad.end])
      data = data[bad.end:]
  return out


# --- JSON (RFC 8259) ---------------------------------------------------------

class Obj:
  """An object with all its members, in their order; a key may stand twice."""

  def __init__(self):
    self.pairs = []

  def last(self, key, of=lambda name: name):
    """Of the members of that name the last; an empty list overrules none that is not."""
    held = [value for name, value in self.pairs if of(name) == key]
    filled = [value for value in held if value is not None and value != []]
    return (filled or held or [None])[-1]

  def get(self, key):
    return self.last(key)

  def fold(self, key):
    """The same without regard to case, the exact spelling before others."""
    found = self.get(key)
    return found if found is not None else self.last(key.lower(), str.lower)

  def any(self, key):
    """The same, whatever its case."""
    return self.last(key.lower(), str.lower)

  def names(self):
    return [name for name, _ in self.pairs]


class Number(str):
  """A number as written."""


class Word(str):
  """true, false: as written."""


STOP = re.compile(r'["\\\x00-\x1f]|\Z')
SPACE = ' \t\r\n'
PLAIN = {'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}


class Json:
  """Reads JSON. `whole` false: keeps what stands whole in front of the damage."""

  def __init__(self, text, notes=None, whole=True, deepest=64):
    self.text, self.at, self.whole, self.deepest = text, 0, whole, deepest
    self.notes = set() if notes is None else notes
    self.broken = self.lenient = False

  def space(self):
    while self.at < len(self.text) and self.text[self.at] in SPACE:
      self.at += 1

  def fail(self, why):
    raise Bad(why, self.at)

  def string(self):
    start = self.at
    self.at += 1
    out = []
    text = self.text
    while True:
      if self.at >= len(text):
        self.fail('ends in a string')
      end = STOP.search(text, self.at).start()
      if end > self.at:
        out.append(text[self.at:end])
        self.at = end
        continue
      c = text[self.at]
      if c == '"':
        self.at += 1
        break
      if c < ' ':
        self.fail('NUL' if c == '\0' else 'control in a string')
      if self.at + 1 >= len(text):
        self.fail('ends in an escape')
      c = text[self.at + 1]
      if c in PLAIN:
        out.append(PLAIN[c])
        self.at += 2
      elif c == 'u':
        digits = text[self.at + 2:self.at + 6]
        if len(digits) < 4 or any(d not in '0123456789abcdefABCDEF' for d in digits):
          self.fail('bad escape')
        out.append(chr(int(digits, 16)))
        self.at += 6
      elif self.lenient:
        out.append(c)
        self.at += 2
      else:
        self.fail('bad escape')
    return self.pair(''.join(out)), start

  def pair(self, text):
    """Halves of surrogate pairs joined; half of one alone is told."""
    if not any('\ud800' <= c <= '\udfff' for c in text):
      return text
    out, i = '', 0
    while i < len(text):
      c = text[i]
      if '\ud800' <= c <= '\udbff' and i + 1 < len(text) and '\udc00' <= text[i + 1] <= '\udfff':
        out += chr(0x10000 + ((ord(c) - 0xd800) << 10) + ord(text[i + 1]) - 0xdc00)
        i += 2
        continue
      if '\ud800' <= c <= '\udfff':
        self.notes.add('BAD_SURROGATE')
        out += '\ufffd%04x' % ord(c)
      else:
        out += c
      i += 1
    return out

  def number(self):
    start = self.at
    text, n = self.text, len(self.text)
    at = start + (text[start] == '-')
    first = at
    while at < n and text[at] in '0123456789':
      at += 1
    if at == first or (text[first] == '0' and at > first + 1):
      self.fail('bad number')
    if at < n and text[at] == '.':
      first = at = at + 1
      while at < n and text[at] in '0123456789':
        at += 1
      if at == first:
        self.fail('bad number')
    if at < n and text[at] in 'eE':
      at += 1
      if at < n and text[at] in '+-':
        at += 1
      first = at
      while at < n and text[at] in '0123456789':
        at += 1
      if at == first:
        self.fail('bad number')
    if at == n and not self.whole:
      self.fail('may go on behind the cut')
    self.at = at
    return Number(text[start:at])

  def value(self, depth=0):
    self.space()
    if self.at >= len(self.text):
      self.fail('ends before a value')
    c = self.text[self.at]
    if c == '"':
      return self.string()[0]
    if c in '{[':
      if depth >= self.deepest:
        self.fail('DEEP')
      return self.object(depth) if c == '{' else self.array(depth)
    if c == '-' or c in '0123456789':
      return self.number()
    for word, value in (('true', Word('true')), ('false', Word('false')), ('null', None)):
      if self.text.startswith(word, self.at):
        self.at += len(word)
        return value
    self.fail('NUL' if c == '\0' else 'no value')

  def members(self, out, closing, one):
    """One after the other up to the closing; of damaged text what stands whole in it."""
    self.at += 1
    try:
      self.space()
      if self.text[self.at:self.at + 1] == closing:
        self.at += 1
        return out
      while True:
        one()
        if self.broken:
          return out
        self.space()
        c = self.text[self.at:self.at + 1]
        if c not in (',', closing):
          self.fail('no comma')
        self.at += 1
        if c == closing:
          return out
    except Bad:
      if self.whole:
        raise
      self.broken = True
      return out

  def object(self, depth):
    out = Obj()

    def member():
      self.space()
      if self.text[self.at:self.at + 1] != '"':
        self.fail('no key')
      key = self.string()[0]
      self.space()
      if self.text[self.at:self.at + 1] != ':':
        self.fail('no colon')
      self.at += 1
      out.pairs.append((key, self.value(depth + 1)))

    return self.members(out, '}', member)

  def array(self, depth):
    out = []
    return self.members(out, ']', lambda: out.append(self.value(depth + 1)))


def json_whole(text, notes=None, deepest=64):
  """The one value that the text is, blanks around it."""
  reader = Json(text, notes, deepest=deepest)
  value = reader.value()
  reader.space()
  if reader.at != len(text):
    raise Bad('more behind the value', reader.at)
  return value


def json_rest(text, notes=None):
  """What stands whole in front of the damage: a value, or None."""
  reader = Json(text, notes, whole=False)
  try:
    return reader.value()
  except Bad:
    return None
