"""The exposure job in Polars; see peer_duckdb.py. As its manual advises: a lazy
scan, so that what is not asked for is not read; nothing inferred; the JSON of
a cell decoded once into a struct of the few members, after the rows of other
operations have gone. Prints the number of rows.

Usage: peer_polars.py FILE THREADS SINCE UNTIL ADDRESS...
"""
import os
import sys

path, threads, since, until, *addresses = sys.argv[1:]
os.environ['POLARS_MAX_THREADS'] = threads

import polars as pl  # noqa: E402 -- reads its environment when it is imported

PAIR = pl.Struct({'Name': pl.String, 'Value': pl.String})
FOLDER = pl.Struct({'Path': pl.String, 'FolderItems': pl.List(pl.Struct({'InternetMessageId': pl.String}))})
RECORD = {'Operation': pl.String, 'ClientIPAddress': pl.String, 'CreationTime': pl.String,
          'MailboxOwnerUPN': pl.String, 'OperationProperties': pl.List(PAIR), 'Folders': pl.List(FOLDER)}
is_access = pl.col('Operation') == 'MailItemsAccessed'

if path.endswith('.csv'):
  rows = pl.scan_csv(path, infer_schema=False).filter(is_access)
  records = rows.select(pl.col('AuditData').str.json_decode(pl.Struct(RECORD)).alias('record')).unnest('record')
else:
  records = pl.scan_ndjson(path, schema=RECORD).filter(is_access)

bind = pl.struct(pl.lit('MailAccessType').alias('Name'), pl.lit('Bind').alias('Value'))
time = pl.col('CreationTime')
messages = (
  records
  .filter(pl.col('ClientIPAddress').is_in(addresses) & (time >= since) & (time < until)
          & pl.col('OperationProperties').list.contains(bind))
  .explode('Folders').unnest('Folders').explode('FolderItems').unnest('FolderItems')
  .group_by('MailboxOwnerUPN', 'InternetMessageId')
  .agg(pl.len(), time.min().alias('first'), time.max().alias('last'), pl.col('Path').min()))
print(messages.collect().height)
