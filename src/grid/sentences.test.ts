import type { Job } from '../../schema/wire';
import { announcement, cellName, diagnosisCard, progressLine } from './sentences';
import { fromJob, type SweepState } from './sweep-state';
import { axis, cellsOf, diagnosis, english, hash, makeJob, progress, marked } from './testing';

const axes = [axis('seed', [1, 2]), axis('cfg_scale', [3, 5])];

function sweep(states: string, change: Partial<Job> = {}): SweepState {
  const cells = cellsOf(axes).map((cell, at) => {
    const letter = states[at];
    const state =
      ({ q: 'queued', r: 'running', d: 'done', k: 'done', f: 'failed', c: 'cancelled' } as const)[letter] ??
      'queued';
    return { ...cell, state, cached: letter === 'k', image: state === 'done' ? hash(at) : null };
  });
  return fromJob(makeJob(axes, { cells, state: 'running', ...change }));
}
function line(state: SweepState, live = true): string {
  const { strong, rest } = progressLine(state, english, live);
  return [strong, ...rest].join(' · ');
}

test.each([
  [
    'before anything: the price',
    sweep('qqqq', { state: 'queued' }),
    'Queued · 4 cells to draw · 90 evaluations of 100 · about 12 s'
  ],
  [
    'before anything, with a cache',
    sweep('kkqq', {
      state: 'queued',
      progress: progress({ phase: 'loading_model', title: 'Loading emoji-diffusion' })
    }),
    'Loading emoji-diffusion · 4 cells: 2 from cache, 2 to draw · 90 evaluations of 100 · about 12 s'
  ],
  [
    'who is ahead',
    sweep('qqqq', {
      state: 'queued',
      diagnosis: diagnosis({ code: 'waiting', title: 'Waiting for “a fox”', detail: '' })
    }),
    'Waiting for “a fox” · 4 cells to draw · 90 evaluations of 100 · about 12 s'
  ],
  [
    'while drawing: counts, time left, pace in steps rather than finished cells',
    sweep('rrrr', { progress: progress({ phase: 'sampling', eta_s: 6, fraction: 0.5 }) }),
    '0 of 4 drawn · about 6 s left · 3 s per cell'
  ],
  [
    'drawn in turn: with whom, and nothing of a pace that others share',
    sweep('rrrr', {
      progress: progress({
        ...{ phase: 'sampling', eta_s: 6, fraction: 0.5 },
        in_turn_with: { job: 'j2', name: 'two.ipynb', others: 0 }
      })
    }),
    '0 of 4 drawn · about 6 s left · in turn with “two.ipynb”'
  ],
  [
    'passed by another: by whom',
    sweep('drqq', {
      progress: progress({ phase: 'sampling', eta_s: 6 }),
      diagnosis: diagnosis({ code: 'overtaken', title: '“a fox” goes first', detail: '' })
    }),
    '1 of 4 drawn · “a fox” goes first'
  ],
  ['with a failure', sweep('dfrr', { progress: progress({ phase: 'sampling' }) }), '1 of 4 drawn, 1 failed'],
  ['paused', sweep('ddqq', { state: 'paused' }), 'Paused · 2 of 4 drawn'],
  [
    'paused, with cells that were begun',
    sweep('drrq', { state: 'paused' }),
    'Paused · 1 of 4 drawn · 2 being finished'
  ],
  [
    'everything paused',
    sweep('drqq', {
      state: 'paused',
      diagnosis: diagnosis({ code: 'queue_paused', title: 'Everything is paused' })
    }),
    'Everything is paused · 1 of 4 drawn · 1 being finished'
  ],
  [
    'done, in the time from the first cell begun',
    fromJob({
      ...makeJob(axes, { state: 'done', finished: '2026-11-22T10:00:09.000Z' }),
      cells: cellsOf(axes, 'done').map(cell => ({ ...cell, timings: { queued_ms: 4_000, draw_ms: 100 } }))
    }),
    '4 cells · 4 drawn in 5 s'
  ],
  ['done from the cache', sweep('kkkk', { state: 'done' }), '4 cells · 4 from cache'],
  ['failed', sweep('dddf', { state: 'failed' }), '3 of 4 drawn, 1 failed'],
  ['cancelled', sweep('ddcc', { state: 'cancelled' }), 'Cancelled · 2 of 4 drawn'],
  ['done but for what was left out', sweep('dkdc', { state: 'done' }), '3 of 4 drawn, 1 left out'],
  ['failed and left out', sweep('ddfc', { state: 'failed' }), '2 of 4 drawn, 1 failed, 1 left out'],
  [
    'while drawing, with one left out',
    sweep('dcrr', { progress: progress({ phase: 'sampling' }) }),
    '1 of 4 drawn, 1 left out'
  ]
])('progress %s', (_, state, words) => {
  expect(line(state)).toBe(words);
});

