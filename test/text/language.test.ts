import {describe, expect, it} from 'vitest';
import {languageOf, speak, spoken} from '../../src/text/language.ts';

describe('the language of a locale', () => {
  it.each([
    [{}, 'en'],
    [{LANG: 'ko_KR.UTF-8'}, 'ko'],
    [{LANG: 'ko_KR.utf8'}, 'ko'],
    [{LANG: 'ko'}, 'ko'],
    [{LANG: 'ko_KR.eucKR'}, 'en'],
    [{LANG: 'kok_IN.UTF-8'}, 'en'],
    [{LANG: 'ko_KR.UTF-8', LC_ALL: 'C.UTF-8'}, 'en'],
    [{LANG: 'en_US.UTF-8', LC_MESSAGES: 'ko_KR.UTF-8'}, 'ko'],
    [{LANG: '', LC_ALL: ''}, 'en'],
    [{LANG: 'de_DE.UTF-8'}, 'en'],
  ] as const)('%j is %s', (env, language) => expect(languageOf(env)).toBe(language));
});

it('speaks what was chosen last, also through words that were asked for before', async () => {
  const words = spoken({yes: 'yes'}, () => ({yes: '예'}));
  expect(words().yes).toBe('yes');
  await speak('ko');
  expect(words().yes).toBe('예');
  await speak('en');
  expect(words().yes).toBe('yes');
});
