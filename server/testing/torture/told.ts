import { isOver } from '../../../schema/states';
import type { Job, JobState, Mark } from '../../../schema/wire';

/** A submit as its client knows it. */
export type Submit = {
  key: string;
  text: string;
  /** The seed of its first cell; each further cell has the next. What a cell shows is its seed's. */
  first: number;
  cells: number;
  /** One of so many cells that it comes in several transactions; its client cancels it. */
  large: boolean;
  /** null as long as no answer came, so it may be there or not. */
  id: string | null;
  /** The state in which it was seen to be over, and must be now. */
  over: JobState | null;
};

/** All that the service ever told its client; each of it must hold after any kill. */
export class Told {
  /** Jobs that must be there, or may be when no answer came. */
  readonly submits: Submit[] = [];
  /** Jobs that somebody asked to forget: nothing is known of them until that is answered. */
  readonly leaving: Submit[] = [];
  /** Ids of jobs that were forgotten. */
  readonly gone = new Set<string>();
  /** The highest event number that was seen of a job, by its id. */
  readonly seqs = new Map<string, number>();
  /** The picture of each cell that was seen done, by its id. */
  readonly done = new Map<string, string>();
  /** Those of them that must be done now. */
  readonly settled = new Set<string>();
  /** Cells whose pictures may be gone where they are not shown any more: a job that was forgotten meanwhile showed the same. */
  readonly released = new Set<string>();
  /** Which marks, as JSON, a picture may have: the last that was answered, and those that were asked for since. */
  readonly marks = new Map<string, Set<string>>();
  readonly uploads = new Set<string>();
  /** Sentences of what was told in two ways. */
  readonly wrong: string[] = [];
  private keys = 0;

  newKey(): string {
    return `key-${this.keys++}`;
  }

  hear(job: Job): void {
    this.hearSeq(job.id, job.seq);
    job.cells.forEach(cell => this.hearCell(cell));
    const submit = this.submits.find(({ id }) => id === job.id);
    if (submit && isOver(job.state)) {
      submit.over = job.state;
    }
  }

  hearSeq(id: string, seq: number): void {
    this.seqs.set(id, Math.max(seq, this.seqs.get(id) ?? 0));
  }

  hearCell({ id, state, image }: { id: string; state: string; image?: string | null }): void {
    // What was sent of a job before somebody asked to forget it may come after that.
    const leaves = this.gone.has(jobOf(id)) || this.leaving.some(submit => submit.id === jobOf(id));
    if (state === 'done' && image && !leaves) {
      const before = this.done.get(id) ?? image;
      if (before !== image) {
        this.wrong.push(`cell ${id} was told to have the picture ${before}, then ${image}`);
      }
      this.done.set(id, image);
      this.settled.add(id);
      this.released.delete(id);
    }
  }

  /**
   * With the database goes what became of jobs and cells within its last second: they are drawn or found again, with the same pictures.
   */
  loseDatabase(): void {
    this.settled.clear();
    this.leaving.forEach(submit => this.release(submit));
    this.submits.forEach(submit => (submit.over = null));
  }

  /** A mark is asked for; what is returned tells that it was answered. */
  mark(image: string, mark: Mark): () => void {
    const asked = JSON.stringify(mark);
    const possible = this.marks.get(image) ?? new Set([JSON.stringify(NO_MARK)]);
    this.marks.set(image, possible.add(asked));
    return () => void this.marks.set(image, new Set([asked]));
  }

  /** Somebody asks to forget a job, maybe once more; what is returned tells that it was answered. */
  forget(submit: Submit): () => void {
    take(this.submits, submit);
    take(this.leaving, submit);
    this.leaving.push(submit);
    for (const cell of this.done.keys()) {
      if (jobOf(cell) === submit.id) {
        this.done.delete(cell);
        this.settled.delete(cell);
        this.released.delete(cell);
      }
    }
    this.release(submit);
    return () => {
      take(this.leaving, submit);
      this.gone.add(submit.id!);
    };
  }

  /** A job that is forgotten takes the pictures along that no cell shows. */
  private release({ first, cells }: Submit): void {
    for (const cell of this.done.keys()) {
      const seed = this.seedOf(cell);
      if (!this.settled.has(cell) && seed >= first && seed < first + cells) {
        this.released.add(cell);
      }
    }
  }

  private seedOf(cell: string): number {
    const { first = NaN } = this.submits.find(({ id }) => id === jobOf(cell)) ?? {};
    return first + Number(cell.slice(cell.lastIndexOf('-') + 1));
  }

  /** Jobs that must be there. */
  get acknowledged(): (Submit & { id: string })[] {
    return this.submits.filter((each): each is Submit & { id: string } => each.id !== null);
  }
}

export const NO_MARK: Mark = { rating: null, flag: null, tags: [] };

function jobOf(cell: string): string {
  return cell.slice(0, cell.lastIndexOf('-'));
}

function take<Item>(items: Item[], item: Item): void {
  if (items.includes(item)) {
    items.splice(items.indexOf(item), 1);
  }
}
