/** What a person tells the jobs to do, and what the form takes from them. */
import type { IDiffusionClient, IDiffusionJobs, INotebookBridge } from '../tokens';
import type { Job, JobSummary, Priority } from '../../schema/wire';
import { jobName } from '../client/job-name';
import { whyNotPast } from '../client/moves';
import { lineOf, placeBeyond } from '../client/queue';
import type { QueueWord } from './state';
import { summaryOf } from './submit';
import type { Words } from './words';

export type JobOrdersOptions = {
  client: IDiffusionClient;
  jobs: IDiffusionJobs;
  bridge: Pick<INotebookBridge, 'openJob'>;
  /** Does a thing that may be refused, and says so when it is. */
  attempt(work: () => Promise<void>): Promise<void>;
  /** Says what came of a move of the queue, or takes back what was said of the last. */
  tell(word: QueueWord | null): void;
  words: Pick<Words, 'say'>;
};

const NAME_MAX = 40;

export class JobOrders {
  constructor(private readonly options: JobOrdersOptions) {}

  open(id: string): Promise<void> {
    return this.options.bridge.openJob(id);
  }

  /** Cancels, pauses, resumes or retries a job. */
  tell(id: string, command: 'cancel' | 'pause' | 'resume' | 'retry'): Promise<void> {
    return this.put(() => this.options.client[command](id));
  }

  forget(id: string): Promise<void> {
    const { client, jobs, attempt } = this.options;
    return attempt(async () => {
      await this.asked(() => client.forget(id));
      jobs.remove(id);
    });
  }

  /** Cancels whatever is drawn or waits, but for one job. */
  cancelAll(except?: string): Promise<void> {
    const { client, jobs, attempt } = this.options;
    return attempt(async () => {
      await this.asked(() => client.steer.cancelAll(except));
      await jobs.load();
    });
  }

  /** Gives out nothing of any job, or goes on. */
  pauseAll(paused: boolean): Promise<void> {
    const { client, jobs, attempt } = this.options;
    return attempt(async () => {
      await this.asked(() => (paused ? client.steer.pauseAll() : client.steer.resumeAll()));
      jobs.notePaused(paused);
    });
  }

  setPriority(id: string, priority: Priority): Promise<void> {
    this.options.tell(null);
    return this.put(() => this.options.client.steer.setPriority(id, priority));
  }

  /** Passes the job before (up) or behind it (down), of those of its client and priority; says where it is then, or why it can't. */
  async move(job: JobSummary, step: -1 | 1): Promise<void> {
    const { client, jobs, tell, words } = this.options;
    const { say } = words;
    const before = placeBeyond(job, jobs.jobs, step);
    if (before === undefined) {
      tell({ job: job.id, ...whyNotPast(job, jobs.jobs, step, say, client.name) });
      return;
    }
    tell(null);
    await this.put(() => client.steer.place(job.id, before));
    const line = lineOf(job, jobs.jobs);
    const place = line.findIndex(({ id }) => id === job.id) + 1;
    tell({
      job: job.id,
      words: say('moved_to', { name: jobName(job, words, NAME_MAX), place, count: line.length }),
      remedy: null
    });
  }

  /** The seed of the latest job that had one. */
  lastSeed(): number | null {
    const seeds = this.options.jobs.jobs.map(job => job.plan.base.seed);
    const seed = seeds.find(each => typeof each === 'number' && each >= 0);
    return typeof seed === 'number' ? seed : null;
  }

  private put(request: () => Promise<Job>): Promise<void> {
    const { jobs, attempt } = this.options;
    return attempt(async () => jobs.put(summaryOf(await this.asked(request))));
  }

  /** A refusal says that what is shown is old: somebody did it before, in another page or from a kernel. So the list is read anew. */
  private async asked<T>(request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (reason) {
      void this.options.jobs.load();
      throw reason;
    }
  }
}
