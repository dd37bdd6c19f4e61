import { jobWords } from '../store/job-words';
import type { NewJob } from '../store/job-record';
import type { NewCell } from '../store/cell-store';
import type { InSlices } from '../sweep';

/** What a job's row says of its cells. */
export function* cellsInSum(
  cells: readonly Pick<NewCell, 'params' | 'work'>[]
): InSlices<Pick<NewJob, 'words' | 'cells' | 'work'>> {
  const work = cells.reduce((sum, cell) => sum + cell.work, 0);
  return { words: yield* jobWords(cells.map(({ params }) => params)), cells: cells.length, work };
}
