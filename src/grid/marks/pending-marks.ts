import type { Mark } from '../../../schema/wire';
import type { MarkTold } from '../../tokens';

type Pending = {
  /** What the service has of it, as far as it has answered. */
  known: Mark;
  /** What it was asked for and hasn't answered, in this order. */
  asked: Partial<Mark>[];
  /** What it told meanwhile, the latest alone. */
  held: MarkTold | null;
};

/**
 * Marks that are on their way to the service. Until the last of a cell has come back, what is told of it is older than what the sheet shows
 * already: it is held, and the latest is taken then. What is refused goes back to what the service has.
 */
export class PendingMarks {
  private readonly cells = new Map<string, Pending>();

  get any(): boolean {
    return this.cells.size > 0;
  }

  /** A change of a cell whose mark was `before` is asked for. */
  begin(cell: string, before: Mark, change: Partial<Mark>): void {
    const pending = this.cells.get(cell) ?? { known: before, asked: [], held: null };
    pending.asked.push(change);
    this.cells.set(cell, pending);
  }

  /** It has come back: what was told meanwhile, once it was the last of its cell. */
  end(cell: string, change: Partial<Mark>): MarkTold | null {
    const pending = this.take(cell, change);
    if (pending) {
      pending.known = { ...pending.known, ...change };
    }
    return this.close(cell, pending);
  }

  /** It was refused: the mark to show for `shown`, without it, and what was told meanwhile. */
  refuse(cell: string, change: Partial<Mark>, shown: Mark): { mark: Mark; told: MarkTold | null } {
    const pending = this.take(cell, change);
    const left = Object.assign({}, pending?.known, ...(pending?.asked ?? [])) as Partial<Mark>;
    // What else somebody said of it meanwhile stays.
    const back = Object.keys(change).filter(
      name => name in left && shown[name as keyof Mark] === change[name as keyof Mark]
    );
    const mark = { ...shown, ...Object.fromEntries(back.map(name => [name, left[name as keyof Mark]])) };
    return { mark, told: this.close(cell, pending) };
  }

  /** Whether this has to wait. */
  hold(told: MarkTold): boolean {
    const pending = this.cells.get(told.cell);
    if (pending) {
      pending.held = told;
    }
    return pending !== undefined;
  }

  private take(cell: string, change: Partial<Mark>): Pending | undefined {
    const pending = this.cells.get(cell);
    if (pending) {
      pending.asked = pending.asked.filter(each => each !== change);
    }
    return pending;
  }

  private close(cell: string, pending: Pending | undefined): MarkTold | null {
    if (pending && pending.asked.length > 0) {
      return null;
    }
    this.cells.delete(cell);
    return pending?.held ?? null;
  }
}
