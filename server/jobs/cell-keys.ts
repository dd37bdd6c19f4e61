import { setImmediate as immediate } from 'node:timers/promises';
import type { ModelRegistry } from '../models/registry';
import { pathInFault, pathsOf } from '../models/used-files';
import type { CellRecord, CellStore } from '../store/cell-store';
import type { JobStore } from '../store/job-store';
import { failureOf, stillWaits } from './cell-picker';
import type { FileWaits } from './file-waits';
import type { Ledger } from './ledger';
import type { Planner } from './planner';

/** Cells that are keyed at a time; others get a turn in between. */
const AT_A_TIME = 64;

export type CellKeysOptions = {
  cells: CellStore;
  jobs: JobStore;
  registry: ModelRegistry;
  planner: Planner;
  ledger: Ledger;
  waits: FileWaits;
};

/** Finds the content keys of cells whose files' hashes were not known when they were accepted. */
export class CellKeys {
  constructor(private readonly options: CellKeysOptions) {}

  async find(): Promise<void> {
    const { cells, jobs, waits } = this.options;
    if (!cells.hasUnkeyed()) {
      return;
    }
    for (const { number } of jobs.turns()) {
      const next = (): CellRecord[] => cells.withoutKey(number, waits.heldOf(number), AT_A_TIME);
      for (let some = next(); some.length > 0; some = next()) {
        for (const cell of some) {
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
    if (!stillWaits(cells, cell) || waits.holds(cell, () => pathsOf(cell.params, registry))) {
      return;
    }
    try {
      const plan = jobs.byNumber(cell.job)?.plan;
      const { key, identities } = await planner.findKey(cell.params, plan?.embeddings);
      waits.release(cell);
      ledger.setKey(cell, key, identities);
    } catch (error) {
      const failure = failureOf(error);
      const file = pathInFault(cell.params, failure, registry);
      if (stillWaits(cells, cell) && !waits.hold(cell, failure, file)) {
        waits.forget(cell);
        ledger.fail(cell.id, failure);
      }
    }
  }
}
