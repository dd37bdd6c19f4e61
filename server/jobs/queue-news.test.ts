import { submit, testService, untilJob } from '../testing/test-service';
import type { UnderWay } from './under-way';
import { QueueNews } from './queue-news';

test('who follows a job that waits hears when the queue before it is another, and of the time that passes', async () => {
  const service = await testService();
  const { hub, jobs, clock } = service;
  service['queueNews'].stop();
  const ids = [
    await submit(service, '%%sweep seed=1..400\na slow boat'),
    await submit(service, '%%sweep seed=1..4\na tree')
  ];
  await untilJob(service, ids[0], ({ state }) => state === 'running');
  const [first, second] = ids.map(id => jobs.byId(id)!.number);
  const told: number[] = [];
  for (const number of [first, second]) {
    hub.subscribe(number, ({ type }) => type === 'diagnosis' && told.push(number));
  }
  let now = 0;
  const drawn = new Set([first]);
  const ofJob = (job: number): unknown => (drawn.has(job) ? [{ step: 1, saving: false }] : []);
  const underWay = { ofJob } as unknown as UnderWay;
  const news = new QueueNews({ hub, jobs, underWay, clock: { ...clock, monotonic: () => now } });
  const heard = (): number[] => {
    told.length = 0;
    news.look();
    return [...told];
  };
  expect(heard()).toEqual([second]);
  expect(heard()).toEqual([]);
  now = 5000;
  expect(heard()).toEqual([second]);
  jobs.setPriority(second, 'low');
  expect(heard()).toEqual([second]);
  // The first is passed by something, and hears of it at once.
  drawn.clear();
  expect(heard()).toEqual([first]);
  expect(heard()).toEqual([]);
  jobs.setPaused(true);
  now = 20_000;
  expect(heard()).toEqual([]);
});
