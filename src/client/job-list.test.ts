import * as fc from 'fast-check';
import type { JobEvent, JobState, JobSummary } from '../../schema/wire';
import { JobList, withJob } from './job-list';

const job = (id: string, seq: number, state: JobState = 'running'): JobSummary =>
  ({ id, seq, state, created: `2026-01-0${id}T00:00:00Z` }) as JobSummary;

test('whatever the order of events, the newest word on each job stays, newest job first', () => {
  const events = fc.array(fc.tuple(fc.constantFrom('1', '2', '3'), fc.nat(9)), { minLength: 1 });
  fc.assert(
    fc.property(events, pairs => {
      const jobs = pairs.reduce<JobSummary[]>((list, [id, seq]) => withJob(list, job(id, seq)), []);
      for (const { id, seq } of jobs) {
        expect(seq).toBe(Math.max(...pairs.filter(pair => pair[0] === id).map(pair => pair[1])));
      }
      expect(jobs.map(({ id }) => id)).toEqual([...new Set(pairs.map(pair => pair[0]))].sort().reverse());
    })
  );
});

test('a job is told finished once, and an event that overtook the list is kept', async () => {
  let send: (event: JobEvent) => void = () => undefined;
  const finished: (string | undefined)[] = [];
  const list = new JobList({
    follow: async (_, onEvent) => {
      send = onEvent;
      send({ type: 'job', seq: 9, job: job('1', 9, 'done') });
      await new Promise(() => undefined);
    },
    jobs: async () => ({ jobs: [job('2', 1), job('1', 5)], cursor: null, paused: false })
  });
  list.changed.connect((_, change) => finished.push(change.finished?.id));
  await list.load();
  expect(list.jobs.map(({ id, seq }) => [id, seq])).toEqual([
    ['2', 1],
    ['1', 9]
  ]);
  send({ type: 'job', seq: 10, job: job('1', 10, 'done') });
  send({ type: 'job', seq: 2, job: job('2', 2, 'cancelled') });
  expect(finished).toEqual(['1', undefined, undefined, '2']);
  list.dispose();
});
