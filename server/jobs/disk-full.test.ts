import { setTimeout as pause } from 'node:timers/promises';
import { clock } from '../clock';
import { silentLog } from '../log';
import { diskError, fillingFiles } from '../testing/failing-files';
import { jobOf, submit, testService, untilJob } from '../testing/test-service';
import { DiskWait } from './disk-wait';

/** Waits are short, so that the test is. */
const hasty = { ...clock, after: (ms: number, work: () => void) => clock.after(ms / 20, work) };

test('a full disk pauses the job, and it goes on by itself with nothing lost', async () => {
  let full = false;
  const service = await testService({ clock: hasty, files: fillingFiles(() => full) });
  const id = await submit(service, '%%sweep seed=1..6\na slow boat');
  await untilJob(service, id, ({ progress }) => progress.cells_done === 2);
  full = true;
  const paused = await untilJob(service, id, ({ diagnosis }) => diagnosis?.code === 'disk_full');
  expect(paused).toMatchObject({ state: 'paused', own_state: 'running' });
  expect(paused.diagnosis).toMatchObject({
    message: 'Paused: the disk is full. Drawing goes on by itself when there is room; nothing is lost.',
    remedy: expect.stringContaining('space')
  });
  const drawnBefore = jobOf(service, id).cells.filter(({ state }) => state === 'done');
  full = false;
  const job = await untilJob(service, id);
  expect(job.state).toBe('done');
  expect(job).not.toHaveProperty('own_state');
  expect(job.diagnosis).toBeNull();
  for (const cell of drawnBefore) {
    expect(job.cells.find(({ id: each }) => each === cell.id)?.image).toBe(cell.image);
  }
  // Each cell was drawn once: what was drawn while the disk was full waited in memory.
  expect(job.progress.unet_evals_executed).toBe(6 * 4 * 2);
});

test('what is said to be held in memory are pictures alone', async () => {
  let full = false;
  const service = await testService({ clock: hasty, files: fillingFiles(() => full) });
  const id = await submit(service, '%%sweep seed=1..2\na slow boat');
  await untilJob(service, id, ({ cells }) => cells.every(({ state }) => state === 'running'));
  full = true;
  const said = (): string | undefined => jobOf(service, id).diagnosis?.evidence[0]?.message;
  // A change of a row is held, and a try to give something out.
  const { disk } = service.drawing;
  disk.write(() => {
    if (full) {
      throw diskError('ENOSPC');
    }
  });
  disk.hold(async () => undefined, diskError('ENOSPC'));
  expect(said()).toBe('2 cells');
  while (said() !== '2 cells, 2 drawn and held in memory') {
    expect(['2 cells', '2 cells, 1 drawn and held in memory']).toContain(said());
    await pause(5);
  }
  full = false;
  expect((await untilJob(service, id)).state).toBe('done');
});

test('less room than the reserve stops before anything is drawn', async () => {
  let free = 1e6;
  const service = await testService({ clock: hasty, freeBytes: async () => free });
  const id = await submit(service, '%%sweep seed=1..2\na boat');
  const waiting = await untilJob(service, id, ({ diagnosis }) => diagnosis?.code === 'disk_full');
  expect(waiting.progress.cells_done).toBe(0);
  free = 1e9;
  expect((await untilJob(service, id)).state).toBe('done');
});

/** Time that passes twenty times as fast. */
const fast = { ...hasty, monotonic: () => clock.monotonic() * 20 };
const never = (): Promise<number> => new Promise(() => undefined);

test('a disk that doesn’t say how much room there is, is told to be silent, asked once, and drawn to all the same', async () => {
  const freeBytes = jest.fn(never);
  const service = await testService({ clock: fast, freeBytes });
  const id = await submit(service, '%%sweep seed=1..3\na slow boat');
  const told = await untilJob(service, id, ({ diagnosis }) => diagnosis?.code === 'disk_slow');
  expect(told.state).toBe('running');
  expect((await untilJob(service, id)).state).toBe('done');
  expect(freeBytes).toHaveBeenCalledTimes(1);
});

test('nobody who ends waits for a disk that doesn’t say how much room there is', async () => {
  const disk = new DiskWait({ ...clock, after: () => () => undefined }, never, silentLog);
  const full = disk.isFull();
  disk.stop();
  expect(await full).toBe(false);
});

test('a picture that can’t be saved for another reason fails its cell alone, and retry draws it', async () => {
  let broken = false;
  const service = await testService({
    files: {
      ...fillingFiles(() => false),
      async rename(from, to) {
        if (broken && to.endsWith('.png')) {
          broken = false;
          throw Object.assign(new Error('EIO: made for a test'), { code: 'EIO' });
        }
        await fillingFiles(() => false).rename(from, to);
      }
    }
  });
  const id = await submit(service, '%%sweep seed=1..3\na boat');
  broken = true;
  const job = await untilJob(service, id);
  // Pictures are stored side by side, so it may be any of them.
  expect(job.cells.flatMap(({ error }) => error?.code ?? [])).toEqual(['save_failed']);
  await service.steering.retry(id);
  expect((await untilJob(service, id)).state).toBe('done');
});
