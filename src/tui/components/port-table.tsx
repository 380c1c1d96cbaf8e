import {Box} from 'ink';
import type {PortState} from '../../rules/port-states.ts';
import {portLabel, rangeText, rowText, ruleText, shortRowText} from '../../text/port-text.ts';
import {glyph, type StyleName} from '../theme.ts';
import {Row} from './row.tsx';

const STATE_STYLES: Readonly<Record<PortState['state'], StyleName | undefined>> = {
  free: 'good',
  own: 'good',
  unknown: 'quiet',
  'in-use': 'bad',
  clash: 'warning',
};

/**
 * The port table of one base port:
 *
 *     What                Port         Rule           On this host
 *     Gateway (ws, http)  19789        base           free
 *   ! Browser CDP         18820–18919  base + 11…110  80 shared with main
 */
export function PortTable({rows, isNarrow}: {readonly rows: readonly PortState[]; readonly isNarrow: boolean}) {
  const widths = isNarrow ? {what: 12, port: 12} : {what: 20, port: 14, rule: 16};
  const columns = (what: string, port: string, rule: string, state: string, style?: StyleName, mark = ' ', headStyle?: StyleName) => [
    {text: mark, width: 2, style},
    {text: what, width: widths.what, style: headStyle},
    {text: port, width: widths.port, style: headStyle},
    ...(widths.rule === undefined ? [] : [{text: rule, width: widths.rule, style: 'quiet' as const}]),
    {text: state, style},
  ];
  return (
    <Box flexDirection="column" flexShrink={0} aria-role="table">
      {isNarrow ? null : <Row cells={columns('What', 'Port', 'Rule', 'On this host', 'quiet', ' ', 'quiet')} />}
      {rows.map(row => {
        const isTrouble = row.id !== 'canvas' && (row.state === 'clash' || row.state === 'in-use');
        const label = portLabel(row.id, isNarrow ? 'short' : 'long');
        const cells = columns(label, rangeText(row), ruleText(row.offset), isNarrow ? shortRowText(row) : rowText(row), row.id === 'canvas' ? 'quiet' : STATE_STYLES[row.state], isTrouble ? glyph('warning') : ' ');
        return <Row key={row.id} cells={cells} />;
      })}
    </Box>
  );
}
