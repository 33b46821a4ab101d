"""The formats for other tools, made once more from csv or ndjson, which other
cases compare with what was worked out from the evidence by hand.

usage: formats.py FORMAT make <ROWS       ROWS: csv exact; json for timesketch
                                           and ecs of timeline
       formats.py FORMAT read <OUTPUT      as the reading tool would, by its rules

Python 3, standard library only. Written from docs/formats.md and the rules of
the tools that read the formats, not from the C code.
"""
import calendar
import csv
import datetime
import hashlib
import ipaddress
import json
import re
import sys
import urllib.parse

HIDDEN = re.compile('[\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]')


def plain(message_id):
  return bool(message_id) and not HIDDEN.search(message_id) and len(message_id.encode()) <= 998


def rows():
  return list(csv.DictReader(sys.stdin))


def micro(text):
  """Microseconds since 1970 of YYYY-MM-DDTHH:MM:SS[.fraction]Z, without dateutil."""
  whole, _, fraction = text.rstrip('Z').partition('.')
  seconds = calendar.timegm(datetime.datetime.strptime(whole, '%Y-%m-%dT%H:%M:%S').timetuple())
  return seconds * 1000000 + int((fraction + '000000')[:6])


def ids():
  seen = []
  for row in rows():
    if plain(row['internet_message_id']) and row['internet_message_id'] not in seen:
      seen.append(row['internet_message_id'])
  return ''.join(f'{each}\n' for each in seen)


def graph():
  requests = [row for row in rows() if plain(row['internet_message_id']) and '@' in row['mailbox']]
  out = ''
  for start in range(0, len(requests), 20):
    body = []
    for number, row in enumerate(requests[start:start + 20], 1):
      value = urllib.parse.quote("'" + row['internet_message_id'].replace("'", "''") + "'", safe='')
      body.append({'id': str(number), 'method': 'GET', 'url': '/users/' + urllib.parse.quote(row['mailbox'], safe='')
        + '/messages?$filter=internetMessageId%20eq%20' + value
        + '&$select=id,internetMessageId,subject,from,toRecipients,receivedDateTime'})
    out += json.dumps({'requests': body}, separators=(',', ':')) + '\n'
  return out


def dat():
  out = '\ufeff' + '\x14'.join(f'þ{name}þ' for name in ('EDRMMIH', 'MESSAGEID', 'CUSTODIAN', 'MIA_LEVEL', 'MIA_BASIS',
    'MIA_FIRST', 'MIA_LAST', 'MIA_ESCAPED')) + '\r\n'
  for row in rows():
    if not row['internet_message_id']:
      continue
    fields = [hashlib.md5(row['internet_message_id'].encode()).hexdigest(), row['internet_message_id'], row['mailbox'],
      row['exposure'], row['basis'].replace(' | ', '; '), row['first_access'], row['last_access'], '']
    out += '\x14'.join(f'þ{value}þ' for value in fields) + '\r\n'
  return out


def kql():
  queries, mailbox = [], None
  for row in rows():
    if not row['folder_kql'] or not (int(row['sync_count']) or 'SYNC_' in row['basis']):
      continue
    if row['mailbox'] == mailbox and len(queries[-1]) + 4 + len(row['folder_kql']) < 10000:
      queries[-1] += ' OR ' + row['folder_kql']
    else:
      queries.append(row['folder_kql'])
    mailbox = row['mailbox']
  return ''.join(f'{query}\n' for query in queries)


def word(row):
  names = {'bind': 'access recorded', 'sync': 'folder copied', '': row['operation']}
  return names.get(row['access'] or '', 'access recorded, its kind not stated')


def described(row):
  parts = [('', 'what'), ('until', 'until'), ('message', 'internet_message_id'), ('item', 'item_id'),
    ('subject', 'subject'), ('folder', 'folder'), ('mailbox', 'mailbox'), ('by', 'actor'), ('from', 'client_ip'), ('mark', 'mark'), ('flags', 'flags'),
    ('record', 'record_id')]
  values = {name: ' | '.join(row[name]) if isinstance(row[name], list) else row[name] for _, name in parts}
  return word(row) + ': ' + '; '.join(f'{label} {values[name]}'.lstrip() for label, name in parts if values[name])


