import type { Hub } from '../jobs/hub';
import { isOver } from '../../schema/states';
import { withoutWords } from '../../schema/without-words';
import type { Log } from '../log';
import type { JobStore } from '../store/job-store';

export type LogJobsOptions = { hub: Hub; jobs: JobStore; log: Log };

/** Tells the life of jobs: accepted, running, paused, over; and once each, why cells failed. Prompts are nobody's business here. */
export function logJobs({ hub, jobs, log }: LogJobsOptions): void {
  hub.subscribe(null, ({ type, job: number }) => {
    const job = type === 'job' || type === 'done' ? jobs.byNumber(number) : null;
    // A job whose cells are all cached is over before it is told of as new.
    if (!job || (type === 'job' && isOver(job.state))) {
      return;
    }
    const { total, done, failed, cached } = job.counts;
    log.info({ cells: total, done, cached, failed }, `job ${job.id} ${job.state}`);
    for (const why of job.state === 'failed' ? (job.diagnosis?.evidence ?? []) : []) {
      log.warn(withoutWords(why), `job ${job.id}: why cells failed`);
    }
  });
}
