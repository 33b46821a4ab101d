#!/usr/bin/env bash
# Static checks of what is not C: spelling (codespell) and shell scripts (shellcheck). A tool that is
# not there is told as skipped. The status is 1 if one of them found something.
# Usage: scripts/static.sh
set -u -o pipefail
cd "$(dirname "$0")/.." || exit 2
failed=0
# run TOOL ARGUMENTS...
run() {
  command -v "$1" >/dev/null 2>&1 || { echo "skipped: $1 is not installed"; return; }
  "$@" || { failed=1 && echo "FAILED: $1" >&2; }
}
mapfile -t shell < <(git ls-files '*.sh' .ci/run)
run shellcheck --severity=warning "${shell[@]}"
# Not English, or random letters and cut words on purpose: texts of other languages, evidence, what is
# printed of both, and tests.
mapfile -t words < <(git ls-files '*.md' '*.c' '*.h' '*.py' '*.sh' '*.build' |
  grep -v -E '^(fixtures|tests|findings)/|^libmia/(texts|timeline)/')
run codespell --ignore-words=scripts/static-words.txt "${words[@]}"
exit $failed
