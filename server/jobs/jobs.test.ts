import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clock } from '../clock';
import type { Job } from '../../schema/wire';
import {
  jobOf,
  modelsFolder,
  stopService,
  submit,
  temporaryFolder,
  testService,
  untilJob
} from '../testing/test-service';

const states = (job: Job): string => job.cells.map(({ state }) => state[0]).join('');

test('a sweep is drawn cell by cell, and every picture is stored', async () => {
  const service = await testService();
  const id = await submit(service, '%%sweep seed=1..3 cfg=3,5\na boat');
  const job = await untilJob(service, id);
  expect(job.state).toBe('done');
  expect(states(job)).toBe('dddddd');
  expect(new Set(job.cells.map(({ image }) => image)).size).toBe(6);
  expect(job.progress).toMatchObject({
    cells_done: 6,
    cells_cached: 0,
    fraction: 1,
    phase: 'finished',
    unet_evals_executed: 48
  });
  for (const { image } of job.cells) {
    expect(await service.files.get(image!)).not.toBeNull();
  }
});

test('a widened sweep draws only what is new', async () => {
  const service = await testService();
  await untilJob(service, await submit(service, '%%sweep seed=1..3\na boat'));
  const wider = await untilJob(service, await submit(service, '%%sweep seed=1..5\na boat'));
  expect(wider.cells.map(({ cached }) => cached)).toEqual([true, true, true, false, false]);
  expect(wider.plan).toMatchObject({ cells: 5, cached: 3 });
  expect(wider.plan.axes[0].to_draw).toEqual([0, 0, 0, 1, 1]);
});

test('a sweep that is all there is done when it is accepted', async () => {
  const service = await testService();
  await untilJob(service, await submit(service, '%%sweep seed=1..3\na boat'));
  const again = jobOf(service, await submit(service, '%%sweep seed=1..3\na boat'));
  expect(again.state).toBe('done');
  expect(again.progress.cells_cached).toBe(3);
});

test('cells that are the same picture are drawn once', async () => {
  const service = await testService();
  const id = await submit(service, '%%sweep seed=1 prompt="a boat","A"');
  const twin = await submit(service, '%%sweep seed=1 prompt="a boat","B"');
  const [first, second] = [await untilJob(service, id), await untilJob(service, twin)];
  expect(first.cells[0].image).toBe(second.cells[0].image);
  expect(first.progress.unet_evals_executed + second.progress.unet_evals_executed).toBe(3 * 4 * 2);
});

test('cells of one job that are the same picture are drawn once', async () => {
  const service = await testService();
  // Eta means nothing to Euler.
  const job = await untilJob(
    service,
    await submit(service, '%%sweep seed=1 sampler="Euler" eta=0,0.5,1\na boat')
  );
  expect(new Set(job.cells.map(({ image }) => image)).size).toBe(1);
  expect(job.cells.map(({ cached }) => cached)).toEqual([false, false, false]);
  expect(job.progress.unet_evals_executed).toBe(4 * 2);
});

test('a cancelled job never produces another cell', async () => {
  const service = await testService();
  const id = await submit(service, '%%sweep seed=1..6\na slow boat');
  await untilJob(service, id, ({ cells }) => cells[0].state === 'done');
  await service.steering.cancel(id);
  const after = jobOf(service, id);
  expect(after.state).toBe('cancelled');
  const next = await untilJob(service, await submit(service, '%%sweep seed=9\na boat'));
  expect(next.state).toBe('done');
  expect(jobOf(service, id).cells.map(({ state }) => state)).toEqual(after.cells.map(({ state }) => state));
  expect((await service.steering.cancel(id)).state).toBe('cancelled');
});

test('a cell over which the engine dies twice fails; the others are drawn', async () => {
  const service = await testService();
  const id = await submit(service, '%%sweep seed=1..3 prompt="a boat","a crash"');
  const job = await untilJob(service, id);
  expect(job.state).toBe('failed');
  for (const { params, state, error } of job.cells) {
    expect(state).toBe(params.prompt === 'a crash' ? 'failed' : 'done');
    expect(error?.code).toBe(params.prompt === 'a crash' ? 'engine_killed' : undefined);
  }
  expect(job.diagnosis).toMatchObject({
    code: 'cells_failed',
    facts: { failed: 3, total: 6 },
    title: '3 of 6 failed',
    detail: 'The others are safe.',
    message: '3 of 6 failed. The others are safe.'
  });
});

test('a failure of the engine is the cell’s own, and retry queues the failed cells again', async () => {
  const service = await testService();
  const id = await submit(service, '%%sweep prompt="a boat","a nan"');
  const job = await untilJob(service, id);
  expect(states(job)).toBe('df');
  const again = await service.steering.retry(id);
  expect(again.state).toBe('queued');
  expect(again.seq).toBeGreaterThan(job.seq);
  expect(states(await untilJob(service, id))).toBe('df');
  const done = await untilJob(service, await submit(service, '%%sweep seed=1\na boat'));
  await expect(service.steering.retry(done.id)).rejects.toMatchObject({ code: 'nothing_failed' });
});

