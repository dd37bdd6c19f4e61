/** Jobs of thousands of cells come, change and go bit by bit: whole to all who look, whatever comes between. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as immediate } from 'node:timers/promises';
import { Fault } from '../../schema/fault';
import {
  jobOf,
  serveService,
  stopService,
  submit,
  temporaryFolder,
  testService,
  untilJob
} from '../testing/test-service';
import type { Service } from '../service/service';
import { inTurns } from './in-turns';

const LARGE = '%%sweep limit=5000 seed=1..2000\na boat';

/** A service that is paused, so that nothing is drawn. */
async function pausedService(dataFolder = temporaryFolder()): Promise<Service> {
  const service = await testService({ dataFolder });
  service.steering.pauseAll();
  return service;
}

/** How often the event loop came round while something was done. */
async function turnsOf(work: Promise<unknown>): Promise<number> {
  let over = false;
  let turns = 0;
  void work.finally(() => (over = true)).catch(() => undefined);
  while (!over) {
    await immediate();
    turns++;
  }
  await work;
  return turns;
}

const statesOf = (service: Service, id: string): string[] => [
  ...new Set(jobOf(service, id).cells.map(({ state }) => state))
];

test('while a large job comes in nobody sees a part of it, and others have many turns', async () => {
  const service = await pausedService();
  const small = await submit(service, '%%sweep seed=1\na boat');
  const seen = new Set<number>();
  const coming = submit(service, LARGE);
  const turns = await turnsOf(
    Promise.all([
      coming,
      (async () => {
        for (let k = 0; k < 5000 && service.jobs.list(10, null).length < 2; k++) {
          seen.add(service.cells.page(2, 0, 1).length);
          expect(service.jobs.ids().map(({ id }) => id)).toEqual([small]);
          expect(service.jobs.byNumber(2)).toBeNull();
          await immediate();
        }
      })()
    ])
  );
  // Its cells were there before it was.
  expect(seen).toEqual(new Set([0, 1]));
  expect(turns).toBeGreaterThan(10);
  expect(jobOf(service, await coming).cells).toHaveLength(2000);
});

test('two submits of one key at the same time are one job, and nothing is left of the other', async () => {
  const service = await pausedService();
  const both = await Promise.all(
    [1, 2].map(() => service.jobService.submit({ text: LARGE }, 'one key', { client: 'ann' }))
  );
  expect(both[0].id).toBe(both[1].id);
  expect(service.jobs.list(10, null)).toHaveLength(1);
  expect(service.database.get('SELECT count(*) AS cells FROM cells')).toEqual({ cells: 2000 });
  expect(service.database.get('SELECT count(*) AS jobs FROM jobs')).toEqual({ jobs: 1 });
});

test('what a large job that is refused at its end has brought in is taken out again, at the latest by the next start', async () => {
  const dataFolder = temporaryFolder();
  const service = await pausedService(dataFolder);
  const admit = jest.spyOn(service.jobs, 'admit').mockImplementation(() => {
    throw new Fault('disk_failing', { reason: 'made for a test' });
  });
  await expect(submit(service, LARGE)).rejects.toMatchObject({ code: 'disk_failing' });
  const count = (of: Service): unknown => of.database.get('SELECT count(*) AS cells FROM cells');
  expect(count(service)).toEqual({ cells: 0 });
  const drop = jest.spyOn(service.jobs, 'dropStaged').mockImplementation(() => undefined);
  await expect(submit(service, LARGE)).rejects.toMatchObject({ code: 'disk_failing' });
  expect(count(service)).not.toEqual({ cells: 0 });
  [admit, drop].forEach(spy => spy.mockRestore());
  await stopService(service);
  const again = await testService({ dataFolder });
  expect(count(again)).toEqual({ cells: 0 });
  expect(again.jobs.list(10, null)).toEqual([]);
});

