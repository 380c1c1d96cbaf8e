/** The last page: what happened, and the commands to go on with. Every command carries its profile and works as printed. */
import type {ApplyStep} from '../apply/steps.ts';
import type {Machine} from '../rules/machine.ts';
import {tildePath} from '../rules/profile.ts';
import type {WizardState} from '../wizard/state.ts';
import {answersOf} from '../wizard/selectors.ts';
import {managerText, openclawCommand, printable} from './en.ts';

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
    case 'health':
      return `http://127.0.0.1:${step.port}/healthz`;
    default:
      return '';
  }
}

export function outcomeOf(state: WizardState): OutcomePage {
  const {result, host} = state;
  const {profile, basePort, service} = answersOf(state);
  const openclaw = `${openclawCommand(host)} --profile ${profile}`;
  const ours = `${host.machine.ownCommand} --profile ${profile}`;
  const hasOpenClaw = host.openclaw !== undefined;
  const hasService = service !== 'none';
  const isManaged = hasService && host.manager.kind === 'ready';
  const isUp = state.events.some(({step, state: reached}) => step.kind === 'health' && reached === 'done');
  const guide = [
    {label: 'check', command: `${openclaw} status`},
    {label: 'browser', command: `${openclaw} browser status`},
  ];
  const start = isManaged
    ? [
        {label: 'start', command: `${openclaw} gateway start`},
        {label: 'stop', command: `${openclaw} gateway stop`},
      ]
    : [{label: 'start', command: `${openclaw} gateway`}];
  const next = {label: 'next', command: `${openclaw} onboard`};
  const edit = {label: 'edit', command: `${ours} onboard`};
  const undo = {label: 'undo', command: `${ours} undo`};
  switch (result?.kind) {
    case 'nothing':
      return {headline: 'Nothing to do: everything is as you answered.', isGood: true, lines: [], commands: [...guide, edit]};
    case 'applied': {
      const headline = isUp
        ? `The ${profile} gateway is up on ${basePort}. Main was not touched.`
        : `The profile ${profile} is written, base port ${basePort}. Main was not touched.`;
      const lines = [
        ...(hasOpenClaw ? [] : ['OpenClaw is not on this machine yet; the commands below need it.']),
        ...(hasService && !isUp ? [managerText(host.manager) ?? 'The service was not started.'] : []),
      ];
      return {headline, isGood: true, lines, commands: [...guide, ...start, next, edit, undo]};
    }
    case 'failed': {
      const lines = result.isRolledBack
        ? ['Everything that was written has been put back.']
        : ['The files are in place; the service is not up. Its log tells why.'];
      const commands = result.isRolledBack ? [edit] : [{label: 'look', command: `${openclaw} gateway status`}, edit, undo];
      return {headline: `Failed: ${printable(result.reason)}`, isGood: false, lines, commands};
    }
    default:
      return {headline: 'Nothing was written.', isGood: true, lines: [], commands: [edit]};
  }
}

/** The last page as plain lines, for the normal screen after the wizard has left. */
export function outcomeText(state: WizardState): string {
  const {headline, lines, commands} = outcomeOf(state);
  return [headline, ...lines, '', ...commands.map(({label, command}) => `  ${label.padEnd(9)}${command}`), ''].join('\n');
}
