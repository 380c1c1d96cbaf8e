/**
 * Which language the program speaks, chosen once, before its first word. The sentences stand in `en/` and `ko/`, file by
 * file; what picks among them stands beside. What is written into files, and what names something, is the same in all.
 */
export const LANGUAGES = ['en', 'ko'] as const;
export type Language = (typeof LANGUAGES)[number];

let present: Language = 'en';

export function speak(language: Language): void {
  present = language;
}

export function spokenLanguage(): Language {
  return present;
}

/**
 * The words of the language that is spoken when they are asked for.
 * @example const words = spoken({en, ko}); … words().nothingToDo
 */
export function spoken<Words>(words: {readonly en: Words; readonly ko: NoInfer<Words>}): () => Words {
  return () => words[present];
}

/**
 * The language that a locale asks for (POSIX: LC_ALL, then LC_MESSAGES, then LANG); English where it asks for another
 * one, or could not show it.
 */
export function languageOf(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return /^ko(_|\.|@|$)/i.test(locale) && !/\.(?!utf-?8)/i.test(locale) ? 'ko' : 'en';
}
