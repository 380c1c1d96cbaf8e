# Makes an interactive zsh write down what its completion adds to $OFFERS, a line each: word, tab, what is shown for it.
# After one completion the shell ends.
autoload -Uz compinit && compinit -D -u
source $SCRIPT
cd $FOLDER
bindkey '^I' complete-word

compadd() {
  # -O, -A and -D only ask which words match.
  if (( ${@[(I)-[a-zA-Z]#[OAD]]} )); then
    builtin compadd "$@"
    return
  fi
  local -a words shown
  integer at=${@[(I)-[a-zA-Z]#d]} i
  (( at )) && shown=("${(@P)@[at + 1]}")
  builtin compadd -A words -D shown "$@"
  for ((i = 1; i <= $#words; i++)); do print -r -- "${(Q)words[i]}"$'\t'"$shown[i]" >> $OFFERS; done
  builtin compadd "$@"
}
finish() {
  [[ -n $_comps[openclaw-rescue] ]] && print end >> $OFFERS
  exit
}
comppostfuncs=(finish)
PS1='recording''> '
