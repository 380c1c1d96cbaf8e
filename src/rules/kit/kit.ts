/** The rescue kit: a skill in the rescue's workspace that knows main, and the notes that go with it. */
import type {Settings} from '../config/settings.ts';
import {type KitCommands, kitCommands} from './commands.ts';
import {type KitFacts, kitPlaces} from './facts.ts';
import {hasSection, withSection} from './section.ts';
import {isWatching, type KitAnswer, readsHeartbeatFile} from './watch.ts';

/** The templates as they stand in assets/kit, and the sentences that depend on what was found. Those are lines of Markdown. */
export type KitTexts = {
  readonly skill: string;
  readonly main: string;
  readonly watch: string;
  readonly heartbeat: string;
  /** By the name of the placeholder. */
  readonly values: (facts: KitFacts, commands: KitCommands) => Readonly<Record<string, string | readonly string[]>>;
};

export type KitInput = {readonly answer: KitAnswer; readonly facts: KitFacts; readonly texts: KitTexts};

/** @property text as it should stand */
export type KitFile = {readonly path: string; readonly text: string; readonly mode: number; readonly encoding: 'utf8'};

/** The present text of a file; undefined where it is not there. */
export type TextAt = (path: string) => string | undefined;

/**
 * The files of the kit as they should stand, with all that the user wrote into them; doing it again changes nothing.
 * None for `none`: what is there stays as it is. Their folders are {@link kitPlaces}'.
 */
export function kitFiles({answer, facts, texts}: KitInput, textAt: TextAt): KitFile[] {
  if (answer === 'none') return [];
  const places = kitPlaces(facts);
  const values = texts.values(facts, kitCommands(facts));
  const file = (path: string, template: string): KitFile => {
    const {head, body} = partsOf(template);
    const text = withSection(textAt(path), {...(head ? {head} : {}), body: filled(body, values)});
    return {path, text, mode: 0o600, encoding: 'utf8'};
  };
  return [
    file(places.skill, texts.skill),
    file(places.main, texts.main),
    ...(answer === 'watch' ? [file(places.watch, texts.watch)] : []),
    ...(answer === 'watch' && readsHeartbeatFile(facts.rescue.engine?.version) ? [file(places.heartbeat, texts.heartbeat)] : []),
  ];
}

export type KitFileState = {readonly path: string; readonly state: 'current' | 'missing' | 'outdated'};

/** How the files of the kit stand against what is found now, and what a new run would write. */
export function kitStates(input: KitInput, textAt: TextAt): KitFileState[] {
  return kitFiles(input, textAt).map(({path, text}) => {
    const present = textAt(path);
    return {path, state: present === undefined ? 'missing' : present === text ? 'current' : 'outdated'};
  });
}

/** Which kit a rescue has now: what a re-run keeps, and what the drill looks at. */
export function presentKit(facts: Parameters<typeof kitPlaces>[0], {heartbeat}: Pick<Settings, 'heartbeat'>, textAt: TextAt): KitAnswer {
  if (!hasSection(textAt(kitPlaces(facts).skill))) return 'none';
  return isWatching(heartbeat) ? 'watch' : 'skill';
}

/** Front matter and the rest of a template, in lines. */
function partsOf(template: string): {readonly head: readonly string[] | undefined; readonly body: readonly string[]} {
  const lines = template.trimEnd().split(/\r?\n/);
  const end = lines.indexOf('---', 1);
  if (lines[0] !== '---' || end < 0) return {head: undefined, body: lines};
  return {head: lines.slice(1, end), body: lines.slice(lines[end + 1] === '' ? end + 2 : end + 1)};
}

/** In one go, so that a value which looks like a placeholder stays as it is. @throws on a placeholder without a value */
function filled(body: readonly string[], values: Readonly<Record<string, string | readonly string[]>>): string[] {
  return body.flatMap(line => {
    const whole = /^\{\{(\w+)\}\}$/.exec(line)?.[1];
    if (whole !== undefined) return [valueOf(whole, values)].flat();
    return line.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(valueOf(name, values))).trimEnd();
  });
}

function valueOf(name: string, values: Readonly<Record<string, string | readonly string[]>>): string | readonly string[] {
  const value = values[name];
  if (value === undefined) throw new Error(`the kit has no value for {{${name}}}`);
  return value;
}
