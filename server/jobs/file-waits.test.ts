import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Fault } from '../../schema/fault';
import type { IClock } from '../clock';
import { submit, testService, untilJob, weightsFolder } from '../testing/test-service';
import { CellOrders } from './cell-orders';
import { FileWaits } from './file-waits';

let now = 0;
const clock: IClock = { now: () => now, monotonic: () => now, lost: () => 0, after: () => () => undefined };
const fault = { code: 'file_incomplete', facts: { file: 'a', found: '1', expected: '2' } } as const;

let told: number[];
let waits: FileWaits;
beforeEach(() => {
  told = [];
  waits = new FileWaits(clock);
  waits.on('changed', job => told.push(job));
});

const cell = (id: string, job = 1): { id: string; job: number } => ({ id, job });

test('cells of a job are held for a moment, and the job is told once that it waits and once that it no longer does', () => {
  waits.hold(cell('a'), fault);
  waits.hold(cell('b'), fault);
  waits.hold(cell('c', 2), fault);
  expect([waits.heldOf(1), waits.heldOf(2), waits.of(1)?.code]).toEqual([
    ['a', 'b'],
    ['c'],
    'file_incomplete'
  ]);
  now += 600;
  expect(waits.heldOf(1)).toEqual([]);
  waits.release(cell('a'));
  expect([told, waits.of(1)?.code]).toEqual([[1, 2], 'file_incomplete']);
  waits.release(cell('b'));
  expect([told, waits.of(1)]).toEqual([[1, 2, 1], null]);
});

test('a cell gives up after ten minutes, and is drawn again six times', () => {
  expect(waits.hold(cell('a'), fault)).toBe(true);
  now += 11 * 60_000;
  expect(waits.hold(cell('a'), fault)).toBe(false);
  const again = (): boolean => {
    waits.release(cell('b'));
    return waits.again(cell('b'));
  };
  expect([1, 2, 3, 4, 5, 6, 7].map(again)).toEqual([true, true, true, true, true, true, false]);
});

test('nothing of the cells of a job that has ended is kept', () => {
  waits.hold(cell('a'), fault);
  waits.again(cell('a'));
  waits.again(cell('b'));
  waits.leave(1);
  expect([waits.heldOf(1), waits.of(1)]).toEqual([[], null]);
  // Begun again by a retry, its cells are drawn again as often as others.
  const times = Array.from({ length: 6 }, () => waits.again(cell('a')));
  expect(times).not.toContain(false);
});

test('thousands of cells are held in no time', () => {
  const cells = Array.from({ length: 5000 }, (_, i) => cell(`${i}`));
  const start = performance.now();
  cells.forEach(each => waits.hold(each, fault));
  cells.forEach(each => waits.forget(each));
  expect(performance.now() - start).toBeLessThan(1000);
  expect(waits.of(1)).toBeNull();
});

test('cells that can be drawn are, however many before them wait for a file', async () => {
  const order = CellOrders.prototype.order;
  let copied = false;
  const spy = jest.spyOn(CellOrders.prototype, 'order').mockImplementation(function (this: CellOrders, of) {
    if (!copied && of.params.seed <= 140) {
      throw new Fault('file_incomplete', fault.facts);
    }
    return order.call(this, of);
  });
  const service = await testService();
  const id = await submit(service, '%%sweep seed=1..150 steps=1\na boat');
  const { diagnosis } = await untilJob(service, id, ({ progress }) => progress.cells_done === 10);
  expect(diagnosis?.code).toBe('file_incomplete');
  copied = true;
  expect((await untilJob(service, id)).progress.cells_done).toBe(150);
  spy.mockRestore();
});

test('cells that wait for one file do so with one timer, are told of by the first, and are tried again together', () => {
  const timers: (() => void)[] = [];
  const timed: IClock = { ...clock, after: (_, work) => (timers.push(work), () => undefined) };
  let tries = 0;
  const many = new FileWaits(timed);
  many.on('retry', () => tries++);
  const uses =
    (...files: string[]) =>
    () =>
      files;
  expect(many.holds(cell('a'), uses('/a'))).toBe(false);
  many.hold(cell('a'), fault, '/a');
  const others = Array.from({ length: 1000 }, (_, i) => many.holds(cell(`${i}`, 2), uses('/b', '/a')));
  expect([new Set(others), timers.length, many.of(2)?.code]).toEqual([new Set([true]), 1, 'file_incomplete']);
  expect(many.holds(cell('b'), uses('/b'))).toBe(false);
  now += 600;
  timers.splice(0).forEach(work => work());
  expect([tries, many.heldOf(2).length]).toEqual([1, 0]);
  // Refused for the first, the others needn't be tried.
  many.hold(cell('a'), fault, '/a');
  expect([many.heldOf(2).length, timers.length]).toEqual([1000, 1]);
});

test.each([
  ['cells of known files', 'Lora/soft.pt'],
  ['cells whose files were never read', null]
])(
  'thousands of %s that wait for one file ask for it once each time',
  async (_, read) => {
    const folder = weightsFolder('one.safetensors', 'Lora/soft.pt');
    const service = await testService({ modelFolders: [folder] });
    if (read) {
      await service.registry.list();
      await service.registry.hash('soft', 'lora');
    }
    const until = async (holds: () => boolean): Promise<void> => {
      while (!holds()) {
        await pause(20);
      }
    };
    await submit(service, '%%sweep model=one seed=1 steps=10\na slow boat');
    await submit(service, '%%sweep model=toy limit=1000 seed=1..1000 steps=1\na <lora:soft:1>');
    const copy = (): void => writeFileSync(join(folder, 'Lora/soft.pt'), 'half');
    copy();
    const copying = setInterval(copy, 1000);
    await until(() => service.drawing.waits.heldOf(2).length === 1000);
    const spy = jest.spyOn(service.drawing.waits, 'hold');
    const start = process.cpuUsage();
    await pause(2000);
    const { user, system } = process.cpuUsage(start);
    expect(spy.mock.calls.length).toBeLessThan(10);
    expect(user + system).toBeLessThan(1e6);
    clearInterval(copying);
    writeFileSync(join(folder, 'Lora/soft.pt'), 'whole');
    await until(() => service.drawing.waits.of(2) === null);
  },
  60_000
);

test('a cell whose job is cancelled while its files are asked for waits for nothing', async () => {
  const service = await testService();
  const spy = jest.spyOn(service.planner, 'findKey').mockImplementation(async () => {
    await service.steering.cancelAll();
    throw new Fault('file_incomplete', fault.facts);
  });
  const id = await submit(service, '%%sweep seed=1..3\na boat');
  await untilJob(service, id);
  await service.registry.scan();
  await pause(50);
  expect([spy.mock.calls.length, service.drawing.waits.of(1)]).toEqual([1, null]);
});
