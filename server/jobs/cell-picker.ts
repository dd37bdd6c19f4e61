import { Fault, type FaultData } from '../../schema/fault';
import { PRIORITIES } from '../../schema/states';
import type { CellParams, Priority } from '../../schema/wire';
import type { IEngineLink } from '../engines';
import type { IClock } from '../clock';
import type { ModelRegistry } from '../models/registry';
import type { CellRecord, CellStore } from '../store/cell-store';
import type { Turn } from '../store/job-record';
import type { JobStore } from '../store/job-store';
import type { Pace } from '../store/pace-store';
import type { PictureStore } from '../store/picture-store';
import type { Attention } from './attention';
import { filesOf } from './cell-order';
import type { FileWaits } from './file-waits';
import type { Ledger } from './ledger';
import { cellsLeft, LOT_MAX, lotSize } from './lots';
import type { Redraws } from './redraws';
import type { Turns } from './turns';
import type { CellUnderWay, UnderWay } from './under-way';

/** A turn with one model is at least this long, and at least so many times what loading it took. */
const TURN_MS = 2000;
const TURN_LOADS = 4;

/** A cell whose content key is known. */
export type Picked = CellRecord & { key: string };

/** Cells to give out together; `urgent` ones don't wait for room beside what the engine has. */
export type Lot = { cells: Picked[]; urgent: boolean; /** Drawn once more. */ again?: boolean };

export type CellPickerOptions = {
  jobs: JobStore;
  cells: CellStore;
  pictures: PictureStore;
  registry: ModelRegistry;
  ledger: Ledger;
  underWay: UnderWay;
  waits: FileWaits;
  turns: Turns;
  attention: Attention;
  redraws: Redraws;
  clock: IClock;
  /** Seconds of an evaluation of a cell, measured or guessed. */
  paceOf(params: CellParams): Pace;
  /** Bytes of memory this machine or container can still give. */
  availableMemory(): number;
  /** Bytes the engines hold, which they give back for another model. */
  engineBytes(): number;
};

/** Chooses what an engine is given next. */
export class CellPicker {
  /** Since when each engine has the model that it has. */
  private readonly since = new Map<IEngineLink, { model: string; at: number }>();

  constructor(private readonly options: CellPickerOptions) {}

  /**
   * The next lot for an engine; null when it has enough, or when it has to be free for what is next: another model, or a cell
   * that is drawn by itself. What is next never waits for longer than the engine has under way.
   */
  next(link: IEngineLink): Lot | null {
    const { jobs, underWay, turns, attention, redraws } = this.options;
    const mine = underWay.of(link);
    if (mine.some(({ cell, again }) => again || cell.crashes > 0)) {
      return null;
    }
    const again = redraws.next(id => underWay.get(id) !== undefined);
    const open: (Turn & { again?: Picked })[] = [...jobs.turns(), ...(again ? [this.turnOf(again)] : [])];
    turns.keepOnly(new Set([...open, ...mine].map(({ client }) => client)));
    const isFull = this.isFull(mine);
    for (const job of turns.order(open, each => attention.isWanted(each))) {
      if (isFull && !this.isUrgent(job, mine)) {
        return null;
      }
      const choice = job.again ? this.chooseAgain(job.again, mine) : this.choose(job, link, mine);
      if (choice === 'wait') {
        return null;
      }
      if (choice) {
        return choice;
      }
    }
    return null;
  }

  /** A lot went out. */
  given(link: IEngineLink, { cells }: Lot, client: string): void {
    const { turns, attention, clock } = this.options;
    const [{ job }] = cells;
    const { model } = cells[0].params;
    if (this.since.get(link)?.model !== model) {
      this.since.set(link, { model, at: clock.monotonic() });
    }
    turns.serve(client);
    const gone = new Set(cells.map(({ position }) => position));
    attention.keepWanted(job, position => !gone.has(position));
  }

  /** A cell that is drawn once more takes its client's turn, and is drawn by itself. */
  private turnOf(again: Picked): Turn & { again: Picked } {
    const { number, client, priority } = this.options.jobs.byNumber(again.job)!;
    return { number, client, priority, rank: -Infinity, again };
  }

  private chooseAgain(again: Picked, mine: readonly CellUnderWay[]): Lot | 'wait' {
    return mine.length > 0 ? 'wait' : { cells: [again], urgent: false, again: true };
  }