def tln():
  out = ''
  for row in rows():
    text = '|'.join(each.replace('|', '\\x7c') for each in (row['mailbox'], row['actor'], described(row)))
    assert '\n' not in text, 'nothing else in these rows needs an escape'
    out += f"{micro(row['time']) // 1000000}|M365|{text}\n"
  return out


def bodyfile():
  out = ''
  for row in rows():
    name = described(row).replace('%', '%25').replace('|', '%7C')
    out += f"0|{name}|0|----------|0|0|{row['size_bytes'] or 0}|{micro(row['time']) // 1000000}|0|0|0\n"
  return out


def timesketch():
  """message and the times; the columns are as they stand in ndjson."""
  out = ''
  names = {'bind': 'Access recorded', 'sync': 'Folder copied', None: 'Event recorded'}
  for row in json.load(sys.stdin):
    when = micro(row['time'])
    first = {'message': described(row),
      'datetime': f"{row['time'].rstrip('Z').partition('.')[0]}.{when % 1000000:06}+00:00", 'timestamp': when,
      'timestamp_desc': names.get(row['access'], 'Access recorded'), 'data_type': 'libmia:timeline'}
    out += json.dumps({**first, **row}, ensure_ascii=False, separators=(',', ':')) + '\n'
  return out


def ecs():
  """Of the timeline."""
  out = ''
  for row in json.load(sys.stdin):
    event = {'kind': 'event'}
    if row['access'] or row['internet_message_id'] or row['item_id']:
      event['category'] = ['email']
    event.update(type=['access', 'info'] if row['access'] else ['info'], module='o365', dataset='o365.audit')
    if row['access']:
      event['provider'] = 'Exchange'
    event.update(action=row['operation'], id=row['record_id'])
    if 'FAILED' in row['flags']:
      event['outcome'] = 'failure'
    when = micro(row['time'])
    line = {'@timestamp': f"{row['time'].rstrip('Z').partition('.')[0]}.{when % 1000000:06}Z", 'ecs': {'version': '8.11.0'},
      'message': described(row), 'event': event}
    if row['actor']:
      line['user'] = {'name': [row['actor']]}
      if '@' in row['actor']:
        line['user']['email'] = [row['actor']]
    if row['client_ip']:
      line['source'] = {'address': [row['client_ip']]}
      try:
        line['source']['ip'] = [str(ipaddress.ip_address(row['client_ip']))]
      except ValueError:
        pass
    email = {'direction': 'unknown', 'message_id': (row['internet_message_id'] or '')[1:-1], 'subject': row['subject']}
    email = {name: value for name, value in email.items() if value}
    if len(email) > 1:
      line['email'] = email
    line['mia'] = {'time_not_stated': False, **row}
    out += json.dumps(line, ensure_ascii=False, separators=(',', ':')) + '\n'
  return out


def read_timesketch():
  """The rules of timesketch/lib/utils.py: what it needs, and that both times
  are one; datetime.fromisoformat stands for its dateutil."""
  count = 0
  for line in sys.stdin.buffer:
    row = json.loads(line)
    for field in ('message', 'datetime', 'timestamp_desc'):
      assert isinstance(row[field], str) and row[field], field
    when = datetime.datetime.fromisoformat(row['datetime'])
    assert when.utcoffset() == datetime.timedelta(0)
    assert (when - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) // datetime.timedelta(microseconds=1) == row['timestamp']
    assert len(row['datetime']) == 32
    count += 1
  return f'{count} lines\n'


