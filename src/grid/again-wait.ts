/**
 * When a job that is over, and so has no events, is asked what came of drawing cells of it again. The whole job comes each time, and with
 * everything paused it may stay as it is for hours: the pauses grow as long as nothing is another.
 */
import { isActive, type SweepState } from './sweep-state';

const MIN_MS = 1000;
const MAX_MS = 15_000;

export type AgainWaitOptions = {
  later(ms: number, run: () => void): () => void;
  /** Asks for the job; what comes is given to `check`, and so is the state where nothing came. */
  ask(): void;
};

export class AgainWait {
  private callOff: (() => void) | null = null;
  private waiting = '';
  private pause = MIN_MS;

  constructor(private readonly options: AgainWaitOptions) {}

  /** Waits for the next time to ask, where cells of a job that is over wait to be drawn again. */
  check(sweep: SweepState | null): void {
    this.stop();
    const cells = sweep && !isActive(sweep) ? sweep.cells.filter(isAsked) : [];
    const waiting = cells.map(cell => cell.id).join();
    if (waiting !== '') {
      this.pause = waiting === this.waiting ? Math.min(this.pause * 2, MAX_MS) : MIN_MS;
      this.callOff = this.options.later(this.pause, () => {
        this.callOff = null;
        this.options.ask();
      });
    }
    this.waiting = waiting;
  }

  stop(): void {
    this.callOff?.();
    this.callOff = null;
  }
}

const isAsked = ({ again }: SweepState['cells'][number]): boolean => again?.state === 'waiting';
