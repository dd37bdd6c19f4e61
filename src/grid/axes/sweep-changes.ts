/**
 * A sweep in the place of another: sent, told of, undone, and written into the notebook's cell.
 *
 * `sending`: the new sweep was sent and not answered. `last`: the latest change is told, with what can still be done about it, until it is
 * put away. The sweeps that were left are kept by their ids, since a kernel that still runs goes on to tell of the one that it began: a
 * notebook's copy of such a one is not shown any more.
 */
import type { Job } from '../../../schema/wire';
import { Submitter } from '../../client/submitter';
import type { IDiffusionClient, IDiffusionFailure, IDiffusionText } from '../../tokens';
import type { SweepState } from '../sweep-state';
import { withChosenSeeds, type TextChange } from './changed-text';

/** The text of the notebook's cell that a grid stands below. */
export type CellText = { text: string; replace(text: string): void };

export type LastChange = {
  words: string;
  /** Whether the notebook's cell could say so, does, or has nothing to do with it. */
  cell: 'behind' | 'same' | 'none';
};

export type ChangesState = { sending: boolean; refused: IDiffusionFailure | null; last: LastChange | null };

export type SweepChangesOptions = {
  client: Pick<IDiffusionClient, 'submit' | 'job' | 'steer'>;
  text: IDiffusionText;
  sweep(): SweepState | null;
  /** Whether the service knows the job. */
  attached(): boolean;
  /** Goes on with another job in this one's place. */
  takeOver(job: Job): void;
  cell?(): CellText | null;
  /** Says it to people who can't see the grid. */
  say(words: string): void;
  onChange(): void;
};

/**
 * What was changed: the job before, the places of its cells that were called off, how to change a text likewise, and what puts the cell's
 * text back where it was changed.
 */
type Done = { left: string; calledOff: readonly number[]; change: TextChange; restore: (() => void) | null };

export class SweepChanges {
  private current: ChangesState = { sending: false, refused: null, last: null };
  private readonly submitter: Submitter;
  private done: Done[] = [];
  private readonly left = new Set<string>();
  private disposed = false;

  constructor(private readonly options: SweepChangesOptions) {
    this.submitter = new Submitter(options.client);
  }

  get state(): ChangesState {
    return this.current;
  }

  get canUndo(): boolean {
    return this.done.length > 0 && this.options.attached();
  }

  hasLeft(job: string | null): boolean {
    return job !== null && this.left.has(job);
  }

  /** Does something that sends, once at a time; what is refused is kept. */
  async during(work: () => Promise<void>): Promise<void> {
    if (this.current.sending) {
      return;
    }
    this.set({ sending: true, refused: null });
    try {
      await work();
    } catch (reason) {
      this.set({ refused: reason as IDiffusionFailure });
    } finally {
      this.set({ sending: false });
    }
  }

  /** Sends the sweep whose text is `written` with a change, and goes on with that; rejects with the service's failure. */
  async send(written: string, change: TextChange, words: string): Promise<void> {
    const sweep = this.options.sweep();
    const withSeeds: TextChange = text => {
      const changed = change(text);
      return sweep && changed !== null ? withChosenSeeds(changed, sweep) : null;
    };
    const text = withSeeds(written);
    if (!sweep?.job || text === null) {
      return;
    }
    const job = await this.submitter.submit(text);
    if (!this.isStill(sweep.job)) {
      return;
    }
    this.done.push({ left: sweep.job, calledOff: [], change: withSeeds, restore: null });
    this.goTo(job);
    const cell = this.options.cell?.() ?? null;
    this.tell({ words, cell: cell && this.unwritten()(cell.text) !== null ? 'behind' : 'none' });
  }

  /** Stops cells of the sweep that was left last, which nobody wants any more; undoing lets them go on. */
  async callOff(places: readonly number[]): Promise<void> {
    const last = this.done.at(-1);
    if (last) {
      last.calledOff = places;
      for (const place of places) {
        // One that is over by now needs no stopping.
        await this.options.client.steer.cancelCell(last.left, place).catch(() => undefined);
      }
    }
  }

  /** Goes back to the sweep before the last change. */
  async undo(): Promise<void> {
    const last = this.done.at(-1);
    const shown = this.options.sweep()?.job ?? null;
    if (last) {
      await this.during(async () => {
        for (const place of last.calledOff) {
          // One that was drawn all the same is there.
          await this.options.client.steer.retryCell(last.left, place).catch(() => undefined);
        }
        const job = await this.options.client.job(last.left);
        if (!this.isStill(shown)) {
          return;
        }
        this.done.pop();
        last.restore?.();
        this.goTo(job);
        this.tell({ words: this.options.text.say('change_undone'), cell: 'none' });
      });
    }
  }

  /** Writes what was changed into the notebook's cell, so that running it again gives this grid. */
  putIntoCell(): void {
    const { last } = this.current;
    const done = this.done.at(-1);
    const cell = this.options.cell?.() ?? null;
    const text = cell && this.unwritten()(cell.text);
    if (!last || !done || !cell || text === null) {
      return;
    }
    const before = cell.text;
    cell.replace(text);
    done.restore = () => {
      const now = this.options.cell?.();
      if (now?.text === text) {
        now.replace(before);
      }
    };
    this.tell({ ...last, cell: 'same' });
  }

  putAway(): void {
    this.set({ last: null, refused: null });
  }

  /** What was refused is no longer what stands there. */
  retract(): void {
    this.set({ refused: null });
  }

  /** Another sweep is shown from now on, and none of the changes was of it. */
  forget(): void {
    this.done = [];
    this.left.clear();
    this.putAway();
  }

  dispose(): void {
    this.disposed = true;
  }

  /** All changes since the notebook's cell was last written. */
  private unwritten(): TextChange {
    const from = this.done.map(({ restore }) => restore !== null).lastIndexOf(true) + 1;
    return text =>
      this.done
        .slice(from)
        .reduce<string | null>((changed, { change }) => (changed === null ? null : change(changed)), text);
  }

  /** Whether the grid stands where it stood: it may be closed by now, or show what another run of its cell drew. */
  private isStill(job: string | null): boolean {
    return !this.disposed && (this.options.sweep()?.job ?? null) === job;
  }

  private goTo(job: Job): void {
    const now = this.options.sweep()?.job;
    if (now) {
      this.left.add(now);
    }
    this.left.delete(job.id);
    this.options.takeOver(job);
  }

  private tell(last: LastChange): void {
    this.options.say(last.words);
    this.set({ last });
  }

  private set(change: Partial<ChangesState>): void {
    this.current = { ...this.current, ...change };
    if (!this.disposed) {
      this.options.onChange();
    }
  }
}
