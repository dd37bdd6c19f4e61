/** What holds a sweep up: that everything is paused, that it is paused by itself, or both. Each has its own way on. */
import { hasCode } from '../../schema/messages/has-code';
import type { IDiffusionJobs } from '../tokens';
import { isActive, type SweepState } from './sweep-state';

export type HeldState = { all: boolean; own: boolean };

export type HeldOptions = {
  jobs: Pick<IDiffusionJobs, 'jobs' | 'changed'>;
  sweep(): SweepState | null;
  onChange(): void;
};

export class Held {
  private told: HeldState = { all: false, own: false };

  constructor(private readonly options: HeldOptions) {
    options.jobs.changed.connect(this.onJobs, this);
  }

  /** The same object as long as it says the same. */
  get state(): HeldState {
    const { all, own } = this.look();
    if (all !== this.told.all || own !== this.told.own) {
      this.told = { all, own };
    }
    return this.told;
  }

  dispose(): void {
    this.options.jobs.changed.disconnect(this.onJobs, this);
  }

  private onJobs(): void {
    const before = this.told;
    if (this.state !== before) {
      this.options.onChange();
    }
  }

  /** While everything is paused every job is shown as paused; only the list of jobs tells which of them are so by themselves. */
  private look(): HeldState {
    const sweep = this.options.sweep();
    if (!sweep || !isActive(sweep) || sweep.state !== 'paused') {
      return { all: false, own: false };
    }
    const all = hasCode(sweep.diagnosis, 'queue_paused');
    const told = this.options.jobs.jobs.find(({ id }) => id === sweep.job);
    // Of a list that doesn't know of the pause yet, nothing follows.
    const own = told?.state === 'paused' ? (told.own_state ?? 'paused') === 'paused' : !all;
    return { all, own };
  }
}
