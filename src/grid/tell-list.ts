/**
 * The list of jobs hears of a cell's end by a stream that sums up what happens to all jobs, some time after the job's own stream told it.
 * What a grid has just been told is passed on, so that panel and status bar count as the grid does.
 */
import { isOver } from '../../schema/states';
import type { JobEvent } from '../../schema/wire';
import type { IDiffusionJobs } from '../tokens';

export function tellList(
  jobs: Pick<IDiffusionJobs, 'jobs'> & Partial<Pick<IDiffusionJobs, 'put'>>,
  id: string | null,
  event: JobEvent
): void {
  const told = jobs.jobs.find(job => job.id === id);
  if (event.type !== 'cell' || !told || event.seq <= told.seq) {
    return;
  }
  const { progress, state, seq } = event;
  // The end of a job, with all that is to be said of it, is for the stream of all jobs to tell; so is that it is held up.
  if (!isOver(told.state) && state === told.state && progress.cells_done > told.progress.cells_done) {
    jobs.put?.({ ...told, progress, seq });
  }
}
