import {equivalentCommand, equivalentNotes} from '../../options.ts';
import type {Check} from '../../rules/checks.ts';
import {diffLines, diffStat} from '../../rules/diff.ts';
import type {Change} from '../../rules/change.ts';
import type {Plan} from '../../rules/plan.ts';
import {commandsOf, isEmpty} from '../../rules/work.ts';
import {tildePath} from '../../rules/profile.ts';
import {CHECK_LABELS, commandText, MOVED_TEXT, plural, printable} from '../../text/terms.ts';
import {watchText} from '../../text/kit.ts';
import {problemText} from '../../text/problems.ts';
import {exposureText, serviceTrouble, unreadableText} from '../../text/facts.ts';
import {consequenceText} from '../../text/findings.ts';
import {planOf} from '../../wizard/selectors.ts';
import {Gap, Row, Sentence} from '../components/row.tsx';
import {ScrollView} from '../components/scroll-view.tsx';
import {glyph, type StyleName} from '../theme.ts';
import type {StepProps} from './step-props.ts';

/** The whole plan before anything is done: each line of the isolation checklist, every file, every command. */
export function ReviewStep({state, layout, dispatch}: StepProps) {
  const plan = planOf(state);
  const {before, after} = commandsOf(plan);
  const commands = [...before, ...after];
  const {platform, homes} = state.host.machine;
  const tilde = (path: string) => printable(tildePath(path, homes.openclaw, platform));
  const trouble = serviceTrouble(plan, state.host);
  return (
    <ScrollView line={state.scroll} onClamp={line => dispatch?.({type: 'scroll-to', line})}>
      {state.hasMoved ? <Sentence style="warning">{`${glyph('warning')} ${MOVED_TEXT}`}</Sentence> : null}
      <Verdict plan={plan} />
      {plan.problems.map((problem, index) => (
        <Sentence key={index} style="bad">{`${glyph('failed')} ${problemText(problem)}`}</Sentence>
      ))}
      <Gap isShown={!layout.isLow} />
      <Sentence style="title">Isolation</Sentence>
      {plan.checks.map(check => (
        <CheckLine key={check.id} check={check} tilde={tilde} isNarrow={layout.isNarrow} />
      ))}
      {unreadableText(state.host, plan).map(warning => (
        <Sentence key={warning} indent={2} style="warning">{`${glyph('warning')} ${warning}`}</Sentence>
      ))}
      {plan.findings.map((finding, index) => (
        <Sentence key={index} indent={2} style="warning">{`${glyph('warning')} ${consequenceText(finding)}`}</Sentence>
      ))}
      {watchText(plan).map(warning => (
        <Sentence key={warning} indent={2} style="warning">{`${glyph('warning')} ${warning}`}</Sentence>
      ))}
      <Sentence indent={2} style={plan.answers.bind === 'loopback' ? 'quiet' : 'warning'}>{exposureText(plan.answers)}</Sentence>
      <Gap />
      <Sentence style="title">{`Files${isEmpty(plan) ? '' : ', written at Apply'}`}</Sentence>
      {plan.changes.map(change => (
        <ChangeLine key={change.path} change={change} tilde={tilde} isDiffShown={state.isDiffShown} />
      ))}
      {commands.length > 0 ? (
        <>
          <Gap />
          <Sentence style="title">Commands</Sentence>
          {commands.map((command, index) => (
            <Row key={index} indent={3} cells={[{text: 'run', width: 8, style: 'quiet'}, {text: printable(commandText(command, plan.selector, state.host))}]} />
          ))}
        </>
      ) : null}
      {trouble === undefined ? null : <Sentence style="warning">{`${glyph('warning')} ${trouble}`}</Sentence>}
      <Gap />
      <Sentence style="title">The same without questions</Sentence>
      {[equivalentCommand(plan, state.host.machine), ...equivalentNotes(plan)].map(line => (
        <Sentence key={line} style="quiet" indent={3}>{line}</Sentence>
      ))}
    </ScrollView>
  );
}

function Verdict({plan}: {readonly plan: Plan}) {
  const {length: count} = plan.problems.filter(({id}) => id !== 'profile-held');
  if (plan.problems.length > 0 && count === 0) return null;
  if (count > 0) return <Sentence style="bad">{`${plural(count, 'thing')} must be changed first. 1–6 open a step.`}</Sentence>;
  if (isEmpty(plan)) return <Sentence style="good">{`${glyph('done')} Nothing to do: everything is as you answered.`}</Sentence>;
  if (plan.checks.some(({result}) => result === 'assumed')) return <Sentence style="warning">{`${glyph('warning')} Isolated as far as can be seen; see what is assumed below.`}</Sentence>;
  const isAccepted = plan.checks.some(({result}) => result === 'accepted');
  return isAccepted ? (
    <Sentence style="warning">{`${glyph('warning')} Isolated but for the port overlap that you accepted.`}</Sentence>
  ) : (
    <Sentence style="good">{`${glyph('done')} Isolated: every line below is proved. Main is not touched.`}</Sentence>
  );
}

const RESULTS: Readonly<Record<Check['result'], {glyph: 'done' | 'warning' | 'failed'; style: StyleName}>> = {
  proved: {glyph: 'done', style: 'good'},
  assumed: {glyph: 'warning', style: 'warning'},
  accepted: {glyph: 'warning', style: 'warning'},
  refused: {glyph: 'failed', style: 'bad'},
};

type CheckProps = {readonly check: Check; readonly tilde: (path: string) => string; readonly isNarrow: boolean};

/** `  ✓ state      ~/.openclaw-rescue              main: ~/.openclaw` */
function CheckLine({check, tilde, isNarrow}: CheckProps) {
  const {id, result, ours, theirs} = check;
  const [first] = theirs;
  const others = theirs.length > 1 ? ` +${theirs.length - 1}` : '';
  const {glyph: sign, style} = RESULTS[result];
  return (
    <>
    <Row
      indent={2}
      cells={[
        {text: glyph(sign), width: 2, style},
        {text: CHECK_LABELS[id], width: 11, style: 'quiet'},
        {text: tilde(ours), ...(isNarrow ? {} : {width: 36})},
        ...(isNarrow || !first ? [] : [{text: `${first.owner}: ${tilde(first.value)}${others}`, style: 'quiet' as const}]),
      ]}
    />
    {isNarrow && first ? <Row indent={15} cells={[{text: `${first.owner}: ${tilde(first.value)}${others}`, style: 'quiet'}]} /> : null}
    </>
  );
}

const ACTION_STYLES: Readonly<Record<Change['action'], StyleName | undefined>> = {create: 'good', update: 'warning', unchanged: 'quiet', delete: 'warning'};

type ChangeProps = {readonly change: Change; readonly tilde: (path: string) => string; readonly isDiffShown: boolean};

/** `   create  ~/.openclaw-rescue/openclaw.json    0600  +14` and, where asked for, its diff. */
function ChangeLine({change, tilde, isDiffShown}: ChangeProps) {
  const {path, action, mode, kind} = change;
  const {added, removed} = kind === 'file' ? diffStat(change) : {added: 0, removed: 0};
  const stat = [added > 0 ? `+${added}` : '', removed > 0 ? `-${removed}` : ''].join(' ').trim();
  const diff = isDiffShown ? diffLines(change) : [];
  return (
    <>
      <Row
        indent={3}
        cells={[
          {text: action === 'unchanged' ? 'keep' : action, width: 8, style: ACTION_STYLES[action]},
          {text: mode.toString(8).padStart(4, '0'), width: 5, style: 'quiet'},
          {text: stat, width: 8, style: 'quiet'},
          {text: tilde(path)},
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
