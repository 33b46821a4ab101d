"""See peer.py. Reads one JSON array, which json can only do as a whole."""
import json

import peer


def records(path):
  with peer.opened(path) as file:
    yield from json.load(file)


peer.main(records)
