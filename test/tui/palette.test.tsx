/** Colours read on the backgrounds that people have, and on terminals with sixteen of them. */
import {render, renderToString, Text} from 'ink';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import {contrast, indexedColor, type Rgb, rgbOf} from '../helpers/contrast.ts';
import {FrameStream} from '../helpers/frame.tsx';
import {Row} from '../../src/tui/components/row.tsx';
import {PALETTES, type StyleName} from '../../src/tui/palette.ts';
import {setPalette} from '../../src/tui/theme.ts';

// Sixteen colours; Ink reads it when it is loaded.
vi.hoisted(() => (process.env['FORCE_COLOR'] = '1'));

const BACKGROUNDS = {
  dark: ['#000000', '#1e1e1e', '#282c34'],
  light: ['#ffffff', '#fdf6e3', '#f5f5f5'],
} as const;

/** By the number of their escape sequence: of xterm, and of VGA, which the Linux console and Windows took over. */
const SIXTEEN: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  xterm: {30: '#000000', 31: '#cd0000', 32: '#00cd00', 33: '#cdcd00', 34: '#0000ee', 35: '#cd00cd', 36: '#00cdcd', 37: '#e5e5e5', 91: '#ff0000', 92: '#00ff00', 93: '#ffff00', 94: '#5c5cff', 95: '#ff00ff', 96: '#00ffff', 97: '#ffffff'},
  vga: {30: '#000000', 31: '#aa0000', 32: '#00aa00', 33: '#aa5500', 34: '#0000aa', 35: '#aa00aa', 36: '#00aaaa', 37: '#aaaaaa', 91: '#ff5555', 92: '#55ff55', 93: '#ffff55', 94: '#5555ff', 95: '#ff55ff', 96: '#55ffff', 97: '#ffffff'},
};

const NAMES = Object.keys(PALETTES.dark) as StyleName[];
const colored = NAMES.filter(name => PALETTES.dark[name].color);

it('is made of what every terminal shows alike', () => {
  expect(colored).toEqual(['quiet', 'focus', 'good', 'warning', 'bad', 'added', 'removed']);
  for (const palette of Object.values(PALETTES)) {
    for (const {color, ...style} of Object.values(palette)) {
      expect(Object.keys(style).filter(key => key !== 'bold')).toEqual([]);
      if (color !== undefined) expect(Number(/^ansi256\((\d+)\)$/.exec(color)?.[1])).toBeGreaterThanOrEqual(16);
    }
  }
});

describe.each(['dark', 'light'] as const)('on a %s background', kind => {
  const palette = PALETTES[kind];
  const rgb = (name: StyleName): Rgb => indexedColor(Number(/\d+(?=\))/.exec(palette[name].color ?? '')?.[0]));

  it.each(colored)('%s reads at 4.5:1', name => {
    for (const background of BACKGROUNDS[kind]) expect(contrast(rgb(name), rgbOf(background)), background).toBeGreaterThanOrEqual(4.5);
  });

  it.each(colored)('%s reads with sixteen colours', name => {
    const written = renderToString(<Text {...palette[name]}>x</Text>);
    const code = Number(/\u001b\[([39]\d)m/.exec(written)?.[1]);
    for (const colors of Object.values(SIXTEEN)) expect(contrast(rgbOf(colors[code] ?? ''), rgbOf(BACKGROUNDS[kind][0])), String(code)).toBeGreaterThanOrEqual(4.5);
  });
});

it('has no colour where nobody knows the background', () => {
  for (const {color} of Object.values(PALETTES.plain)) expect(color).toBeUndefined();
});

it('is another one for a row that says what it said before, once the terminal has told its background', async () => {
  const stdout = new FrameStream(40, 5);
  const row = () => <Row cells={[{text: 'Port', width: 10, style: 'quiet'}, {text: 'free', style: 'good'}]} />;
  setPalette('dark');
  const app = render(row(), {stdout: stdout as unknown as NodeJS.WriteStream, debug: true, patchConsole: false, interactive: true});
  const before = stdout.last;
  setPalette('plain');
  onTestFinished(() => app.unmount());
  app.rerender(row());
  await vi.waitFor(() => expect(stdout.last).not.toBe(before));
  expect(stdout.last).not.toMatch(/\u001b\[[39]\dm/);
});
