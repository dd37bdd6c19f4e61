import { setImmediate as immediate } from 'node:timers/promises';
import type { CellWeights } from '../models/cell-weights';
import type { ModelRegistry } from '../models/registry';
import { pathInFault, pathsOf } from '../models/used-files';
import type { StoredPlan } from '../sweep';
import type { CellRecord, CellStore } from '../store/cell-store';
import type { JobStore } from '../store/job-store';
import { failureOf, stillWaits } from './cell-picker';
import type { FileWaits } from './file-waits';
import type { Keyed, Ledger } from './ledger';
import type { Planner } from './planner';

/** Cells that are keyed at a time; others get a turn in between. */
const AT_A_TIME = 64;

export type CellKeysOptions = {
  cells: CellStore;
  jobs: JobStore;
  registry: ModelRegistry;
  planner: Planner;
  cellWeights: CellWeights;
  ledger: Ledger;
  waits: FileWaits;
};

/** Finds the content keys of cells whose files' hashes were not known when they were accepted. */
export class CellKeys {
  constructor(private readonly options: CellKeysOptions) {}

  /** Keys some cells of each job that has such; whether there are more, once these were given out. */
  async find(): Promise<boolean> {
    const { cells, jobs, ledger, waits, cellWeights } = this.options;
    if (!cells.hasUnkeyed()) {
      return false;
    }
    let more = false;
    for (const { number } of jobs.turns()) {
      const some = cells.withoutKey(number, waits.heldOf(number), AT_A_TIME);
      const plan = some.length > 0 ? jobs.byNumber(number)?.plan : undefined;
      const keyed: Keyed[] = [];
      const look = cellWeights.glance();
      for (const cell of some) {
        const found = await this.findKey(cell, plan, look);
        keyed.push(...(found ? [found] : []));
      }
      ledger.setKeys(keyed.filter(({ cell }) => stillWaits(cells, cell)));
      more ||= some.length === AT_A_TIME;
      // Requests have a turn, too, however many cells there are.
      await (some.length > 0 ? immediate() : undefined);
    }
    return more;
  }

  /** The key of a cell; null where it waits or fails instead. */
  private async findKey(
    cell: CellRecord,
    plan: StoredPlan | undefined,
    look: CellWeights['now']
  ): Promise<Keyed | null> {
    const { cells, ledger, planner, registry, waits } = this.options;
    // It was cancelled meanwhile, or waits with one before it.
    if (!stillWaits(cells, cell) || waits.holds(cell, () => pathsOf(cell.params, registry))) {
      return null;
    }
    try {
      const { key, identities } = await planner.findKey(cell.params, plan?.embeddings, look);
      waits.release(cell);
      return { cell, key, identities };
    } catch (error) {
      const failure = failureOf(error);
      const file = pathInFault(cell.params, failure, registry);
      if (stillWaits(cells, cell) && !waits.hold(cell, failure, file)) {
        waits.forget(cell);
        ledger.fail(cell.id, failure);
      }
      return null;
    }
  }
}
