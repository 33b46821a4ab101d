"""A headless Chromium, spoken to over a pipe: the DevTools protocol as JSON
messages that end in a NUL byte, on the file descriptors 3 and 4."""
import base64
import json
import os
import shutil
import subprocess
import tempfile
import time

QUIET = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
         '--disable-background-networking', '--disable-component-update', '--disable-sync',
         '--disable-dev-shm-usage', '--hide-scrollbars', '--remote-debugging-pipe']


def program():
  for name in ('chromium', 'chromium-browser', 'google-chrome'):
    if shutil.which(name):
      return name
  return None


class Browser:
  def __init__(self, seconds=420):
    self.deadline = time.monotonic() + seconds
    self.profile = tempfile.mkdtemp(prefix='mia-browser-')
    ours, theirs = os.pipe(), os.pipe()
    self.write_to, self.read_from = ours[1], theirs[0]

    def arrange():
      # Away from 3 and 4 first: either may be one of the pipe's own.
      a, b = os.dup(ours[0]), os.dup(theirs[1])
      os.dup2(a, 3)
      os.dup2(b, 4)

    self.process = subprocess.Popen([program(), *QUIET, '--user-data-dir=' + self.profile, 'about:blank'],
                                    preexec_fn=arrange, pass_fds=(3, 4, ours[0], theirs[1]),
                                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(ours[0])
    os.close(theirs[1])
    os.set_blocking(self.read_from, False)
    self.rest = b''
    self.number = 0
    self.events = []
    self.session = None
    target = self.ask('Target.createTarget', url='about:blank')['targetId']
    self.session = self.ask('Target.attachToTarget', targetId=target, flatten=True)['sessionId']
    for domain in ('Page', 'Network', 'Log', 'Runtime', 'DOM', 'Accessibility'):
      self.ask(domain + '.enable')

  def message(self):
    """The next message, whatever it is."""
    while b'\0' not in self.rest:
      if time.monotonic() > self.deadline:
        raise TimeoutError('the browser does not answer')
      try:
        piece = os.read(self.read_from, 1 << 20)
      except BlockingIOError:
        time.sleep(0.01)
        continue
      if not piece:
        raise EOFError('the browser is gone')
      self.rest += piece
    text, self.rest = self.rest.split(b'\0', 1)
    return json.loads(text)

  def ask(self, method, **params):
    self.number += 1
    question = {'id': self.number, 'method': method, 'params': params}
    if self.session:
      question['sessionId'] = self.session
    data = json.dumps(question).encode() + b'\0'
    while data:
      data = data[os.write(self.write_to, data):]
    while True:
      answer = self.message()
      if answer.get('id') == self.number:
        if 'error' in answer:
          raise RuntimeError(f'{method}: {answer["error"]["message"]}')
        return answer['result']
      self.events.append(answer)

  def load(self, path):
    """Loads a file; returns what happened meanwhile."""
    self.events = []
    self.ask('Page.navigate', url='file://' + str(path))
    while not any(e.get('method') == 'Page.loadEventFired' for e in self.events):
      self.events.append(self.message())
    return self.events

  def value(self, expression):
    result = self.ask('Runtime.evaluate', expression=expression, returnByValue=True)
    if 'exceptionDetails' in result:
      raise RuntimeError(str(result['exceptionDetails']))
    return result['result'].get('value')

  def width(self, pixels, height=900):
    self.ask('Emulation.setDeviceMetricsOverride', width=pixels, height=height, deviceScaleFactor=1, mobile=False)

  def scheme(self, name):
    self.ask('Emulation.setEmulatedMedia', media='', features=[{'name': 'prefers-color-scheme', 'value': name}])

  def key(self, name):
    for kind in ('keyDown', 'keyUp'):
      self.ask('Input.dispatchKeyEvent', type=kind, key=name, code=name, windowsVirtualKeyCode=9)

  def pdf(self):
    return base64.b64decode(self.ask('Page.printToPDF', preferCSSPageSize=True, printBackground=True)['data'])

  def shot(self, most=12000):
    """The page from its top, as far as a picture can hold."""
    size = self.ask('Page.getLayoutMetrics')['cssContentSize']
    clip = {'x': 0, 'y': 0, 'width': size['width'], 'height': min(size['height'], most), 'scale': 1}
    return base64.b64decode(self.ask('Page.captureScreenshot', format='png', captureBeyondViewport=True, clip=clip)['data'])

  def close(self):
    try:
      self.session = None
      self.ask('Browser.close')
      self.process.wait(10)
    except (OSError, EOFError, TimeoutError, RuntimeError, subprocess.TimeoutExpired):
      self.process.kill()
      self.process.wait()
    os.close(self.write_to)
    os.close(self.read_from)
    shutil.rmtree(self.profile, ignore_errors=True)
