import fc from 'fast-check';
import { type IClock, standing } from '../clock';
import { sentence } from '../../schema/messages';
import type { Load } from './readings';
import { LIMITS, type EngineSnapshot, Watchdog } from './watchdog';

type TestClock = IClock & { pass(seconds: number): void; sleep(seconds: number): void };

/** One that stands in a sleep by itself, as Linux's does, or one whose source runs on, as those of macOS and Windows do. */
function testClock(source: 'stands' | 'runs on' = 'stands'): TestClock {
  let [wall, ticks] = [1e12, 0];
  const { monotonic, lost } =
    source === 'stands' ? { monotonic: () => ticks, lost: () => 0 } : standing(() => ticks);
  return {
    now: () => wall,
    monotonic,
    lost,
    after: () => () => undefined,
    pass(seconds) {
      for (let left = seconds * 1e3; left > 0; left -= 1000) {
        wall += Math.min(left, 1000);
        ticks += Math.min(left, 1000);
        monotonic();
      }
    },
    sleep(seconds) {
      wall += seconds * 1e3;
      ticks += source === 'stands' ? 0 : seconds * 1e3;
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
  rssMb: 2100,
  load: null,
  readBytes: null,
  uptime_s: null
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

const crowded: Load = {
  waitsForDisk: false,
  suspended: false,
  cores: 0.7,
  coresOfMachine: 2,
  others: 0.62,
  idle: 0,
  stolen: 0,
  crowded: 0.95,
  diskCrowded: 0,
  limit: null,
  read_s: 0,
  swappedBytes: 0,
  swap_s: 0
};

test('what makes it slow is named in its sentence, with its remedy, and stands first among the evidence', () => {
  const clock = testClock();
  const dog = new Watchdog(clock);
  clock.pass(30);
  const slow = { ...drawing, lastSign: 29e3, passNow_s: 4.1 };
  dog.check({ ...slow, load: crowded });
  const { code, facts, evidence } = dog.current!;
  expect(sentence(code, facts, 'en')).toEqual({
    title: 'Slower than usual, not stalled',
    detail: 'Other programs use 62 % of the processor. Steps still advance, 4.1 s each; 1.3 s is usual.',
    message:
      'Slower than usual, not stalled. Other programs use 62 % of the processor. Steps still advance, 4.1 s each; 1.3 s is usual.',
    hint: 'Close programs that use the processor, or keep waiting.'
  });
  expect(sentence(code, facts, 'zh_CN').detail).toBe(
    '别的程序用了处理器的 62%。步骤仍在前进，每步 4.1 秒，平时 1.3 秒。'
  );
  expect(evidence[0].code).toBe('cause_processor');
  expect(sentence('evidence_processor', evidence.at(-1)!.facts as never, 'en').detail).toBe(
    'the drawing process uses 0.7 of 2 cores, other programs 62 % of all, programs wait for it 95 % of the time'
  );
  expect(dog.check({ ...slow, load: { ...crowded, others: 0.7 } }).changed).toBe(false);
  expect(dog.check(slow).changed).toBe(true);
});

test.each([
  ['silent', 20],
  ['stalled', 61]
] as const)('%s tells its cause', (code, seconds) => {
  const clock = testClock();
  const dog = new Watchdog(clock);
  clock.pass(seconds);
  dog.check({ ...drawing, load: { ...crowded, suspended: true } });
  expect(dog.current).toMatchObject({
    code,
    facts: { cause: { code: 'cause_suspended', facts: { pid: 4127 } } }
  });
  expect(sentence(code, dog.current!.facts, 'en').detail).toContain('Somebody stopped the drawing process');
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

test.each([
  ['stands', null, 'asleep'],
  ['stands', 22 * 60, 'asleep'],
  ['runs on', null, 'stood_still'],
  // There the time since the machine began is told by the very clock that runs on.
  ['runs on', 22 * 60, 'stood_still']
] as const)(
  'a sleep of the machine is no stall where the clock %s, and is said for a minute',
  (source, slept, code) => {
    const clock = testClock(source);
    const dog = new Watchdog(clock);
    const uptime = (seconds: number): number | null => (slept === null ? null : 5000 + seconds);
    dog.check({ ...drawing, uptime_s: uptime(0) });
    clock.sleep(22 * 60);
    clock.pass(1);
    const awake = { ...drawing, lastSign: 900, uptime_s: uptime(22 * 60 + 1) };
    expect(dog.check(awake)).toEqual({ restart: false, changed: true });
    expect(dog.current).toMatchObject({ code, facts: { minutes: 22 } });
    // The pass that was under way counts the sleep as its own.
    dog.check({ ...awake, passNow_s: 660 });
    expect(dog.current?.code).toBe(code);
    clock.pass(61);
    dog.check({ ...awake, lastSign: clock.monotonic(), uptime_s: uptime(22 * 60 + 62) });
    expect(dog.current).toBeNull();
  }
);

test.each(['stands', 'runs on'] as const)(
  'a machine that sleeps again and again ends no engine that gives signs while it is awake, where the clock %s',
  source => {
    const nights = fc.array(fc.record({ slept: fc.nat(40_000), awake: fc.integer({ min: 1, max: 50 }) }));
    fc.assert(
      fc.property(nights, all => {
        const clock = testClock(source);
        const dog = new Watchdog(clock);
        for (const { slept, awake } of all) {
          const lastSign = clock.monotonic();
          clock.sleep(slept);
          for (let second = 0; second < awake; second++) {
            clock.pass(1);
            expect(dog.check({ ...drawing, lastSign }).restart).toBe(false);
          }
        }
      })
    );
  }
);

test.each<[string, number, number | null, string]>([
  ['back by an hour', -3600, 0, "The computer's clock was moved back by 1 h. "],
  ['forward by two hours', 7200, 0, "The computer's clock was moved forward by 2 h. "],
  ['back where no uptime is known', -20, null, "The computer's clock was moved back by 20 s. "],
  ['forward by less than a sleep, where no uptime is known', 20, null, 'clock was moved forward by 20 s. '],
  ['forward as far as it slept', 1320, 1320, 'The computer slept for 22 min. '],
  ['forward where it may have slept', 1320, null, 'The computer slept for 22 min. ']
])('a clock that went %s is no stall, and is told for what it is', (_, moved, slept, said) => {
  const clock = testClock();
  const dog = new Watchdog(clock);
  const uptime = (seconds: number): number | null => (slept === null ? null : 5000 + seconds);
  dog.check({ ...drawing, uptime_s: uptime(0) });
  clock.sleep(moved);
  clock.pass(1);
  expect(dog.check({ ...drawing, lastSign: 900, uptime_s: uptime(1 + (slept ?? 0)) })).toEqual({
    restart: false,
    changed: true
  });
  expect(sentence(dog.current!.code, dog.current!.facts, 'en').message).toContain(said);
});

test('clocks that are set by fractions of a second need no word', () => {
  const clock = testClock();
  const dog = new Watchdog(clock);
  for (const moved of [0.9, -2, 0.3]) {
    clock.sleep(moved);
    clock.pass(1);
    expect(dog.check({ ...drawing, lastSign: clock.monotonic() }).changed).toBe(false);
  }
});

test('200 pauses shorter than their deadlines never end the engine, whatever it is at and however slow it is', () => {
  const situation = fc.record({
    phase: fc.constantFrom<EngineSnapshot['phase']>('loading_model', 'encoding', 'sampling', 'decoding'),
    passUsual_s: fc.option(fc.double({ min: 0.01, max: 300, noNaN: true })),
    passGuess_s: fc.double({ min: 0.01, max: 300, noNaN: true }),
    modelBytes: fc.integer({ min: 0, max: 2e10 }),
    part: fc.double({ min: 0, max: 0.999, noNaN: true })
  });
  fc.assert(
    fc.property(fc.array(situation, { minLength: 200, maxLength: 200 }), pauses => {
      const clock = testClock();
      const dog = new Watchdog(clock);
      for (const { part, ...seen } of pauses) {
        const engine = { ...drawing, ...seen, lastSign: clock.monotonic() };
        clock.pass(part * dog.deadline(engine));
        expect(dog.check(engine).restart).toBe(false);
      }
    })
  );
});
