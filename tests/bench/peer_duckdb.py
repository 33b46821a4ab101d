"""The exposure job in DuckDB: binds in scope, one row a mailbox and message,
with their number, first and last time and a folder. As its manual advises:
read_json with the columns given and all others left out; CSV read without
guessing, in buffers that all threads share, and the JSON of a cell turned into
a struct once. Prints the number of rows.

Usage: peer_duckdb.py FILE THREADS SINCE UNTIL ADDRESS...
"""
import sys

import duckdb

path, threads, since, until, *addresses = sys.argv[1:]
FIELDS = {
  'Operation': 'VARCHAR', 'ClientIPAddress': 'VARCHAR', 'CreationTime': 'VARCHAR', 'MailboxOwnerUPN': 'VARCHAR',
  'OperationProperties': 'STRUCT("Name" VARCHAR, "Value" VARCHAR)[]',
  'Folders': 'STRUCT("Path" VARCHAR, FolderItems STRUCT(InternetMessageId VARCHAR)[])[]'}
HEADER = ['RecordId', 'CreationDate', 'RecordType', 'Operation', 'UserId', 'AuditData', 'AssociatedAdminUnits',
          'AssociatedAdminUnitsNames']

if path.endswith('.csv'):
  columns = ', '.join(f"'{name}': 'VARCHAR'" for name in HEADER)
  shape = ('{"ClientIPAddress":"VARCHAR","CreationTime":"VARCHAR","MailboxOwnerUPN":"VARCHAR",'
           '"OperationProperties":[{"Name":"VARCHAR","Value":"VARCHAR"}],'
           '"Folders":[{"Path":"VARCHAR","FolderItems":[{"InternetMessageId":"VARCHAR"}]}]}')
  accesses = f"""select unnest(from_json(AuditData, '{shape}')) from read_csv('{path}', header=true, delim=',',
    quote='"', escape='"', auto_detect=false, buffer_size=8000000, max_line_size=1000000, columns={{{columns}}})
    where Operation = 'MailItemsAccessed'"""
else:
  columns = ', '.join(f"{name}: '{kind}'" for name, kind in FIELDS.items())
  accesses = f"""select * from read_json('{path}', format='newline_delimited', maximum_object_size=16777216,
    columns={{{columns}}}) where Operation = 'MailItemsAccessed'"""

database = duckdb.connect()
database.execute(f'set threads = {int(threads)}')
database.execute('set preserve_insertion_order = false')
print(database.execute(f"""
  with accesses as ({accesses}),
  held as (select * from accesses where list_contains($addresses, ClientIPAddress)
    and CreationTime >= $since and CreationTime < $until
    and list_contains(OperationProperties, {{'Name': 'MailAccessType', 'Value': 'Bind'}})),
  folders as (select MailboxOwnerUPN, CreationTime, unnest(Folders) as folder from held),
  items as (select MailboxOwnerUPN, CreationTime, folder."Path" as path,
    unnest(folder.FolderItems).InternetMessageId as message from folders)
  select count(*) from (select MailboxOwnerUPN, message, count(*), min(CreationTime), max(CreationTime), min(path)
    from items group by MailboxOwnerUPN, message)
  """, {'addresses': addresses, 'since': since, 'until': until}).fetchone()[0])
