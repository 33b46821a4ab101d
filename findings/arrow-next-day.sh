#!/usr/bin/env bash
# arrow 1.4.0 (PyPI): the seventh digit of a time moves it to the next day.
#
# Guess: a reader of ISO 8601 that holds microseconds cuts what is finer.
# Instead: arrow rounds it. 2026-03-04T23:59:59.9999999Z is 2026-03-05. pendulum,
# ciso8601, dateutil, dfdatetime and DuckDB cut it, so two tools that read the
# same record put it into two seconds, and here into two days.
# Where: arrow.get and its parser.
# Users: Microsoft writes seven digits, and an end of a window or of a day as
# 23:59:59.9999999. A count by day, or a join on the time cut to microseconds,
# does not agree with that of the tool beside it.
set -euo pipefail
d=$(mktemp -d); trap 'rm -rf "$d"' EXIT
PIP_ROOT_USER_ACTION=ignore python3 -m pip install -q --no-warn-conflicts --no-compile --target "$d/py" \
	arrow==1.4.0 pendulum==3.3.0 ciso8601==2.4.1 python-dateutil==2.9.0.post0 dfdatetime==20261027

PYTHONPATH=$d/py python3 - <<'EOF'
import importlib.metadata, sys
import arrow, ciso8601, dateutil.parser, pendulum
from dfdatetime import time_elements

def seen(what, got, want):
    print(f"{what}: {got}")
    if got != want:
        sys.exit(f"CHANGED: {what}: expected {want}")

def dfdatetime(text):
    time = time_elements.TimeElementsInMicroseconds()
    time.CopyFromStringISO8601(text)
    return time.CopyToDateTimeStringISO8601()

for name in ("arrow", "pendulum", "ciso8601", "python-dateutil", "dfdatetime"):
    print(name, importlib.metadata.version(name), end=" ")
print()
last, half = "2026-03-04T23:59:59.9999999Z", "2026-03-04T09:52:33.1234567Z"
seen("arrow", arrow.get(last).isoformat(), "2026-03-05T00:00:00+00:00")
seen("arrow", arrow.get(half).isoformat(), "2026-03-04T09:52:33.123457+00:00")
for name, read in (("pendulum", pendulum.parse), ("ciso8601", ciso8601.parse_datetime),
                   ("dateutil", dateutil.parser.isoparse)):
    seen("control, " + name, read(last).strftime("%Y-%m-%d %H:%M:%S.%f"), "2026-03-04 23:59:59.999999")
seen("control, dfdatetime", dfdatetime(last), "2026-03-04T23:59:59.999999+00:00")
EOF
echo "ok: arrow rounds the last 100 ns of a day into the next"
