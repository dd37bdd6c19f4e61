import type { Mark } from '../../../schema/wire';
import { fromJob, type SweepState } from '../sweep-state';
import { axis, cellsOf, failure, makeJob, marked } from '../testing';
import { SentMarks } from './sent-marks';

const axes = [axis('seed', [1, 2])];

/** A service that answers each mark when the test says so. */
function open(): {
  marks: SentMarks;
  shown(): Mark;
  failures: unknown[];
  answers: { take(): void; refuse(): void }[];
} {
  let sweep: SweepState = fromJob(makeJob(axes, { state: 'done', cells: cellsOf(axes, 'done') }));
  const answers: { take(): void; refuse(): void }[] = [];
  const failures: unknown[] = [];
  const marks = new SentMarks({
    client: {
      mark: () =>
        new Promise((take, reject) =>
          answers.push({ take: () => take(marked({})), refuse: () => reject(failure(507, 'disk_full')) })
        )
    },
    sweep: () => sweep,
    attached: () => true,
    put: changed => (sweep = changed),
    answered: reason => failures.push((reason as { status?: number } | null)?.status ?? null)
  });
  return { marks, shown: () => sweep.cells[0].mark, failures, answers };
}

test('a mark that is refused goes back to what the service took before it', async () => {
  const { marks, shown, failures, answers } = open();
  const all = [{ rating: 3 }, { rating: 5 }, { flag: 'pick' as const }].map(each =>
    marks.give('cell-0', each)
  );
  expect(shown()).toEqual(marked({ rating: 5, flag: 'pick' }));
  answers[0].take();
  answers[1].refuse();
  answers[2].take();
  await Promise.all(all);
  expect(shown()).toEqual(marked({ rating: 3, flag: 'pick' }));
  expect(failures).toEqual([null, 507, null]);
});

test('what others say while one is under way is shown once it has come back', async () => {
  const { marks, shown, answers } = open();
  const given = marks.give('cell-0', { flag: 'pick' });
  marks.take({ job: 'job-1', cell: 'cell-0', seq: 90, mark: marked({ flag: 'reject' }) });
  expect([shown().flag, marks.any]).toEqual(['pick', true]);
  answers[0].take();
  await given;
  expect([shown().flag, marks.any]).toEqual(['reject', false]);
});

test('what is told of another job is not taken', () => {
  const { marks, shown } = open();
  marks.take({ job: 'job-2', cell: 'cell-0', seq: 90, mark: marked({ flag: 'reject' }) });
  expect(shown().flag).toBeNull();
});
