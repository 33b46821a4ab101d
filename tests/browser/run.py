"""The page of a case as a browser shows it: nothing asked of the network, no
word on the console, no overflow, names for everything, a print that repeats
its headings. Looked at by eye with --shots.

Usage: run.py PAGE-PROGRAM FIXTURES [--shots DIR]
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import chromium

SESSION = '5e55a77a-0000-4000-8000-00000000000a'
program, fixtures = sys.argv[1], pathlib.Path(sys.argv[2])
shots = pathlib.Path(sys.argv[4]) if sys.argv[3:4] == ['--shots'] else None
if chromium.program() is None:
  print('1..0 # SKIP no chromium on this machine')
  sys.exit(0)
if shutil.which('pdftotext') is None:
  print('1..0 # SKIP no pdftotext on this machine')
  sys.exit(0)

# What somebody may put into a subject, a folder, an address or an id.
MARKUP = '"><script>document.title="gone"</script><img src=http://evil.example/x.png onerror=alert(1)>'
STYLE = '</style><style>*{display:none}</style>&#60;b&gt;\' <!-- <svg onload=alert(1)>'
HIDDEN = 'invoice\u202efdp.exe\u2066\u200b\u0085\u001b[2J'
LONG = 'x' * 400


def hostile_records(count):
  """Binds and syncs of one mailbox, each with a name that wants something."""
  words = [MARKUP, STYLE, HIDDEN, LONG, '\u202e' + MARKUP, 'https://evil.example/' + LONG[:300]]
  for i in range(count):
    word = words[i % len(words)]
    common = {
      'Id': f'c0000000-0000-4000-8000-{i:012d}', 'Operation': 'MailItemsAccessed', 'RecordType': 50,
      'CreationTime': f'2026-03-{4 + i % 5:02d}T{i // 60 % 24:02d}:{i % 60:02d}:00',
      'UserId': word[:200] if i % 3 else 'eve@example.org', 'MailboxOwnerUPN': 'eve@example.org',
      'MailboxGuid': 'b0000000-0000-4000-8000-000000000001', 'ClientInfoString': word, 'SessionId': word[:40],
      'ClientIPAddress': '203.0.113.7', 'ResultStatus': 'Succeeded', 'LogonType': 0,
    }
    sync = i % 10 == 9
    common['OperationProperties'] = [{'Name': 'MailAccessType', 'Value': 'Sync' if sync else 'Bind'},
                                     {'Name': 'IsThrottled', 'Value': 'True' if i == 0 else 'False'}]
    folder = {'Id': f'F{i % 6}', 'Path': '\\' + word}
    if sync:
      common['Item'] = {'ParentFolder': folder}
    else:
      folder['FolderItems'] = [{'InternetMessageId': f'<{i}-{word[:60]}@example.org>', 'Subject': word, 'SizeInBytes': i}]
      common['Folders'] = [folder]
    yield json.dumps(common)


def make_pages(folder):
  """The pages by name."""
  hostile = folder / 'hostile <b>&"\'\u202e.ndjson'
  hostile.write_text('\n'.join(hostile_records(1300)) + '\n{"broken": \n', encoding='utf-8')
  asked = {
    'incident': ['--session', SESSION, '--case', 'F-1', '--examiner', 'E. Xaminer', fixtures / 'incident'],
    'people': ['--session', SESSION, '--own', 'fjordlight.example',
               '--inventory', fixtures / 'inventory' / 'message-trace.csv', fixtures / 'incident'],
    'empty': [],
    'hostile': ['--case', MARKUP, '--examiner', HIDDEN, hostile],
  }
  for name, arguments in asked.items():
    made = subprocess.run([program, *map(str, arguments)], capture_output=True, check=False)
    if made.returncode:
      sys.exit('page: ' + made.stderr.decode())
    path = folder / (name + '.html')
    path.write_bytes(made.stdout)
    yield name, path


results = []


def check(name, holds, detail=''):
  results.append(bool(holds))
  print(f'{"ok" if holds else "not ok"} {len(results)} - {name}')
  if not holds and detail:
    print('# ' + str(detail)[:600].replace('\n', ' '))


def check_quiet(name, events):
  said = [e for e in events if e.get('method') in ('Log.entryAdded', 'Runtime.consoleAPICalled', 'Runtime.exceptionThrown')]
  asked = [e['params']['request']['url'] for e in events if e.get('method') == 'Network.requestWillBeSent']
  check(f'{name}: no word on the console', not said, said)
  check(f'{name}: nothing is requested but the page', len(asked) == 1 and asked[0].startswith('file://'), asked)


def check_widths(browser, name, path):
  for width in (400, 1600):
    browser.width(width)
    browser.scheme('light')
    check_quiet(f'{name} {width}', browser.load(path))
    for scheme in ('light', 'dark'):
      browser.scheme(scheme)
      wide = browser.value('document.documentElement.scrollWidth')
      check(f'{name}: fits {width} pixels, {scheme}', wide <= width, wide)
      ground = browser.value('getComputedStyle(document.documentElement).backgroundColor')
      lightest = max(map(int, re.findall(r'\d+', ground)[:3]))
      check(f'{name}: the ground is {scheme} at {width}', (lightest < 64) == (scheme == 'dark'), ground)
      if shots:
        (shots / f'{name}-{width}-{scheme}.png').write_bytes(browser.shot())


def check_styled(browser, name):
  """The style is the page's own, by its hash; another one is refused."""
  check(f'{name}: its style is in force', browser.value('getComputedStyle(document.querySelector(".skip")).position') == 'absolute')
  browser.value('document.head.insertAdjacentHTML("beforeend", "<style>h1{display:none}</style>")')
  check(f'{name}: no other style is', browser.value('getComputedStyle(document.querySelector("h1")).display') != 'none')


