import type { JobSummary, Priority } from '../../schema/wire';
import { textIn } from '../i18n/text';
import { whyNotPast } from './moves';

const job = (id: string, client: string, priority: Priority = 'normal'): JobSummary =>
  ({
    ...{ id, client, priority, state: 'queued', rank: Number(id), diagnosis: null },
    spec: { base: { prompt: `job ${id}` } }
  }) as unknown as JobSummary;
const why = (jobs: JobSummary[], at: number, step: -1 | 1): [string, Priority | null] => {
  const { words, remedy } = whyNotPast(jobs[at], jobs, step, textIn('en').say);
  return [words, remedy];
};
const cat = job('1', 'one.ipynb #1a');
const whale = job('2', 'two.ipynb #2b');

test.each<[string, JobSummary[], number, 1 | -1, [string, Priority | null]]>([
  ['the first, up', [cat, whale], 0, -1, ['It is the first already.', null]],
  ['the last, down', [cat, whale], 1, 1, ['It is the last already.', null]],
  [
    'past another client’s, up',
    [cat, whale],
    1,
    -1,
    [
      '“job 1” is of one.ipynb, and the two are drawn in turn. “Before all others” puts this job first.',
      'high'
    ]
  ],
  [
    'past another client’s, down',
    [cat, whale],
    0,
    1,
    ['“job 2” is of two.ipynb, and the two are drawn in turn. “Later” puts this job behind it.', 'low']
  ],
  [
    'past another priority, up',
    [job('1', 'panel #1', 'high'), whale],
    1,
    -1,
    [
      '“job 1” has another priority: “Before all others”. With the same, this job is drawn in turn with it.',
      'high'
    ]
  ],
  [
    'past what goes first too, up',
    [job('1', '', 'high'), job('2', 'b', 'high')],
    1,
    -1,
    ['“job 1” is of a program, and the two are drawn in turn.', null]
  ]
])('%s', (_, jobs, at, step, expected) => expect(why(jobs, at, step)).toEqual(expected));
