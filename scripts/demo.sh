#!/usr/bin/env bash
# Builds mia in build-demo/ and does its main job once, on the example case in
# fixtures/incident (the story is told in fixtures/README.md). Says what it
# does as it goes, shows about 40 lines, and where the tool and the report are.
set -eu -o pipefail
cd "$(dirname "$0")/.."

evidence=fixtures/incident
export COLUMNS=${COLUMNS:-100}
mkdir -p build-demo
log=$PWD/build-demo/demo.log
mia=build-demo/tools/mia

step() { printf '\n[%s/4] %s\n' "$1" "$2"; }

# A dot for each twentieth of what ninja builds, by its lines "[7/310] ...".
dots() {
  local line now all shown=0
  while IFS= read -r line; do
    printf '%s\n' "$line" >>"$log"
    [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]] || continue
    now=${BASH_REMATCH[1]} all=${BASH_REMATCH[2]}
    while ((shown * all < now * 20)); do printf .; shown=$((shown + 1)); done
  done
}
build() {
  [ -e build-demo/build.ninja ] ||
    meson setup build-demo --buildtype=release -Dtests=disabled >>"$log" 2>&1 || return
  NINJA_STATUS='[%f/%t] ' ninja -C build-demo 2>&1 | dots
}
# Runs mia; shows the first lines of its result and how many there are more, or,
# where no line is wanted, its first notes.
show() {
  local lines=$1 word out all
  shift
  printf '\n$ mia'
  for word in "$@"; do
    case $word in
      *[!A-Za-z0-9._:/@=,-]*) printf " '%s'" "$word" ;;
      *) printf ' %s' "$word" ;;
    esac
  done
  printf '\n\n'
  out=$("$mia" "$@" 2>build-demo/notes) || { cat build-demo/notes >&2; exit 1; }
  if ((lines == 0)); then
    head -n 3 build-demo/notes
    return
  fi
  head -n "$lines" <<<"$out"
  all=$(wc -l <<<"$out")
  ((all <= lines)) || printf '... and %d more\n' $((all - lines))
}

: >"$log"
step 1 'Packages: install what is missing (Debian and Ubuntu; nothing if nothing is missing)'
scripts/deps.sh build
step 2 'Build, about two minutes on two cores the first time; the log is build-demo/demo.log'
began=$SECONDS
build || { echo; tail -n 40 "$log" >&2; exit 1; }
echo " done in $((SECONDS - began)) s"

step 3 "Look at the example case in $evidence (invented): what is here, and where to look first?"
show 28 triage -f table "$evidence"
printf '\nThe new address and the rule lead to session 5e55a77a. Which messages did it get?\n'
show 10 messages -q -f table --session 5e55a77a "$evidence"

step 4 'Write the case folder to hand over, and check it'
rm -rf build-demo/case-17
show 0 report -o build-demo/case-17 --case 'CASE 17' --session 5e55a77a "$evidence"
show 0 verify build-demo/case-17 "$evidence"

become=
[ "$(id -u)" = 0 ] || become='sudo '
cat <<END

The report:   build-demo/case-17/report.html   (open it in a browser)
The tool:     $mia
To keep it:   ${become}meson install -C build-demo --no-rebuild   (then type: mia)
On your case: docs/guide.md
END
