import type { JobEvent } from '../../schema/wire';
import { JobFeeds } from './job-feeds';
import { SweepSession } from './session';
import {
  axis,
  cellsOf,
  failure,
  FakeClient,
  FakeJobs,
  makeJob,
  makePayload,
  marked,
  progress,
  settle
} from './testing';

const axes = [axis('seed', [1, 2])];
const doneJob = makeJob(axes, { state: 'done', seq: 5, cells: cellsOf(axes, 'done') });

function open(job = doneJob): {
  service: FakeClient;
  jobs: FakeJobs;
  session: SweepSession;
  feeds: JobFeeds;
} {
  const service = new FakeClient(job);
  const jobs = new FakeJobs();
  const feeds = new JobFeeds(service.client);
  return {
    service,
    jobs,
    feeds,
    session: new SweepSession({
      client: service.client,
      jobs,
      feeds,
      later: () => () => undefined,
      onChange: () => undefined
    })
  };
}
function ended(seq: number): JobEvent {
  return { type: 'done', seq, state: 'done', progress: progress() };
}

test('an untrusted notebook asks nothing of the service', async () => {
  const { service, session } = open();
  session.showPayload(makePayload(axes), false);
  session.askAgain();
  await session.mark('cell-0', { flag: 'pick' });
  await session.cancel();
  await settle();
  expect(service.asked).toEqual([]);
  expect(session.attachment).toBe('untrusted');
  expect(session.sweep?.cells).toHaveLength(2);
});

test('a finished job is asked for once and not followed', async () => {
  const { service, session } = open();
  session.showPayload(makePayload(axes), true);
  await settle();
  expect(service.asked).toEqual(['job job-1']);
  expect(session.attachment).toBe('service');
});

test('a running job is followed to its end, then read once more', async () => {
  const { service, session } = open(makeJob(axes, { state: 'running' }));
  session.showJob('job-1');
  await settle();
  const read = service.current.seq;
  service.current = doneJob;
  service.tell({ type: 'cell', seq: 3, cell: doneJob.cells[0], state: 'running', progress: progress() });
  expect(session.sweep?.cells.map(({ state }) => state)).toEqual(['done', 'queued']);
  service.tell(ended(4));
  await settle();
  expect(service.asked).toEqual(['job job-1', 'follow job-1', 'job job-1']);
  // What was read isn't told again by the line.
  expect(service.followedSince).toBe(read);
  expect(service.openLines).toBe(0);
  expect(session.sweep?.cells.map(({ state }) => state)).toEqual(['done', 'done']);
});

test('the same output again brings new data and asks nothing again', async () => {
  const { service, session } = open();
  session.showPayload(makePayload(axes), true);
  await settle();
  session.showPayload(makePayload(axes), true);
  await settle();
  expect(service.asked).toEqual(['job job-1']);
});

test('a job in the place of another is followed, and asked for once more where another grid follows it already', async () => {
  const { service, session } = open();
  session.showJob('job-1');
  await settle();
  const other = makeJob(axes, { id: 'job-2', state: 'running' });
  service.asked.length = 0;
  service.current = other;
  session.takeOver(other);
  await settle();
  expect([session.sweep?.job, service.asked]).toEqual(['job-2', ['follow job-2']]);
  const second = new SweepSession({ ...session['options'], onChange: () => undefined });
  second.showJob('job-1');
  await settle();
  service.asked.length = 0;
  second.takeOver(other);
  await settle();
  expect(service.asked).toEqual(['job job-2']);
});

test('a notebook that becomes trusted is asked for then', async () => {
  const { service, session } = open();
  session.showPayload(makePayload(axes), false);
  session.showPayload(makePayload(axes), true);
  await settle();
  expect(service.asked).toEqual(['job job-1']);
});

test.each([
  [404, 'not_found', 'unknown'],
  [404, 'not_installed', 'unreachable'],
  [503, 'service_down', 'unreachable'],
  [0, 'unreachable', 'unreachable']
])('after %s %s the notebook’s copy stays and the service is %s', async (status, code, attachment) => {
  const { service, session } = open();
  service.refuse = failure(status, code);
  session.showPayload(makePayload(axes), true);
  await settle();
  expect(session.attachment).toBe(attachment);
  expect(session.failure?.error.code).toBe(code);
  expect(session.sweep?.cells.every(({ thumbnail }) => thumbnail !== null)).toBe(true);
});

test('a service that comes back is asked again without being told to', async () => {
  const { service, session } = open();
  service.refuse = failure(0, 'unreachable');
  session.showPayload(makePayload(axes), true);
  await settle();
  service.refuse = null;
  service.changed.emit();
  await settle();
  expect(session.attachment).toBe('service');
});

