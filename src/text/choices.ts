/** The lines of the steps in words: what each asks, and what each choice means. */
import {ENGINE_MIB} from '../rules/engine.ts';
import {enableLinger} from '../rules/service/commands.ts';
import type {ChoiceName, RowId} from '../wizard/rows.ts';
import type {Choices, WizardState} from '../wizard/state.ts';
import {kitHelp} from './kit.ts';
import {authText, bindText, serviceTitle, serviceHelp} from './terms.ts';

const ROW_LABELS: Readonly<Record<RowId, string>> = {
  profile: 'Profile',
  port: 'Base port',
  workspace: 'Workspace',
  kit: 'Kit',
  bind: 'Bind',
  bindHost: 'Address',
  auth: 'Token',
  envName: 'Variable',
  service: 'Service',
  engine: 'OpenClaw',
  linger: 'Logout',
  telegram: 'Telegram',
  botToken: 'Bot token',
  botFile: 'File',
  dmPolicy: 'Who writes',
  ownerId: 'Your id',
};

export function rowLabel(row: RowId): string {
  return ROW_LABELS[row];
}

type ChoiceText = {readonly title: string; readonly help: string};

const AUTH_TITLES = {keep: 'kept', generate: 'new random token', env: 'environment variable'} as const;

const KIT_TITLES = {skill: 'skill and notes', watch: 'and a watch', none: 'none'} as const;

const TELEGRAM_TEXTS: Readonly<Record<Choices['telegram'], ChoiceText>> = {
  keep: {title: 'as it is', help: 'what the profile has is left alone'},
  off: {title: 'off', help: 'no bot; and an inherited token of main’s can’t switch one on here'},
  typed: {title: 'a bot of its own', help: 'its token is typed here, hidden, and kept in the config (0600)'},
  file: {title: 'a bot, token in a file', help: 'OpenClaw reads the file by itself; the config holds no token'},
};

const POLICY_TEXTS: Readonly<Record<Choices['dmPolicy'], ChoiceText>> = {
  pairing: {title: 'pairing', help: 'who writes gets a code, and you let him in'},
  allowlist: {title: 'allowlist', help: 'you alone'},
};

const ENGINE_TEXTS: Readonly<Record<Choices['engine'], ChoiceText>> = {
  shared: {title: 'shared', help: 'the one of this host, which all run on: its next update is this one’s, too'},
  own: {title: 'its own', help: `this version, kept: an update of the shared one leaves it alone; takes about ${ENGINE_MIB} MiB`},
};

const TEXTS: {readonly [K in ChoiceName]: (value: Choices[K], state: Pick<WizardState, 'host'>) => ChoiceText} = {
  kit: value => ({title: KIT_TITLES[value], help: kitHelp(value)}),
  bind: value => ({title: value, help: bindText(value)}),
  auth: value => ({title: AUTH_TITLES[value], help: authText(value)}),
  service: (value, {host}) => ({title: serviceTitle(value), help: serviceHelp(value, host.manager)}),
  engine: value => ENGINE_TEXTS[value],
  linger: (value, {host}) =>
    value === 'on'
      ? {title: 'goes on', help: `${enableLinger(host.machine.account).argv.join(' ')}; main’s service goes on then, too`}
      : {title: 'stops', help: 'the gateway ends with your last session'},
  telegram: value => TELEGRAM_TEXTS[value],
  dmPolicy: value => POLICY_TEXTS[value],
};

export function choiceText<K extends ChoiceName>(name: K, value: Choices[K], state: Pick<WizardState, 'host'>): ChoiceText {
  return TEXTS[name](value, state);
}

/** How a bot of its own is got, for the card of the Channel step. */
export function botCard(): readonly string[] {
  return [
    'In Telegram, write /newbot to @BotFather: it asks for a name, then for a user name that ends in “bot”, and answers with the token.',
    'The bot is for this gateway alone: two gateways on one bot shut each other out.',
  ];
}

export function ownerHint(): string {
  return 'Your id is a number; it may stay empty with pairing.';
}
