import fc from 'fast-check';
import type { IClock } from '../clock';
import { LIMITS, type EngineSnapshot, Watchdog } from './watchdog';

type TestClock = IClock & { pass(seconds: number): void; sleep(seconds: number): void };

function testClock(): TestClock {
  let [wall, monotonic] = [1e12, 0];
  return {
    now: () => wall,
    monotonic: () => monotonic,
    after: () => () => undefined,
    pass(seconds) {
      wall += seconds * 1e3;
      monotonic += seconds * 1e3;
    },
    sleep(seconds) {
      wall += seconds * 1e3;
    }
  };
}

const drawing: EngineSnapshot = {
  phase: 'sampling',
  cells: 4,
  finished: 12,
  phaseSince: 0,
  lastSign: 0,
  passNow_s: 1.3,
  passUsual_s: 1.3,
  passGuess_s: 5,
  modelBytes: 1e9,
  pid: 4127,
  rssMb: 2100
};

test('steps that come as usual need no word', () => {
  const clock = testClock();
  const dog = new Watchdog(clock);
  clock.pass(30);
  expect(dog.check({ ...drawing, lastSign: 29e3 })).toEqual({ restart: false, changed: false });
  expect(dog.current).toBeNull();
});

test('slow is not stalled: it is said with both figures, and nothing is done', () => {
  const clock = testClock();
  const dog = new Watchdog(clock);
  clock.pass(30);
  const seen = dog.check({ ...drawing, lastSign: 29e3, passNow_s: 4.1 });
  expect(seen).toEqual({ restart: false, changed: true });
  expect(dog.current).toMatchObject({ code: 'slow', facts: { now: '4.1', usual: '1.3' } });
  expect(dog.check({ ...drawing, lastSign: 29e3, passNow_s: 4.1 }).changed).toBe(false);
  expect(dog.check({ ...drawing, lastSign: 29e3 }).changed).toBe(true);
});

test('silence is said long before anything is done about it, and again as it grows', () => {
  const clock = testClock();
  const dog = new Watchdog(clock);
  clock.pass(9);
  expect(dog.check(drawing)).toEqual({ restart: false, changed: false });
  clock.pass(2);
  expect(dog.check(drawing)).toEqual({ restart: false, changed: true });
  expect(dog.current).toMatchObject({
    code: 'silent',
    facts: { age: 10, usual: '1.3', deadline: 60, finished: 12 }
  });
  clock.pass(1);
  expect(dog.check(drawing).changed).toBe(false);
  clock.pass(4);
  expect(dog.check(drawing).changed).toBe(true);
  expect(dog.check({ ...drawing, lastSign: 16e3 }).changed).toBe(true);
  expect(dog.current).toBeNull();
});

test('a step that usually takes long is not called silent within twice that time', () => {
  const clock = testClock();
  const dog = new Watchdog(clock);
  clock.pass(70);
  dog.check({ ...drawing, passNow_s: 40, passUsual_s: 40 });
  expect(dog.current).toBeNull();
});

test('who looks after a restart still learns why the bar had stopped', () => {
  const clock = testClock();
  const dog = new Watchdog(clock);
  clock.pass(61);
  expect(dog.check(drawing).restart).toBe(true);
  clock.pass(1);
  dog.check({ ...drawing, cells: 0, phase: 'starting', lastSign: 62e3 });
  expect(dog.current).toMatchObject({ code: 'recovered', facts: { age: 61 } });
  clock.pass(20);
  dog.check({ ...drawing, lastSign: 81e3 });
  expect(dog.current?.code).toBe('recovered');
  clock.pass(60);
  dog.check({ ...drawing, lastSign: 141e3 });
  expect(dog.current).toBeNull();
});

test('no sign before the deadline is a stall, with its evidence', () => {
  const clock = testClock();
  const dog = new Watchdog(clock);
  clock.pass(LIMITS.step_s - 1);
  expect(dog.check(drawing).restart).toBe(false);
  clock.pass(2);
  expect(dog.check(drawing)).toEqual({ restart: true, changed: true });
  expect(dog.current).toMatchObject({ code: 'stalled', facts: { age: 61, usual: '1.3', finished: 12 } });
  expect(dog.current!.evidence.map(({ code }) => code)).toEqual([
    'evidence_phase',
    'evidence_last_sign',
    'evidence_process'
  ]);
});

test('an engine that owes nothing is never stalled', () => {
  const clock = testClock();
  const dog = new Watchdog(clock);
  clock.pass(1e6);
  expect(dog.check({ ...drawing, cells: 0, phase: 'idle' })).toEqual({ restart: false, changed: false });
});

test.each([
  ['sampling', { passUsual_s: 100 }, 600],
  ['sampling', { passUsual_s: null, passGuess_s: 50 }, 300],
  ['decoding', { passUsual_s: 0.1 }, 60],
  ['loading_model', { modelBytes: 4e8 }, 120],
  ['loading_model', { modelBytes: 4e9 }, 1200]
] as const)('in %s with %j the next sign is due in %i s', (phase, known, deadline) => {
  expect(new Watchdog(testClock()).deadline({ ...drawing, phase, ...known })).toBe(deadline);
});

test('a sleep of the machine is no stall, and is said for a minute', () => {
  const clock = testClock();
  const dog = new Watchdog(clock);
  dog.check(drawing);
  clock.sleep(22 * 60);
  clock.pass(1);
  expect(dog.check({ ...drawing, lastSign: 900 })).toEqual({ restart: false, changed: true });
  expect(dog.current).toMatchObject({ code: 'asleep', facts: { minutes: 22 } });
  clock.pass(61);
  dog.check({ ...drawing, lastSign: 61e3 });
  expect(dog.current).toBeNull();
});

test('pauses shorter than the deadline never end the engine', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.1, max: LIMITS.step_s - 1, noNaN: true }), { maxLength: 200 }),
      pauses => {
        const clock = testClock();
        const dog = new Watchdog(clock);
        for (const pause of pauses) {
          const lastSign = clock.monotonic();
          clock.pass(pause);
          expect(dog.check({ ...drawing, lastSign }).restart).toBe(false);
        }
      }
    )
  );
});
