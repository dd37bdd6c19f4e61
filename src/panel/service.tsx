/** What the service says of itself in one line, and the card for when something needs attention. */
import { Fragment, useEffect, useReducer, type ReactElement, type ReactNode } from 'react';
import type { Diagnosis, JobSummary } from '../../schema/wire';
import { isMild } from '../client/mild';
import { Icon, type IconName } from '../icons';
import { about } from './words';
import { usePanel } from './view';

export function ServiceLine(): ReactElement {
  const { state, words } = usePanel();
  const { trans } = words;
  const { health, failure } = useService();
  const running = state.jobs.find(job => job.state === 'running');
  const [tone, icon, text] = ((): [string, IconName, string] => {
    if (failure) {
      return ['bad', 'error', failure.error.title ?? failure.error.message];
    }
    if (!health) {
      return ['slow', 'clock', trans.__('Starting the drawing service…')];
    }
    if (running && (health.state === 'busy' || health.state === 'ready')) {
      const { phase, message } = running.progress;
      return ['good', 'ok', phase === 'sampling' || message === '' ? drawingLine(running, words) : message];
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
  const { client, model, state, words } = usePanel();
  const { trans } = words;
  const { failure } = useService();
  if (failure) {
    const { code, message, title = message, detail = '', hint } = failure.error;
    const evidence = hint ? [{ code, message: hint }] : [];
    return (
      <div className="jd-Attention">
        <DiagnosisCard diagnosis={{ code, title, detail, message, evidence, remedy: '' }} tone="bad">
          <button type="button" className="jd-Button" onClick={() => void client.refresh()}>
            <Icon name="retry" />
            {trans.__('Try again')}
          </button>
        </DiagnosisCard>
      </div>
    );
  }
  const job = state.jobs.find(
    each => each.diagnosis && (each.state === 'running' || each.state === 'paused')
  );
  if (!job?.diagnosis) {
    return null;
  }
  const { diagnosis } = job;
  return (
    <div className="jd-Attention">
      <DiagnosisCard diagnosis={diagnosis} tone={isMild(diagnosis.code) ? 'slow' : 'bad'}>
        <button type="button" className="jd-Button" onClick={() => void model.open(job.id)}>
          {trans.__('Show the grid')}
        </button>
        <button type="button" className="jd-Button" onClick={() => void model.tell(job.id, 'cancel')}>
          {trans.__('Cancel')}
        </button>
      </DiagnosisCard>
    </div>
  );
}

type CardProps = { diagnosis: Diagnosis; tone: 'slow' | 'bad'; children: ReactNode };

/** One shape for all: mark, what is true, evidence, what to do. */
function DiagnosisCard({ diagnosis, tone, children }: CardProps): ReactElement {
  const { trans } = usePanel().words;
  const { code, title, detail, evidence, remedy } = diagnosis;
  return (
    <article className={`jd-Card jd-mod-${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <h3>
        <Icon name={tone === 'bad' ? 'error' : code === 'disk_full' ? 'disk' : 'clock'} />
        <span>{title}</span>
      </h3>
      {detail && <p>{detail}</p>}
      {evidence.length > 0 && (
        <dl className="jd-Facts">
          {evidence.map(({ term, message }, each) => (
            <Fragment key={message}>
              <dt>{term ?? (each === 0 ? trans.__('Evidence') : '')}</dt>
              <dd>{message}</dd>
            </Fragment>
          ))}
        </dl>
      )}
      {remedy && <p>{remedy}</p>}
      <div className="jd-Acts">{children}</div>
    </article>
  );
}

function drawingLine(job: JobSummary, words: ReturnType<typeof usePanel>['words']): string {
  const { cells_done: done, cells_total: total, eta_s: eta } = job.progress;
  return eta === null
    ? words.trans.__('Drawing: %1 of %2.', done, total)
    : words.trans.__('Drawing: %1 of %2, %3 left.', done, total, about(eta, words));
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
