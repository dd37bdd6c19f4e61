/** What the service says of itself in one line, and the card for when something needs attention. */
import { hasCode } from '../../schema/messages/has-code';
import { useEffect, useReducer, type ReactElement, type ReactNode } from 'react';
import type { Diagnosis, JobSummary } from '../../schema/wire';
import { isMild } from '../client/mild';
import { ActionButton } from '../actions';
import { Icon, type IconName } from '../icons';
import { Button, Card } from '../ui';
import { jobActions, panelActions } from './actions';
import { about } from './words';
import { usePanel, usePanelState } from './view';

export function ServiceLine(): ReactElement {
  const { words } = usePanel();
  const { say } = words;
  const { health, failure } = useService();
  const running = usePanelState(({ jobs }) => jobs.find(job => job.state === 'running'));
  const [tone, icon, text] = ((): [string, IconName, string] => {
    if (failure) {
      return ['bad', 'error', failure.error.title ?? failure.error.message];
    }
    if (!health) {
      return ['slow', 'clock', say('starting_service')];
    }
    if (running && (health.state === 'busy' || health.state === 'ready')) {
      const { phase, message } = running.progress;
      const line = phase === 'sampling' || message === '' ? drawingLine(running, words) : message;
      return running.diagnosis ? ['slow', 'warn', line] : ['good', 'ok', line];
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
    <p
      className={`jd-Service jd-mod-${tone}`}
      role="status"
      aria-live={running && !failure ? 'off' : 'polite'}
    >
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
  const job = usePanelState(({ jobs }) =>
    jobs.find(({ diagnosis, state }) => diagnosis && (state === 'running' || state === 'paused'))
  );
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
      diagnosis={{ ...job.diagnosis, detail: '', evidence: [], remedy: '' }}
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

function drawingLine(job: JobSummary, words: ReturnType<typeof usePanel>['words']): string {
  const { cells_done: done, cells_total: total, eta_s: eta } = job.progress;
  return eta === null
    ? words.say('drawing_of', { done, total })
    : words.say('drawing_of_left', { done, total, time: about(eta, words) });
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
