/** The last page: what happened, and the commands to go on with. Every command carries its profile and works as printed. */
import type {Host} from '../rules/answers.ts';
import type {ApplyEvent, ApplyResult, ApplyStep} from '../rules/apply-steps.ts';
import type {Machine} from '../rules/machine.ts';
import type {Selector} from '../rules/selector.ts';
import {tildePath} from '../rules/profile.ts';
import {LOAD_LINES} from '../shells/init.ts';
import type {WizardState} from '../wizard/state.ts';
import {answersOf, planOf} from '../wizard/selectors.ts';
import {diagnosisText} from './diagnosis.ts';
import {managerText} from './manager.ts';
import {openclawCommand, ownCommand, printable} from './terms.ts';

export type OutcomePage = {
  readonly headline: string;
  readonly isGood: boolean;
  readonly lines: readonly string[];
  readonly commands: readonly {readonly label: string; readonly command: string}[];
};

/** What a step of an apply is about: a path, a name, an address. */
export function applySubject(step: ApplyStep, {homes, platform}: Machine): string {
  switch (step.kind) {
    case 'change':
      return printable(tildePath(step.change.path, homes.openclaw, platform));
    case 'databases':
      return printable(tildePath(step.stateDir, homes.openclaw, platform));
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
  if (state === 'skipped' && step.kind === 'command' && step.command.id === 'linger') return `not allowed here; sudo ${step.command.argv.join(' ')} does it`;
  if (detail === undefined) return subject;
  return state === 'skipped' ? `${subject} ${printable(detail)}`.trimStart() : printable(detail);
}

export function outcomeOf(state: WizardState): OutcomePage {
  const {result, host, target} = state;
  const {profile, basePort} = answersOf(state);
  const openclaw = openclawCommand(host, target.selector);
  const ours = ownCommand(host, target.selector);
  const guide = [
    ...cleanShell(host.machine),
    {label: 'check', command: `${openclaw} status`},
    {label: 'browser', command: `${openclaw} browser status`},
  ];
  // By our way: `openclaw --profile <p> onboard` may be our own function by then.
  const next = {label: 'next', command: `${ours} exec onboard`};
  const edit = {label: 'edit', command: `${ours} onboard`};
  const undo = {label: 'undo', command: `${ours} undo`};
  switch (result?.kind) {
    case 'nothing':
      return {headline: 'Nothing to do: everything is as you answered.', isGood: true, lines: shellHint(state), commands: [...guide, edit, ...shellLine(state)]};
    case 'applied': {
      const isUp = state.events.some(({step, state: reached}) => step.kind === 'health' && reached === 'done');
      const headline = isUp
        ? `The ${profile} gateway is up on ${basePort}. Main was not touched.`
        : `The ${target.selector.kind === 'profile' ? 'profile' : 'instance'} ${profile} is written, base port ${basePort}. Main was not touched.`;
      return {headline, isGood: true, lines: remarks(state, isUp), commands: [...guide, ...startAndStop(state), next, edit, undo, ...shellLine(state)]};
    }
    case 'taken-back': {
      const lines = [result.isWhole ? 'It was taken back: files and service are as they were before.' : 'It was taken back, but for something that could not be put back; doctor tells what is left.'];
      return {headline: `Failed: ${printable(result.reason)}`, isGood: false, lines, commands: result.isWhole ? [edit] : [edit, {label: 'look', command: `${ours} doctor`}]};
    }
    case 'failed': {
      if (state.isTakingBack) return {headline: 'Taking it back: a gateway that is stopped may take a minute to end …', isGood: false, lines: [], commands: []};
      const why = failureLines(result, host, target.selector);
      const lines = result.isRolledBack
        ? ['Everything that was written has been put back.']
        : [...why, `What was written is in place; the commands below show ${why.length === 0 ? 'why it is not up' : 'more'}, and take it back.`];
      const look = [{label: 'look', command: `${openclaw} gateway status`}, ...logs(state)];
      return {headline: `Failed: ${printable(result.reason)}`, isGood: false, lines, commands: result.isRolledBack ? [edit] : [...look, edit, undo]};
    }
    default:
      return {headline: 'Nothing was written.', isGood: true, lines: [], commands: [edit]};
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
  return [{label: 'first', command}];
}

function remarks(state: WizardState, isUp: boolean): string[] {
  const {host, target} = state;
  const {service, auth, basePort} = answersOf(state);
  const trouble = service === 'none' || isLingering(state) ? undefined : managerText(host);
  const [before] = target.existing?.isListening ? target.existing.bases : [];
  const staysOn = before && before.port !== basePort && !isUp ? before.port : undefined;
  const waits = service === 'write' && host.manager.kind === 'ready' && !isUp && !target.serviceState?.isActive;
  return [
    ...(host.openclaw ? [] : ['OpenClaw is not on this machine yet; the commands below need it.']),
    ...(trouble === undefined ? [] : [refusedLinger(state) ?? trouble]),
    ...(staysOn === undefined ? [] : [`The gateway that runs now stays on ${staysOn} until it is started anew.`]),
    ...(waits ? ['The service starts with your next login.'] : []),
    ...shellHint(state),
    ...(auth.kind === 'env' ? [`Put ${auth.name}=… into ${target.stateDir}/.env, with mode 0600, before you start it.`] : []),
  ];
}

/** Whether services were let go on after logout just now. */
function isLingering({events}: WizardState): boolean {
  return events.some(({step, state}) => step.kind === 'command' && step.command.id === 'linger' && state === 'done');
}

/** Where this user may not decide that, an administrator may. */
function refusedLinger({events, host}: WizardState): string | undefined {
  const isRefused = events.some(({step, state}) => step.kind === 'command' && step.command.id === 'linger' && state === 'skipped');
  return isRefused ? `The service stops when you log out, until an administrator runs:  sudo loginctl enable-linger ${host.machine.account}` : undefined;
}

/** What starts and stops it from here: the service where its manager can be reached, else a terminal. */
function startAndStop(state: WizardState): OutcomePage['commands'] {
  const {manager, machine} = state.host;
  const {selector} = state.target;
  const openclaw = openclawCommand(state.host, selector);
  const {service} = answersOf(state);
  if (service !== 'none' && manager.kind === 'ready') {
    return [
      {label: 'start', command: `${openclaw} gateway start`},
      {label: 'stop', command: `${openclaw} gateway stop`},
    ];
  }
  const {serviceName} = planOf(state);
  const isLater = service !== 'none' && machine.platform === 'linux' && manager.kind === 'unreachable' && manager.reason === 'no-session';
  const enable = {label: 'service', command: `systemctl --user daemon-reload && systemctl --user enable --now ${serviceName}`};
  const start = selector.kind === 'profile' ? `${openclaw} gateway` : `${ownCommand(state.host, selector)} gateway`;
  return [{label: 'start', command: start}, {label: 'stop', command: 'Ctrl-C in its terminal'}, ...(isLater ? [enable] : [])];
}

/** The guide's own command for this wizard, `openclaw --profile <p> onboard`, as a line for the start-up file of the shell. */
function shellLine({host, target}: WizardState): OutcomePage['commands'] {
  const {shell, ownCommand: program} = host.machine;
  return shell === undefined || target.selector.kind === 'paths' ? [] : [{label: 'shell', command: LOAD_LINES[shell](program)}];
}

function shellHint(state: WizardState): string[] {
  return shellLine(state).map(() => `With the shell line below in the start-up file of your shell, openclaw --profile ${state.target.profile} onboard opens this wizard.`);
}

function logs(state: WizardState): OutcomePage['commands'] {
  const {platform} = state.host.machine;
  return platform === 'linux' ? [{label: 'log', command: `journalctl --user -u ${planOf(state).serviceName} -n 50`}] : [];
}

/** The last page as plain lines, for the normal screen after the wizard has left. */
export function outcomeText(state: WizardState): string {
  const {headline, lines, commands} = outcomeOf(state);
  return [headline, ...lines, '', ...commands.map(({label, command}) => `  ${label.padEnd(9)}${command}`), ''].join('\n');
}
