/** The last page: what happened, and the commands to go on with. Every command carries its profile and works as printed. */
import type {Host} from '../rules/answers.ts';
import type {ApplyEvent, ApplyResult, ApplyStep} from '../rules/apply-steps.ts';
import type {Machine} from '../rules/machine.ts';
import type {Selector} from '../rules/selector.ts';
import {LOAD_LINES} from '../shells/init.ts';
import type {WizardState} from '../wizard/state.ts';
import {answersOf, planOf} from '../wizard/selectors.ts';
import {diagnosisText} from './diagnosis.ts';
import {en} from './en/outcome.ts';
import {spoken} from './language.ts';
import {managerText} from './manager.ts';
import {pad} from './table.ts';
import {openclawCommand, ownCommand, printable, shownPath} from './terms.ts';

const words = spoken(en, korean => korean.outcome);

export type OutcomePage = {
  readonly headline: string;
  readonly isGood: boolean;
  readonly lines: readonly string[];
  readonly commands: readonly {readonly label: string; readonly command: string}[];
};

/** What a step of an apply is about: a path, a name, an address. */
export function applySubject(step: ApplyStep, machine: Machine): string {
  switch (step.kind) {
    case 'change':
      return shownPath(step.change.path, machine);
    case 'databases':
      return shownPath(step.stateDir, machine);
    case 'health':
      return `http://127.0.0.1:${step.port}/healthz`;
    case 'left':
      return String(step.port);
    default:
      return '';
  }
}

/** What an event of an apply tells beside its step: what was learned or went wrong, else what the step is about. */
export function eventText({step, state, detail}: ApplyEvent, machine: Machine): string {
  const subject = applySubject(step, machine);
  if (state === 'skipped' && step.kind === 'command' && step.command.id === 'linger') return words().notAllowed(`sudo ${step.command.argv.join(' ')}`);
  if (detail === undefined) return subject;
  return state === 'skipped' ? `${subject} ${printable(detail)}`.trimStart() : printable(detail);
}

export function outcomeOf(state: WizardState): OutcomePage {
  const {labels} = words();
  const {result, host, target} = state;
  const {profile, basePort} = answersOf(state);
  const openclaw = openclawCommand(host, target.selector);
  const ours = ownCommand(host, target.selector);
  const guide = [
    ...cleanShell(host.machine),
    {label: labels.check, command: `${openclaw} status`},
    {label: labels.browser, command: `${openclaw} browser status`},
  ];
  // By our way: `openclaw --profile <p> onboard` may be our own function by then.
  const next = {label: labels.next, command: `${ours} exec onboard`};
  const edit = {label: labels.edit, command: `${ours} onboard`};
  const undo = {label: labels.undo, command: `${ours} undo`};
  switch (result?.kind) {
    case 'nothing':
      return {headline: words().nothingToDo, isGood: true, lines: shellHint(state), commands: [...guide, edit, ...shellLine(state)]};
    case 'applied': {
      const isUp = state.events.some(({step, state: reached}) => step.kind === 'health' && reached === 'done');
      const headline = isUp ? words().up(profile, basePort) : words().written[target.selector.kind](profile, basePort);
      return {headline, isGood: true, lines: remarks(state, isUp), commands: [...guide, ...startAndStop(state), next, edit, undo, ...shellLine(state)]};
    }
    case 'taken-back': {
      const lines = [result.isWhole ? words().takenBack : words().takenBackInPart];
      return {headline: words().failed(printable(result.reason)), isGood: false, lines, commands: result.isWhole ? [edit] : [edit, {label: labels.look, command: `${ours} doctor`}]};
    }
    case 'failed': {
      if (state.isTakingBack) return {headline: words().takingBack, isGood: false, lines: [], commands: []};
      const why = failureLines(result, host, target.selector);
      const lines = result.isRolledBack ? [words().putBack] : [...why, words().inPlace[why.length === 0 ? 'unexplained' : 'explained']];
      const look = [{label: labels.look, command: `${openclaw} gateway status`}, ...logs(state)];
      return {headline: words().failed(printable(result.reason)), isGood: false, lines, commands: result.isRolledBack ? [edit] : [...look, edit, undo]};
    }
    default:
      return {headline: words().nothingWritten, isGood: true, lines: [], commands: [edit]};
  }
}

