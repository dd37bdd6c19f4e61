/**
 * Every change of a job's or a cell's state goes through here: one transaction that changes rows and takes event numbers, and after
 * it the telling. Terminal states absorb: a job that ended takes no more cells, except through `retry`, which opens it again.
 */
import type { FaultData } from '../../schema/fault';
import { isOver, OPEN_CELL_STATES, RETRIED_STATES } from '../../schema/states';
import type { JobState, Priority } from '../../schema/wire';
import type { Again, CellRecord, CellStore } from '../store/cell-store';
import { isDatabaseRefused } from '../store/disk-faults';
import type { Database } from '../store/database';
import type { JobStore, OpenJobs } from '../store/job-store';
import type { PictureRecord, PictureStore } from '../store/picture-store';
import type { CellFilesNow } from '../models/cell-weights';
import type { IClock } from '../clock';
import type { InSlices } from '../sweep';
import { drawnWith } from './drawn-with';
import type { HubEvent, Hub } from './hub';

/** Cells that are changed in one go. */
const AT_ONCE = 50;
/** How many engines may end over one cell. */
const CRASHES_MAX = 2;
/** Kinds of failure that are told of a job, each once. */
const KINDS_TOLD = 5;

export type LedgerOptions = {
  database: Database;
  jobs: JobStore;
  cells: CellStore;
  pictures: PictureStore;
  hub: Hub;
  clock: IClock;
};

/** The cell that was really drawn, and the work of its job since the last one. */
type Drawn = {
  id: string;
  thumbnail: Uint8Array | null;
  queuedMs: number;
  drawMs: number;
  work: { evaluations: number; networkMs: number };
  /** The picture before care, where it was stored with this one. */
  before?: PictureRecord;
  /** The hash of that picture, also where it was there before. */
  begunWith: string | null;
  /** Called when it is stored, before anybody is told. */
  stored(): void;
};

/** A cell with its key, and the files that this knows. */
export type Keyed = Pick<CellFilesNow, 'identities'> & { cell: CellRecord; key: string };

export class Ledger {
  constructor(private readonly options: LedgerOptions) {}

  /**
   * A stored picture completes every waiting cell of its key, in whatever job. `drawn` is the cell that was really drawn, `identities` tells
   * the files of the key; where they are others than a job was planned with, that is remarked on it.
   */
  complete(picture: PictureRecord, drawn: Drawn | null, identities: CellFilesNow['identities'] = {}): void {
    const { database, cells, pictures, jobs } = this.options;
    this.change(tell => {
      if (drawn) {
        database.afterCommit(() => drawn.stored());
        pictures.put(picture, this.time());
        if (drawn.before) {
          pictures.put(drawn.before, this.time());
        }
        if (drawn.begunWith !== null) {
          cells.noteInput(drawn.id, drawn.begunWith);
        }
        if (drawn.thumbnail) {
          pictures.keepThumbnail(picture.sha256, drawn.thumbnail);
        }
      }
      const touched = new Set<number>();
      for (const cell of cells.waitingFor(picture.key)) {
        const seq = jobs.advance(cell.job);
        const own = cell.id === drawn?.id;
        cells.setDone(cell.id, {
          image: picture.sha256,
          width: picture.width,
          height: picture.height,
          cached: drawn === null,
          queuedMs: own ? drawn.queuedMs : 0,
          drawMs: own ? drawn.drawMs : 0,
          seq
        });
        if (own) {
          jobs.addWork(cell.job, drawn.work.evaluations, drawn.work.networkMs);
        }
        tell({ type: 'cell', job: cell.job, seq, cell: cells.byId(cell.id)!, ended: true });
        this.noteFiles(cell, identities, tell);
        touched.add(cell.job);
      }
      touched.forEach(job => this.endIfFinished(job, tell));
    });
  }

  fail(id: string, failure: FaultData): void {
    const { cells, jobs } = this.options;
    this.change(tell => {
      const cell = cells.byId(id);
      if (!cell || isOver(cell.state)) {
        return;
      }
      const seq = jobs.advance(cell.job);
      cells.setFailed(id, failure, seq);
      tell({ type: 'cell', job: cell.job, seq, cell: cells.byId(id)!, ended: true });
      this.endIfFinished(cell.job, tell);
    });
  }

  /** An engine ended over this cell: it is queued again, or fails when that has happened too often. */
  crashed(cell: CellRecord, failure: FaultData): void {
    this.change(() => {
      if (this.options.cells.addCrash(cell.id) >= CRASHES_MAX) {
        this.fail(cell.id, failure);
      } else {
        this.move([cell], 'queued');
      }
    });
  }

