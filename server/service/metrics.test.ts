import { serveService, submit, testService, untilJob } from '../testing/test-service';

test('what was drawn, waits and is held is told to Prometheus', async () => {
  const service = await testService();
  const client = await serveService(service);
  await untilJob(service, await submit(service, '%%sweep seed=1..3\na boat'));
  await untilJob(service, await submit(service, '%%sweep seed=1..4\na boat'));
  await untilJob(service, await submit(service, '%%sweep seed=1\na nan'));
  service.steering.pauseAll();
  await submit(service, '%%sweep seed=11..15\na boat');
  const { body, headers } = await client.send('GET', '/metrics');
  expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
  const values = new Map(
    body
      .toString()
      .split('\n')
      .filter(line => line && !line.startsWith('#'))
      .map(line => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))])
  );
  const of = (name: string): number | undefined => values.get(`diffusion_${name}`);
  expect(of('cells_total{outcome="drawn"}')).toBe(4);
  expect(of('cells_total{outcome="cached"}')).toBe(3);
  expect(of('cells_total{outcome="failed"}')).toBe(1);
  expect([of('jobs_open'), of('cells_open'), of('queue_paused')]).toEqual([1, 5, 1]);
  expect(of('engine_ready{engine="cpu"}')).toBe(1);
  expect(of('engine_memory_bytes{engine="cpu"}')).toBeGreaterThan(1e6);
  expect(of('evaluations{kind="executed"}')).toBeLessThanOrEqual(of('evaluations{kind="naive"}')!);
  expect(of('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0);
  expect(of('draw_seconds_count')).toBe(4);
});
