"""The exposure job in chdb, which is ClickHouse in one process; see
peer_duckdb.py. As its manual advises: the file read in parallel, lines as they
are, and JSONExtract for the few members that are asked for, the cheap ones
first. Prints the number of rows.

Usage: peer_chdb.py FILE THREADS SINCE UNTIL ADDRESS...
"""
import sys

import chdb

path, threads, since, until, *addresses = sys.argv[1:]
HEADER = ['RecordId', 'CreationDate', 'RecordType', 'Operation', 'UserId', 'AuditData', 'AssociatedAdminUnits',
          'AssociatedAdminUnitsNames']
held = ', '.join(f"'{address}'" for address in addresses)
bind = '{"Name":"MailAccessType","Value":"Bind"}'

if path.endswith('.csv'):
  columns = ', '.join(f'{name} String' for name in HEADER)
  accesses = f"""select AuditData as record from file('{path}', 'CSVWithNames', '{columns}')
    where Operation = 'MailItemsAccessed'"""
else:
  accesses = f"""select line as record from file('{path}', 'LineAsString', 'line String')
    where position(line, 'MailItemsAccessed') > 0 and JSONExtractString(line, 'Operation') = 'MailItemsAccessed'"""

print(str(chdb.query(f"""
  select count() from (
    select mailbox, message, count(), min(time), max(time), min(path) from (
      select JSONExtractString(record, 'MailboxOwnerUPN') as mailbox,
        JSONExtractString(record, 'CreationTime') as time, JSONExtractString(folder, 'Path') as path,
        JSONExtractString(item, 'InternetMessageId') as message
      from (select * from ({accesses})
        where JSONExtractString(record, 'ClientIPAddress') in ({held})
          and JSONExtractString(record, 'CreationTime') >= '{since}'
          and JSONExtractString(record, 'CreationTime') < '{until}'
          and has(JSONExtractArrayRaw(record, 'OperationProperties'), '{bind}'))
      array join JSONExtractArrayRaw(record, 'Folders') as folder
      array join JSONExtractArrayRaw(folder, 'FolderItems') as item)
    group by mailbox, message)
  settings max_threads = {int(threads)}, input_format_parallel_parsing = 1
  """, 'CSV')).strip())
