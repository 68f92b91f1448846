import { script } from "@bomb.sh/tab";
import type { OwnProgram } from "#functions/cli/own-program.ts";

export const SHELLS = ["bash", "zsh", "fish", "powershell"] as const;
export type Shell = (typeof SHELLS)[number];

/** Paths that every shell takes as they are within single quotes, also inside a script's own double quotes. */
const PLAIN = /^[\w/.@+ -]+$/;

/** `'node' 'program'`; the bare name where a path would need more than quotes, and for PowerShell. */
function commandOf(asked: OwnProgram | undefined, shell: Shell): string {
  const plain = asked !== undefined && PLAIN.test(asked.node) && PLAIN.test(asked.program);
  return plain && shell !== "powershell" ? `'${asked.node}' '${asked.program}'` : "tollgate";
}

/**
 * The script that completes `tollgate`, and `npx tollgate` where the shell lets one say so. The shell library
 * prints by itself: its lines go to the console, ours are handed over.
 */
export function printScript(shell: Shell, asked: OwnProgram | undefined, print: (text: string) => void): void {
  const command = commandOf(asked, shell);
  if (shell === "bash") print(bashScript(command));
  else {
    script(shell, "tollgate", command);
    print(ALSO[shell]);
  }
}

/**
 * Ours, since the library's needs bash-completion, evaluates the line anew, and leaves the sentences out.
 * Sentences stand beside ids only where several are listed: what is inserted is always an id alone.
 */
const bashScript = (command: string): string => `# bash completion for tollgate
__tollgate_complete() {
    local out line value says directive=4 width=0
    local -a values=() sentences=()
    out=$(${command} complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null </dev/null)
    while IFS= read -r line; do
        if [[ $line == :* ]]; then directive=\${line#:}; continue; fi
        [[ -z $line ]] && continue
        value=\${line%%$'\\t'*}
        says=\${line#*$'\\t'}
        values+=("$value")
        sentences+=("$says")
        (( \${#value} > width )) && width=\${#value}
    done <<< "$out"
    COMPREPLY=("\${values[@]}")
    # Menu completion inserts what it shows: there the sentences must not stand.
    if (( \${#values[@]} > 1 )) && [[ $COMP_TYPE != 37 && $COMP_TYPE != 42 ]]; then
        local at
        for at in "\${!values[@]}"; do
            [[ -z \${sentences[at]} ]] && continue
            printf -v line '%-*s  (%s' "$width" "\${values[at]}" "\${sentences[at]}"
            line=\${line:0:\${COLUMNS:-80}-3}
            COMPREPLY[at]="$line)"
        done
    fi
    if (( directive & 4 )); then compopt +o default +o bashdefault 2>/dev/null; fi
    return 0
}
complete -o default -o bashdefault -F __tollgate_complete tollgate

# npx tollgate …, and npm run tollgate -- …; anything else after npx and npm is completed as it was before
declare -F _completion_loader >/dev/null && _completion_loader npm >/dev/null 2>&1
__tollgate_before() {
    local before
    before=$(complete -p "$1" 2>/dev/null) || return
    before=\${before##*-F }
    before=\${before%% *}
    [[ $before != __tollgate_by_npm ]] && declare -F "$before"
}
if [[ $(complete -p npm 2>/dev/null) != *__tollgate_by_npm* ]]; then
    __tollgate_before_npm=$(__tollgate_before npm)
    __tollgate_before_npx=$(__tollgate_before npx)
fi
__tollgate_by_npm() {
    local before=__tollgate_before_$1
    case "\${COMP_WORDS[*]:1:3}" in
        "tollgate "* | "run tollgate --" | "run-script tollgate --") __tollgate_complete ;;
        *) [[ -n \${!before} ]] && "\${!before}" "$@" ;;
    esac
}
complete -o default -o bashdefault -F __tollgate_by_npm npx npm
`;

const ALSO: { readonly [shell in Exclude<Shell, "bash">]: string } = {
  zsh: `
# npx tollgate …, and npm run tollgate -- …; anything else after npx and npm is completed as it was before
typeset -gA __tollgate_before
if [[ \${_comps[npm]} != _tollgate_by_npm ]]; then __tollgate_before=(npm "\${_comps[npm]}" npx "\${_comps[npx]}"); fi
_tollgate_by_npm() {
    local before=\${__tollgate_before[$service]}
    if [[ \${words[2]} == tollgate || "\${words[2,4]}" == (run|run-script)" tollgate --" ]]; then
        _tollgate
    elif [[ -n $before ]]; then
        $before "$@"
    else
        _files
    fi
}
compdef _tollgate_by_npm npx npm
`,
  fish: `
# npx tollgate …, and npm run tollgate -- …
function __tollgate_by_npm
    set -l words (commandline -opc)
    test "$words[2]" = tollgate; or string match -qr '^(run|run-script) tollgate --$' -- "$words[2..4]"
end
complete -c npx -n '__tollgate_by_npm; and __tollgate_clear_perform_completion_once_result'
complete -c npx -n '__tollgate_by_npm; and __tollgate_prepare_completions' -f -a '$__tollgate_comp_results'
complete -c npm -n '__tollgate_by_npm; and __tollgate_clear_perform_completion_once_result'
complete -c npm -n '__tollgate_by_npm; and __tollgate_prepare_completions' -f -a '$__tollgate_comp_results'
`,
  powershell: "",
};
