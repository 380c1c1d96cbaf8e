import {mainOf, portOwners, suggestedBase} from '../../rules/answers.ts';
import type {Machine} from '../../rules/machine.ts';
import {blockOf, intersect, parsePort} from '../../rules/ports.ts';
import {devNote, rangeText} from '../../text/port-text.ts';
import {overlapText, problemText, verdictText} from '../../text/problems.ts';
import {portTableOf, verdictOf} from '../../wizard/selectors.ts';
import {unreadableText} from '../../text/facts.ts';
import {problemsOn} from '../../wizard/steps.ts';
import {HostMap, type MapEntry} from '../components/host-map.tsx';
import {PortTable} from '../components/port-table.tsx';
import {Gap, Sentence} from '../components/row.tsx';
import {TextInput} from '../components/text-input.tsx';
import {glyph} from '../theme.ts';
import type {StepProps} from './step-props.ts';

/** The base port, with the whole port table and the map of this host recomputed at every key. */
export function PortsStep({state, layout}: StepProps) {
  const {fields, host} = state;
  const verdict = verdictOf(state);
  const base = parsePort(fields.port.text);
  const rows = portTableOf(state);
  const others = portOwners(state.target, host);
  const entries: MapEntry[] = others.flatMap(({label, bases}) => bases.map(port => ({label, base: port, isOurs: false})));
  if (base !== undefined && base <= 65_535 && rows.length > 0) entries.push({label: fields.profile.text, base, isOurs: true});
  // The verdict comes first: where there is little room, the map makes way for it.
  const free = layout.rows - (layout.isLow ? 11 : 16) - (verdict.kind === 'clean' ? 1 : layout.isNarrow ? 6 : 4);
  const mapLines = free < 2 ? 0 : Math.min(6, free);
  const isBusy = rows.some(row => row.state === 'in-use');
  const style = verdict.kind === 'refused' ? 'bad' : verdict.kind === 'overlap' || isBusy ? 'warning' : 'good';
  return (
    <>
      <TextInput label="Base port" labelWidth={12} field={fields.port} isFocused isSelected={state.isReplacing} remark={verdictText(verdict, base ?? 0, rows)} remarkStyle={style} />
      {layout.rows < 18 ? <PortsVerdict state={state} layout={layout} /> : null}
      <Gap isShown={!layout.isLow} />
      <PortTable rows={rows} isNarrow={layout.isNarrow} />
      <Gap isShown={!layout.isLow} />
      {entries.length > 0 && mapLines > 0 ? <HostMap entries={entries} width={layout.columns - 4} lines={mapLines} /> : null}
      <Gap isShown={!layout.isLow} />
      {layout.rows < 18 ? null : <PortsVerdict state={state} layout={layout} />}
    </>
  );
}

/** Whether a connection that goes out may hold it for a while. */
function isPassing(port: number, {ephemeral}: Machine): boolean {
  return ephemeral !== undefined && intersect(ephemeral, blockOf(port)) !== undefined;
}

/** What the number means, in a sentence or two. */
function PortsVerdict({state}: StepProps) {
  const verdict = verdictOf(state);
  const base = parsePort(state.fields.port.text);
  const [problem] = problemsOn('ports', state);
  if (problem && problem.id !== 'port-overlap') {
    return (
      <>
        <Sentence style="bad">{`${glyph('failed')} ${problemText(problem)}`}</Sentence>
        <Sentence>n  use the next clean base port</Sentence>
      </>
    );
  }
  if (base === undefined) return null;
  if (verdict.kind === 'overlap') {
    const isAccepted = state.acceptedBase === base;
    return (
      <>
        <Sentence style="warning">{`${glyph('warning')} ${overlapText(base, verdict.clashes, verdict.nearest).join(' ')}`}</Sentence>
        <Sentence style={state.isRefused ? 'bad' : undefined}>
          {isAccepted ? 'Accepted: Enter goes on, a withdraws it.' : 'n  use the next clean base port      a  accept the overlap'}
        </Sentence>
      </>
    );
  }
  const main = mainOf(state.host).bases[0].port;
  const isMoved = base === suggestedBase(state.target, state.host) && base !== main && base !== main + 1000;
  const notes = [devNote(base), isMoved ? `${main + 1000} ${isPassing(main + 1000, state.host.machine) ? 'lies where this host takes the ports of outgoing connections from' : 'is taken on this host'}; this is the next clean one.` : undefined, ...unreadableText(state.host, state.target)];
  return (
    <>
      <Sentence>{`No other gateway of this host reaches into ${rangeText(blockOf(base))}.`}</Sentence>
      {notes.map(note => (note === undefined ? null : <Sentence key={note} style="warning">{`${glyph('warning')} ${note}`}</Sentence>))}
    </>
  );
}
