import type { Flavour, PredictNeed, Row } from '../pipeline/needs';
import { waitingFor } from './loop-cell';
import type { Waiting } from './loop-cell';

/** A row that some cells wait for. */
export type PendingRow = {
  name: string;
  row: Row;
  height: number;
  width: number;
  flavour: Flavour;
  /** Only rows of one group fit in a batch. */
  group: string;
  /** It was the first that a cell asked for. */
  first: boolean;
  waiting: Waiting[];
};

/** How many rows of a size (of the latent) one call of the network takes. */
export type RowsPerBatch = (height: number, width: number) => number;

/** Batches' worth of rows of different sizes or lengths that may wait at once. */
const GROUPS_MAX = 4;

/** The rows that wait to be evaluated, by name, in the order they were first asked for. */
export class PendingRows {
  constructor(private readonly rowsPerBatch: RowsPerBatch) {}

  /** Lets a cell wait for a row; true when nobody did. */
  add(name: string, row: Row, { height, width, flavour }: PredictNeed, first: boolean, by: Waiting): boolean {
    const known = this.rows.get(name);
    if (known) {
      known.waiting.push(by);
      return false;
    }
    const group = `${flavour} ${height}x${width} ${row.context.tokens}`;
    this.rows.set(name, { name, row, height, width, flavour, group, first, waiting: [by] });
    return true;
  }

  /** Whether rows of another cell would fill the next batches better. */
  get hasRoom(): boolean {
    const head: PendingRow | undefined = this.rows.values().next().value;
    if (!head) {
      return true;
    }
    const room = this.rowsPerBatch(head.height, head.width);
    const groups = new Map<string, number>();
    let total = 0;
    // Cells are counted, not rows: those that share all they ask must not start all at once.
    for (const { group, waiting } of this.rows.values()) {
      groups.set(group, (groups.get(group) ?? 0) + waiting.length);
      total += waiting.length;
    }
    return Math.max(...groups.values()) < room && total < GROUPS_MAX * room;
  }

  /** Takes out a batch of one group, the row that waited longest first; empty when nobody waits. */
  takeBatch(): PendingRow[] {
    const batch: PendingRow[] = [];
    let room = 1;
    for (const pending of this.rows.values()) {
      if (waitingFor([pending]).length === 0) {
        this.rows.delete(pending.name);
        continue;
      }
      if (batch.length === 0) {
        room = this.rowsPerBatch(pending.height, pending.width);
      } else if (pending.group !== batch[0].group) {
        continue;
      }
      batch.push(pending);
      this.rows.delete(pending.name);
      if (batch.length >= room) {
        break;
      }
    }
    return batch;
  }

  private readonly rows = new Map<string, PendingRow>();
}
