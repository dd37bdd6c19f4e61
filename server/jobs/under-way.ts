import type { CellRecord } from '../store/cell-store';
import type { CellOrder } from './cell-orders';

/** A cell that the engine has, or whose picture is being stored. */
export type CellUnderWay = {
  cell: CellRecord & { key: string };
  /** What the engine was told; its picture is stored under the order's key and with the order's files. */
  order: CellOrder;
  step: number;
  steps: number;
  /** When it was given to the engine, ms of the monotonic clock. */
  since: number;
  saving: boolean;
  /** Its job was cancelled: what still comes of it is dropped. */
  abandoned: boolean;
};

/** The cells under way, in memory only: the database says `running` of them, and a restart gives them out again. */
export class UnderWay {
  private readonly entries = new Map<string, CellUnderWay>();

  get size(): number {
    return this.entries.size;
  }

  /** The model of the cells under way; an engine holds one at a time. */
  get model(): string | null {
    for (const { cell } of this.entries.values()) {
      return cell.params.model;
    }
    return null;
  }

  /** Whether a cell is drawn by itself because the engine died over it before. */
  get alone(): boolean {
    return this.all().some(({ cell }) => cell.crashes > 0);
  }

  add(cell: CellRecord & { key: string }, order: CellOrder, now: number): void {
    this.entries.set(cell.id, {
      cell,
      order,
      step: 0,
      steps: cell.params.steps,
      since: now,
      saving: false,
      abandoned: false
    });
  }

  get(id: string): CellUnderWay | undefined {
    return this.entries.get(id);
  }

  delete(id: string): void {
    this.entries.delete(id);
  }

  all(): CellUnderWay[] {
    return [...this.entries.values()];
  }

  ofJob(job: number): CellUnderWay[] {
    return this.all().filter(({ cell, abandoned }) => cell.job === job && !abandoned);
  }

  hasKey(key: string): boolean {
    return this.all().some(({ cell }) => cell.key === key);
  }
}
