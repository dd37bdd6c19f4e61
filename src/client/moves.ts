/** What keeps a job from passing its neighbour in the queue, as people see it. */
import type { Say } from '../../schema/messages/browser';
import { PRIORITIES } from '../../schema/states';
import type { JobSummary, Priority } from '../../schema/wire';
import { jobName } from './job-name';
import { inOrder, nameOfClient } from './queue';

export type Stopped = {
  words: string;
  /** The priority by which it would pass all the same. */
  remedy: Priority | null;
};

const NAME_MAX = 40;
const PRIORITY_WORDS = { high: 'priority_high', normal: 'priority_normal', low: 'priority_low' } as const;

/** Why a job can't be put before (-1) or behind (1) the one next to it: nobody is there, it takes turns with it, or has other rights. */
export function whyNotPast(
  job: JobSummary,
  jobs: readonly JobSummary[],
  step: -1 | 1,
  say: Say,
  ours = ''
): Stopped {
  const open = inOrder(jobs);
  const other = open[open.findIndex(({ id }) => id === job.id) + step];
  if (!other) {
    return { words: say(step < 0 ? 'is_first_already' : 'is_last_already'), remedy: null };
  }
  const name = jobName(other, { say }, NAME_MAX);
  const remedy = remedyFor(job, other, step);
  if (other.priority !== job.priority) {
    const why = say('has_priority', { name, priority: say(PRIORITY_WORDS[other.priority]) });
    return { words: why + say('priority_joins'), remedy };
  }
  const how = step < 0 ? 'priority_passes_up' : 'priority_passes_down';
  const words = say('takes_turns_with', { name, whose: whoseOf(other, ours, say) });
  return {
    words: remedy === null ? words : words + say(how, { priority: say(PRIORITY_WORDS[remedy]) }),
    remedy
  };
}

/** Of equals one level beyond puts it past; of others their own. Nothing where it has that already. */
function remedyFor(job: JobSummary, other: JobSummary, step: -1 | 1): Priority | null {
  const level = PRIORITIES.indexOf(other.priority) - (other.priority === job.priority ? step : 0);
  const wanted = PRIORITIES[level];
  return wanted && wanted !== job.priority ? wanted : null;
}

function whoseOf({ client }: JobSummary, ours: string, say: Say): string {
  return client !== '' && client === ours
    ? say('this_page')
    : client === ''
      ? say('other_program')
      : (nameOfClient(client) ?? say('other_page'));
}
