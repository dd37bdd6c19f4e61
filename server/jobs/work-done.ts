import type { StepsMessage } from '../../engine/worker';

export type Work = { evaluations: number; networkMs: number };

/** What jobs cost since it was last stored in their rows, which happens with every picture. */
export class WorkDone {
  private readonly jobs = new Map<number, Work>();

  add(job: number, { evaluations, network_ms: networkMs }: StepsMessage): void {
    const before = this.of(job);
    this.jobs.set(job, {
      evaluations: before.evaluations + evaluations,
      networkMs: before.networkMs + networkMs
    });
  }

  of(job: number): Work {
    return this.jobs.get(job) ?? { evaluations: 0, networkMs: 0 };
  }

  /** It is in the job's row now. */
  forget(job: number): void {
    this.jobs.delete(job);
  }
}
