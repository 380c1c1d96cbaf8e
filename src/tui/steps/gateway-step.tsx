import {Box, Text} from 'ink';
import {AUTH_TEXTS, BIND_TEXTS} from '../../text/en.ts';
import {problemText} from '../../text/problems.ts';
import type {GatewayRow} from '../../wizard/state.ts';
import {problemsOn} from '../../wizard/steps.ts';
import {Gap, Row, Sentence} from '../components/row.tsx';
import {TextInput} from '../components/text-input.tsx';
import {glyph, theme} from '../theme.ts';
import {MASK} from '../../rules/diff.ts';
import type {StepProps} from './step-props.ts';

const AUTH_TITLES = {keep: 'kept', generate: 'new random token', env: 'environment variable'} as const;

/** Where the gateway listens, and how callers are let in. */
export function GatewayStep({state, layout}: StepProps) {
  const {choices, fields, gatewayRow, isRefused} = state;
  const [problem] = problemsOn('gateway', state);
  const pointer = (row: GatewayRow) => <Text {...theme.focus}>{gatewayRow === row ? glyph('pointer') : ' '}</Text>;
  const choice = (row: GatewayRow, label: string, value: string, help: string) => (
    <>
      <Row
        cells={[
          {text: gatewayRow === row ? glyph('pointer') : ' ', width: 2, style: 'focus'},
          {text: label, width: 10, style: gatewayRow === row ? 'focus' : undefined},
          {text: `‹ ${value} ›`, style: gatewayRow === row ? 'focus' : undefined},
        ]}
      />
      {layout.isLow && gatewayRow !== row ? null : <Sentence style="quiet" indent={13}>{help}</Sentence>}
    </>
  );
  return (
    <>
      {choice('bind', 'Bind', choices.bind, BIND_TEXTS[choices.bind])}
      {choices.bind === 'custom' ? <Box paddingLeft={1} flexShrink={0}>{pointer('bindHost')}<TextInput label="Address" labelWidth={10} field={fields.bindHost} isFocused={gatewayRow === 'bindHost'} /></Box> : null}
      <Gap isShown={!layout.isLow} />
      {choice('auth', 'Token', AUTH_TITLES[choices.auth], AUTH_TEXTS[choices.auth])}
      {choices.auth === 'env' ? (
        <>
          <Box paddingLeft={1} flexShrink={0}>{pointer('envName')}<TextInput label="Variable" labelWidth={10} field={fields.envName} isFocused={gatewayRow === 'envName'} /></Box>
          {problem ? null : <Sentence style="quiet" indent={13}>{`Put ${fields.envName.text}=… into ${state.target.stateDir}/.env (0600): the gateway reads it from there.`}</Sentence>}
        </>
      ) : (
        <Sentence indent={13}>{tokenText(state)}</Sentence>
      )}
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
