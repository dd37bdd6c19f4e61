/** A doubted picture is drawn once more, and what comes of it is said. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from '../../schema/wire';
import { jobOf, submit, testService, untilJob, weightsFolder } from '../testing/test-service';

const isTold = ({ cells: [{ again }] }: Job): boolean => again !== undefined && again.state !== 'waiting';

test('a picture that comes out the same', async () => {
  const service = await testService();
  const id = (await untilJob(service, await submit(service, '%%sweep seed=1..2\na boat'))).id;
  const asked = service.steering.again(id, 0);
  expect(jobOf(service, asked.id).cells[0].again).toEqual({
    state: 'waiting',
    message: 'Waits to be drawn again.'
  });
  const job = await untilJob(service, id, isTold);
  expect(job.cells[0].again).toEqual({ state: 'same', message: 'Drawn again: every pixel is the same.' });
  expect([job.state, job.cells[1].again]).toEqual(['done', undefined]);
});

test('a picture that comes out otherwise, which stays', async () => {
  const service = await testService();
  const id = (await untilJob(service, await submit(service, '%%sweep seed=1..2\na boat'))).id;
  const [first, second] = service.cells.ofJob(service.jobService.job(id).number);
  service.cells.setDone(first.id, {
    ...{ image: second.image!, width: 64, height: 64, cached: false, seq: 1, queuedMs: 0, drawMs: 0 }
  });
  service.steering.again(id, 0);
  const { cells } = await untilJob(service, id, isTold);
  expect(cells[0].again).toMatchObject({ state: 'other', pixels: expect.any(Number) });
  expect(cells[0].again!.message).toMatch(/^Drawn again: \d+ pixels differ, by \d+ of 255 at most\.$/);
  expect(cells[0].image).toBe(second.image);
});

test('while others are drawn it is drawn by itself, and they go on', async () => {
  const service = await testService();
  const id = (await untilJob(service, await submit(service, '%%sweep seed=1\na boat'))).id;
  const long = await submit(service, '%%sweep seed=11..40\na slow boat');
  service.steering.again(id, 0);
  await untilJob(service, id, isTold);
  expect((await untilJob(service, long)).state).toBe('done');
});

test('of other files nothing can be said', async () => {
  const folder = weightsFolder('one.safetensors');
  const service = await testService({ modelFolders: [folder] });
  const id = (await untilJob(service, await submit(service, '%%sweep model=one seed=1\na boat'))).id;
  writeFileSync(join(folder, 'one.safetensors'), 'others');
  service.steering.again(id, 0);
  const { cells } = await untilJob(service, id, isTold);
  expect(cells[0].again).toMatchObject({ state: 'failed', error: { code: 'files_changed' } });
});

test('an engine that ends over it is told, and only a finished cell is drawn again', async () => {
  const service = await testService();
  const id = await submit(service, '%%sweep seed=1..2\na slow boat');
  expect(() => service.steering.again(id, 1)).toThrow(expect.objectContaining({ code: 'cell_not_done' }));
  expect(() => service.steering.again(id, 2)).toThrow(
    expect.objectContaining({ code: 'cell_out_of_range', facts: { position: 2, cells: 2 } })
  );
  await untilJob(service, id);
  service.steering.again(id, 0);
  await untilJob(service, id, () => service.pool.links[0].state === 'drawing');
  service.pool.links[0].restart();
  const { cells } = await untilJob(service, id, isTold);
  expect(cells[0].again?.state).toBe('failed');
});

test('a picture whose file is gone is put back, mark and all', async () => {
  const service = await testService();
  const { id, cells } = await untilJob(service, await submit(service, '%%sweep seed=1..2\na boat'));
  const { image } = cells[0];
  await service.jobService.mark(cells[0].id, { flag: 'pick' });
  const stored = await service.files.get(image!);
  await service.files.remove(image!);
  expect(await service.files.get(image!)).toBeNull();
  service.steering.again(id, 0);
  const job = await untilJob(service, id, isTold);
  expect(job.cells[0]).toMatchObject({ image, mark: { flag: 'pick' }, again: { state: 'restored' } });
  expect(await service.files.get(image!)).toEqual(stored);
});