test('a line that is refused while the job runs keeps what is shown', async () => {
  const { service, session } = open(makeJob(axes, { state: 'running' }));
  session.showJob('job-1');
  await settle();
  service.listeners[0].reject(failure(403, 'signed_out'));
  await settle();
  expect(session.attachment).toBe('unreachable');
  expect(session.sweep?.cells).toHaveLength(2);
});

test('a mark is on the sheet at once, and off again when the service refuses it', async () => {
  const { service, session } = open();
  session.showPayload(makePayload(axes), true);
  await settle();
  const marked = session.mark('cell-1', { flag: 'pick' });
  expect(session.sweep?.cells[1].mark.flag).toBe('pick');
  await marked;
  expect(service.asked.at(-1)).toBe('mark cell-1 {"flag":"pick"}');
  service.refuse = failure(503, 'service_down');
  await session.mark('cell-1', { flag: 'reject' });
  expect(session.sweep?.cells[1].mark.flag).toBe('pick');
  expect(session.failure?.status).toBe(503);
});

test('a mark that was given elsewhere is seen in a grid whose job is over, and asks for nothing', async () => {
  const { service, session, jobs } = open();
  session.showPayload(makePayload(axes), true);
  await settle();
  const mark = marked({ rating: 4, tags: ['hands'] });
  jobs.tellMark({ job: 'job-1', cell: 'cell-1', seq: 7, mark });
  expect(session.sweep?.cells[1].mark).toEqual(mark);
  // What is told late is older; of other jobs nothing is taken.
  jobs.tellMark({ job: 'job-1', cell: 'cell-1', seq: 6, mark: null });
  jobs.tellMark({ job: 'job-2', cell: 'cell-1', seq: 9, mark: null });
  expect(session.sweep?.cells[1].mark).toEqual(mark);
  // The list tells the number that the mark had: there is nothing to ask for.
  jobs.tell({ ...doneJob, seq: 7 });
  await settle();
  expect(service.asked).toEqual(['job job-1']);
});

test('marks that were told while the line was broken are asked for, once', async () => {
  const { service, session, jobs } = open();
  session.showPayload(makePayload(axes), true);
  await settle();
  service.change(0, { mark: marked({ flag: 'reject' }) });
  jobs.tell(service.current);
  await settle();
  jobs.tell(service.current);
  await settle();
  expect(session.sweep?.cells[0].mark.flag).toBe('reject');
  expect(service.asked).toEqual(['job job-1', 'job job-1']);
});

test('of two marks in a row the sheet never shows the first alone again', async () => {
  const { session, jobs } = open();
  session.showPayload(makePayload(axes), true);
  await settle();
  const both = [session.mark('cell-0', { flag: 'pick' }), session.mark('cell-0', { rating: 4 })];
  jobs.tellMark({ job: 'job-1', cell: 'cell-0', seq: 6, mark: marked({ flag: 'pick' }) });
  expect(session.sweep?.cells[0].mark).toEqual(marked({ flag: 'pick', rating: 4 }));
  jobs.tellMark({
    job: 'job-1',
    cell: 'cell-0',
    seq: 7,
    mark: marked({ flag: 'pick', rating: 4, tags: ['x'] })
  });
  await Promise.all(both);
  expect(session.sweep?.cells[0].mark).toEqual(marked({ flag: 'pick', rating: 4, tags: ['x'] }));
});

test('cancel and retry change the job, and what is drawn again is followed', async () => {
  const { service, session } = open(makeJob(axes, { state: 'running' }));
  session.showJob('job-1');
  await settle();
  await session.cancel();
  expect(session.sweep?.state).toBe('cancelled');
  await session.retry();
  await settle();
  expect(session.sweep?.state).toBe('queued');
  expect(service.openLines).toBe(1);
});

test.each([
  ['alone', false],
  ['while another view already follows it', true]
])('a job that was over is followed again once somebody else has it drawn on, %s', async (_, isFollowed) => {
  const { service, jobs, session, feeds } = open(makeJob(axes, { state: 'cancelled', seq: 5 }));
  session.showJob('job-1');
  await settle();
  jobs.tell(makeJob(axes, { state: 'running', seq: 4 }));
  await settle();
  expect(service.asked).toEqual(['job job-1']);
  const leave = isFollowed ? feeds.listen('job-1', { onEvent: () => {}, onRefusal: () => {} }) : () => {};
  service.current = makeJob(axes, { state: 'queued', seq: 6 });
  jobs.tell(service.current);
  jobs.tell(service.current);
  await settle();
  expect([session.sweep?.state, session.attachment, service.openLines]).toEqual(['queued', 'service', 1]);
  service.tell({ type: 'cell', seq: 7, cell: doneJob.cells[0], state: 'running', progress: progress() });
  expect(session.sweep?.cells.map(({ state }) => state)).toEqual(['done', 'queued']);
  expect(service.asked.filter(asked => asked === 'job job-1')).toHaveLength(isFollowed ? 3 : 2);
  leave();
  session.dispose();
  expect(service.openLines).toBe(0);
});

