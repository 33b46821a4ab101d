"""The texts of each language: none is missing, each has the places and the forms
of the English one, nothing is left in English, and each is said somewhere.

Usage: texts.py SOURCE-ROOT
"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
LANGUAGES = {'english', 'german', 'french'}
# Said alike in another language.
ALIKE = {
  'german': {'AXIS_UTC', 'COL_FORM', 'COL_SYNC_COUNT', 'COL_BIND_COUNT', 'COL_NAME', 'SPAN_TIME', 'SPAN_TIME_KNOWN',
             'LIST_COMMA', 'LIST_SEMICOLON', 'LIST_COLON', 'BOOK_OPTION', 'COLUMN_CLIENTS'},
  'french': {'AXIS_UTC', 'MADE', 'H_MESSAGES', 'COL_MESSAGES', 'H_SESSIONS', 'MESSAGES_COUNT', 'COL_SYNC_COUNT',
             'COL_BIND_COUNT', 'SPAN_TIME', 'SPAN_TIME_KNOWN', 'LIST_COMMA', 'COL_APP', 'BOOK_SHEET_MESSAGES',
             'BOOK_SHEET_SESSIONS', 'BOOK_TOPIC_0', 'BOOK_OPTION', 'COLUMN_CLIENTS', 'COLUMN_APP_NAME', 'TRAIT_1', 'TRAIT_3'},
}
# Of these the number is never 0, so that French may say "1".
NEVER_NONE = {'SAY_FILES', 'SUM_NO_ACCESS', 'SUM_NO_ACCESS_ANYONE'}
# What stands between two others.
JOINTS = {'LIST_COLON', 'LIST_COMMA', 'LIST_AND', 'LIST_AND_CAUSE', 'LIST_MORE', 'LIST_SEMICOLON', 'DIGIT_GROUPS'}
# These name pages of Microsoft's, or a value of a column.
TITLES = {'METHOD_2', 'METHOD_10', 'SESSIONS_UNTOLD'}
# Names of rows of pictures stand in a margin (LEFT of report/html/picture.c).
LANE_LETTERS = 34
UNDER_A_PICTURE = {'LANE_TIMELESS', 'LANE_FAILED'}
ENGLISH_WORDS = re.compile(r'\b(the|and|of|is|were|which|not|that|with|by|cannot)\b')

faults = []


def texts_of(language):
  source = (root / 'libmia/texts' / (language + '.def')).read_text(encoding='utf-8')
  source = re.sub(r'/\*.*?\*/', '', source, flags=re.S)
  texts = {}
  entry = re.compile(r'\s*SAY\((\w+),\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)')
  at = 0
  while found := entry.match(source, at):
    if found[1] in texts:
      faults.append(f'{language}: {found[1]} stands twice')
    texts[found[1]] = ''.join(re.findall(r'"((?:[^"\\]|\\.)*)"', found[2]))
    at = found.end()
  if source[at:].strip():
    faults.append(f'{language}: not understood: {source[at:].strip()[:60]}')
  return texts


def places(form):
  return sorted(set(re.findall(r'%(.)', form)))


def look(language, name, text, english):
  fault = lambda what: faults.append(f'{language}: {name}: {what}')
  forms, wanted = text.split('|'), english.split('|')
  if len(forms) != len(wanted) or len(forms) > 2:
    fault(f'{len(forms)} forms, where English has {len(wanted)}')
    return
  if places(forms[-1]) != places(wanted[-1]):
    fault(f'places {places(forms[-1])}, where English has {places(wanted[-1])}')
  # Whoever says "1" says it without its place.
  if set(places(forms[0])) - set(places(forms[-1])) or len(places(forms[-1])) - len(places(forms[0])) > 1:
    fault('its two forms have different places')
  if language == 'french' and name not in NEVER_NONE and places(forms[0]) != places(forms[-1]):
    fault('French says 0 in the first form, so the number must stand there')
  for form, other in zip(forms, wanted):
    if not form and other:
      fault('a form is empty')
    for end in (0, -1):
      if (form[end:][:1] == ' ') != (other[end:][:1] == ' ') and name not in JOINTS:
        fault('a blank at an end, or none, where English has it otherwise')
    if (form[-1:] == '.') != (other[-1:] == '.') and name not in JOINTS:
      fault('a full stop where English has none, or none where it has')
  # The lines of a plain file, in columns.
  plain = name.startswith('READ_ME_')
  if '"' in text or '\\' in text or ('  ' in text and not plain):
    fault('a straight quotation mark, a backslash or two blanks')
  if name.startswith('LANE_') and name not in UNDER_A_PICTURE and len(text) > LANE_LETTERS:
    fault(f'more than {LANE_LETTERS} letters are cut off in front of a row of a picture')
  if language == 'english':
    return
  if "'" in text and not plain:
    fault('a straight apostrophe')
  if text and text == english and name not in ALIKE[language]:
    fault('the same as in English')
  if name not in TITLES and ENGLISH_WORDS.search(text):
    fault(f'English is left over: {ENGLISH_WORDS.search(text)[0]}')


found = {path.stem for path in (root / 'libmia/texts').glob('*.def')}
if found != LANGUAGES:
  faults.append(f'languages: {sorted(found)}')
english = texts_of('english')
for language in sorted(LANGUAGES):
  texts = english if language == 'english' else texts_of(language)
  faults += [f'{language}: {name} is missing' for name in english if name not in texts]
  faults += [f'{language}: {name} is no text of English' for name in texts if name not in english]
  for name, text in texts.items():
    if name in english:
      look(language, name, text, english[name])
# Of texts that end in a number one stands for all.
source = '\n'.join(path.read_text(encoding='utf-8') for path in sorted((root / 'libmia').rglob('*.[ch]')))
used = {name.rstrip('0123456789') for name in re.findall(r'\bT_(\w+)', source)}
faults += [f'{name} is said nowhere' for name in english if name.rstrip('0123456789') not in used]
if len(english) < 300:
  faults.append('hardly a text was found')
print('\n'.join(faults) or f'{len(english)} texts in {len(LANGUAGES)} languages')
sys.exit(bool(faults))
