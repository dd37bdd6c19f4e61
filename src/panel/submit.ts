/** What is known of jobs and plans before a sweep is sent. */
import { hasCode } from '../../schema/messages/has-code';
import type { Job, JobSummary } from '../../schema/wire';
import { isOver } from '../../schema/states';
import type { PanelState } from './state';
import type { IDiffusionFailure } from '../tokens';

/** A job as lists show it. */
export function summaryOf({ cells, ...job }: Job): JobSummary {
  const images = cells.flatMap(({ image }) => (image ? [image] : []));
  return { ...job, thumbnails: images.slice(0, 4) };
}

/** How many cells a refusal for too many is about, and how many may be; null for any other. */
export function limitAsked({ error }: IDiffusionFailure): { cells: number; limit: number } | null {
  const asked = { cells: Number(error.facts?.cells), limit: Number(error.facts?.limit) };
  return hasCode(error, 'too_many_cells') && asked.cells > 0 ? asked : null;
}

/**
 * The job of the very same text that is being drawn or waits. A text that leaves the seed to chance means other pictures each time: it
 * has none.
 */
export function jobUnderWay(text: string, jobs: readonly JobSummary[]): JobSummary | undefined {
  return jobs.find(
    job =>
      !isOver(job.state) &&
      job.text === text &&
      (job.plan.base.seed === undefined || job.plan.origins.seed === 'user')
  );
}

/** A finished job of the very same text: showing it again needs no new one. */
export function alreadyDrawn(
  text: string,
  { plan, jobs }: Pick<PanelState, 'plan' | 'jobs'>
): JobSummary | undefined {
  const isAllThere = plan.kind === 'ready' && plan.text === text && plan.plan.cached === plan.plan.cells;
  return isAllThere ? jobs.find(job => job.state === 'done' && job.text === text) : undefined;
}
