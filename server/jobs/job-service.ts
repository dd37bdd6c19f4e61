import { randomBytes } from 'node:crypto';
import type { Mark, Priority, SweepRequest } from '../../schema/wire';
import type { IClock } from '../clock';
import type { CellRecord, CellStore, NewCell } from '../store/cell-store';
import { canonicalJson, sha256 } from '../store/content-key';
import type { Database } from '../store/database';
import type { JobRecord, NewJob } from '../store/job-record';
import type { JobStore } from '../store/job-store';
import type { PictureFiles } from '../store/picture-files';
import type { PictureStore } from '../store/picture-store';
import { drawingOrder } from './cell-order';
import type { Dispatcher } from './dispatcher';
import type { Hub } from './hub';
import { inTransactions, inTurns } from './in-turns';
import { isOver } from '../../schema/states';
import type { Journal } from './journal';
import type { Ledger } from './ledger';
import type { Planner } from './planner';
import { cellsInSum } from './cells-in-sum';
import { worksOf } from './cell-work';
import { type ExpandedCell, finalSize, type InSlices, mapped } from '../sweep';
import { Fault } from '../../schema/fault';
import { tagsFault, tidyTags } from '../../schema/tags';

type MarkChange = { rating?: number | null; flag?: Mark['flag']; tags?: readonly string[] | null };

/** Open jobs of one client: more than a person can look through. */
const OPEN_MAX = 1000;
/** Cells that are forgotten in one go. */
const AT_ONCE = 50;

export type JobServiceOptions = {
  database: Database;
  jobs: JobStore;
  cells: CellStore;
  pictures: PictureStore;
  files: PictureFiles;
  planner: Planner;
  ledger: Ledger;
  journal: Journal;
  dispatcher: Dispatcher;
  hub: Hub;
  clock: IClock;
};

