/** What the service says of itself in one line, and the card for when something needs attention. */
import { hasCode } from '../../schema/messages/has-code';
import { useEffect, useReducer, type ReactElement, type ReactNode } from 'react';
import type { Diagnosis, JobSummary } from '../../schema/wire';
import type { Say } from '../../schema/messages/browser';
import { isOver } from '../../schema/states';
import { jobName } from '../client/job-name';
import { isMild } from '../client/mild';
import { queueTold, type QueueTold, type Sign, toldOf } from '../client/queue-told';
import { ActionButton } from '../actions';
import { Icon, type IconName } from '../icons';
import { Button, Card } from '../ui';
import { jobActions, panelActions } from './actions';
import { useFront, usePanel, usePanelState } from './view';

const NAME_MAX = 40;
const LOOKS: Readonly<Record<Sign, [tone: string, icon: IconName]>> = {
  drawn: ['good', 'ok'],
  waits: ['good', 'clock'],
  paused: ['slow', 'pause'],
  slow: ['slow', 'warn']
};

export function ServiceLine(): ReactElement {
  const { words } = usePanel();
  const { say } = words;
  const { health, failure } = useService();
  const list = usePanelState(({ jobs, paused }) => ({ jobs, paused }));
  const told = queueTold(list, useFront(), words);
  const [tone, icon, text] = ((): [string, IconName, string] => {
    if (failure) {
      return ['bad', 'error', failure.error.title ?? failure.error.message];
    }
    if (!health) {
      return ['slow', 'clock', say('starting_service')];
    }
    if (told && (health.state === 'busy' || health.state === 'ready')) {
      return [...LOOKS[told.sign], lineOf(told, say)];
    }
    if (hasCode(health, 'queue_paused')) {
      return ['slow', 'pause', health.message];
    }
    const tones = { ready: 'good', busy: 'good', starting: 'slow', stalled: 'slow', down: 'bad' } as const;
    const icons = { ready: 'ok', busy: 'ok', starting: 'clock', stalled: 'warn', down: 'error' } as const;
    return [tones[health.state], icons[health.state], health.message];
  })();
  return (
    // Figures that change all the time are not read out; a change of state is.
    <p className={`jd-Service jd-mod-${tone}`} role="status" aria-live={told && !failure ? 'off' : 'polite'}>
      <Icon name={icon} />
      <span className="jd-grow">{text}</span>
    </p>
  );
}

/** The service away, or a job that is slow, stalled, out of memory …: told once, above the dock. */
export function AttentionCard(): ReactElement | null {
  const view = usePanel();
  const { client, words } = view;
  const { say } = words;
  const { failure } = useService();
  const listed = usePanelState(({ open }) => open.jobs);
  const front = useFront();
  const { job, several } = usePanelState(({ jobs }) => {
    const open = jobs.filter(({ state }) => !isOver(state));
    return { job: toldOf(open.filter(isHeldUp), front), several: open.length > 1 };
  });
  if (failure) {
    const { code, message, title = message, detail = '', hint } = failure.error;
    const evidence = hint ? [{ code, message: hint }] : [];
    return (
      <DiagnosisCard diagnosis={{ code, title, detail, message, evidence, remedy: '' }} tone="bad">
        <Button label={say('try_again')} icon="retry" onClick={() => void client.refresh()} />
      </DiagnosisCard>
    );
  }
  if (!job?.diagnosis) {
    return null;
  }
  if (hasCode(job.diagnosis, 'queue_paused')) {
    // The list of jobs says it at its head.
    return listed ? null : (
      <DiagnosisCard diagnosis={{ ...job.diagnosis, remedy: '' }} tone="slow">
        <ActionButton action={panelActions.resumeAll} context={view} say={say} />
      </DiagnosisCard>
    );
  }
  return (
    // Its grid has the evidence; here the form needs the room.
    <DiagnosisCard
      diagnosis={{
        ...job.diagnosis,
        title:
          several && job.own_state === undefined ? named(job, job.diagnosis.title, say) : job.diagnosis.title,
        ...{ detail: '', evidence: [], remedy: '' }
      }}
      tone={isMild(job.diagnosis) ? 'slow' : 'bad'}
    >
      <Button label={say('show_grid')} onClick={() => void view.model.jobs.open(job.id)} />
      <ActionButton action={jobActions.cancel} context={{ view, job }} say={say} />
    </DiagnosisCard>
  );
}

type CardProps = { diagnosis: Diagnosis; tone: 'slow' | 'bad'; children: ReactNode };

function DiagnosisCard({ diagnosis, tone, children }: CardProps): ReactElement {
  const { say } = usePanel().words;
  const { title, detail, message, evidence, remedy } = diagnosis;
  return (
    <div className="jd-Attention">
      <Card
        title={title ?? message}
        tone={tone}
        icon={tone === 'slow' && hasCode(diagnosis, 'disk_full', 'disk_failing') ? 'disk' : undefined}
        sentences={detail ? [detail] : []}
        evidence={evidence.map(({ term, message: value }, k) => ({
          label: term ?? (k === 0 ? say('evidence') : ''),
          value
        }))}
        remedy={remedy}
      >
        {children}
      </Card>
    </div>
  );
}

/** "“a cat”: Drawing: 12 of 20, about 7 s left · and 2 more" */
function lineOf({ name, state, others }: QueueTold, say: Say): string {
  return [
    name ? say('notice_of_job', { name, words: state }) : state,
    ...(others > 0 ? [say('and_more', { count: others })] : [])
  ].join(' · ');
}

/** Whether a job that was begun, or all of them, are held up; those that wait for others say so in their rows. */
function isHeldUp({ diagnosis, state }: JobSummary): boolean {
  return (
    Boolean(diagnosis) && !hasCode(diagnosis, 'overtaken') && (state === 'running' || state === 'paused')
  );
}

function named(job: JobSummary, words: string, say: Say): string {
  return say('notice_of_job', { name: jobName(job, { say }, NAME_MAX), words });
}

function useService(): {
  health: ReturnType<typeof usePanel>['client']['health'];
  failure: ReturnType<typeof usePanel>['client']['failure'];
} {
  const { client } = usePanel();
  const [, redraw] = useReducer((turn: number) => turn + 1, 0);
  useEffect(() => {
    const listener = (): void => redraw();
    client.changed.connect(listener);
    return () => {
      client.changed.disconnect(listener);
    };
  }, [client]);
  return { health: client.health, failure: client.failure };
}
