import { jobWords } from '../store/job-words';
import type { NewJob } from '../store/job-record';
import type { ExpandedCell, InSlices } from '../sweep';

/** What a job's row says of its cells. */
export function* cellsInSum(
  cells: readonly Pick<ExpandedCell, 'params'>[]
): InSlices<Pick<NewJob, 'words' | 'cells' | 'steps'>> {
  const all = cells.map(({ params }) => params);
  const steps = all.reduce((sum, params) => sum + params.steps, 0);
  return { words: yield* jobWords(all), cells: all.length, steps };
}