def check_names(browser, name):
  nodes = [n for n in browser.ask('Accessibility.getFullAXTree')['nodes'] if not n.get('ignored')]

  def named(role):
    return [(n.get('name', {}).get('value') or '').strip() for n in nodes if n.get('role', {}).get('value') == role]

  images, tables, regions = named('image') + named('img'), named('table'), named('region')
  check(f'{name}: tables and images have names', all(images + tables + regions), (images, tables, regions))
  for role in ('banner', 'navigation', 'main', 'contentinfo'):
    check(f'{name}: one {role}', len(named(role)) == 1, named(role))
  pictures = browser.value('document.querySelectorAll("svg:not([aria-hidden])").length')
  check(f'{name}: every picture is an image', pictures == len(images), (pictures, images))
  levels = browser.value('[...document.querySelectorAll("h1,h2,h3,h4")].map(h => +h.tagName[1])')
  steps = all(b <= a + 1 for a, b in zip(levels, levels[1:]))
  check(f'{name}: headings in order', levels[0] == 1 and levels.count(1) == 1 and steps, levels)
  check(f'{name}: headings of columns and rows have a scope', browser.value('!document.querySelector("th:not([scope])")'))
  check(f'{name}: no id twice', browser.value('new Set([...document.querySelectorAll("[id]")].map(e => e.id)).size === '
                                              'document.querySelectorAll("[id]").length'))
  check(f'{name}: every link and label leads somewhere', browser.value(
    '[...document.querySelectorAll("a")].every(a => a.getAttribute("href")[0] === "#" && '
    'document.getElementById(a.getAttribute("href").slice(1))) && '
    '[...document.querySelectorAll("[aria-labelledby]")].every(e => document.getElementById(e.getAttribute("aria-labelledby")))'))


def check_keyboard(browser, name):
  browser.value('document.activeElement.blur(); window.scrollTo(0, 0)')
  reached = []
  for _ in range(400):
    browser.key('Tab')
    reached.append(browser.value('document.activeElement === document.body ? null : document.activeElement.className'))
    if reached[-1] is None:
      break
  check(f'{name}: the first stop of the keyboard skips to the answer', reached[0] == 'skip', reached[:3])
  frames = browser.value('[...document.querySelectorAll(".scroll,.picture")].filter(e => !e.closest("details:not([open])")).length')
  stops = sum(1 for r in reached if r and ('scroll' in r or 'picture' in r))
  check(f'{name}: the keyboard reaches what scrolls', stops == frames, (stops, frames))


