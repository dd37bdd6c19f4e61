import type { JobSummary } from '../../schema/wire';
import { textIn } from '../i18n/text';
import { JobNotices, type Notice } from './job-notices';

const START = Date.parse('2026-03-02T10:00:00Z');
const job = (change: Partial<JobSummary>): JobSummary =>
  ({
    id: '1',
    client: 'mine',
    state: 'running',
    created: new Date(START).toISOString(),
    finished: null,
    spec: { base: { prompt: 'a cat' }, axes: [] },
    progress: { title: '4 of 9', message: '4 of 9.', cells_failed: 0 },
    diagnosis: null,
    ...change
  }) as JobSummary;
const after = (seconds: number): string => new Date(START + seconds * 1000).toISOString();
const held = (code: string): Partial<JobSummary> => ({
  state: 'paused',
  own_state: 'running',
  diagnosis: { code, title: `It is ${code}` } as JobSummary['diagnosis']
});
const down = { diagnosis: { code: 'engine_down', title: 'It is down' } as JobSummary['diagnosis'] };
const stalled = { code: 'stalled', title: 'No progress for 300 s' } as JobSummary['diagnosis'];

/** What is told while the list is seen like this, one after the other, and what of it is taken back. */
function watched(lists: Partial<JobSummary>[][], paused = false): { heard: Notice[]; back: string[] } {
  const heard: Notice[] = [];
  const back: string[] = [];
  const notices = new JobNotices({
    say: textIn('en').say,
    isOurs: ({ client }) => client === 'mine',
    now: () => START + 90_000,
    tell: notice => heard.push(notice),
    takeBack: key => back.push(key)
  });
  lists.forEach(changes =>
    notices.take(
      changes.map((change, k) => job({ id: String(k + 1), ...change })),
      paused
    )
  );
  return { heard, back };
}
const told = (...seen: Partial<JobSummary>[]): Notice[] => watched(seen.map(change => [change])).heard;

test.each([
  ['its end', [{}, { state: 'done', finished: after(61) }], ['success', '“a cat”: 4 of 9']],
  ['its failure', [{}, { state: 'failed', finished: after(61) }], ['error', '“a cat”: 4 of 9']],
  ['a full disk', [{}, held('disk_full')], ['warning', 'It is disk_full']],
  ['a disk that takes nothing', [{}, held('disk_failing')], ['warning', 'It is disk_failing']],
  ['a standstill', [{}, { diagnosis: stalled }], ['warning', '“a cat”: No progress for 300 s']],
  [
    'a standstill, once',
    [{ diagnosis: stalled }, { diagnosis: stalled }],
    ['warning', '“a cat”: No progress for 300 s']
  ]
] as [string, Partial<JobSummary>[], [string, string]][])('of a long job is told %s', (_, seen, expected) =>
  expect(told(...seen).map(({ tone, message }) => [tone, message])).toEqual([expected])
);

test.each([
  ['that took a minute', [{}, { state: 'done', finished: after(60) }]],
  ['that somebody cancelled', [{}, { state: 'cancelled', finished: after(80) }]],
  ['that was over before the page was opened', [{ state: 'done', finished: after(80) }]],
  ['of another page', [{ client: 'other' }, { client: 'other', state: 'done', finished: after(80) }]],
  ['that only waits', [{}, { diagnosis: { code: 'waiting', title: 'Waiting' } as JobSummary['diagnosis'] }]]
] as [string, Partial<JobSummary>[]][])('nothing is told of a job %s', (_, seen) =>
  expect(told(...seen)).toEqual([])
);

test('what holds up all jobs is told once for all of them, and taken back when it is gone', () => {
  const { heard, back } = watched([
    [down, down, { ...down, client: 'other' }],
    [down, down],
    [{}, {}],
    [{}, down]
  ]);
  expect(heard.map(({ message }) => message)).toEqual(['It is down', 'It is down']);
  expect(back).toEqual(['engine_down']);
});

test.each([
  ['is gone', [{}]],
  ['is another', [down]],
  ['ended with its job', [{ state: 'cancelled', finished: after(80) }]],
  ['was forgotten with its job', []]
] as [string, Partial<JobSummary>[]][])('what was told of a job is taken back once it %s', (_, then) =>
  expect(watched([[{ diagnosis: stalled }], then]).back).toEqual(['stalled 1'])
);

test('what a disk does while somebody paused everything holds up nobody', () => {
  expect(watched([[{}], [held('disk_slow')], [held('queue_paused')]], true).heard).toEqual([]);
});
