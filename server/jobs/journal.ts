/**
 * Keeps beside the pictures what the database knows of jobs and marks, so that a lost database loses neither. What a caller is told is
 * accepted stands there before; what becomes of it follows within a second or so, and a start makes up for what a kill left out.
 */
import { setImmediate as immediate } from 'node:timers/promises';
import { Fault } from '../../schema/fault';
import { isOver } from '../../schema/states';
import { systemCode } from '../../schema/system-code';
import type { IClock } from '../clock';
import type { Log } from '../log';
import type { CellRecord, CellStore, CellWork } from '../store/cell-store';
import { isDiskFull } from '../store/disk-faults';
import type { JobFiles } from '../store/job-files';
import { cellLine, headLine, jobLine } from '../store/job-lines';
import type { JobRecord } from '../store/job-record';
import type { JobStore } from '../store/job-store';
import type { MarkFile, PictureMark } from '../store/mark-file';
import { type InSlices, mapped } from '../sweep';
import type { Hub, HubEvent } from './hub';
import { inTurns } from './in-turns';

const FLUSH_MS = 1000;
/** How long somebody who submits or marks is left without an answer by a disk that doesn't give one. */
const ANSWER_MS = 10_000;
/** Cells that are read at once. */
const PAGE = 100;

export type JournalOptions = {
  dataFolder: string;
  jobs: JobStore;
  cells: CellStore;
  jobFiles: JobFiles;
  markFile: MarkFile;
  hub: Hub;
  clock: IClock;
  log: Log;
};

export class Journal {
  /** Lines that are not on the disk yet, by their job's id. */
  private readonly waiting = new Map<string, string[]>();
  /** Jobs whose files may lack what a kill kept from being told: they are written whole, and nothing is added to them before. */
  private readonly behind = new Set<string>();
  /** Files are written one after the other. */
  private last: Promise<unknown> = Promise.resolve();
  private cancelFlush: (() => void) | null = null;
  private stopped = false;
  private ailing = false;
  private markHangs = false;
  private catchingUp: Promise<void> = Promise.resolve();
  private takingBack: Promise<void> = Promise.resolve();

  constructor(private readonly options: JournalOptions) {
    options.hub.subscribe(null, event => this.note(event));
  }

  /** Forgets, in the background, a job that was noted and not accepted. */
  forgetSoon(id: string): void {
    this.inTurn(() => this.options.jobFiles.remove(id)).catch(error =>
      this.options.log.warn({ error, job: id }, 'the journal of a job that was refused could not be removed')
    );
  }

  /** Notes a job that is about to be accepted. Throws `data_unwritable`, `disk_silent`, or that the disk is full. */
  async accept(
    job: Parameters<typeof headLine>[0],
    cells: readonly (CellWork & Pick<CellRecord, 'index' | 'params'>)[]
  ): Promise<void> {
    const line = await inTurns(headLine(job, cells));
    const written = this.writing(() => this.options.jobFiles.write(job.id, [line], false));
    await this.answered(written, () => this.forgetSoon(job.id));
  }

  /**
   * Forgets a job, then does the rest of it, before anything else is written. Throws `data_unwritable` or `disk_silent`; the job is noted still,
   * or again, then.
   */
  async forget(id: string, rest: () => unknown = () => undefined): Promise<void> {
    let givenUp = false;
    let beginRest = (): void => undefined;
    const removed = new Promise<void>(resolve => (beginRest = resolve));
    const gone = this.inTurn(async () => {
      await (givenUp ? undefined : this.writing(() => this.options.jobFiles.remove(id)));
      if (givenUp) {
        await this.writeWhole(id);
        return;
      }
      beginRest();
      this.waiting.delete(id);
      await rest();
    });
    await this.answered(Promise.race([removed, gone]), () => (givenUp = true));
    await gone;
  }

  /** Notes a mark that is about to be given. Throws `data_unwritable`, `disk_silent`, or that the disk is full; what held `before` holds then. */
  async mark(mark: PictureMark, before: PictureMark): Promise<void> {
    if (this.markHangs) {
      throw silent();
    }
    const written = this.writing(() => this.options.markFile.append(mark));
    const givenUp = (): void => {
      this.markHangs = true;
      const over = (): void => {
        this.markHangs = false;
        this.takeBack(before);
      };
      written.then(over, over);
    };
    await this.answered(written, givenUp);
  }

  /** Notes in the background what holds of a picture, where a mark was noted that was not given: the last word counts. */
  takeBack(mark: PictureMark): void {
    const { markFile, log } = this.options;
    this.takingBack = this.takingBack
      .then(() => markFile.append(mark))
      .catch(error => log.warn({ error }, 'a mark that was not given could not be taken back'));
  }

  /** Notes in the background whether everything is paused. */
  notePaused(paused: boolean): void {
    this.inTurn(() => this.options.jobFiles.setPaused(paused)).catch(error =>
      this.options.log.warn({ error }, 'that everything is paused, or goes on, could not be noted')
    );
  }

