import {Box} from 'ink';
import stringWidth from 'string-width';
import type {PortState} from '../../rules/port-states.ts';
import type {PortId} from '../../rules/ports.ts';
import {stepWords} from '../../text/steps.ts';
import {portText} from '../../text/plan-text.ts';
import {portLabel, rangeText, rowText, ruleText, shortRowText} from '../../text/port-text.ts';
import {printable} from '../../text/terms.ts';
import type {Layout} from '../layout.ts';
import {glyph, type StyleName} from '../theme.ts';
import {useColumns} from './column.tsx';
import {Row} from './row.tsx';

export type PortTableProps = {
  readonly rows: readonly PortState[];
  /** What they were before the last change of the base port. */
  readonly before?: readonly PortState[] | undefined;
  /** The row that is explained. */
  readonly explained?: PortId | undefined;
  readonly kind: Layout['kind'];
};

const STATE_STYLES: Readonly<Record<PortState['state'], StyleName>> = {free: 'good', own: 'good', 'in-use': 'bad', clash: 'warning', unknown: 'quiet'};

/**
 * The ports of one base port, each with what this host says to it; a row that is troubled, explained or another than
 * before bears a sign:
 *
 *     What                Port          Rule            On this host
 *   ! Gateway (ws, http)  18809         base            main’s 10th browser profile   was: free
 */
export function PortTable({rows, before = [], explained, kind}: PortTableProps) {
  const words = stepWords().ports;
  const isStacked = kind === 'stacked';
  const text = isStacked ? shortRowText : rowText;
  const widths = isStacked ? {what: 12, port: 12} : {what: 20, port: 14, rule: 15};
  const room = useColumns() - INDENT - MARK_WIDTH - Object.values(widths).reduce((sum, width) => sum + width, 0);
  const columns = ({mark = ' ', what, port, rule, state, style, headStyle}: {readonly mark?: string; readonly what: string; readonly port: string; readonly rule: string; readonly state: string; readonly style: StyleName; readonly headStyle?: StyleName | undefined}) => [
    // A blank without a colour is the same in every state, so that a key redraws less of the line.
    {text: mark, width: MARK_WIDTH, style: mark === ' ' ? headStyle : (headStyle ?? style)},
    {text: what, width: widths.what, style: headStyle},
    {text: port, width: widths.port, style: headStyle},
    ...(widths.rule === undefined ? [] : [{text: rule, width: widths.rule, style: 'quiet' as const}]),
    {text: state, style},
  ];
  return (
    <Box flexDirection="column" flexShrink={0} aria-role="table">
      {isStacked ? null : <Row aria-hidden cells={columns({what: words.what, port: words.port, rule: words.rule, state: words.host, style: 'quiet', headStyle: 'quiet'})} />}
      {rows.map(row => {
        const isTrouble = row.id !== 'canvas' && (row.state === 'clash' || row.state === 'in-use');
        const isExplained = row.id === explained;
        const old = changedFrom(row, before.find(({id}) => id === row.id));
        const sign = isExplained ? 'pointer' : isTrouble ? 'warning' : old ? 'changed' : undefined;
        return (
          <Row
            key={row.id}
            aria-label={printable(portText(row))}
            aria-state={{selected: isExplained}}
            cells={columns({
              mark: sign ? glyph(sign) : ' ',
              what: portLabel(row.id, isStacked ? 'short' : 'long'),
              port: rangeText(row),
              rule: ruleText(row.offset),
              state: old && !isStacked ? whatFits(text(row), words.stateWas(text(old)), room) : text(row),
              style: row.id === 'canvas' ? 'quiet' : STATE_STYLES[row.state],
              headStyle: isExplained ? 'focus' : undefined,
            })}
          />
        );
      })}
    </Box>
  );
}

/** In columns: before each row, and of its sign. */
const INDENT = 1;
const MARK_WIDTH = 2;

/** Half a remark would say nothing. @param room in columns */
function whatFits(state: string, remark: string, room: number): string {
  const both = `${state}   ${remark}`;
  return stringWidth(both) < room ? both : state;
}

/** The row as it was, where the host says something else to it now; its own answer is waited for on both sides. */
function changedFrom(row: PortState, before: PortState | undefined): PortState | undefined {
  const isKnown = before !== undefined && before.state !== 'unknown' && row.state !== 'unknown';
  return isKnown && rowText(before) !== rowText(row) ? before : undefined;
}
