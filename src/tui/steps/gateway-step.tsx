import {exposureWarning} from '../../text/facts.ts';
import {stepWords} from '../../text/steps.ts';
import {problemText} from '../../text/problems.ts';
import {MASK} from '../../rules/diff.ts';
import {rowsOf} from '../../wizard/rows.ts';
import {problemsOn} from '../../wizard/steps.ts';
import {Gap, Sentence, Sign} from '../components/row.tsx';
import {RowList} from '../components/row-list.tsx';
import {StepScroll} from '../components/scroll-view.tsx';
import type {StepProps} from './step-props.ts';

/** Where the gateway listens, and how callers are let in. */
export function GatewayStep(props: StepProps) {
  const words = stepWords().gateway;
  const {state, layout} = props;
  const {choices, fields, isRefused, target} = state;
  const [problem] = problemsOn('gateway', state);
  const below = {
    auth: choices.auth === 'env' ? null : <Sentence indent={14}>{tokenText(state)}</Sentence>,
    envName: problem ? null : <Sentence style="quiet" indent={14}>{words.env(fields.envName.text, `${target.stateDir}/.env`)}</Sentence>,
  };
  return (
    <>
      <RowList {...props} rows={rowsOf(state)} below={below} />
      <StepScroll {...props}>
        <Gap isShown={!layout.isLow} />
        {problem && (isRefused || problem.id === 'env-reference') ? <Sign is="failed">{problemText(problem)}</Sign> : null}
        {choices.bind === 'loopback' ? null : (
          <Sign is="warning">{exposureWarning()}</Sign>
        )}
      </StepScroll>
    </>
  );
}

/** The token, hidden at a fixed width unless it was asked for. */
function tokenText({choices, token, target, isTokenShown}: StepProps['state']): string {
  const words = stepWords().gateway;
  const {token: kept} = target.settings;
  if (choices.auth === 'generate') return isTokenShown ? token() : words.shows(MASK);
  if (kept.kind === 'plain') return isTokenShown ? kept.value : words.shows(MASK);
  if (kept.kind === 'env') return words.fromVariable(kept.name);
  return target.settings.authMode === undefined ? words.reference : words.mode(target.settings.authMode);
}
