/** Help about what is no command: exit codes, and what of the environment counts. */
import {EXIT_CODES} from '../exit-codes.ts';
import {table} from '../text/table.ts';

/** The environment that is listened to, once: the help and the README list it. */
export const ENVIRONMENT: readonly {readonly names: string; readonly meaning: string}[] = [
  {names: 'HOME, OPENCLAW_HOME, XDG_*, TMPDIR', meaning: 'where files lie; OPENCLAW_HOME wins, as for OpenClaw itself'},
  {names: 'PATH', meaning: 'where openclaw, node and the service manager are found'},
  {names: 'TERM, LANG, LC_*', meaning: 'what the terminal can show; TERM=dumb asks line by line'},
  {names: 'NO_COLOR, FORCE_COLOR', meaning: 'no colour; or how many, 0 to 3'},
  {names: 'COLORFGBG', meaning: 'whether the background is dark or light'},
  {names: 'NO_MOTION', meaning: 'nothing moves by itself'},
  {names: 'ACCESSIBLE', meaning: 'ask line by line'},
  {names: 'CI', meaning: 'passed on to OpenClaw'},
];

export const TOPICS: Readonly<Record<string, () => string>> = {
  'exit-codes': () => `${table(Object.values(EXIT_CODES).map(({code, meaning}) => [String(code), meaning]))}exec and gateway run become OpenClaw itself, and end with its exit code.\n`,
  environment: () =>
    `Defaults, then what the profile has, then flags. Of the environment only this counts:\n${table(ENVIRONMENT.map(({names, meaning}) => [`  ${names}`, meaning]))}OPENCLAW_STATE_DIR, OPENCLAW_CONFIG_PATH, OPENCLAW_GATEWAY_PORT, OPENCLAW_PROFILE and channel tokens never count, and\nOpenClaw does not get them from us.\n`,
};
