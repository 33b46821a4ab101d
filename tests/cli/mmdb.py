#!/usr/bin/env python3
"""Writes a small database of addresses in MaxMind's format (version 2).

usage: mmdb.py OUT JSON

JSON is an object from prefixes to what is known of them. A tree of 24-bit
records for IPv6; IPv4 stands below ::/96, as in genuine databases.
"""
import ipaddress
import json
import struct
import sys

UINT16, UINT32, UINT64 = 5, 6, 9


def size(kind, length):
  head = bytes([kind << 5 | (length if length < 29 else 29)]) if kind < 8 else \
    bytes([length if length < 29 else 29, kind - 7])
  if length < 29:
    return head
  return head[:1] + (head[1:] if kind >= 8 else b'') + bytes([length - 29])


def encode(value):
  if isinstance(value, dict):
    return size(7, len(value)) + b''.join(encode(k) + encode(v) for k, v in value.items())
  if isinstance(value, list):
    return size(11, len(value)) + b''.join(encode(v) for v in value)
  if isinstance(value, str):
    data = value.encode('utf-8', 'surrogateescape')
    return size(2, len(data)) + data
  kind, number = value if isinstance(value, tuple) else (UINT32, value)
  data = struct.pack('>Q', number).lstrip(b'\0')
  return size(kind, len(data)) + data


def main():
  path, known = sys.argv[1], json.loads(sys.argv[2])
  nodes, data = [[None, None]], b''
  for prefix, value in known.items():
    network = ipaddress.ip_network(prefix)
    number, bits = int(network.network_address), network.prefixlen + (96 if network.version == 4 else 0)
    node = 0
    for depth in range(bits):
      side = number >> (127 - depth) & 1
      if depth == bits - 1:
        nodes[node][side] = ('data', len(data))
      else:
        if nodes[node][side] is None:
          nodes.append([None, None])
          nodes[node][side] = ('node', len(nodes) - 1)
        node = nodes[node][side][1]
    data += encode(value)
  count = len(nodes)

  def record(entry):
    if entry is None:
      return count
    return entry[1] if entry[0] == 'node' else count + 16 + entry[1]

  tree = b''.join(struct.pack('>I', record(entry))[1:] for node in nodes for entry in node)
  about = {
    'node_count': count, 'record_size': (UINT16, 24), 'ip_version': (UINT16, 6), 'database_type': 'Test', 'languages': ['en'],
    'binary_format_major_version': (UINT16, 2), 'binary_format_minor_version': (UINT16, 0),
    'build_epoch': (UINT64, 1), 'description': {'en': 'test'},
  }
  with open(path, 'wb') as file:
    file.write(tree + bytes(16) + data + b'\xab\xcd\xefMaxMind.com' + encode(about))


main()
