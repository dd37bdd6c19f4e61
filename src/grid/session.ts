/**
 * Keeps a sweep's state true: the notebook's copy first, the service's word after.
 *
 * `payload`: only the notebook's copy is shown, nothing asked (yet). `asking`: the job was asked for. `service`: the service knows
 * the job; while the job is active its events are followed, and after a break they are followed again; one that was over is followed
 * anew once the list of jobs tells that it is drawn on, whoever asked for that. `unknown`: the service
 * answers and has no such job. `unreachable`: nothing answers; asked again when the client says that it does. `untrusted`: the
 * notebook isn't trusted, so nothing is ever asked. A session must never ask for an untrusted payload, and never lose what it shows
 * because an answer didn't come.
 */
import { hasCode } from '../../schema/messages/has-code';
import type { SweepPayload } from '../../schema/payload';
import type { Job, JobEvent, Mark } from '../../schema/wire';
import type { IDiffusionClient, IDiffusionFailure, IDiffusionJobs, JobsChange } from '../tokens';
import { lastOnly } from '../ui/last-only';
import { AgainWait } from './again-wait';
import type { JobFeeds } from './job-feeds';
import { SentMarks } from './marks/sent-marks';
import {
  applyEvent,
  fromJob,
  fromPayload,
  isActive,
  latestSeq,
  mergeJob,
  mergePayload,
  withThumbnails,
  type SweepState
} from './sweep-state';
import { tellList } from './tell-list';

export type Attachment = 'payload' | 'asking' | 'service' | 'unknown' | 'unreachable' | 'untrusted';

export type SessionOptions = {
  client: IDiffusionClient;
  jobs: Pick<IDiffusionJobs, 'jobs' | 'changed'> & Partial<Pick<IDiffusionJobs, 'put'>>;
  feeds: JobFeeds;
  later(ms: number, run: () => void): () => void;
  /** Called after every change of `sweep`, `attachment` or `failure`. */
  onChange(): void;
};

export class SweepSession {
  sweep: SweepState | null = null;
  attachment: Attachment = 'payload';
  /** Why the latest request didn't succeed, in the service's words. */
  failure: IDiffusionFailure | null = null;
  private job: string | null = null;
  private unlisten: (() => void) | null = null;
  private disposed = false;
  /** Counts how often the job was asked for; what an earlier asking brings is too late. */
  private asked = 0;
  /** Whether a job that is drawn on, or of which something was missed, is asked for. */
  private waking = false;
  private readonly marks: SentMarks;
  private readonly again: AgainWait;
  /** News of all jobs of the page come here: the cells are gone through only when they are others. */
  private readonly latest = lastOnly(latestSeq);

  constructor(private readonly options: SessionOptions) {
    this.marks = new SentMarks({
      client: options.client,
      sweep: () => this.sweep,
      attached: () => this.attachment === 'service',
      put: sweep => {
        this.sweep = sweep;
        this.changed();
      },
      answered: failure => {
        this.failure = failure;
        this.changed();
      }
    });
    this.again = new AgainWait({ later: options.later, ask: () => this.askOfAgain() });
    options.client.changed.connect(this.onClientChanged, this);
    options.jobs.changed.connect(this.onJobsChanged, this);
  }

  /** Shows the notebook's copy, and asks the service for the job when the notebook is trusted. */
  showPayload(payload: SweepPayload, trusted: boolean): void {
    const sameJob = this.sweep !== null && this.job === payload.job;
    if (!sameJob || !trusted) {
      // What was asked of another, or while this was trusted, is answered to nobody.
      this.leave();
    }
    this.sweep = sameJob && this.sweep ? mergePayload(this.sweep, payload) : fromPayload(payload);
    this.job = payload.job;
    if (!trusted) {
      this.attachment = 'untrusted';
      this.options.onChange();
      return;
    }
    const attached = sameJob && (this.attachment === 'service' || this.attachment === 'asking');
    if (payload.job && !attached) {
      void this.attach(payload.job);
    } else {
      this.attachment = payload.job ? this.attachment : 'payload';
      this.options.onChange();
    }
  }

  /** Shows a job that only the service has. */
  showJob(id: string): void {
    this.job = id;
    void this.attach(id);
  }

