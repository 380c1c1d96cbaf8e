/** Parts of the screen by themselves, in the states that they know. */
import type {ReactNode} from 'react';
import {problemText} from '../../src/text/problems.ts';
import {HostMap} from '../../src/tui/components/host-map.tsx';
import {Fact, Gap, Row, Sentence} from '../../src/tui/components/row.tsx';
import {TextInput} from '../../src/tui/components/text-input.tsx';
import type {Layout} from '../../src/tui/layout.ts';
import {type GlyphName, GLYPH_NAMES, glyph} from '../../src/tui/glyphs.ts';
import {PALETTES, type StyleName} from '../../src/tui/palette.ts';
import {fieldOf} from '../../src/wizard/text-field.ts';
import {PROBLEMS} from '../helpers/problems.ts';

export type Part = {readonly name: string; readonly element: (layout: Layout) => ReactNode};

const styles = Object.keys(PALETTES.dark) as StyleName[];
const signs = (names: readonly GlyphName[]) => names.map(name => glyph(name)).join('  ');
const field = (text: string, more: object = {}) => <TextInput label="Profile" labelWidth={12} field={fieldOf(text)} isFocused {...more} />;

export const PARTS: readonly Part[] = [
  {
    name: 'parts/styles-and-signs',
    element: () => [...styles.map(name => <Row key={name} cells={[{text: name, width: 12, style: name}, {text: 'in the colour of its meaning', style: name}]} />), <Gap key="gap" />, <Sentence key="signs">{signs(GLYPH_NAMES)}</Sentence>],
  },
  {
    name: 'parts/text-input',
    element: () => (
      <>
        {field('rescue', {remark: 'new', remarkStyle: 'good'})}
        {field('rescue', {isFocused: false})}
        {field('19789', {isSelected: true})}
        {field('a token', {isHidden: true})}
        {field('Rescue', {remark: 'can’t be taken', remarkStyle: 'bad'})}
        {field('漢字'.repeat(40))}
      </>
    ),
  },
  {
    name: 'parts/host-map',
    element: () => <HostMap entries={[18_789, 19_789, 18_809, 30_000].map((base, index) => ({label: index === 0 ? 'main' : `team-${index}`, base, isOurs: index === 1}))} lines={6} />,
  },
  {name: 'parts/fact', element: () => <Fact label="undo" value={`openclaw-rescue --profile rescue undo ${'--a-long-option '.repeat(6)}`} />},
  ...PROBLEMS.map((problem): Part => ({name: `problems/${problem.id}`, element: () => <Sentence style="bad">{`${glyph('failed')} ${problemText(problem)}`}</Sentence>})),
];
