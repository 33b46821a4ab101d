# The completion for zsh is read, and its words are what _arguments takes: a
# shell of its own is asked for the options of two commands.
# Usage: zsh -f zsh.zsh FOLDER-OF-COMPLETION
zmodload zsh/zpty || { echo '1..0 # SKIP no zsh/zpty'; exit 0 }
zpty shell zsh -f -i
# What an answer ends with, since a terminal has no end.
zpty -w shell "PS1= PS2= RPROMPT=; unsetopt zle_bracketed_paste 2>/dev/null; unset zle_bracketed_paste"
zpty -w shell "fpath=(${(q)1} \$fpath); autoload -Uz compinit; compinit -D -u; zstyle ':completion:*' verbose no"
zpty -w shell "zstyle ':completion:*:*' menu no; LISTMAX=0; bindkey '^I' list-choices; stty rows 200 cols 100 2>/dev/null; print -r - rea''dy"
read_to() {
  local text= part
  repeat 300; do
    while zpty -rt shell part 2>/dev/null; do text+=$part; done
    [[ $text == *$1* ]] && break
    sleep 0.05
  done
  print -r -- "$text"
}
failed=0 number=0
at() {
  local line=$1 want=$2 text
  zpty -wn shell "$line"$'\t'
  text=$(read_to "$want")
  (( ++number ))
  if [[ $text == *$want* ]]; then print -r -- "ok $number - $line"; else print -r -- "not ok $number - $line: ${(qqqq)text}"; failed=1; fi
  zpty -wn shell $'\C-u'
}
read_to ready >/dev/null
at 'mia m' mailboxes
at 'mia messages --inv' inventory-mailbox
at 'mia messages --format ' ndjson
at 'mia timeline --max-r' max-record
print -r -- "1..$number"
zpty -d shell
exit $failed
