/** The drill in words: what was looked at and seen, what main and the rescue share, and why main is left alone. */
import type {Host} from '../rules/answers.ts';
import type {Admission} from '../rules/admission.ts';
import {type Check, type DrillCheckId, type HealthLook, type Judgement, type Obstacle, READING_CHECKS, type SharedFate, type Stage, type StopOrder, STOPPING_CHECKS, verdictOf} from '../rules/drill.ts';
import type {Instance} from '../rules/instance.ts';
import {selectorFor} from '../rules/selector.ts';
import {quote} from '../rules/shell.ts';
import {en} from './en/drill-text.ts';
import {consequenceText, fixTexts, severityText} from './findings.ts';
import {spoken} from './language.ts';
import {healthWord} from './status-text.ts';
import {pad, table} from './table.ts';
import {openclawCommand, ownCommand, placeName, printable, shownPath} from './terms.ts';

const words = spoken(en, korean => korean.drillText);

type About = {readonly host: Host; readonly main: Pick<Instance, 'label'>; readonly rescue: Pick<Instance, 'label'>};

export function titleText(id: DrillCheckId, {main, rescue}: About): string {
  return words().titles[id](printable(main.label), printable(rescue.label));
}

const STATE_WIDTH = 9;

/** One line: the verdict, what was looked at, and what was seen. */
export function checkText(check: Check, about: About): string {
  return `${pad(words().verdicts[verdictOf(check)], STATE_WIDTH)}${titleText(check.id, about)}: ${seenText(check, about)}`;
}

/** What a check has seen, as one clause. */
export function seenText(check: Check, {host: {machine}}: About): string {
  const say = words();
  const tilde = (path: string) => shownPath(path, machine);
  switch (check.id) {
    case 'rescue-healthy':
    case 'main-closed':
    case 'main-back':
      return healthText(check);
    case 'rescue-admits':
    case 'rescue-admits-alone':
      return admissionText(check.admission);
    case 'main-readable':
      return check.places.map(({kind, path, state}) => say.places[state](`${placeName(kind)} ${tilde(path)}`)).join(', ');
    case 'main-valid':
    case 'main-valid-alone':
      return judgementText(check.judgement);
    case 'kit-current':
      return check.files.length === 0 ? say.noKit : check.files.map(({path, state}) => say.kit[state](tilde(path))).join(', ');
    case 'main-stopped':
      return check.failure === undefined ? say.after(seconds(check.tookMs)) : printable(check.failure);
    case 'rescue-stays': {
      const address = addressOf(check.port);
      return check.failed === undefined ? say.looks(check.looks, address) : say.lookFailed(healthWord(check.failed), address, check.looks);
    }
    case 'proof-broken':
      return printable(check.reason);
    case 'main-started':
      return check.failure === undefined ? say.startedBy[check.by] : printable(check.failure);
    case 'main-unchanged':
      return check.changed.length === 0 ? say.sameBytes : say.changed(check.changed.map(tilde).join(', '));
  }
}

function healthText({port, health}: HealthLook): string {
  return `${healthWord(health)} (${addressOf(port)})`;
}

function addressOf(port: number): string {
  return `127.0.0.1:${port}`;
}

function admissionText(admission: Admission): string {
  switch (admission.kind) {
    case 'in':
      return admission.version === undefined ? words().admits : words().answers(printable(admission.version));
    case 'out':
      return admission.reason === undefined ? words().refuses : printable(admission.reason);
    case 'untold':
      return words().untold[admission.reason];
  }
}

function judgementText(judgement: Judgement): string {
  switch (judgement.kind) {
    case 'valid':
      return words().valid;
    case 'invalid':
      return words().invalid(judgement.issue === undefined ? undefined : printable(judgement.issue));
    case 'untold':
      return words().untold[judgement.reason];
  }
}

/** Told on stderr when a step begins, and again while it lasts. */
export function beginText(id: DrillCheckId, tookMs: number, about: About): string {
  const say = words();
  const patience = id === 'main-stopped' ? say.patience : '';
  return `${pad(say.running, STATE_WIDTH)}${titleText(id, about)}${tookMs === 0 ? patience : say.since(seconds(tookMs))}`;
}

