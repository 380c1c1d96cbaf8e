/** How the screen looks. Colour is never the only sign: each state has a word or a glyph too. */
import {type Palette, PALETTES, type PaletteName} from './palette.ts';

export type {StyleName} from './palette.ts';
export {glyph, type GlyphName} from './glyphs.ts';

let present: PaletteName = 'plain';

/** The styles of now; views read it anew for each frame. */
export const theme: Palette = {...PALETTES[present]};

/** Of which palette they are, for what is kept from frame to frame. */
export function presentPalette(): PaletteName {
  return present;
}

export function setPalette(name: PaletteName): void {
  present = name;
  Object.assign(theme, PALETTES[name]);
}
