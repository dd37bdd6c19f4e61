/** What is said of time before a sweep is drawn: a range until it was measured, and what is drawn before it. */
import type { Plan } from '../../schema/wire';
import type { Service } from '../service/service';
import { PaceStore } from '../store/pace-store';
import { type Client, serveService, submit, testService, untilJob } from '../testing/test-service';

async function plan(client: Client, text: string, who = 'ann'): Promise<Plan> {
  const reply = await client.send('POST', '/v1/plan', { body: { text }, headers: { 'x-client': who } });
  return reply.json as Plan;
}

test('a model that was never drawn with takes between two times, and one that was about so long', async () => {
  const service = await testService();
  const client = await serveService(service);
  await service.registry.list();
  const before = await plan(client, '%%sweep seed=1..8\na boat');
  const [low, high] = before.eta_range_s!;
  expect(low).toBeLessThan(before.eta_s);
  expect(high).toBeGreaterThan(before.eta_s);
  await untilJob(service, await submit(service, '%%sweep seed=1..8\na boat'));
  const after = async (): Promise<Plan> => plan(client, '%%sweep seed=11..18\na boat');
  // The pace is learnt when the engine has nothing left to draw.
  for (let tries = 0; (await after()).eta_range_s !== null; tries++) {
    expect(tries).toBeLessThan(500);
  }
  const larger = await plan(client, '%%sweep seed=11..18 width=128\na boat');
  expect(larger.eta_range_s).not.toBeNull();
});

test.each([
  ['a sweep of two sizes', 'size&steps=64x64&50,1024x1024&4', 50 * 2 * 0.005 + 4 * 2 * 5],
  ['where other samplers ask twice', 'size&sampler=64x64&Euler,1024x1024&Heun', 8 * 0.005 + 14 * 5],
  ['of several seeds', 'size&steps=64x64&20,1024x1024&4 seed=1..3', 3 * (40 * 0.005 + 8 * 5)]
])(
  'what was measured of each size is told of as many evaluations as there are of it: %s',
  async (_, axes, seconds) => {
    const service = await testService();
    const client = await serveService(service);
    await service.registry.list();
    const paces = new PaceStore(service.database);
    paces.learn('toy', 64, 64, { evaluation_s: 0.005, fixed_s: 0 });
    paces.learn('toy', 1024, 1024, { evaluation_s: 5, fixed_s: 0 });
    const { eta_s, eta_range_s } = await plan(client, `%%sweep ${axes}\na boat`);
    expect(eta_s).toBeCloseTo(seconds);
    expect(eta_range_s).toBeNull();
  }
);

test('of a job whose pictures differ in size, what is left and how far it is are told by what each takes', async () => {
  const service = await testService();
  await service.registry.list();
  const paces = new PaceStore(service.database);
  paces.learn('toy', 64, 64, { evaluation_s: 0.005, fixed_s: 0 });
  paces.learn('toy', 1024, 1024, { evaluation_s: 5, fixed_s: 0 });
  service.steering.pauseAll();
  const id = await submit(service, '%%sweep size=64x64,1024x1024 seed=1..2\na boat');
  const { progress } = service.presenter['options'];
  const told = (): [number, number | null] => {
    const job = service.jobs.byId(id)!;
    return [progress.fraction(job), progress.eta(job)];
  };
  const cells = service.jobService.cellsOf(service.jobs.byId(id)!);
  expect(told()).toEqual([0, 80.1]);
  cells
    .filter(({ width }) => width === 64)
    .forEach(({ position }) => service.steering.cancelCell(id, position));
  expect(told()).toEqual([expect.closeTo(0.001, 4), 80]);
  service.steering.cancelCell(id, cells.find(({ width }) => width === 1024)!.position);
  expect(told()).toEqual([expect.closeTo(0.5005, 4), 40]);
});

test('what is left is told by the cells that are drawn, not by those that were there before', async () => {
  const service = await testService();
  await service.registry.list();
  const { progress } = service.presenter['options'];
  await untilJob(service, await submit(service, '%%sweep seed=1..3 steps=10\na boat'));
  new PaceStore(service.database).learn('toy', 64, 64, { evaluation_s: 1, fixed_s: 0 });
  const { evaluation_s } = new PaceStore(service.database).get('toy', 64, 64)!;
  service.steering.pauseAll();
  const id = await submit(service, '%%sweep seed=1..4 steps=10\na boat');
  expect(progress.eta(service.jobs.byId(id)!)).toBeCloseTo(20 * evaluation_s, 0);
});

test('a plan tells how many jobs of its client, and of those above it, are drawn before', async () => {
  const service = await testService();
  const client = await serveService(service);
  const text = '%%sweep seed=1..4\na boat';
  expect((await plan(client, text)).wait).toBeNull();
  service.steering.pauseAll();
  await submit(service, text, { client: 'ann' });
  await submit(service, '%%sweep seed=5..8\na boat', { client: 'ann' });
  expect((await plan(client, text)).wait).toEqual({ jobs: 2, seconds: null });
  expect((await plan(client, text, 'bob')).wait).toBeNull();
  const urgent = await submit(service, '%%sweep seed=9\na boat', { client: 'bob', priority: 'high' });
  expect((await plan(client, text, 'cid')).wait).toEqual({ jobs: 1, seconds: null });
  service.steering.resumeAll();
  await untilJob(service, urgent);
});

/** Seconds that a job would wait that this client submitted now. */
function waitOf(service: Service, client = 'ann'): number | null {
  return service.presenter.waitOf(client)!.seconds;
}

test('what a job waits for grows less with every step of what is drawn, not only with its pictures', async () => {
  const service = await testService({ env: { FAKE_STEP_MS: '50' } });
  const id = await submit(service, '%%sweep seed=1 steps=24\na boat', { client: 'ann' });
  await untilJob(service, id, ({ progress }) => progress.fraction >= 0.25);
  const early = waitOf(service)!;
  expect(early).toBeGreaterThan(0.5);
  await untilJob(service, id, ({ progress }) => progress.fraction >= 0.75);
  expect(waitOf(service)!).toBeLessThan(early * 0.8);
  await untilJob(service, id);
});

test('what waits is counted anew when another pace is learnt', async () => {
  const service = await testService();
  const { paces } = service.planner['options'];
  service.steering.pauseAll();
  paces.learn('toy', 64, 64, { evaluation_s: 1, fixed_s: 0 });
  await submit(service, '%%sweep seed=1\na boat', { client: 'ann' });
  expect(waitOf(service)).toBeCloseTo(8);
  paces.learn('toy', 64, 64, { evaluation_s: 11, fixed_s: 0 });
  await submit(service, '%%sweep seed=2\na boat', { client: 'bob', priority: 'low' });
  expect(waitOf(service)).toBeCloseTo(8 * 4);
});

test('of a long queue no job is read again because another came, known or not how long it takes', async () => {
  const service = await testService();
  service.steering.pauseAll();
  for (let seed = 1; seed <= 12; seed++) {
    await submit(service, `%%sweep seed=${seed}\na boat`, { client: 'ann' });
  }
  expect(waitOf(service)).toBeNull();
  const last = await submit(service, '%%sweep seed=13\na boat', { client: 'ann' });
  const reading = jest.spyOn(service.jobs, 'byNumber');
  expect(waitOf(service)).toBeNull();
  // The one that came, and the first of those that are waited for.
  expect(reading.mock.calls).toEqual([[service.jobs.byId(last)!.number], [1]]);
});