test('a large job is cancelled and queued again whole, one after the other, whatever is asked meanwhile', async () => {
  const service = await pausedService();
  const id = await submit(service, LARGE);
  const cancelled = service.steering.cancel(id);
  const retried = service.steering.retry(id);
  const again = service.steering.cancel(id);
  expect(await turnsOf(cancelled)).toBeGreaterThan(5);
  await retried;
  expect((await again).state).toBe('cancelled');
  expect([statesOf(service, id), jobOf(service, id).progress.cells_total]).toEqual([['cancelled'], 2000]);
  await service.steering.retry(id);
  expect([statesOf(service, id), service.jobService.job(id).counts.open]).toEqual([['queued'], 2000]);
});

test('of a job that is let go on while it is cancelled nothing is drawn', async () => {
  const service = await pausedService();
  const id = await submit(service, LARGE);
  service.steering.resumeAll();
  service.steering.pause(id);
  const cancelled = service.steering.cancel(id);
  await immediate();
  await immediate();
  service.steering.resume(id);
  await cancelled;
  expect(service.jobService.job(id).state).toBe('cancelled');
  expect(service.jobService.job(id).counts.open).toBe(0);
});

test('a job is forgotten with the pictures that are of no use to anybody else', async () => {
  const dataFolder = temporaryFolder();
  const service = await testService({ dataFolder });
  const text = (seeds: string): string => `%%sweep seed=${seeds}\na boat`;
  const first = await untilJob(service, await submit(service, text('1..4')));
  const [alone, shared, marked, begun] = first.cells.map(({ image }) => image!);
  await untilJob(service, await submit(service, text('2')));
  await service.jobService.mark(first.cells[2].id, { rating: 4 });
  service.steering.pauseAll();
  await submit(service, `%%sweep init_image=${begun} denoising_strength=0.5\na boat`);
  await service.jobService.forget(first.id);
  const kept = [alone, shared, marked, begun].map(hash =>
    existsSync(join(dataFolder, 'images', 'v1', hash.slice(0, 2), `${hash}.png`))
  );
  expect(kept).toEqual([false, true, true, true]);
  expect(() => service.jobService.job(first.id)).toThrow(expect.objectContaining({ code: 'not_found' }));
});

test('a job that is queued again while it is being forgotten stays, or is gone whole', async () => {
  const service = await pausedService();
  for (const first of ['forget', 'retry'] as const) {
    const id = await submit(service, LARGE);
    await service.steering.cancel(id);
    const forget = (): Promise<unknown> => service.jobService.forget(id);
    const retry = (): Promise<unknown> => service.steering.retry(id);
    const works = first === 'forget' ? [forget(), retry()] : [retry(), forget()];
    await Promise.allSettled(works);
    const job = service.jobs.byId(id);
    const cells = service.database.get<{ cells: number }>(
      `SELECT count(*) AS cells FROM cells WHERE id LIKE '${id}-%'`
    )!.cells;
    expect([job?.state ?? 'gone', cells]).toEqual(job ? ['queued', 2000] : ['gone', 0]);
  }
});

test('what a client asked for later replaces what it asked for before, however long that takes to come in', async () => {
  const service = await pausedService();
  const client = await serveService(service);
  const post = (text: string): Promise<{ json: unknown }> =>
    client.send('POST', '/v1/jobs', { body: { text, replace: true }, headers: { 'x-client': 'ann' } });
  const [large, small] = await Promise.all([post(LARGE), post('%%sweep seed=1..3\na boat')]);
  const idOf = ({ json }: { json: unknown }): string => (json as { job: { id: string } }).job.id;
  expect(service.jobService.job(idOf(large)).state).toBe('cancelled');
  expect(service.jobService.job(idOf(small)).state).toBe('queued');
});

test('of many that work in turns one has a turn each time the loop comes round', async () => {
  let inThisRound = 0;
  let most = 0;
  let over = false;
  const rounds = (async () => {
    while (!over) {
      inThisRound = 0;
      await immediate();
    }
  })();
  function* work(): Generator<void, void, void> {
    for (let k = 0; k < 4; k++) {
      const end = performance.now() + 9;
      while (performance.now() < end);
      most = Math.max(most, ++inThisRound);
      yield;
    }
  }
  await Promise.all(Array.from({ length: 8 }, () => inTurns(work())));
  over = true;
  await rounds;
  expect(most).toBeLessThan(3);
});
