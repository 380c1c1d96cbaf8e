import {Box, useInput, usePaste} from 'ink';
import {type ComponentType, useSyncExternalStore} from 'react';
import type {Wizard} from '../wizard/controller.ts';
import {commandOf} from '../wizard/keymap.ts';
import {focusedField} from '../wizard/reducer.ts';
import type {StepId, WizardState} from '../wizard/state.ts';
import {shownSteps} from '../wizard/steps.ts';
import {PROGRAM} from '../rules/shell.ts';
import {printable, STEP_TITLES, tooSmallText} from '../text/terms.ts';
import {Footer} from './components/footer.tsx';
import {Noticed} from './components/notices.tsx';
import {KeysPage, LeavePage} from './components/overlays.tsx';
import {Text} from './components/text.tsx';
import {editOf, keyNames} from './keys.ts';
import {isTooSmall, type Layout, layoutOf, SMALLEST} from './layout.ts';
import {ApplyStep} from './steps/apply-step.tsx';
import {ChangedStep} from './steps/changed-step.tsx';
import {ChannelStep} from './steps/channel-step.tsx';
import {DoneStep} from './steps/done-step.tsx';
import {GatewayStep} from './steps/gateway-step.tsx';
import {PortsStep} from './steps/ports-step.tsx';
import {ProfileStep} from './steps/profile-step.tsx';
import {ReviewStep} from './steps/review-step.tsx';
import {ServiceStep} from './steps/service-step.tsx';
import type {StepProps} from './steps/step-props.ts';
import {WorkspaceStep} from './steps/workspace-step.tsx';
import {glyph, theme} from './theme.ts';

const VIEWS: Readonly<Record<StepId, ComponentType<StepProps>>> = {
  profile: ProfileStep,
  ports: PortsStep,
  workspace: WorkspaceStep,
  gateway: GatewayStep,
  service: ServiceStep,
  channel: ChannelStep,
  changed: ChangedStep,
  review: ReviewStep,
  apply: ApplyStep,
  done: DoneStep,
};

export type AppProps = {readonly wizard: Wizard; /** Of the window. */ readonly columns: number; readonly rows: number};

/** The wizard on the screen: keys in, frames out; everything between is the reducer's. */
export function App({wizard, columns, rows}: AppProps) {
  const state = useSyncExternalStore(wizard.subscribe, wizard.getState, wizard.getState);
  const layout = layoutOf(columns, rows);
  useInput((input, key) => {
    for (const name of keyNames(input, key)) {
      // Nobody may say yes to what is not on the screen.
      if (!isTooSmall(layout) || name === 'ctrl+c') press(wizard, name);
    }
  });
  usePaste(text => wizard.dispatch({type: 'edit', edit: {kind: 'insert', text}}));
  return <Frame state={state} layout={layout} dispatch={wizard.dispatch} />;
}

/** What one key does now: close an overlay, give a command, or edit the field that has the focus. */
function press(wizard: Wizard, name: string): void {
  const state = wizard.getState();
  const command = commandOf(name, state);
  const edit = editOf(name);
  if (state.overlay && command !== 'leave') wizard.dispatch({type: 'close-overlay'});
  else if (command) wizard.dispatch({type: 'command', command});
  else if (edit && focusedField(state)) wizard.dispatch({type: 'edit', edit});
}

/** One full window: header, body, footer. Always one row short of the window, where Ink can redraw line by line. */
export function Frame({state, layout, dispatch}: StepProps) {
  const {columns, rows} = layout;
  if (isTooSmall(layout)) {
    return (
      <Box width={columns} height={rows - 1} overflow="hidden">
        <Text wrap="wrap">{tooSmallText(layout, SMALLEST)}</Text>
      </Box>
    );
  }
  const View = VIEWS[state.step];
  return (
    <Box flexDirection="column" width={columns} height={rows - 1}>
      <Header state={state} layout={layout} />
      <Box flexDirection="column" flexGrow={1} flexShrink={1} minHeight={0} overflow="hidden" paddingTop={layout.isLow ? 0 : 1}>
        {state.overlay === 'keys' ? <KeysPage state={state} layout={layout} /> : null}
        {state.overlay === 'leave' ? <LeavePage state={state} /> : null}
        {state.overlay === undefined ? <Noticed state={state} layout={layout}>{room => <View state={state} layout={room} {...(dispatch ? {dispatch} : {})} />}</Noticed> : null}
      </Box>
      <Footer state={state} layout={layout} />
    </Box>
  );
}

function Header({state, layout}: {readonly state: WizardState; readonly layout: Layout}) {
  const steps = shownSteps(state);
  const index = steps.findIndex(({id}) => id === state.step);
  const count = index < 0 ? '' : layout.isNarrow ? `${index + 1}/${steps.length} ` : `${index + 1} of ${steps.length}  `;
  const name = printable(state.fields.profile.text);
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Box paddingX={1} justifyContent="space-between" columnGap={2}>
        <Text {...theme.title} wrap="truncate-end">{layout.isNarrow ? name : `${PROGRAM} ${glyph('dot')} ${state.target.selector.kind === 'profile' ? 'profile' : 'instance'} ${name}`}</Text>
        <Box flexShrink={0}>
          <Text {...theme.quiet}>{count}</Text>
          <Text {...theme.focus}>{STEP_TITLES[state.step]}</Text>
        </Box>
      </Box>
      <Text {...theme.quiet}>{glyph('rule').repeat(layout.columns)}</Text>
    </Box>
  );
}
