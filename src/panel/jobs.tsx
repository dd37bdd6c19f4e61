import { memo, useEffect, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { isOver } from '../../schema/states';
import type { JobSummary } from '../../schema/wire';
import { ActionButton, actionsAt, menuAt, type Action } from '../actions';
import { jobName } from '../client/job-name';
import { groupsOf } from '../client/queue';
import { Icon, type IconName } from '../icons';
import { Button, classes, Field, IconButton, Note, Section } from '../ui';
import { jobActions, panelActions, type JobTarget } from './actions';
import { oddWords } from './job-search';
import { useRowFocus } from './row-focus';
import { useJobSearch } from './use-job-search';
import { usePanel, usePanelState } from './view';
import { jobLine, jobWhose } from './words';

/** Jobs of the list as it is first; of more, one is looked for. */
const EARLIER_AT_FIRST = 5;
const THUMBNAIL_PX = 64;

export function JobsSection(): ReactElement {
  const { model, words } = usePanel();
  const { say } = words;
  const { jobs, open } = usePanelState(state => ({ jobs: state.jobs, open: state.open.jobs }));
  const [search, setSearch] = useState('');
  const place = useRef<HTMLDivElement>(null);
  const focus = useRowFocus(place);
  const list = search.trim() ? (
    <FoundList search={search} jobs={jobs} />
  ) : jobs.length > 0 ? (
    <JobList jobs={jobs} />
  ) : (
    <p className="jd-quiet">{say('no_jobs')}</p>
  );
  return (
    <Section
      name="jobs"
      title={say('jobs')}
      open={open}
      onToggle={() => model.toggle('jobs')}
      aside={<span className="jd-quiet jd-num jd-cut">{jobsInWords(jobs, words)}</span>}
    >
      <QueueHead />
      <QueueWord />
      {jobs.length > EARLIER_AT_FIRST || search ? <SearchField text={search} onChange={setSearch} /> : null}
      <div ref={place} {...focus}>
        {list}
      </div>
    </Section>
  );
}

/** Pause all, or that everything is paused; nothing while there is nothing to pause. */
function QueueHead(): ReactElement | null {
  const view = usePanel();
  const { say } = view.words;
  const { paused, some } = usePanelState(state => ({
    paused: state.paused,
    some: state.jobs.some(job => !isOver(job.state))
  }));
  return paused || some ? (
    <div className={classes('jd-Jobs-queue', paused && 'jd-mod-paused')}>
      <span className="jd-grow" role="status">
        {paused ? (
          <>
            <Icon name="pause" /> {say('everything_paused')}
          </>
        ) : null}
      </span>
      {actionsAt(panelActions, 'queue', view).map(action => (
        <ActionButton key={action.id} action={action} context={view} say={say} tone="bare" small />
      ))}
    </div>
  ) : null;
}

/** What came of a move in the queue, and the priority by which it is done where it isn't by moving. */
function QueueWord(): ReactElement {
  const view = usePanel();
  const { say } = view.words;
  const { word, job } = usePanelState(({ queueWord, jobs }) => ({
    word: queueWord,
    job: jobs.find(({ id, state }) => id === queueWord?.job && !isOver(state))
  }));
  const remedies = { high: jobActions.first, normal: jobActions.normal, low: jobActions.later };
  return (
    <div className={classes('jd-Jobs-word', !(word && job) && 'jd-said')} role="status">
      {word && job ? (
        <>
          <span className="jd-grow">{word.words}</span>
          {word.remedy ? (
            <ActionButton action={remedies[word.remedy]} context={{ view, job }} say={say} small />
          ) : null}
        </>
      ) : null}
    </div>
  );
}

function JobList({ jobs }: { jobs: readonly JobSummary[] }): ReactElement {
  const { say } = usePanel().words;
  const [all, setAll] = useState(false);
  const { drawing, waiting, paused, earlier } = groupsOf(jobs);
  // While all are held up, nothing is being drawn.
  const begun = drawing.every(({ state }) => state === 'paused');
  const shown = all ? earlier : earlier.slice(0, EARLIER_AT_FIRST);
  return (
    <>
      <Group title={say(begun ? 'jobs_begun' : 'phase_sampling_short')} jobs={drawing} />
      <Group title={say('jobs_waiting')} jobs={waiting} />
      <Group title={say('jobs_paused')} jobs={paused} />
      <Group title={say('jobs_earlier')} jobs={shown} />
      {shown.length < earlier.length && (
        <Button
          label={say('earlier_jobs', { count: earlier.length - shown.length })}
          icon="down"
          tone="bare"
          small
          onClick={() => setAll(true)}
        />
      )}
    </>
  );
}

function SearchField({ text, onChange }: { text: string; onChange(text: string): void }): ReactElement {
  const { say } = usePanel().words;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && text !== '') {
      event.stopPropagation();
      onChange('');
    }
  };
  return (
    <Field className="jd-Jobs-search">
      <Icon name="search" />
      <input
        type="text"
        aria-label={say('find_job')}
        placeholder={say('find_job_hint')}
        title={say('find_job_how')}
        value={text}
        onChange={event => onChange(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {text ? (
        <IconButton icon="close" small label={say('close_search')} onClick={() => onChange('')} />
      ) : null}
    </Field>
  );
}

/** The jobs that are looked for, each as it is now. */
function FoundList({ search, jobs }: { search: string; jobs: readonly JobSummary[] }): ReactElement | null {
  const { client, words } = usePanel();
  const { say } = words;
  const ended = usePanelState(state => state.jobsEnded);
  const found = useJobSearch(client, search, `${ended} ${jobs.length}`);
  if (!found) {
    return null;
  }
  const now = new Map(jobs.map(job => [job.id, job]));
  const { more, refused } = found;
  const odd = oddWords(search, say);
  const count = found.jobs.length;
  return refused !== null ? (
    <Note tone="bad">{refused}</Note>
  ) : count === 0 ? (
    <p className="jd-quiet" role="status">
      {[say('no_job_found'), ...odd].join(say('sentence_separator'))}
    </p>
  ) : (
    <>
      {odd.map(words => (
        <Note key={words} tone="slow">
          {words}
        </Note>
      ))}
      <Group
        title={more ? say('jobs_found_more', { count }) : say('jobs_found', { count })}
        jobs={found.jobs.map(job => now.get(job.id) ?? job)}
      />
    </>
  );
}

type GroupProps = { title: string; jobs: readonly JobSummary[] };

function Group({ title, jobs }: GroupProps): ReactElement | null {
  return jobs.length === 0 ? null : (
    <>
      <p className="jd-Jobs-head">{title}</p>
      <ol className="jd-Jobs" aria-label={title}>
        {jobs.map(job => (
          <JobRow key={job.id} job={job} />
        ))}
      </ol>
    </>
  );
}

const JobRow = memo(function JobRow({ job }: { job: JobSummary }): ReactElement {
  const view = usePanel();
  const { words } = view;
  const now = useNow(job.state === 'running' ? 1000 : 60_000);
  const name = jobName(job, words);
  const line = jobLine(job, now, words);
  const whose = jobWhose(job, view.client.name, words).join(' · ');
  const open = (): void => void jobActions.open.run({ view, job }, {});
  const onKeyDown = (event: KeyboardEvent): void => {
    const plain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (
      plain &&
      event.target === event.currentTarget &&
      (event.key === 'ArrowDown' || event.key === 'ArrowUp')
    ) {
      event.preventDefault();
      neighbour(event.currentTarget, event.key === 'ArrowDown' ? 1 : -1)?.focus();
    }
  };
  return (
    <li
      className={classes('jd-Job', isOver(job.state) ? 'jd-mod-over' : 'jd-mod-open')}
      data-job={job.id}
      tabIndex={0}
      aria-label={[name, whose, line].filter(Boolean).join(words.say('clause_separator'))}
      onKeyDown={onKeyDown}
      onDoubleClick={open}
    >
      <Icon name={markOf(job)} />
      <button type="button" className="jd-Job-open" tabIndex={-1} title={name} onClick={open}>
        <Thumbnails job={job} />
        <span className="jd-Job-words">
          <span className="jd-Job-name jd-cut">{name}</span>
          {whose ? (
            <span className="jd-Job-whose jd-Job-why jd-quiet jd-num" title={whose}>
              {whose}
            </span>
          ) : null}
          <span className="jd-Job-why jd-quiet jd-num" title={line}>
            {line}
          </span>
          {job.state === 'running' || job.state === 'paused' ? <JobBar job={job} /> : null}
        </span>
      </button>
      <span className="jd-Job-acts">
        <JobButtons job={job} />
      </span>
    </li>
  );
});

/** What is done most stands in the row, the rest in a menu. */
function JobButtons({ job }: { job: JobSummary }): ReactElement {
  const view = usePanel();
  const { say } = view.words;
  const context: JobTarget = { view, job };
  const inRow = actionsAt(jobActions, 'row', context);
  const { retry, open } = jobActions;
  const first: Action<JobTarget>[] = inRow.length > 0 ? inRow : retry.when?.(context, {}) ? [retry] : [open];
  return (
    <>
      {first.map(action => (
        <ActionButton
          key={action.id}
          action={action}
          context={context}
          say={say}
          words="never"
          tone="bare"
          small
        />
      ))}
      <IconButton
        icon="more"
        small
        label={say('more')}
        // Made when it is opened: what stands in it depends on other jobs too, and this row isn't drawn again with them.
        onClick={event => view.showMenu(menuAt(jobActions, 'menu', context, say), event.currentTarget)}
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

function jobsInWords(jobs: readonly JobSummary[], { say }: ReturnType<typeof usePanel>['words']): string {
  const { drawing, waiting, paused } = groupsOf(jobs);
  const open = drawing.length + waiting.length + paused.length;
  if (jobs.length === 0) {
    return say('no_jobs_short');
  }
  const today = new Date().toDateString();
  const n = jobs.filter(({ created }) => new Date(created).toDateString() === today).length;
  return open > 0
    ? say('jobs_under_way', { count: open })
    : n > 0
      ? say('jobs_today', { count: n })
      : String(jobs.length);
}

function markOf(job: JobSummary): IconName {
  if (job.progress.cells_failed > 0 || job.state === 'failed') {
    return 'error';
  }
  if (job.state === 'done' && job.progress.cells_done < job.progress.cells_total) {
    return 'stop'; // Some of it was cancelled.
  }
  const marks: Record<JobSummary['state'], IconName> = {
    running: 'drawing',
    queued: 'clock',
    paused: 'pause',
    done: 'check',
    cancelled: 'stop',
    failed: 'error'
  };
  return marks[job.state];
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
