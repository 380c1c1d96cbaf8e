/** What the audit finds, in words: what each rule is about, what a finding leads to, and how it is mended. */
import type {Finding, Fix, MendedAnswers, RuleId, Severity} from '../rules/audit/finding.ts';
import type {JsonValue} from '../rules/config/json5.ts';
import type {Machine} from '../rules/machine.ts';
import {tildePath} from '../rules/profile.ts';
import {openclawCall, type Selector, selectorText} from '../rules/selector.ts';
import {quote} from '../rules/shell.ts';
import {isWhole, shown} from './consequences.ts';
import {en} from './en/findings.ts';
import {spoken} from './language.ts';
import {printable} from './terms.ts';

export {consequenceText} from './consequences.ts';

const words = spoken(en, korean => korean.findings);

/** OpenClaw's own way to write a service again; it manages those of profiles alone. */
function installAnew({ours, instance}: Fix): string {
  const {byHand} = words();
  return ours?.kind === 'paths' ? byHand['service-right'](printable(instance)) : byHand['service-anew'](openclawOf({ours}));
}

/** How OpenClaw is called for the instance of a fix; for one by paths, with what `env` prints. */
function openclawOf({ours}: Pick<Fix, 'ours'>): string {
  return ['openclaw', ...(ours ? openclawCall(ours).args : [])].join(' ');
}

/** What only the owner can do, where it takes facts of the finding; else it stands under the id of the rule. */
const BY_HAND: {readonly [Id in RuleId]?: (finding: Finding<Id>, fix: Fix) => string} = {
  'state-shared': ({detail}) => words().byHand['state-shared'][isWhole(detail) ? 'whole' : 'part'],
  'channel-token-shared': ({detail}) => words().byHand['channel-token-shared'](detail.channel),
  'login-shared': (_, fix) => words().byHand['login-shared'](openclawOf(fix)),
  'service-crossed': ({detail}) => words().byHand['service-crossed'](detail.path),
  'service-twice': ({values}) => words().byHand['service-twice'](values.map(({value}) => value).join(', ')),
  'service-path-missing': (_, fix) => installAnew(fix),
  'service-mixed-install': (_, fix) => installAnew(fix),
  'service-outdated': (_, fix) => installAnew(fix),
  'service-drop-in': ({detail}) => words().byHand['service-drop-in'](detail.path),
  'service-secret': ({detail}) => words().byHand['service-secret'](detail.names.join(', ')),
  'service-namesake': ({detail}) => words().byHand['service-namesake'](detail.path),
  'dotenv-selector': ({detail}) => words().byHand['dotenv-selector'](detail.name),
  'config-unreadable': ({values, detail}) => {
    const say = words().byHand['config-unreadable'];
    return detail.isClosed ? say.closed : say.broken(values[0]?.value);
  },
  'key-refused': ({detail}) => words().byHand['key-refused'](detail.keys.join(', ')),
  'restore-armed': ({detail}) => words().byHand['restore-armed'](detail.from),
};

export function ruleTitle(id: RuleId): string {
  return words().titles[id];
}

function byHand(finding: Finding, fix: Fix): string {
  const tell = BY_HAND[finding.id] as ((finding: unknown, fix: Fix) => string) | undefined;
  if (tell) return tell(shown({...finding, fixes: []}), fix);
  const plain: Readonly<Record<string, unknown>> = words().byHand;
  const told = plain[finding.id];
  return typeof told === 'string' ? told : words().byHand.another;
}

type Host = {readonly machine: Machine};

/** How a finding is mended: one line for each instance that has to change. @param host whose home is told as `~` */
export function fixTexts(finding: Finding, host?: Host): string[] {
  return [...new Set(finding.fixes.map(fix => fixText(fix, finding, host)))];
}

function fixText(fix: Fix, finding: Finding, host: Host | undefined): string {
  const {instance, ours, configPath, remedy} = fix;
  const platform = host?.machine.platform ?? 'linux';
  const argv = remedy.kind === 'command' || remedy.kind === 'rewrite' ? remedy.argv : undefined;
  if (argv) return argv.map(word => printable(quote(word, platform))).join(' ');
  // Where we don't write, its owner has to know the file.
  const where = ours ? undefined : printable(host ? tildePath(configPath, host.machine.homes.openclaw, platform) : configPath);
  const say = (what: string, place?: string) => words().fix(printable(instance), place, what);
  switch (remedy.kind) {
    case 'setting':
      return say(settingText(remedy.key, remedy.value), where);
    case 'answers':
      return say(answersText(remedy.answers), where);
    default:
      return say(byHand(finding, fix));
  }
}

function settingText(key: readonly string[], value: JsonValue | undefined): string {
  const {set, unset} = words();
  return value === undefined ? unset(printable(keyText(key))) : set(printable(keyText(key)), printable(JSON.stringify(value)));
}

/** Answers of the wizard as what they come to, so that they can be given by hand where we never write. */
function answersText({basePort, workspace, auth, service, replaceService}: MendedAnswers): string {
  return [
    ...(basePort === undefined ? [] : [settingText(['gateway', 'port'], basePort)]),
    ...(workspace === undefined ? [] : [settingText(['agents', 'defaults', 'workspace'], workspace)]),
    ...(auth === undefined ? [] : [words().newToken]),
    ...(service === undefined && replaceService === undefined ? [] : [words().newService]),
  ].join(', ');
}

/** A key as OpenClaw's own `config` command takes it; a name with a dot stands in brackets. */
function keyText(key: readonly string[]): string {
  return key.reduce((path, name) => (/^[\w-]+$/.test(name) ? (path === '' ? name : `${path}.${name}`) : `${path}[${JSON.stringify(name)}]`), '');
}

/** The command that mends all of an instance that can be mended by a plan. */
export function mendingCommand(selector: Selector, {platform, ownCommand}: Machine): string {
  return `${ownCommand} ${selectorText(selector, platform)} doctor --fix`;
}

export function severityText(severity: Severity): string {
  return words().severities[severity];
}

/** `2 errors, 1 warning` */
export function countText(findings: readonly Finding[], severities: readonly Severity[]): string {
  return severities
    .flatMap(severity => {
      const count = findings.filter(finding => finding.severity === severity).length;
      return count === 0 ? [] : words().counts[severity](count);
    })
    .join(', ');
}
