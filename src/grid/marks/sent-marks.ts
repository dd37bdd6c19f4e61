/** Marks of a sweep's pictures, sent to the service: seen at once, back again where they are refused, and joined with what others say. */
import type { Mark } from '../../../schema/wire';
import type { IDiffusionClient, IDiffusionFailure, MarkTold } from '../../tokens';
import { applyMark, withMark, type SweepState } from '../sweep-state';
import { PendingMarks } from './pending-marks';

export type SentMarksOptions = {
  client: Pick<IDiffusionClient, 'mark'>;
  sweep(): SweepState | null;
  /** Whether the service knows the sweep. */
  attached(): boolean;
  /** Shows the sweep with other marks. */
  put(sweep: SweepState): void;
  /** Why the latest mark was refused; null once one was taken. */
  answered(failure: IDiffusionFailure | null): void;
};

export class SentMarks {
  private readonly pending = new PendingMarks();

  constructor(private readonly options: SentMarksOptions) {}

  /** Whether any is under way. */
  get any(): boolean {
    return this.pending.any;
  }

  /** Changes a part of a picture's mark. What is left out stays. */
  async give(cell: string, change: Partial<Mark>): Promise<void> {
    const before = this.markOf(cell);
    if (!before || !this.options.attached()) {
      return;
    }
    this.pending.begin(cell, before, change);
    this.show(cell, { ...before, ...change });
    let told: MarkTold | null;
    try {
      await this.options.client.mark(cell, change);
      told = this.pending.end(cell, change);
      this.options.answered(null);
    } catch (reason) {
      const back = this.pending.refuse(cell, change, this.markOf(cell) ?? before);
      this.show(cell, back.mark);
      told = back.told;
      this.options.answered(reason as IDiffusionFailure);
    }
    if (told) {
      this.take(told);
    }
  }

  /** What somebody said of a picture, in this page or elsewhere. */
  take(told: MarkTold): void {
    const sweep = this.options.sweep();
    if (sweep && told.job === sweep.job && this.options.attached() && !this.pending.hold(told)) {
      this.options.put(applyMark(sweep, told));
    }
  }

  private show(cell: string, mark: Mark): void {
    const sweep = this.options.sweep();
    if (sweep) {
      this.options.put(withMark(sweep, cell, mark));
    }
  }

  private markOf(cell: string): Mark | undefined {
    const sweep = this.options.sweep();
    return sweep?.cells[sweep.places.get(cell) ?? -1]?.mark;
  }
}
