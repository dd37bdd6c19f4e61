import type { Cell } from '../../schema/wire';
import { Notes } from './notes';
import { fromJob, type SweepState } from './sweep-state';
import { axis, cellsOf, english, makeJob } from './testing';

const axes = [axis('seed', [1, 2, 3, 4])];
type Again = NonNullable<Cell['again']>['state'];

/** The sweep with these cells drawn again, by their places. */
function sweepWith(again: Record<number, Again>, job = 'job-1'): SweepState {
  const cells = cellsOf(axes, 'done').map((cell, at) => ({
    ...cell,
    ...(again[at] && { again: { state: again[at], message: `It is ${again[at]}.` } })
  }));
  return fromJob(makeJob(axes, { id: job, state: 'done', cells }));
}

function notes() {
  const waits: (() => void)[] = [];
  const said: string[] = [];
  const made = new Notes({
    text: english,
    later: (_, run) => (waits.push(run), () => void waits.splice(waits.indexOf(run), 1)),
    say: words => void said.push(words),
    onChange: () => undefined
  });
  return { made, waits, said };
}

test.each<[string, Record<number, Again>, Record<number, Again>, string | null, string | null]>([
  ['still waits', { 1: 'waiting' }, { 1: 'waiting' }, null, null],
  ['is the same', { 1: 'waiting' }, { 1: 'same' }, 'Seed 2: It is same.', 'good'],
  ['is another', { 1: 'waiting' }, { 1: 'other' }, 'Seed 2: It is other.', 'bad'],
  ['was told before', { 1: 'same' }, { 1: 'same' }, null, null],
  [
    'differs among several',
    { 0: 'waiting', 1: 'waiting', 2: 'waiting' },
    { 0: 'same', 1: 'other', 2: 'same' },
    'Seed 1, Seed 3: It is same. Seed 2: It is other.',
    'bad'
  ],
  [
    'is of many',
    { 0: 'waiting', 1: 'waiting', 2: 'waiting', 3: 'waiting' },
    { 0: 'same', 1: 'same', 2: 'same', 3: 'same' },
    '4 cells: It is same.',
    'good'
  ]
])('what came of drawing again is told where one looks: it %s', (_, before, after, words, tone) => {
  const { made, said } = notes();
  made.watch(sweepWith(before), sweepWith(after));
  expect([said[0] ?? null, made.state?.tone ?? null]).toEqual([words, tone]);
});

test('another sweep in the place of one that waited tells nothing', () => {
  const { made } = notes();
  made.watch(sweepWith({ 0: 'waiting' }), sweepWith({ 0: 'same' }, 'job-2'));
  expect(made.state).toBeNull();
});

test('a note goes by itself, the next takes its place, and who can’t see it hears it', () => {
  const { made, waits, said } = notes();
  made.tell('No.', 'cell-0');
  made.tell('Not now.', 'cell-1');
  expect([made.state?.lines[0].words, waits.length, said]).toEqual(['Not now.', 1, ['No.', 'Not now.']]);
  waits[0]();
  expect([made.state, waits.length]).toEqual([null, 0]);
});
