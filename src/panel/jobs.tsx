import { useEffect, useState, type KeyboardEvent, type ReactElement } from 'react';
import { isOver } from '../../schema/states';
import type { JobSummary } from '../../schema/wire';
import { Icon, type IconName } from '../icons';
import { groupsOf } from '../client/job-list';
import { jobLine, jobName } from './words';
import { classes, IconButton, Section, usePanel, type MenuItem } from './view';

const EARLIER_AT_FIRST = 5;
const THUMBNAIL_PX = 64;

export function JobsSection(): ReactElement {
  const { model, state, words } = usePanel();
  const { trans } = words;
  const { jobs, open } = state;
  return (
    <Section
      name="jobs"
      title={trans.__('Jobs')}
      open={open.jobs}
      onToggle={() => model.toggle('jobs')}
      aside={<span className="jd-quiet jd-num jd-cut">{jobsInWords(jobs, words)}</span>}
    >
      {jobs.length > 0 ? (
        <JobList jobs={jobs} />
      ) : (
        <p className="jd-quiet">
          {trans.__(
            'No jobs yet. Every sweep you run is listed here and goes on when the browser is closed.'
          )}
        </p>
      )}
    </Section>
  );
}

function JobList({ jobs }: { jobs: readonly JobSummary[] }): ReactElement {
  const { words } = usePanel();
  const { trans } = words;
  const [all, setAll] = useState(false);
  const { drawing, waiting, earlier } = groupsOf(jobs);
  const shown = all ? earlier : earlier.slice(0, EARLIER_AT_FIRST);
  return (
    <>
      <Group title={trans.__('Drawing')} jobs={drawing} />
      <Group title={trans.__('Waiting')} jobs={waiting} ahead={drawing.length > 0 ? 0 : -1} />
      <Group title={trans.__('Earlier')} jobs={shown} />
      {shown.length < earlier.length && (
        <button type="button" className="jd-Button jd-mod-bare jd-mod-small" onClick={() => setAll(true)}>
          <Icon name="down" />
          {trans._n('%1 earlier job', '%1 earlier jobs', earlier.length - shown.length)}
        </button>
      )}
    </>
  );
}

function Group({
  title,
  jobs,
  ahead = 0
}: {
  title: string;
  jobs: readonly JobSummary[];
  ahead?: number;
}): ReactElement | null {
  return jobs.length === 0 ? null : (
    <>
      <p className="jd-Jobs-head">{title}</p>
      <ol className="jd-Jobs" aria-label={title}>
        {jobs.map((job, k) => (
          <JobRow key={job.id} job={job} ahead={Math.max(0, ahead + k)} />
        ))}
      </ol>
    </>
  );
}

function JobRow({ job, ahead }: { job: JobSummary; ahead: number }): ReactElement {
  const { model, words } = usePanel();
  const now = useNow(job.state === 'running' ? 1000 : 60_000);
  const name = jobName(job, words);
  const line = jobLine(job, ahead, now, words);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) {
      return;
    }
    if (event.key === 'Enter') {
      void model.open(job.id);
    } else if (event.key === 'Delete') {
      void (isOpen(job) ? model.tell(job.id, 'cancel') : model.forget(job.id));
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      neighbour(event.currentTarget, event.key === 'ArrowDown' ? 1 : -1)?.focus();
    }
  };
  return (
    <li
      className="jd-Job"
      data-job={job.id}
      tabIndex={0}
      aria-label={`${name}. ${line}`}
      onKeyDown={onKeyDown}
      onDoubleClick={() => void model.open(job.id)}
    >
      <Icon name={markOf(job)} />
      <button
        type="button"
        className="jd-Job-open"
        tabIndex={-1}
        title={name}
        onClick={() => void model.open(job.id)}
      >
        <Thumbnails job={job} />
        <span className="jd-Job-words">
          <span className="jd-Job-name jd-cut">{name}</span>
          <span className="jd-quiet jd-num jd-cut" title={line}>
            {line}
          </span>
          {job.state === 'running' || job.state === 'paused' ? <JobBar job={job} /> : null}
        </span>
      </button>
      <span className="jd-Job-acts">
        <JobActions job={job} />
      </span>
    </li>
  );
}