  /** Writes, in the background, the files of jobs that are open, and of those that have none: what a kill kept from being told is told then. */
  catchUp(known: ReadonlyMap<string, boolean>): void {
    const { jobs, jobFiles, log } = this.options;
    if (jobs.paused !== jobFiles.paused) {
      this.notePaused(jobs.paused);
    }
    const behind = jobs.ids().filter(({ id, state }) => known.get(id) !== true || !isOver(state));
    behind.forEach(({ id }) => this.behind.add(id));
    // What was told to be over must not come back as open: such a file is written whatever happens, and first.
    const isUntrue = ({ id, state }: (typeof behind)[number]): boolean =>
      known.get(id) === false && isOver(state);
    const work = async (): Promise<void> => {
      for (const job of [...behind.filter(isUntrue), ...behind.filter(each => !isUntrue(each))]) {
        const { id } = job;
        if (this.stopped && !isUntrue(job)) {
          return;
        }
        await this.inTurn(async () => this.behind.has(id) && this.writeWhole(id)).catch(error =>
          log.warn({ error, job: id }, 'the journal of a job could not be written')
        );
        await immediate();
      }
    };
    this.catchingUp = work();
  }

  /** Writes what waits, and nothing more after it; resolves when all that was begun is on the disk. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.cancelFlush?.();
    await this.catchingUp;
    await this.flush();
    // An earlier flush may have lines that wait no longer and are not there yet.
    await this.last;
    await this.takingBack;
  }

  private note(event: HubEvent): void {
    if (event.type === 'cell' && event.cell.state !== 'running') {
      this.add(event.cell.id.slice(0, event.cell.id.lastIndexOf('-')), cellLine(event.cell));
    } else if (event.type === 'job' || event.type === 'done') {
      const job = this.options.jobs.byNumber(event.job);
      if (job) {
        this.add(job.id, jobLine(job));
      }
    }
  }

  private add(id: string, line: string): void {
    const lines = this.waiting.get(id);
    if (lines) {
      lines.push(line);
    } else {
      this.waiting.set(id, [line]);
    }
    this.flushSoon();
  }

  private flushSoon(): void {
    if (this.cancelFlush === null && !this.stopped) {
      this.cancelFlush = this.options.clock.after(FLUSH_MS, () => {
        this.cancelFlush = null;
        void this.flush();
      });
    }
  }

  private async flush(): Promise<void> {
    const { log } = this.options;
    for (const id of [...this.waiting.keys()]) {
      await this.inTurn(() => this.flushJob(id)).then(
        () => (this.ailing = false),
        error => {
          if (!this.ailing) {
            this.ailing = true;
            log.warn({ error }, 'the journal of jobs could not be written; it is tried again');
          }
          this.flushSoon();
        }
      );
    }
  }

  private async flushJob(id: string): Promise<void> {
    const { jobs, jobFiles } = this.options;
    const lines = this.waiting.get(id) ?? [];
    const state = jobs.stateOf(id);
    this.waiting.delete(id);
    if (state === null || lines.length === 0) {
      return;
    }
    if (this.behind.has(id)) {
      await this.writeWhole(id).catch(error => this.keep(id, lines, error));
      return;
    }
    try {
      await jobFiles.append(id, lines, isOver(state));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        await this.writeWhole(id).catch(again => this.keep(id, lines, again));
        return;
      }
      this.keep(id, lines, error);
    }
  }

  /** Lines that could not be written wait again. */
  private keep(id: string, lines: readonly string[], error: unknown): never {
    this.waiting.set(id, [...lines, ...(this.waiting.get(id) ?? [])]);
    throw error;
  }

  /** Writes a job's file anew, from the database. */
  private async writeWhole(id: string): Promise<void> {
    const job = this.options.jobs.byId(id);
    if (job) {
      this.waiting.delete(id);
      await this.options.jobFiles.write(id, await inTurns(this.linesOf(job)), isOver(job.state));
      this.behind.delete(id);
    }
  }

  private *linesOf(job: JobRecord): InSlices<string[]> {
    const all: CellRecord[] = [];
    const page = (): CellRecord[] => this.options.cells.page(job.number, all.length, PAGE);
    for (let some = page(); some.length > 0; some = page()) {
      all.push(...some);
      yield;
    }
    const changed = all.filter(({ state, again }) => (state !== 'queued' && state !== 'running') || again);
    return [yield* headLine(job, all), jobLine(job), ...(yield* mapped(changed, cellLine))];
  }

  /** Runs work when all before it is over. */
  private inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.last.then(work);
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /** Waits no longer for the disk than people wait for an answer; then `givenUp` says what becomes of it. Throws `disk_silent`. */
  private async answered(written: Promise<void>, givenUp: () => unknown): Promise<void> {
    let cancel = (): void => undefined;
    const silence = new Promise<never>((_, reject) => {
      cancel = this.options.clock.after(ANSWER_MS, () => {
        givenUp();
        reject(silent());
      });
    });
    await Promise.race([written, silence]).finally(cancel);
  }

  private async writing(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (isDiskFull(error)) {
        throw error;
      }
      throw new Fault('data_unwritable', { path: this.options.dataFolder, reason: systemCode(error) });
    }
  }
}

const silent = (): Fault => new Fault('disk_silent', { seconds: ANSWER_MS / 1000 });
