import type { JobSummary } from '../../schema/wire';
import { textIn } from '../i18n/text';
import type { Front } from '../tokens';
import { queueTold } from './queue-told';

const job = (id: string, change: Partial<JobSummary> = {}): JobSummary =>
  ({
    id,
    state: 'queued',
    client: `${id}.ipynb #1a`,
    priority: 'normal',
    rank: Number(id),
    diagnosis: null,
    spec: { base: { prompt: `job ${id}\nsecond line` } },
    progress: {
      title: `${id} of 9`,
      message: `${id} of 9.`,
      cells_done: 0,
      cells_total: 9,
      phase: 'loading_model'
    },
    ...change
  }) as unknown as JobSummary;
const diagnosis = (code: string): Partial<JobSummary> =>
  ({ diagnosis: { code, title: `It is ${code}` } }) as unknown as Partial<JobSummary>;
const drawn = (eta_s: number | null): JobSummary['progress'] =>
  ({ cells_done: 2, cells_total: 9, phase: 'sampling', eta_s }) as JobSummary['progress'];
const nothing: Front = { notebook: null, job: null };
const told = (
  jobs: readonly JobSummary[],
  front: Partial<Front> = {},
  paused = false
): [string, string, string, number] | null => {
  const line = queueTold({ jobs, paused }, { ...nothing, ...front }, textIn('en'));
  return line && [line.sign, line.name, line.state, line.others];
};

const two = [
  job('1', { state: 'running' }),
  job('2'),
  job('3', { state: 'running' }),
  job('4', { state: 'done' })
];

test.each<[string, Partial<Front>, string]>([
  ['with nothing of them in front, what is drawn', {}, 'job 1'],
  ['the job of the notebook in front', { notebook: '3.ipynb' }, 'job 3'],
  ['the job of the notebook in front, though it waits', { notebook: '2.ipynb' }, 'job 2'],
  ['the job whose grid is in front', { job: '3' }, 'job 3'],
  ['with a notebook in front that has none, what is drawn', { notebook: '9.ipynb' }, 'job 1'],
  ['with a grid in front that is over, what is drawn', { job: '4' }, 'job 1']
])('told is %s', (_, front, name) => {
  const line = told(two, front)!;
  expect([line[1], line[3]]).toEqual([name, 2]);
});

test('of a notebook with several jobs the one that is drawn is told', () => {
  const client = 'a.ipynb #1a';
  const jobs = [
    job('1', { state: 'paused', client }),
    job('2', { client }),
    job('3', { state: 'running', client })
  ];
  expect(told(jobs, { notebook: 'a.ipynb' })?.[1]).toBe('job 3');
});

test.each<[Partial<JobSummary>, [string, string]]>([
  [{ state: 'running' }, ['drawn', '1 of 9']],
  [{ state: 'running', progress: drawn(7) }, ['drawn', '2 of 9 · about 7 s']],
  [{ state: 'running', progress: drawn(null) }, ['drawn', '2 of 9']],
  [{ state: 'running', ...diagnosis('silent') }, ['slow', 'It is silent']],
  [{ state: 'running', ...diagnosis('overtaken') }, ['waits', 'It is overtaken']],
  [{ state: 'queued', ...diagnosis('waiting') }, ['waits', 'It is waiting']],
  [{ state: 'queued' }, ['waits', 'Waiting: next']],
  [{ state: 'paused' }, ['paused', '1 of 9']],
  [{ state: 'paused', own_state: 'running', ...diagnosis('disk_full') }, ['slow', 'It is disk_full']]
])('a job alone (%j) is told as %j', (change, expected) => {
  const [sign, name, state, others] = told([job('1', change)])!;
  expect([[sign, state], name, others]).toEqual([expected, 'job 1', 0]);
});

test('with everything paused that is told, and how many wait; with nothing open, nothing', () => {
  const paused = { state: 'paused', own_state: 'queued' } as const;
  expect(
    told([job('1', paused), job('2', paused), job('3', { state: 'done' })], { notebook: '2.ipynb' }, true)
  ).toEqual(['paused', '', 'Everything is paused · 2 jobs wait', 0]);
  expect(told([job('3', { state: 'done' })], {}, true)).toBeNull();
});
