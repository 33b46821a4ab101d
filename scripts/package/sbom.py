"""Writes the bill of materials of a file beside it, as SPDX 2.3 JSON: what is inside, from which source, under
which licence. What is written is checked against the fields that SPDX requires, and read back.

Usage: sbom.py FILE --version V --table libraries.txt --inside NAME=VERSION,... --epoch SECONDS
"""
import argparse
import datetime
import hashlib
import json
import pathlib
import re
import uuid

# What comes with the compiler, and not as a package of Debian.
BESIDES = {
  'musl': ('MIT', 'the C library, from ziglang'),
  'mingw-w64': ('MIT AND ZPL-2.1 AND BSD-3-Clause AND LicenseRef-public-domain', 'start of a program and imports, from ziglang'),
  'zig': ('MIT', 'compiler-rt and parts of the C library, from ziglang'),
}
REQUIRED = {
  'document': ('spdxVersion', 'dataLicense', 'SPDXID', 'name', 'documentNamespace', 'creationInfo'),
  'creation': ('created', 'creators'),
  'package': ('SPDXID', 'name', 'downloadLocation'),
  'relationship': ('spdxElementId', 'relationshipType', 'relatedSpdxElement'),
}


def table(path):
  """{package: (version, licence, [(sha256, file)])} of libraries.txt."""
  found, files = {}, None
  for line in pathlib.Path(path).read_text().splitlines():
    words = line.split()
    if line.startswith('  '):
      files.append((words[0], words[1]))
    elif words and not line.startswith('#'):
      files = []
      found[words[0]] = (words[1], words[2].replace('&', ' AND '), files)
  return found


def package(name, version, licence, files, comment):
  item = {
    'SPDXID': f'SPDXRef-{name}', 'name': name, 'versionInfo': version, 'downloadLocation': 'NOASSERTION',
    'filesAnalyzed': False, 'licenseConcluded': licence, 'licenseDeclared': licence, 'copyrightText': 'NOASSERTION',
    'comment': comment,
  }
  if files:
    item['sourceInfo'] = "Debian's source package: " + ', '.join(f'{file} (SHA-256 {total})' for total, file in files)
    item['externalRefs'] = [{'referenceCategory': 'PACKAGE-MANAGER', 'referenceType': 'purl',
                             'referenceLocator': f'pkg:deb/debian/{name}@{version}?arch=source&distro=bookworm'.replace('+', '%2B').replace('@1:', '@1%3A')}]
  return item


def check(document):
  """Fails where a required field is missing, an id is not unique or ill-formed, or a relationship leads nowhere."""
  def has(item, kind):
    missing = [field for field in REQUIRED[kind] if not item.get(field)]
    assert not missing, f'{kind} lacks {missing}'
  has(document, 'document')
  has(document['creationInfo'], 'creation')
  assert document['spdxVersion'] == 'SPDX-2.3' and document['dataLicense'] == 'CC0-1.0'
  assert re.fullmatch(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ', document['creationInfo']['created'])
  ids = [document['SPDXID']] + [item['SPDXID'] for item in document['packages']]
  assert len(set(ids)) == len(ids), 'an id stands twice'
  assert all(re.fullmatch(r'SPDXRef-[A-Za-z0-9.-]+', item) for item in ids), ids
  for item in document['packages']:
    has(item, 'package')
    for total in item.get('checksums', []):
      assert total['algorithm'] == 'SHA256' and re.fullmatch('[0-9a-f]{64}', total['checksumValue'])
  for item in document['relationships']:
    has(item, 'relationship')
    assert item['spdxElementId'] in ids and item['relatedSpdxElement'] in ids, item


def main():
  parser = argparse.ArgumentParser()
  parser.add_argument('file', type=pathlib.Path)
  for option in ('version', 'table', 'inside', 'epoch'):
    parser.add_argument('--' + option, required=True)
  asked = parser.parse_args()
  known = table(asked.table)
  total = hashlib.sha256(asked.file.read_bytes()).hexdigest()
  packages = [{
    'SPDXID': 'SPDXRef-mia', 'name': 'mia', 'versionInfo': asked.version, 'packageFileName': asked.file.name,
    'downloadLocation': 'NOASSERTION', 'filesAnalyzed': False, 'licenseConcluded': 'MIT', 'licenseDeclared': 'MIT',
    'copyrightText': 'NOASSERTION', 'primaryPackagePurpose': 'APPLICATION',
    'checksums': [{'algorithm': 'SHA256', 'checksumValue': total}],
  }]
  for item in asked.inside.split(','):
    name, version = item.split('=')
    if name in known:
      _, licence, files = known[name]
      packages.append(package(name, version, licence, files, 'linked statically'))
    elif name == 'tmpfileplus':
      packages.append(package(name, version, 'MPL-2.0', [], 'a file of libxlsxwriter, in third_party/tmpfileplus of its source package'))
    else:
      licence, comment = BESIDES[name]
      packages.append(package(name, version, licence, [], comment))
  document = {
    'spdxVersion': 'SPDX-2.3', 'dataLicense': 'CC0-1.0', 'SPDXID': 'SPDXRef-DOCUMENT', 'name': asked.file.name,
    # No address: a name that is of this very file alone.
    'documentNamespace': f'urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, asked.file.name + total)}',
    'creationInfo': {
      'created': datetime.datetime.fromtimestamp(int(asked.epoch), datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ'),
      'creators': ['Tool: libmia-scripts-package-sbom.py'],
    },
    'packages': packages,
    'relationships': [{'spdxElementId': 'SPDXRef-DOCUMENT', 'relationshipType': 'DESCRIBES', 'relatedSpdxElement': 'SPDXRef-mia'}] + [
      {'spdxElementId': 'SPDXRef-mia', 'relationshipType': 'STATIC_LINK', 'relatedSpdxElement': item['SPDXID']} for item in packages[1:]],
  }
  if 'LicenseRef-' in json.dumps(packages):
    document['hasExtractedLicensingInfos'] = [{'licenseId': 'LicenseRef-public-domain', 'name': 'public domain',
      'extractedText': 'Parts are in the public domain: docs/licences/mingw-w64.txt says which.'}]
  out = asked.file.with_name(asked.file.name + '.spdx.json')
  out.write_text(json.dumps(document, indent=1) + '\n')
  check(json.loads(out.read_text()))


main()