test('a notebook that nobody answers for tells of a past', () => {
  expect(line(sweep('ddqq'), false)).toBe('When this was saved · 2 of 4 drawn');
  expect(progressLine(sweep('ddqq'), english, false).action).toBeNull();
});

test.each([
  ['running', 'rrrr', 'cancel', 'Cancel'],
  ['failed', 'ddff', 'retry', 'Retry 2 failed cells'],
  ['failed', 'dddf', 'retry', 'Retry 1 failed cell'],
  ['cancelled', 'ddcc', 'retry', 'Draw the rest'],
  ['done', 'dddc', 'retry', 'Draw the rest'],
  ['failed', 'ddfc', 'retry', 'Draw the rest'],
  ['done', 'dddd', null, '']
] as const)('a job that is %s with %s offers %s', (state, cells, action, actionLabel) => {
  expect(progressLine(sweep(cells, { state }), english)).toMatchObject({ action, actionLabel });
});

test.each([
  [
    'done',
    'd',
    { mark: marked({ rating: 4, flag: 'pick' }) },
    false,
    'Seed 1, CFG scale 3, done, picked, 4 stars'
  ],
  ['from cache', 'k', {}, false, 'Seed 1, CFG scale 3, done, from cache'],
  ['next', 'q', {}, true, 'Seed 1, CFG scale 3, next'],
  ['being drawn', 'r', { step: { step: 11, steps: 20 } }, false, 'Seed 1, CFG scale 3, step 11 of 20'],
  [
    'failed',
    'f',
    { error: { code: 'x', message: 'Not a number' } },
    false,
    'Seed 1, CFG scale 3, failed, Not a number'
  ],
  ['rejected', 'd', { mark: marked({ flag: 'reject' }) }, false, 'Seed 1, CFG scale 3, done, rejected']
] as const)('a cell that is %s is read so', (_, letter, change, next, words) => {
  const state = sweep(`${letter}qqq`);
  expect(cellName(state, { ...state.cells[0], ...change }, next, english)).toBe(words);
});

test('only start, quarters, failures and the end are announced', () => {
  const sequence = ['qqqq', 'rrrr', 'drrr', 'drrr', 'ddrr', 'ddfr', 'ddfd'].map(cells =>
    sweep(cells, { state: cells === 'qqqq' ? 'queued' : cells === 'ddfd' ? 'failed' : 'running' })
  );
  expect(sequence.slice(1).map((state, at) => announcement(sequence[at], state, english))).toEqual([
    'Drawing started: 4 cells',
    '1 of 4 drawn',
    null,
    '2 of 4 drawn',
    '1 failed',
    '3 of 4 drawn, 1 failed'
  ]);
  expect(announcement(null, sequence[0], english)).toBeNull();
});

test('a diagnosis has its head and its text, whatever stops and colons they hold', () => {
  const title = 'No step for 94 s (1.3 s is usual)';
  const detail = 'The drawing process is being restarted: 12 cells are safe.';
  expect(diagnosisCard(diagnosis({ code: 'stalled', title, detail }), english)).toMatchObject({
    mild: false,
    head: title,
    body: detail
  });
  expect(diagnosisCard(diagnosis({ code: 'slow' }), english).mild).toBe(true);
});

test('evidence with a term becomes a fact', () => {
  const evidence = [
    { code: 'evidence_process', term: 'Process 4127', message: 'uses 2.1 GB of memory' },
    { code: 'model_corrupt', message: 'a.safetensors is damaged.' }
  ];
  expect(diagnosisCard(diagnosis({ evidence }), english).evidence).toEqual([
    { term: 'Process 4127', fact: 'uses 2.1 GB of memory' },
    { term: '', fact: 'a.safetensors is damaged.' }
  ]);
  expect(diagnosisCard(diagnosis({ evidence: evidence.slice(1) }), english).evidence).toEqual([
    { term: 'Evidence', fact: 'a.safetensors is damaged.' }
  ]);
});