  /** A lot of a job; `wait` when it has to wait for the engine to be free; null when it has nothing for this engine. */
  private choose(job: Turn, link: IEngineLink, mine: readonly CellUnderWay[]): Lot | 'wait' | null {
    const waiting = this.waitingOf(job.number);
    const model = mine[0]?.cell.params.model;
    const first = waiting.find(each => model === undefined || each.params.model === model);
    if (waiting.length === 0) {
      return null;
    }
    if (!first) {
      return this.isTurnOver(link) || this.isAbove(job, mine) ? 'wait' : null;
    }
    if (first.crashes > 0) {
      return mine.length > 0 ? 'wait' : { cells: [first], urgent: false };
    }
    const size = this.lotOf(first.params);
    const files = filesOf(first.params);
    const cells = waiting.filter(({ params, crashes }) => crashes === 0 && filesOf(params) === files);
    return { cells: cells.slice(0, size), urgent: this.isFull(mine) };
  }

  /** The job's cells that must be drawn, in the order in which to draw them; a few lots of them. */
  private waitingOf(job: number): Picked[] {
    const { cells, waits, attention } = this.options;
    const held = waits.heldOf(job);
    const at = (positions: readonly number[]): CellRecord[] =>
      positions.length > 0 ? cells.queuedAt(job, positions, 2 * LOT_MAX, held) : [];
    const wanted = at(attention.wantedOf(job));
    const waiting = new Set(wanted.map(({ position }) => position));
    attention.keepWanted(job, position => waiting.has(position));
    const rest = cells.nextQueued(job, 2 * LOT_MAX, held);
    const all = new Map([...wanted, ...at(attention.seenOf(job)), ...rest].map(cell => [cell.id, cell]));
    const keys = new Set<string>();
    const found = [...all.values()].filter(
      (cell): cell is Picked =>
        this.mustBeDrawn(cell) && !keys.has(cell.key) && keys.add(cell.key) !== undefined
    );
    // Where all that were looked at have ended without being drawn, there may be more behind them.
    const isBehind = found.length === 0 && rest.some(cell => !stillWaits(cells, cell));
    return isBehind ? this.waitingOf(job) : found;
  }

  /** Whether an engine has a lot left, with which it is busy until the next look. */
  private isFull(mine: readonly CellUnderWay[]): boolean {
    return mine.length > 0 && cellsLeft(mine) >= this.lotOf(mine[0].cell.params);
  }

  private lotOf(params: CellParams): number {
    return lotSize(params, this.options.paceOf(params));
  }

  /** Someone who has nothing under way here, or a job above all that has, doesn't wait for room; below one that has, everybody does. */
  private isUrgent(job: Turn, mine: readonly CellUnderWay[]): boolean {
    const isServed = mine.some(({ client }) => client === job.client);
    const isBelow = mine.some(({ priority }) => levelOf(priority) > levelOf(job.priority));
    return !isBelow && (!isServed || this.isAbove(job, mine)) && mine.length < 2 * LOT_MAX;
  }

  private isAbove(job: Turn, mine: readonly CellUnderWay[]): boolean {
    return mine.every(({ priority }) => levelOf(priority) < levelOf(job.priority));
  }

  /** Whether an engine has had its model for long enough that reading another is worth it. */
  private isTurnOver(link: IEngineLink): boolean {
    const { at = -Infinity } = this.since.get(link) ?? {};
    return this.options.clock.monotonic() - at >= Math.max(TURN_MS, TURN_LOADS * link.loadMs);
  }

  /** Whether a waiting cell has to go to an engine. One whose picture has come meanwhile is done, one that can't be drawn fails. */
  private mustBeDrawn(cell: CellRecord): cell is Picked {
    const { ledger, pictures, underWay, waits } = this.options;
    if (cell.key === null || underWay.hasKey(cell.key)) {
      return false;
    }
    const picture = pictures.byKey(cell.key);
    if (picture) {
      waits.forget(cell);
      ledger.complete(picture, null);
      return false;
    }
    const problem = this.problemOf(cell);
    if (problem) {
      waits.forget(cell);
      ledger.fail(cell.id, problem);
    }
    return problem === null;
  }

  /** Why a cell can't be drawn, found before an engine is troubled; what is wrong with its files is told by its order. */
  private problemOf({ params }: CellRecord): FaultData | null {
    const { registry, underWay, availableMemory, engineBytes } = this.options;
    const { memoryBytes = 0 } = registry.find(params.model, 'checkpoint') ?? {};
    const available = availableMemory();
    return underWay.size === 0 && memoryBytes > available + engineBytes()
      ? {
          code: 'out_of_memory',
          facts: { name: params.model, needed: gigabytes(memoryBytes), available: gigabytes(available) }
        }
      : null;
  }
}

const levelOf = (priority: Priority): number => PRIORITIES.indexOf(priority);

/** What went wrong, as it is stored with a cell. */
export function failureOf(error: unknown): FaultData {
  return error instanceof Fault
    ? { code: error.code, facts: error.facts }
    : { code: 'internal', facts: { reason: (error as Error).message } };
}

/** Whether a cell still waits for its turn, which it may have lost while its files were read. */
export function stillWaits(cells: CellStore, { id }: CellRecord): boolean {
  return cells.byId(id)?.state === 'queued';
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
