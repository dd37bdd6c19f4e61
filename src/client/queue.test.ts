import type { JobState, JobSummary, Priority } from '../../schema/wire';
import { groupsOf, isNameOf, nameOfClient, placeBeyond } from './queue';

const job = (id: string, state: JobState, change: Partial<JobSummary> = {}): JobSummary =>
  ({
    id,
    state,
    client: 'mine',
    priority: 'normal',
    rank: Number(id),
    diagnosis: null,
    ...change
  }) as JobSummary;
/** Shown as paused, for all are held up. */
const held = (id: string, own: JobState, code: string): JobSummary =>
  job(id, 'paused', { own_state: own, diagnosis: { code } } as Partial<JobSummary>);
const ids = (jobs: readonly JobSummary[]): string[] => jobs.map(({ id }) => id);

test('what waits is listed by priority, then by its place in the queue; what is over behind them', () => {
  const { drawing, waiting, earlier } = groupsOf([
    job('7', 'queued', { priority: 'low' }),
    job('6', 'queued', { priority: 'high' }),
    job('5', 'queued', { rank: 3.5 }),
    job('4', 'queued'),
    job('3', 'running'),
    job('2', 'done'),
    job('1', 'failed')
  ]);
  expect([drawing, waiting, earlier].map(ids)).toEqual([['3'], ['6', '5', '4', '7'], ['2', '1']]);
});

test('what is over is listed by its end, whenever it was asked for', () => {
  const over = (id: string, finished: string): JobSummary => job(id, 'done', { finished });
  const { earlier } = groupsOf([
    over('3', '2026-11-22T10:05:00.000Z'),
    over('2', '2026-11-22T10:20:00.000Z'),
    over('1', '2026-11-22T10:10:00.000Z')
  ]);
  expect(ids(earlier)).toEqual(['2', '1', '3']);
});

test('a job paused by itself is by itself, and one that is passed by others waits', () => {
  const overtaken = { diagnosis: { code: 'overtaken' } } as Partial<JobSummary>;
  const { drawing, waiting, paused } = groupsOf([
    job('3', 'running', overtaken),
    job('2', 'queued'),
    job('1', 'paused')
  ]);
  expect([drawing, waiting, paused].map(ids)).toEqual([[], ['2', '3'], ['1']]);
});

test.each(['queue_paused', 'disk_full', 'disk_failing', 'disk_slow', 'engine_down'])(
  'while %s holds up all, what is drawn and what waits stay where they were',
  code => {
    const { drawing, waiting } = groupsOf([held('2', 'queued', code), held('1', 'running', code)]);
    expect([drawing, waiting].map(ids)).toEqual([['1'], ['2']]);
  }
);

test.each([
  ['1', -1, undefined],
  ['2', -1, '1'],
  ['3', -1, '2'],
  ['1', 1, '3'],
  ['2', 1, null],
  ['3', 1, undefined]
] as [string, 1 | -1, string | null | undefined][])(
  'job %s moved by %d is placed before %s',
  (id, step, before) => {
    const other = (k: string, change: { client?: string; priority?: Priority }): JobSummary =>
      job(k, 'queued', { rank: 1.5, ...change });
    const jobs = [
      ...[job('3', 'queued'), job('2', 'queued'), job('1', 'running')],
      ...[other('8', { client: 'another' }), other('9', { priority: 'high' }), job('0', 'done')]
    ];
    expect(
      placeBeyond(
        jobs.find(each => each.id === id)!,
        jobs,
        step
      )
    ).toBe(before);
  }
);

test.each([
  ['two.ipynb #12ab34cd', 'two.ipynb'],
  ['%E7%8C%AB.ipynb #12ab34cd', '猫.ipynb'],
  ['a%E7%8 #12ab34cd', 'a…'],
  ['%E7%8C%AB%E7%8 #12ab34cd', '猫…'],
  ['%F0%9F%90%88%F0%9F%90 #12ab34cd', '🐈…'],
  ['%E7%8C%AB%E2%80%A6 #12ab34cd', '猫…'],
  ['100%.ipynb #12ab34cd', '100%.ipynb'],
  ['panel #12ab34cd', null],
  ['nightly', 'nightly']
])('the client %s is called %s', (client, name) => expect(nameOfClient(client)).toBe(name));

test.each([
  ['two.ipynb', 'two.ipynb', true],
  ['two.ipynb', 'two.ipynb2', false],
  ['一只猫…', '一只猫和一条狗.ipynb', true],
  ['一只猫…', '一条狗.ipynb', false]
])('a client called %s is of %s: %s', (name, notebook, expected) =>
  expect(isNameOf(name, notebook)).toBe(expected)
);
