import type { PredictNeed, Row } from '../pipeline';
import { cellsWaiting } from './loop-cell';
import type { Waiter } from './loop-cell';

/** A row that some cells wait for. */
export type PendingRow = {
  name: string;
  row: Row;
  /** Where its batch is evaluated. */
  batchKey: BatchKey;
  /** The network that answers: rows of another have one changed for the other, or loaded beside it. */
  network: string;
  /** Only rows of one group fit in a batch. */
  group: string;
  /** It was the first that a cell asked for. */
  first: boolean;
  waiting: Waiter[];
};

/** What all rows of a batch have in common. */
export type BatchKey = Pick<PredictNeed, 'height' | 'width' | 'flavour' | 'tiling' | 'checkpoint'>;

/** How many rows of a size (of the latent) one call of the network takes. */
export type RowsPerBatch = (height: number, width: number) => number;

/** Batches' worth of rows of different sizes or lengths that may wait at once. */
const GROUPS_MAX = 4;

/** The rows that wait to be evaluated, by name, in the order they were first asked for. */
export class PendingRows {
  constructor(private readonly rowsPerBatch: RowsPerBatch) {}

  /** Lets a cell wait for a row; true when nobody did. */
  add(name: string, row: Row, batchKey: BatchKey, first: boolean, by: Waiter): boolean {
    const known = this.rows.get(name);
    if (known) {
      known.waiting.push(by);
      return false;
    }
    const network = networkOf(row, batchKey);
    this.rows.set(name, {
      name,
      row,
      batchKey,
      network,
      group: groupOf(network, row, batchKey),
      first,
      waiting: [by]
    });
    return true;
  }

  /** Whether so many cells, each asking as those in flight do, would fit into one batch; not while nothing is asked. */
  wouldFit(cells: number, inFlight: number): boolean {
    const head: PendingRow | undefined = this.rows.values().next().value;
    if (!head || inFlight === 0) {
      return false;
    }
    const asked = [...this.rows.values()].reduce((sum, { waiting }) => sum + waiting.length, 0);
    return (asked / inFlight) * cells <= this.rowsPerBatch(head.batchKey.height, head.batchKey.width);
  }

  /** Whether rows of another cell would fill the next batches, or a share of each, better. */
  hasRoom(share = 1): boolean {
    const head: PendingRow | undefined = this.rows.values().next().value;
    if (!head) {
      return true;
    }
    const room = share * this.rowsPerBatch(head.batchKey.height, head.batchKey.width);
    const groups = new Map<string, number>();
    let total = 0;
    // Cells are counted, not rows: those that share all they ask must not start all at once.
    for (const { group, waiting } of this.rows.values()) {
      groups.set(group, (groups.get(group) ?? 0) + waiting.length);
      total += waiting.length;
    }
    return Math.max(...groups.values()) < room && total < GROUPS_MAX * room;
  }

  /**
   * Takes out a batch of one group, the row that waited longest first; empty when nobody waits. While rows of the network at work
   * wait, those of another (a refiner, other LoRAs) don't have it changed.
   */
  takeBatch(): PendingRow[] {
    for (const pending of this.rows.values()) {
      if (cellsWaiting([pending]).length === 0) {
        this.rows.delete(pending.name);
      }
    }
    const waiting = [...this.rows.values()];
    const head = waiting.find(({ network }) => network === this.network) ?? waiting[0];
    if (!head) {
      return [];
    }
    this.network = head.network;
    const room = this.rowsPerBatch(head.batchKey.height, head.batchKey.width);
    const batch = waiting.filter(({ group }) => group === head.group).slice(0, room);
    batch.forEach(({ name }) => this.rows.delete(name));
    return batch;
  }

  /** Of the last batch. */
  private network = '';
  private readonly rows = new Map<string, PendingRow>();
}

/** A UNet is one session for each checkpoint, way of padding and list of LoRAs, whose weights may differ. */
function networkOf({ loras = [] }: Row, { tiling = false, checkpoint }: BatchKey): string {
  return [checkpoint?.path ?? '', tiling, ...loras.map(({ path }) => path)].join('\n');
}

/** Rows of one group have one network, one size, one number of tokens and inputs of one form. */
function groupOf(network: string, { context, imageConditioning, guidance }: Row, batchKey: BatchKey): string {
  const { height, width, flavour } = batchKey;
  const form = [imageConditioning?.length ?? 0, guidance !== undefined];
  return [flavour, height, width, context.tokens, ...form, network].join(' ');
}
