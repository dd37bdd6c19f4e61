import type { CellStore } from '../store/cell-store';
import type { JobStore } from '../store/job-store';
import { failureOf, stillWaits } from './cell-picker';
import type { FileWaits } from './file-waits';
import type { Ledger } from './ledger';
import type { Planner } from './planner';

export type CellKeysOptions = {
  cells: CellStore;
  jobs: JobStore;
  planner: Planner;
  ledger: Ledger;
  waits: FileWaits;
};

/** Finds the content keys of cells whose files' hashes were not known when they were accepted. */
export class CellKeys {
  constructor(private readonly options: CellKeysOptions) {}

  async find(): Promise<void> {
    const { cells, jobs, ledger, planner, waits } = this.options;
    for (const cell of cells.withoutKey()) {
      if (waits.isHeld(cell)) {
        continue;
      }
      try {
        const { embeddings } = jobs.byNumber(cell.job)!.plan;
        cells.setKey(cell.id, await planner.findKey(cell.params, embeddings));
      } catch (error) {
        // One that was cancelled meanwhile waits for nothing.
        if (stillWaits(cells, cell) && !waits.hold(cell, failureOf(error))) {
          waits.forget(cell);
          ledger.fail(cell.id, failureOf(error));
        }
      }
    }
  }
}
