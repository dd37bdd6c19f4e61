/** The jobs the service knows, newest first, kept up to date by its events. */
import { Debouncer } from '@lumino/polling';
import { Signal, type ISignal } from '@lumino/signaling';
import { hasCode } from '../../schema/messages/has-code';
import { isOver } from '../../schema/states';
import type { JobEvent, JobSummary } from '../../schema/wire';
import type { IDiffusionClient, IDiffusionJobs, JobsChange } from '../tokens';

/** The list with a job put in or replaced. An older word on a job (by its `seq`) never replaces a newer one. */
export function withJob(jobs: readonly JobSummary[], job: JobSummary): JobSummary[] {
  const known = jobs.find(({ id }) => id === job.id);
  if (known) {
    return known.seq > job.seq ? [...jobs] : jobs.map(each => (each.id === job.id ? job : each));
  }
  return [job, ...jobs].sort((a, b) => (a.created < b.created ? 1 : a.created > b.created ? -1 : 0));
}

/** How long after a change of the queue it is read anew: others wait for something else then, and only the service knows how long. */
const REREAD_MS = 500;

/** Follows all jobs until disposed. */
export class JobList implements IDiffusionJobs {
  jobs: readonly JobSummary[] = [];
  loaded = false;
  paused = false;
  private readonly _changed = new Signal<this, JobsChange>(this);
  private readonly stop = new AbortController();
  private following = false;
  private readonly reread = new Debouncer(() => this.load(), REREAD_MS);

  constructor(private readonly client: Pick<IDiffusionClient, 'jobs' | 'follow'>) {}

  get changed(): ISignal<this, JobsChange> {
    return this._changed;
  }

  /**
   * Reads the list and follows it from then on. Called again when the service is back: jobs may have come and gone while the line was
   * cut.
   */
  async load(): Promise<void> {
    if (!this.following) {
      void this.followAll();
    }
    const reply = await this.client.jobs().catch(() => null);
    if (reply && !this.stop.signal.aborted) {
      const { jobs, paused } = reply;
      this.loaded = true;
      this.paused = paused;
      const newer = this.jobs.filter(known => jobs.some(job => job.id === known.id && job.seq < known.seq));
      this.jobs = newer.reduce<readonly JobSummary[]>(withJob, jobs);
      this._changed.emit({ finished: null });
    }
  }

  put(job: JobSummary): void {
    const before = this.jobs.find(({ id }) => id === job.id);
    this.jobs = withJob(this.jobs, job);
    this.paused = pausedBy(job) ?? this.paused;
    if (!before || isMoved(before, job)) {
      this.rereadWaits();
    }
    const finished = isOver(job.state) && (!before || !isOver(before.state)) ? job : null;
    this._changed.emit({ finished });
  }

  remove(id: string): void {
    this.jobs = this.jobs.filter(job => job.id !== id);
    this._changed.emit({ finished: null });
  }

  notePaused(paused: boolean): void {
    this.paused = paused;
    this._changed.emit({ finished: null });
  }

  dispose(): void {
    this.stop.abort();
    this.reread.dispose();
  }

  private rereadWaits(): void {
    if (this.loaded && this.jobs.some(({ state }) => state === 'queued')) {
      void this.reread.invoke();
    }
  }

  /** A refusal (no such route, signed out) ends it; the next `load` tries again. */
  private async followAll(): Promise<void> {
    this.following = true;
    const { signal } = this.stop;
    await this.client.follow(null, event => this.take(event), signal).catch(() => undefined);
    this.following = false;
  }

  private take(event: JobEvent): void {
    if (event.type === 'job') {
      this.put(event.job);
    }
  }
}

/** Whether everything is paused, as far as a word on one job tells: one that is not over is shown as paused then. */
function pausedBy({ state, diagnosis }: JobSummary): boolean | null {
  if (isOver(state)) {
    return null;
  }
  return hasCode(diagnosis, 'queue_paused') ? true : state !== 'paused' || !diagnosis ? false : null;
}

/** Whether the jobs behind may wait for something else now. */
function isMoved(before: JobSummary, now: JobSummary): boolean {
  return before.state !== now.state || before.priority !== now.priority || before.rank !== now.rank;
}
