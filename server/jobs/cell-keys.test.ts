import { submit, testService, untilJob } from '../testing/test-service';

test('the files of a large job whose model was never read are looked at now and then, not for each of its cells', async () => {
  const service = await testService();
  service.steering.pauseAll();
  const looks = jest.spyOn(service.registry, 'current');
  const id = await submit(service, '%%sweep limit=2000 seed=1..1000 steps=1\na boat');
  expect(service.cells.hasUnkeyed()).toBe(true);
  const before = looks.mock.calls.length;
  service.steering.resumeAll();
  await untilJob(service, id, () => !service.cells.hasUnkeyed());
  expect(looks.mock.calls.length - before).toBeLessThan(400);
  await service.steering.cancel(id);
});
