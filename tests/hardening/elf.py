#!/usr/bin/env python3
"""Reads in what was built whether it is hardened, whatever the build believed.

usage: elf.py FILE...      programs and shared libraries, as installed
Prints what is amiss; status 1 if anything is. 77: ELF of another kind than 64
bits, little-endian. Python 3, standard library only.
"""
import collections
import os
import re
import struct
import sys

LOAD, DYNAMIC, STACK, RELRO = 1, 2, 0x6474e551, 0x6474e552
X86_64 = 62
# Beside libmia.so.0 itself. A library more is one more that hostile bytes may reach.
EXPECTED = re.compile(r'lib(mia|c|m|yajl|pcre2-8|z|crypto|maxminddb|xlsxwriter|sqlite3|pthread)\.so\.\d+$|ld-linux')
RUNPATH = re.compile(r'\$ORIGIN/\.\./lib(64|/[a-z0-9_-]+)?')
Segment = collections.namedtuple('Segment', 'kind flags offset address file_size')


class Elf:
  def __init__(self, path):
    with open(path, 'rb') as file:
      self.data = file.read()
    if self.data[:6] != b'\x7fELF\x02\x01':
      sys.exit(77)
    self.type, self.machine = struct.unpack_from('<HH', self.data, 16)
    table, = struct.unpack_from('<Q', self.data, 32)
    size, count = struct.unpack_from('<HH', self.data, 54)
    self.segments = []
    for at in range(table, table + size * count, size):
      kind, flags, offset, address, _, file_size, _, _ = struct.unpack_from('<IIQQQQQQ', self.data, at)
      self.segments.append(Segment(kind, flags, offset, address, file_size))
    self.dynamic = collections.defaultdict(list)
    for segment in self.of(DYNAMIC):
      for at in range(segment.offset, segment.offset + segment.file_size, 16):
        tag, value = struct.unpack_from('<QQ', self.data, at)
        if tag == 0:
          break
        self.dynamic[tag].append(value)

  def of(self, kind):
    return [segment for segment in self.segments if segment.kind == kind]

  def place(self, address):
    for segment in self.of(LOAD):
      if segment.address <= address < segment.address + segment.file_size:
        return address - segment.address + segment.offset
    raise ValueError(f'no segment holds {address:#x}')

  def text(self, offset):
    at = self.place(self.dynamic[5][0]) + offset
    return self.data[at:self.data.index(b'\0', at)].decode()

  def imports(self):
    """Names of the dynamic symbols that are not defined here; the table of symbols ends where that of names begins."""
    begin, end = self.place(self.dynamic[6][0]), self.place(self.dynamic[5][0])
    for at in range(begin, end, 24):
      name, _, _, section = struct.unpack_from('<IBBH', self.data, at)
      if section == 0 and name:
        yield self.text(name)

  def landings(self):
    """How often endbr64 stands in the code. The property that says it of the whole file is no help: the first
    instructions of a program on Debian 12 are without, and the linker then leaves it out."""
    return sum(self.data.count(b'\xf3\x0f\x1e\xfa', segment.offset, segment.offset + segment.file_size)
      for segment in self.of(LOAD) if segment.flags & 1)


def faults(path):
  elf = Elf(path)
  library = '.so' in os.path.basename(path)
  flags = sum(elf.dynamic[30])
  flags_1 = sum(elf.dynamic[0x6ffffffb])
  imports = set(elf.imports())
  if elf.type != 3 or not (library or flags_1 & 0x08000000):
    yield 'is not position independent'
  if not elf.of(RELRO):
    yield 'has no RELRO'
  if not (flags & 8 or flags_1 & 1 or elf.dynamic[24]):
    yield 'is not bound at its start (BIND_NOW), so RELRO leaves the table of functions open'
  if not elf.of(STACK) or any(segment.flags & 1 for segment in elf.of(STACK)):
    yield 'has a stack that may be executed'
  if any(segment.flags & 3 == 3 for segment in elf.of(LOAD)):
    yield 'has memory that is both written and executed'
  if flags & 4 or elf.dynamic[22]:
    yield 'changes its code when it is loaded (TEXTREL)'
  if '__stack_chk_fail' not in imports:
    yield 'has no stack protector'
  if not any(re.fullmatch(r'__\w+_chk', name) for name in imports):
    yield 'has none of the checked functions of _FORTIFY_SOURCE'
  if elf.machine == X86_64 and elf.landings() < 50:
    yield 'marks no place where an indirect jump may land (-fcf-protection)'
  for value in elf.dynamic[15] + elf.dynamic[29]:
    if library or not RUNPATH.fullmatch(elf.text(value)):
      yield f'looks for libraries in {elf.text(value)!r}'
  for value in elf.dynamic[1]:
    if not EXPECTED.match(elf.text(value)):
      yield f'needs {elf.text(value)}'


def main():
  found = [f'{path} {fault}' for path in sys.argv[1:] for fault in faults(path)]
  print('\n'.join(found) or f'{len(sys.argv) - 1} files')
  sys.exit(bool(found))


if __name__ == '__main__':
  main()
