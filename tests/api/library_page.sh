#!/bin/sh
# The program in docs/library.md compiles as it stands there and runs on the
# example case.
# Usage: library_page.sh SOURCE-ROOT COMPILER LIBMIA
set -u
root=$1 compiler=$2 library=$3
[ -e "$root/docs/library.md" ] || exit 77
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
awk '/^```c$/ { inside = 1; next } inside && /^```/ { exit } inside' \
  "$root/docs/library.md" >"$scratch/example.c"
[ -s "$scratch/example.c" ] || { echo 'docs/library.md has no program' >&2; exit 1; }
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
cd "$root" && "$scratch/example" fixtures/incident
