"""What the records together answer: repeats, names, scope, messages, folders,
timeline. From docs/inside.md ("What is the same thing"), docs/records.md and
docs/formats.md.
"""
import itertools

import values
from event import decode
from scope import MAYBE, NO, YES

LEVELS = ['access recorded', 'presumed copied', 'handled', 'unattributed']
LOSSES = ('ITEMS_LOST', 'UNNAMED', 'ACCESS_UNSTATED', 'PAYLOAD_LOST')


def contradict(one, other):
  """Whether both say who came, or how, and not the same; what one merely lacks is none."""
  for a, b in ((one.session or one.aad, other.session or other.aad), (one.ip, other.ip), (one.actor, other.actor),
               (one.logon, other.logon), (one.info, other.info), (one.app, other.app), (one.actor_info, other.actor_info)):
    if a and b and (values.guid(a) or a.lower()) != (values.guid(b) or b.lower()):
      return True
  return False


class Record:
  """One record, in one version or in several."""

  def __init__(self, event, source):
    self.versions, self.source = [event], source
    self.first = event

  def content(self, event):
    """What tells versions apart: what a record says of who, when and what. A member that is
    empty is not the same as none, where an event shows the member itself (address, result)."""
    return (event.operation, event.access, event.throttled, event.guid, event.owner, event.actor, event.logon,
            event.session, event.aad, event.ip_raw, event.ip_stands, event.info,
            tuple(app and values.session(app) for app in event.apps), event.status,
            event.status_stands, event.time, event.attachments,
            tuple(sorted(str((i.message, i.immutable, i.store, i.size, i.subject)) for i in event.items)),
            tuple(sorted(map(repr, event.mentions))))

  def join(self, every=True):
    """What the versions say together; of what they name, unless every of them counts,
    what one that failed names exposes nothing."""
    self.access = next((v.access for k in ('bind', 'sync') for v in self.versions if v.access == k),
                       self.first.access)
    self.conflict = len({self.content(v) for v in self.versions}) > 1
    self.failed = all('FAILED' in v.flags for v in self.versions)
    self.live = [v for v in self.versions if every or self.failed or 'FAILED' not in v.flags]
    self.items, self.folders = self.named(self.live)
    self.throttled = 'yes' if any(v.throttled == 'yes' for v in self.versions) else self.first.throttled


  @staticmethod
  def named(versions):
    """What versions name, once."""
    items, folders, seen = [], [], set()
    for version in versions:
      for item in version.items:
        mark = (item.message, item.immutable, item.store, item.subject, item.size,
                item.folder and item.folder.key())
        if len(versions) == 1 or mark not in seen:
          items.append(item)
        seen.add(mark)
      for folder in version.folders:
        if folder.key() not in [f.key() for f in folders]:
          folders.append(folder)
    return items, folders


class Names:
  """Which mailbox and which folder a record means."""

  def __init__(self, records):
    self.guids, self.owners, self.paths, self.bare = {}, {}, {}, {}
    for record in records:
      for event in record.versions:
        if event.owner and event.guid:
          self.guids.setdefault(event.owner.lower(), set()).add(event.guid)
    for record in records:
      for event in record.versions:
        box = self.box(event)
        if event.owner:
          at = (event.time if event.time is not None else -(1 << 70), event.owner)
          if box not in self.owners or self.owners[box] < at:
            self.owners[box] = at
        for folder in event.folders:
          if folder.id and folder.path:
            self.paths.setdefault((box, folder.id), set()).add(folder.path)
          if folder.id and folder.name:
            self.bare.setdefault((box, folder.id), set()).add(folder.name)
    self.by_path = {}
    for (box, id_), paths in self.paths.items():
      for path in paths:
        self.by_path.setdefault((box, path), set()).add(id_)

  def box(self, event):
    if event.guid:
      return event.guid
    if not event.owner:
      return None
    owner = event.owner.lower()
    guids = self.guids.get(owner, set())
    return next(iter(guids)) if len(guids) == 1 else owner

  def label(self, box):
    return self.owners[box][1] if box in self.owners else box

  def folder(self, box, folder):
    """The key of a folder: its id, else its path, else its name."""
    if not folder:
      return None
    if folder.id:
      return ('id', folder.id)
    if folder.path:
      ids = self.by_path.get((box, folder.path), set())
      return ('id', min(ids, key=str.encode)) if ids else ('path', folder.path)  # of several the least
    return ('name', folder.name)

  def called(self, box, key):
    """Its paths, else its bare names."""
    if key is None:
      return set()
    if key[0] == 'id':
      return self.paths.get((box, key[1])) or self.bare.get((box, key[1])) or set()
    return {key[1]}