function JobActions({ job }: { job: JobSummary }): ReactElement {
  const { model, words, showMenu } = usePanel();
  const { trans } = words;
  if (isOpen(job)) {
    const paused = job.state === 'paused';
    return (
      <>
        <IconButton
          icon={paused ? 'play' : 'pause'}
          small
          label={paused ? trans.__('Resume') : trans.__('Pause')}
          onClick={() => void model.tell(job.id, paused ? 'resume' : 'pause')}
        />
        <IconButton
          icon="close"
          small
          label={trans.__('Cancel')}
          onClick={() => void model.tell(job.id, 'cancel')}
        />
      </>
    );
  }
  const failed = job.progress.cells_failed;
  const unfinished = job.progress.cells_total - job.progress.cells_done;
  const again =
    failed > 0
      ? trans._n('Retry %1 failed cell', 'Retry %1 failed cells', failed)
      : trans._n('Draw the missing cell', 'Draw the %1 missing cells', unfinished);
  const { text } = job;
  const items: MenuItem[] = [
    { label: trans.__('Open'), run: () => void model.open(job.id) },
    ...(text
      ? [
          {
            label: trans.__('Load into the form'),
            run: () => void model.loadText(text, trans.__('Loaded from the job.'))
          }
        ]
      : []),
    ...(unfinished > 0 ? [{ label: again, run: () => void model.tell(job.id, 'retry') }] : []),
    'line',
    { label: trans.__('Forget'), run: () => void model.forget(job.id) }
  ];
  return (
    <>
      {unfinished > 0 ? (
        <IconButton icon="retry" small label={again} onClick={() => void model.tell(job.id, 'retry')} />
      ) : (
        <IconButton icon="right" small label={trans.__('Open')} onClick={() => void model.open(job.id)} />
      )}
      <IconButton
        icon="more"
        small
        label={trans.__('More')}
        onClick={event => showMenu(items, event.currentTarget)}
      />
    </>
  );
}

function Thumbnails({ job }: { job: JobSummary }): ReactElement {
  const { client } = usePanel();
  const places = Math.min(4, Math.max(1, job.progress.cells_total));
  const pictures = Array.from({ length: places }, (_, k) => job.thumbnails[k]);
  return (
    <span className={classes('jd-Thumbs', places === 1 && 'jd-mod-one')}>
      {pictures.map((sha, k) =>
        sha ? (
          <img
            key={k}
            src={client.imageUrl(sha, { max: THUMBNAIL_PX, format: 'webp' })}
            alt=""
            loading="lazy"
          />
        ) : (
          <i key={k} />
        )
      )}
    </span>
  );
}

function JobBar({ job }: { job: JobSummary }): ReactElement {
  const percent = Math.round(job.progress.fraction * 100);
  return (
    <span
      className={classes('jd-Job-bar', job.state === 'paused' && 'jd-mod-still')}
      role="progressbar"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <i style={{ width: `${percent}%` }} />
    </span>
  );
}

function jobsInWords(jobs: readonly JobSummary[], { trans }: ReturnType<typeof usePanel>['words']): string {
  const { drawing, waiting } = groupsOf(jobs);
  const open = drawing.length + waiting.length;
  if (jobs.length === 0) {
    return trans.__('none yet');
  }
  const today = new Date().toDateString();
  const n = jobs.filter(({ created }) => new Date(created).toDateString() === today).length;
  return open > 0 ? trans.__('%1 under way', open) : n > 0 ? trans.__('%1 today', n) : String(jobs.length);
}

function markOf(job: JobSummary): IconName {
  if (job.progress.cells_failed > 0 || job.state === 'failed') {
    return 'error';
  }
  const marks: Record<JobSummary['state'], IconName> = {
    running: 'play',
    queued: 'clock',
    paused: 'pause',
    done: 'check',
    cancelled: 'stop',
    failed: 'error'
  };
  return marks[job.state];
}

function isOpen({ state }: JobSummary): boolean {
  return !isOver(state);
}

function neighbour(row: Element, step: number): HTMLElement | undefined {
  const rows = [...(row.closest('.jd-Section')?.querySelectorAll<HTMLElement>('.jd-Job') ?? [])];
  return rows[rows.findIndex(each => each === row) + step];
}

/** The present moment, looked at again every so often. */
function useNow(everyMs: number): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
