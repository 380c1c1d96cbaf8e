import {readdirSync, readFileSync} from 'node:fs';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type Cause, diagnose, MOST_LINES, type StartEvidence} from '../../src/rules/diagnosis.ts';

const FOLDER = new URL('../fixtures/starts/', import.meta.url);
const NAMES = readdirSync(FOLDER);

/** What a real start left: its first line says how it ended, the rest is its log. */
function evidenceIn(name: string): StartEvidence {
  const [head = '', ...lines] = readFileSync(new URL(name, FOLDER), 'utf8').trimEnd().split('\n');
  const code = /\bexit (\d+)/.exec(head)?.[1];
  const restarts = /\brestarts (\d+)/.exec(head)?.[1];
  return {
    ...(code === undefined ? {} : {exitCode: Number(code)}),
    ...(/\bresult ([\w-]+)/.exec(head)?.[1] === undefined ? {} : {result: /\bresult ([\w-]+)/.exec(head)?.[1]}),
    ...(restarts === undefined ? {} : {restarts: Number(restarts)}),
    lines,
  };
}

it('dump', () => {
  for (const name of NAMES) console.log(name, JSON.stringify(diagnose(evidenceIn(name)), null, 1));
});
