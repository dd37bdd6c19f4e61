/** Most cells of a job that are remembered as seen or wanted. */
const CELLS_MAX = 500;
/** Most grids of one job that are remembered. */
const VIEWERS_MAX = 8;

/** Which cells people look at, and which they want next. Kept in memory: after a restart nobody looks yet. */
export class Attention {
  /** By job and by who looks. */
  private readonly views = new Map<number, Map<string, readonly number[]>>();
  private readonly wanted = new Map<number, number[]>();

  /** A grid shows these cells of a job now, by their positions; none when it is closed. Several may show one job, each by its own name. */
  look(job: number, positions: readonly number[], viewer: string): void {
    const views = this.views.get(job) ?? new Map<string, readonly number[]>();
    // The newest comes first.
    views.delete(viewer);
    if (positions.length > 0) {
      views.set(viewer, positions.slice(0, CELLS_MAX));
    }
    const kept = [...views].slice(-VIEWERS_MAX);
    if (kept.length > 0) {
      this.views.set(job, new Map(kept));
    } else {
      this.views.delete(job);
    }
  }

  /** A person wants these before all others, in this order. */
  want(job: number, positions: readonly number[]): void {
    const rest = (this.wanted.get(job) ?? []).filter(each => !positions.includes(each));
    this.wanted.set(job, [...positions, ...rest].slice(0, CELLS_MAX));
  }

  /** Whether a job has cells that somebody wants next. */
  isWanted(job: number): boolean {
    return this.wanted.has(job);
  }

  /** Positions of a job's cells that somebody wants next, the first first. */
  wantedOf(job: number): readonly number[] {
    return this.wanted.get(job) ?? [];
  }

  /** Positions of a job's cells that somebody sees, those of the last look first. */
  seenOf(job: number): readonly number[] {
    const views = [...(this.views.get(job)?.values() ?? [])].reverse();
    return [...new Set(views.flat())].slice(0, CELLS_MAX);
  }

  /** Of the wanted cells of a job, only those still wait of which this holds. */
  keepWanted(job: number, waits: (position: number) => boolean): void {
    const rest = this.wanted.get(job)?.filter(waits);
    if (rest?.length) {
      this.wanted.set(job, rest);
    } else {
      this.wanted.delete(job);
    }
  }

  forget(job: number): void {
    this.views.delete(job);
    this.wanted.delete(job);
  }
}