test('retried by itself a failed cell is drawn, and what else failed is told again once it is over', async () => {
  const service = await testService();
  const id = await submit(service, '%%sweep prompt="a nan","a boat","another nan"');
  expect(states(await untilJob(service, id))).toBe('fdf');
  const again = await service.steering.retryCell(id, 2);
  expect(states(jobOf(service, again.id))).toBe('fdq');
  const job = await untilJob(service, id);
  expect([states(job), job.diagnosis?.facts]).toEqual(['fdf', { failed: 2, total: 3 }]);
  await expect(service.steering.retryCell(id, 1)).rejects.toMatchObject({
    code: 'cell_not_missing',
    facts: { state: 'done' }
  });
});

test('an engine that stands still is restarted, and the cell that held it fails the second time', async () => {
  const service = await testService({
    limits: { step_s: 0.5, loading_s: 0.5, starting_s: 5, factor: 2, slow: 2 }
  });
  const id = await submit(service, '%%sweep prompt="a boat","a hang","a tree"');
  const seen = new Set<string>();
  const job = await untilJob(service, id, each => {
    seen.add(each.diagnosis?.code ?? '');
    return each.state === 'failed' || each.state === 'done';
  });
  expect(job.cells.map(({ state }) => state)).toEqual(['done', 'failed', 'done']);
  expect(job.cells[1].error?.code).toBe('cell_stalled');
  expect(seen).toContain('stalled');
});

test('what stands still is said, without a time left, long before it is restarted', async () => {
  const service = await testService({
    limits: { step_s: 6, loading_s: 6, starting_s: 5, factor: 2, slow: 2 }
  });
  const id = await submit(service, '%%sweep seed=1\na hang');
  const job = await untilJob(service, id, each => each.diagnosis !== null);
  expect(job.diagnosis).toMatchObject({
    code: 'silent',
    message: expect.stringMatching(/^No sign of progress for \d+ s.*After 6 s/)
  });
  expect(job.progress.eta_s).toBeNull();
  expect(service.presenter.health('en').message).toMatch(/^No sign of progress/);
});

test('a paused job gives out no more cells until it is resumed', async () => {
  const service = await testService();
  const first = await submit(service, '%%sweep seed=1..4\na slow boat');
  const waiting = await submit(service, '%%sweep seed=1..2\na slow tree');
  service.steering.pause(waiting);
  await untilJob(service, first);
  const next = await untilJob(service, await submit(service, '%%sweep seed=5\na boat'));
  expect(next.state).toBe('done');
  expect(jobOf(service, waiting)).toMatchObject({
    state: 'paused',
    progress: { cells_done: 0, message: 'Paused at 0 of 2.' }
  });
  service.steering.resume(waiting);
  expect((await untilJob(service, waiting)).state).toBe('done');
});

test('a job that waits says for whom', async () => {
  const service = await testService();
  await submit(service, '%%sweep seed=1..64\na slow boat');
  const waiting = await submit(service, '%%sweep seed=1..40\na tree');
  const job = await untilJob(service, waiting, ({ diagnosis }) => diagnosis !== null);
  expect(job.diagnosis).toMatchObject({
    code: 'waiting',
    message: expect.stringMatching(/^Waiting for “a slow boat”/)
  });
});

test('models are drawn one after the other, each by its own name', async () => {
  const service = await testService({ bundledFolders: [modelsFolder('one', 'two')] });
  const job = await untilJob(service, await submit(service, '%%sweep seed=1..2 model="one","two"\na boat'));
  expect(states(job)).toBe('dddd');
  // The same weights' bytes differ by name, so no picture is shared.
  expect(new Set(job.cells.map(({ params }) => params.model)).size).toBe(2);
});

test('a model that went away fails its cells with its name', async () => {
  const folder = modelsFolder('one', 'two');
  const service = await testService({ bundledFolders: [folder] });
  const id = await submit(service, '%%sweep seed=1..2 model="two"\na boat');
  await untilJob(service, id);
  const dataFolder = temporaryFolder();
  const other = await testService({ bundledFolders: [folder], dataFolder });
  const held = await submit(other, '%%sweep seed=7..8 model="two"\na slow boat');
  await stopService(other);
  const later = await testService({ bundledFolders: [modelsFolder('one')], dataFolder });
  const job = await untilJob(later, held);
  expect(job.cells[0].error).toMatchObject({ code: 'model_missing' });
});

test('marks stay with the picture when the cell is shown again', async () => {
  const service = await testService();
  const first = await untilJob(service, await submit(service, '%%sweep seed=1..2\na boat'));
  expect(await service.jobService.mark(first.cells[1].id, { flag: 'pick' })).toEqual({
    rating: null,
    flag: 'pick',
    tags: []
  });
  expect(await service.jobService.mark(first.cells[1].id, { rating: 4 })).toEqual({
    rating: 4,
    flag: 'pick',
    tags: []
  });
  const again = jobOf(service, await submit(service, '%%sweep seed=2\na boat'));
  expect(again.cells[0].mark).toEqual({ rating: 4, flag: 'pick', tags: [] });
  expect(await service.jobService.mark(first.cells[1].id, { rating: 0, flag: null })).toBeNull();
});

