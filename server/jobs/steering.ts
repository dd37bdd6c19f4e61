import { isOver } from '../../schema/states';
import type { Priority } from '../../schema/wire';
import { Fault } from '../../schema/fault';
import type { CellRecord, CellStore } from '../store/cell-store';
import type { Database } from '../store/database';
import type { JobRecord } from '../store/job-record';
import type { JobStore } from '../store/job-store';
import type { Attention } from './attention';
import type { Dispatcher } from './dispatcher';
import type { InSlices } from '../sweep';
import type { FileWaits } from './file-waits';
import { inTransactions } from './in-turns';
import type { Journal } from './journal';
import type { Ledger } from './ledger';
import type { Redraws } from './redraws';
import type { UnderWay } from './under-way';

/** Cells that wait to be drawn once more; each is drawn by itself. */
const REDRAWS_MAX = 50;

export type SteeringOptions = {
  database: Database;
  jobs: JobStore;
  cells: CellStore;
  ledger: Ledger;
  dispatcher: Dispatcher;
  underWay: UnderWay;
  attention: Attention;
  waits: FileWaits;
  redraws: Redraws;
  journal: Pick<Journal, 'notePaused'>;
};

/** Which jobs are meant, by their ids. */
type Scope = { except?: string; client?: string; before?: string };

/**
 * What people do with what is drawn and waits: stop it, let it go on, say what comes first. Ids that aren't there throw `not_found` (404),
 * what a job's state forbids `job_over` and its like (409); then nothing was changed.
 */
export class Steering {
  private changing: Promise<unknown> = Promise.resolve();
  /** Of clients that replaced their jobs, the number of the last that did. */
  private readonly replaced = new Map<string, number>();

  constructor(private readonly options: SteeringOptions) {}

  /** Ends a job and its open cells; one that is over stays as it is. */
  async cancel(id: string): Promise<JobRecord> {
    await this.drop([this.job(id)]);
    return this.job(id);
  }

  /** Ends every open job, or every one of a client, or before another, but for one. Returns those that were ended. */
  async cancelAll({ except, client, before }: Scope = {}): Promise<JobRecord[]> {
    const kept = except === undefined ? null : this.job(except).number;
    const end = before === undefined ? Infinity : this.job(before).number;
    if (client !== undefined && before !== undefined) {
      this.replaced.set(client, Math.max(end, this.replaced.get(client) ?? 0));
    }
    const ended = this.options.jobs
      .open()
      .filter(
        job => job.number !== kept && job.number < end && (client === undefined || job.client === client)
      );
    await this.drop(ended);
    return ended.map(({ id }) => this.job(id));
  }

  /** Ends a job that took so long to be accepted that what was to replace it is there already. */
  async endIfReplaced({ id, number, client }: JobRecord): Promise<JobRecord> {
    return number < (this.replaced.get(client) ?? 0) ? this.cancel(id) : this.job(id);
  }

  /** Ends one cell; the others of its job go on. */
  cancelCell(id: string, position: number): JobRecord {
    const job = this.openJob(id);
    const cell = this.cell(job, position);
    if (isOver(cell.state)) {
      throw new Fault('cell_over', { state: cell.state });
    }
    const { ledger, waits, dispatcher } = this.options;
    ledger.cancelCell(cell.id);
    waits.forget(cell);
    dispatcher.drop([cell.id]);
    return this.job(id);
  }

  /** Gives out no more cells of the job; those that were begun are finished. */
  pause(id: string): JobRecord {
    const { number } = this.openJob(id);
    this.options.ledger.setState(number, 'paused');
    this.options.dispatcher.takeBack(number);
    return this.job(id);
  }

  resume(id: string): JobRecord {
    const job = this.job(id);
    if (job.state !== 'paused') {
      throw new Fault('job_not_paused', { state: job.state });
    }
    const { ledger, dispatcher, underWay } = this.options;
    ledger.setState(job.number, underWay.ofJob(job.number).length > 0 ? 'running' : 'queued');
    ledger.endFinished(job.number);
    dispatcher.pump();
    return this.job(id);
  }

  /** Gives out no more cells of any job until `resumeAll`, also after a restart. */
  pauseAll(): void {
    this.setPaused(true);
  }

  resumeAll(): void {
    if (!this.options.jobs.paused) {
      throw new Fault('queue_not_paused', {});
    }
    this.setPaused(false);
  }

  /** Queues the failed and the cancelled cells again: what was cancelled goes on with the same seeds. */
  async retry(id: string): Promise<JobRecord> {
    const { number } = this.job(id);
    if ((await this.change(this.options.ledger.retrying(number))) === 0) {
      throw new Fault('nothing_failed', {});
    }
    this.options.dispatcher.pump();
    return this.job(id);
  }

