"""What a record names: folders and items, in all the shapes in which they stand."""
import values
from shapes import ENVELOPE, NAMES, OBJECT_KEYS, Folder, Item, damage, scalar
from text import Bad, Number, Obj, Word, json_rest, json_whole


class Contents:
  """The part of a decoder that reads them; `self.record`, `self.event` and `self.all` are the decoder's."""

  def twice(self, thing, known):
    """A key that is used, and stands twice."""
    seen = set()
    for name in thing.names():
      for key in known:
        if name == key or (name.lower() == key.lower() and name != 'operation' and (
            known is not self.record_keys or key == 'Operation' or key not in ENVELOPE + ('id', 'operation'))):
          if key in seen:
            self.event.flags.add('DUP_KEY')
          seen.add(key)

  def nested(self, value):
    """A value, or the JSON that a text of it holds."""
    if isinstance(value, str) and not isinstance(value, (Number, Word)) and value.lstrip()[:1] in ('[', '{'):
      try:
        return json_whole(value, self.event.flags)
      except Bad:
        self.lost = True
        return json_rest(value, self.event.flags)
    return value

  def things(self, value):
    """The objects of a list, of one object, or of a text."""
    value = self.nested(value)
    if isinstance(value, Obj):
      return [value]
    out = []
    if isinstance(value, list):
      for one in value:
        one = self.nested(one)
        if isinstance(one, Obj):
          out.append(one)
        elif isinstance(one, str) and one.lstrip().startswith('@{'):
          out.append(damage(one))
        elif isinstance(one, str) and one == 'System.Object[]':
          self.lost = True
        elif isinstance(one, str) and not isinstance(one, (Number, Word)):
          out.append(one)
    elif isinstance(value, str):
      if value.lstrip().startswith('@{'):
        out.append(damage(value))
      elif value.startswith('System.Object[]'):
        self.lost = True
      elif value:
        out.append(value)
    return out

  def folder(self, thing):
    if not isinstance(thing, Obj):
      return Folder()
    self.twice(thing, OBJECT_KEYS['folder'])
    said = {}
    for name, value in thing.pairs:
      name, value = name.lower(), scalar(value)
      if name not in ('id', 'path', 'name') or value is None:
        continue
      if said.setdefault(name, value) != value:
        self.remember(Folder(**{name: value}))  # two are two folders
    if said.get('path') == 'Not Available':
      del said['path']
    return Folder(**said)

  def remember(self, folder):
    self.event.mentions.append(folder.key() if folder else ())
    if not folder:
      return None
    for known in self.event.folders:
      if known.key() == folder.key():
        return known
    self.event.folders.append(folder)
    return folder

  def item(self, thing, folder):
    self.twice(thing, OBJECT_KEYS['item'])
    said, others = {}, []
    for name, value in thing.pairs:
      name = {'internetmessageid': 'InternetMessageId', 'id': 'Id', 'immutableid': 'ImmutableId'}.get(name.lower())
      if name and scalar(value) is not None and said.setdefault(name, value) != value:
        others.append((name, value))
    self.one_item(thing, said, folder)
    for name, value in others:  # two ids are two items
      self.one_item(Obj(), {name: value}, folder)

  def one_item(self, thing, said, folder):
    item = Item()
    item.raw = raw = scalar(said.get('InternetMessageId'))
    if raw is not None:
      canonical = values.message_id(raw)
      if canonical:
        item.message = canonical[0]
        if canonical[1] and canonical[0]:
          self.event.flags.add('MESSAGE_ID_REWRITTEN')
        if canonical[2]:
          self.lost = True
    item.immutable = scalar(said.get('ImmutableId'))
    if item.immutable == 'ErrorDuringIdConversion':
      item.immutable = None
    item.store = scalar(said.get('Id'))
    if item.store == 'Unknown':
      item.store = None
    subjects = [scalar(one) for name, one in thing.pairs if name.lower() == 'subject' and scalar(one)]
    item.subject = min(subjects, key=str.encode) if subjects else None
    for size in [one for name, one in thing.pairs if name.lower() == 'sizeinbytes' and one is not None]:
      whole = values.whole(size) if isinstance(size, str) else None
      if whole is None:
        self.event.flags.add('BAD_VALUE')
      else:
        item.size = max(whole, item.size or 0)
    item.folder = folder
    self.event.items.append(item)

  def lists(self, what):
    """The objects of every list of that name, one after another."""
    held = [value for name in NAMES[what] for value in self.all(name)]
    self.event.twice_listed |= len([one for one in held if one is not None and one != '']) > 1
    return [thing for one in held for thing in self.things(one)]

  def drop_repeats(self):
    """Of lists that stand twice: an item that both name in one folder is one."""
    kept = []
    for item in self.event.items:
      place = lambda one: one.folder and one.folder.key()
      like = lambda a, b: place(a) == place(b) and (
        a.raw == b.raw if a.raw or b.raw else (a.store, a.immutable) == (b.store, b.immutable))
      if not (item.key() or item.raw) or not any(like(one, item) for one in kept):
        kept.append(item)
    self.event.items = kept

  def lists_items(self):
    for thing in self.things(self.first('folders')):
      if isinstance(thing, Obj) and any(isinstance(i, Obj) for i in self.things(thing.any('FolderItems'))):
        return True
    return False

  def contents(self):
    """The folders and items that the record names."""
    event = self.event
    event.nameless = False
    for thing in self.lists('folders'):
      if not isinstance(thing, Obj):
        continue
      event.twice_listed |= [name.lower() for name in thing.names()].count('folderitems') > 1
      folder = self.folder(thing)
      event.nameless |= not folder
      folder, before = self.remember(folder), len(event.items)
      for name, inner in thing.pairs:
        if name.lower() != 'folderitems':
          continue
        if isinstance(inner, str) and inner.startswith('System.Object'):
          self.lost = True
          continue
        for item in self.things(inner):
          # The second reading sees values: of an item without any it sees nothing.
          if isinstance(item, Obj) and not (self.borrowed and not any(scalar(one) for _, one in item.pairs)):
            self.item(item, folder)
      if folder and len(event.items) == before:
        event.bare.add(folder.key())
    for item in self.lists('item'):
      if not isinstance(item, Obj):
        continue
      parent = self.nested(item.any('ParentFolder'))
      if isinstance(parent, str) and parent.startswith('@{'):
        parent = damage(parent)
      said = self.folder(parent)
      same = said.id is None or said.id == scalar(item.any('Id'))
      if event.access == 'sync' or (event.access == 'unstated' and same):
        self.remember(said or Folder(scalar(item.any('Id'))))
      else:
        self.item(item, self.remember(said))
    for thing in self.lists('affected'):
      if isinstance(thing, Obj):
        self.item(thing, self.remember(self.folder(self.nested(thing.any('ParentFolder')))))
    folder = self.nested(self.first('folder'))
    if isinstance(folder, Obj):
      self.remember(self.folder(folder))
    self.flat_item()
    if event.twice_listed:
      self.drop_repeats()
    event.attachments = 0
    if event.operation == 'AttachmentAccess':
      for thing in self.things(self.first('messages')):
        if isinstance(thing, Obj):
          item = Item()
          item.store = scalar(thing.any('Id'))
          event.items.append(item)
          event.attachments += len(self.things(thing.any('MessageItems')))

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
