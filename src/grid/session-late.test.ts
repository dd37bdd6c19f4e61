/** What comes back to a session after it has gone on: nothing of that may change what is shown, or open a line that nobody closes. */
import type { Job } from '../../schema/wire';
import { JobFeeds } from './job-feeds';
import { SweepSession } from './session';
import { axis, cellsOf, failure, FakeClient, FakeJobs, makeJob, makePayload, settle } from './testing';

const axes = [axis('seed', [1, 2])];
const running = makeJob(axes, { state: 'running', seq: 3 });
const other = makeJob(axes, { id: 'job-2', state: 'done', seq: 5, cells: cellsOf(axes, 'done') });

/** A session whose service answers a request by name when the test says so. */
async function open(job = running): Promise<{ service: FakeClient; session: SweepSession; jobs: FakeJobs }> {
  const service = new FakeClient(job);
  const jobs = new FakeJobs();
  const session = new SweepSession({
    client: service.client,
    jobs,
    feeds: new JobFeeds(service.client),
    later: () => () => undefined,
    onChange: () => undefined
  });
  session.showJob('job-1');
  await settle();
  return { service, session, jobs };
}

function held(
  service: FakeClient,
  name: 'job' | 'pause' | 'retry'
): { answer(job: Job): void; refuse(reason: unknown): void } {
  let hands!: { answer(job: Job): void; refuse(reason: unknown): void };
  const promise = new Promise<Job>((answer, refuse) => (hands = { answer, refuse }));
  jest.spyOn(service, name).mockReturnValue(promise);
  return hands;
}

test('a grid that is closed while a request is under way opens no line after that', async () => {
  const { service, session } = await open();
  const pause = held(service, 'pause');
  void session.pause();
  session.dispose();
  pause.answer({ ...running, state: 'paused', seq: 4 });
  await settle();
  expect(service.openLines).toBe(0);
});

test('a refusal of a job that was left is not told of the one in its place', async () => {
  const { service, session } = await open();
  const retry = held(service, 'retry');
  void session.retry();
  session.takeOver(other);
  retry.refuse(failure(409, 'nothing_failed'));
  await settle();
  expect([session.failure, session.sweep?.job]).toEqual([null, 'job-2']);
});

test('a job that is taken over by a closed grid is not followed', async () => {
  const { service, session } = await open(other);
  session.dispose();
  session.takeOver(running);
  expect(service.openLines).toBe(0);
});

test('an answer that comes once the notebook is shown untrusted is not taken', async () => {
  const service = new FakeClient(running);
  const session = new SweepSession({
    ...{ client: service.client, jobs: new FakeJobs(), feeds: new JobFeeds(service.client) },
    ...{ later: () => () => undefined, onChange: () => undefined }
  });
  session.showPayload(makePayload(axes), true);
  session.showPayload(makePayload(axes), false);
  await settle();
  expect([session.attachment, service.openLines]).toEqual(['untrusted', 0]);
});

test('a copy of a sweep that never became a job is not told what happens to the one before', async () => {
  const { service, session } = await open();
  const before = service.listeners.length;
  session.showPayload(makePayload(axes, { job: null, state: 'failed' }), true);
  service.listeners.slice(0, before).forEach(({ signal, onEvent }) => {
    if (!signal.aborted) {
      onEvent({ type: 'done', seq: 9, state: 'done', progress: running.progress });
    }
  });
  expect([session.sweep?.state, session.attachment, service.openLines]).toEqual(['failed', 'payload', 0]);
});

test('of two marks that are both refused nothing is left on the sheet', async () => {
  const { service, session } = await open(makeJob(axes, { state: 'done', cells: cellsOf(axes, 'done') }));
  service.refuse = failure(507, 'disk_full');
  await Promise.all([session.mark('cell-0', { flag: 'pick' }), session.mark('cell-0', { rating: 4 })]);
  expect(session.sweep?.cells[0].mark).toEqual({ flag: null, rating: null, tags: [] });
});

test('of two marks the one that is refused alone goes back', async () => {
  const { service, session } = await open(makeJob(axes, { state: 'done', cells: cellsOf(axes, 'done') }));
  service.refuse = failure(507, 'disk_full');
  const first = session.mark('cell-0', { flag: 'pick' });
  service.refuse = null;
  await Promise.all([first, session.mark('cell-0', { rating: 4 })]);
  expect(session.sweep?.cells[0].mark).toMatchObject({ flag: null, rating: 4 });
});

test('news of other jobs doesn’t go through the cells of a sweep that is over', async () => {
  const done = makeJob(axes, { state: 'done', seq: 5, cells: cellsOf(axes, 'done') });
  const { session, jobs } = await open(done);
  const read = jest.spyOn(session.sweep!.cells, 'reduce');
  for (let news = 0; news < 20; news++) {
    jobs.tell(done);
  }
  expect(read.mock.calls.length).toBeLessThan(2);
});
