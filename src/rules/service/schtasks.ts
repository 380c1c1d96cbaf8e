/** Windows: a scheduled task that runs a hidden launcher (.vbs), which runs the command file (.cmd). */
import MagicString from 'magic-string';
import {escapeXml, isIdentity, type ServiceSpec, serviceArgv, serviceEnvironment, serviceTitle, withRuntimeAndPort} from './spec.ts';

const EOL = '\r\n';

export type CmdFacts = {readonly argv: readonly string[]; readonly environment: Readonly<Record<string, string>>};

/** What a gateway.cmd sets and starts; undefined for a file that starts nothing. */
export function parseCmd(text: string): CmdFacts | undefined {
  const environment: Record<string, string> = {};
  let argv: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const assignment = SET_LINE.exec(line);
    if (assignment) environment[assignment[1] as string] = unescapeQuoted(assignment[2] as string);
    else if (isCommandLine(line)) argv = cmdWords(line).map(({word}) => word);
  }
  return argv.length > 0 ? {argv, environment} : undefined;
}

const SET_LINE = /^\s*set "([^=]+)=(.*)"\s*$/i;

function isCommandLine(line: string): boolean {
  return line.trim() !== '' && !/^\s*(@|rem\b|::|set\b|cd\b|chcp\b)/i.test(line);
}

/** Tells cmd.exe, and OpenClaw, that the file is UTF-8; only written where plain ASCII does not do (openclaw/openclaw#108774). */
const UTF8_HEADER = ['@chcp 65001 >nul', '@rem openclaw-launcher-encoding=utf-8'];

/**
 * The command file. PATH and the launcher mark are left out, as OpenClaw does; the task has the user's own PATH.
 * @throws RangeError for a line break or a double quote, which no path of Windows has and no quoting here would keep in
 */
export function renderCmd(spec: ServiceSpec): string {
  const body = [
    '@echo off',
    `rem ${serviceTitle(spec.profile)}`,
    ...cmdEnvironment(spec).map(setLine),
    commandLine([...serviceArgv(spec), '--task-supervisor']),
  ];
  const lines = /[^\x00-\x7f]/.test(body.join('')) ? [...UTF8_HEADER, ...body] : body;
  return lines.map(line => line + EOL).join('');
}

/** An existing command file with our variables, Node, entry and port put right; other lines stay. */
export function updateCmd(text: string, spec: ServiceSpec): string {
  const wanted = new Map(cmdEnvironment(spec).filter(([name]) => isIdentity(name)));
  const found = new Set<string>();
  const eol = text.includes(EOL) ? EOL : '\n';
  const lines = text.split(eol).map(line => {
    const assignment = SET_LINE.exec(line);
    if (assignment) {
      const name = assignment[1] as string;
      const value = wanted.get(name);
      found.add(name);
      return value === undefined || value === unescapeQuoted(assignment[2] as string) ? line : setLine([name, value]);
    }
    if (!isCommandLine(line)) return line;
    return updateCommand(line, spec);
  });
  const command = lines.findIndex(isCommandLine);
  const missing = [...wanted].filter(([name]) => !found.has(name)).map(setLine);
  return lines.toSpliced(Math.max(command, 0), 0, ...missing).join(eol);
}

function cmdEnvironment(spec: ServiceSpec): [string, string][] {
  return serviceEnvironment(spec).filter(([name]) => name !== 'PATH' && name !== 'OPENCLAW_WINDOWS_TASK_HIDDEN_LAUNCHER');
}

/**
 * Between quotes cmd.exe reads nothing but `%`. OpenClaw 2026.9.6 writes `^^` and `^!` too, as if delayed expansion were on;
 * it is not, and a gateway of C:\Users\Jane! would look for its state in C:\Users\Jane^!.
 */
function setLine([name, value]: readonly [string, string]): string {
  return `set "${name}=${escapeQuoted(value)}"`;
}

