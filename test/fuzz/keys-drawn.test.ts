import {it} from 'vitest';
import {pressKeys} from './key-session.ts';
import {SEED} from './random.ts';

it(`takes any keys; its frames line by line, as they are drawn, fit (FUZZ_SEED=${SEED})`, () => pressKeys(true, 0));
