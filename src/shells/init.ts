/** The function `openclaw` that `shell-init` prints: `openclaw --profile <p> onboard` opens the wizard, all else goes to OpenClaw. */

import type {Shell} from '../rules/shell.ts';
import {shellString, shellWord} from './quote.ts';

/**
 * What a start-up file evaluates. `command` keeps the function from calling itself, and aliases out of its body; a name that
 * stays `openclaw` keeps the completion of that name.
 * @param ownCommand our program as the first words of a command line
 */
export function shellInit(shell: Shell, ownCommand: readonly string[]): string {
  const own = ownCommand.map(word => shellWord(word, shell)).join(' ');
  // A comment ends with its line, so a path that has a line break in it can only be told in part.
  const load = `In ${START_FILES[shell]}: ${LOAD_LINES[shell](own)}`.replace(/[\r\n]+/g, ' ');
  const text = shell === 'powershell' ? powershell(ownCommand) : shell === 'fish' ? fish(own) : posix(own);
  return `# \`openclaw --profile <name> onboard\` opens the wizard of openclaw-rescue. ${load}\n${text}`;
}

const START_FILES: Readonly<Record<Shell, string>> = {bash: '~/.bashrc', zsh: '~/.zshrc', fish: '~/.config/fish/config.fish', powershell: '$PROFILE'};

/** The line for the start-up file of a shell. @param own our program as it is called there */
export const LOAD_LINES: Readonly<Record<Shell, (own: string) => string>> = {
  bash: own => `eval "$(${own} shell-init bash)"`,
  zsh: own => `eval "$(${own} shell-init zsh)"`,
  fish: own => `${own} shell-init fish | source`,
  powershell: own => `& ${own} shell-init powershell | Out-String | Invoke-Expression`,
};

/** bash and zsh. The word `function` keeps an alias of that name from being expanded; `[` knows no nocasematch. */
function posix(own: string): string {
  return `function openclaw {
  if [ "$#" -eq 3 ] && [ "$1" = --profile ] && [ -n "$2" ] && [ "$2" != default ] && [ "$3" = onboard ]; then
    command ${own} --profile "$2" onboard
  elif [ "$#" -eq 2 ] && [ "\${1#--profile=?}" != "$1" ] && [ "$1" != --profile=default ] && [ "$2" = onboard ]; then
    command ${own} --profile "\${1#--profile=}" onboard
  else
    command openclaw "$@"
  fi
}
`;
}

/** `read` splits off the name, since a command substitution would cut it at line breaks. */
function fish(own: string): string {
  return `function openclaw
    set -l flag
    set -l profile
    if test (count $argv) -eq 3; and test "$argv[1]" = --profile; and test "$argv[3]" = onboard
        set profile $argv[2]
    else if test (count $argv) -eq 2; and string match -q -- '--profile=*' $argv[1]; and test "$argv[2]" = onboard
        printf %s $argv[1] | read --null --delimiter = flag profile
    end
    if test -n "$profile"; and test "$profile" != default
        command ${own} --profile $profile onboard
    else
        command openclaw $argv
    end
end
`;
}

/** Nothing follows the call, so that $LASTEXITCODE is the program's. */
function powershell(ownCommand: readonly string[]): string {
  const own = ownCommand.map(word => shellString(word, 'powershell')).join(', ');
  return `function openclaw {
    $words = @($args)
    # PowerShell keeps the first bare -- of a call to a function for itself; here it goes back to where it stood.
    if ($MyInvocation.Line -match '\\s--(\\s|$)') {
        $text = $MyInvocation.Line.Substring($MyInvocation.OffsetInLine - 1)
        $tree = [System.Management.Automation.Language.Parser]::ParseInput($text, [ref]$null, [ref]$null)
        $call = $tree.Find({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)
        $typed = @($call.CommandElements | ForEach-Object { $_.Extent.Text })
        $place = [array]::IndexOf($typed, '--')
        if ($place -gt 0 -and $typed.Count -eq $words.Count + 2) {
            $words = @($words | Select-Object -First ($place - 1)) + '--' + @($words | Select-Object -Skip ($place - 1))
        }
    }
    $profileName = ''
    if ($words.Count -eq 3 -and [string]$words[0] -ceq '--profile' -and [string]$words[2] -ceq 'onboard') {
        $profileName = [string]$words[1]
    }
    elseif ($words.Count -eq 2 -and ([string]$words[0]).StartsWith('--profile=', [System.StringComparison]::Ordinal) -and [string]$words[1] -ceq 'onboard') {
        $profileName = ([string]$words[0]).Substring(10)
    }
    if ($profileName -cne '' -and $profileName -cne 'default') {
        $words = @(${own}) + '--profile' + $profileName + 'onboard'
        $program = $words[0]
        $words = @($words | Select-Object -Skip 1)
    }
    else {
        $program = Get-Command -Name openclaw -CommandType Application, ExternalScript -ErrorAction Stop | Select-Object -First 1
    }
    if ($MyInvocation.ExpectingInput) { $input | & $program @words } else { & $program @words }
}
`;
}
