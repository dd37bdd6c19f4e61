import { cellsWaiting } from './loop-cell';
import type { Waiter } from './loop-cell';
import type { SingleNeed } from './content';

/** A piece of work that some cells wait for and that goes to the networks alone. */
export type PendingSingle = { name: string; need: SingleNeed; waiting: Waiter[] };

/** The pieces of work that wait, by name, those first that bring a picture nearest. */
export class PendingSingles {
  /** Lets a cell wait for a piece of work. */
  add(name: string, need: SingleNeed, by: Waiter): void {
    const pending = this.singles.get(name) ?? { name, need, waiting: [] };
    this.singles.set(name, pending);
    pending.waiting.push(by);
  }

  get size(): number {
    return this.singles.size;
  }

  /** Takes out the next piece of these kinds that a cell still waits for, the one that waited longest. */
  take(kinds: readonly SingleNeed['kind'][]): PendingSingle | null {
    for (const single of this.singles.values()) {
      if (kinds.includes(single.need.kind)) {
        this.singles.delete(single.name);
        if (cellsWaiting([single]).length > 0) {
          return single;
        }
      }
    }
    return null;
  }

  private readonly singles = new Map<string, PendingSingle>();
}
