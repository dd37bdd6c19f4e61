/** What a person tells the jobs to do, and what the form takes from them. */
import type { IDiffusionClient, IDiffusionJobs, INotebookBridge } from '../tokens';
import { isOver } from '../../schema/states';
import { summaryOf } from './submit';

export type JobOrdersOptions = {
  client: IDiffusionClient;
  jobs: IDiffusionJobs;
  bridge: Pick<INotebookBridge, 'openJob'>;
  /** Does a thing that may be refused, and says so when it is. */
  attempt(work: () => Promise<void>): Promise<void>;
};

export class JobOrders {
  constructor(private readonly options: JobOrdersOptions) {}

  open(id: string): Promise<void> {
    return this.options.bridge.openJob(id);
  }

  /** Cancels, pauses, resumes or retries a job. */
  tell(id: string, command: 'cancel' | 'pause' | 'resume' | 'retry'): Promise<void> {
    const { client, jobs, attempt } = this.options;
    return attempt(async () => jobs.put(summaryOf(await client[command](id))));
  }

  forget(id: string): Promise<void> {
    const { client, jobs, attempt } = this.options;
    return attempt(async () => {
      await client.forget(id);
      jobs.remove(id);
    });
  }

  /** Cancels whatever is drawn or waits. */
  async cancelAll(): Promise<void> {
    const open = this.options.jobs.jobs.filter(({ state }) => !isOver(state));
    await Promise.all(open.map(({ id }) => this.tell(id, 'cancel')));
  }

  /** The seed of the latest job that had one. */
  lastSeed(): number | null {
    const seeds = this.options.jobs.jobs.map(job => job.plan.base.seed);
    const seed = seeds.find(each => typeof each === 'number' && each >= 0);
    return typeof seed === 'number' ? seed : null;
  }
}
