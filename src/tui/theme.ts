/** How the screen looks. Colour is never the only sign: each state has a word or a glyph too. */
import {type Palette, PALETTES, type PaletteName} from './palette.ts';

export type {StyleName} from './palette.ts';
export {glyph, type GlyphName} from './glyphs.ts';

/** The styles of now; views read it anew for each frame. */
export let theme: Palette = PALETTES.plain;

export function setPalette(name: PaletteName): void {
  theme = PALETTES[name];
}
