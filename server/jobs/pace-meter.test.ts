import type { CellParams } from '../../schema/wire';
import type { Pace } from '../store/pace-store';
import { PaceMeter } from './pace-meter';

const params = {
  model: 'toy',
  width: 64,
  height: 64,
  steps: 4,
  prompt: '',
  seed: 1
} as unknown as CellParams;
const other = { ...params, model: 'large' };

const steps = (elapsed_ms: number): Parameters<PaceMeter['steps']>[0] => ({
  type: 'steps',
  served: ['a'],
  cells: [],
  evaluations: 8,
  network_ms: elapsed_ms,
  elapsed_ms
});

/** Passes of so many milliseconds; returns when the last was over. */
function pass(meter: PaceMeter, from: number, each: number, passes = 4, of = params): number {
  for (let k = 1; k <= passes; k++) {
    meter.steps(steps(each), of, from + k * each);
  }
  return from + passes * each;
}

/** A picture that took four passes of 100 ms and 200 ms beside them. */
function draw(meter: PaceMeter, from: number, of = params): number {
  meter.begin(from);
  const now = pass(meter, from, 100, 4, of) + 200;
  meter.made(of, now);
  return now;
}

/** A meter, and what was learnt by it; the database refuses while `refuses` says so. */
function learning(refuses = (): boolean => false): { meter: PaceMeter; learnt: [string, Pace][] } {
  const learnt: [string, Pace][] = [];
  const learn = (model: string, _width: number, _height: number, pace: Pace): void => {
    if (refuses()) {
      throw Object.assign(new Error('database or disk is full'), { sqliteCodeName: 'SQLITE_FULL' });
    }
    learnt.push([model, pace]);
  };
  return { meter: new PaceMeter({ learn }), learnt };
}

const drawn: Pace = { evaluation_s: 0.0125, fixed_s: expect.closeTo(0.2, 5) as number };

test('a pace is what passes and pictures took', () => {
  const { meter } = learning();
  draw(meter, 0);
  expect(meter.pace(params)).toEqual(drawn);
});

test('the silence of an engine that was ended, and the start of the next, are no part of the pace', () => {
  const { meter } = learning();
  const first = draw(meter, 0);
  meter.steps(steps(100), params, first + 100);
  // No word for a minute, then its end, and ten seconds until the next has cells.
  meter.ended();
  meter.phase('starting', first + 61_000);
  draw(meter, first + 71_000);
  expect(meter.pace(params)).toEqual(drawn);
});

test('a pace is learnt when nothing is left to draw, though no picture of it is stored yet', () => {
  const { meter, learnt } = learning();
  meter.phase('idle', draw(meter, 0));
  expect(learnt).toEqual([['toy', drawn]]);
});

test.each<[string, (meter: PaceMeter, now: number) => void]>([
  ['was cancelled before its first picture', (meter, now) => meter.phase('idle', now)],
  ['its engine didn’t survive', meter => meter.ended()]
])('of a sweep that %s nothing is said of the next model', (_, end) => {
  const { meter, learnt } = learning();
  meter.begin(0);
  const now = pass(meter, 0, 8, 20);
  expect(meter.passUsual_s).toBeCloseTo(0.008);
  end(meter, now);
  meter.begin(now + 1000);
  expect([meter.evaluation_s(params), meter.pace(other), meter.passNow_s, meter.passUsual_s]).toEqual([
    ...[null, null, null, null]
  ]);
  // Ten seconds an evaluation.
  const last = pass(meter, now + 1000, 80_000, 4, other);
  expect(meter.evaluation_s(other)).toBeCloseTo(10);
  meter.made(other, last);
  meter.phase('idle', last);
  expect(learnt).toEqual([['large', { evaluation_s: 10, fixed_s: 0 }]]);
});

test('two models that are drawn in turns each have their own pace, and both are learnt', () => {
  const { meter, learnt } = learning();
  const first = draw(meter, 0);
  const second = pass(meter, first, 8000, 4, other);
  meter.made(other, second);
  const third = draw(meter, second);
  expect(meter.pace(params)).toEqual(drawn);
  expect(meter.pace(other)).toEqual({ evaluation_s: 1, fixed_s: 0 });
  meter.phase('idle', third);
  expect(learnt).toEqual([
    ['toy', drawn],
    ['large', { evaluation_s: 1, fixed_s: 0 }]
  ]);
});

test('a picture that is drawn once more, by itself, changes no pace', () => {
  const { meter, learnt } = learning();
  const again = pass(meter, 0, 5000);
  meter.phase('idle', again);
  meter.phase('idle', draw(meter, again + 1000));
  expect(learnt).toEqual([['toy', drawn]]);
});

test('what a full database doesn’t take is learnt when it takes something again', () => {
  let full = true;
  const { meter, learnt } = learning(() => full);
  const first = draw(meter, 0);
  meter.phase('idle', first);
  meter.stored();
  expect(learnt).toEqual([]);
  full = false;
  meter.stored();
  meter.stored();
  expect(learnt).toEqual([['toy', drawn]]);
});

test.each(['a likely', 'a certain'])('the time of %s hang is no pace, nor is the pass it came in', how => {
  const { meter } = learning();
  const first = draw(meter, 0);
  meter.begin(first);
  const now = pass(meter, first, 100, 2);
  meter.stood(how === 'a certain');
  meter.stood(false);
  meter.steps(steps(30_000), params, now + 30_000);
  meter.made(params, pass(meter, now + 30_000, 100, 1) + 200);
  expect(meter.pace(params)).toEqual(drawn);
  expect(meter.passNow_s ?? 0.1).toBeCloseTo(0.1);
});

test('passes that are all longer than was usual are the pace they have now, but for the first of them', () => {
  const { meter } = learning();
  const first = draw(meter, 0);
  meter.begin(first);
  for (let k = 1; k <= 3; k++) {
    meter.stood(false);
    meter.steps(steps(30_000), params, first + k * 30_000);
  }
  // Of the three long ones two count.
  expect(meter.evaluation_s(params)).toBeCloseTo((4 * 0.1 + 2 * 30) / (6 * 8));
});

test('a process that is suspended again and again has no slower pace', () => {
  const { meter } = learning();
  let now = draw(meter, 0);
  for (let k = 0; k < 3; k++) {
    meter.stood(true);
    meter.steps(steps(30_000), params, (now += 30_000));
  }
  expect(meter.evaluation_s(params)).toBeCloseTo(0.0125);
});
