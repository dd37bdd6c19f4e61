import { Fault } from '../../schema/fault';
import type { IClock } from '../clock';
import { submit, testService, untilJob } from '../testing/test-service';
import { CellOrders } from './cell-orders';
import { FileWaits } from './file-waits';

let now = 0;
const clock: IClock = { now: () => now, monotonic: () => now, after: () => () => undefined };
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
