"""Whether two files hold the same records. The fixtures of two containers
differ in what their platform does to a record: Defender writes CreationTime
with a fraction and a zone, the collector adds two members."""
import json
import sys


def records(name):
  with open(name, encoding='utf-8') as lines:
    for record in map(json.loads, lines):
      record['CreationTime'] = record['CreationTime'].replace('.0000000Z', '')
      yield {key: value for key, value in record.items() if key not in ('TenantName', 'OriginFeed')}


expected, got = (sorted(records(name), key=lambda record: record['Id']) for name in sys.argv[1:3])
print(f"{len(got)} records, {'the same' if got == expected else 'OTHERS'}")
