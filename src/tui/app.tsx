import {Box, useApp, useInput, usePaste, useStdin, useStdout} from 'ink';
import {type ComponentType, useLayoutEffect, useRef, useSyncExternalStore} from 'react';
import type {Environment} from '../host/environment.ts';
import {equivalentCommand} from '../options.ts';
import {planDocument} from '../text/plan-text.ts';
import type {Wizard} from '../wizard/controller.ts';
import {commandOf} from '../wizard/keymap.ts';
import {focusedField} from '../wizard/reducer.ts';
import type {StepId, WizardState} from '../wizard/state.ts';
import {planOf} from '../wizard/selectors.ts';
import {shownSteps} from '../wizard/steps.ts';
import {PROGRAM} from '../rules/shell.ts';
import {stepWords} from '../text/steps.ts';
import {printable, stepTitle, tooSmallText} from '../text/terms.ts';
import {Column} from './components/column.tsx';
import {Footer, Rule} from './components/footer.tsx';
import {Noticed} from './components/notices.tsx';
import {KeysPage, LeavePage} from './components/overlays.tsx';
import {HasCursor} from './components/terminal-cursor.tsx';
import {Text} from './components/text.tsx';
import {editOf, keyNames} from './keys.ts';
import {isTooSmall, type Layout, layoutOf, SMALLEST, STEP_COLUMNS} from './layout.ts';
import {BESIDE} from './beside.tsx';
import {clipboardSequence} from './clipboard.ts';
import {showIn, type Viewer} from './open-plan.ts';
import {letGoOf} from './streams.ts';
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

export type AppProps = {
  readonly wizard: Wizard;
  /** Of the window. */
  readonly columns: number;
  readonly rows: number;
  readonly env: Environment;
  /** Another program has the terminal till that has settled. */
  readonly onAway: (isBack: Promise<void>) => void;
};

/** The wizard on the screen: keys in, frames out; everything between is the reducer's. */
export function App({wizard, columns, rows, env, onAway}: AppProps) {
  const state = useSyncExternalStore(wizard.subscribe, wizard.getState, wizard.getState);
  const layout = layoutOf(columns, rows);
  const {suspendTerminal} = useApp();
  const {stdin} = useStdin();
  const {write} = useStdout();
  const isAway = useRef(false);
  const shown = useRef(state.step);
  useLayoutEffect(() => void (shown.current = state.step));
  const show = async (viewer: Viewer) => {
    const leaving = new AbortController();
    void wizard.outcome.then(() => leaving.abort());
    let failure: Awaited<ReturnType<typeof showIn>>;
    await suspendTerminal(async () => {
      await letGoOf(stdin);
      failure = await showIn(viewer, planDocument(planOf(wizard.getState()), wizard.getState().host), env, leaving.signal);
    });
    isAway.current = false;
    if (failure) wizard.dispatch({type: 'noted', note: {kind: 'cant-open', ...failure}});
  };
  const skin: Skin = {
    show(viewer) {
      isAway.current = true;
      onAway(show(viewer));
    },
    copy(text) {
      write(clipboardSequence(text));
      wizard.dispatch({type: 'noted', note: {kind: 'copied'}});
    },
  };
  useInput((input, key) => {
    const field = focusedField(wizard.getState());
    // Letters are keys of their own, however many came in one piece, but where a text is typed.
    for (const name of keyNames(input, key, field === undefined || field === 'port')) {
      // What came with the key that gave the terminal away was meant for whoever has it now.
      if (isAway.current) return;
      // Nobody may say yes to what is not on the screen, be it only since the key before in the same piece.
      const isUnseen = isTooSmall(layout) || (wizard.getState().step === 'review' && shown.current !== 'review');
      if (!isUnseen || name === 'ctrl+c') press(wizard, skin, name);
    }
  });
  usePaste(text => {
    // What is under another page, or not on the screen, is not pasted into.
    if (wizard.getState().overlay === undefined && !isTooSmall(layout)) wizard.dispatch({type: 'edit', edit: {kind: 'paste', text}});
  });
  return (
    <HasCursor value={true}>
      <Frame state={state} layout={layout} dispatch={wizard.dispatch} />
    </HasCursor>
  );
}

