import type { JobEvent, JobState, JobSummary } from '../../schema/wire';
import { tellList } from './tell-list';
import { axis, cellsOf, makeJob, progress } from './testing';

const { cells: _, ...job } = makeJob([axis('seed', [1, 2])], {
  state: 'running',
  seq: 5,
  progress: progress({ cells_done: 1 })
});
const known: JobSummary = { ...job, thumbnails: [] };

function cellEvent(seq: number, done: number, state: JobState = 'running'): JobEvent {
  const [cell] = cellsOf([axis('seed', [1, 2])], 'done');
  return { type: 'cell', seq, cell, state, progress: progress({ cells_done: done, eta_s: 3 }) };
}
function toldBy(event: JobEvent, jobs: JobSummary[] = [known], id = 'job-1'): JobSummary[] {
  const told: JobSummary[] = [];
  tellList({ jobs, put: each => void told.push(each) }, id, event);
  return told;
}

test('a cell that a grid was told of is counted in the list at once', () => {
  expect(toldBy(cellEvent(6, 2))).toEqual([
    { ...known, seq: 6, progress: progress({ cells_done: 2, eta_s: 3 }) }
  ]);
});

test.each<[string, JobEvent, JobSummary[]]>([
  ['what the list knows already', cellEvent(5, 2), [known]],
  ['a cell that was only begun', cellEvent(6, 1), [known]],
  ['the end of the job', cellEvent(6, 2, 'done'), [known]],
  ['a pause', cellEvent(6, 2, 'paused'), [known]],
  ['a job that the list doesn’t have', cellEvent(6, 2), []],
  ['a job that is over there', cellEvent(6, 2), [{ ...known, state: 'done' }]],
  ['steps', { type: 'step', cells: [], progress: progress({ cells_done: 2 }) }, [known]]
])('%s is left to the stream of all jobs', (_, event, jobs) => {
  expect(toldBy(event, jobs)).toEqual([]);
});
