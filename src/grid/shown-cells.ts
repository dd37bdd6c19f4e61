/** Tells the service which cells of an open job a grid shows, so that they are drawn before those that nobody sees. */

export type ShownCellsOptions = {
  /** The job that can be told of now: known to the service and not over; null for none. */
  job(): string | null;
  look(job: string, cells: readonly number[]): Promise<void>;
  later(ms: number, run: () => void): () => void;
};

/** A scroll ends before it is told of. */
const PAUSE_MS = 300;
/** What the service takes at once. */
const CELLS_MAX = 500;

export class ShownCells {
  private wanted: readonly number[] = [];
  private told: { job: string; cells: string } | null = null;
  private callOff: (() => void) | null = null;

  constructor(private readonly options: ShownCellsOptions) {}

  /** These cells are seen now, by their places in the job; none when the grid is out of sight. */
  note(cells: readonly number[]): void {
    this.wanted = cells.slice(0, CELLS_MAX);
    this.check();
  }

  /** Something may have changed: tells, after a pause, what isn't told yet. */
  check(): void {
    if (this.isNews()) {
      this.callOff ??= this.options.later(PAUSE_MS, () => {
        this.callOff = null;
        this.tell();
      });
    }
  }

  /** Nobody sees them any more. */
  dispose(): void {
    this.callOff?.();
    this.wanted = [];
    this.tell();
    this.callOff = () => undefined;
  }

  private isNews(): boolean {
    const job = this.options.job();
    const known = this.told?.job === job ? this.told?.cells : '';
    return job !== null && known !== this.wanted.join();
  }

  private tell(): void {
    const job = this.options.job();
    if (job !== null && this.isNews()) {
      this.told = { job, cells: this.wanted.join() };
      // A hint that got lost costs nothing; the next change is told again.
      void this.options.look(job, this.wanted).catch(() => (this.told = null));
    }
  }
}
