/**
 * Which pictures of a sweep look nearly the same, and how far any two are apart. Pictures are read one after the other while the page has
 * nothing else to do, from the small copies that the sheet shows anyway, and only once somebody sees the grid.
 */
import type { IResemblance } from '../filter/filter';
import type { CellView } from '../sweep-state';
import { differenceOf, isNear, type Signature } from './signature';

export type LikenessOptions = {
  /** The signature of a cell's picture; null where it can't be had. */
  read(cell: CellView): Promise<Signature | null>;
  /** Runs when the page has nothing else to do; returns a way to call it off. */
  idle(run: () => void): () => void;
  later(ms: number, run: () => void): () => void;
  /** Called after some pictures were compared. */
  onChange(): void;
};

/** Of larger sweeps nothing is compared: each of their pictures would have to be asked for. */
export const CELLS_MAX = 2000;
/** What was found is told at most so often. */
const TELL_MS = 250;

type Known = { key: string; shape: number; signature: Signature | null };

export class Likeness implements IResemblance {
  /** Another number whenever an answer may be another. */
  version = 0;
  private cells: readonly CellView[] = [];
  private known: (Known | undefined)[] = [];
  private counts: number[] = [];
  private firsts: boolean[] = [];
  private isSeen = false;
  private reading = false;
  private callOff: (() => void) | null = null;
  private telling: (() => void) | null = null;
  /** Counts the sweeps that were looked at; what is read of an earlier one is too late. */
  private round = 0;

  constructor(private readonly options: LikenessOptions) {}

  /** Somebody sees the grid: from now on its pictures are compared. */
  see(): void {
    this.isSeen = true;
    this.goOn();
  }

  /** These are the cells now. */
  look(cells: readonly CellView[]): void {
    this.cells = cells.length > CELLS_MAX ? [] : cells;
    const isOther = this.known.some((known, at) => known && known.key !== keyOf(this.cells[at]));
    if (isOther) {
      this.reset();
    }
    this.goOn();
  }

  /** How many pictures there are to compare, and how many of them were read. */
  get progress(): { done: number; cells: number } {
    const cells = this.cells.filter(cell => keyOf(cell) !== null).length;
    return { done: this.known.filter(Boolean).length, cells };
  }

  alike(cell: number): number | null {
    return this.known[cell] ? this.counts[cell] : null;
  }

  isFirst(cell: number): boolean | null {
    return this.known[cell] ? this.firsts[cell] : null;
  }

  difference(cell: number, other: number): number | null {
    const [one, two] = [this.known[cell]?.signature, this.known[other]?.signature];
    return one && two ? differenceOf(one, two) : null;
  }

  dispose(): void {
    this.reset();
    this.isSeen = false;
  }

  private reset(): void {
    this.round += 1;
    this.known = [];
    this.counts = [];
    this.firsts = [];
    this.reading = false;
    this.callOff?.();
    this.callOff = null;
    this.telling?.();
    this.telling = null;
    this.version += 1;
  }

  private goOn(): void {
    if (this.isSeen && !this.reading && this.callOff === null && this.next() >= 0) {
      this.callOff = this.options.idle(() => {
        this.callOff = null;
        void this.readNext();
      });
    }
  }

  private next(): number {
    return this.cells.findIndex((cell, at) => !this.known[at] && keyOf(cell) !== null);
  }

  private async readNext(): Promise<void> {
    const at = this.next();
    const cell = this.cells[at];
    if (!cell) {
      return;
    }
    const { round } = this;
    const key = keyOf(cell)!;
    this.reading = true;
    const same = this.known.find(known => known?.key === key);
    const signature = same ? same.signature : await this.options.read(cell).catch(() => null);
    if (round !== this.round) {
      return;
    }
    this.reading = false;
    this.note(at, { key, shape: cell.width / cell.height, signature });
    this.tellSoon();
    this.goOn();
  }

  /** Compares a picture with all that were read before. */
  private note(at: number, known: Known): void {
    this.counts[at] = 0;
    this.firsts[at] = true;
    this.known.forEach((other, position) => {
      if (other && isAlike(known, other)) {
        this.counts[at] += 1;
        this.counts[position] += 1;
        this.firsts[Math.max(at, position)] = false;
      }
    });
    this.known[at] = known;
  }

  private tellSoon(): void {
    this.telling ??= this.options.later(TELL_MS, () => {
      this.telling = null;
      this.version += 1;
      this.options.onChange();
    });
  }
}

/** Pictures of other proportions aren't the same, however they look squeezed. */
function isAlike(one: Known, other: Known): boolean {
  const { signature, shape } = one;
  return (
    signature !== null &&
    other.signature !== null &&
    Math.abs(Math.log(shape / other.shape)) < 0.02 &&
    (signature === other.signature || isNear(signature, other.signature))
  );
}

/** By what a cell's picture is known; null while there is none. */
function keyOf(cell: CellView | undefined): string | null {
  return cell?.state === 'done' ? (cell.image ?? cell.thumbnail) : null;
}