test('tags are a part of the mark: they stay when it is rated, are kept tidy, and go when all of it is taken back', async () => {
  const service = await testService();
  const { cells } = await untilJob(service, await submit(service, '%%sweep seed=1\na boat'));
  const mark = (change: Parameters<typeof service.jobService.mark>[1]): Promise<unknown> =>
    service.jobService.mark(cells[0].id, change);
  expect(await mark({ tags: [' good   hands', 'Good hands', '手'] })).toMatchObject({
    tags: ['good hands', '手']
  });
  expect(await mark({ rating: 3 })).toEqual({ rating: 3, flag: null, tags: ['good hands', '手'] });
  await expect(mark({ tags: ['x'.repeat(41)] })).rejects.toMatchObject({ code: 'tag_long' });
  await expect(mark({ tags: ['a,b'] })).rejects.toMatchObject({ code: 'tag_characters' });
  const many = Array.from({ length: 21 }, (_, k) => `t${k}`);
  await expect(mark({ tags: many })).rejects.toMatchObject({ code: 'tags_many' });
  expect(await mark({ rating: null })).toMatchObject({ tags: ['good hands', '手'] });
  expect(await mark({ tags: null })).toBeNull();
});

test('only a job that is over can be forgotten', async () => {
  const service = await testService();
  const id = await submit(service, '%%sweep seed=1..4\na slow boat');
  await expect(service.jobService.forget(id)).rejects.toThrow(
    expect.objectContaining({ code: 'job_running' })
  );
  await untilJob(service, id);
  await service.jobService.forget(id);
  expect(() => service.jobService.job(id)).toThrow(expect.objectContaining({ code: 'not_found' }));
});

test('progress never goes back, and its fraction counts steps', async () => {
  const service = await testService();
  const id = await submit(service, '%%sweep seed=1..3 steps=4,8\na boat');
  const fractions: number[] = [];
  await untilJob(service, id, job => {
    fractions.push(job.progress.fraction);
    return job.state === 'done';
  });
  expect(fractions.length).toBeGreaterThan(6);
  expect([...fractions].sort((a, b) => a - b)).toEqual(fractions);
  expect(fractions.at(-1)).toBe(1);
});

test('forgetting a job takes its pictures along, but not those that another job shows or somebody marked', async () => {
  const service = await testService();
  const first = await untilJob(service, await submit(service, '%%sweep seed=1..3\na boat'));
  await untilJob(service, await submit(service, '%%sweep seed=3..4\na boat'));
  await service.jobService.mark(first.cells[0].id, { flag: 'pick' });
  await service.jobService.forget(first.id);
  const kept = await Promise.all(first.cells.map(({ image }) => service.files.get(image!)));
  expect(kept.map(png => png !== null)).toEqual([true, false, true]);
  const again = jobOf(service, await submit(service, '%%sweep seed=1..3\na boat'));
  expect(again.cells.map(({ cached }) => cached)).toEqual([true, false, true]);
});

test('pictures come back from their files when the database is lost', async () => {
  const dataFolder = temporaryFolder();
  const models = modelsFolder();
  const first = await testService({ dataFolder, bundledFolders: [models] });
  const job = await untilJob(first, await submit(first, '%%sweep seed=1..3\na boat'));
  await stopService(first);
  rmSync(join(dataFolder, 'diffusion.sqlite'));
  const second = await testService({ dataFolder, bundledFolders: [models] });
  await second.registry.list();
  await second.registry.hash('toy');
  const again = jobOf(second, await submit(second, '%%sweep seed=1..3\na boat'));
  expect(again.state).toBe('done');
  expect(again.cells.map(({ image }) => image)).toEqual(job.cells.map(({ image }) => image));
});

test('an engine that can’t start is said so, and nothing waits for it for ever', async () => {
  const worker = join(temporaryFolder(), 'broken.js');
  writeFileSync(worker, 'console.error("onnxruntime is missing"); process.exit(1);');
  const service = await testService({
    worker,
    clock: { ...clock, after: (ms, work) => clock.after(ms / 50, work) }
  });
  await service.registry.list();
  expect(service.presenter.health('en')).toMatchObject({
    state: 'down',
    message: expect.stringContaining('onnxruntime is missing')
  });
  await expect(submit(service, '%%sweep seed=1\na boat')).rejects.toMatchObject({
    code: expect.stringMatching(/^(engine_down|model_missing|no_model)$/)
  });
});

test('a plan tells the memory that is free, what the service holds already included', async () => {
  const service = await testService({ availableMemory: () => 5e9 });
  const { memory_free_mb: free } = await service.planner.plan({ text: '%%sweep seed=1\na boat' });
  expect(free).toBeGreaterThan(5000);
  expect(free).toBeLessThan(5000 + 4000);
});

test('a model too big for the memory is refused before it is loaded, with both figures', async () => {
  const service = await testService({ availableMemory: () => 1000 });
  const job = await untilJob(service, await submit(service, '%%sweep seed=1\na boat'));
  expect(job.cells[0].error).toMatchObject({
    code: 'out_of_memory',
    message: expect.stringContaining('toy needs about')
  });
});
