"""See peer.py. Reads one JSON object a line."""
import json

import peer


def records(path):
  with peer.opened(path) as file:
    for line in file:
      yield json.loads(line)


peer.main(records)
