import type { JobSummary } from '../../schema/wire';
import { textIn } from '../i18n/text';
import { about, jobLine, jobWhose, runLabel, shapeOf, planTime, waitOf, type Words } from './words';

const words: Words = textIn('en');

test.each([
  [0.1, 'about 1 s'],
  [0.7, 'about 1 s'],
  [5.4, 'about 6 s'],
  [58.4, 'about 59 s'],
  [72, 'about 1 min 10 s'],
  [720, 'about 12 min'],
  [7200, 'about 2 h']
])('%d s is %s', (seconds, text) => expect(about(seconds, words)).toBe(text));

test.each([
  [32, 24, 'Draw 8 cells'],
  [1, 0, 'Draw 1 cell'],
  [32, 32, 'Show 32 cells']
])('the button for %d cells, %d of them cached, says %s', (cells, cached, text) =>
  expect(runLabel({ cells, cached }, words)).toBe(text)
);

test('the shape is told when there is more than one axis', () => {
  const axis = (n: number): { labels: string[] } => ({ labels: Array<string>(n).fill('') });
  expect(shapeOf({ cells: 32, axes: [axis(4), axis(4), axis(2)] as never })).toBe('4 × 4 × 2');
  expect(shapeOf({ cells: 4, axes: [axis(4)] as never })).toBe('');
  expect(shapeOf({ cells: 7, axes: [axis(4), axis(4)] as never })).toBe('');
});

test.each([
  [{ client: 'mine' }, []],
  [{ client: 'mine', priority: 'high' }, ['Before all others']],
  [{ client: 'two.ipynb #12ab', priority: 'low' }, ['two.ipynb', 'Later']],
  [{ client: 'panel #34cd' }, ['another page']],
  [{ client: '' }, ['a program']],
  [{ client: 'two.ipynb #12ab', state: 'done' }, []]
] as [Partial<JobSummary>, string[]][])('beside a job %j stands %j', (job, whose) =>
  expect(jobWhose({ state: 'queued', priority: 'normal', ...job } as JobSummary, 'mine', words)).toEqual(
    whose
  )
);

const inTurn = (others: number): unknown => ({
  ...{ cells_total: 32, cells_done: 19, cells_failed: 0, eta_s: 7 },
  in_turn_with: { job: '2', name: 'a whale in the deep blue sea', others }
});

test.each([
  [{ state: 'running' }, '19 of 32 · about 7 s'],
  [{ state: 'running', progress: inTurn(0) }, '19 of 32 · about 7 s · in turn with “a whale in the deep…”'],
  [
    { state: 'running', progress: inTurn(2) },
    '19 of 32 · about 7 s · in turn with “a whale in the deep…” and 2 more'
  ],
  [
    { state: 'running', diagnosis: { code: 'overtaken', title: '“a fox” goes first' } },
    '19 of 32 · “a fox” goes first'
  ],
  [{ state: 'queued' }, '32 cells · Waiting: next'],
  [{ state: 'queued', diagnosis: { title: 'Waiting for “a cat”' } }, '32 cells · Waiting for “a cat”'],
  [{ state: 'paused' }, 'Paused at 19 of 32'],
  [{ state: 'done', finished: '2026-03-02T11:40:41' }, 'Done 11:40 · 32 cells · 41 s', 32],
  [{ state: 'done', finished: '2026-03-02T11:40:41' }, 'Done 11:40 · 31 of 32 drawn · 1 left out · 41 s', 31],
  [{ state: 'cancelled', finished: '2026-03-02T11:40:41' }, 'Cancelled at 19 of 32'],
  [{ state: 'cancelled', finished: '2026-03-01T11:40:41' }, 'Cancelled yesterday at 19 of 32']
] as [Partial<JobSummary>, string, number?][])('a job %j reads %s', (job, text, done = 19) => {
  const progress = {
    cells_total: 32,
    cells_done: done,
    cells_failed: 0,
    eta_s: job.state === 'running' ? 7 : null
  };
  const full = { created: '2026-03-02T11:40:00', finished: null, progress, ...job } as JobSummary;
  expect(jobLine(full, new Date('2026-03-02T18:00:00'), words)).toBe(text);
});

test.each([
  [{ cells: 4, cached: 0, eta_s: 5, eta_range_s: null }, 'about 5 s'],
  [{ cells: 4, cached: 0, eta_s: 120, eta_range_s: [65, 235] }, 'between 1 and 4 min'],
  [{ cells: 4, cached: 4, eta_s: 0, eta_range_s: null }, 'at once']
] as [Parameters<typeof planTime>[0], string][])('a plan %j takes %s', (plan, text) => {
  expect(planTime(plan, words)).toBe(text);
});

test.each([
  [null, ''],
  [{ jobs: 3, seconds: 120 }, 'Starts in about 2 min, 3 jobs before it'],
  [{ jobs: 1, seconds: null }, 'Starts after 1 job']
])('a plan that waits for %j says "%s"', (wait, text) => {
  expect(waitOf({ wait }, false, words)).toBe(text);
});

test.each([null, { jobs: 3, seconds: 120 }])('while everything is paused a plan (%j) waits for that', wait =>
  expect(waitOf({ wait }, true, words)).toBe('Everything is paused: it starts once that goes on')
);
