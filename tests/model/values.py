"""Single values of a record: times, addresses, numbers, ids. Each function
answers what the text says, or None.
"""
import datetime
import decimal
import ipaddress
import re

EPOCH = datetime.datetime(1970, 1, 1)
TICKS = 10000000  # a tick is 100 ns
HEX = re.compile(r'^[0-9a-f]{32}$')


def ticks(year, month, day, hour, minute, second, fraction=''):
  """Since 1970, UTC, or None: there is no such time."""
  if second == 60:
    return None
  try:
    moment = datetime.datetime(year, month, day, hour, minute, second)
  except ValueError:
    return None
  seconds = (moment - EPOCH).days * 86400 + (moment - EPOCH).seconds
  return seconds * TICKS + int((fraction + '0000000')[:7])


ISO = re.compile(r'^(\d{4})-(\d{2})-(\d{2})(?:(?:T|,? )(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?'
                 r'\s*(Z|[+-]\d{2}:?\d{2})?)?$', re.I)
SLASH = re.compile(r'^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}),?\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?'
                   r'\s*(AM|PM)?\s*(Z)?$', re.I)
AJAX = re.compile(r'^/Date\((-?\d+)(?:[+-]\d{4})?\)/$')


class Time:

  def __init__(self, at, ambiguous=False, zone=False, other=None):
    self.at, self.ambiguous, self.zone, self.other = at, ambiguous, zone, other


def time(text):
  """A Time, or None. `zone`: the text says its own. `other`: the reading with
  day and month the other way round, where both are possible."""
  text = text.strip()
  m = AJAX.match(text)
  if m:
    return Time(int(m[1]) * 10000, zone=True)
  if re.match(r'^\d{13}$', text):
    return Time(int(text) * 10000, zone=True)  # milliseconds since 1970
  m = ISO.match(text)
  if m:
    at = ticks(int(m[1]), int(m[2]), int(m[3]), int(m[4] or 0), int(m[5] or 0), int(m[6] or 0), m[7] or '')
    if at is None:
      return None
    offset = m[8] or ''
    if offset and offset not in 'zZ':
      minutes = int(offset[1:3]) * 60 + int(offset[-2:])
      at -= (minutes if offset[0] == '+' else -minutes) * 60 * TICKS
    return Time(at, zone=bool(offset))
  m = SLASH.match(text)
  if not m:
    return None
  first, second, year = int(m[1]), int(m[3]), int(m[4])
  hour = int(m[5])
  if m[9]:
    if not 1 <= hour <= 12:
      return None
    hour = hour % 12 + (12 if m[9].upper() == 'PM' else 0)
  rest = (hour, int(m[6]), int(m[7] or 0), m[8] or '')
  month_first = ticks(year, first, second, *rest)
  day_first = ticks(year, second, first, *rest)
  zone = bool(m[10])
  if m[2] == '.':
    return Time(day_first, zone=zone) if day_first is not None else None
  if month_first is None:
    return Time(day_first, zone=zone) if day_first is not None else None
  ambiguous = day_first is not None and first != second
  return Time(month_first, ambiguous, zone, day_first if ambiguous else None)


def time_text(at):
  if at is None:
    return None
  seconds, fraction = divmod(at, TICKS)
  out = (EPOCH + datetime.timedelta(seconds=seconds)).strftime('%Y-%m-%dT%H:%M:%S')
  if EPOCH.year and seconds < -30610224000:
    out = '0' + out.lstrip('0').rjust(3, '0') if out[0] != '0' else out
  digits = ('%07d' % fraction).rstrip('0')
  return out + ('.' + digits if digits else '') + 'Z'


# What stands around the digits of an id and is no part of it, and hyphens as people write them.
AROUND = ' \t\r\n{}()"\'`\u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u202f\u2060\ufeff'
HYPHENS = '-\u2010\u2011\u2012\u2013\u2014\u2015\u2212'


def guid(text):
  """A GUID in one spelling, or None: braces, hyphens, blanks, what is not seen
  and a scheme make no other id, wherever they stand."""
  plain = re.sub(r"^(urn:)?[gu]uid[:']", '', text.strip(AROUND), flags=re.I)
  plain = ''.join(c for c in plain if c not in AROUND + HYPHENS).lower()
  if not HEX.match(plain) or plain.strip('0') == '':
    return None
  return '-'.join((plain[:8], plain[8:12], plain[12:16], plain[16:20], plain[20:]))


def session(text):
  """A session id in one spelling; None: one of zeros alone is none."""
  plain = (text or '').strip(AROUND)
  bare = ''.join(c for c in plain if c not in AROUND + HYPHENS)
  return None if not bare or (len(bare) == 32 and not bare.strip('0')) else guid(plain) or plain


def address(text):
  """(canonical, is an address): port, brackets and zone dropped, unmapped."""
  plain = text.strip()
  if plain.startswith('['):
    end = plain.find(']')
    if end < 0 or not re.match(r'^(:\d*)?$', plain[end + 1:]):
      return text, False
    plain = plain[1:end]
  elif re.match(r'^[^:]+:\d*$', plain):
    plain = plain.split(':')[0]
  plain = plain.split('%')[0]
  try:
    value = ipaddress.ip_address(plain)
  except ValueError:
    return text, False
  if value.version == 6 and value.ipv4_mapped:
    value = value.ipv4_mapped
  if value.version == 4:
    return str(value), True
  return rfc5952(value), True


def rfc5952(value):
  """IPv6 in lower case, the longest run of zeros (two at least) as ::."""
  return ipaddress.IPv6Address(int(value)).compressed


WHOLE = re.compile(r'^-?\d+(\.\d+)?([eE][+-]?\d{1,4})?$')


def whole(text):
  """A whole number of zero or more, or None."""
  if not WHOLE.match(text):
    return None
  number = decimal.Decimal(text)
  return int(number) if 0 <= number < 1 << 63 and number == int(number) else None


def message_id(text):
  """(canonical, rewritten, cut), or None: it names nothing."""
  plain = text.strip(' \t\r\n')
  if not plain:
    return None
  if '\ufffd' in plain:  # bytes or halves of characters are lost: it names nothing
    return None, True, True
  out = ('' if plain.startswith('<') else '<') + plain + ('' if plain.endswith('>') else '>')
  return out, out != text, plain.startswith('<') and not plain.endswith('>')
