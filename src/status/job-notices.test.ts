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
const stalled = { code: 'stalled', title: 'No progress for 300 s' } as JobSummary['diagnosis'];

/** What is told while the job is seen like this, one after the other. */
function told(...seen: Partial<JobSummary>[]): Notice[] {
  const heard: Notice[] = [];
  const notices = new JobNotices({
    say: textIn('en').say,
    isOurs: ({ client }) => client === 'mine',
    now: () => START + 90_000,
    tell: notice => heard.push(notice)
  });
  seen.forEach(change => notices.take([job(change)]));
  return heard;
}

test.each([
  ['its end', [{}, { state: 'done', finished: after(61) }], ['success', '“a cat”: 4 of 9']],
  ['its failure', [{}, { state: 'failed', finished: after(61) }], ['error', '“a cat”: 4 of 9']],
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
