"""Runs one whole process and measures it: seconds of the clock, seconds of
the processor (all threads, user and system), peak resident bytes. Used by
bench.py and growth.py."""
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import threading
import time

MIB = 1 << 20
# A child's peak begins with the image it was started from. GNU time is a
# small one; without it, nothing below this interpreter's own size can be seen.
GNU_TIME = '/usr/bin/time'


class Run:
  """What one process took."""

  def __init__(self, wall, cpu, peak, status):
    self.wall, self.cpu, self.peak, self.status = wall, cpu, peak, status


def run(command, output='/dev/null', limit=None, allowed=(0, 1), errors=subprocess.DEVNULL):
  """Runs command, its standard output into a file. A status that is not
  allowed ends the program; after limit seconds the process is killed and its
  status is None."""
  command = [str(part) for part in command]
  peak_file = pathlib.Path(f'/tmp/measure-{os.getpid()}.peak' if str(output) == '/dev/null' else f'{output}.peak')
  timed = os.access(GNU_TIME, os.X_OK)
  if timed:
    command = [GNU_TIME, '-q', '-f', '%M', '-o', str(peak_file), *command]
  environment = dict(os.environ, PYTHONDONTWRITEBYTECODE='1')
  with open(output, 'wb') as out:
    start = time.monotonic()
    child = subprocess.Popen(command, stdout=out, stderr=errors, stdin=subprocess.DEVNULL, env=environment,
                             start_new_session=True)
    killed = []
    timer = threading.Timer(limit or 1e6, lambda: (killed.append(1), os.killpg(child.pid, signal.SIGKILL)))
    timer.daemon = True
    timer.start()
    _, wait_status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - start
    timer.cancel()
    child.returncode = os.waitstatus_to_exitcode(wait_status)
  if killed:
    return Run(wall, usage.ru_utime + usage.ru_stime, 0, None)
  if child.returncode not in allowed:
    sys.exit(f'{" ".join(command)}: status {child.returncode}')
  peak = usage.ru_maxrss * 1024
  if timed:
    peak = int(peak_file.read_text().split()[-1]) * 1024
    peak_file.unlink()
  return Run(wall, usage.ru_utime + usage.ru_stime, peak, child.returncode)


def found(program):
  return shutil.which(str(program)) is not None
