import {it} from 'vitest';
import {pressKeys} from './key-session.ts';
import {SEED} from './random.ts';

it(`takes any keys; its frames as whole frames, by their width, fit (FUZZ_SEED=${SEED})`, () => pressKeys(false, 100_000));
