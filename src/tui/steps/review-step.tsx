import {equivalentCommand, equivalentNotes} from '../../options.ts';
import {diffLines, diffStat} from '../../rules/diff.ts';
import type {Change} from '../../rules/change.ts';
import type {Machine} from '../../rules/machine.ts';
import type {Plan} from '../../rules/plan.ts';
import {commandsOf, isEmpty} from '../../rules/work.ts';
import {commandText, printable, shownPath} from '../../text/terms.ts';
import {movedText} from '../../text/apply-text.ts';
import {watchText} from '../../text/kit.ts';
import {problemText} from '../../text/problems.ts';
import {exposureText, serviceTrouble, unreadableText} from '../../text/facts.ts';
import {stepWords} from '../../text/steps.ts';
import {consequenceText} from '../../text/findings.ts';
import {planOf} from '../../wizard/selectors.ts';
import type {Note} from '../../wizard/state.ts';
import {Checklist} from '../components/checklist.tsx';
import {Fact, Gap, Row, Sentence, Sign} from '../components/row.tsx';
import {StepScroll} from '../components/scroll-view.tsx';
import type {StyleName} from '../theme.ts';
import type {StepProps} from './step-props.ts';

/** The whole plan before anything is done: each line of the isolation checklist, every file, every command. */
export function ReviewStep({state, layout, dispatch}: StepProps) {
  const words = stepWords().review;
  const plan = planOf(state);
  const {before, after} = commandsOf(plan);
  const commands = [...before, ...after];
  const trouble = serviceTrouble(plan, state.host);
  return (
    <>
      {state.note ? <NoteLine note={state.note} /> : null}
    <StepScroll state={state} dispatch={dispatch}>
      {state.hasMoved ? <Sign is="warning">{movedText()}</Sign> : null}
      <Verdict plan={plan} />
      {plan.problems.map((problem, index) => (
        <Sign key={index} is="failed">{problemText(problem)}</Sign>
      ))}
      <Gap isShown={!layout.isLow} />
      <Sentence style="title">{words.isolation}</Sentence>
      <Checklist checks={plan.checks} machine={state.host.machine} />
      {unreadableText(state.host, plan).map(warning => (
        <Sign key={warning} is="warning" indent={2}>{warning}</Sign>
      ))}
      {plan.findings.map((finding, index) => (
        <Sign key={index} is="warning" indent={2}>{consequenceText(finding)}</Sign>
      ))}
      {watchText(plan).map(warning => (
        <Sign key={warning} is="warning" indent={2}>{warning}</Sign>
      ))}
      <Sentence indent={2} style={plan.answers.bind === 'loopback' ? 'quiet' : 'warning'}>{exposureText(plan.answers)}</Sentence>
      <Gap />
      <Sentence style="title">{isEmpty(plan) ? words.noFiles : words.files}</Sentence>
      {plan.changes.map(change => (
        <ChangeLine key={change.path} change={change} machine={state.host.machine} isDiffShown={state.isDiffShown} />
      ))}
      {commands.length > 0 ? (
        <>
          <Gap />
          <Sentence style="title">{words.commands}</Sentence>
          {commands.map((command, index) => (
            <Fact key={index} label={words.run} value={printable(commandText(command, plan.selector, state.host))} />
          ))}
        </>
      ) : null}
      {trouble === undefined ? null : <Sign is="warning">{trouble}</Sign>}
      <Gap />
      <Sentence style="title">{words.same}</Sentence>
      {[equivalentCommand(plan, state.host.machine), ...equivalentNotes(plan)].map(line => (
        <Sentence key={line} style="quiet" indent={3}>{line}</Sentence>
      ))}
    </StepScroll>
    </>
  );
}

function NoteLine({note}: {readonly note: Note}) {
  const words = stepWords().review;
  return note.kind === 'copied' ? <Sign is="done">{words.copied}</Sign> : <Sign is="failed">{words.cantOpen(note.program, note.reason)}</Sign>;
}

function Verdict({plan}: {readonly plan: Plan}) {
  const words = stepWords().review;
  const {length: count} = plan.problems.filter(({id}) => id !== 'profile-held');
  if (plan.problems.length > 0 && count === 0) return null;
  if (count > 0) return <Sentence style="bad">{words.mustChange(count)}</Sentence>;
  if (isEmpty(plan)) return <Sign is="done">{words.nothing}</Sign>;
  if (plan.checks.some(({result}) => result === 'assumed')) return <Sign is="warning">{words.assumed}</Sign>;
  const isAccepted = plan.checks.some(({result}) => result === 'accepted');
  return isAccepted ? <Sign is="warning">{words.accepted}</Sign> : <Sign is="done">{words.proved}</Sign>;
}

const ACTION_STYLES: Readonly<Record<Change['action'], StyleName | undefined>> = {create: 'good', update: 'warning', unchanged: 'quiet', delete: 'warning'};

type ChangeProps = {readonly change: Change; readonly machine: Machine; readonly isDiffShown: boolean};

/** `   create  ~/.openclaw-rescue/openclaw.json    0600  +14` and, where asked for, its diff. */
function ChangeLine({change, machine, isDiffShown}: ChangeProps) {
  const {path, action, mode, kind} = change;
  const {added, removed} = kind === 'file' ? diffStat(change) : {added: 0, removed: 0};
  const stat = [added > 0 ? `+${added}` : '', removed > 0 ? `-${removed}` : ''].join(' ').trim();
  const diff = isDiffShown ? diffLines(change) : [];
  return (
    <>
      <Row
        indent={3}
        cells={[
          {text: stepWords().review.actions[action], width: 8, style: ACTION_STYLES[action]},
          {text: mode.toString(8).padStart(4, '0'), width: 5, style: 'quiet'},
          {text: stat, width: 8, style: 'quiet'},
          {text: shownPath(path, machine), isPath: true},
        ]}
      />
      {diff.map((line, index) => (
        <Sentence key={index} indent={5} style={line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : 'quiet'}>
          {printable(line)}
        </Sentence>
      ))}
    </>
  );
}