/** What the terminal does for a command, beside what the wizard does. */
type Skin = {readonly show: (viewer: Viewer) => void; readonly copy: (text: string) => void};

/** What one key does now: give a command, or edit the field that has the focus. */
function press(wizard: Wizard, skin: Skin, name: string): void {
  const state = wizard.getState();
  const command = commandOf(name, state);
  const edit = editOf(name);
  if (command === 'read-plan') skin.show('pager');
  else if (command === 'edit-plan') skin.show('editor');
  else if (command === 'copy-command') skin.copy(equivalentCommand(planOf(state), state.host.machine));
  else if (command) wizard.dispatch({type: 'command', command});
  else if (edit && focusedField(state)) wizard.dispatch({type: 'edit', edit});
}

/** One full window: header, body, footer. Always one row short of the window, where Ink can redraw line by line. */
export function Frame({state, layout, dispatch}: StepProps) {
  const {columns, rows} = layout;
  const props = {state, layout, ...(dispatch ? {dispatch} : {})};
  if (isTooSmall(layout)) {
    return (
      <Box width={columns} height={rows - 1} overflow="hidden">
        <Text wrap="wrap">{tooSmallText(layout, SMALLEST)}</Text>
      </Box>
    );
  }
  return (
    <Column columns={columns}>
      <Box flexDirection="column" height={rows - 1}>
        <Header state={state} layout={layout} />
        <Box flexGrow={1} flexShrink={1} minHeight={0} overflow="hidden" paddingTop={layout.isLow ? 0 : 1}>
          <Body {...props} />
        </Box>
        <Footer state={state} layout={layout} />
      </Box>
    </Column>
  );
}

/** The page that is open, in a wide window with what follows from it beside. */
function Body(props: StepProps) {
  const {state, layout} = props;
  const View = VIEWS[state.step];
  const Beside = layout.kind === 'wide' && state.overlay === undefined ? BESIDE[state.step] : undefined;
  const columns = Beside ? STEP_COLUMNS : Math.min(layout.columns, WIDEST);
  return (
    <>
      <Column columns={columns}>
        {state.overlay === 'keys' ? <KeysPage {...props} /> : null}
        {state.overlay === 'leave' ? <LeavePage state={state} /> : null}
        {state.overlay === undefined ? <Noticed {...props}>{room => <View {...props} layout={room} />}</Noticed> : null}
      </Column>
      {Beside ? (
        <Column columns={Math.min(layout.columns - columns, STEP_COLUMNS)}>
          <Beside {...props} />
        </Column>
      ) : null}
    </>
  );
}

/** Of a page that has the window to itself: longer lines are hard to read. */
const WIDEST = 120;

function Header({state, layout}: {readonly state: WizardState; readonly layout: Layout}) {
  const words = stepWords().step;
  const steps = shownSteps(state);
  const isStacked = layout.kind === 'stacked';
  const index = steps.findIndex(({id}) => id === state.step) + 1;
  const count = index === 0 ? '' : isStacked ? `${index}/${steps.length} ` : `${words.count(index, steps.length)}  `;
  const name = printable(state.fields.profile.text);
  const subject = state.target.selector.kind === 'profile' ? words.profile(name) : words.instance(name);
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Box paddingX={1} justifyContent="space-between" columnGap={2}>
        <Text {...theme.title} wrap="truncate-end">{isStacked ? name : `${PROGRAM} ${glyph('dot')} ${subject}`}</Text>
        <Box flexShrink={0}>
          <Text {...theme.quiet}>{count}</Text>
          <Text {...theme.focus}>{stepTitle(state.step)}</Text>
        </Box>
      </Box>
      <Rule columns={layout.columns} />
    </Box>
  );
}