  /** Queues one failed or cancelled cell again; the others of its job stay as they are. */
  async retryCell(id: string, position: number): Promise<JobRecord> {
    const job = this.job(id);
    const { id: cell } = this.cell(job, position);
    // A retry of the whole job that is under way may be about to queue it.
    if ((await this.change(this.options.ledger.retrying(job.number, cell))) === 0) {
      throw new Fault('cell_not_missing', { state: this.cell(this.job(id), position).state });
    }
    this.options.dispatcher.pump();
    return this.job(id);
  }

  setPriority(id: string, priority: Priority): JobRecord {
    const job = this.openJob(id);
    this.options.ledger.setPriority(job.number, priority);
    this.options.dispatcher.pump();
    return this.job(id);
  }

  /** Puts a job right before another in the queue; behind all for null. */
  place(id: string, before: string | null): JobRecord {
    const job = this.openJob(id);
    const other = before === null ? null : this.openJob(before);
    if (other?.number !== job.number) {
      this.options.ledger.place(job.number, other?.number ?? null);
      this.options.dispatcher.pump();
    }
    return this.job(id);
  }

  /** The cells of a job that somebody sees now go before those that nobody does; `viewer` tells several that look apart. */
  look(id: string, positions: readonly number[], viewer = ''): void {
    // A grid that is closed takes its view back, also when its job is over.
    const job = positions.length > 0 ? this.openJob(id) : this.job(id);
    this.checkPositions(job, positions);
    this.options.attention.look(job.number, positions, viewer);
  }

  /** These cells of a job are drawn before all others of its client, in this order. */
  next(id: string, positions: readonly number[]): JobRecord {
    const job = this.openJob(id);
    this.checkPositions(job, positions);
    const waiting = this.options.cells.queuedAt(job.number, positions, positions.length);
    if (waiting.length === 0) {
      throw new Fault('cells_not_waiting', {});
    }
    this.options.attention.want(
      job.number,
      waiting.map(({ position }) => position)
    );
    this.options.dispatcher.pump();
    return job;
  }

  /** Draws a finished cell once more, and says whether its pixels are those that were stored. */
  again(id: string, position: number): JobRecord {
    const job = this.job(id);
    const cell = this.cell(job, position);
    if (cell.state !== 'done') {
      throw new Fault('cell_not_done', { state: cell.state });
    }
    if (this.options.cells.waitingAgain().length >= REDRAWS_MAX) {
      throw new Fault('too_many_redraws', { limit: REDRAWS_MAX });
    }
    this.options.redraws.ask(cell);
    this.options.dispatcher.pump();
    return this.job(id);
  }

  private setPaused(paused: boolean): void {
    const { jobs, journal, ledger, dispatcher } = this.options;
    jobs.setPaused(paused);
    journal.notePaused(paused);
    if (paused) {
      dispatcher.takeBack(null);
    }
    ledger.announceAll();
    dispatcher.pump();
  }

  private async drop(jobs: readonly JobRecord[]): Promise<void> {
    const dropped = await this.change(this.dropping(jobs));
    this.options.dispatcher.drop(dropped);
  }

  /** Ends jobs bit by bit; returns which of their cells are under way. */
  private *dropping(jobs: readonly JobRecord[]): InSlices<string[]> {
    const { ledger, underWay, waits, attention } = this.options;
    const dropped: string[] = [];
    for (const { number } of jobs) {
      if (yield* ledger.cancelling(number)) {
        waits.leave(number);
        attention.forget(number);
        dropped.push(...underWay.ofJob(number).map(({ cell }) => cell.id));
      }
    }
    return dropped;
  }

  /** Changes of many cells come one after the other: none finds another half done. */
  private change<Result>(work: InSlices<Result>): Promise<Result> {
    const changed = this.changing.then(() => inTransactions(this.options.database, work));
    this.changing = changed.catch(() => undefined);
    return changed;
  }

  private job(id: string): JobRecord {
    const job = this.options.jobs.byId(id);
    if (!job) {
      throw new Fault('not_found', { kind: 'job', name: id });
    }
    return job;
  }

  private openJob(id: string): JobRecord {
    const job = this.job(id);
    if (isOver(job.state)) {
      throw new Fault('job_over', { state: job.state });
    }
    return job;
  }

  private cell(job: JobRecord, position: number): CellRecord {
    this.checkPositions(job, [position]);
    return this.options.cells.at(job.number, position)!;
  }

  private checkPositions({ counts: { total } }: JobRecord, positions: readonly number[]): void {
    const wrong = positions.find(each => each >= total);
    if (wrong !== undefined) {
      throw new Fault('cell_out_of_range', { position: wrong, cells: total });
    }
  }
}
