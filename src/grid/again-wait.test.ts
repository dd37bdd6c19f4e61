import { AgainWait } from './again-wait';
import { fromJob, type SweepState } from './sweep-state';
import { axis, cellsOf, makeJob } from './testing';

const axes = [axis('seed', [1, 2])];

function sweepWith(waiting: readonly number[], state: 'done' | 'running' = 'done'): SweepState {
  const cells = cellsOf(axes, 'done').map((cell, at) => ({
    ...cell,
    ...(waiting.includes(at) && { again: { state: 'waiting' as const, message: 'Waits.' } })
  }));
  return fromJob(makeJob(axes, { state, cells }));
}

function open(): { wait: AgainWait; pauses: number[]; asked(): number; runAll(): void } {
  const pauses: number[] = [];
  let due: (() => void)[] = [];
  let asked = 0;
  const wait = new AgainWait({
    later: (ms, run) => {
      pauses.push(ms);
      due.push(run);
      return () => void (due = due.filter(each => each !== run));
    },
    ask: () => (asked += 1)
  });
  return { wait, pauses, asked: () => asked, runAll: () => due.splice(0).forEach(run => run()) };
}

test('pauses grow while the same cells wait, and are short again with another', () => {
  const { wait, pauses } = open();
  [[0], [0], [0], [0], [0], [0], [0, 1]].forEach(cells => wait.check(sweepWith(cells)));
  expect(pauses).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000, 1000]);
});

test('a job that tells of itself isn’t asked, nor one of which no cell waits', () => {
  const { wait, pauses } = open();
  wait.check(sweepWith([0], 'running'));
  wait.check(sweepWith([]));
  wait.check(null);
  expect(pauses).toEqual([]);
});

test('what was waited for is asked once, and not once it is stopped', () => {
  const { wait, asked, runAll } = open();
  wait.check(sweepWith([0]));
  wait.check(sweepWith([0]));
  runAll();
  expect(asked()).toBe(1);
  wait.check(sweepWith([0]));
  wait.stop();
  runAll();
  expect(asked()).toBe(1);
});
