import {Box} from 'ink';
import type {Instance} from '../../rules/instance.ts';
import type {Machine} from '../../rules/machine.ts';
import {selectedPaths} from '../../rules/selector.ts';
import {serviceOf} from '../../rules/service/files.ts';
import {isEdit} from '../../rules/target.ts';
import {rowLabel} from '../../text/choices.ts';
import {heldNotices, noticesOf} from '../../text/facts.ts';
import {stepWords} from '../../text/steps.ts';
import {pathText, printable, shownPath} from '../../text/terms.ts';
import {portSource} from '../../text/port-text.ts';
import {selectorIn} from '../../wizard/selectors.ts';
import {problemsOn} from '../../wizard/steps.ts';
import {JudgedField} from '../components/judged-field.tsx';
import {Fact, Gap, Row, Sentence, Sign} from '../components/row.tsx';
import {StepScroll} from '../components/scroll-view.tsx';
import type {Layout} from '../layout.ts';
import type {StepProps} from './step-props.ts';

/** Whose profile, what was found on this host, and what will be separate. */
export function ProfileStep({state, layout, dispatch}: StepProps) {
  const words = stepWords().profile;
  const {fields, host, target} = state;
  const [problem] = problemsOn('profile', state);
  const isKnown = target.profile === fields.profile.text && isEdit(target);
  const notices = [...noticesOf(host), ...heldNotices(target)];
  const {length: count} = host.instances;
  return (
    <>
      {selectorIn(state).kind === 'paths' ? (
        <Sentence>{words.noProfile(fields.profile.text, isKnown)}</Sentence>
      ) : (
        <JudgedField label={rowLabel('profile')} field={fields.profile} problem={problem} remark={isKnown ? words.known : words.new} />
      )}
      {notices.map(notice => (
        <Sign key={notice} is="warning">{notice}</Sign>
      ))}
      <Gap isShown={!layout.isLow} />
      <Sentence style="title">{count === 0 ? words.nobody : words.found(count)}</Sentence>
      <StepScroll state={state} dispatch={dispatch} isFilling={false}>
        {host.instances.map(instance => (
          <InstanceLine key={instance.configPath} instance={instance} layout={layout} machine={host.machine} />
        ))}
      </StepScroll>
      <Gap isShown={!layout.isLow} />
      {problem || layout.rows < 18 || layout.kind === 'wide' ? null : <Apart state={state} layout={layout} />}
      <Sentence>{words.mainIsSafe}</Sentence>
    </>
  );
}

/** The places of the profile that the field names. */
function Apart({state, layout}: StepProps) {
  const words = stepWords().profile;
  const {machine} = state.host;
  const selector = selectorIn(state);
  const {stateDir, configPath} = selectedPaths(selector, machine.homes.openclaw, machine.platform);
  const fact = (label: string, value: string) => <Fact label={label} value={value} />;
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Sentence style="title">{words.apart(state.fields.profile.text)}</Sentence>
      {fact(words.config, shownPath(configPath, machine))}
      {fact(words.state, shownPath(stateDir, machine))}
      {fact(words.service, serviceOf({selector, stateDir}, machine)?.name ?? words.noService)}
      {fact(words.and, words.andMore)}
      <Gap isShown={!layout.isLow} />
    </Box>
  );
}

type LineProps = {readonly instance: Instance; readonly layout: Layout; readonly machine: Machine};

/**
 *   main        ~/.openclaw             18789 config              listening
 *     config ~/.openclaw/openclaw.json, workspace ~/.openclaw/workspace
 */
function InstanceLine({instance, layout, machine}: LineProps) {
  const words = stepWords().profile;
  const {label, stateDir, configPath, workspace, bases, isListening, config} = instance;
  const [{port, source}] = bases;
  const heard = isListening ? words.listening : isListening === false ? words.notListening : '';
  const isStacked = layout.kind === 'stacked';
  return (
    <Box flexDirection="column" flexShrink={0} aria-role="listitem">
      <Row
        indent={3}
        cells={[
          {text: printable(label), width: isStacked ? 10 : 12},
          ...(isStacked ? [] : [{text: shownPath(stateDir, machine), width: 24, style: 'quiet' as const}]),
          {text: String(port), width: 6},
          ...(isStacked ? [] : [{text: portSource(source), width: 21, style: 'quiet' as const}]),
          {text: heard, style: isListening ? 'good' : 'quiet'},
        ]}
      />
      {layout.isLow ? null : <Row indent={5} cells={[{text: words.configWorkspace(shownPath(configPath, machine), shownPath(workspace, machine)), style: 'quiet'}]} />}
      {config.kind === 'unreadable' ? <Sign is="warning" indent={5}>{words.unreadable(pathText(config.reason))}</Sign> : null}
    </Box>
  );
}
