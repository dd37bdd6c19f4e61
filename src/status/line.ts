import type { JobSummary } from '../../schema/wire';
import { guess } from '../../schema/messages/duration';
import type { IDiffusionText } from '../tokens';

/** "CPU · 19 of 32 · about 7 s" */
export function statusLine(job: JobSummary, device: string | null, words: IDiffusionText): string {
  const { cells_done: done, cells_total: total, eta_s: eta } = job.progress;
  return [
    ...(device ? [device.toUpperCase()] : []),
    words.say('done_of', { done, total }),
    ...(eta === null ? [] : [guess(eta, words.language)])
  ].join(' · ');
}
