#!/usr/bin/env python3
"""Fails where a program for Windows needs more than the system's own libraries, or is not as it should be.

usage: imports.py FILE [BYTES]: at most so many

Reads the headers of the file (Microsoft, PE Format). Python 3, standard library only.
"""
import os
import struct
import sys

SYSTEM = {'kernel32', 'ntdll', 'advapi32', 'bcrypt', 'ws2_32', 'shell32', 'user32'}
# IMAGE_DLLCHARACTERISTICS: addresses chosen at random, of 64 bits; no code where data is.
WANTED = {0x40: 'DYNAMIC_BASE', 0x20: 'HIGH_ENTROPY_VA', 0x100: 'NX_COMPAT'}


def main():
  data = open(sys.argv[1], 'rb').read()
  most = int(sys.argv[2]) if len(sys.argv) > 2 else 4 << 20
  pe, = struct.unpack_from('<I', data, 0x3c)
  count, = struct.unpack_from('<H', data, pe + 6)
  header, = struct.unpack_from('<H', data, pe + 20)
  optional = pe + 24
  faults = []
  if data[pe:pe + 4] != b'PE\0\0' or struct.unpack_from('<H', data, optional)[0] != 0x20b:
    sys.exit('no program of 64 bits for Windows')
  sections = [struct.unpack_from('<IIII', data, optional + header + 40 * i + 8) for i in range(count)]

  def place(address):
    for size, start, raw_size, raw in sections:
      if start <= address < start + max(size, raw_size):
        return address - start + raw
    raise ValueError(f'nothing lies at {address:#x}')

  flags, = struct.unpack_from('<H', data, optional + 70)
  faults += [f'without {name}' for bit, name in WANTED.items() if not flags & bit]
  at = place(struct.unpack_from('<I', data, optional + 112 + 8)[0])
  names = []
  while True:
    name, = struct.unpack_from('<I', data, at + 12)
    if not name:
      break
    start = place(name)
    names.append(data[start:data.index(b'\0', start)].decode())
    at += 20
  for name in names:
    stem = name.lower().removesuffix('.dll')
    if stem not in SYSTEM and not stem.startswith('api-ms-win-crt-'):
      faults.append(f'needs {name}')
  size = os.path.getsize(sys.argv[1])
  if size > most:
    faults.append(f'{size} bytes, more than {most}')
  for fault in faults:
    print(f'{sys.argv[1]}: {fault}')
  if not faults:
    print(f'{size} bytes; needs {", ".join(sorted(n for n in names if not n.startswith("api-ms")))} and the C library')
  sys.exit(bool(faults))


main()
