import {mainOf, suggestedBase} from '../../rules/answers.ts';
import type {Machine} from '../../rules/machine.ts';
import {blockOf, intersect, parsePort} from '../../rules/ports.ts';
import {unreadableText} from '../../text/facts.ts';
import {overlapText, problemText, verdictText} from '../../text/problems.ts';
import {stepWords} from '../../text/steps.ts';
import {devNote, rangeText} from '../../text/port-text.ts';
import {portTableOf, verdictOf} from '../../wizard/selectors.ts';
import {problemsOn} from '../../wizard/steps.ts';
import {HostMap, mapEntriesOf} from '../components/host-map.tsx';
import {PortTable} from '../components/port-table.tsx';
import {Gap, Sentence, Sign} from '../components/row.tsx';
import {TextInput} from '../components/text-input.tsx';
import type {StepProps} from './step-props.ts';

/** The base port, with the whole port table and the map of this host recomputed at every key. */
export function PortsStep({state, layout}: StepProps) {
  const {fields, portsBefore, explained} = state;
  const verdict = verdictOf(state);
  const base = parsePort(fields.port.text);
  const rows = portTableOf(state);
  const isBusy = rows.some(row => row.state === 'in-use');
  const style = verdict.kind === 'refused' ? 'bad' : verdict.kind === 'overlap' || isBusy ? 'warning' : 'good';
  const before = rows.length > 0 && portsBefore?.base !== fields.port.text ? portsBefore : undefined;
  // Where there is little room an explanation stands for the rows that it is not about.
  const shown = isTight(layout) && explained ? rows.filter(({id}) => id === explained) : rows;
  return (
    <>
      <TextInput
        label={stepWords().ports.base}
        labelWidth={12}
        field={fields.port}
        isFocused
        isSelected={state.isReplacing}
        aside={before && layout.kind !== 'stacked' ? stepWords().ports.was(before.base) : undefined}
        remark={verdictText(verdict, base ?? 0, rows)}
        remarkStyle={style}
      />
      <Gap isShown={!layout.isLow} />
      <PortTable rows={shown} before={before?.rows} explained={explained} kind={layout.kind} />
      <Gap isShown={!layout.isLow} />
      {explained && rows.length > 0 ? (
        <>
          <Sentence indent={3}>{stepWords().ports.explain[explained]}</Sentence>
          {isTight(layout) ? null : <Sentence indent={3} style="quiet">{rows.at(-1)?.id === explained ? stepWords().ports.explainLast : stepWords().ports.explainMore}</Sentence>}
        </>
      ) : layout.kind === 'wide' ? null : (
        <HostMap entries={mapEntriesOf(state)} lines={mapLinesOf({state, layout})} />
      )}
      <Gap isShown={!layout.isLow} />
      {isTight(layout) && explained ? null : <PortsVerdict state={state} layout={layout} />}
    </>
  );
}

function isTight({rows}: StepProps['layout']): boolean {
  return rows < 18;
}

/** How many lines are left for the map below the table: where there is little room, it makes way for the verdict. */
function mapLinesOf({state, layout}: StepProps): number {
  if (isTight(layout)) return 0;
  const free = layout.rows - (layout.isLow ? 11 : 16) - (verdictOf(state).kind === 'clean' ? 1 : layout.kind === 'stacked' ? 6 : 4);
  return free < 2 ? 0 : Math.min(6, free);
}

/** Whether a connection that goes out may hold it for a while. */
function isPassing(port: number, {ephemeral}: Machine): boolean {
  return ephemeral !== undefined && intersect(ephemeral, blockOf(port)) !== undefined;
}

/** What the number means, in a sentence or two. */
function PortsVerdict({state, layout}: StepProps) {
  const words = stepWords().ports;
  const verdict = verdictOf(state);
  const base = parsePort(state.fields.port.text);
  const [problem] = problemsOn('ports', state);
  if (problem && problem.id !== 'port-overlap') {
    return (
      <>
        <Sign is="failed">{problemText(problem)}</Sign>
        <Sentence>{words.nextClean}</Sentence>
      </>
    );
  }
  if (base === undefined) return null;
  if (verdict.kind === 'overlap') {
    const isAccepted = state.acceptedBase === base;
    const said = overlapText(base, verdict.clashes, verdict.nearest);
    // The keys come before a sentence that may not fit.
    const keys = <Sentence style={state.isRefused ? 'bad' : undefined}>{isAccepted ? words.accepted : isTight(layout) ? words.nextOrAccept : words.nextCleanOrAccept}</Sentence>;
    return (
      <>
        {isTight(layout) ? keys : null}
        <Sign is="warning">{(isTight(layout) ? said.slice(0, 1) : said).join(' ')}</Sign>
        {isTight(layout) ? null : keys}
      </>
    );
  }
  const main = mainOf(state.host).bases[0].port;
  const isMoved = base === suggestedBase(state.target, state.host) && base !== main && base !== main + 1000;
  const moved = isPassing(main + 1000, state.host.machine) ? words.passing(main + 1000) : words.taken(main + 1000);
  const notes = [devNote(base), isMoved ? moved : undefined, ...unreadableText(state.host, state.target)];
  return (
    <>
      <Sentence>{words.apart(rangeText(blockOf(base)))}</Sentence>
      {notes.map(note => (note === undefined ? null : <Sign key={note} is="warning">{note}</Sign>))}
    </>
  );
}
