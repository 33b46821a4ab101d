"""What is of one operating system stands in the folders that are made for it;
all else compiles on every system, or does not know which one it is on.

Usage: systems.py SOURCE-ROOT
"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
HOSTS = ('libmia/system/', 'tools/host/')
# What hashes, and who the processor is: by a library, or by the system itself.
CRYPTO = 'libmia/crypto/'
header = re.compile(r'#\s*include\s*<((?:unistd|fcntl|dirent|poll|signal|locale|windows|winsock2|io|direct|process|pwd|sched|'
                    r'strings|bcrypt)\.h|(?:sys|netinet|arpa|net|linux|openssl)/[^>]*)>')
system = re.compile(r'\b(?:_WIN(?:32|64)|WIN32|__(?:linux|linux__|APPLE__|MACH__|GLIBC__|GLIBC_PREREQ|GNU_LIBRARY__|unix|unix__|'
                    r'MINGW\w*|CYGWIN__|FreeBSD__|OpenBSD__|NetBSD__|ANDROID__|MUSL__)|_MSC_VER|linux|unix)\b')
# Types and functions that one of the systems lacks, or has in another way.
lacks = re.compile(r'\b(?:struct (?:stat|dirent|timeval)\b|(?:ssize_t|mode_t|off_t|dev_t|ino_t|uid_t|gid_t|pid_t)'
                   r'(?=[ )*])|(?:memmem|memrchr|rawmemchr|mempcpy|stpn?cpy|strchrnul|strndup|strn?casecmp|strcasestr|strsep|'
                   r'strverscmp|strerror|strerror_r|strerrordesc_np|explicit_bzero|reallocarray|asprintf|getline|fmemopen|'
                   r'open_memstream|fseeko|ftello|pread|pwrite|fsync|openat|mkdtemp|mkstemp|renameat2?|linkat|unlinkat|'
                   r'getpid|getrandom|gmtime_r|localtime_r|timegm|realpath|newlocale|uselocale)\()')
# A function of the library may not have a name that the C library of Windows has.
taken = re.compile(r'^(?:static )?(?:[\w *]+)?\b(tell|read|write|open|close|access|eof|dup|dup2|lseek|creat|unlink|mkdir|rmdir|'
                   r'isatty|umask|swab|near|far|small|interface|select|send|recv|bind|connect|listen|accept|shutdown)\((?!\*)',
                   re.M)


def faults_of(name, text):
  """What is wrong in a file, by lines; name: from the root on."""
  if name.startswith(HOSTS):
    return
  # Comments and strings may name whatever they like; the places stay.
  code = re.sub(r'/\*.*?\*/|"(?:[^"\\\n]|\\.)*"', lambda found: re.sub(r'[^\n]', ' ', found[0]), text, flags=re.S)
  for number, line in enumerate(code.splitlines(), 1):
    place = f'{name}:{number}: '
    directive = line.lstrip().startswith('#')
    if (found := header.match(line.strip())) and not name.startswith(CRYPTO):
      yield f'{place}<{found[1]}> is for {" and ".join(HOSTS)} alone'
    if directive and not header.match(line.strip()) and (found := system.search(line)):
      yield f'{place}asks for a system: {found[0]}'
    if not directive and (found := lacks.search(line)):
      yield f'{place}not every system has {found[0].rstrip("(")}'
    if name.startswith('libmia/') and (found := taken.match(line)):
      yield f'{place}the C library of Windows has a function {found[1]} too'


def check_itself():
  """Each kind of fault is found, and what is right is not."""
  wrong = ['#include <unistd.h>', '#  include <sys/stat.h>', '#include <openssl/sha.h>', '#ifdef _WIN32',
           '#if defined(__GLIBC__) && X', '#elif defined __APPLE__', '\tstruct stat st;', '\tssize_t n;', '(off_t)at',
           '\tp = memmem(a, b, c, d);', 'tell(struct load *l)', 'static int read(int fd)', '#ifdef __MINGW32__']
  right = ['#include <string.h>', '#include "system/file.h"', '#ifdef __SSE2__', '#if defined(__GNUC__)', '\tsize_t n;',
           '/* struct stat, memmem(), #ifdef _WIN32 */', '\tsay("memmem(");', '\tops.read(handle, out, size);',
           '\tbool (*read)(void *ctx);', 'tell_all(struct load *l)', '\treturn mia__file_read(fd, a, b);', '\tstruct stated s;']
  for line in wrong:
    if len(list(faults_of('libmia/base/planted.c', line + '\n'))) != 1:
      yield f'systems.py: finds nothing wrong in: {line}'
    if list(faults_of('libmia/system/planted.c', line + '\n')):
      yield f'systems.py: forbids a system what it is for: {line}'
  for line in right:
    yield from faults_of('libmia/base/planted.c', line + '\n')
  if list(faults_of('libmia/crypto/planted.c', '#include <openssl/sha.h>\n')):
    yield 'systems.py: forbids hashes what they are made with'


faults = list(check_itself())
seen = 0
for folder in ('include', 'libmia', 'tools'):
  for path in sorted((root / folder).rglob('*.[ch]')):
    seen += 1
    faults += faults_of(path.relative_to(root).as_posix(), path.read_text(encoding='utf-8'))
print('\n'.join(faults) or f'{seen} files know of no system')
sys.exit(bool(faults))
