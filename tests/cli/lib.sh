# shellcheck shell=bash disable=SC2034 # sourced by the cases, which use the names
# What the commands of the cases share.
umask 022
S=5e55a77a-0000-4000-8000-00000000000a

# A JSON report, a value a line.
json()
{
	"$MIA" "$@" >json.out
	json_status=$?
	"$PYTHON" -m json.tool --no-ensure-ascii json.out
	return $json_status
}

# Prints the status of a command behind what it printed.
status_of()
{
	"$@"
	echo "status $?"
}

# The books of the evidence, and how many rows each report has.
books()
{
	"$MIA" info -q -f json "$@" >info.out
	books_status=$?
	"$PYTHON" "$CLI/books.py" info.out
	echo "info: status $books_status"
	for books_command in messages folders timeline; do
		"$MIA" $books_command -q -f ndjson "$@" >rows.out 2>/dev/null
		echo "$books_command: status $?, $(($(wc -l <rows.out))) rows"
	done
}

# Lines that say what is so, for what must be true but not the same everywhere.
check()
{
	check_what=$1
	shift
	if "$@"; then echo "yes: $check_what"; else echo "NO: $check_what"; fi
}

same()
{
	check "$1" cmp "$2" "$3"
}

skip()
{
	echo "$1"
	exit 77
}

# Chosen columns of a report, and its status behind them: columns LIST COMMAND ARGUMENT...
columns()
{
	columns_chosen=$1
	columns_command=$2
	shift 2
	"$MIA" "$columns_command" -q -f csv "$@" >columns.out
	columns_status=$?
	"$PYTHON" "$CLI/columns.py" "$columns_chosen" <columns.out
	[ $columns_status = 0 ] || echo "status $columns_status"
}

# Every span in which the log is blind, except its last day: without --exported
# every evidence ends in one.
blind()
{
	echo "== $*"
	"$MIA" coverage -q -f csv "$@" >columns.out
	columns_status=$?
	"$PYTHON" "$CLI/columns.py" mailbox,actor,start,end,reason,blind 'reason!=covered' 'reason!=late records' <columns.out
	[ $columns_status = 0 ] || echo "status $columns_status"
}

# Cases that need SQLite.
needs_casefiles()
{
	echo '{}' >probe.json
	"$MIA" ingest -q -o probe.db probe.json 2>&1 | grep -q 'without SQLite' && skip 'built without SQLite'
	rm -f probe.json probe.db
}
