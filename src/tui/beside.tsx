import type {ComponentType} from 'react';
import {stepWords} from '../text/steps.ts';
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
  return (
    <>
      <Sentence style="title">{stepWords().review.soFar}</Sentence>
      <Gap />
      <Checklist checks={planOf(state).checks} machine={state.host.machine} />
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
