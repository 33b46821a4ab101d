"""What a careful analyst's own script does: csv and json modules, records
taken once by their Id, addresses compared as addresses. The three scripts
peer_csv.py, peer_ndjson.py and peer_array.py differ in how they read.

Usage: peer_*.py FILE SINCE UNTIL ADDRESS...   (SINCE and UNTIL may be "-")
Writes mailbox, message id, access count, first and last access as CSV.
"""
import csv
import functools
import gzip
import ipaddress
import sys


@functools.lru_cache(maxsize=None)
def address(text):
  text = (text or '').strip()
  if text.startswith('['):
    text = text[1:].split(']')[0]
  elif text.count(':') == 1:
    text = text.split(':')[0]
  try:
    found = ipaddress.ip_address(text)
  except ValueError:
    return None
  return getattr(found, 'ipv4_mapped', None) or found


def opened(path):
  if path.endswith('.gz'):
    return gzip.open(path, 'rt', encoding='utf-8', newline='')
  return open(path, encoding='utf-8', newline='')


def main(records):
  path, since, until, *texts = sys.argv[1:]
  wanted = {address(text) for text in texts}
  seen = set()
  messages = {}
  for record in records(path):
    if record.get('Operation') != 'MailItemsAccessed':
      continue
    properties = {p['Name']: p['Value'] for p in record.get('OperationProperties') or []}
    if properties.get('MailAccessType') != 'Bind':
      continue
    time = record['CreationTime']
    if (since != '-' and time < since) or (until != '-' and time >= until):
      continue
    if wanted and address(record.get('ClientIPAddress') or record.get('ClientIP')) not in wanted:
      continue
    if record['Id'] in seen:
      continue
    seen.add(record['Id'])
    mailbox = record['MailboxOwnerUPN']
    named = {item['InternetMessageId']
             for folder in record.get('Folders') or [] for item in folder.get('FolderItems') or []}
    for name in named:
      entry = messages.get((mailbox, name))
      if entry is None:
        messages[mailbox, name] = [1, time, time]
      else:
        entry[0] += 1
        entry[1] = min(entry[1], time)
        entry[2] = max(entry[2], time)
  out = csv.writer(sys.stdout, lineterminator='\n')
  out.writerow(['mailbox', 'internet_message_id', 'access_count', 'first_access', 'last_access'])
  for (mailbox, name), (count, first, last) in sorted(messages.items()):
    out.writerow([mailbox, name, count, first + 'Z', last + 'Z'])
