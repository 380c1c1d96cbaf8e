import {useAnimation} from 'ink';
import {stepKey} from '../../rules/apply-steps.ts';
import {stepWords} from '../../text/steps.ts';
import {applyStepText, eventState} from '../../text/apply-text.ts';
import {printable} from '../../text/terms.ts';
import {Gap, Row, Sentence} from '../components/row.tsx';
import {ScrollView} from '../components/scroll-view.tsx';
import {BEAT_MS, mayMove} from '../motion.ts';
import {glyph, type GlyphName, type StyleName} from '../theme.ts';
import {applySubject, eventText} from '../../text/outcome.ts';
import type {StepProps} from './step-props.ts';

const SIGNS: Readonly<Record<'waiting' | 'running' | 'done' | 'skipped' | 'failed', {glyph: GlyphName; style: StyleName}>> = {
  waiting: {glyph: 'dot', style: 'quiet'},
  running: {glyph: 'running', style: 'focus'},
  done: {glyph: 'done', style: 'good'},
  skipped: {glyph: 'dot', style: 'quiet'},
  failed: {glyph: 'failed', style: 'bad'},
};

/** How many of the steps that are through stay in sight above the one under way. */
const SHOWN_BEFORE = 3;
/** The list goes where the work is. */
const stays = () => undefined;

/** Each step of the plan with its state; where the window is low, those about the one under way. */
export function ApplyStep({state, layout}: StepProps) {
  const running = state.steps.findIndex(step => !state.events.some(event => event.state !== 'running' && stepKey(event.step) === stepKey(step)));
  return (
    <ScrollView line={Math.max(0, (running < 0 ? state.steps.length : running) - SHOWN_BEFORE)} onClamp={stays}>
      <ProgressList state={state} layout={layout} />
      <Gap isShown={!layout.isLow} />
      {state.steps.some(({kind}) => kind === 'health') ? <Sentence style="quiet">{stepWords().apply.slow}</Sentence> : null}
    </ScrollView>
  );
}

/** What is under way gets a dot more at each beat, up to three. */
export function ProgressList({state, layout}: Pick<StepProps, 'state' | 'layout'>) {
  const isStacked = layout.kind === 'stacked';
  const isMoving = mayMove() && state.events.some(event => event.state === 'running');
  const {frame} = useAnimation({interval: BEAT_MS, isActive: isMoving});
  return state.steps.map(step => {
    const event = state.events.find(candidate => stepKey(candidate.step) === stepKey(step));
    const {glyph: sign, style} = SIGNS[event?.state ?? 'waiting'];
    return (
      <Row
        key={stepKey(step)}
        aria-role="listitem"
        aria-label={printable(`${event ? eventState(event.state) : ''} ${applyStepText(step)} ${event ? eventText(event, state.host.machine) : ''}`.trim())}
        cells={[
          {text: isMoving && sign === 'running' ? '.'.repeat(1 + (frame % 3)) : glyph(sign), width: 4, style},
          {text: applyStepText(step), ...(isStacked ? {} : {width: 33}), style: event?.state === 'failed' ? 'bad' : undefined},
          ...(isStacked ? [] : [{text: event ? eventText(event, state.host.machine) : applySubject(step, state.host.machine), isPath: true, style: 'quiet' as const}]),
        ]}
      />
    );
  });
}
