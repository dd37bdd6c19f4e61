import { waitingFor } from './loop-cell';
import type { Waiting } from './loop-cell';
import type { SingleNeed } from './content';

/** A piece of work that some cells wait for and that goes to the networks alone. */
export type PendingPiece = { name: string; need: SingleNeed; waiting: Waiting[] };

/** The pieces that wait, by name, those first that bring a picture nearest. */
export class PendingPieces {
  /** Lets a cell wait for a piece. */
  add(name: string, need: SingleNeed, by: Waiting): void {
    const pending = this.pieces.get(name) ?? { name, need, waiting: [] };
    this.pieces.set(name, pending);
    pending.waiting.push(by);
  }

  get size(): number {
    return this.pieces.size;
  }

  /** Takes out the next piece of these kinds that a cell still waits for, the one that waited longest. */
  take(kinds: readonly SingleNeed['kind'][]): PendingPiece | null {
    for (const piece of this.pieces.values()) {
      if (kinds.includes(piece.need.kind)) {
        this.pieces.delete(piece.name);
        if (waitingFor([piece]).length > 0) {
          return piece;
        }
      }
    }
    return null;
  }

  private readonly pieces = new Map<string, PendingPiece>();
}
