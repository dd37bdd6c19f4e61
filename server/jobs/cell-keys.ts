import { setImmediate as immediate } from 'node:timers/promises';
import type { ModelRegistry } from '../models/registry';
import { pathInFault, pathsOf } from '../models/used-files';
import type { CellRecord, CellStore } from '../store/cell-store';
import type { JobStore } from '../store/job-store';
import type { PictureStore } from '../store/picture-store';
import { failureOf, stillWaits } from './cell-picker';
import type { FileWaits } from './file-waits';
import type { Ledger } from './ledger';
import type { Planner } from './planner';

/** Cells that are keyed at a time; others get a turn in between. */
const AT_A_TIME = 64;

export type CellKeysOptions = {
  cells: CellStore;
  jobs: JobStore;
  pictures: PictureStore;
  registry: ModelRegistry;
  planner: Planner;
  ledger: Ledger;
  waits: FileWaits;
};

/** Finds the content keys of cells whose files' hashes were not known when they were accepted. */
export class CellKeys {
  constructor(private readonly options: CellKeysOptions) {}

  async find(): Promise<void> {
    const { cells, jobs, waits, ledger } = this.options;
    for (const { number } of jobs.turns()) {
      const next = (): CellRecord[] => cells.withoutKey(number, waits.heldOf(number), AT_A_TIME);
      for (let some = next(); some.length > 0; some = next()) {
        const keyed: { id: string; key: string }[] = [];
        for (const [k, cell] of some.entries()) {
          const key = k === 0 ? null : this.knownKey(cell);
          if (key === null) {
            await this.findKey(cell);
          } else {
            keyed.push({ id: cell.id, key });
          }
        }
        ledger.setKeys(keyed);
        await immediate();
      }
    }
  }

  /**
   * The key of a cell by what is known of its files, without a look at them: once those of the first were read, that is soon said of the
   * others, and they are looked at when the cell goes out. Null where a picture is stored under it, for then the cell never does.
   */
  private knownKey({ job, params }: CellRecord): string | null {
    const { planner, pictures, waits } = this.options;
    const key = waits.heldOf(job).length > 0 ? null : planner.key(params);
    return key !== null && pictures.byKey(key) === null ? key : null;
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