class Evidence:

  def __init__(self, sources):
    self.sources = sorted(sources, key=lambda s: s.name.encode())
    self.inner = set()  # rejects that are framed well, and broken in a text inside
    self.rejects, self.flags, self.repeats = [], {}, {}
    known = {}
    for source in self.sources:
      for piece in source.pieces:
        event, reason = decode(piece)
        if reason:
          self.rejects.append((source.name, piece.number, piece.offset, reason))
          if not piece.reason:
            self.inner.add((source.name, piece.number))
          continue
        for flag in event.flags:
          self.flags[source.name, flag] = self.flags.get((source.name, flag), 0) + 1
        event.source = source.name
        record = Record(event, source.name)
        key = self.key(event, record)
        if key in known:
          known[key].versions.append(event)
          self.repeats[source.name] = self.repeats.get(source.name, 0) + 1
        else:
          known[key] = record
    self.records = list(known.values())
    for record in self.records:
      record.join(False)
    self.names = Names(self.records)

  @staticmethod
  def key(event, record):
    if event.id is None:
      return ('content', record.content(event), event.count)
    return (event.id, event.time, event.operation, event.guid or (event.owner or '').lower())

  def match(self, scope, record):
    """What a version that failed says brings nothing into the scope; what the scope excludes is out."""
    said = [scope.ask(v) for v in record.versions if record.failed or 'FAILED' not in v.flags]
    return YES if YES in said else NO if NO in [scope.ask(v) for v in record.versions] else MAYBE

  # --- the lists

  def translate(self):
    """Store ids that some record of the mailbox gives an internet message id."""
    out = {}
    for record in self.records:
      for version in record.versions:
        box = self.names.box(version)
        for item in version.items:
          if item.store and item.message:
            out.setdefault((box, item.store), set()).add(item.message)
    return out

  def item_key(self, box, item, store):
    if item.message is None and item.immutable is None and len(store.get((box, item.store), ())) == 1:
      return ('message', next(iter(store[box, item.store])))
    if item.message:
      return ('message', item.message)
    return ('item', item.key())

  def row_key(self, box, event, item, store):
    if event.operation == 'AttachmentAccess':
      return self.item_key(box, item, store)
    return ('message', item.message) if item.message else ('item', item.key())

  def told(self, scope, store):
    """Subjects and sizes that any version gives of an item: what is in scope, or may be, comes first."""
    out = {}
    for record in self.records:
      for version in record.versions:
        inside = scope.ask(version) != NO
        access = version.access or version.operation == 'MessageBind'
        box = self.names.box(record.first)
        for item in version.items:
          if item.key():
            facts = out.setdefault((box, self.row_key(box, version, item, store)), {'subjects': [], 'sizes': []})
            if item.subject:
              facts['subjects'].append((inside, item.subject))
            if item.size is not None:
              facts['sizes'].append((inside and bool(access), item.size))
    return out

  def messages(self, scope):
    store = self.translate()
    rows, told = {}, self.told(scope, store)
    for record in self.records:
      event, box = record.first, self.names.box(record.first)
      match = self.match(scope, record)
      for item in record.named([v for v in record.live if scope.ask(v) != NO])[0]:
        if not item.key():
          continue
        key = self.row_key(box, event, item, store)
        basis = {'bind': 'BIND', 'unstated': 'KIND_NOT_STATED', 'sync': 'SYNC_FOLDER'}.get(record.access)
        if basis is None:
          basis = {'AttachmentAccess': 'ATTACHMENT', 'MessageBind': 'MESSAGE_BIND'}.get(event.operation)
        if basis is None or record.failed or match == NO:
          continue
        if match == MAYBE:
          basis = {'ATTACHMENT': 'ATTACHMENT_UNATTR', 'SYNC_FOLDER': 'SYNC_UNATTR'}.get(basis, 'BIND_UNATTR')
        row = rows.setdefault((box, key), [])
        row.append((match, basis, record, item))
    return [self.message(scope, box, key, uses, told[box, key]) for (box, key), uses in rows.items()]

  def message(self, scope, box, key, uses, facts):
    bases = {basis for _, basis, _, _ in uses}
    sure = [use for use in uses if use[0] == YES]
    speak = sure or uses
    level = 'unattributed'
    if bases & {'BIND', 'ATTACHMENT', 'KIND_NOT_STATED', 'MESSAGE_BIND'}:
      level = 'access recorded'
    elif bases & {'SYNC_FOLDER'}:
      level = 'presumed copied'
    records = {id(use[2]): use[2] for use in speak}.values()
    out = {'mailbox': self.names.label(box), 'internet_message_id': key[1] if key[0] == 'message' else None,
           'exposure': level, 'basis': bases, 'access_count': len(records)}
    out['item_id'] = {use[3].immutable or use[3].store for use in speak} - {None}
    # Of a record in several versions, those that name the item.
    naming = [v for use in speak for v in use[2].live
              if scope.ask(v) != NO and any(i.key() == use[3].key() for i in v.items)]
    self.context(out, records, 'first_access', 'last_access', naming)
    out['folders'] = set()
    for use in speak:
      if use[3].folder:
        out['folders'] |= self.names.called(box, self.names.folder(box, use[3].folder))
    yes = [s for sure_, s in facts['subjects'] if sure_] or [s for _, s in facts['subjects']]
    out['subject'] = min(yes, key=str.encode) if yes else None
    sizes = [s for sure_, s in facts['sizes'] if sure_] or [s for _, s in facts['sizes']]
    out['size_bytes'] = max(sizes) if sizes else None
    return out

  def context(self, out, records, first, last, versions=None):
    versions = [v for r in records for v in r.versions] if versions is None else versions
    times = [r.first.time for r in records if r.first.time is not None]
    if first:
      out[first] = values.time_text(min(times)) if times else None
      out[last] = values.time_text(max(times)) if times else None
    out.setdefault('sessions', set()).update(
      v.session or v.aad for v in versions if v.session or v.aad)
    out.setdefault('client_ips', set()).update(v.ip for v in versions if v.ip)
    out.setdefault('actors', set()).update(v.actor for v in versions if v.actor)
    out.setdefault('record_ids', set()).update(r.first.id or 'sha256' for r in records)

  def folders(self, scope):
    rows = {}
    for record in self.records:
      event, box = record.first, self.names.box(record.first)
      match = self.match(scope, record)
      if match == NO or record.failed:
        continue
      live = [v for v in record.live if scope.ask(v) != NO]
      items, folders = record.named(live)
      if event.operation == 'MessageBind':
        for item in items:
          rows.setdefault((box, self.names.folder(box, item.folder)), {'uses': []})['uses'].append(
            (match, 'message', record, item.folder))
      elif record.access in ('bind', 'unstated', 'sync'):
        for folder in folders:
          key = self.names.folder(box, folder)
          kinds = {record.access}
          if record.access == 'unstated':
            # Where a version, or a part of it, lists none of its items, it may have been copied.
            kinds = set()
            for v in [v for v in live if folder.key() in [f.key() for f in v.folders]]:
              named = any(i.folder and i.folder.key() == folder.key() for i in v.items)
              kinds |= ({'unstated bind'} if named else set()) | (
                {'unstated'} if not named or folder.key() in v.bare else set())
          for access in sorted(kinds):
            rows.setdefault((box, key), {'uses': []})['uses'].append((match, access, record, folder))
        if any(v.nameless for v in live) or (record.access == 'sync' and not folders) or (
            any(item.folder is None for item in items) and record.access != 'sync'):
          rows.setdefault((box, None), {'uses': []})['uses'].append(
            (match, {'unstated': 'unstated bind'}.get(record.access, record.access) if any(
              item.folder is None for item in items) else record.access, record, None))
      elif event.operation == 'FolderBind':
        for folder in folders:
          key = self.names.folder(box, folder)
          rows.setdefault((box, key), {'uses': []})['uses'].append((match, 'folder', record, folder))
    return [self.folder(scope, box, key, row['uses']) for (box, key), row in rows.items()]

  def folder(self, scope, box, key, uses):
    sure = [use for use in uses if use[0] == YES]
    bases = set()
    for match, access, _, _ in uses:
      name = {'bind': 'BIND', 'unstated': 'KIND_NOT_STATED', 'unstated bind': 'KIND_NOT_STATED',
              'sync': 'SYNC_FOLDER',
              'folder': 'FOLDER_BIND', 'message': 'MESSAGE_BIND'}[access]
      if match == MAYBE:
        name = 'SYNC_UNATTR' if access in ('sync', 'unstated') else 'BIND_UNATTR'
      bases.add(name)
    level = 'unattributed'
    if bases & {'BIND', 'KIND_NOT_STATED', 'FOLDER_BIND', 'MESSAGE_BIND'}:
      level = 'access recorded'
    elif 'SYNC_FOLDER' in bases:
      level = 'presumed copied'
    distinct = lambda chosen: list({id(use[2]): use[2] for use in chosen}.values())
    syncs = distinct([use for use in sure if use[1] == 'sync'])
    binds = distinct([use for use in sure if use[1] in ('bind', 'unstated bind', 'message')])
    out = {'mailbox': self.names.label(box), 'folder': self.names.called(box, key),
           'folder_id': key[1] if key and key[0] == 'id' else None, 'exposure': level, 'basis': bases,
           'sync_count': len(syncs), 'bind_count': len(binds)}
    speak = distinct(sure or uses)
    naming = [v for record in speak for v in record.live if scope.ask(v) != NO
              if any(self.names.folder(box, f) == key for f in v.folders) or (
                key is None and (v.nameless or not v.folders or any(i.folder is None for i in v.items)))]
    self.context(out, speak, None, None, naming)
    for kind, names in (('sync', ('first_sync', 'last_sync')), ('bind', ('first_bind', 'last_bind'))):
      copied = lambda use: use[1] == 'sync' or (use[0] == MAYBE and use[1] == 'unstated')
      of = distinct([use for use in sure or uses if copied(use) == (kind == 'sync')])
      times = [r.first.time for r in of if r.first.time is not None]
      out[names[0]] = values.time_text(min(times)) if times else None
      out[names[1]] = values.time_text(max(times)) if times else None
    named = set()
    if not sure:
      binds = distinct([use for use in uses if use[1] in ('bind', 'unstated bind', 'message')])
    for record in binds:
      for item in record.items:
        if item.key() and self.names.folder(box, item.folder) == key:
          named.add(item.message or item.key())
    out['messages_accessed'] = len(named)
    return out

  def torn(self):
    """Ids of records in versions that differ."""
    return {r.first.id or 'sha256' for r in self.records if r.conflict}

  def timeline(self, scope):
    """For each record the lists of rows that may stand for it: of versions whichever speaks
    first, with those that do not contradict it in who came; then whichever of the others."""
    out = []
    for record in self.records:
      # Open fault: a version that the scope excludes should exclude the record.
      kept = [v for v in record.versions if scope.ask(v) != NO]
      if not kept:
        continue
      worth = [(v.access == 'unstated', sorted(v.flags & set(LOSSES))) for v in kept]
      differ = record.conflict or any(one != worth[0] for one in worth)
      orders = itertools.permutations(kept) if len(kept) < 5 and differ else [kept]
      ways = []
      for order in orders:
        groups = []
        for version in order:
          group = next((g for g in groups if not contradict(g[0], version)), None)
          if group is None:
            groups.append([version])
          else:
            group.append(version)
        rows = [row for group in groups for row in self.rows(scope, record, group)]
        if rows not in ways:
          ways.append(rows)
      out.append(ways)
    return out

  def rows(self, scope, whole, versions):
    """The rows of versions that one of them speaks for."""
    event, box = versions[0], self.names.box(versions[0])
    record = Record(event, whole.source)
    record.versions = versions
    record.join()
    # Of several copies what any of them says, but a loss only where all bear it.
    every = [v.flags for v in versions]
    flags = set().union(*every) - {f for f in LOSSES if not all(f in one for one in every)}
    flags |= {'ID_CONFLICT'} if whole.conflict else set()
    match = max(scope.ask(version) for version in versions)
    row = {'time': values.time_text(event.time), 'operation': event.operation,
           'access': event.odd_kind if record.access == 'unstated' and event.odd_kind else record.access,
           'mailbox': self.names.label(box), 'actor': event.actor, 'logon_type': event.logon,
           'client_ip': event.ip, 'session_id': event.session or event.aad,
           'app_id': event.app, 'flags': flags, 'client_ip_raw': event.ip_raw,
           'throttled': next((said for said in ('yes', 'no') if said in [v.throttled for v in versions]), None),
           'record_id': event.id or 'sha256', 'source': event.source, 'record': event.piece.number,
           'offset': event.piece.offset, 'match': 'yes' if match == YES else 'cannot tell'}
    rows = {}
    if record.access in ('bind', 'sync'):
      if record.access == 'sync':
        rows = {(self.names.folder(box, folder), None): None for folder in record.folders}
      if record.access == 'sync' and any(v.nameless for v in record.versions):
        rows[None, None] = None
      known = [v for v in versions if v.access in ('bind', 'sync')]
      for item in record.items:
        ids = (item.message, item.immutable or item.store)
        if not any(ids) and not any(item in v.items for v in known):
          continue  # names nothing, in a version that says less than another one
        said = any(ids) or item.subject or item.size is not None
        if record.access == 'sync' and not said and (item.folder or (None, None) in rows):
          continue  # says no more than the row of its folder
        mark = ids if any(ids) else ids + (item.subject, item.size)
        rows.setdefault((self.names.folder(box, item.folder), mark), []).append(item)
    if not rows:
      return [row]
    out = []
    for (key, _), items in rows.items():
      item = items and items[0]
      sizes = [i.size for i in items or () if i.size is not None]
      subjects = [i.subject for i in items or () if i.subject]
      called = self.names.called(box, key)
      name = ' | '.join(sorted(called, key=str.encode)) or (key[1] if key else None)
      out.append({**row, 'folder': name, 'internet_message_id': item and item.message,
                  'item_id': item and (item.immutable or item.store),
                  'subject': min(subjects, key=str.encode) if subjects else None,
                  'size_bytes': max(sizes) if sizes else None})
    return out

  def sums(self):
    count = lambda test: sum(1 for r in self.records if test(r))
    times = [r.first.time for r in self.records if r.first.time is not None]
    return {'events': len(self.records), 'repeats': sum(self.repeats.values()),
            'rejected': len(self.rejects), 'binds': count(lambda r: r.access == 'bind'),
            'syncs': count(lambda r: r.access == 'sync'), 'unstated': count(lambda r: r.access == 'unstated'),
            'throttled': count(lambda r: r.throttled == 'yes'),
            'throttled_not_stated': count(
              lambda r: r.access and all(v.throttled is None for v in r.versions)),
            'no_time': count(lambda r: r.first.time is None),
            'first': values.time_text(min(times)) if times else None,
            'last': values.time_text(max(times)) if times else None}
