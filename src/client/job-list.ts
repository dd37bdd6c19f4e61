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
  return [job, ...jobs].sort(newestFirst);
}

const newestFirst = (a: JobSummary, b: JobSummary): number =>
  a.created < b.created ? 1 : a.created > b.created ? -1 : 0;

/** How long after a change of the queue it is read anew: others wait for something else then, and only the service knows how long. */
const REREAD_MS = 500;
/** Jobs of each page behind the first. */
const PAGE_JOBS = 200;
/** Pages that are read when the queue has moved: it moves often, and those further behind keep what was last told of them. */
const REREAD_PAGES = 2;

/** What a read of the list brought. `last` is the oldest job that it reached; null once it reached all there are. */
type ListRead = { jobs: JobSummary[]; paused: boolean; last: JobSummary | null };

/** Follows all jobs until disposed. */
export class JobList implements IDiffusionJobs {
  jobs: readonly JobSummary[] = [];
  loaded = false;
  paused = false;
  private readonly _changed = new Signal<this, JobsChange>(this);
  private readonly stop = new AbortController();
  private following = false;
  private reading: Promise<void> = Promise.resolve();
  private next: { done: Promise<void>; pages: number } | null = null;
  /** What was put in or taken out while a read is under way: the reply may have been made before. */
  private readonly meanwhile = { put: new Set<string>(), removed: new Set<string>() };
  private readonly reread = new Debouncer(() => this.read(REREAD_PAGES), REREAD_MS);

  constructor(private readonly client: Pick<IDiffusionClient, 'jobs' | 'follow'>) {}

  get changed(): ISignal<this, JobsChange> {
    return this._changed;
  }

  /**
   * Reads the list and follows it from then on. Called again when the service is back: jobs may have come and gone while the line was
   * cut.
   */
  load(): Promise<void> {
    if (!this.following) {
      void this.followAll();
    }
    return this.read(Infinity);
  }

  /**
   * Compares the list with what the service says of itself, and reads it anew where they differ: while no job is open, nobody else is
   * told that everything is paused or goes on. Takes up the line that was refused, too.
   */
  compare({ health, reachable }: Pick<IDiffusionClient, 'health' | 'reachable'>): void {
    // While something is under way, the service says this instead.
    const isOld = health?.state === 'ready' && hasCode(health, 'queue_paused') !== this.paused;
    if (this.loaded && reachable && (isOld || !this.following)) {
      void this.load();
    }
  }

  put(job: JobSummary): void {
    const before = this.jobs.find(({ id }) => id === job.id);
    const isMove = before ? isMoved(before, job) : isNewest(job, this.jobs);
    this.jobs = withJob(this.jobs, job);
    this.meanwhile.put.add(job.id);
    this.paused = pausedBy(job) ?? this.paused;
    if (isMove) {
      this.rereadWaits();
    }
    const finished = isOver(job.state) && (!before || !isOver(before.state)) ? job : undefined;
    this._changed.emit({ finished });
  }

  remove(id: string): void {
    this.jobs = this.jobs.filter(job => job.id !== id);
    this.meanwhile.removed.add(id);
    this._changed.emit({ gone: id });
  }

  notePaused(paused: boolean): void {
    this.paused = paused;
    this._changed.emit({});
  }

  dispose(): void {
    this.stop.abort();
    this.reread.dispose();
  }

  /** Reads one after the other, so that no older reply comes behind a newer one; all who ask during a read share the one behind it. */
  private read(pages: number): Promise<void> {
    if (this.next) {
      this.next.pages = Math.max(this.next.pages, pages);
      return this.next.done;
    }
    const done = this.reading.then(() => {
      const wanted = this.next?.pages ?? pages;
      this.next = null;
      return this.readNow(wanted);
    });
    this.next = { done, pages };
    this.reading = done;
    return done;
  }

