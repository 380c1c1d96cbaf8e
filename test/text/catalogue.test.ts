/** The catalogue is whole: what English says, Korean says too, with the same names and numbers; and nothing in it is never said. */
import {globSync, readFileSync} from 'node:fs';
import {basename} from 'node:path';
import {pathToFileURL} from 'node:url';
import {afterEach, describe, expect, it} from 'vitest';
import {botCard, choiceText, rowLabel} from '../../src/text/choices.ts';
import {barrierText} from '../../src/text/barriers.ts';
import {type Language, speak} from '../../src/text/language.ts';
import {outcomeText} from '../../src/text/outcome.ts';
import {planText} from '../../src/text/plan-text.ts';
import {rowText, shortRowText} from '../../src/text/port-text.ts';
import {overlapText, problemText, verdictText} from '../../src/text/problems.ts';
import {stepTitle, tooSmallText} from '../../src/text/terms.ts';
import {planOf} from '../../src/wizard/selectors.ts';
import {PROBLEMS} from '../helpers/problems.ts';
import {aWizard} from '../helpers/wizard.ts';

afterEach(() => speak('en'));

const filesOf = (language: Language) => globSync(`src/text/${language}/*.ts`).map(path => basename(path)).sort();

type Entry = string | ((...facts: unknown[]) => unknown);

/** All entries of a value under their paths: `uses.gateway`. */
function entriesOf(value: unknown, path: readonly string[] = []): [path: string, entry: Entry][] {
  if (typeof value === 'object' && value !== null) return Object.entries(value).flatMap(([name, part]) => entriesOf(part, [...path, name]));
  return [[path.join('/'), value as Entry]];
}

async function catalogueOf(language: Language): Promise<ReadonlyMap<string, Entry>> {
  const modules = filesOf(language).map(async file => {
    const words = (await import(pathToFileURL(`src/text/${language}/${file}`).href)) as Readonly<Record<string, unknown>>;
    return entriesOf(words[language]).map(([path, entry]) => [`${file.replace('.ts', '')}: ${path}`, entry] as const);
  });
  return new Map((await Promise.all(modules)).flat());
}

/** A fact of which nothing is known but its name; where a sentence asks more of it, it can't be said here. */
function fact(name: string): unknown {
  return new Proxy({}, {get: (_, key) => (key === Symbol.toPrimitive ? () => `⟦${name}⟧` : typeof key === 'string' ? `⟦${name}.${key}⟧` : undefined)});
}

