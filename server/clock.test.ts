import { standing } from './clock';

test('a clock stands while its machine sleeps, and runs with all others at any other time', () => {
  let source = 500;
  const { monotonic, lost } = standing(() => source);
  const began = monotonic();
  for (let second = 0; second < 30; second++) {
    source += 1000;
    monotonic();
  }
  expect([monotonic() - began, lost()]).toEqual([30e3, 0]);
  source += 600e3;
  // Of a sleep a few seconds may count: a look may be late for other reasons.
  expect([monotonic() - began, lost()]).toEqual([35e3, 595e3]);
  source += 1000;
  expect(monotonic() - began).toBe(36e3);
});

test('it never goes back, whoever asks first after a sleep', () => {
  let source = 0;
  const { monotonic, lost } = standing(() => source);
  let last = monotonic();
  for (const passed of [10, 5001, 0, 4999, 3600e3, 1]) {
    source += passed;
    lost();
    expect(monotonic()).toBeGreaterThanOrEqual(last);
    last = monotonic();
  }
});
