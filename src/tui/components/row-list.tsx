import {Box} from 'ink';
import type {ReactNode} from 'react';
import {printable} from '../../rules/printable.ts';
import {choiceText, rowLabel} from '../../text/choices.ts';
import {type ChoiceName, HIDDEN_FIELDS, isChoice, optionsOf, type RowId} from '../../wizard/rows.ts';
import type {FieldName} from '../../wizard/state.ts';
import type {StepProps} from '../steps/step-props.ts';
import {glyph, theme} from '../theme.ts';
import {CompletionLine} from './completion-line.tsx';
import {Row, Sentence} from './row.tsx';
import {Text} from './text.tsx';
import {TextInput} from './text-input.tsx';

const LABEL_WIDTH = 11;

type RowListProps = StepProps & {
  readonly rows: readonly RowId[];
  /** What stands below a line. */
  readonly below?: Partial<Readonly<Record<RowId, ReactNode>>>;
};

/** The lines of a step, the one with the focus marked; where there is little room, only that one is explained. */
export function RowList({rows, below = {}, ...props}: RowListProps) {
  return rows.map(row => (
    <Box key={row} flexDirection="column" flexShrink={0}>
      {isChoice(row) ? <ChoiceRow name={row} {...props} /> : <FieldRow name={row} {...props} />}
      {below[row]}
    </Box>
  ));
}

/** `› Bind       ‹ loopback ›` and below it what that means. */
function ChoiceRow({name, state, layout}: StepProps & {readonly name: ChoiceName}) {
  const isFocused = state.row === name;
  const style = isFocused ? 'focus' : undefined;
  const {title, help} = choiceText(name, state.choices[name], state);
  return (
    <>
      <Row
        aria-role="combobox"
        aria-label={printable(`${rowLabel(name)}: ${title}`)}
        aria-state={{selected: isFocused, readonly: optionsOf(name, state).length === 1}}
        cells={[
          {text: isFocused ? glyph('pointer') : ' ', width: 2, style: 'focus'},
          {text: rowLabel(name), width: LABEL_WIDTH, style},
          {text: `${glyph('choiceStart')} ${title} ${glyph('choiceEnd')}`, style},
        ]}
      />
      {layout.isLow && !isFocused ? null : <Sentence style="quiet" indent={LABEL_WIDTH + 3}>{help}</Sentence>}
    </>
  );
}

function FieldRow({name, state}: StepProps & {readonly name: FieldName}) {
  const isFocused = state.row === name;
  return (
    <>
      <Box paddingLeft={1} flexShrink={0}>
        <Text {...theme.focus}>{isFocused ? glyph('pointer') : ' '}</Text>
        <TextInput label={rowLabel(name)} labelWidth={LABEL_WIDTH} field={state.fields[name]} isFocused={isFocused} isHidden={HIDDEN_FIELDS.has(name)} />
      </Box>
      {isFocused ? <CompletionLine state={state} /> : null}
    </>
  );
}
