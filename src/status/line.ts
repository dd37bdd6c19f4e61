import type { JobSummary } from '../../schema/wire';
import { about, type Words } from '../panel/words';

/** "CPU · 19 of 32 · about 7 s" */
export function statusLine(job: JobSummary, device: string | null, words: Words): string {
  const { cells_done: done, cells_total: total, eta_s: eta } = job.progress;
  return [
    ...(device ? [device.toUpperCase()] : []),
    words.trans.__('%1 of %2', done, total),
    ...(eta === null ? [] : [about(eta, words)])
  ].join(' · ');
}
