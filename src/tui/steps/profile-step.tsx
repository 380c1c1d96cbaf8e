import {Box} from 'ink';
import type {Instance} from '../../rules/instance.ts';
import {tildePath} from '../../rules/profile.ts';
import {selectedPaths} from '../../rules/selector.ts';
import {serviceOf} from '../../rules/service/files.ts';
import {isEdit} from '../../rules/target.ts';
import {pathText, plural, PORT_SOURCES, printable} from '../../text/terms.ts';
import {heldNotices, noticesOf} from '../../text/facts.ts';
import {selectorIn} from '../../wizard/selectors.ts';
import {problemsOn} from '../../wizard/steps.ts';
import {JudgedField} from '../components/judged-field.tsx';
import {Gap, Row, Sentence} from '../components/row.tsx';
import {glyph} from '../theme.ts';
import type {StepProps} from './step-props.ts';

/** Whose profile, what was found on this host, and what will be separate. */
export function ProfileStep({state, layout}: StepProps) {
  const {fields, host, target} = state;
  const {platform, homes} = host.machine;
  const [problem] = problemsOn('profile', state);
  const isKnown = target.profile === fields.profile.text && isEdit(target);
  const tilde = (path: string) => printable(tildePath(path, homes.openclaw, platform));
  const notices = [...noticesOf(host), ...heldNotices(target)];
  // Two lines each while there is room for all of them, else one.
  const troubles = host.instances.filter(({config}) => config.kind === 'unreadable').length;
  const room = Math.max(1, layout.rows - (layout.isLow ? 14 : 17) - notices.length - 2 * troubles);
  const hasDetails = host.instances.length * 2 <= room;
  const shown = host.instances.length <= room ? host.instances.length : Math.max(1, room - 1);
  const selector = selectorIn(state);
  const {stateDir, configPath} = selectedPaths(selector, homes.openclaw, platform);
  const service = serviceOf({selector, stateDir}, host.machine)?.name ?? 'none: started by hand';
  return (
    <>
      {selector.kind === 'paths' ? (
        <Sentence>{`The instance ${fields.profile.text}, which is no profile: ${isKnown ? 'there already, edit it' : 'new'}`}</Sentence>
      ) : (
        <JudgedField label="Profile" field={fields.profile} problem={problem} remark={isKnown ? 'there already: edit it' : 'new'} />
      )}
      {notices.map(notice => (
        <Sentence key={notice} style="warning">{`${glyph('warning')} ${notice}`}</Sentence>
      ))}
      <Gap isShown={!layout.isLow} />
      <Sentence style="title">{host.instances.length === 0 ? 'No OpenClaw gateway on this host yet: the place of a main one, 18789 and ~/.openclaw, is kept free' : `Found on this host: ${plural(host.instances.length, 'gateway')}`}</Sentence>
      <Box flexDirection="column" flexShrink={1} minHeight={1} overflow="hidden">
        {host.instances.slice(0, shown).map(instance => (
          <InstanceLine key={instance.configPath} instance={instance} isNarrow={layout.isNarrow} hasDetails={hasDetails} tilde={tilde} />
        ))}
        {host.instances.length > shown ? <Sentence style="quiet" indent={3}>{`and ${host.instances.length - shown} more; --dry-run --json lists them all`}</Sentence> : null}
      </Box>
      <Gap isShown={!layout.isLow} />
      {problem ? null : (
        <>
          <Sentence style="title">{`Separate for ${fields.profile.text}`}</Sentence>
          <Row indent={3} cells={[{text: 'config', width: 9, style: 'quiet'}, {text: tilde(configPath)}]} />
          <Row indent={3} cells={[{text: 'state', width: 9, style: 'quiet'}, {text: tilde(stateDir)}]} />
          <Row indent={3} cells={[{text: 'service', width: 9, style: 'quiet'}, {text: service}]} />
          <Row indent={3} cells={[{text: 'and', width: 9, style: 'quiet'}, {text: 'workspace, base port, every derived port'}]} />
          <Gap isShown={!layout.isLow} />
        </>
      )}
      <Sentence>Main is only looked at. Nothing at all is written before you say Apply.</Sentence>
    </>
  );
}

type LineProps = {readonly instance: Instance; readonly isNarrow: boolean; readonly hasDetails: boolean; readonly tilde: (path: string) => string};

/**
 *   main        ~/.openclaw             18789 config              listening
 *     config ~/.openclaw/openclaw.json, workspace ~/.openclaw/workspace
 */
function InstanceLine({instance, isNarrow, hasDetails, tilde}: LineProps) {
  const {label, stateDir, configPath, workspace, bases, isListening, config} = instance;
  const [{port, source}] = bases;
  const heard = isListening ? 'listening' : isListening === false ? 'not listening' : '';
  const trouble = config.kind === 'unreadable' ? `config can’t be read: ${pathText(config.reason)}` : undefined;
  return (
    <>
      <Row
        indent={3}
        cells={[
          {text: printable(label), width: isNarrow ? 10 : 12},
          ...(isNarrow ? [] : [{text: tilde(stateDir), width: 24, style: 'quiet' as const}]),
          {text: String(port), width: 6},
          ...(isNarrow ? [] : [{text: PORT_SOURCES[source], width: 21, style: 'quiet' as const}]),
          {text: heard, style: isListening ? 'good' : 'quiet'},
        ]}
      />
      {hasDetails ? <Row indent={5} cells={[{text: `config ${tilde(configPath)}, workspace ${tilde(workspace)}`, style: 'quiet'}]} /> : null}
      {trouble === undefined ? null : (
        <Sentence indent={5} style="warning">{`${glyph('warning')} ${trouble}; counted with its defaults`}</Sentence>
      )}
    </>
  );
}
