import type { Job } from '../../../schema/wire';

/** A submit as its client knows it: null as long as no answer came, so it may be there or not. */
export type Submit = { key: string; text: string; cells: number; id: string | null };

/** All that the service ever told its client; each of it must hold after any kill. */
export class Told {
  readonly submits: Submit[] = [];
  /** The highest event number that was seen of a job, by its id. */
  readonly seqs = new Map<string, number>();
  /** The picture of each cell that was seen done, by its id. */
  readonly done = new Map<string, string>();
  /** Pictures whose rating was answered. Each picture has one rating only that is ever given, so a repeated one changes nothing. */
  readonly rated = new Set<string>();
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
      this.done.set(id, image);
    }
  }

  /** Jobs that must be there. */
  get acknowledged(): (Submit & { id: string })[] {
    return this.submits.filter((each): each is Submit & { id: string } => each.id !== null);
  }
}

/** The rating that a client of the kill loop gives to a picture. */
export function ratingOf(image: string): number {
  return 1 + (parseInt(image.slice(0, 4), 16) % 5);
}
