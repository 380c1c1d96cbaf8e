import {canLinger} from '../../rules/answers.ts';
import {foreignFile, runtimeFor} from '../../rules/service-change.ts';
import {tildePath} from '../../rules/profile.ts';
import {installedService, serviceOf} from '../../rules/service/files.ts';
import {managerText} from '../../text/manager.ts';
import {INSTALL_COMMAND, ownCommand, printable} from '../../text/terms.ts';
import {problemText} from '../../text/problems.ts';
import {unstableText} from '../../text/facts.ts';
import {answersOf} from '../../wizard/selectors.ts';
import {rowsOf} from '../../wizard/rows.ts';
import {problemsOn} from '../../wizard/steps.ts';
import {Gap, Row, Sentence} from '../components/row.tsx';
import {RowList} from '../components/row-list.tsx';
import {glyph} from '../theme.ts';
import type {StepProps} from './step-props.ts';

/** Whether a service keeps the gateway up, and what exactly it would start. */
export function ServiceStep(props: StepProps) {
  const {state, layout} = props;
  const {host, target, choices} = state;
  const {platform, homes} = host.machine;
  const runtime = runtimeFor({answers: answersOf(state), target, host});
  const tilde = (path: string) => printable(tildePath(path, homes.user, platform));
  const service = serviceOf(target, host.machine);
  // What becomes of it at logout is a line of its own.
  const trouble = canLinger(host) ? undefined : managerText(host);
  const [problem] = problemsOn('service', state);
  const fact = (label: string, value: string) => <Row indent={3} cells={[{text: label, width: 10, style: 'quiet'}, {text: value}]} />;
  return (
    <>
      <RowList {...props} rows={rowsOf(state)} />
      {installedService(target, host.machine) ? <Sentence indent={5} style="quiet">{`It is there already and kept in step; ${ownCommand(host, target.selector)} gateway uninstall removes it.`}</Sentence> : null}
      <Gap isShown={!layout.isLow} />
      {problem && layout.isLow ? null : service && runtime ? (
        <>
          {fact('service', service.name)}
          {fact('file', tilde(service.definition))}
          {fact('node', `${runtime.node}${host.openclaw?.node === runtime.node ? ` (${host.openclaw.nodeVersion})` : ''}`)}
          {fact('openclaw', `${runtime.entry}${host.openclaw?.entry === runtime.entry ? ` (${host.openclaw.version})` : ''}`)}
          <Gap isShown={!layout.isLow} />
        </>
      ) : service ? (
        <>
          <Sentence style="warning">{`${glyph('warning')} OpenClaw is not on this machine, so no service can be written yet.`}</Sentence>
          <Sentence>{`Install it with  ${INSTALL_COMMAND}  and run this wizard again, then choose the service; or go on without one.`}</Sentence>
        </>
      ) : (
        <Sentence>{problemText({id: 'service-needs-profile'})}</Sentence>
      )}
      {problem ? <Sentence style={state.isRefused ? 'bad' : 'warning'}>{`${glyph('failed')} ${problemText(problem)}`}</Sentence> : null}
      {state.isReplaceAccepted && foreignFile(target, host) !== undefined ? <Sentence style="warning">{`${glyph('warning')} The file that is there is replaced at Apply; undo brings it back.`}</Sentence> : null}
      {trouble === undefined || (choices.service === 'none' && !homes.isOverridden) ? null : <Sentence style="warning">{`${glyph('warning')} ${trouble}`}</Sentence>}
      {(runtime ? unstableText([runtime.node, runtime.entry]) : []).map(warning => (
        <Sentence key={warning} style="warning">{`${glyph('warning')} ${warning}`}</Sentence>
      ))}
      {host.openclaw && !host.openclaw.isNodeSupported ? (
        <Sentence style="warning">{`${glyph('warning')} OpenClaw ${host.openclaw.version} wants another Node than ${host.openclaw.nodeVersion}.`}</Sentence>
      ) : null}
    </>
  );
}
