/** The drill in words: what was looked at and seen, what main and the rescue share, and why main is left alone. */
import type {Host} from '../rules/answers.ts';
import type {Admission} from '../rules/admission.ts';
import {type Check, type DrillCheckId, type HealthLook, type Judgement, type Obstacle, READING_CHECKS, type SharedFate, type Stage, type StopOrder, STOPPING_CHECKS, type Verdict, verdictOf} from '../rules/drill.ts';
import type {Instance} from '../rules/instance.ts';
import {tildePath} from '../rules/profile.ts';
import {selectorFor} from '../rules/selector.ts';
import {quote} from '../rules/shell.ts';
import {plural} from './english.ts';
import {openclawCommand, ownCommand, placeName, printable} from './terms.ts';
import {consequenceText, fixTexts, SEVERITY_TEXTS} from './findings.ts';
import {HEALTH_TEXTS} from './status-text.ts';
import {table} from './table.ts';

type About = {readonly host: Host; readonly main: Pick<Instance, 'label'>; readonly rescue: Pick<Instance, 'label'>};

/** What each check is about; it fits whether it is to come, under way, or done. */
const TITLES: Readonly<Record<DrillCheckId, (main: string, rescue: string) => string>> = {
  'rescue-healthy': (_, rescue) => `${rescue} is healthy`,
  'rescue-admits': (_, rescue) => `${rescue} lets its own token in`,
  'main-readable': (main, rescue) => `${rescue} can read the files of ${main}`,
  'main-valid': (main, rescue) => `the OpenClaw of ${rescue} validates the config of ${main}`,
  'kit-current': (main, rescue) => `the kit of ${rescue} knows ${main} as it is`,
  'main-stopped': main => `stop the service of ${main}`,
  'main-closed': main => `the port of ${main} is closed`,
  'rescue-stays': (main, rescue) => `${rescue} stays healthy without ${main}`,
  'rescue-admits-alone': (main, rescue) => `${rescue} lets its own token in without ${main}`,
  'main-valid-alone': (main, rescue) => `${rescue} validates the config of ${main} while that is down`,
  'proof-broken': () => 'the proof itself',
  'main-started': main => `start the service of ${main}`,
  'main-back': main => `${main} is healthy again`,
  'main-unchanged': main => `the config and the service file of ${main} are as they were`,
};

export function titleText(id: DrillCheckId, {main, rescue}: About): string {
  return TITLES[id](printable(main.label), printable(rescue.label));
}

const VERDICT_TEXTS: Readonly<Record<Verdict, string>> = {ok: 'ok', failed: 'FAILED', unknown: 'unknown'};
const STATE_WIDTH = 9;

/** One line: the verdict, what was looked at, and what was seen. */
export function checkText(check: Check, about: About): string {
  return `${VERDICT_TEXTS[verdictOf(check)].padEnd(STATE_WIDTH)}${titleText(check.id, about)}: ${seenText(check, about)}`;
}

/** What a check has seen, as one clause. */
export function seenText(check: Check, {host: {machine}}: About): string {
  const tilde = (path: string) => printable(tildePath(path, machine.homes.openclaw, machine.platform));
  switch (check.id) {
    case 'rescue-healthy':
    case 'main-closed':
    case 'main-back':
      return healthText(check);
    case 'rescue-admits':
    case 'rescue-admits-alone':
      return admissionText(check.admission);
    case 'main-readable': {
      const texts = {readable: '', absent: ' (not there)', closed: ' (this user may not read it)'} as const;
      return check.places.map(({kind, path, state}) => `${placeName(kind)} ${tilde(path)}${texts[state]}`).join(', ');
    }
    case 'main-valid':
    case 'main-valid-alone':
      return judgementText(check.judgement);
    case 'kit-current': {
      if (check.files.length === 0) return 'it has no kit, so its bot knows nothing of the other one';
      const texts = {current: 'as it should be', missing: 'missing', outdated: 'out of date'} as const;
      return check.files.map(({path, state}) => `${tilde(path)} ${texts[state]}`).join(', ');
    }
    case 'main-stopped':
      return check.failure === undefined ? `after ${seconds(check.tookMs)}` : printable(check.failure);
    case 'rescue-stays':
      return check.failed === undefined ? `${plural(check.looks, 'look')} at 127.0.0.1:${check.port}` : `${HEALTH_TEXTS[check.failed]} (127.0.0.1:${check.port}), seen at look ${check.looks}`;
    case 'proof-broken':
      return printable(check.reason);
    case 'main-started':
      if (check.failure !== undefined) return printable(check.failure);
      return check.by === 'guard' ? 'its manager says that it runs' : 'by the drill itself, since the guard was gone';
    case 'main-unchanged':
      return check.changed.length === 0 ? 'the same bytes' : `changed meanwhile, though not by us: ${check.changed.map(tilde).join(', ')}`;
  }
}

function healthText({port, health}: HealthLook): string {
  return `${HEALTH_TEXTS[health]} (127.0.0.1:${port})`;
}

const UNTOLD = {'no-openclaw': 'there is no OpenClaw on this machine to ask', 'no-answer': 'its OpenClaw gave no answer that says so'} as const;

function admissionText(admission: Admission): string {
  switch (admission.kind) {
    case 'in':
      return admission.version === undefined ? 'yes' : `OpenClaw ${printable(admission.version)} answers`;
    case 'out':
      return printable(admission.reason ?? 'its gateway refuses it');
    case 'untold':
      return UNTOLD[admission.reason];
  }
}

