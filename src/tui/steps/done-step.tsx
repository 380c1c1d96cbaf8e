import {outcomeOf} from '../../text/outcome.ts';
import {Fact, Gap, Sentence} from '../components/row.tsx';
import {StepScroll} from '../components/scroll-view.tsx';
import {ProgressList} from './apply-step.tsx';
import type {StepProps} from './step-props.ts';

/** What was made, and how to go on. The same words are printed when the wizard leaves. */
export function DoneStep({state, layout, dispatch}: StepProps) {
  const {headline, isGood, lines, commands} = outcomeOf(state);
  return (
    <StepScroll state={state} dispatch={dispatch}>
      <Sentence style={isGood ? 'good' : 'bad'}>{headline}</Sentence>
      {lines.map(line => (
        <Sentence key={line}>{line}</Sentence>
      ))}
      <Gap />
      {commands.map(({label, command}) => (
        <Fact key={label} label={label} value={command} />
      ))}
      <Gap />
      <ProgressList state={state} layout={layout} />
    </StepScroll>
  );
}
