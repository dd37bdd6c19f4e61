/** The jobs the service knows, newest first, kept up to date by its events. */
import { Signal, type ISignal } from '@lumino/signaling';
import { isOver } from '../../schema/states';
import type { JobEvent, JobSummary } from '../../schema/wire';
import type { IDiffusionClient, IDiffusionJobs, JobsChange } from '../tokens';

export type JobGroups = { drawing: JobSummary[]; waiting: JobSummary[]; earlier: JobSummary[] };

/** What is drawn, what waits (first to be drawn first), and what is over (newest first). */
export function groupsOf(jobs: readonly JobSummary[]): JobGroups {
  const oldestFirst = [...jobs].reverse();
  return {
    drawing: oldestFirst.filter(({ state }) => state === 'running' || state === 'paused'),
    waiting: oldestFirst.filter(({ state }) => state === 'queued'),
    earlier: jobs.filter(({ state }) => isOver(state))
  };
}

/** The list with a job put in or replaced. An older word on a job (by its `seq`) never replaces a newer one. */
export function withJob(jobs: readonly JobSummary[], job: JobSummary): JobSummary[] {
  const known = jobs.find(({ id }) => id === job.id);
  if (known) {
    return known.seq > job.seq ? [...jobs] : jobs.map(each => (each.id === job.id ? job : each));
  }
  return [job, ...jobs].sort((a, b) => (a.created < b.created ? 1 : a.created > b.created ? -1 : 0));
}

/** Follows all jobs until disposed. */
export class JobList implements IDiffusionJobs {
  jobs: readonly JobSummary[] = [];
  loaded = false;
  private readonly _changed = new Signal<this, JobsChange>(this);
  private readonly stop = new AbortController();
  private following = false;

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
    const { jobs } = await this.client.jobs().catch(() => ({ jobs: null }));
    if (jobs && !this.stop.signal.aborted) {
      this.loaded = true;
      const newer = this.jobs.filter(known => jobs.some(job => job.id === known.id && job.seq < known.seq));
      this.jobs = newer.reduce<readonly JobSummary[]>(withJob, jobs);
      this._changed.emit({ finished: null });
    }
  }

  put(job: JobSummary): void {
    const before = this.jobs.find(({ id }) => id === job.id);
    this.jobs = withJob(this.jobs, job);
    const finished = isOver(job.state) && (!before || !isOver(before.state)) ? job : null;
    this._changed.emit({ finished });
  }

  remove(id: string): void {
    this.jobs = this.jobs.filter(job => job.id !== id);
    this._changed.emit({ finished: null });
  }

  dispose(): void {
    this.stop.abort();
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
