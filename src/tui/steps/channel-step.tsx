import {botCard, ownerHint} from '../../text/choices.ts';
import {stepWords} from '../../text/steps.ts';
import {problemText} from '../../text/problems.ts';
import {rowsOf} from '../../wizard/rows.ts';
import {problemsOn} from '../../wizard/steps.ts';
import {Gap, Sentence, Sign} from '../components/row.tsx';
import {RowList} from '../components/row-list.tsx';
import {StepScroll} from '../components/scroll-view.tsx';
import type {StepProps} from './step-props.ts';

/** A bot by which this gateway is reached when main is down; or surely none. */
export function ChannelStep(props: StepProps) {
  const {state, layout} = props;
  const [problem] = problemsOn('channel', state);
  const hasBot = state.choices.telegram === 'typed' || state.choices.telegram === 'file';
  return (
    <>
      <RowList {...props} rows={rowsOf(state)} />
      <StepScroll {...props}>
        <Gap isShown={!layout.isLow} />
        {problem && state.isRefused ? <Sign is="failed">{problemText(problem)}</Sign> : null}
        {hasBot ? [...botCard(), ownerHint()].map(line => <Sentence key={line} style="quiet">{line}</Sentence>) : null}
        {hasBot ? null : <Sentence style="quiet">{stepWords().channel.later}</Sentence>}
      </StepScroll>
    </>
  );
}