  /** Gives cells the keys of what their files are now. */
  setKeys(keyed: readonly Keyed[]): void {
    const { cells, pictures } = this.options;
    this.change(tell => {
      for (const { cell, key, identities } of keyed) {
        cells.setKey(cell.id, key);
        // It won't be drawn then, which would tell of its files.
        if (pictures.byKey(key)) {
          this.noteFiles(cell, identities, tell);
        }
      }
    });
  }

  /** Moves cells between `queued` and `running`, and their jobs to `running`. */
  move(moved: readonly CellRecord[], state: 'queued' | 'running'): void {
    const { cells, jobs } = this.options;
    this.change(tell => {
      for (const { id, job } of moved) {
        const record = jobs.byNumber(job);
        if (state === 'running' && record?.state === 'queued') {
          tell({ type: 'job', job, seq: jobs.setState(job, 'running') });
        }
        const seq = jobs.advance(job);
        cells.setState(id, state, seq);
        tell({ type: 'cell', job, seq, cell: cells.byId(id)! });
      }
    });
  }

  /**
   * Ends a job and its open cells, bit by bit, each in a transaction. False when it had ended before. Nothing of it is given out from the
   * first bit on.
   */
  *cancelling(job: number): InSlices<boolean> {
    const { jobs } = this.options;
    if (isOver(jobs.byNumber(job)?.state ?? 'cancelled')) {
      return false;
    }
    const letGo = jobs.hold(job);
    try {
      yield* this.droppingAll(job);
    } finally {
      letGo();
    }
    this.change(tell => this.end(job, 'cancelled', tell));
    return true;
  }

  private *droppingAll(job: number): InSlices<void> {
    const { cells } = this.options;
    // A picture may come before the last bit is done, or an engine end over a cell.
    for (let ids = cells.idsInState(job, OPEN_CELL_STATES); ids.length > 0;) {
      for (const bit of inBits(ids)) {
        this.change(tell => bit.forEach(id => isOver(cells.byId(id)!.state) || this.dropCell(id, tell)));
        yield;
      }
      ids = cells.idsInState(job, OPEN_CELL_STATES);
    }
  }

  /** Ends one open cell, and its job where it was the last one. */
  cancelCell(id: string): void {
    this.change(tell => this.endIfFinished(this.dropCell(id, tell), tell));
  }

  private dropCell(id: string, tell: (happening: HubEvent) => void): number {
    const { cells, jobs } = this.options;
    const { job } = cells.byId(id)!;
    const seq = jobs.advance(job);
    cells.setState(id, 'cancelled', seq);
    tell({ type: 'cell', job, seq, cell: cells.byId(id)!, ended: true });
    return job;
  }

  /** Puts a picture in the place of one whose file is gone, in every cell that shows that. */
  replace(lost: string, picture: PictureRecord, thumbnail: Uint8Array | null): void {
    const { cells, pictures, jobs } = this.options;
    this.change(tell => {
      pictures.put(picture, this.time());
      if (thumbnail) {
        pictures.keepThumbnail(picture.sha256, thumbnail);
      }
      for (const { id, job, image, cached, queuedMs, drawMs } of cells.withKey(picture.key)) {
        if (image === lost && image !== picture.sha256) {
          const seq = jobs.advance(job);
          const { sha256, width, height } = picture;
          const times = { queuedMs: queuedMs ?? 0, drawMs: drawMs ?? 0 };
          cells.setDone(id, { image: sha256, width, height, cached, seq, ...times });
          tell({ type: 'cell', job, seq, cell: cells.byId(id)! });
        }
      }
    });
  }

  /** What came of drawing a cell once more, or that it waits for that. */
  setAgain({ id, job }: Pick<CellRecord, 'id' | 'job'>, again: Again): void {
    const { cells, jobs } = this.options;
    this.change(tell => {
      // Its job may have been forgotten meanwhile.
      if (!cells.byId(id)) {
        return;
      }
      const seq = jobs.advance(job);
      cells.setAgain(id, again, seq);
      tell({ type: 'cell', job, seq, cell: cells.byId(id)! });
    });
  }

  setPriority(job: number, priority: Priority): void {
    this.change(tell => tell({ type: 'job', job, seq: this.options.jobs.setPriority(job, priority) }));
  }

  /** Puts a job right before another in the queue; behind all for null. */
  place(job: number, before: number | null): void {
    this.change(tell =>
      this.options.jobs
        .place(job, before)
        .forEach(({ number, seq }) => tell({ type: 'job', job: number, seq }))
    );
  }

