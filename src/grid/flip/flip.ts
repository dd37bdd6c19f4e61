/**
 * Flipping through pictures at one place of the eye: one step along an axis, or playing along it.
 *
 * Nothing plays until somebody asks for it, nor at all where the system asks for little motion. While `playing` names an axis, the next
 * picture that is drawn follows in the chosen pace, once it is decoded; what isn't drawn is passed over. It ends with a press, when the
 * view is left, or when there is nothing else to show along that axis.
 */
import { Frames } from './frames';

export type FlipState = {
  /** The axis that is played along, by id. */
  playing: string | null;
  perSecond: number;
  /** Whether it goes back from the last to the one before, rather than to the first. */
  bounce: boolean;
};

/** The cells along an axis, in the order in which they are seen, and which of them is shown. */
export type Along = { cells: readonly (number | null)[]; at: number };

export type FlipOptions = {
  along(axis: string): Along | null;
  /** Where the picture of a cell is to be had; null for one that isn't drawn. */
  urlOf(cell: number): string | null;
  show(cell: number): void;
  later(ms: number, run: () => void): () => void;
  /** Whether the system asks for little motion. */
  isStill(): boolean;
  onChange(): void;
  frames?: Frames;
};

/** Six changes a second are three flashes at most, which is the limit of what nobody is harmed by. */
export const PACES: readonly number[] = [0.5, 1, 2, 3, 4, 6];
const PACE = 2;
/** So many pictures are decoded ahead of the one that is shown. */
const AHEAD = 3;

export class Flip {
  readonly frames: Frames;
  private current: FlipState = { playing: null, perSecond: PACE, bounce: false };
  private direction: 1 | -1 = 1;
  private callOff: (() => void) | null = null;
  /** Counts the times that playing began; what an earlier one waits for is too late. */
  private run = 0;

  constructor(private readonly options: FlipOptions) {
    this.frames = options.frames ?? new Frames();
  }

  get state(): FlipState {
    return this.current;
  }

  get isStill(): boolean {
    return this.options.isStill();
  }

  /** Plays along an axis; the same once more, or another while one plays, changes to that. */
  toggle(axis: string): void {
    if (this.current.playing === axis) {
      this.pause();
    } else {
      this.play(axis);
    }
  }

  play(axis: string): void {
    if (this.isStill || this.next(axis) === null) {
      return;
    }
    this.run += 1;
    this.direction = 1;
    this.set({ playing: axis });
    this.prepare();
    this.wait();
  }

  pause(): void {
    if (this.current.playing !== null) {
      this.run += 1;
      this.callOff?.();
      this.set({ playing: null });
    }
  }

  setPace(perSecond: number): void {
    this.set({ perSecond });
    if (this.current.playing !== null) {
      this.wait();
    }
  }

  setBounce(bounce: boolean): void {
    this.direction = 1;
    this.set({ bounce });
  }

  /** Decodes what may be shown next: beside the picture along each axis, and ahead along the one that plays. */
  prepare(axes: readonly string[] = []): void {
    const { playing } = this.current;
    const wanted = axes.flatMap(axis => {
      const { cells, at } = this.options.along(axis) ?? { cells: [], at: -1 };
      return [cells[at + 1], cells[at - 1]];
    });
    if (playing !== null) {
      wanted.push(...this.ahead(playing, AHEAD));
    }
    for (const cell of wanted) {
      const url = cell === null || cell === undefined ? null : this.options.urlOf(cell);
      if (url !== null) {
        void this.frames.load(url);
      }
    }
  }

  dispose(): void {
    this.run += 1;
    this.callOff?.();
  }

  private wait(): void {
    this.callOff?.();
    this.callOff = this.options.later(1000 / this.current.perSecond, () => void this.step());
  }

  private async step(): Promise<void> {
    const { run } = this;
    const { playing } = this.current;
    const next = playing === null ? null : this.next(playing);
    if (next === null) {
      this.pause();
      return;
    }
    const url = this.options.urlOf(next.cell);
    // The picture before stays as long as that takes.
    await (url === null ? undefined : this.frames.load(url));
    if (run === this.run) {
      this.direction = next.direction;
      this.options.show(next.cell);
      this.prepare();
      this.wait();
    }
  }

  /** The cells that would follow along an axis. */
  private ahead(axis: string, count: number): number[] {
    const found: number[] = [];
    let from = this.options.along(axis);
    let { direction } = this;
    while (from && found.length < count) {
      const next = this.nextIn(from, direction);
      if (!next || found.includes(next.cell)) {
        break;
      }
      found.push(next.cell);
      direction = next.direction;
      from = { ...from, at: from.cells.indexOf(next.cell) };
    }
    return found;
  }

  private next(axis: string): { cell: number; direction: 1 | -1 } | null {
    const along = this.options.along(axis);
    return along && this.nextIn(along, this.direction);
  }

  /** The next cell that is drawn, beyond the end where that is reached; null where there is no other. */
  private nextIn({ cells, at }: Along, direction: 1 | -1): { cell: number; direction: 1 | -1 } | null {
    const isDrawn = (place: number): boolean => {
      const cell = cells[place];
      return cell !== null && cell !== undefined && this.options.urlOf(cell) !== null;
    };
    const drawn = [...cells.keys()].filter(isDrawn);
    const beyond = (way: 1 | -1): number[] =>
      way > 0 ? drawn.filter(place => place > at) : drawn.filter(place => place < at).reverse();
    const back: 1 | -1 = direction > 0 ? -1 : 1;
    const [place] = beyond(direction);
    const [turned] = this.current.bounce ? beyond(back) : beyond(back).reverse();
    const to = place ?? turned;
    const cell = to === undefined ? null : cells[to];
    return cell === null || cell === undefined
      ? null
      : { cell, direction: place === undefined && this.current.bounce ? back : direction };
  }

  private set(change: Partial<FlipState>): void {
    this.current = { ...this.current, ...change };
    this.options.onChange();
  }
}
