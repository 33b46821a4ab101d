"""The books in the JSON of `mia info`, as lines; and whether they balance."""
import json
import sys

with open(sys.argv[1], encoding='utf-8') as f:
  info = json.load(f)
totals = info['totals']


def named(counts):
  return ', '.join(f'{name} {count}' for name, count in sorted(counts.items())) or 'none'


print('{records} records = {events} events + {repeats} repeats + {rejected} rejected'.format(**totals))
print('rejects:', named(totals['rejects']))
print('flags:', named(totals['flags']))
if totals['records'] != totals['events'] + totals['repeats'] + totals['rejected']:
  print('the records do not add up')
for name in ('records', 'events', 'repeats', 'rejected'):
  if totals[name] != sum(source[name] for source in info['sources']):
    print(f'the {name} of the sources do not add up to the total')
if totals['rejected'] != sum(totals['rejects'].values()):
  print('the rejects have not one reason each')
for source in info['sources']:
  if source['text_bytes'] != source['record_bytes'] + source['framing_bytes']:
    print('the bytes of', source['source'], 'do not add up')
  if source['note']:
    print('note:', source['note'])
