/** The frames of the gallery, each with the name that it goes by. */
import {speak} from '../../src/text/language.ts';
import {Column} from '../../src/tui/components/column.tsx';
import {layoutOf} from '../../src/tui/layout.ts';
import {setLook} from '../../src/tui/look.ts';
import {drawn, styledFrameOf} from '../helpers/frame.tsx';
import {PARTS} from './components.tsx';
import {type Exhibit, EXHIBITS} from './states.ts';

export type Size = {readonly columns: number; readonly rows: number};

export const SIZES: readonly Size[] = [
  {columns: 40, rows: 15},
  {columns: 80, rows: 24},
  {columns: 120, rows: 40},
];

export type Picture = Pick<Exhibit, 'name' | 'palette' | 'isAscii' | 'language'> & {
  /** The frame with its styles. */
  readonly draw: (size: Size) => string;
};

export const PICTURES: readonly Picture[] = [
  ...PARTS.map(({name, element}): Picture => looked({name}, ({columns, rows}) => drawn(<Column columns={columns}>{element(layoutOf(columns, rows))}</Column>, columns, rows))),
  ...EXHIBITS.map(exhibit => looked(exhibit, ({columns, rows}) => styledFrameOf(exhibit.state(), columns, rows))),
];

/** The look is one for the whole program, so each drawing sets it, and leaves it as usual. */
function looked({name, palette = 'dark', isAscii = false, language = 'en'}: Omit<Exhibit, 'state'>, draw: Picture['draw']): Picture {
  return {
    name,
    palette,
    isAscii,
    language,
    draw(size) {
      setLook({palette, isAsked: false, isUnicode: !isAscii, isStill: true});
      speak(language);
      try {
        return draw(size);
      } finally {
        setLook({palette: 'plain', isAsked: false, isUnicode: true, isStill: false});
        speak('en');
      }
    },
  };
}