/** How jobs come and go. Ids that aren't there throw `not_found` (404), what a job's state forbids `conflict` (409). */
export class JobService {
  private marking: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: JobServiceOptions) {}

  /**
   * Accepts a sweep: stores it with its cells, answers those that are cached, and queues the rest. The same idempotency key and
   * request is the same job again; another request under the key is a conflict.
   */
  async submit(
    request: SweepRequest,
    idempotencyKey: string | null,
    { client = '', priority = 'normal' }: { client?: string; priority?: Priority } = {}
  ): Promise<JobRecord> {
    const requestHash = sha256(canonicalJson(request));
    const known = this.sameSubmit(idempotencyKey, requestHash);
    if (known) {
      return known;
    }
    const { planner, jobs, database, hub, clock, journal, dispatcher } = this.options;
    // However long it takes to work one out: what was asked for later has the larger number.
    const number = jobs.reserve();
    const expanded = await planner.expand(request);
    const { plan, evaluations } = await planner.price(expanded);
    const id = randomBytes(8).toString('hex');
    const sizes = plan.axes.map(({ values }) => values.length);
    const ranks = await inTurns(drawingOrder(expanded.cells, sizes));
    const keys = await inTurns(mapped(expanded.cells, ({ params }) => planner.key(params)));
    const accepted = {
      id,
      idempotencyKey,
      requestHash,
      client,
      priority,
      created: new Date(clock.now()).toISOString(),
      text: 'text' in request ? request.text : null,
      spec: expanded.spec,
      plan
    };
    const works = await inTurns(worksOf(expanded.cells, evaluations, params => planner.pace(params)));
    const cells = expanded.cells.map((cell, position) => ({
      ...cell,
      ...works[position],
      key: keys[position],
      rank: ranks[position]
    }));
    await journal.accept(accepted, cells);
    let job: JobRecord | null = null;
    try {
      job = await inTransactions(database, this.storing({ ...accepted, number }, cells));
    } finally {
      if (job?.id !== id) {
        journal.forgetSoon(id);
        jobs.dropStaged(id);
      }
    }
    hub.publish({ type: 'job', job: job.number, seq: job.seq });
    dispatcher.pump();
    return this.job(job.id);
  }

  /** Puts a job in, bit by bit; the one that came with its idempotency key meanwhile, if one did. */
  private *storing(
    job: Omit<NewJob, 'words' | 'cells' | 'work' | 'seq'> & Pick<JobRecord, 'idempotencyKey'>,
    all: readonly (ExpandedCell & Pick<NewCell, 'key' | 'rank' | 'evaluations' | 'work'>)[]
  ): InSlices<JobRecord> {
    const { jobs, cells, pictures, ledger } = this.options;
    const { number, id, idempotencyKey, requestHash, client } = job;
    jobs.stage({ ...job, ...(yield* cellsInSum(all)), seq: 1 });
    const found = new Set<string>();
    for (const [position, { index, params, key, rank, evaluations, work }] of all.entries()) {
      const place = { id: `${id}-${position}`, job: number, position, index, rank };
      cells.insert({ ...place, params, key, seq: 1, evaluations, work, ...finalSize(params) });
      if (key && pictures.byKey(key)) {
        found.add(key);
      }
      yield;
    }
    for (const key of found) {
      ledger.complete(pictures.byKey(key)!, null);
      yield;
    }
    // Others may have come in meanwhile, with this very key even.
    const raced = this.sameSubmit(idempotencyKey, requestHash);
    if (raced) {
      return raced;
    }
    if (jobs.countOpen(client) >= OPEN_MAX) {
      throw new Fault('too_many_jobs', { limit: OPEN_MAX });
    }
    jobs.admit(number, idempotencyKey);
    ledger.endFinished(number);
    return this.job(id);
  }

  job(id: string): JobRecord {
    const job = this.options.jobs.byId(id);
    if (!job) {
      throw new Fault('not_found', { kind: 'job', name: id });
    }
    return job;
  }

  cellsOf(job: JobRecord): CellRecord[] {
    return this.options.cells.ofJob(job.number);
  }

  /** Forgets a job that is over, and its pictures, except those that another job shows or somebody has marked. */
  async forget(id: string): Promise<void> {
    const job = this.job(id);
    if (!isOver(job.state)) {
      throw new Fault('job_running', {});
    }
    const { database, files, journal, hub } = this.options;
    let gone: string[] = [];
    await journal.forget(id, async () => {
      gone = await inTransactions(database, this.forgetting(job.number));
    });
    hub.publish({ type: 'gone', job: job.number, id });
    await Promise.all(gone.map(hash => files.remove(hash)));
  }

  /** Takes a job and its cells out of the database, bit by bit; returns the pictures that were theirs alone. */
  private *forgetting(job: number): InSlices<string[]> {
    const { jobs, cells, pictures } = this.options;
    const gone: string[] = [];
    // Somebody may have had it drawn on meanwhile.
    if (!isOver(jobs.byNumber(job)?.state ?? 'cancelled')) {
      throw new Fault('job_running', {});
    }
    jobs.retire(job);
    for (
      let shown = cells.removeSome(job, AT_ONCE);
      shown.length > 0;
      shown = cells.removeSome(job, AT_ONCE)
    ) {
      for (const image of new Set(shown)) {
        if (image !== null && pictures.isIdle(image)) {
          pictures.remove(image);
          gone.push(image);
        }
      }
      yield;
    }
    jobs.remove(job);
    return gone;
  }

  /** Changes what a person says of a cell's picture; undefined leaves a part as it is. Throws why tags can't be kept (schema/tags.ts). */
  mark(cellId: string, change: MarkChange): Promise<Mark | null> {
    // One after the other: what one leaves as it is may be what another changes.
    const marked = this.marking.then(() => this.markCell(cellId, change));
    this.marking = marked.catch(() => undefined);
    return marked;
  }

  private async markCell(cellId: string, change: MarkChange): Promise<Mark | null> {
    const { cells, pictures, jobs, hub, database, journal } = this.options;
    const cell = cells.byId(cellId);
    if (!cell) {
      throw new Fault('not_found', { kind: 'cell', name: cellId });
    }
    const { key } = cell;
    if (key === null) {
      throw new Fault('cell_unknown_yet', {});
    }
    const before = pictures.mark(key) ?? { rating: null, flag: null, tags: [] };
    const mark = {
      rating: change.rating === undefined ? before.rating : change.rating || null,
      flag: change.flag === undefined ? before.flag : change.flag,
      tags: change.tags === undefined ? before.tags : tidyTags(change.tags ?? [])
    };
    const fault = tagsFault(mark.tags);
    if (fault) {
      throw new Fault(fault.code, fault.facts);
    }
    await journal.mark({ key, ...mark }, { key, ...before });
    const give = (): { id: string; job: number; seq: number }[] => {
      // Its job may have been forgotten meanwhile, and the picture with it.
      if (!cells.byId(cellId)) {
        throw new Fault('not_found', { kind: 'cell', name: cellId });
      }
      pictures.setMark(key, mark);
      // The mark is the picture's: whoever watches another cell that shows it is told as well.
      return cells.withKey(key).map(({ id, job }) => ({ id, job, seq: cells.touch(id, jobs.advance(job)) }));
    };
    let told: ReturnType<typeof give>;
    try {
      told = database.transaction(give);
    } catch (error) {
      journal.takeBack({ key, ...before });
      throw error;
    }
    told.forEach(({ id, job, seq }) =>
      hub.publish({ type: 'cell', job, seq, cell: cells.byId(id)!, marked: true })
    );
    return pictures.mark(key);
  }

  private sameSubmit(idempotencyKey: string | null, requestHash: string): JobRecord | null {
    const known = idempotencyKey === null ? null : this.options.jobs.byIdempotencyKey(idempotencyKey);
    if (known && known.requestHash !== requestHash) {
      throw new Fault('idempotency_conflict', { job: known.id });
    }
    return known;
  }
}