/** 1,234 ms as `1.2 s`. */
export function seconds(ms: number): string {
  return words().seconds((ms / 1000).toFixed(1));
}

export function shareText(fate: SharedFate): string {
  return fate.id === 'finding' ? consequenceText(fate.finding) : words().sameAccount(printable(fate.account));
}

/** What is shared, a line each; with the way out where there is one. */
export function shareTexts(fates: readonly SharedFate[], host: Host): string {
  if (fates.length === 0) return '';
  const severity = (fate: SharedFate) => severityText(fate.id === 'finding' ? fate.finding.severity : 'note');
  const fixes = (fate: SharedFate) => (fate.id === 'finding' ? fixTexts(fate.finding, host).map(fix => [`  ${words().fix}`, fix]) : []);
  return `${words().sharedTitle}\n${table(fates.flatMap(fate => [[severity(fate), shareText(fate)], ...fixes(fate)]))}\n`;
}

/** Why main is not stopped, and what to do, as one line. @param withoutService what there is instead of a service */
export function obstacleText(obstacle: Obstacle, {host, main, rescue}: Stage, withoutService: string): string {
  const say = words().obstacles;
  const name = printable(main.existing.label);
  const again = `${ownCommand(host, rescue.selector)} drill --stop-main`;
  const openclaw = openclawCommand(host, selectorFor(main.existing));
  switch (obstacle.kind) {
    case 'inside':
    case 'no-manager':
      return say[obstacle.kind](name, again);
    case 'no-service':
      return say[obstacle.kind](withoutService);
    case 'not-running':
      return say[main.existing.isListening ? 'without-service' : 'not-running'](name, openclaw);
    case 'not-healthy':
      return say[obstacle.kind](name, healthText({...obstacle, isUp: false}), openclaw);
    case 'hazard':
      return say[obstacle.kind](name, consequenceText(obstacle.finding), host.machine.ownCommand);
  }
}

/** What a drill would do. @param order undefined where main is not to be stopped */
export function previewText(about: About, order: StopOrder | undefined): string {
  const lines = (ids: readonly DrillCheckId[]) => ids.map(id => `  ${titleText(id, about)}`);
  const typed = (commands: StopOrder['stop']) => commands.map(({argv}) => `      ${argv.map(word => printable(quote(word, about.host.machine.platform))).join(' ')}`);
  const stopping = STOPPING_CHECKS.flatMap(id => [...lines([id]), ...(id === 'main-stopped' ? typed(order?.stop ?? []) : id === 'main-started' ? typed(order?.start ?? []) : [])]);
  return `${[words().preview, ...lines(READING_CHECKS), ...(order ? [words().previewStopped(printable(about.main.label)), ...stopping] : [])].join('\n')}\n`;
}

/** Before the question. */
export function warningText({main, rescue}: About, {name}: StopOrder): string {
  return `${words().warning(printable(main.label), printable(name), printable(rescue.label))}\n`;
}

export function questionText({main}: About): string {
  return words().question(printable(main.label));
}

export type Ending = {readonly verdict: 'done' | 'failed' | 'interrupted'; readonly isStopped: boolean; readonly downMs: number | undefined; readonly pid: number | undefined; readonly leftTo: number | undefined};

/** The closing words. */
export function endingText({verdict, isStopped, downMs, pid, leftTo}: Ending, {main, rescue, host}: About & Pick<Stage, 'host'>, ours: string): string {
  const say = words();
  const own = host.machine.ownCommand;
  const [name, other] = [printable(main.label), printable(rescue.label)];
  const sentence = verdict === 'done' ? (isStopped ? say.endings.passed(name, other) : say.endings.ready(name, other, ours)) : say.endings[verdict];
  if (!isStopped) return `${sentence}\n`;
  if (leftTo !== undefined) return `${sentence} ${say.leftTo(name, leftTo, own)}\n`;
  const down = downMs === 0 ? say.notStopped(name) : downMs === undefined ? say.notBack(name, own) : say.back(name, seconds(downMs), pid);
  return `${sentence} ${down}\n`;
}
