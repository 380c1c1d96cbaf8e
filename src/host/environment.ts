/** The environment: what names the home, what is ignored, and what a child process may see. */
import {homedir, userInfo} from 'node:os';
import {isAbsolute, join, resolve} from 'node:path';
import {Stop} from '../exit-codes.ts';
import type {SelectorVariable} from '../rules/audit/evidence.ts';
import {reasons} from '../text/reasons.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export type Homes = {
  /** Where OpenClaw looks for `.openclaw*`. */
  readonly openclaw: string;
  /** The user's home, where service files go. */
  readonly user: string;
  /** Set when OPENCLAW_HOME decided; OpenClaw then refuses to manage services. */
  readonly isOverridden: boolean;
};

/** The home order of OpenClaw 2026.9.6: OPENCLAW_HOME, HOME, USERPROFILE, the passwd entry; "undefined" and "null" do not count. */
export function homesOf(env: Environment): Homes {
  const value = (name: string) => {
    const text = env[name]?.trim();
    return text && text !== 'undefined' && text !== 'null' ? text : undefined;
  };
  const user = resolve(value('HOME') ?? value('USERPROFILE') ?? ownHome());
  const override = value('OPENCLAW_HOME');
  if (override === undefined) return {openclaw: user, user, isOverridden: false};
  const expanded = override === '~' || /^~[/\\]/.test(override) ? join(user, override.slice(1)) : override;
  return {openclaw: isAbsolute(expanded) ? expanded : resolve(expanded), user, isOverridden: true};
}

function ownHome(): string {
  try {
    // What an empty HOME would make of the first one.
    const home = homedir() || userInfo().homedir;
    if (isAbsolute(home)) return home;
  } catch {
    // See below.
  }
  throw new Stop('failed', reasons().noHome);
}

const SELECTORS = /^(OPENCLAW|CLAWDBOT|MOLTBOT)_/;
/** Those that decide which instance it is, or where it listens, from whatever sets them. */
export function selectorsIn(variables: Environment): SelectorVariable[] {
  const isSelector = (name: string) => /^(OPENCLAW|CLAWDBOT|MOLTBOT)_(PROFILE|STATE_DIR|CONFIG_PATH|GATEWAY_PORT)$/.test(name);
  return Object.entries(variables).flatMap(([name, value]) => (value && isSelector(name) ? {name, value} : []));
}

/** Inherited variables that would pull OpenClaw to another instance. We never read them; the wizard names them. */
export function ignoredVariables(env: Environment): string[] {
  return Object.keys(env)
    .filter(name => SELECTORS.test(name) && name !== 'OPENCLAW_HOME' && env[name] !== '')
    .sort();
}

/**
 * What a child inherits: who and where the user is, his terminal, desktop, language, proxies, certificates and registry. Everything
 * else stays behind: selectors of an instance, channel tokens that would switch a channel on in any gateway (seen with
 * Telegram on OpenClaw 2026.9.6), keys that a service would not have either. Those belong into the `.env` of a state dir.
 */
const INHERITED = new RegExp(
  `^(${[
    'PATH|HOME|USER|LOGNAME|SHELL|PWD|OPENCLAW_HOME|TZ|TMPDIR|TMP|TEMP|EDITOR|VISUAL|PAGER',
    'TERM|TERMINFO|TERM_PROGRAM(_VERSION)?|COLORTERM|COLUMNS|LINES|NO_COLOR|FORCE_COLOR|CI|WT_SESSION|ACCESSIBLE|TMUX|STY|SSH_(TTY|CONNECTION|CLIENT|AUTH_SOCK)',
    'LANG|LANGUAGE|LC_\\w+|XDG_\\w+|DBUS_SESSION_BUS_ADDRESS|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY',
    '(HTTPS?|NO|ALL|FTP)_PROXY|NODE_EXTRA_CA_CERTS|NODE_USE_SYSTEM_CA|SSL_CERT_(FILE|DIR)',
    // Where npm, ours and that of OpenClaw, gets packages from; never where it puts them.
    'NPM_CONFIG_(REGISTRY|CAFILE|STRICT_SSL|PROXY|HTTPS_PROXY|NOPROXY|USERCONFIG|CACHE)',
    // Windows can't start a program without some of these.
    'SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|PATHEXT|OS|COMPUTERNAME|USERNAME|USERDOMAIN|USERPROFILE|HOMEDRIVE|HOMEPATH|APPDATA|LOCALAPPDATA|PROGRAMDATA|PROGRAMFILES(\\(X86\\))?|PROCESSOR_ARCHITECTURE|NUMBER_OF_PROCESSORS',
  ].join('|')})$`,
  'i',
);

/** The environment for a child. @param extra variables that it gets besides */
export function childEnvironment(env: Environment, extra: Environment = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => INHERITED.test(name));
  return Object.fromEntries([...kept, ...Object.entries(extra)].filter(([, value]) => value !== undefined));
}
