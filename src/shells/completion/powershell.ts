/** Completion in PowerShell, with descriptions. */
import {shellString} from '../quote.ts';
import {type Branch, endings, indented, type Model, moves, type Offer, PROFILE} from './model.ts';

export function powershell(model: Model, program: string): string {
  const string = (word: string) => shellString(word, 'powershell');
  const pattern = (key: string) => key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/^\\\*/, '.*');
  const switchBranches = (branches: readonly Branch[]) =>
    branches.map(({keys, body}) => `${string(`^(${keys.map(pattern).join('|')})$`)} {\n${indented(body, 4)}\n}`).join('\n');
  // Each word, and behind it its text; PowerShell takes no empty one.
  const list = (name: string, offers: readonly Offer[]) =>
    offers.length === 0 ? [] : [`${name} += @(\n${offers.map(({word, about}) => `    ${string(word)}, ${string(about || word)}\n`).join('')})`];
  const paths = (filter: string) => `[System.Management.Automation.CompletionCompleters]::CompleteFilename($cur)${filter} | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($stem + $_.CompletionText, $_.ListItemText, $_.ResultType, $_.ToolTip)
}
return`;
  return `# Completion of ${program} in PowerShell, for $PROFILE.
Register-ArgumentCompleter -Native -CommandName ${string(program)} -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $at = ''
    $value = ''
    $operand = ''
    $stem = ''
    $cur = [string]$wordToComplete
    $names = @()
    $flags = @()
    $typed = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.Extent.Text } | Select-Object -Skip 1)
    foreach ($word in $typed) {
        if ($value) { $value = ''; continue }
        switch -Regex -CaseSensitive ("$at $word") {
${indented(switchBranches(moves(model, {enter: '$at = "$at $word".Trim()\nbreak', end: 'return', value: '$value = $word\nbreak'})), 12)}
            '^.* -' { break }
            default { $operand = $word }
        }
    }
    if (-not $value -and $cur -match '^(--[^=]+)=') {
        $value = $Matches[1]
        $stem = "$value="
        $cur = $cur.Substring($stem.Length)
    }
    switch -Regex -CaseSensitive ("$at $value") {
${indented(
  switchBranches(
    endings(model, {
      offers: (names, flags) => [...list('$names', names), ...list('$flags', flags), 'break'].join('\n'),
      profiles: `$root = if ($env:OPENCLAW_HOME) { $env:OPENCLAW_HOME } else { $HOME }
Get-ChildItem -LiteralPath $root -Directory -Force -Filter '.openclaw-*' -ErrorAction Ignore | ForEach-Object {
    if ($_.Name -match '^\\.openclaw-(${PROFILE})$') { $names += $Matches[1], $_.FullName }
}
break`,
      folders: paths(" | Where-Object { $_.ResultType -eq 'ProviderContainer' }"),
      files: paths(''),
    }),
  ),
  8,
)}
    }
    if (-not $value -and ($cur -like '-*' -or $operand -or -not $names)) {
${indented(list('$flags', model.globals).join('\n'), 8)}
        $names = $flags
    }
    for ($i = 0; $i -lt $names.Count; $i += 2) {
        if ($names[$i].StartsWith($cur, [System.StringComparison]::Ordinal)) {
            [System.Management.Automation.CompletionResult]::new($stem + $names[$i], $names[$i], 'ParameterValue', $names[$i + 1])
        }
    }
}
`;
}
