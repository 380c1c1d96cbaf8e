/**
 * Which language the program speaks, chosen once, before its first word. The sentences stand in `en/` and `ko/`, file by
 * file; what picks among them stands beside. English is always there, another language is loaded when it is spoken. What is written into files, and what names something, is the same in all.
 */
import type * as Korean from './korean.ts';

export const LANGUAGES = ['en', 'ko'] as const;
export type Language = (typeof LANGUAGES)[number];

let present: Language = 'en';

let korean: typeof Korean | undefined;

/** From now on; what is said before the promise is kept may still be English. */
export async function speak(language: Language): Promise<void> {
  present = language;
  if (language === 'ko') korean ??= await import('./korean.ts');
}

export function spokenLanguage(): Language {
  return present;
}

/**
 * The words of the language that is spoken when they are asked for.
 * @example const words = spoken(en, korean => korean.steps); … words().nothingToDo
 */
export function spoken<Words>(en: Words, ofKorean: (korean: typeof Korean) => NoInfer<Words>): () => Words {
  return () => (present === 'ko' && korean ? ofKorean(korean) : en);
}

/**
 * The language that a locale asks for (POSIX: LC_ALL, then LC_MESSAGES, then LANG); English where it asks for another
 * one, or could not show it.
 */
export function languageOf(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return /^ko(_|\.|@|$)/i.test(locale) && !/\.(?!utf-?8)/i.test(locale) ? 'ko' : 'en';
}
