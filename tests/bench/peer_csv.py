"""See peer.py. Reads the portal's CSV."""
import csv
import json

import peer


def records(path):
  csv.field_size_limit(1 << 30)
  with peer.opened(path) as file:
    for row in csv.DictReader(file):
      yield json.loads(row['AuditData'])


peer.main(records)
