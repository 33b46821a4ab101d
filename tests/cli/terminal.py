"""Runs a command on a pseudo terminal and prints what it wrote there.

usage: terminal.py COLUMNS COMMAND...

The terminal has 50 lines, or as many as TERMINAL_LINES says.
"""
import fcntl
import os
import pty
import struct
import sys
import termios

columns = int(sys.argv[1])
child, terminal = pty.fork()
if child == 0:
  # The command must not begin before the terminal has its size.
  fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack('HHHH', int(os.environ.get('TERMINAL_LINES', 50)), columns, 0, 0))
  os.execv(sys.argv[2], sys.argv[2:])
shown = b''
while True:
  try:
    piece = os.read(terminal, 65536)
  except OSError:  # how Linux says that the other end is closed
    break
  if not piece:
    break
  shown += piece
status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
sys.stdout.buffer.write(shown.replace(b'\r\n', b'\n'))
sys.stdout.flush()
sys.exit(status)
