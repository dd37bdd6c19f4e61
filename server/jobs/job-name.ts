import { cutAtWord } from '../../schema/readable';
import type { JobRecord } from '../store/job-record';

/** Characters of the prompt that a job is known by. */
const NAME_MAX = 40;

/** What people know a job by: the first line of its prompt, cut; '' where it has none. */
export function jobNameOf({ plan }: Pick<JobRecord, 'plan'>): string {
  const [first] = String(plan.base.prompt ?? '')
    .trim()
    .split('\n');
  return cutAtWord(first, NAME_MAX);
}