  /** Shows another job in this one's place, as the service has just told it. Pictures that both have are not fetched anew. */
  takeOver(job: Job): void {
    if (this.disposed) {
      return;
    }
    const attempt = this.leave();
    this.job = job.id;
    this.sweep = withThumbnails(fromJob(job), this.sweep);
    this.attachment = 'service';
    this.failure = null;
    // Another grid may follow it: what that was told before isn't told again.
    const missedSnapshot = this.options.feeds.isOpen(job.id);
    if (isActive(this.sweep)) {
      this.listen(job.id, attempt);
    }
    this.changed();
    this.again.check(this.sweep);
    if (missedSnapshot) {
      void this.refresh();
    }
  }

  /** Asks once more, after `unknown` or `unreachable`. */
  askAgain(): void {
    if (this.job && (this.attachment === 'unknown' || this.attachment === 'unreachable')) {
      void this.attach(this.job);
    }
  }

  /** Takes what the service says of a job that it knows. */
  refresh(): Promise<void> {
    return this.attempt(async (id, attempt) => this.take(await this.options.client.job(id), attempt));
  }

  cancel(): Promise<void> {
    return this.change(id => this.options.client.cancel(id));
  }

  /** Gives out no more cells until it is resumed. */
  pause(): Promise<void> {
    return this.change(id => this.options.client.pause(id));
  }

  resume(): Promise<void> {
    return this.change(id => this.options.client.resume(id));
  }

  /** Draws what failed or was cancelled. */
  retry(): Promise<void> {
    return this.change(id => this.options.client.retry(id));
  }

  /** Goes on after somebody paused everything. */
  resumeAll(): Promise<void> {
    return this.attempt(() => this.options.client.steer.resumeAll());
  }

  /** Has a waiting cell drawn before all others. */
  drawNext(cell: string): Promise<void> {
    return this.attempt(id => this.options.client.steer.next(id, [this.placeOf(cell)]));
  }

  cancelCell(cell: string): Promise<void> {
    return this.change(id => this.options.client.steer.cancelCell(id, this.placeOf(cell)));
  }

  /** Draws one cell that failed or was cancelled. */
  retryCell(cell: string): Promise<void> {
    return this.change(id => this.options.client.steer.retryCell(id, this.placeOf(cell)));
  }

  /** Draws a finished cell once more; the cell tells what came of it. */
  drawAgain(cell: string): Promise<void> {
    return this.change(id => this.options.client.steer.again(id, this.placeOf(cell)));
  }

  /** Changes a part of a picture's mark: at once on the sheet, and back again when the service refuses. What is left out stays. */
  mark(cell: string, change: Partial<Mark>): Promise<void> {
    return this.marks.give(cell, change);
  }

  dispose(): void {
    this.disposed = true;
    this.leave();
    this.options.client.changed.disconnect(this.onClientChanged, this);
    this.options.jobs.changed.disconnect(this.onJobsChanged, this);
  }

  private placeOf(cell: string): number {
    return this.sweep?.places.get(cell) ?? -1;
  }

  private async attach(id: string): Promise<void> {
    const attempt = this.leave();
    this.attachment = 'asking';
    this.options.onChange();
    await this.join(id, attempt);
  }

  /** Asks for the job, and follows it while it is active. */
  private async join(id: string, attempt: number): Promise<void> {
    const { client, feeds } = this.options;
    try {
      this.take(await client.job(id), attempt);
      if (this.sweep && isActive(this.sweep) && this.isCurrent(attempt) && !this.unlisten) {
        const missedSnapshot = feeds.isOpen(id);
        this.listen(id, attempt);
        if (missedSnapshot) {
          this.take(await client.job(id), attempt);
        }
      }
    } catch (reason) {
      this.refused(reason, attempt);
    }
  }

  private listen(id: string, attempt: number): void {
    this.stopListening();
    // A job is as large as its cells are many: what was just read isn't told again by the line's first event.
    const whole = this.sweep?.seqs.whole ?? 0;
    this.unlisten = this.options.feeds.listen(
      id,
      {
        onEvent: event => this.onEvent(event, attempt),
        onRefusal: reason => this.refused(reason, attempt)
      },
      whole > 0 ? whole : undefined
    );
  }

