/**
 * What bash needs around the library's script. A function of the bash-completion package, which not every machine has. No
 * complaint when its read-only constants are there already, from another tool's script or from reading this one again.
 * And the names of files where the program says that a file is wanted: the library never asks for them.
 */
export const BASH_SCRIPT = {
  before: `if ! declare -F _get_comp_words_by_ref >/dev/null; then
  _get_comp_words_by_ref() {
    words=("\${COMP_WORDS[@]}") cword=$COMP_CWORD
    cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]}
  }
fi
{
`,
  after: `} 2>/dev/null
complete -o default -F __mytpe_complete mytpe
`,
} as const;
