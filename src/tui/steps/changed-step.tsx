import {divergenceFate} from '../../text/written.ts';
import {stepWords} from '../../text/steps.ts';
import {phrase} from '../../text/phrases.ts';
import {printable} from '../../text/terms.ts';
import {planOf} from '../../wizard/selectors.ts';
import {Gap, Row, Sentence} from '../components/row.tsx';
import {ScrollView} from '../components/scroll-view.tsx';
import {glyph} from '../theme.ts';
import type {StepProps} from './step-props.ts';

/** Rows of one line of the list. */
const HEIGHT = 3;

/** What somebody else changed since we wrote it; each line is kept, or restored. */
export function ChangedStep({state, layout}: StepProps) {
  const words = stepWords().changed;
  const {changedLine} = state;
  const tilde = (text: string | undefined) => (text === undefined ? words.nothing : printable(phrase(text)));
  return (
    <>
      <Sentence style="quiet">{words.why}</Sentence>
      <Gap isShown={!layout.isLow} />
      <ScrollView line={Math.max(0, changedLine * HEIGHT - 1)} onClamp={() => undefined}>
        {planOf(state).divergences.map((divergence, index) => {
          const isFocused = index === changedLine;
          const style = isFocused ? 'focus' : undefined;
          return [
            <Row key={`${index} name`} cells={[{text: isFocused ? glyph('pointer') : ' ', width: 2, style: 'focus'}, {text: divergence.id, width: layout.kind === 'stacked' ? 22 : 34, style}, {text: divergenceFate(divergence), style}]} />,
            <Row key={`${index} ours`} indent={5} cells={[{text: words.ours, width: 6, style: 'quiet'}, {text: tilde(divergence.ours)}]} />,
            <Row key={`${index} now`} indent={5} cells={[{text: words.now, width: 6, style: 'quiet'}, {text: tilde(divergence.theirs)}]} />,
          ];
        })}
      </ScrollView>
    </>
  );
}
