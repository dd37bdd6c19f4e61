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

test('whether everything is paused is known from the list and from any word on a job that is not over', async () => {
  let send: (event: JobEvent) => void = () => undefined;
  const list = new JobList({
    follow: (_, onEvent) => {
      send = onEvent;
      return new Promise(() => undefined);
    },
    jobs: async () => ({ jobs: [], cursor: null, paused: true })
  });
  await list.load();
  const after = (seq: number, change: object): boolean => {
    send({ type: 'job', seq, job: { ...job('1', seq), ...change } });
    return list.paused;
  };
  const queuePaused = { code: 'queue_paused' };
  expect([
    list.paused,
    after(1, { state: 'done' }),
    after(2, { state: 'running', diagnosis: null }),
    after(3, { state: 'paused', diagnosis: queuePaused }),
    after(4, { state: 'paused', diagnosis: { code: 'disk_full' } }),
    after(5, { state: 'paused', diagnosis: null })
  ]).toEqual([true, true, false, true, true, false]);
  list.dispose();
});

test('when the queue has moved it is read anew, for what others wait for is another', async () => {
  jest.useFakeTimers();
  let reads = 0;
  const list = new JobList({
    follow: () => new Promise(() => undefined),
    jobs: async () => {
      reads += 1;
      return { jobs: [job('2', 1, 'queued'), job('1', 1)], cursor: null, paused: false };
    }
  });
  await list.load();
  list.put(job('1', 2));
  await jest.advanceTimersByTimeAsync(2000);
  expect(reads).toBe(1);
  list.put(job('1', 3, 'done'));
  await jest.advanceTimersByTimeAsync(2000);
  expect(reads).toBe(2);
  list.dispose();
  jest.useRealTimers();
});
