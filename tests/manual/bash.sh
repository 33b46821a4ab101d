# shellcheck shell=bash disable=SC1090,SC2317 # what is sourced is given; compopt is called by it
# What bash offers at some places of a line. Usage: bash --norc bash.sh COMPLETION
# _mia has variables of its own, which would take the answer.
compopt() { asked_for=$2; }
. "$1" || exit 1
failed=0 number=0
# at 'WORDS OFFERED, FOR ALL TO BE THERE' 'WORDS THAT MAY NOT BE' FILES LINE...; the last word is completed.
at() {
  local want=$1 not=$2 files=$3 word missing=
  shift 3
  COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=() asked_for=
  _mia mia "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
  for word in $want; do
    [[ " ${COMPREPLY[*]} " == *" $word "* ]] || missing+=" no $word"
  done
  for word in $not; do
    [[ " ${COMPREPLY[*]} " != *" $word "* ]] || missing+=" $word"
  done
  [[ $asked_for == "$files" ]] || missing+=" files: '$asked_for'"
  number=$((number + 1))
  if [[ -z $missing ]]; then
    echo "ok $number - $*"
  else
    echo "not ok $number - $*:$missing"
    failed=1
  fi
}
at 'messages mailboxes' 'folders help' '' mia m
at 'info help sessions' '--ip' '' mia ''
at '--help --licences --version' 'info' '' mia --
at '--ip --not-ip --inventory --format -f' '--marks --raw' '' mia messages -
at '--marks' '--list' '' mia timeline --
at 'json' 'table csv ndjson' '' mia messages --format js
at 'table csv json ndjson' '' '' mia messages -f ''
at 'json' 'csv' '' mia messages --format = js
at 'exact excel' 'json' '' mia messages --csv =
at 'owner admin delegate' '' '' mia messages --not-logon ''
at 'session session,token' '' '' mia messages --expand ''
at '' '' default mia messages --inventory ''
at '' '' default mia messages fix
at '' '' default mia messages -- -x
at '' '' '' mia messages --ip 2
at 'messages' 'help' '' mia help mes
echo "1..$number"
exit $failed
