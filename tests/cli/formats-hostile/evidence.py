"""Records whose values are made to break each format, one JSON object a line."""
import json
import sys

values = ['plain', 'a\nb', 'a\r\nb', 'a|b|c', 'x\u00fey\u00aez\x14', '"; DROP', "it's ''quoted''", 'nul\x00end', 'esc\x1b[31m', '\u202etxt.exe',
  'back\\slash|', '\\|', '\\x7c', '%7C%0a', '=1+1', 'Infinity', 'null', '\u2028', 'caf\u00e9 \U0001f600', '\ufeff', 'a' * 65000, '/../x?$a&b#c']
for number, value in enumerate(values):
  item = {'InternetMessageId': f'<{value}@example.org>', 'Subject': value, 'SizeInBytes': 7, 'ImmutableId': f'item-{number}'}
  record = {'CreationTime': f'2026-03-04T09:00:{number:02}', 'Id': f'00000000-0000-4000-8000-{number:012}', 'Operation': 'MailItemsAccessed',
    'MailboxOwnerUPN': 'anna@fjordlight.example', 'UserId': value if number % 2 else 'anna@fjordlight.example', 'ClientIPAddress': '203.0.113.7' if number % 3 else value,
    'OperationProperties': [{'Name': 'MailAccessType', 'Value': 'Bind'}, {'Name': 'IsThrottled', 'Value': 'False'}],
    'Folders': [{'Id': f'F{number}', 'Path': '\\' + value, 'FolderItems': [item]}]}
  if number == 3:
    del record['CreationTime']
  line = json.dumps(record, ensure_ascii=number % 2 == 0).encode()
  sys.stdout.buffer.write(line.replace(b'plain', b'pl\xffin') + b'\n')