/** Why a gateway that was started does not answer, and what its log says of it; nothing where that was not asked. */
export function failureLines(result: ApplyResult, host: Pick<Host, 'machine' | 'openclaw'>, selector: Selector): string[] {
  if (result.kind !== 'failed' || !result.diagnosis) return [];
  const {cause, lines} = result.diagnosis;
  return [diagnosisText(cause, host, selector), ...lines.map(line => `  | ${line}`)];
}

/** Variables of this shell would make OpenClaw act on another instance than the one that `--profile` names. */
function cleanShell({ignoredVariables, platform}: Machine): OutcomePage['commands'] {
  if (ignoredVariables.length === 0) return [];
  const command = platform === 'win32' ? `Remove-Item ${ignoredVariables.map(name => `Env:${name}`).join(',')}` : `unset ${ignoredVariables.join(' ')}`;
  return [{label: words().labels.first, command}];
}

function remarks(state: WizardState, isUp: boolean): string[] {
  const {host, target} = state;
  const {service, auth, basePort} = answersOf(state);
  const trouble = service === 'none' || isLingering(state) ? undefined : managerText(host);
  const [before] = target.existing?.isListening ? target.existing.bases : [];
  const staysOn = before && before.port !== basePort && !isUp ? before.port : undefined;
  const waits = service === 'write' && host.manager.kind === 'ready' && !isUp && !target.serviceState?.isActive;
  return [
    ...(host.openclaw ? [] : [words().noOpenclaw]),
    ...(trouble === undefined ? [] : [refusedLinger(state) ?? trouble]),
    ...(staysOn === undefined ? [] : [words().staysOn(staysOn)]),
    ...(waits ? [words().startsAtLogin] : []),
    ...shellHint(state),
    ...(auth.kind === 'env' ? [words().putToken(`${auth.name}=…`, `${target.stateDir}/.env`)] : []),
  ];
}

/** Whether services were let go on after logout just now. */
function isLingering({events}: WizardState): boolean {
  return events.some(({step, state}) => step.kind === 'command' && step.command.id === 'linger' && state === 'done');
}

/** Where this user may not decide that, an administrator may. */
function refusedLinger({events, host}: WizardState): string | undefined {
  const isRefused = events.some(({step, state}) => step.kind === 'command' && step.command.id === 'linger' && state === 'skipped');
  return isRefused ? words().untilAdministrator(`sudo loginctl enable-linger ${host.machine.account}`) : undefined;
}

/** What starts and stops it from here: the service where its manager can be reached, else a terminal. */
function startAndStop(state: WizardState): OutcomePage['commands'] {
  const {labels, stopInTerminal} = words();
  const {manager, machine} = state.host;
  const {selector} = state.target;
  const openclaw = openclawCommand(state.host, selector);
  const {service} = answersOf(state);
  if (service !== 'none' && manager.kind === 'ready') {
    return [
      {label: labels.start, command: `${openclaw} gateway start`},
      {label: labels.stop, command: `${openclaw} gateway stop`},
    ];
  }
  const {serviceName} = planOf(state);
  const isLater = service !== 'none' && machine.platform === 'linux' && manager.kind === 'unreachable' && manager.reason === 'no-session';
  const enable = {label: labels.service, command: `systemctl --user daemon-reload && systemctl --user enable --now ${serviceName}`};
  const start = selector.kind === 'profile' ? `${openclaw} gateway` : `${ownCommand(state.host, selector)} gateway`;
  return [{label: labels.start, command: start}, {label: labels.stop, command: stopInTerminal}, ...(isLater ? [enable] : [])];
}

/** The guide's own command for this wizard, `openclaw --profile <p> onboard`, as a line for the start-up file of the shell. */
function shellLine({host, target}: WizardState): OutcomePage['commands'] {
  const {shell, ownCommand: program} = host.machine;
  return shell === undefined || target.selector.kind === 'paths' ? [] : [{label: words().labels.shellLine, command: LOAD_LINES[shell](program)}];
}

function shellHint(state: WizardState): string[] {
  return shellLine(state).map(() => words().shellHint(`openclaw --profile ${state.target.profile} onboard`));
}

function logs(state: WizardState): OutcomePage['commands'] {
  const {platform} = state.host.machine;
  return platform === 'linux' ? [{label: words().labels.log, command: `journalctl --user -u ${planOf(state).serviceName} -n 50`}] : [];
}

/** The last page as plain lines, for the normal screen after the wizard has left. */
export function outcomeText(state: WizardState): string {
  const {headline, lines, commands} = outcomeOf(state);
  return [headline, ...lines, '', ...commands.map(({label, command}) => `  ${pad(label, 9)}${command}`), ''].join('\n');
}