def printed(browser, folder, name):
  path = folder / (name + '.pdf')
  path.write_bytes(browser.pdf())
  if shots:
    shutil.copy(path, shots)
  text = subprocess.run(['pdftotext', '-layout', path, '-'], capture_output=True, check=True).stdout.decode()
  return text.split('\f')[:-1]


def check_print(browser, folder, name):
  pages = printed(browser, folder, name)
  check(f'{name}: prints', len(pages) >= 2, len(pages))
  # The questions of whoever has to decide, each answered before the reader turns the page.
  asked = ['Which messages, from', 'Whose mailboxes?', 'Were folders copied?', 'What cannot be', 'How many people?',
           'else', 'Is it over?', 'When was this made']
  check(f'{name}: the first page answers', not [q for q in asked if q not in pages[0]],
        [q for q in asked if q not in pages[0]])
  return pages


def check_whole(browser, name):
  """What is copied from the page into a firewall or a search is never broken in its middle."""
  for width in (400, 1280):
    browser.width(width)
    broken = browser.value(
      '[...document.querySelectorAll("td .k, th .k")].filter(e => !e.closest("details:not([open])") && '
      'e.getClientRects().length > 1).map(e => e.textContent)')
    check(f'{name}: no address, account or id is broken at {width}', not broken, broken)


def check_closed(browser, pages, name):
  """A table that is closed on the screen is printed all the same."""
  closed = browser.value('[...document.querySelectorAll("details:not(.again):not([open]) td")].map(e => e.textContent.trim())'
                         '.filter(t => /^[0-9a-f]{8}-/.test(t)).slice(0, 5)')
  text = ' '.join(pages)
  check(f'{name}: what is closed is printed', all(c[:8] in text for c in closed), closed)


def check_long_table(pages):
  first = next(i for i, page in enumerate(pages) if 'Messages, one row' in page)
  last = next(i for i, page in enumerate(pages) if 'Folders, one row' in page)
  bare = [i for i in range(first, last) if 'Message id' not in pages[i] or 'Subject' not in pages[i]]
  check('hostile: a long table repeats its headings on every page', last - first > 10 and not bare, (first, last, bare))


def check_hostile(browser):
  check('hostile: the title is not changed', 'gone' not in browser.value('document.title').replace('="gone"', ''))
  check('hostile: no element but ours', browser.value(
    '!document.querySelector("script,img,iframe,object,embed,link,base,form,[onerror],[onload],[style],bdi bdi")'))
  check('hostile: links stay on the page', browser.value(
    '[...document.links].every(a => a.getAttribute("href").startsWith("#"))'))
  browser.value('document.querySelectorAll("details").forEach(d => d.open = true)')
  text = browser.value('document.body.innerText')
  check('hostile: markup is shown', '<script>document.title=' in text and '</style><style>' in text)
  check('hostile: what is hidden is shown', '\u27e8U+202E\u27e9' in text and '\u27e8U+001B\u27e9' in text
        and not re.search('[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]', text))
  # Nine of ten records are binds, each with an id of its own.
  check('hostile: the rest is in the CSV', 'First 1,000 of 1,170 rows; all are in messages.csv.' in text,
        re.findall('First 1,000.*', text))
  check('hostile: bars are few', browser.value('document.querySelectorAll("svg rect").length') < 1000)


def check_words(browser, name):
  text = browser.value('document.body.innerText')
  # But what a rule does is told as it is.
  said = re.findall(r'.{0,30}(?<!mark as )\bread\b.{0,30}|not accessed', text, re.I)
  check(f'{name}: never "read", never "not accessed"', not said, said)


def run(folder):
  browser = chromium.Browser()
  try:
    for name, path in make_pages(folder):
      check_widths(browser, name, path)
      if name != 'hostile':
        check_names(browser, name)
        check_keyboard(browser, name)
      pages = check_print(browser, folder, name)
      if name == 'hostile':
        check_long_table(pages)
        check_hostile(browser)
      else:
        check_words(browser, name)
        check_whole(browser, name)
        check_closed(browser, pages, name)
      check_styled(browser, name)
  finally:
    browser.close()


with tempfile.TemporaryDirectory(prefix='mia-pages-') as room:
  if shots:
    shots.mkdir(parents=True, exist_ok=True)
  run(pathlib.Path(room))
print(f'1..{len(results)}')
sys.exit(not all(results))
