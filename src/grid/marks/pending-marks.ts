import type { MarkTold } from '../../tokens';

/**
 * Marks that are on their way to the service. Until the last of a cell has come back, what is told of it is older than what the sheet shows
 * already: it is held, and the latest is taken then.
 */
export class PendingMarks {
  private readonly counts = new Map<string, number>();
  private readonly held = new Map<string, MarkTold>();

  get any(): boolean {
    return this.counts.size > 0;
  }

  begin(cell: string): void {
    this.counts.set(cell, (this.counts.get(cell) ?? 0) + 1);
  }

  /** One has come back; what was told meanwhile, once it was the last of its cell. */
  end(cell: string): MarkTold | null {
    const left = (this.counts.get(cell) ?? 1) - 1;
    if (left > 0) {
      this.counts.set(cell, left);
      return null;
    }
    this.counts.delete(cell);
    const told = this.held.get(cell) ?? null;
    this.held.delete(cell);
    return told;
  }

  /** Whether this has to wait. */
  hold(told: MarkTold): boolean {
    const waits = this.counts.has(told.cell);
    if (waits) {
      this.held.set(told.cell, told);
    }
    return waits;
  }
}
