import type {ReactNode} from 'react';
import {resumeNotices} from '../../text/resume.ts';
import type {WizardState} from '../../wizard/state.ts';
import {type Layout, withRows} from '../layout.ts';
import {glyph} from '../theme.ts';
import {wrapWords} from '../wrap.ts';
import {useColumns} from './column.tsx';
import {Sign} from './row.tsx';

type NoticedProps = {readonly state: WizardState; readonly layout: Layout; /** The step, for the room that is left. */ readonly children: (layout: Layout) => ReactNode};

/** A step below what is to be said of the last run, or of an answer that is asked again. */
export function Noticed({state, layout, children}: NoticedProps) {
  const columns = useColumns();
  const notices = resumeNotices(state);
  const taken = notices.flatMap(notice => wrapWords(`${glyph('warning')} ${notice}`, Math.max(10, columns - 2))).length;
  return (
    <>
      {notices.map(notice => (
        <Sign key={notice} is="warning">{notice}</Sign>
      ))}
      {children(withRows(layout, layout.rows - taken))}
    </>
  );
}
