#!/usr/bin/env bash
# microsoft-kiota-serialization-json 1.16.0 (PyPI): auditData comes back changed.
#
# Guess: what a model of the Graph SDK does not know is kept in additional_data
# as the JSON said it, and is written again as it was read.
# Instead: each unknown string that looks like a GUID becomes a UUID, each that
# looks like a date a datetime, down to any depth. Written again, the GUID is in
# lower case, the subject "2026-03-04" is "2026-03-04T00:00:00", and the seventh
# digit of a time is gone.
# Where: the JSON reader of the Microsoft Graph SDK for Python. The same was seen
# with AuditLogRecord of msgraph-sdk 1.65.0, whose auditData (defaultAuditData)
# holds the whole audit record in additional_data. That package is 447 MB, so
# this script uses the reader and a model of the same kind.
# Users: a record collected by the SDK and stored again is not the record that
# Microsoft sent. Hashes differ, subjects differ, and ids compared with regard
# to case do not match those of the portal's CSV.
set -euo pipefail
d=$(mktemp -d); trap 'rm -rf "$d"' EXIT
PIP_ROOT_USER_ACTION=ignore python3 -m pip install -q --no-warn-conflicts --no-compile --target "$d/py" \
	microsoft-kiota-serialization-json==1.16.0 microsoft-kiota-abstractions==1.16.0

PYTHONPATH=$d/py python3 - <<'EOF'
import importlib.metadata, json, sys
from kiota_abstractions.serialization import AdditionalDataHolder, Parsable
from kiota_serialization_json.json_parse_node_factory import JsonParseNodeFactory
from kiota_serialization_json.json_serialization_writer import JsonSerializationWriter

class AuditData(AdditionalDataHolder, Parsable):
    def __init__(self):
        self.additional_data = {}
    @staticmethod
    def create_from_discriminator_value(node):
        return AuditData()
    def get_field_deserializers(self):
        return {}
    def serialize(self, writer):
        writer.write_additional_data_value(self.additional_data)

def seen(what, got, want):
    print(f"{what}: {got}")
    if got != want:
        sys.exit(f"CHANGED: {what}: expected {want}")

def trip(record):
    node = JsonParseNodeFactory().get_root_parse_node("application/json", json.dumps(record).encode())
    writer = JsonSerializationWriter()
    writer.write_object_value(None, node.get_object_value(AuditData))
    return json.loads(writer.get_serialized_content())

print("microsoft-kiota-serialization-json", importlib.metadata.version("microsoft-kiota-serialization-json"))
record = {"SessionId": "5E55A77A-0000-4000-8000-00000000000A", "CreationTime": "2026-03-04T09:52:33.1234567Z",
          "Folders": [{"Path": "\\Inbox", "FolderItems": [{"Subject": "2026-03-04"}]}],
          "UserKey": "1003200012345678", "ClientIPAddress": "203.0.113.7"}
back = trip(record)
seen("SessionId", back["SessionId"], "5e55a77a-0000-4000-8000-00000000000a")
seen("CreationTime", back["CreationTime"], "2026-03-04T09:52:33.123456+00:00")
seen("Subject, below Folders", back["Folders"][0]["FolderItems"][0]["Subject"], "2026-03-04T00:00:00")
seen("control, UserKey", back["UserKey"], record["UserKey"])
seen("control, ClientIPAddress", back["ClientIPAddress"], record["ClientIPAddress"])
seen("control, a subject that is no date", trip({"Subject": "4 March"}), {"Subject": "4 March"})
EOF
echo "ok: the JSON reader of the Graph SDK changes ids, times and subjects of auditData"
