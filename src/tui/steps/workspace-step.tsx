import {mainOf} from '../../rules/answers.ts';
import {tildePath} from '../../rules/profile.ts';
import {printable} from '../../text/terms.ts';
import {answersOf} from '../../wizard/selectors.ts';
import {problemsOn} from '../../wizard/steps.ts';
import {CompletionLine} from '../components/completion-line.tsx';
import {JudgedField} from '../components/judged-field.tsx';
import {Gap, Row, Sentence} from '../components/row.tsx';
import {RowList} from '../components/row-list.tsx';
import type {StepProps} from './step-props.ts';

/** The folder that the rescue agent works in. */
export function WorkspaceStep(props: StepProps) {
  const {state, layout} = props;
  const {fields, host, workspace} = state;
  const {homes, platform} = host.machine;
  const [problem] = problemsOn('workspace', state);
  const tilde = (path: string) => printable(tildePath(path, homes.openclaw, platform));
  const isThere = workspace.file.kind === 'folder';
  const isLink = !problem && workspace.resolved !== workspace.path;
  return (
    <>
      <JudgedField label="Workspace" field={fields.workspace} isFocused={state.row === 'workspace'} problem={problem} remark={isThere ? 'there already' : 'new folder'} />
      {state.row === 'workspace' ? <CompletionLine state={state} /> : null}
      <Gap isShown={!layout.isLow} />
      <Row indent={3} cells={[{text: 'main’s', width: 9, style: 'quiet'}, {text: tilde(mainOf(host).workspace)}]} />
      <Row indent={3} cells={[{text: 'ours', width: 9, style: 'quiet'}, {text: tilde(answersOf(state).workspace)}]} />
      {isLink ? <Row indent={3} cells={[{text: 'really', width: 9, style: 'quiet'}, {text: tilde(workspace.resolved)}]} /> : null}
      <Gap isShown={!layout.isLow} />
      <RowList {...props} rows={['kit']} />
      <Gap isShown={!layout.isLow} />
      {layout.isLow ? null : (
        <>
          <Sentence>The agent of this gateway works here by default; it can reach whatever your account can.</Sentence>
          <Sentence>Apart from main’s folders, a reset, a backup or a move of main does not take it along.</Sentence>
        </>
      )}
    </>
  );
}