function judgementText(judgement: Judgement): string {
  switch (judgement.kind) {
    case 'valid':
      return 'valid';
    case 'invalid':
      return `refused${judgement.issue === undefined ? '' : ` (${printable(judgement.issue)})`}, so it would not start again`;
    case 'untold':
      return UNTOLD[judgement.reason];
  }
}

/** Told on stderr when a step begins, and again while it lasts. */
export function beginText(id: DrillCheckId, tookMs: number, about: About): string {
  const patience = id === 'main-stopped' ? ' (a gateway that drains its work may take 330 s)' : '';
  return `${'running'.padEnd(STATE_WIDTH)}${titleText(id, about)}${tookMs === 0 ? patience : `, since ${seconds(tookMs)}`}`;
}

/** 1,234 ms as `1.2 s`. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

export function shareText(fate: SharedFate): string {
  if (fate.id === 'finding') return consequenceText(fate.finding);
  return `Both run as ${printable(fate.account)}: whatever ends the processes of that user, or fills what he may use, ends both.`;
}

/** What is shared, a line each; with the way out where there is one. */
export function shareTexts(fates: readonly SharedFate[], host: Host): string {
  if (fates.length === 0) return '';
  const severity = (fate: SharedFate) => SEVERITY_TEXTS[fate.id === 'finding' ? fate.finding.severity : 'note'];
  const fixes = (fate: SharedFate) => (fate.id === 'finding' ? fixTexts(fate.finding, host).map(fix => ['  fix', fix]) : []);
  return `What takes both down\n${table(fates.flatMap(fate => [[severity(fate), shareText(fate)], ...fixes(fate)]))}\n`;
}

/** Why main is not stopped, and what to do, as one line. @param withoutService what there is instead of a service */
export function obstacleText(obstacle: Obstacle, {host, main, rescue}: Stage, withoutService: string): string {
  const name = printable(main.existing.label);
  const again = `${ownCommand(host, rescue.selector)} drill --stop-main`;
  const openclaw = openclawCommand(host, selectorFor(main.existing));
  switch (obstacle.kind) {
    case 'inside':
      return `this runs inside the service of ${name}, and would be stopped with it; run ${again} in a terminal of your own, or as the rescue.`;
    case 'no-service':
      return `only a service can be stopped and surely started again: ${withoutService}`;
    case 'no-manager':
      return `the service manager can’t be reached from here, so ${name} could not be started again; run ${again} in a session of its user.`;
    case 'not-running':
      return main.existing.isListening
        ? `${name} runs, but not under its service; end it where it was started, and then ${openclaw} gateway start puts it under its service.`
        : `${name} does not run, so there is nothing to stop; ${openclaw} gateway start starts it.`;
    case 'not-healthy':
      return `${name} is not healthy now, so a drill would prove nothing: ${healthText({...obstacle, isUp: false})}; ${openclaw} gateway status shows why.`;
    case 'hazard':
      return `${name} may not come back as it is, so it is not stopped: ${consequenceText(obstacle.finding)} ${host.machine.ownCommand} doctor tells the fix.`;
  }
}

/** What a drill would do. @param order undefined where main is not to be stopped */
export function previewText(about: About, order: StopOrder | undefined): string {
  const lines = (ids: readonly DrillCheckId[]) => ids.map(id => `  ${titleText(id, about)}`);
  const typed = (commands: StopOrder['stop']) => commands.map(({argv}) => `      ${argv.map(word => printable(quote(word, about.host.machine.platform))).join(' ')}`);
  const stopping = STOPPING_CHECKS.flatMap(id => [...lines([id]), ...(id === 'main-stopped' ? typed(order?.stop ?? []) : id === 'main-started' ? typed(order?.start ?? []) : [])]);
  return `${['It would be looked at whether', ...lines(READING_CHECKS), ...(order ? [`and then, with ${printable(about.main.label)} stopped`, ...stopping] : [])].join('\n')}\n`;
}

/** Before the question. */
export function warningText({main, rescue}: About, {name}: StopOrder): string {
  return `${printable(main.label)} will be down for about half a minute, longer where it has work to finish: ${printable(name)} is stopped, ${printable(rescue.label)} is tried, and it is started again, also if this is interrupted.\n`;
}

export function questionText({main}: About): string {
  return `Type ${printable(main.label)} to stop it now, Enter to leave it running`;
}

export type Ending = {readonly verdict: 'done' | 'failed' | 'interrupted'; readonly isStopped: boolean; readonly downMs: number | undefined; readonly pid: number | undefined; readonly leftTo: number | undefined};

/** The closing words. */
export function endingText({verdict, isStopped, downMs, pid, leftTo}: Ending, {main, rescue, host}: About & Pick<Stage, 'host'>, ours: string): string {
  const [name, other] = [printable(main.label), printable(rescue.label)];
  const sentence = {
    done: isStopped ? `The drill passed: ${other} was there while ${name} was not.` : `${other} is ready. ${ours} drill --stop-main tries it with ${name} stopped.`,
    failed: 'The drill failed; each check above says what it saw.',
    interrupted: 'The drill was interrupted.',
  }[verdict];
  if (!isStopped) return `${sentence}\n`;
  if (leftTo !== undefined) return `${sentence} ${name} is being started by process ${leftTo}; ${host.machine.ownCommand} status --all shows when it is up.\n`;
  const down = downMs === 0 ? `${name} was not stopped.` : downMs === undefined ? `${name} is NOT healthy again; ${host.machine.ownCommand} status --all shows how it is.` : `${name} was down for ${seconds(downMs)} and is healthy again${pid === undefined ? '' : `, as pid ${pid}`}.`;
  return `${sentence} ${down}\n`;
}
