"""What is asked of a record: whether it is in scope, is not, or cannot be told."""
import ipaddress

import values

ZONE = 14 * 3600 * values.TICKS
FRONT = [ipaddress.ip_network(n) for n in ('20.20.32.0/19', '20.190.128.0/18', '20.231.128.0/19',
                                           '40.126.0.0/18')]
NO, MAYBE, YES = 0, 1, 2


class Scope:
  """What is asked: sessions, addresses, accounts, a span of time."""

  def __init__(self, sessions=(), ips=(), users=(), since=None, until=None):
    self.sessions = [values.session(s) for s in sessions]
    self.nets = [ipaddress.ip_network(ip) for ip in ips]
    self.users = [u.lower() for u in users]
    self.since, self.until = since, until

  def args(self):
    out = ['--allow-absent'] if self.sessions else []
    for option, of in (('--session', self.sessions), ('--ip', self.nets), ('--user', self.users)):
      for value in of:
        out += [option, str(value)]
    if self.since is not None:
      out += ['--since', values.time_text(self.since)]
    if self.until is not None:
      out += ['--until', values.time_text(self.until)]
    return out

  def session(self, event):
    stated = [s for s in (event.session, event.aad) if s]
    if any(values.session(s) in self.sessions for s in stated):
      return YES
    told = [s for s in stated if values.guid(s)]
    return NO if told and len(told) == len(stated) else MAYBE

  def ip(self, event):
    if not event.ip_real and not event.ip_other:
      return MAYBE
    all_ = [ipaddress.ip_address(ip) for ip in ([event.ip] if event.ip_real else []) +
            ([event.ip_other] if event.ip_other else [])]
    if any(ip in net for ip in all_ for net in self.nets):
      return YES
    if not event.ip_real or all(any(ip in net for net in FRONT) for ip in all_):
      return MAYBE
    return NO

  def within(self, event):
    if event.time is None:
      return MAYBE
    readings = [event.time] + ([event.other_time] if event.other_time is not None else [])
    if 'TIME_ZONE_UNKNOWN' in event.flags:
      readings = [(t - ZONE, t + ZONE) for t in readings]
    else:
      readings = [(t, t) for t in readings]
    said = set()
    for first, last in readings:
      inside = [(self.since is None or t >= self.since) and (self.until is None or t < self.until)
                for t in (first, last)]
      if all(inside):
        said.add(YES)
      elif (self.since is not None and last < self.since) or (self.until is not None and first >= self.until):
        said.add(NO)
      else:
        said.add(MAYBE)
    return said.pop() if len(said) == 1 else MAYBE

  def ask(self, event):
    out = []
    if self.sessions:
      out.append(self.session(event))
    if self.nets:
      out.append(self.ip(event))
    if self.users:
      out.append(MAYBE if not event.actor else YES if event.actor.lower() in self.users else NO)
    if self.since is not None or self.until is not None:
      out.append(self.within(event))
    return min(out) if out else YES
