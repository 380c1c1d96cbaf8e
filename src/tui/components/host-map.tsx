import {Box} from 'ink';
import stringWidth from 'string-width';
import {blockOf, intersect, parsePort} from '../../rules/ports.ts';
import {portOwners} from '../../rules/answers.ts';
import {printable} from '../../text/terms.ts';
import {stepWords} from '../../text/steps.ts';
import {portTableOf} from '../../wizard/selectors.ts';
import type {WizardState} from '../../wizard/state.ts';
import {glyph} from '../theme.ts';
import {useColumns} from './column.tsx';
import {Row} from './row.tsx';

export type MapEntry = {readonly label: string; readonly base: number; readonly isOurs: boolean};

/** The blocks of all instances, and of the base port in the field as far as it is one. */
export function mapEntriesOf(state: WizardState): MapEntry[] {
  const {fields, host, target} = state;
  const others = portOwners(target, host).flatMap(({label, bases}) => bases.map(base => ({label, base, isOurs: false})));
  const base = parsePort(fields.port.text);
  return base === undefined || portTableOf(state).length === 0 ? others : [...others, {label: fields.profile.text, base, isOurs: true}];
}

export type HostMapProps = {
  readonly entries: readonly MapEntry[];
  /** How many it may take; the nearest instances are shown, and how many there are besides. */
  readonly lines: number;
};

/**
 * The blocks of all instances, one line each, on one scale:
 *
 *   main     18789 ├────┤
 *   rescue   19789                            ├────┤
 */
export function HostMap({entries: given, lines}: HostMapProps) {
  const width = useColumns() - 4;
  if (given.length === 0 || lines < 1) return null;
  const entries = given.map(entry => ({...entry, label: printable(entry.label)}));
  const labelWidth = Math.min(16, Math.max(...entries.map(({label}) => stringWidth(label))) + 2);
  const cells = Math.max(8, width - labelWidth - 12);
  const first = Math.min(...entries.map(({base}) => base));
  const last = Math.max(...entries.map(({base}) => blockOf(base).to));
  const scale = (port: number) => Math.round(((port - first) / (last - first)) * (cells - 1));
  const ours = entries.find(({isOurs}) => isOurs);
  // The nearest ones matter most, where there is no room for all.
  const nearest = entries.toSorted((a, b) => Math.abs(a.base - (ours?.base ?? 0)) - Math.abs(b.base - (ours?.base ?? 0))).slice(0, entries.length <= lines ? lines : Math.max(1, lines - 1));
  return (
    <Box flexDirection="column" flexShrink={0} aria-hidden>
      {entries
        .filter(entry => nearest.includes(entry))
        .map(({label, base, isOurs}) => {
          const {from, to} = blockOf(base);
          const start = scale(from);
          const bar = glyph('mapStart') + glyph('rule').repeat(Math.max(0, scale(to) - start - 1)) + glyph('mapEnd');
          const clashes = !isOurs && ours !== undefined && intersect(blockOf(base), blockOf(ours.base)) !== undefined;
          const style = isOurs ? 'focus' : clashes ? 'warning' : 'quiet';
          return (
            <Row
              key={`${label} ${base}`}
              cells={[
                {text: clashes ? glyph('warning') : isOurs ? glyph('pointer') : ' ', width: 2, style},
                {text: label, width: labelWidth, style: isOurs ? 'focus' : undefined},
                {text: String(base), width: 6, style: isOurs ? 'focus' : undefined},
                {text: ' '.repeat(Math.min(start, cells - 2)) + bar, style},
              ]}
            />
          );
        })}
      {nearest.length < entries.length ? <Row indent={3} cells={[{text: stepWords().ports.farther(entries.length - nearest.length), style: 'quiet'}]} /> : null}
    </Box>
  );
}
