#!/bin/sh
# The program in libmia(3) compiles as it stands there and says of the example
# case what the tool says.
# Usage: program.sh SOURCE-ROOT PAGE COMPILER LIBMIA MIA
set -u
root=$1 page=$2 compiler=$3 library=$(realpath "$4") mia=$(realpath "$5")
session=5e55a77a-0000-4000-8000-00000000000a
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
awk '/^#include <mia\/mia.h>/ { inside = 1 } /^\.Ed/ { inside = 0 } inside' "$page" |
  sed 's/\\e/\\/g' >"$scratch/example.c"
[ -s "$scratch/example.c" ] || { echo 'libmia.3 has no program' >&2; exit 1; }
# A sanitized library can only be loaded into a sanitized program.
sanitize=
if nm -D "$library" 2>/dev/null | grep -q __asan_init; then
  sanitize=-fsanitize=address,undefined
elif nm -D "$library" 2>/dev/null | grep -q __tsan_init; then
  sanitize=-fsanitize=thread
fi
directory=$(dirname "$library")
"$compiler" -std=c11 -Wall -Wextra -Werror $sanitize -I "$root/include" "$scratch/example.c" \
  -L "$directory" -Wl,-rpath,"$directory" -lmia -o "$scratch/example" || exit 1
cd "$root" || exit 1
"$scratch/example" $session fixtures/incident >"$scratch/said" || exit 1
grep -q 'access to at least 10 messages is recorded' "$scratch/said" || exit 1
# The sentences are those of the tool, word for word.
"$mia" mailboxes -q --session $session -f json fixtures/incident >"$scratch/rows" || exit 1
sed -n 's/^.*"sentence": *"\(.*\)"[^"]*$/\1/p' "$scratch/rows" | sed 's/\\"/"/g' >"$scratch/wanted"
[ -s "$scratch/wanted" ] || { echo 'mia mailboxes told no sentence' >&2; exit 1; }
while IFS= read -r sentence; do
  grep -qF -- "$sentence" "$scratch/said" || { printf 'not said: %s\n' "$sentence" >&2; exit 1; }
done <"$scratch/wanted"
