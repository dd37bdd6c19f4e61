import { SteadyTimes } from './steady-times';

/** What is told of a job, looked at ten times a second, while this is computed. */
function told(times: SteadyTimes, from: number, computed: readonly number[]): number[] {
  return computed.map((seconds, k) => times.tell(1, seconds, from + k * 100));
}
const falling = (from: number, looks: number): number[] =>
  Array.from({ length: looks }, (_, k) => from - k / 10);

test('a time that passes as it was told is told as it is', () => {
  const computed = falling(40, 100);
  told(new SteadyTimes(), 0, computed).forEach((each, k) => expect(each).toBeCloseTo(computed[k]));
});

test.each([
  ['twice', 40, 80],
  ['half', 80, 40]
])('when it is %s as long at once, it is told bit by bit, and soon wholly', (_, before, after) => {
  const times = new SteadyTimes();
  told(times, 0, falling(before, 10));
  const then = told(times, 1000, falling(after, 200));
  const jumps = then.map((each, k) => Math.abs(each - (k === 0 ? before - 1 : then[k - 1])));
  expect(Math.max(...jumps)).toBeLessThan(1.5);
  expect(Math.abs(then[199] - (after - 19.9))).toBeLessThan(2);
});

test('what flickers between two paces is told between them', () => {
  const times = new SteadyTimes();
  const computed = falling(60, 200).map((each, k) => each * (k % 2 === 0 ? 1 : 1.5));
  const then = told(times, 0, computed).slice(100);
  const jumps = then.slice(1).map((each, k) => Math.abs(each - then[k]));
  expect(Math.max(...jumps)).toBeLessThan(1);
});

test('after a pause, and of another job, it begins anew', () => {
  const times = new SteadyTimes();
  times.tell(1, 40, 0);
  expect([times.tell(1, 90, 6000), times.tell(2, 10, 6000)]).toEqual([90, 10]);
  times.forget(1);
  expect(times.tell(1, 5, 6100)).toBe(5);
});
