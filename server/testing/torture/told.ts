import type { Job, Mark } from '../../../schema/wire';

/** A submit as its client knows it: null as long as no answer came, so it may be there or not. */
export type Submit = { key: string; text: string; cells: number; id: string | null };

/** All that the service ever told its client; each of it must hold after any kill. */
export class Told {
  readonly submits: Submit[] = [];
  /** The highest event number that was seen of a job, by its id. */
  readonly seqs = new Map<string, number>();
  /** The picture of each cell that was seen done, by its id. */
  readonly done = new Map<string, string>();
  /** Those of them that must be done now. */
  readonly settled = new Set<string>();
  /** Sentences of what was told in two ways. */
  readonly wrong: string[] = [];
  /** Which marks, as JSON, a picture may have: the last that was answered, and those that were asked for since. */
  readonly marks = new Map<string, Set<string>>();
  readonly uploads = new Set<string>();

  hear(job: Job): void {
    this.hearSeq(job.id, job.seq);
    job.cells.forEach(cell => this.hearCell(cell));
  }

  hearSeq(id: string, seq: number): void {
    this.seqs.set(id, Math.max(seq, this.seqs.get(id) ?? 0));
  }

  hearCell({ id, state, image }: { id: string; state: string; image?: string | null }): void {
    if (state === 'done' && image) {
      const before = this.done.get(id) ?? image;
      if (before !== image) {
        this.wrong.push(`cell ${id} was told to have the picture ${before}, then ${image}`);
      }
      this.done.set(id, image);
      this.settled.add(id);
    }
  }

  /** With the database goes what became of cells within its last second: they are drawn or found again, with the same pictures. */
  loseDatabase(): void {
    this.settled.clear();
  }

  /** A mark is asked for; what is returned tells that it was answered. */
  mark(image: string, mark: Mark): () => void {
    const asked = JSON.stringify(mark);
    const possible = this.marks.get(image) ?? new Set([JSON.stringify(NO_MARK)]);
    this.marks.set(image, possible.add(asked));
    return () => void this.marks.set(image, new Set([asked]));
  }

  /** Jobs that must be there. */
  get acknowledged(): (Submit & { id: string })[] {
    return this.submits.filter((each): each is Submit & { id: string } => each.id !== null);
  }
}

export const NO_MARK: Mark = { rating: null, flag: null };
