/** The words about an option. */
import type {OptionSpec} from '../options.ts';
import {en} from './en/options.ts';
import {spoken} from './language.ts';

const words = spoken(en, korean => korean.options);

/** Every option that there are words for: `--gateway-port`. */
export type Flag = Exclude<keyof typeof en, `${string} ${string}`>;

/** What it is for, in a line. @param command its name, since some mean another thing there */
export function optionText({flags}: Pick<OptionSpec, 'flags'>, command = ''): string {
  const flag = flagOf(flags);
  const texts: Readonly<Record<string, string>> & ReturnType<typeof words> = words();
  return texts[`${command} ${flag}`] ?? texts[flag];
}

function flagOf(flags: OptionSpec['flags']): Flag {
  return flags.split(' ')[0] as Flag;
}
