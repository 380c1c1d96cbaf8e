import {mainOf} from '../../rules/answers.ts';
import {rowLabel} from '../../text/choices.ts';
import {stepWords} from '../../text/steps.ts';
import {shownPath} from '../../text/terms.ts';
import {answersOf} from '../../wizard/selectors.ts';
import {problemsOn} from '../../wizard/steps.ts';
import {CompletionLine} from '../components/completion-line.tsx';
import {JudgedField} from '../components/judged-field.tsx';
import {Fact, Gap, Sentence} from '../components/row.tsx';
import {RowList} from '../components/row-list.tsx';
import {StepScroll} from '../components/scroll-view.tsx';
import type {StepProps} from './step-props.ts';

/** The folder that the rescue agent works in. */
export function WorkspaceStep(props: StepProps) {
  const words = stepWords().workspace;
  const {state, layout} = props;
  const {fields, host, workspace} = state;
  const [problem] = problemsOn('workspace', state);
  const isThere = workspace.file.kind === 'folder';
  const isLink = !problem && workspace.resolved !== workspace.path;
  return (
    <>
      <JudgedField label={rowLabel('workspace')} field={fields.workspace} isFocused={state.row === 'workspace'} problem={problem} remark={isThere ? words.there : words.new} />
      {state.row === 'workspace' ? <CompletionLine state={state} /> : null}
      <Gap isShown={!layout.isLow} />
      <RowList {...props} rows={['kit']} />
      <StepScroll {...props}>
        <Gap isShown={!layout.isLow} />
        <Fact label={words.main} value={shownPath(mainOf(host).workspace, host.machine)} />
        <Fact label={words.ours} value={shownPath(answersOf(state).workspace, host.machine)} />
        {isLink ? <Fact label={words.really} value={shownPath(workspace.resolved, host.machine)} /> : null}
        <Gap isShown={!layout.isLow} />
        <Sentence>{words.works}</Sentence>
        <Sentence>{words.apart}</Sentence>
      </StepScroll>
    </>
  );
}
