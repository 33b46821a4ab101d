"""A workbook as text: its sheets, or the rows of one of them.

Usage: workbook.py FILE [SHEET]
"""
import re
import sys
import time
import xml.etree.ElementTree as ElementTree
import zipfile

MAIN = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'


def names(book):
  return re.findall('<sheet name="([^"]*)"', book.read('xl/workbook.xml').decode())


def shown(cell, dates):
  """A cell as text; a style of the workbook that is a date makes one of a number."""
  if cell.find(MAIN + 'v') is None:
    return ''.join(text.text or '' for text in cell.iter(MAIN + 't'))
  number = float(cell.find(MAIN + 'v').text)
  if int(cell.get('s') or 0) in dates:
    return time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(round((number - 25569) * 86400)))
  return str(int(number))


def column(reference):
  number = 0
  for letter in re.match('[A-Z]+', reference)[0]:
    number = number * 26 + ord(letter) - 64
  return number - 1


def rows(book, sheet):
  styles = ElementTree.fromstring(book.read('xl/styles.xml'))
  formats = {one.get('numFmtId') for one in styles.iter(MAIN + 'numFmt') if 'yyyy' in one.get('formatCode')}
  dates = {i for i, one in enumerate(styles.find(MAIN + 'cellXfs')) if one.get('numFmtId') in formats}
  at = names(book).index(sheet) + 1
  for row in ElementTree.fromstring(book.read(f'xl/worksheets/sheet{at}.xml')).iter(MAIN + 'row'):
    cells = {column(cell.get('r')): shown(cell, dates) for cell in row}
    last = max((at for at, text in cells.items() if text), default=-1)
    yield [cells.get(i, '') for i in range(last + 1)]


if __name__ == '__main__':
  with zipfile.ZipFile(sys.argv[1]) as workbook:
    if len(sys.argv) == 2:
      print(*names(workbook), sep=', ')
    else:
      for cells in rows(workbook, sys.argv[2]):
        print(*cells, sep=' | ')