  /** Queues the failed and cancelled cells of a job again, or `only` one of them, bit by bit, and opens it; returns how many. */
  *retrying(job: number, only?: string): InSlices<number> {
    const { cells, jobs } = this.options;
    const undrawn = cells.idsInState(job, RETRIED_STATES).filter(id => only === undefined || id === only);
    if (undrawn.length > 0) {
      cells.forgetCrashes(job, only);
      jobs.setDiagnosis(job, null);
    }
    for (const ids of inBits(undrawn)) {
      const record = jobs.byNumber(job);
      if (!record) {
        // It was forgotten meanwhile.
        return 0;
      }
      this.change(tell => {
        if (isOver(record.state)) {
          tell({ type: 'job', job, seq: jobs.setState(job, 'queued') });
        }
        for (const id of ids) {
          const seq = jobs.advance(job);
          cells.setState(id, 'queued', seq);
          tell({ type: 'cell', job, seq, cell: cells.byId(id)! });
        }
      });
      yield;
    }
    return undrawn.length;
  }

  setState(job: number, state: JobState): void {
    this.change(tell => tell({ type: 'job', job, seq: this.options.jobs.setState(job, state) }));
  }

  /** Tells that what is to be said of a job changed, though no row did. */
  announce(job: number): void {
    const { jobs, hub } = this.options;
    try {
      this.change(tell => tell({ type: 'diagnosis', job, seq: jobs.advance(job) }));
    } catch (error) {
      if (!isDatabaseRefused(error)) {
        throw error;
      }
      // Without room not even the number of an event can be stored; that it is said is the more important now.
      hub.publish({ type: 'diagnosis', job, seq: jobs.byNumber(job)!.seq });
    }
  }

  /**
   * The same of all jobs that are not over, or of those alone that run. Not `stored` while the disk hangs: a number that has to be put there
   * would keep everybody waiting.
   */
  announceAll(which: OpenJobs = 'all', { stored = true } = {}): void {
    const { database, jobs, hub } = this.options;
    let told = jobs.seqsOfOpen(which);
    try {
      told = stored ? database.transaction(() => jobs.advanceOpen(which)) : told;
    } catch (error) {
      if (!isDatabaseRefused(error)) {
        throw error;
      }
    }
    told.forEach(({ number, seq }) => hub.publish({ type: 'diagnosis', job: number, seq }));
  }

  /** Ends the job where it has no open cell left. */
  endFinished(job: number): void {
    this.change(tell => this.endIfFinished(job, tell));
  }

  /** Ends all jobs that have no open cell left. */
  endFinishedJobs(): void {
    this.change(tell =>
      this.options.jobs.withoutOpenCells().forEach(number => this.endIfFinished(number, tell))
    );
  }

  /** Remarks on files of a cell that are others than its job's. */
  private noteFiles(
    cell: CellRecord,
    identities: CellFilesNow['identities'],
    tell: (happening: HubEvent) => void
  ): void {
    const { jobs } = this.options;
    const plan = Object.keys(identities).length > 0 ? jobs.byNumber(cell.job)?.plan : undefined;
    const { remarks, learned } = plan ? drawnWith(plan, cell, identities) : { remarks: [], learned: {} };
    if (plan && (remarks.length > 0 || Object.keys(learned).length > 0)) {
      const seq = jobs.setPlan(cell.job, {
        ...plan,
        files: { ...plan.files, ...learned },
        warnings: [...plan.warnings, ...remarks]
      });
      if (remarks.length > 0) {
        tell({ type: 'diagnosis', job: cell.job, seq });
      }
    }
  }

  private endIfFinished(job: number, tell: (happening: HubEvent) => void): void {
    const { cells, jobs } = this.options;
    const record = jobs.byNumber(job);
    // A job that isn't whole yet has no end either.
    if (!record || record.counts.open > 0 || isOver(record.state)) {
      return;
    }
    const { failed, cancelled, total } = record.counts;
    if (failed > 0) {
      jobs.setDiagnosis(job, {
        code: 'cells_failed',
        facts: { failed, total },
        since: this.options.clock.now(),
        evidence: cells.failures(job, KINDS_TOLD)
      });
    }
    // Of a job whose every cell was taken away one by one, nothing is left to be done.
    this.end(job, failed > 0 ? 'failed' : cancelled === total ? 'cancelled' : 'done', tell);
  }

  private end(job: number, state: JobState, tell: (happening: HubEvent) => void): void {
    const seq = this.options.jobs.setState(job, state, this.time());
    tell({ type: 'done', job, seq });
  }

  /** Runs a change in one transaction, then tells what happened: nobody hears of what was not stored, whatever transaction this is part of. */
  private change<Result>(work: (tell: (happening: HubEvent) => void) => Result): Result {
    const { database, hub } = this.options;
    return database.transaction(() => work(each => database.afterCommit(() => hub.publish(each))));
  }

  private time(): string {
    return new Date(this.options.clock.now()).toISOString();
  }
}

function inBits(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / AT_ONCE) }, (_, bit) =>
    ids.slice(bit * AT_ONCE, (bit + 1) * AT_ONCE)
  );
}