# Field names and types of the Elastic Common Schema 8.11 that we use, and the
# values its categories may have.
ECS = {'@timestamp': str, 'message': str, 'ecs.version': str, 'event.kind': {'event'},
  'event.category': {'email'}, 'event.type': {'access', 'info'}, 'event.action': str, 'event.dataset': str,
  'event.module': str, 'event.provider': str, 'event.outcome': {'failure', 'success', 'unknown'}, 'event.id': str,
  'event.start': str, 'event.end': str, 'user.name': str, 'user.email': str, 'source.address': str,
  'source.ip': ipaddress.ip_address, 'email.message_id': str, 'email.subject': str, 'email.direction': {'unknown'},
  'email.from.address': str, 'email.delivery_timestamp': str}


def flat(value, name=''):
  if isinstance(value, dict):
    for key, inner in value.items():
      yield from flat(inner, f'{name}.{key}' if name else key)
  elif isinstance(value, list):
    for inner in value:
      yield name, inner
  else:
    yield name, value


def read_ecs():
  count = 0
  for line in sys.stdin.buffer:
    row = json.loads(line)
    assert re.fullmatch(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z', row['@timestamp'])
    mia = row.pop('mia')
    for name, value in flat(row):
      allowed = ECS[name]
      assert value in allowed if isinstance(allowed, set) else allowed(value) is not None and value != '', (name, value)
    stated = mia.get('time') or mia.get('first_access')
    assert mia['time_not_stated'] == (stated is None)
    assert stated is None or micro(row['@timestamp']) == micro(stated)
    if mia.get('subject'):
      assert row['email']['subject'] == mia['subject']
    count += 1
  return f'{count} lines\n'


def read_dat():
  """A load file as its readers take it apart: lines by CRLF, fields by 0x14."""
  data = sys.stdin.buffer.read().decode('utf-8')
  assert data.startswith('\ufeff') and data.endswith('\r\n')
  lines = data[1:-2].split('\r\n')
  for line in lines:
    fields = line.split('\x14')
    assert len(fields) == 8 and all(re.fullmatch('þ[^þ\x00-\x1f]*þ', field) for field in fields), line
  return f'{len(lines) - 1} rows\n'


def read_graph():
  count = 0
  for line in sys.stdin.buffer:
    requests = json.loads(line)['requests']
    assert 1 <= len(requests) <= 20 and [each['id'] for each in requests] == [str(n + 1) for n in range(len(requests))]
    for each in requests:
      assert sorted(each) == ['id', 'method', 'url'] and each['method'] == 'GET'
      path, query = each['url'].split('?')
      assert re.fullmatch(r'/users/[A-Za-z0-9._~%-]+/messages', path)
      options = dict(part.split('=') for part in query.split('&'))
      literal = urllib.parse.unquote(options.pop('$filter'))
      value = re.fullmatch(r"internetMessageId eq '((?:[^']|'')*)'", literal).group(1).replace("''", "'")
      assert plain(value) and list(options) == ['$select']
      count += 1
  return f'{count} requests\n'


def read_tln():
  count = 0
  for line in sys.stdin.buffer.read().decode('utf-8').split('\n')[:-1]:
    fields = line.split('|')
    assert len(fields) == 5 and re.fullmatch(r'-?\d+', fields[0]) and not re.search('[\x00-\x1f\x7f\u202e]', line), line
    count += 1
  return f'{count} lines\n'


def read_bodyfile():
  """As mactime (The Sleuth Kit 4.11) splits a line and undoes %XX."""
  count = 0
  for line in sys.stdin.buffer.read().decode('utf-8').split('\n')[:-1]:
    fields = [re.sub('%([A-Fa-f0-9]{2})', lambda m: chr(int(m.group(1), 16)), each) for each in line.split('|')]
    assert len(fields) == 11 and all(re.fullmatch(r'-?\d+', each) for each in fields[4:]), line
    assert fields[7] != '0' and fields[8:] == ['0', '0', '0'] and not re.search('[\x00-\x1f\x7f]', fields[1])
    count += 1
  return f'{count} lines\n'


def main():
  form, report = sys.argv[1:3]
  made = globals()[f'read_{form}' if report == 'read' else form]()
  sys.stdout.buffer.write(made.encode('utf-8'))


if __name__ == '__main__':
  main()
