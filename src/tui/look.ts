/** How the screen is to look: flags first, then the environment, then what the terminal says. */
import type {Environment} from '../host/environment.ts';
import type {LookFlags} from '../options.ts';
import {knownBackground} from './background.ts';
import {canShowUnicode, setUnicode} from './glyphs.ts';
import {setStill} from './motion.ts';
import type {PaletteName} from './palette.ts';
import {setPalette} from './theme.ts';

export type Look = {
  readonly palette: PaletteName;
  /** Whether the terminal is to be asked for its background. */
  readonly isAsked: boolean;
  readonly isUnicode: boolean;
  readonly isStill: boolean;
};

export function lookOf({theme = 'auto', ascii = false, reducedMotion = false}: LookFlags, env: Environment): Look {
  const background = theme === 'auto' ? knownBackground(env) : theme;
  const isColored = !isColorless(env);
  return {
    palette: (isColored ? background : undefined) ?? 'plain',
    isAsked: isColored && background === undefined,
    isUnicode: !ascii && canShowUnicode(env),
    isStill: reducedMotion || Boolean(env['NO_MOTION']),
  };
}

/** Before the first frame. */
export function setLook({palette, isUnicode, isStill}: Look): void {
  setPalette(palette);
  setUnicode(isUnicode);
  setStill(isStill);
}

/** Whether colour is forbidden; bold and inverse are none. `NO_COLOR` counts unless it is empty (no-color.org). */
export function isColorless(env: Environment): boolean {
  return Boolean(env['NO_COLOR']) || /^(0|false)$/.test(env['FORCE_COLOR'] ?? '');
}
