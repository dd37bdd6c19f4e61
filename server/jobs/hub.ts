import type { Log } from '../log';
import type { CellRecord } from '../store/cell-store';

/** What happened, as data; each listener puts it into its own language. `job` is the job's number. */
export type HubEvent =
  /** `ended` when the cell has come to its end by this, `marked` when somebody said something of its picture. */
  | { type: 'cell'; job: number; seq: number; cell: CellRecord; ended?: true; marked?: true }
  | { type: 'job'; job: number; seq: number }
  | { type: 'steps'; job: number; cells: { id: string; step: number; steps: number }[] }
  | { type: 'preview'; job: number; cell: string; image: string }
  | { type: 'diagnosis'; job: number; seq: number }
  | { type: 'done'; job: number; seq: number }
  /** It was forgotten; its row is no more. */
  | { type: 'gone'; job: number; id: string };

export type Listener = (event: HubEvent) => void;

/** Tells listeners what happens to one job or to all. What one throws is noted, and keeps no other from hearing, nor itself the next time. */
export class Hub {
  private readonly listeners = new Set<{ job: number | null; listener: Listener; previews: boolean }>();

  constructor(private readonly log: Pick<Log, 'error'>) {}

  /** Listens until the returned function is called. `job` null hears everything. Previews are made only where somebody wants them. */
  subscribe(job: number | null, listener: Listener, { previews = false } = {}): () => void {
    const entry = { job, listener, previews };
    this.listeners.add(entry);
    return () => {
      this.listeners.delete(entry);
    };
  }

  /** Jobs that somebody listens to, each by itself. */
  followed(): number[] {
    return [...new Set([...this.listeners].flatMap(({ job }) => job ?? []))];
  }

  /** Whether somebody watches the pictures of this job, so that previews are worth their work. */
  watched(job: number): boolean {
    return [...this.listeners].some(entry => entry.previews && entry.job === job);
  }

  publish(event: HubEvent): void {
    for (const entry of [...this.listeners]) {
      if (entry.job === null || entry.job === event.job) {
        try {
          entry.listener(event);
        } catch (error) {
          this.log.error({ error, event: event.type }, 'something that happened could not be told');
        }
      }
    }
  }
}
