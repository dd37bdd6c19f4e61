import type { CellParams } from '../../schema/wire';
import { PaceMeter } from './pace-meter';

const params = {
  model: 'toy',
  width: 64,
  height: 64,
  steps: 4,
  prompt: '',
  seed: 1
} as unknown as CellParams;
const steps = (elapsed_ms: number): Parameters<PaceMeter['steps']>[0] => ({
  type: 'steps',
  served: ['a'],
  cells: [],
  evaluations: 8,
  network_ms: elapsed_ms,
  elapsed_ms
});

/** A picture that took four passes of 100 ms and 200 ms beside them. */
function draw(meter: PaceMeter, from: number): number {
  let now = from;
  meter.begin(now);
  for (let pass = 0; pass < 4; pass++) {
    meter.steps(steps(100), params, (now += 100));
  }
  meter.drew(params, (now += 200));
  return now;
}

test('a pace is what passes and pictures took', () => {
  const meter = new PaceMeter({ learn: () => undefined } as never);
  draw(meter, 0);
  expect(meter.current).toEqual({ evaluation_s: 0.0125, fixed_s: 0.2 });
});

test('the silence of an engine that was ended, and the start of the next, are no part of the pace', () => {
  const meter = new PaceMeter({ learn: () => undefined } as never);
  const first = draw(meter, 0);
  meter.steps(steps(100), params, first + 100);
  // No word for a minute, then its end, and ten seconds until the next has cells.
  meter.ended();
  meter.phase('starting', first + 61_000);
  draw(meter, first + 71_000);
  expect(meter.current).toEqual({ evaluation_s: 0.0125, fixed_s: expect.closeTo(0.2, 5) });
});
