"""What stands under the names of one thing, also where it contradicts (DUP_KEY in docs/reasons.md)."""
import values
from shapes import COLUMN_TIMES, ENVELOPE, NAMES, Folder, scalar
from text import Obj

def pair(key, value):
  out = Obj()
  out.pairs.append((key, value))
  return out


class Values:

  def all(self, what):
    """Each value that stands under a name of this, also in another case."""
    own = NAMES[what]
    loose = [name.lower() for name in own if name not in ENVELOPE + ('id', 'operation')]
    out = []
    for name, value in self.record.pairs:  # the second reading adds some of them by another name
      if (name in own or name.lower() in loose) and value is not None and value != '' and (
          not any(value is one for one in out)):
        out.append(value)
    return out

  def torn(self, what):
    """'a | b' where values contradict (DUP_KEY in docs/reasons.md), or None."""
    plain = {'time': lambda t: getattr(values.time(t), 'at', t), 'guid': lambda t: values.guid(t) or t,
             'session': values.session, 'ip': lambda t: values.address(t)[0], 'ip2': lambda t: values.address(t)[0],
             'ip3': lambda t: values.address(t)[0], 'app': values.session, 'client_app': values.session,
             'info': str, 'info2': str, 'id': values.session}.get(what, str.lower)
    said = [(name, scalar(value)) for name in NAMES[what] for value in self.named(name, what)]
    said = [(name, text) for name, text in said if text and text.strip().lower() not in ('', 'null', 'none', 'nan') and
            plain(text.strip())]
    if what == 'id':  # other names are of other things
      said = [one for one in said if one[0] == said[0][0]]
    texts = [text for value in self.all(what) for text in [scalar(value)] if text in [t for _, t in said]]
    other = [text for text in texts if plain(text.strip()) != plain(texts[0].strip())]
    if not other:
      return None
    self.event.flags.add('DUP_KEY')
    return texts[0] + ' | ' + other[0]

  def named(self, name, what):
    loose = name not in ENVELOPE + ('id', 'operation')
    return [value for key, value in self.record.pairs if key == name or (loose and key.lower() == name.lower())]

  def listed(self, what):
    """The objects of all lists of this."""
    return [thing for value in self.all(what) for thing in self.things(value)]

  def once(self, thing, keys, take):
    """An object with the first of values that contradict; the others are taken as things of their own."""
    out, held = Obj(), {}
    for name, value in thing.pairs:
      key = next((key for key in keys if key.lower() == name.lower()), None)
      if key and scalar(value):
        if held.setdefault(key, scalar(value)) != scalar(value):
          self.more.append((take, key, scalar(value)))
          continue
      elif key and held.get(key):
        continue
      out.pairs.append((name, value))
    return out

  def take_more(self):
    while self.more:
      take, key, value = self.more.pop(0)
      take(key, value)

  def flat_item(self):
    """The columns of Search-MailboxAuditLog and of Microsoft's script."""
    column = lambda *names: next((scalar(self.record.fold(n)) for n in names if scalar(self.record.fold(n))), None)
    path = column('FolderPathName')
    folder = Folder(column('FolderId'), None if path == 'Not Available' else path, column('FolderName'))
    folder = self.remember(folder)
    thing = Obj()
    for key, names in (('Id', ('ItemId',)), ('InternetMessageId', ('ItemInternetMessageId',)),
                       ('Subject', ('ItemSubject',) + (('Subject',) if column('LogonUserDisplayName') else ()))):
      if column(*names):
        thing.pairs.append((key, column(*names)))
    if thing.pairs:
      self.item(thing, folder)

  def address(self):
    event = self.event
    stated = [scalar(self.first(what)) for what in ('ip', 'ip2', 'ip3')]
    shown = next(filter(None, stated), None)
    event.ip = event.ip_other = event.ip_raw = None
    event.ip_real = False
    torn = next(filter(None, [self.torn(what) for what in ('ip', 'ip2', 'ip3')]), None)
    if torn:
      event.ip = event.ip_raw = torn
      return
    if shown is None:
      return
    event.ip, event.ip_real = values.address(shown)
    event.ip_raw = shown
    other = stated[1]
    if stated[0] and other:
      text, real = values.address(other)
      if real and text != event.ip:
        event.ip_other = text
        event.ip_raw = shown + ' | ' + other
        if not event.ip_real:
          event.ip = event.ip_raw

  def columns(self):
    """ENVELOPE_DIFFERS: the cells around the record say something else."""
    if self.piece.cells is None or self.flat:
      return
    event, differs = self.event, False
    for names, own in ((('UserIds', 'UserId'), event.actor), (('Operations', 'Operation'), event.operation),
                       (('Identity', 'RecordId'), event.id)):
      for name in names:
        said = scalar(self.envelope.fold(name))
        if name == 'UserId' and 'userprincipalname' in [n.lower() for n in self.envelope.names()]:
          continue
        if said and own and said.strip().lower() != own.strip().lower():
          differs = True
    said = scalar(self.envelope.fold('CreationDate'))
    when = values.time(said) if said else None
    if when and event.time is not None and 'NO_TIME' not in event.flags:
      own = event.time // values.TICKS
      if own not in [t // values.TICKS for t in (when.at, when.other) if t is not None]:
        differs = True
    if differs:
      event.flags.add('ENVELOPE_DIFFERS')

  def has_time(self):
    """An operation in another case alone, and no time beside it, is anything."""
    return self.text('time') or any(scalar(holder.fold(name)) for holder in (self.envelope, self.record)
                                    for name in COLUMN_TIMES + ('LastAccessed',))

  def beside(self, *names):
    """What the columns around a record say, where it does not."""
    if self.piece.cells is None or self.flat or 'userprincipalname' in [n.lower() for n in self.envelope.names()]:
      return None
    return next(filter(None, (scalar(self.envelope.fold(name)) for name in names)), None)
