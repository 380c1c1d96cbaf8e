import type {ComponentType} from 'react';
import {tildePath} from '../rules/profile.ts';
import {stepWords} from '../text/steps.ts';
import {printable} from '../text/terms.ts';
import {planOf} from '../wizard/selectors.ts';
import type {StepId} from '../wizard/state.ts';
import {Checklist} from './components/checklist.tsx';
import {HostMap, mapEntriesOf} from './components/host-map.tsx';
import {Gap, Sentence} from './components/row.tsx';
import type {StepProps} from './steps/step-props.ts';

/** Level with the table beside it. */
const MAP_TOP = 2;

function MapBeside({state, layout}: StepProps) {
  return (
    <>
      {Array.from({length: MAP_TOP}, (_, index) => <Gap key={index} isShown={!layout.isLow} />)}
      <HostMap entries={mapEntriesOf(state)} lines={layout.rows - 6 - MAP_TOP} />
    </>
  );
}

/** What the answers come to as they stand. */
function ChecklistBeside({state}: StepProps) {
  const {platform, homes} = state.host.machine;
  return (
    <>
      <Sentence style="title">{stepWords().review.soFar}</Sentence>
      <Gap />
      <Checklist checks={planOf(state).checks} tilde={path => printable(tildePath(path, homes.openclaw, platform))} />
    </>
  );
}

/** What a wide window shows beside a step. */
export const BESIDE: Readonly<Partial<Record<StepId, ComponentType<StepProps>>>> = {
  profile: ChecklistBeside,
  ports: MapBeside,
  workspace: ChecklistBeside,
  gateway: ChecklistBeside,
  service: ChecklistBeside,
  channel: ChecklistBeside,
};
