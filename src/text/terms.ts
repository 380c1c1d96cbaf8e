/** The terms of the field, and of this program, that many sentences share. Keys, flags, paths and ids stay literal. */
import type {Host} from '../rules/answers.ts';
import type {CheckId} from '../rules/audit/rule.ts';
import type {Machine} from '../rules/machine.ts';
import {cutTo, printable} from '../rules/printable.ts';
import {tildePath} from '../rules/profile.ts';
import type {Kept} from '../rules/removal.ts';
import {openclawCall, type Selector, selectorText} from '../rules/selector.ts';
import type {Command} from '../rules/service/commands.ts';
import {quote} from '../rules/shell.ts';
import type {PlaceKind} from '../rules/workspace.ts';
import type {StepId} from '../wizard/state.ts';
import {en} from './en/terms.ts';
import {spoken} from './language.ts';

export {printable};

const words = spoken(en, korean => korean.terms);

export function stepTitle(step: StepId): string {
  return words().steps[step];
}

export function checkLabel(check: CheckId): string {
  return words().checks[check];
}

export function placeName(place: PlaceKind): string {
  return words().places[place];
}

/** A size on the disk. @param bytes */
export function sizeText(bytes: number): string {
  return bytes < 1 << 20 ? `${Math.ceil(bytes / 1024)} KiB` : `${Math.round(bytes / (1 << 20))} MiB`;
}

/** Inherited variables that would pull OpenClaw to another instance. */
export function ignoredText(names: readonly string[]): string {
  return words().ignored(names.join(', '));
}

/** The same, cut: a pasted novel must not push everything else off the screen. */
export function short(text: string): string {
  return cutTo(text, LONGEST_ECHO);
}

/** A path or a reason of somebody else in a line of ours: longer than any that is meant, it would push away the rest. */
export function pathText(text: string): string {
  return cutTo(text, LONGEST_PATH);
}

/** In columns. */
const LONGEST_ECHO = 60;
const LONGEST_PATH = 240;

/** An error that nobody expected, and where to read about it. */
export function crashText(message: string, report: string): string {
  return words().crash(message.replace(/\.$/, ''), report);
}

/** How this program is called for one instance. */
export function ownCommand({machine}: Pick<Host, 'machine'>, selector: Selector): string {
  return `${machine.ownCommand} ${selectorText(selector, machine.platform)}`;
}

/** How OpenClaw is called for one instance: by its name where the PATH leads to it; through us where it knows no flag for it. */
export function openclawCommand(host: Pick<Host, 'openclaw' | 'machine'>, selector: Selector): string {
  if (selector.kind === 'paths') return `${ownCommand(host, selector)} exec`;
  const {openclaw, machine} = host;
  const isNamed = !openclaw || openclaw.binFolders.length > 0;
  const command = isNamed ? ['openclaw'] : [openclaw.node, openclaw.entry];
  return [...command, ...openclawCall(selector).args].map(word => quote(word, machine.platform)).join(' ');
}

/** How OpenClaw gets onto a machine. */
export const INSTALL_COMMAND = 'npm install -g openclaw';

/** A command of the plan as the user would type it; OpenClaw by its name, whatever file stands behind it. */
export function commandText({id, argv}: Command, selector: Selector, host: Pick<Host, 'openclaw' | 'machine'>): string {
  const isShared = argv[1] === host.openclaw?.entry;
  if (id === 'validate' && isShared) return `${openclawCommand(host, selector)} config validate`;
  return argv.map(word => quote(word, host.machine.platform)).join(' ');
}

/** What OpenClaw's own onboarding did to the settings that we made. */
export function handOverText(moved: readonly ('port' | 'bind' | 'token' | 'workspace')[], ours: string): string {
  const {settings, settingsStayed, settingsChanged} = words();
  return moved.length === 0 ? settingsStayed : settingsChanged(moved.map(setting => settings[setting]).join(', '), `${ours} onboard`);
}

/** A path as people write it, from `~` on. */
export function shownPath(path: string, {homes, platform}: Pick<Machine, 'homes' | 'platform'>): string {
  return printable(tildePath(path, homes.openclaw, platform));
}

/** Why something of a removed profile stays. */
export function keptText({path, reason}: Kept, machine: Machine): string {
  const {stays} = words();
  const name = shownPath(path, machine);
  return 'owner' in reason ? stays[reason.kind](name, printable(reason.owner)) : stays[reason.kind](name);
}

type Size = {readonly columns: number; readonly rows: number};

export function tooSmallText(size: Size, smallest: Size): string {
  const text = ({columns, rows}: Size) => `${columns}×${rows}`;
  return words().tooSmall(text(size), text(smallest));
}
