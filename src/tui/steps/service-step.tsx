import {canLinger} from '../../rules/answers.ts';
import {foreignFile, runtimeFor} from '../../rules/service-change.ts';
import {tildePath} from '../../rules/profile.ts';
import {installedService, serviceOf} from '../../rules/service/files.ts';
import {INSTALL_COMMAND, ownCommand, printable} from '../../text/terms.ts';
import {managerText} from '../../text/manager.ts';
import {stepWords} from '../../text/steps.ts';
import {problemText} from '../../text/problems.ts';
import {unstableText} from '../../text/facts.ts';
import {answersOf} from '../../wizard/selectors.ts';
import {rowsOf} from '../../wizard/rows.ts';
import {problemsOn} from '../../wizard/steps.ts';
import {Fact, Gap, Sentence, Sign} from '../components/row.tsx';
import {RowList} from '../components/row-list.tsx';
import {StepScroll} from '../components/scroll-view.tsx';
import {glyph} from '../theme.ts';
import type {StepProps} from './step-props.ts';

/** Whether a service keeps the gateway up, and what exactly it would start. */
export function ServiceStep(props: StepProps) {
  const words = stepWords().service;
  const {state, layout} = props;
  const {host, target, choices} = state;
  const {platform, homes} = host.machine;
  const runtime = runtimeFor({answers: answersOf(state), target, host});
  const tilde = (path: string) => printable(tildePath(path, homes.user, platform));
  const service = serviceOf(target, host.machine);
  // What becomes of it at logout is a line of its own.
  const trouble = canLinger(host) ? undefined : managerText(host);
  const [problem] = problemsOn('service', state);
  const fact = (label: string, value: string) => <Fact label={label} value={value} />;
  return (
    <>
      <RowList {...props} rows={rowsOf(state)} />
      <StepScroll {...props}>
        {installedService(target, host.machine) ? <Sentence indent={5} style="quiet">{words.kept(`${ownCommand(host, target.selector)} gateway uninstall`)}</Sentence> : null}
        <Gap isShown={!layout.isLow} />
        {problem && layout.isLow ? null : service && runtime ? (
          <>
            {fact(words.service, service.name)}
            {fact(words.file, tilde(service.definition))}
            {fact('node', `${runtime.node}${host.openclaw?.node === runtime.node ? ` (${host.openclaw.nodeVersion})` : ''}`)}
            {fact('openclaw', `${runtime.entry}${host.openclaw?.entry === runtime.entry ? ` (${host.openclaw.version})` : ''}`)}
            <Gap isShown={!layout.isLow} />
          </>
        ) : service ? (
          <>
            <Sign is="warning">{words.missing}</Sign>
            <Sentence>{words.install(INSTALL_COMMAND)}</Sentence>
          </>
        ) : (
          <Sentence>{problemText({id: 'service-needs-profile'})}</Sentence>
        )}
        {problem ? <Sentence style={state.isRefused ? 'bad' : 'warning'}>{`${glyph('failed')} ${problemText(problem)}`}</Sentence> : null}
        {state.isReplaceAccepted && foreignFile(target, host) !== undefined ? <Sign is="warning">{words.replaced}</Sign> : null}
        {trouble === undefined || (choices.service === 'none' && !homes.isOverridden) ? null : <Sign is="warning">{trouble}</Sign>}
        {(runtime ? unstableText([runtime.node, runtime.entry]) : []).map(warning => (
          <Sign key={warning} is="warning">{warning}</Sign>
        ))}
        {host.openclaw && !host.openclaw.isNodeSupported ? (
          <Sign is="warning">{words.otherNode(host.openclaw.version, host.openclaw.nodeVersion)}</Sign>
        ) : null}
      </StepScroll>
    </>
  );
}
