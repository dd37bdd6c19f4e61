import * as fc from 'fast-check';
import type { Health, JobEvent, JobsReply, JobState, JobSummary } from '../../schema/wire';
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

/** A service with jobs 1 to n, the newest first, as many a page as are asked for. */
function serviceWith(n: number, state: (k: number) => JobState) {
  const jobs = Array.from({ length: n }, (_, k) => numbered(n - k, 1, state(n - k)));
  const service = {
    reads: 0,
    jobs,
    send: (_: JobEvent): void => undefined,
    open: (): void => undefined,
    client: {
      follow: (_: null, onEvent: (event: JobEvent) => void, __: AbortSignal, line?: { onOpen?(): void }) => {
        service.send = onEvent;
        service.open = () => line?.onOpen?.();
        return new Promise<void>(() => undefined);
      },
      jobs: async (limit = 50, cursor?: string): Promise<JobsReply> => {
        service.reads += 1;
        const from = cursor ? service.jobs.findIndex(({ id }) => id === cursor) + 1 : 0;
        const page = service.jobs.slice(from, from + limit);
        const more = from + limit < service.jobs.length;
        return { jobs: page, cursor: more ? page.at(-1)!.id : null, paused: false };
      }
    }
  };
  return service;
}
const numbered = (k: number, seq: number, state: JobState): JobSummary =>
  ({ ...job(String(k), seq, state), created: new Date(k * 1000).toISOString() }) as JobSummary;
const told = (job: JobSummary): JobEvent => ({ type: 'job', seq: job.seq, job });

test('the job that is drawn stays in the list, however many wait behind it, and its steps reread nothing', async () => {
  jest.useFakeTimers();
  const service = serviceWith(60, k => (k === 1 ? 'running' : 'queued'));
  const list = new JobList(service.client as never);
  const gone: boolean[] = [];
  await list.load();
  service.send(told(numbered(1, 2, 'running')));
  list.changed.connect(({ jobs }) => gone.push(!jobs.some(({ id }) => id === '1')));
  await jest.advanceTimersByTimeAsync(2000);
  const before = service.reads;
  for (let seq = 3; seq < 23; seq += 1) {
    service.send(told(numbered(1, seq, 'running')));
    await jest.advanceTimersByTimeAsync(500);
  }
  expect(service.reads).toBe(before);
  await list.load();
  expect(gone).not.toContain(true);
  expect(list.jobs).toHaveLength(60);
  list.dispose();
  jest.useRealTimers();
});

test('a job that comes or is forgotten while the list is read stays so', async () => {
  let answer: (reply: JobsReply) => void = () => undefined;
  const list = new JobList({
    follow: () => new Promise(() => undefined),
    jobs: () => new Promise(resolve => (answer = resolve))
  });
  const done = list.load();
  await new Promise(resolve => setTimeout(resolve));
  list.put(numbered(3, 1, 'queued'));
  list.remove('1');
  answer({ jobs: [numbered(2, 1, 'queued'), numbered(1, 1, 'done')], cursor: null, paused: false });
  await done;
  expect(list.jobs.map(({ id }) => id)).toEqual(['3', '2']);
  list.dispose();
});

test.each([3, 300])(
  'a job that ended while the line was broken is told once the line is open again, also behind %d newer ones',
  async newer => {
    const service = serviceWith(newer + 1, k => (k === 1 ? 'running' : 'queued'));
    const list = new JobList(service.client as never);
    await list.load();
    service.send(told(numbered(1, 1, 'running')));
    service.jobs[newer] = numbered(1, 9, 'done');
    const finished: (string | undefined)[] = [];
    list.changed.connect((_, change) => finished.push(change.finished?.id));
    service.open();
    await new Promise(resolve => setTimeout(resolve));
    expect(list.jobs.find(({ id }) => id === '1')?.state).toBe('done');
    expect(finished).toContain('1');
    list.dispose();
  }
);

test('a list that isn’t what the service says of itself is read anew: somebody else may have paused everything, or gone on', async () => {
  let paused = true;
  let reads = 0;
  const list = new JobList({
    follow: () => new Promise(() => undefined),
    jobs: async () => {
      reads += 1;
      return { jobs: [], cursor: null, paused };
    }
  });
  const says = async (state: Health['state'], code: string): Promise<void> => {
    list.compare({ reachable: true, health: { state, code } as Health });
    await new Promise(resolve => setTimeout(resolve));
  };
  await says('ready', 'health_ready');
  expect(reads).toBe(0);
  await list.load();
  await says('ready', 'queue_paused');
  await says('busy', 'health_busy');
  expect(reads).toBe(1);
  paused = false;
  await says('ready', 'health_ready');
  expect([reads, list.paused]).toEqual([2, false]);
  list.dispose();
});

test('a line that was refused is taken up again once the service is back', async () => {
  let lines = 0;
  const list = new JobList({
    follow: () => {
      lines += 1;
      return lines === 1 ? Promise.reject(new Error('signed out')) : new Promise(() => undefined);
    },
    jobs: async () => ({ jobs: [], cursor: null, paused: false })
  });
  await list.load();
  await new Promise(resolve => setTimeout(resolve));
  list.compare({ reachable: false, health: null });
  expect(lines).toBe(1);
  list.compare({ reachable: true, health: null });
  expect(lines).toBe(2);
  list.dispose();
});

test('a job that was forgotten, in another page or while the line was cut, leaves the list and is told gone', async () => {
  let send: (event: JobEvent) => void = () => undefined;
  let listed = [job('3', 1, 'done'), job('2', 1, 'done'), job('1', 1, 'done')];
  const gone: string[] = [];
  const list = new JobList({
    follow: (_, onEvent) => {
      send = onEvent;
      return new Promise(() => undefined);
    },
    jobs: async () => ({ jobs: listed, cursor: null, paused: false })
  });
  list.changed.connect((_, change) => gone.push(...(change.gone === undefined ? [] : [change.gone])));
  await list.load();
  send({ type: 'gone', job: '2' });
  expect([list.jobs.map(({ id }) => id), gone]).toEqual([['3', '1'], ['2']]);
  listed = [job('3', 1, 'done')];
  await list.load();
  expect([list.jobs.map(({ id }) => id), gone]).toEqual([['3'], ['2', '1']]);
  list.dispose();
});

test('what is said of a picture is passed on, and changes nothing in the list', async () => {
  let send: (event: JobEvent) => void = () => undefined;
  const list = new JobList({
    follow: (_, onEvent) => {
      send = onEvent;
      return new Promise(() => undefined);
    },
    jobs: async () => ({ jobs: [job('1', 1)], cursor: null, paused: false })
  });
  await list.load();
  const before = list.jobs;
  const heard: unknown[] = [];
  list.changed.connect((_, { marked }) => heard.push(marked));
  const mark = { rating: 3, flag: null, tags: ['hands'] };
  send({ type: 'mark', seq: 4, job: '1', cell: '1-0', mark });
  expect(heard).toEqual([{ job: '1', cell: '1-0', seq: 4, mark }]);
  expect(list.jobs).toBe(before);
  list.dispose();
});