  private async readNow(pages: number): Promise<void> {
    this.meanwhile.put.clear();
    this.meanwhile.removed.clear();
    const { paused } = this;
    const read = await this.readPages(pages).catch(() => null);
    if (read && !this.stop.signal.aborted) {
      this.loaded = true;
      // What was told of the queue meanwhile is newer.
      this.paused = this.paused === paused ? read.paused : this.paused;
      const before = new Map(this.jobs.map(({ id, state }) => [id, state]));
      this.jobs = this.merged(read);
      const ended = this.jobs.filter(({ id, state }) => isOver(state) && !isOver(before.get(id) ?? state));
      const kept = new Set(this.jobs.map(({ id }) => id));
      const gone = [...before.keys()].filter(id => !kept.has(id));
      const changes = [...ended.map(finished => ({ finished })), ...gone.map(id => ({ gone: id })), {}];
      changes.forEach(change => this._changed.emit(change));
    }
  }

  /** Reads the newest jobs, and on until no open job is known behind those read: the queue is drawn from its old end. */
  private async readPages(pages: number): Promise<ListRead> {
    let { jobs, paused, cursor } = await this.client.jobs();
    for (let page = 1; page < pages && cursor !== null && this.hasOpenBehind(jobs); page += 1) {
      const more = await this.client.jobs(PAGE_JOBS, cursor);
      jobs = [...jobs, ...more.jobs];
      ({ paused, cursor } = more);
    }
    return { jobs, paused, last: cursor === null ? null : (jobs.at(-1) ?? null) };
  }

  private hasOpenBehind(read: readonly JobSummary[]): boolean {
    const ids = new Set(read.map(({ id }) => id));
    return this.jobs.some(job => !isOver(job.state) && !ids.has(job.id) && !isReached(job, read.at(-1)));
  }

  /** The list as it was read, with what the read says nothing of: newer words, jobs that came meanwhile, and those it didn't reach. */
  private merged({ jobs, last }: ListRead): JobSummary[] {
    const { put, removed } = this.meanwhile;
    const read = new Map(jobs.filter(({ id }) => !removed.has(id)).map(job => [job.id, job]));
    const kept = this.jobs.filter(
      ({ id, ...known }) => read.has(id) || put.has(id) || (last !== null && !isReached(known, last))
    );
    const newer = kept.filter(known => (read.get(known.id)?.seq ?? -1) < known.seq);
    newer.forEach(known => read.set(known.id, known));
    return [...read.values()].sort(newestFirst);
  }

  private rereadWaits(): void {
    if (this.loaded && this.jobs.some(({ state }) => state === 'queued')) {
      void this.reread.invoke();
    }
  }

  /**
   * The line tells of the open jobs when it is opened, not of those that ended while there was none: these only the list tells. A refusal
   * (no such route, signed out) ends it; the next `load` tries again.
   */
  private async followAll(): Promise<void> {
    this.following = true;
    const onOpen = (): void => void this.read(Infinity);
    await this.client
      .follow(null, event => this.take(event), this.stop.signal, { onOpen })
      .catch(() => undefined);
    this.following = false;
  }

  private take(event: JobEvent): void {
    if (event.type === 'job') {
      this.put(event.job);
    } else if (event.type === 'gone') {
      this.remove(event.job);
    } else if (event.type === 'mark') {
      const { job, cell, seq, mark } = event;
      this._changed.emit({ marked: { job, cell, seq, mark } });
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

/** Whether a job is new to all, and was not only left out of the list so far. */
function isNewest({ created }: JobSummary, jobs: readonly JobSummary[]): boolean {
  return jobs.every(other => other.created <= created);
}

/** Whether a list of the newest jobs down to this one would have told of a job. */
function isReached({ created }: Pick<JobSummary, 'created'>, last: JobSummary | undefined): boolean {
  return last !== undefined && created > last.created;
}

/** Whether the jobs behind may wait for something else now. */
function isMoved(before: JobSummary, now: JobSummary): boolean {
  return before.state !== now.state || before.priority !== now.priority || before.rank !== now.rank;
}