/** What an entry says of facts that nobody knows; undefined where it needs to know them. */
function said(entry: Entry): string | undefined {
  if (typeof entry === 'string') return entry;
  try {
    const text = entry(...Array.from({length: entry.length}, (_, index) => fact(String(index))));
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
}

/** What is the same in all languages: flags, keys, what stands in backticks, names with dots or underscores, paths, facts, numbers. */
const LITERALS = [/--[a-z][\w-]*/g, /\bCtrl-\w\b|\b(?:Esc|PgUp|PgDn|Shift-Tab)\b/g, /`[^`]+`/g, /\b[a-zA-Z]\w*(?:\.[a-z]\w*)+\b/g, /\b[A-Z]+(?:_[A-Z]+)+\b/g, /(?<![\w⟧)])~?\/[\w./-]*\w/g, /⟦[^⟧]+⟧/g, /\d+/g];
const literalsOf = (text: string) => new Set(LITERALS.flatMap((pattern, kind) => (kind === LITERALS.length - 1 ? text.replace(/⟦[^⟧]+⟧/g, '') : text).match(pattern) ?? []));
const lost = (english: string, korean: string) => [...literalsOf(english)].filter(literal => !korean.includes(literal));

/** Why a text may be the same in Korean. */
const SAME: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/^[^\p{L}]*$/u, 'it has no words'],
  [/^(OpenClaw|Telegram|CDP|Node|PATH|main)$/, 'it is a name'],
  [/^[\w-]*\.[\w.-]+$/, 'it is a file or a key of a config'],
];
const without = (text: string) => text.replace(/⟦[^⟧]+⟧/g, '').trim();
const hasWords = (text: string) => /\p{L}/u.test(without(text));
const isSameOnPurpose = (english: string, korean: string) => !hasWords(korean) || english.includes(korean) && SAME.some(([pattern]) => pattern.test(without(korean)));

const [en, ko] = await Promise.all([catalogueOf('en'), catalogueOf('ko')]);
const both = [...en].flatMap(([path, english]) => (ko.has(path) ? [{path, english, korean: ko.get(path)!}] : []));
const spokenInBoth = both.flatMap(({path, english, korean}) => {
  const [text, translated] = [said(english), said(korean)];
  return text === undefined || translated === undefined ? [] : [{path, text, translated}];
});

describe('the catalogue', () => {
  it('has the same files and entries in both languages', () => {
    expect(en.size).toBeGreaterThan(200);
    expect(filesOf('ko')).toEqual(filesOf('en'));
    expect([...ko.keys()].sort()).toEqual([...en.keys()].sort());
  });

  it('asks the same facts in both', () => {
    expect(both.filter(({english, korean}) => typeof english !== typeof korean || (typeof english === 'function' && english.length !== (korean as () => unknown).length)).map(({path}) => path)).toEqual([]);
  });

  it('can be said here for the most part', () => expect(spokenInBoth.length / both.length).toBeGreaterThan(0.9));

  it('keeps names, keys, flags, paths, facts and numbers', () => {
    expect(spokenInBoth.flatMap(({path, text, translated}) => lost(text, translated).map(literal => `${path} lost ${literal}`))).toEqual([]);
  });

  it('is Korean, or the same on purpose', () => {
    expect(spokenInBoth.filter(({text, translated}) => !/[가-힣]/.test(translated) && !isSameOnPurpose(text, translated)).map(({path, translated}) => `${path}: ${translated}`)).toEqual([]);
  });

  it('holds nothing that is never said', () => {
    const source = globSync('src/**/*.{ts,tsx}')
      .filter(path => !/src[/\\]text[/\\](en|ko)[/\\]/.test(path))
      .map(path => readFileSync(path, 'utf8'))
      .join('\n');
    const names = new Set(source.match(/[\w-]+/g));
    // Asked for by what commander calls them, and by the names of options; test/text/cli.test.ts looks for those that are too many.
    const isNamedElsewhere = (path: string) => /^(help: (headings|places)\/|options: )/.test(path);
    const isSaid = (name: string) => names.has(name) || source.includes(`'${name}'`);
    expect([...en.keys()].filter(path => !isNamedElsewhere(path) && !path.split(': ')[1]!.split('/').every(isSaid))).toEqual([]);
  });
});

describe('in Korean', () => {
  function inBoth(text: () => string): {readonly english: string; readonly korean: string} {
    speak('en');
    const english = text();
    speak('ko');
    return {english, korean: text()};
  }

  // The findings of the audit have tests of their own.
  it.each(PROBLEMS.filter(({id}) => id !== 'not-isolated'))('the problem $id keeps its facts', problem => {
    const {english, korean} = inBoth(() => problemText(problem));
    expect(korean).toMatch(/[가-힣]/);
    expect(lost(english, korean)).toEqual([]);
  });

  const state = aWizard();
  const rows = planOf(state).ports;
  const near = {owner: 'main', base: 18_789, distance: 30};
  it.each([
    ['an overlap', () => overlapText(18_819, [{owner: 'main', shared: {from: 18_819, to: 18_899}, use: {kind: 'cdp', browserProfile: {from: 20, to: 100}}, ours: 'browser.profiles.a.cdpPort'}], near).join('\n')],
    ['a verdict', () => verdictText({kind: 'clean', nearest: near}, 18_819, rows)],
    ['the rows of the port table', () => rows.map(row => `${rowText(row)} ${shortRowText(row)}`).join('\n')],
    ['a choice', () => choiceText('engine', 'own', state).help],
    ['the card of a bot', () => botCard().join('\n')],
    ['a barrier', () => barrierText({kind: 'immutable', path: '/srv/config', platform: 'linux'}, false)],
    ['a small window', () => tooSmallText({columns: 30, rows: 9}, {columns: 40, rows: 15})],
    ['a plan', () => planText(planOf(state), state.host)],
    ['an outcome', () => outcomeText({...state, result: {kind: 'nothing'}})],
    ['labels', () => `${stepTitle('ports')} ${rowLabel('port')}`],
  ])('%s keeps its facts', (_, text) => {
    const {english, korean} = inBoth(text);
    expect(korean).toMatch(/[가-힣]/);
    expect(korean).not.toBe(english);
    expect(lost(english, korean)).toEqual([]);
  });
});
