# What fish offers at some places of a line. Usage: fish --no-config fish.fish COMPLETION
source $argv[1]; or exit 1
set -g failed 0
set -g number 0
function at
    set number (math $number + 1)
    set -l before $failed
    set -l offered (complete -C $argv[1] | string split -f 1 \t)
    for word in (string split -- ' ' $argv[2])
        if not contains -- $word $offered
            echo "# $argv[1]: no $word"
            set failed $number
        end
    end
    for word in (string split -- ' ' $argv[3])
        if contains -- $word $offered
            echo "# $argv[1]: $word"
            set failed $number
        end
    end
    test $failed = $before; and echo "ok $number - $argv[1]"; or echo "not ok $number - $argv[1]"
end
at 'mia m' 'messages mailboxes' folders
at 'mia messages --' '--ip --not-ip --inventory' '--marks --raw'
at 'mia timeline --ma' --marks --list
at 'mia messages --format ' 'table csv json ndjson' messages
at 'mia messages --csv ' 'exact excel' json
at 'mia help me' messages mailboxes
echo "1..$number"
test $failed = 0
