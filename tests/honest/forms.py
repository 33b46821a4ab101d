"""The shapes in which tools hand records on. Each function takes records and
gives files, a list of (name, bytes). WHOLE loses nothing; of LOSSY something
is gone for good, so that it may only weaken an answer.
"""
import csv
import io
import json

BOM = '\ufeff'


def dumps(value):
  return json.dumps(value, separators=(',', ':'))


def lines(values):
  return ''.join(dumps(value) + '\n' for value in values).encode()


def table(rows, names=None, **how):
  out = io.StringIO()
  names = names or list(dict.fromkeys(name for row in rows for name in row))
  writer = csv.DictWriter(out, names, lineterminator='\n', extrasaction='ignore', restval='', **how)
  writer.writeheader()
  writer.writerows(rows)
  return out.getvalue().encode()


def flat(value, join, path='', base=0):
  """Every leaf by its path; join(path, key or number)."""
  if isinstance(value, dict):
    for key, inner in value.items():
      yield from flat(inner, join, join(path, key) if path else key, base)
  elif isinstance(value, list):
    for number, inner in enumerate(value, base):
      yield from flat(inner, join, join(path, number), base)
  else:
    yield path, value


def by(separator):
  return lambda path, key: f'{path}{separator}{key}'


def brackets(path, key):
  return f'{path}[{key}]' if isinstance(key, int) else f'{path}.{key}'


def cell(value):
  return 'True' if value is True else 'False' if value is False else value


def flattened(join, base=0):
  def form(records):
    return table([{path: cell(value) for path, value in flat(r, join, base=base)} for r in records])
  return form


def row(record, audit='AuditData'):
  return {'CreationDate': record['CreationTime'], 'UserIds': record['UserId'], 'Operations': record['Operation'],
          audit: dumps(record)}


def graph(record, body):
  return {'id': record['Id'], 'createdDateTime': record['CreationTime'] + 'Z', 'operation': record['Operation'],
          'userPrincipalName': record['UserId'], 'auditLogRecordType': 'exchangeItemAggregated', 'auditData': body}


def wrap(name, make, whole=True):
  return name, (lambda records: [(name, make(records))]), whole


def multivalue(record):
  """Splunk: the values of one path in one cell, parted by line feeds."""
  ret = {}
  for path, value in flat(record, lambda path, key: path + ('{}' if isinstance(key, int) else '.' + key)):
    ret.setdefault(path, []).append(str(cell(value)))
  return {path: '\n'.join(values) for path, values in ret.items()}


def custom(record):
  suffix = {'Id': 'g', 'SessionId': 'g', 'MailboxGuid': 'g', 'AppId': 'g', 'OrganizationId': 'g'}
  ret = {'TenantId': 't', 'TimeGenerated [UTC]': '3/5/2026, 11:30:00.000 AM', 'Type': 'O365_CL'}
  for key, value in record.items():
    if key == 'CreationTime' and len(value) == 19 and value[10] == 'T':
      ret['CreationTime_t [UTC]'] = f'3/4/2026, {int(value[11:13]) % 12 or 12}{value[13:]}.000 ' + (
        'AM' if value[11:13] < '12' else 'PM')
    elif isinstance(value, bool):
      ret[key + '_b'] = str(value).lower()
    elif isinstance(value, int):
      ret[key + '_d'] = str(value)
    elif isinstance(value, (list, dict)):
      ret[key + '_s'] = dumps(value)
    else:
      ret[f'{key}_{suffix.get(key, "s")}'] = value
  return ret


def elastic(record):
  inner = {key: value for key, value in record.items() if key not in (
    'Operation', 'Id', 'ClientIPAddress', 'Workload', 'Folders', 'OrganizationId')}
  if 'Folders' in record:
    inner['ExchangeAggregatedFolders'] = record['Folders']
  return {
    '@timestamp': record['CreationTime'] + '.000Z',
    'event': {'action': record['Operation'], 'id': record['Id'], 'provider': 'Exchange', 'dataset': 'o365.audit'},
    'client': {'address': record['ClientIPAddress'], 'ip': record['ClientIPAddress']},
    'organization': {'id': record['OrganizationId']}, 'user': {'id': record['UserId'], 'email': record['UserId']},
    'o365': {'audit': inner}}


def searched(records, of=None):
  """Search-UnifiedAuditLog: each row says how many the search found."""
  return table([{**row(r), 'ResultIndex': number, 'ResultCount': of or len(records), 'Identity': r['Id']}
                for number, r in enumerate(records, 1)])


def pages(records, link):
  page = {'@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#x', 'value': [graph(r, r) for r in records]}
  if link:
    page['@odata.nextLink'] = 'https://graph.microsoft.com/v1.0/security/auditLog/queries/1/records?$skiptoken=2'
  return dumps(page).encode()


