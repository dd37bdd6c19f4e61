import { setImmediate as immediate } from 'node:timers/promises';
import type { ModelRegistry } from '../models/registry';
import { pathInFault, pathsOf } from '../models/used-files';
import type { CellRecord, CellStore } from '../store/cell-store';
import type { JobStore } from '../store/job-store';
import type { PictureStore } from '../store/picture-store';
import type { FaultData } from '../../schema/fault';
import type { FileWaits } from './file-waits';
import type { Ledger } from './ledger';
import type { Planner } from './planner';
import type { UnderWay } from './under-way';
import { Fault } from '../../schema/fault';

/** Cells the engine has at a time: enough to batch, few enough to lose. */
const IN_FLIGHT_MAX = 64;
/** Cells that are keyed at a time; others get a turn in between. */
const LOT = 64;

/** A cell whose content key is known. */
export type Picked = CellRecord & { key: string };

export type CellPickerOptions = {
  jobs: JobStore;
  cells: CellStore;
  pictures: PictureStore;
  registry: ModelRegistry;
  planner: Planner;
  ledger: Ledger;
  underWay: UnderWay;
  waits: FileWaits;
  /** Bytes of memory this machine or container can still give. */
  availableMemory(): number;
  /** Bytes the engine holds, which it gives back for another model. */
  engineBytes(): number;
};

export class CellPicker {
  constructor(private readonly options: CellPickerOptions) {}

  /** Reads the hashes of models that were not known when their cells were accepted. */
  async findKeys(): Promise<void> {
    const { cells, jobs, waits } = this.options;
    for (const { number } of jobs.open()) {
      const lotOf = (): CellRecord[] => cells.withoutKey(number, waits.heldOf(number), LOT);
      for (let lot = lotOf(); lot.length > 0; lot = lotOf()) {
        for (const cell of lot) {
          await this.findKey(cell);
        }
        await immediate();
      }
    }
  }

  /** Keys a cell, lets it wait or fails it. */
  private async findKey(cell: CellRecord): Promise<void> {
    const { cells, jobs, ledger, planner, registry, waits } = this.options;
    // It was cancelled meanwhile, or waits with one before it.
    const isWanted = (): boolean => cells.byId(cell.id)?.state === 'queued';
    if (!isWanted() || waits.holds(cell, () => pathsOf(cell.params, registry))) {
      return;
    }
    try {
      const plan = jobs.byNumber(cell.job)?.plan;
      const { key, identities } = await planner.findKey(cell.params, plan?.embeddings);
      waits.release(cell);
      ledger.setKey(cell, key, identities);
    } catch (error) {
      const failure = failureOf(error);
      if (isWanted() && !waits.hold(cell, failure, pathInFault(cell.params, failure, registry))) {
        waits.forget(cell);
        ledger.fail(cell.id, failure);
      }
    }
  }

  /**
   * The cells to give out next: of one model, each picture once, all from one job. None while the first job waits for the engine to
   * be free, for another model or for a cell that is drawn by itself: a later job must not keep it busy for ever.
   */
  next(): Picked[] {
    const { jobs, cells, underWay, waits: fileWaits } = this.options;
    if (underWay.size >= IN_FLIGHT_MAX || underWay.alone) {
      return [];
    }
    for (const { number, state } of jobs.open()) {
      if (state !== 'paused') {
        const waiting = cells.nextQueued(number, underWay.model, IN_FLIGHT_MAX * 2, fileWaits.heldOf(number));
        const { batch, waits } = this.choose(waiting.filter(cell => this.mustBeDrawn(cell)));
        if (batch.length > 0 || waits) {
          return batch;
        }
      }
    }
    return [];
  }

  /** Of cells that must be drawn, those that may go out together; `waits` when one has to wait for the engine to be free. */
  private choose(waiting: readonly Picked[]): { batch: Picked[]; waits: boolean } {
    const { underWay } = this.options;
    const model = underWay.model ?? waiting[0]?.params.model;
    const batch: Picked[] = [];
    for (const cell of waiting) {
      if (batch.some(({ key }) => key === cell.key)) {
        continue;
      }
      const busy = batch.length + underWay.size > 0;
      if (
        cell.params.model !== model ||
        (cell.crashes > 0 && busy) ||
        batch.length + underWay.size >= IN_FLIGHT_MAX
      ) {
        return { batch, waits: true };
      }
      batch.push(cell);
      if (cell.crashes > 0) {
        return { batch, waits: true };
      }
    }
    return { batch, waits: false };
  }

  /** Whether a waiting cell has to go to the engine. One whose picture has come meanwhile is done, one that can't be drawn fails. */
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

  /** Why a cell can't be drawn, found before the engine is troubled; what is wrong with its files is told by its order. */
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

/** What went wrong, as it is stored with a cell. */
export function failureOf(error: unknown): FaultData {
  return error instanceof Fault
    ? { code: error.code, facts: error.facts }
    : { code: 'internal', facts: { reason: (error as Error).message } };
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
