"""Every public function has its contract in its header: a comment stands before
it in its paragraph, and where it returns a status, the comment says which ones.

Base.h says once what need not be said again: what `_free`, `_fold` and `_init`
do, and what "the usual statuses" are (MIA_OK, MIA_ERR_ARGUMENT, MIA_ERR_MEMORY).
So the comment of a function that returns enum mia_status has to hold the word
"Returns" (or "returns"), and behind it MIA_OK, "the usual", or "as" and another
function whose statuses are the same; and it has to name each failure that stands
in the body of the function itself.

Usage: documented.py SOURCE-ROOT HEADER...
"""
import pathlib
import re
import sys

BY_CONVENTION = ('_free', '_fold', '_init')
USUAL = {'MIA_OK', 'MIA_ERR_ARGUMENT', 'MIA_ERR_MEMORY'}
# What a report returns stands once in report.h.
REPORT = USUAL | {'MIA_ERR_STATE', 'MIA_ERR_SINK'}


def functions(text):
  """(name, returns a status, its comment or None) of each public function."""
  # The comment at the head of a file speaks of the file.
  for paragraph in re.split(r'\n\n+', text.split('*/', 1)[-1]):
    comments = re.findall(r'/\*.*?\*/', paragraph, flags=re.S)
    code = re.sub(r'/\*.*?\*/', '\0', paragraph, flags=re.S)
    comment, at = None, -1
    for token in re.finditer(r'\0|\bMIA_API\b(?!\s*__)([^;{(]*?)\b(mia_\w+)\s*\(', code):
      if token[0] == '\0':
        at += 1
        comment = comments[at]
      else:
        # Comments that stand within the declaration are passed over.
        at += token[0].count('\0')
        yield token[2], 'enum mia_status' in token[1], comment


def bodies(root):
  """Each public function by its name: the text of its body, or of several."""
  found = {}
  for path in sorted(pathlib.Path(root, 'libmia').rglob('*.c')):
    text = path.read_text(encoding='utf-8')
    for body in re.finditer(r'^\(?(mia_[a-z0-9]\w*)\)?\(.*?^\}$', text, re.M | re.S):
      found[body[1]] = found.get(body[1], '') + body[0]
  return found


def statuses_of(name, comments):
  """The statuses that the comment of a function names; None: it names none."""
  text = ' '.join((comments.get(name) or '').replace('*', ' ').split())
  said = re.search(r'\b[Rr]eturns\b(.*)', text)
  if not said:
    return None
  named = set(re.findall(r'MIA_(?:OK|END|REJECTED|ERR_[A-Z]+)\b', text))
  if re.search(r'\bthe usual\b', said[1]):
    named |= USUAL
  elif re.search(r'\b[Rr]eturns as a report\b', text):
    named |= REPORT
  elif other := re.search(r'\b[Rr]eturns as (mia_\w+)', text):
    named |= statuses_of(other[1], comments) or set() if other[1] != name else set()
  return named if 'MIA_OK' in named else None


def faults_of(header, text, code):
  told = list(functions(text))
  comments = {name: comment for name, _, comment in told}
  for name, gives_status, comment in told:
    if comment is None and not name.endswith(BY_CONVENTION):
      yield f'{header}: {name} has no comment'
    elif gives_status:
      named = statuses_of(name, comments)
      if named is None:
        yield f'{header}: {name} returns a status, and its comment does not say which'
        continue
      body = code.get(name, '')
      given = set(re.findall(r'\bMIA_ERR_[A-Z]+\b|(?<=return )MIA_END\b', re.sub(r'==\s*MIA_\w+', '', body)))
      given |= {'MIA_ERR_MEMORY'} if 'mia__fail_memory' in body else set()
      for status in sorted(given - named):
        yield f'{header}: {name} can return {status}, and its comment does not name it'


def check_itself():
  """Each of these headers is faulty, and the last is not."""
  head = '/* A header. */\n\n'
  declared = 'MIA_API enum mia_status mia_x_make(int i);\n'
  code = {'mia_x_make': 'mia_x_make(int i)\n{\n\treturn i ? MIA_ERR_IO : MIA_OK;\n}'}
  for bad in [
    declared,                                                                      # no comment
    '/* Makes it. */\n\n' + declared,                                              # of another paragraph
    '/* Makes it. */\n' + declared,                                                # no status
    '/* Makes it. MIA_ERR_IO: no file. */\n' + declared,                           # not what else
    '/* Makes it. Returns something. */\n' + declared,
    '/* Makes it. Returns MIA_OK. */\n' + declared,                                # not MIA_ERR_IO
    '/* Makes it. Returns the usual statuses. */\n' + declared,                    # likewise
    '/* Makes it. Returns as mia_x_make; MIA_ERR_IO: no file. */\n' + declared,    # round in a circle
    '/* Returns MIA_OK; MIA_ERR_IO: no file. */\nint a;\nMIA_API int mia_y(int i);\n\n' + declared,
  ]:
    if not list(faults_of('self', head + bad, code)):
      return [f'this lint does not see what is wrong with:\n{bad}']
  for good in [
    '/* Makes it. Returns MIA_OK; MIA_ERR_IO: no file. */\n' + declared,
    '/* Makes it. Returns the usual\n * statuses; MIA_ERR_IO: no file. */\n' + declared,
    '/* Asks. Any thread. */\nMIA_API int mia_y(int i);\nMIA_API void mia_x_free(int i);\n',
  ]:
    if faults := list(faults_of('self', head + good, code)):
      return [f'this lint finds fault with what is right: {faults[0]}']
  return []


def main():
  root, *headers = sys.argv[1:]
  faults = check_itself()
  code = bodies(root)
  count = 0
  for header in headers:
    text = pathlib.Path(header).read_text(encoding='utf-8')
    count += sum(1 for _ in functions(text))
    faults += faults_of(header, text, code)
  if count == 0:
    faults.append('no function found')
  if not any('MIA_ERR_' in body for body in code.values()):
    faults.append('no function of the library found')
  print('\n'.join(faults) or f'{count} functions')
  sys.exit(bool(faults))


main()