test.each(['running', 'done'] as const)(
  'a job (%s) that was forgotten elsewhere is no longer known',
  async state => {
    const { service, jobs, session } = open(makeJob(axes, { state, seq: 5 }));
    session.showJob('job-1');
    await settle();
    jobs.tellGone('job-2');
    expect(session.attachment).toBe('service');
    jobs.tellGone('job-1');
    expect([session.attachment, session.failure, service.openLines]).toEqual(['unknown', null, 0]);
    expect(session.sweep?.cells).toHaveLength(2);
  }
);

test('an untrusted copy of a job that is drawn on asks for nothing', async () => {
  const { service, jobs, session } = open();
  session.showPayload(makePayload(axes), false);
  jobs.tell(makeJob(axes, { state: 'running', seq: 9 }));
  await settle();
  expect(service.asked).toEqual([]);
});

test('a request that is refused says why and leaves the job as it is', async () => {
  const { service, session } = open(makeJob(axes, { state: 'running' }));
  session.showJob('job-1');
  await settle();
  service.refuse = failure(409, 'job_over', 'It is over.');
  await session.cancel();
  expect(session.failure?.error.message).toBe('It is over.');
  expect(session.sweep?.state).toBe('running');
});

test('two views of a job share one line, and the last to leave closes it', async () => {
  const { service, feeds, session } = open(makeJob(axes, { state: 'running' }));
  const second = new SweepSession({
    client: service.client,
    jobs: new FakeJobs(),
    feeds,
    later: () => () => undefined,
    onChange: () => undefined
  });
  session.showJob('job-1');
  await settle();
  second.showJob('job-1');
  await settle();
  expect(service.openLines).toBe(1);
  session.dispose();
  expect(service.openLines).toBe(1);
  service.tell(ended(9));
  expect(second.sweep?.state).toBe('done');
  second.dispose();
  expect(service.openLines).toBe(0);
});

test('an answer that comes after dispose changes nothing', async () => {
  const { session } = open();
  session.showJob('job-1');
  session.dispose();
  await settle();
  expect(session.sweep).toBeNull();
});

/** A session of a finished job, what it does later, and after which pauses. */
function openPatient(): {
  service: FakeClient;
  session: SweepSession;
  due: (() => void)[];
  pauses: number[];
} {
  const due: (() => void)[] = [];
  const pauses: number[] = [];
  const service = new FakeClient(doneJob);
  const session = new SweepSession({
    client: service.client,
    jobs: new FakeJobs(),
    feeds: new JobFeeds(service.client),
    later: (ms, run) => {
      pauses.push(ms);
      due.push(run);
      return () => undefined;
    },
    onChange: () => undefined
  });
  return { service, session, due, pauses };
}

test('while nothing comes of drawing a cell again it is asked ever more rarely, also after no answer came', async () => {
  const { service, session, due, pauses } = openPatient();
  session.showJob('job-1');
  await settle();
  await session.drawAgain('cell-1');
  for (let round = 0; round < 6; round += 1) {
    service.refuse = round % 2 === 0 ? failure(0, 'unreachable') : null;
    due.splice(0).forEach(run => run());
    await settle();
  }
  expect(pauses).toEqual([1000, 2000, 4000, 8000, 15000, 15000, 15000]);
  service.refuse = null;
  await session.drawAgain('cell-0');
  expect(pauses.at(-1)).toBe(1000);
  expect(session.attachment).toBe('service');
  service.refuse = failure(404, 'not_found');
  due.splice(0).forEach(run => run());
  await settle();
  expect([session.attachment, due.length]).toEqual(['unknown', 0]);
});

test('of a job that is over it is asked until it is known what came of drawing a cell again', async () => {
  const { service, session, due } = openPatient();
  session.showJob('job-1');
  await settle();
  await session.drawAgain('cell-1');
  due.splice(0).forEach(run => run());
  await settle();
  expect(due).toHaveLength(1);
  service.change(1, { again: { state: 'same', message: 'The same.' } });
  due.splice(0).forEach(run => run());
  await settle();
  expect(session.sweep?.cells[1].again?.message).toBe('The same.');
  expect(due).toHaveLength(0);
});
