import type { FaultData } from '../../schema/fault';
import type { ModelRegistry } from '../models/registry';
import { pathInFault, pathsOf } from '../models/used-files';
import type { CellRecord, CellStore } from '../store/cell-store';
import type { CellOrder, CellOrders } from './cell-orders';
import { failureOf, type Picked, stillWaits } from './cell-picker';
import type { DiskWait } from './disk-wait';
import type { FileWaits } from './file-waits';
import type { Ledger } from './ledger';

export type OrdererOptions = {
  cells: CellStore;
  orders: CellOrders;
  ledger: Ledger;
  waits: FileWaits;
  registry: ModelRegistry;
  disk: DiskWait;
};

/**
 * What becomes of cells by what their files are when they go out. One whose files changed since it was accepted takes another key, one
 * whose files change while it is drawn goes out again, and one whose file is still being copied waits.
 */
export class Orderer {
  constructor(private readonly options: OrdererOptions) {}

  /**
   * Orders of the cells by their ids. A cell whose files or pictures are gone fails instead, one that waits for a file has none, and
   * one whose files are others than when it was keyed is keyed anew and picked again, for its picture may be there.
   */
  async ordersOf(batch: readonly Picked[]): Promise<Map<string, CellOrder>> {
    const { orders, waits, cells, ledger, registry, disk } = this.options;
    const made = new Map<string, CellOrder>();
    for (const cell of batch) {
      // It waits with one before it.
      if (waits.holds(cell, () => pathsOf(cell.params, registry))) {
        continue;
      }
      try {
        const order = await orders.order(cell);
        waits.release(cell);
        if (order.key === cell.key) {
          made.set(cell.id, order);
        } else {
          disk.write(() => ledger.setKeys([{ cell, ...order }]));
        }
      } catch (error) {
        const failure = failureOf(error);
        // One that was cancelled meanwhile waits for nothing.
        const file = pathInFault(cell.params, failure, registry);
        if (stillWaits(cells, cell) && !waits.hold(cell, failure, file)) {
          this.fail(cell, failure);
        }
      }
    }
    return made;
  }

  fail(cell: CellRecord, failure: FaultData): void {
    this.options.waits.forget(cell);
    this.options.disk.write(() => this.options.ledger.fail(cell.id, failure));
  }

  /** A cell whose file changed while it was drawn is drawn with the new one, a few times. */
  drawAgain(cell: CellRecord, failure: FaultData): void {
    const { waits, disk, ledger } = this.options;
    if (waits.again(cell)) {
      disk.write(() => ledger.move([cell], 'queued'));
    } else {
      this.fail(cell, failure);
    }
  }
}
