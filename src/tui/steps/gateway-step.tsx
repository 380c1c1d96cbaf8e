import {problemText} from '../../text/problems.ts';
import {MASK} from '../../rules/diff.ts';
import {rowsOf} from '../../wizard/rows.ts';
import {problemsOn} from '../../wizard/steps.ts';
import {Gap, Sentence} from '../components/row.tsx';
import {RowList} from '../components/row-list.tsx';
import {glyph} from '../theme.ts';
import type {StepProps} from './step-props.ts';

/** Where the gateway listens, and how callers are let in. */
export function GatewayStep(props: StepProps) {
  const {state, layout} = props;
  const {choices, fields, isRefused, target} = state;
  const [problem] = problemsOn('gateway', state);
  const below = {
    auth: choices.auth === 'env' ? null : <Sentence indent={14}>{tokenText(state)}</Sentence>,
    envName: problem ? null : <Sentence style="quiet" indent={14}>{`Put ${fields.envName.text}=… into ${target.stateDir}/.env (0600): the gateway reads it from there.`}</Sentence>,
  };
  return (
    <>
      <RowList {...props} rows={rowsOf(state)} below={below} />
      <Gap isShown={!layout.isLow} />
      {problem && (isRefused || problem.id === 'env-reference') ? <Sentence style="bad">{`${glyph('failed')} ${problemText(problem)}`}</Sentence> : null}
      {choices.bind === 'loopback' ? null : (
        <Sentence style="warning">{`${glyph('warning')} A rescue bot can change main: who holds its token and reaches its port can too.`}</Sentence>
      )}
    </>
  );
}

/** The token, hidden at a fixed width unless it was asked for. */
function tokenText({choices, token, target, isTokenShown}: StepProps['state']): string {
  const {token: kept} = target.settings;
  if (choices.auth === 'generate') return isTokenShown ? token : `${MASK}  (s shows it)`;
  if (kept.kind === 'plain') return isTokenShown ? kept.value : `${MASK}  (s shows it)`;
  if (kept.kind === 'env') return `from the variable ${kept.name}`;
  return target.settings.authMode === undefined ? 'a reference' : `mode ${target.settings.authMode}`;
}