  private onEvent(event: JobEvent, attempt: number): void {
    if (!this.sweep || !this.isCurrent(attempt)) {
      return;
    }
    this.sweep = applyEvent(this.sweep, event);
    tellList(this.options.jobs, this.job, event);
    this.changed();
    if (!isActive(this.sweep) && this.unlisten && this.job) {
      this.stopListening();
      // The end as the service wrote it down: times, and marks made elsewhere.
      this.options.client.job(this.job).then(
        job => this.take(job, attempt),
        () => undefined
      );
    }
  }

  private take(job: Job, attempt: number): void {
    if (!this.isCurrent(attempt)) {
      return;
    }
    this.sweep = this.sweep && this.sweep.job === job.id ? mergeJob(this.sweep, job, job.seq) : fromJob(job);
    this.attachment = 'service';
    this.failure = null;
    this.changed();
    this.again.check(this.sweep);
  }

  private refused(reason: unknown, attempt: number): void {
    if (!this.isCurrent(attempt)) {
      return;
    }
    const failure = reason as Partial<IDiffusionFailure>;
    this.stopListening();
    this.failure = failure.error ? (failure as IDiffusionFailure) : null;
    this.attachment =
      failure.status === 404 && !hasCode(failure.error, 'not_installed') ? 'unknown' : 'unreachable';
    this.changed();
  }

  private change(request: (id: string) => Promise<Job>): Promise<void> {
    return this.attempt(async (id, attempt) => {
      this.take(await request(id), attempt);
      if (this.sweep && isActive(this.sweep) && this.isCurrent(attempt) && !this.unlisten) {
        this.listen(id, attempt);
      }
    });
  }

  /** Asks something of the service for this job; a refusal is kept as `failure`. */
  private async attempt(request: (id: string, attempt: number) => Promise<void>): Promise<void> {
    const { job: id, asked } = this;
    if (!id || this.attachment !== 'service') {
      return;
    }
    try {
      await request(id, asked);
    } catch (reason) {
      if (this.isCurrent(asked)) {
        this.failure = reason as IDiffusionFailure;
        this.changed();
      }
    }
  }

  private askOfAgain(): void {
    const { job: id, asked } = this;
    if (id) {
      this.options.client.job(id).then(
        job => this.take(job, asked),
        reason => this.missedAgain(reason as Partial<IDiffusionFailure>, asked)
      );
    }
  }

  /** A job that is no longer there is asked no more; any other answer may come the next time. */
  private missedAgain(reason: Partial<IDiffusionFailure>, attempt: number): void {
    if (reason.status === 404) {
      this.refused(reason, attempt);
    } else if (this.isCurrent(attempt)) {
      this.again.check(this.sweep);
    }
  }

  private onClientChanged(): void {
    if (this.attachment === 'unreachable' && this.options.client.reachable) {
      this.askAgain();
    }
  }

  /** That a job which is over is drawn on, what people say of its pictures, or that it was forgotten, only the stream of all jobs tells. */
  private onJobsChanged(_: unknown, { gone, marked }: JobsChange): void {
    if (marked) {
      this.marks.take(marked);
      return;
    }
    if (gone !== undefined && gone === this.job && this.attachment === 'service') {
      this.stopListening();
      this.again.stop();
      this.attachment = 'unknown';
      this.failure = null;
      this.changed();
      return;
    }
    const { job: id, sweep } = this;
    const told = this.options.jobs.jobs.find(each => each.id === id);
    // Of a job that is over each change is told by itself; a number beyond those says that the line was broken meanwhile.
    const isNews =
      sweep &&
      told &&
      !isActive(sweep) &&
      (isActive(told) ? told.seq > sweep.seqs.job : told.seq > this.latest(sweep));
    if (id && isNews && this.attachment === 'service' && !this.waking && !this.marks.any) {
      this.waking = true;
      void this.join(id, this.asked).finally(() => (this.waking = false));
    }
  }

  /** Goes on with something else: whatever is still answered comes too late. Returns the number of what is asked from now on. */
  private leave(): number {
    this.stopListening();
    this.again.stop();
    this.asked += 1;
    return this.asked;
  }

  private isCurrent(attempt: number): boolean {
    return !this.disposed && attempt === this.asked;
  }

  private changed(): void {
    if (!this.disposed) {
      this.options.onChange();
    }
  }

  private stopListening(): void {
    this.unlisten?.();
    this.unlisten = null;
  }
}