function escapeQuoted(text: string): string {
  if (/["\r\n]/.test(text)) throw new RangeError(`A command file can't hold ${JSON.stringify(text)}`);
  return text.replaceAll('%', '%%');
}

function unescapeQuoted(text: string): string {
  return text.replaceAll('%%', '%');
}

function commandLine(argv: readonly string[]): string {
  return `${argv.map(quoteCmdWord).join(' ')} < NUL`;
}

/**
 * One word of a command line: quoted when it holds white space or a character that cmd.exe reads, as OpenClaw does it, and
 * what ends the name of a program too.
 * @param index its place; the first word is the program
 */
function quoteCmdWord(word: string, index: number): string {
  const escaped = escapeQuoted(word);
  return (index === 0 ? /[ \t&|<>^()%!,;=]/ : /[ \t&|<>^()%!]/).test(word) ? `"${escaped}"` : escaped;
}

type CmdWord = {readonly word: string; /** As it stands in the line. */ readonly raw: string; readonly start: number};

/** The words of a command line up to its redirections. */
function cmdWords(line: string): CmdWord[] {
  const words: CmdWord[] = [];
  for (const match of line.matchAll(/(?:"(?:\\"|[^"])*"|[^\s"])+/g)) {
    const [raw] = match;
    if (/^(\d?[<>]|[|&])/.test(raw)) break;
    const word = unescapeQuoted(raw.replace(/^"|"$/g, '').replaceAll('\\"', '"'));
    words.push({word, raw, start: match.index});
  }
  return words;
}

/** The line with Node, entry and port put right, and everything else in it as it stands. */
function updateCommand(line: string, spec: ServiceSpec): string {
  const words = cmdWords(line);
  const updated = withRuntimeAndPort(words.map(({word}) => word), spec);
  const output = new MagicString(line);
  for (const [index, {word, raw, start}] of words.entries()) {
    const right = updated[index] as string;
    if (right !== word) output.update(start, start + raw.length, quoteCmdWord(right, index));
  }
  const last = words.at(-1);
  const added = updated.slice(words.length).map(word => ` ${quoteCmdWord(word, words.length)}`);
  if (last && added.length > 0) output.appendLeft(last.start + last.raw.length, added.join(''));
  return output.toString();
}

/** The launcher that keeps the console window away: closing that would end the gateway (openclaw/openclaw#5026). */
export function renderVbs(spec: ServiceSpec, cmdPath: string): string {
  const quoted = `"${cmdPath}"`.replaceAll('"', '""');
  return [
    `' ${serviceTitle(spec.profile)}`,
    'Set shell = CreateObject("WScript.Shell")',
    'shell.Environment("Process")("OPENCLAW_WINDOWS_TASK_HIDDEN_LAUNCHER") = "wscript"',
    `WScript.Quit shell.Run("${quoted}", 0, True)`,
  ]
    .map(line => line + EOL)
    .join('');
}

/** The task: at logon of this user, no time limit, three restarts. @param account DOMAIN\user */
export function renderTask(spec: ServiceSpec, account: string, vbsPath: string): string {
  return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>${escapeXml(serviceTitle(spec.profile))}</Description>
  </RegistrationInfo>
  <Triggers>
    <LogonTrigger>
      <Enabled>true</Enabled>
      <UserId>${escapeXml(account)}</UserId>
    </LogonTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>${escapeXml(account)}</UserId>
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <AllowHardTerminate>true</AllowHardTerminate>
    <StartWhenAvailable>false</StartWhenAvailable>
    <RunOnlyIfNetworkAvailable>false</RunOnlyIfNetworkAvailable>
    <IdleSettings>
      <StopOnIdleEnd>false</StopOnIdleEnd>
      <RestartOnIdle>false</RestartOnIdle>
    </IdleSettings>
    <AllowStartOnDemand>true</AllowStartOnDemand>
    <Enabled>true</Enabled>
    <Hidden>false</Hidden>
    <RunOnlyIfIdle>false</RunOnlyIfIdle>
    <WakeToRun>false</WakeToRun>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <RestartOnFailure>
      <Interval>PT1M</Interval>
      <Count>3</Count>
    </RestartOnFailure>
    <Priority>7</Priority>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>${escapeXml(vbsPath)}</Command>
    </Exec>
  </Actions>
</Task>`;
}