def half(records):
  return records[:len(records) // 2]


def floats(value):
  if isinstance(value, dict):
    return {key: floats(inner) for key, inner in value.items()}
  if isinstance(value, list):
    return [floats(inner) for inner in value]
  return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def hunting(record):
  return {'Timestamp': record['CreationTime'] + 'Z', 'ActionType': record['Operation'],
          'ReportId': '1_20893_' + record['Id'], 'RawEventData': record}


def kusto(records):
  rows = [hunting(record) for record in records]
  columns = list(rows[0])
  return columns, [[r[c] for c in columns] for r in rows]


def v1(records):
  columns, rows = kusto(records)
  return dumps({'tables': [{'name': 'PrimaryResult', 'columns': [{'name': c, 'type': 'dynamic'} for c in columns],
                            'rows': rows}]}).encode()


def v2(records):
  columns, rows = kusto(records)
  return dumps([{'FrameType': 'DataSetHeader', 'IsProgressive': False, 'Version': 'v2.0'},
                {'FrameType': 'DataTable', 'TableId': 1, 'TableKind': 'PrimaryResult', 'TableName': 'PrimaryResult',
                 'Columns': [{'ColumnName': c, 'ColumnType': 'dynamic'} for c in columns], 'Rows': rows},
                {'FrameType': 'DataSetCompletion', 'HasErrors': False, 'Cancelled': False}]).encode()


def backslashed(records):
  spark = lambda text: '"' + text.replace('"', '\\"') + '"'
  out = ['CreationDate,Operation,UserId,AuditData']
  out += [f'{r["CreationTime"]},{r["Operation"]},{r["UserId"]},{spark(dumps(r))}' for r in records]
  return '\n'.join(out + ['']).encode()


def tsv(records):
  escape = lambda t: t.replace('\\', '\\\\').replace('\t', '\\t').replace('\r', '\\r').replace('\n', '\\n')
  out = ['CreationDate\tOperation\tAuditData']
  out += [f'{r["CreationTime"]}\t{r["Operation"]}\t{escape(dumps(r))}' for r in records]
  return '\n'.join(out + ['']).encode()


def cr_only(records):
  return table([row(r) for r in records]).replace(b'\n', b'\r')


def camel(record):
  return {key[:1].lower() + key[1:]: value for key, value in record.items()}


def sdk(record):
  body = {'@odata.type': '#microsoft.graph.security.exchangeMailboxAuditRecord', **record}
  return {'Id': record['Id'], 'CreatedDateTime': record['CreationTime'] + 'Z', 'Operation': record['Operation'],
          'UserPrincipalName': record['UserId'], 'AuditData': {'AdditionalProperties': body},
          'AdditionalProperties': {}}


FORMS = [
  wrap('native.ndjson', lines),
  wrap('array.json', lambda rs: json.dumps(rs, indent=1).encode()),
  wrap('portal.csv', lambda rs: table([
    {'RecordId': r['Id'], 'CreationDate': r['CreationTime'], 'RecordType': r['RecordType'],
     'Operation': r['Operation'], 'UserId': r['UserId'], 'AuditData': dumps(r)} for r in rs])),
  wrap('searched.csv', searched),
  ('pages', lambda rs: [('page1.json', pages(half(rs), True)), ('page2.json', pages(rs[len(half(rs)):], False))], True),
  wrap('any-name.csv', lambda rs: table([row(r, 'Column 4') for r in rs])),
  wrap('graph.json', lambda rs: dumps({'value': [graph(r, r) for r in rs]}).encode()),
  wrap('dynamic.json', lambda rs: dumps({'value': [graph(r, {
    '@odata.type': '#microsoft.graph.security.exchangeMailboxAuditRecord', 'dynamicProperties': r}) for r in rs]}).encode()),
  wrap('sdk.json', lambda rs: json.dumps([sdk(r) for r in rs], indent=2).encode()),
  wrap('camel.ndjson', lambda rs: lines(camel(r) for r in rs)),
  wrap('upper.ndjson', lambda rs: lines({k.upper(): v for k, v in r.items()} for r in rs)),
  wrap('miller.csv', flattened(by('.'), 1)),
  wrap('dots.csv', flattened(by('.'))),
  wrap('in2csv.csv', flattened(by('/'))),
  wrap('hawk.csv', flattened(by('_'))),
  wrap('logscale.csv', flattened(brackets)),
  wrap('dots.ndjson', lambda rs: lines(dict(flat(r, by('.'))) for r in rs)),
  wrap('logscale.ndjson', lambda rs: lines(dict(flat(r, brackets)) for r in rs)),
  wrap('hawk.ndjson', lambda rs: lines(dict(flat(r, by('_'))) for r in rs)),
  wrap('splunk-table.csv', lambda rs: table([multivalue(r) for r in rs])),
  wrap('splunk-results.json', lambda rs: dumps({'preview': False, 'results': [{'_raw': dumps(r)} for r in rs]}).encode()),
  wrap('splunk-export.ndjson', lambda rs: lines({'preview': False, 'result': {'_raw': dumps(r)}} for r in rs)),
  wrap('elastic.ndjson', lambda rs: lines(elastic(r) for r in rs)),
  wrap('elasticdump.ndjson', lambda rs: lines({'_index': 'o365', '_id': r['Id'], '_source': r} for r in rs)),
  wrap('elasticdump-inner.ndjson', lambda rs: lines({'_index': 'o365', '_source': elastic(r)} for r in rs)),
  wrap('search.json', lambda rs: dumps({'took': 3, 'hits': {'total': {'value': len(rs)}, 'hits': [
    {'_index': 'o365', '_source': r} for r in rs]}}).encode()),
  wrap('wazuh.ndjson', lambda rs: lines({'timestamp': '2026-03-05T11:30:00.000+0000', 'rule': {'id': '91582'},
    'data': {'integration': 'office365', 'office365': r}} for r in rs)),
  wrap('wazuh-archive.ndjson', lambda rs: lines({'full_log': dumps({'office365': r}), 'decoder': {'name': 'json'}} for r in rs)),
  wrap('cloud-apps.ndjson', lambda rs: lines({'_id': '1_' + r['Id'], 'timestamp': 1772617260000,
    'rawDataJson': r} for r in rs)),
  wrap('hunting.json', lambda rs: dumps({'schema': [], 'results': [hunting(r) for r in rs]}).encode()),
  wrap('hunting.csv', lambda rs: table([{**hunting(r), 'RawEventData': dumps(r)} for r in rs])),
  wrap('tables.json', v1),
  wrap('frames.json', v2),
  wrap('custom.csv', lambda rs: table([custom(r) for r in rs])),
  wrap('custom.ndjson', lambda rs: lines(custom(r) for r in rs)),
  wrap('python.csv', lambda rs: table([{**hunting(r), 'RawEventData': repr(r)} for r in rs])),
  wrap('floats.ndjson', lambda rs: lines(floats(r) for r in rs)),
  wrap('floats.csv', lambda rs: table([row(floats(r)) for r in rs])),
  wrap('spark.csv', backslashed),
  wrap('jq.tsv', tsv),
  wrap('cr.csv', cr_only),
  wrap('semicolons.csv', lambda rs: table([row(r) for r in rs], delimiter=';')),
  wrap('utf16.csv', lambda rs: (BOM + table([row(r) for r in rs]).decode()).encode('utf-16-le')),
  wrap('string-lines.ndjson', lambda rs: lines(dumps(r) for r in rs)),
]

# What these leave away or break is gone: the answer may get weaker, never cleaner.
DOCUMENTS = ('Folders', 'Item', 'OperationProperties')


def without(record, *keys):
  return {key: value for key, value in record.items() if key not in keys}


def objects(record):
  return {key: 'System.Object[]' if isinstance(value, (list, dict)) else cell(value) for key, value in record.items()}


LOSSY = [
  wrap('pax.csv', lambda rs: table([without(r, *DOCUMENTS) for r in rs]), False),
  wrap('no-kind.ndjson', lambda rs: lines(without(r, 'OperationProperties') for r in rs), False),
  wrap('no-items.ndjson', lambda rs: lines(without(r, 'Folders', 'Item') for r in rs), False),
  wrap('no-session.ndjson', lambda rs: lines(without(r, 'SessionId') for r in rs), False),
  wrap('objects.csv', lambda rs: table([objects(r) for r in rs]), False),
  wrap('first-columns.csv', lambda rs: table(
    [{p: cell(v) for p, v in flat(r, by('_'))} for r in rs], [p for p, v in flat(rs[0], by('_'))]), False),
  wrap('envelope-only.ndjson', lambda rs: lines(without(graph(r, None), 'auditData') for r in rs), False),
  wrap('empty-body.ndjson', lambda rs: lines(graph(r, {}) for r in rs), False),
  wrap('renamed.ndjson', lambda rs: lines(
    {'Ordner' if k == 'Folders' else 'Element' if k == 'Item' else k: v for k, v in r.items()} for r in rs), False),
  wrap('rows-missing.csv', lambda rs: searched(half(rs) + rs[len(half(rs)) + 1:], len(rs)), False),
  wrap('first-half.csv', lambda rs: searched(half(rs), len(rs)), False),
  wrap('first-page.json', lambda rs: pages(half(rs), True), False),
  wrap('renamed-record.csv', lambda rs: table([
    {'When': r['CreationTime'], 'What': r['Operation'], 'Mailbox': r['MailboxOwnerUPN']} for r in rs]), False),
  wrap('null-time.ndjson', lambda rs: lines({**r, 'CreationTime': None} for r in rs), False),
  wrap('odd-time.ndjson', lambda rs: lines({**r, 'CreationTime': 'gestern'} for r in rs), False),
  wrap('depth.ndjson', lambda rs: lines({**r, 'Folders': [
    '@{FolderItems=System.Object[]; Id=x; Path=\\Inbox}'] if 'Folders' in r else ''} for r in rs), False),
]
