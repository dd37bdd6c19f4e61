import { testService, submit, untilJob } from '../testing/test-service';
import { QueueNews } from './queue-news';

test('who follows a job that waits hears when the queue before it is another, and of the time that passes', async () => {
  const service = await testService();
  const { hub, jobs, clock, drawing } = service;
  const first = await submit(service, '%%sweep seed=1..200\na slow boat');
  await untilJob(service, first, ({ state }) => state === 'running');
  const waiting = jobs.byId(await submit(service, '%%sweep seed=1..4\na tree'))!;
  const told: number[] = [];
  hub.subscribe(waiting.number, ({ type }) => type === 'diagnosis' && told.push(waiting.number));
  hub.subscribe(jobs.byId(first)!.number, ({ type }) => type === 'diagnosis' && told.push(1));
  let now = 0;
  const news = new QueueNews({
    hub,
    jobs,
    underWay: drawing.underWay,
    clock: { ...clock, monotonic: () => now }
  });
  news.look();
  expect(told).toEqual([waiting.number]);
  news.look();
  expect(told).toHaveLength(1);
  now = 5000;
  news.look();
  expect(told).toHaveLength(2);
  service.steering.setPriority(first, 'low');
  service.steering.setPriority(first, 'normal');
  news.look();
  expect(told).toHaveLength(3);
  service.steering.pauseAll();
  told.length = 0;
  now = 20_000;
  news.look();
  expect(told).toEqual([]);
});
