/**
 * Tells jobs that wait how the queue went on. Nothing happens to such a job itself, so whoever follows it would go on to read what was true
 * when it began to wait: for whom, and for how long.
 */
import { isOver } from '../../schema/states';
import type { IClock } from '../clock';
import { isDatabaseRefused } from '../store/disk-faults';
import type { JobStore } from '../store/job-store';
import type { Hub } from './hub';
import type { UnderWay } from './under-way';

const LOOK_MS = 1000;
/** While the queue is as it was, the time that is left until its turn is told anew this often. */
const TIMES_MS = 5000;
/** Jobs that are told at once; of the others a reader hears with the next list. */
const TOLD_MAX = 20;

export type QueueNewsOptions = {
  jobs: Pick<JobStore, 'byNumber' | 'queueChanges' | 'paused'>;
  hub: Pick<Hub, 'followed' | 'publish'>;
  underWay: Pick<UnderWay, 'ofJob'>;
  clock: IClock;
};

export class QueueNews {
  private told = { changes: -1, at: -Infinity };
  /** Jobs of which nothing was drawn at the last look. */
  private waiting: ReadonlySet<number> = new Set();
  private cancelNext: (() => void) | null = null;

  constructor(private readonly options: QueueNewsOptions) {}

  start(): void {
    this.cancelNext = this.options.clock.after(LOOK_MS, () => {
      try {
        this.look();
      } catch (error) {
        // What can't be read now is told once it can.
        if (!isDatabaseRefused(error)) {
          throw error;
        }
      }
      this.start();
    });
  }

  stop(): void {
    this.cancelNext?.();
  }

  /**
   * Looks whether there is news, and tells it to those who follow jobs that wait: to all when the queue is another or time has passed, else to
   * those that have just begun to wait. No number is taken for it: what was missed is told with the next.
   */
  look(): void {
    const { jobs, hub, clock } = this.options;
    const changes = jobs.queueChanges;
    const now = clock.monotonic();
    if (jobs.paused) {
      return;
    }
    const isNews = changes !== this.told.changes || now - this.told.at >= TIMES_MS;
    this.told = isNews ? { changes, at: now } : this.told;
    const idle = hub.followed().filter(number => !this.isDrawn(number));
    const news = idle.filter(number => isNews || !this.waiting.has(number)).slice(0, TOLD_MAX);
    this.waiting = new Set(idle);
    for (const number of news) {
      const job = jobs.byNumber(number);
      if (job && !isOver(job.state) && job.state !== 'paused') {
        hub.publish({ type: 'diagnosis', job: number, seq: job.seq });
      }
    }
  }

  private isDrawn(job: number): boolean {
    return this.options.underWay.ofJob(job).some(({ step, saving }) => step > 0 || saving);
  }
}
